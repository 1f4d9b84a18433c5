import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { placeOf, textOf, unknownStatement } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { namePattern } from './functions.ts';
import { type GoSource } from './source.ts';

/** The nodes of a list of expressions. */
function listed(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  return !node ? [] : node.type === 'expression_list' ? namedChildren(node) : [node];
}

function isBlank(source: GoSource, node: SyntaxNode): boolean {
  return node.type === 'blank_identifier' || textOf(source, node) === '_';
}

/** `a, b := x, y`, and `a, b := f()`, whose results are a list. */
export function shortDeclared(source: GoSource, node: SyntaxNode): readonly Statement[] {
  return declared(source, node, listed(childNamed(node, 'left')), listed(childNamed(node, 'right')));
}

/** Names that are declared with values, one each, or all of them by one value of several parts. */
export function declared(
  source: GoSource,
  node: SyntaxNode,
  names: readonly SyntaxNode[],
  values: readonly SyntaxNode[],
): readonly Statement[] {
  const at = placeOf(source, node);
  const [only] = values;
  if (only && values.length === 1 && names.length > 1) {
    const items = names.map(name => (isBlank(source, name) ? undefined : namePattern(source, name)));
    const pattern: Pattern = { kind: 'list', at: spanOf(source, names, node), items };
    return [{ kind: 'declare', at, pattern, value: expression(source, only) }];
  }
  return names.map((name, index): Statement => {
    const value = values[index];
    if (isBlank(source, name))
      return value ? { kind: 'evaluate', at, value: expression(source, value) } : unknownStatement(source, node);
    return {
      kind: 'declare',
      at,
      pattern: namePattern(source, name),
      ...(value && { value: expression(source, value) }),
    };
  });
}

function spanOf(source: GoSource, nodes: readonly SyntaxNode[], otherwise: SyntaxNode): Pattern['at'] {
  const [first] = nodes;
  const last = nodes.at(-1);
  return placeOf(source, first && last ? { ...first, end: last.end } : otherwise);
}

/** `a = x`, `a, b = f()`, `a += x`. What is assigned together is evaluated before any of it is assigned. */
export function assigned(source: GoSource, node: SyntaxNode): readonly Statement[] {
  const at = placeOf(source, node);
  const targets = listed(childNamed(node, 'left'));
  const values = listed(childNamed(node, 'right'));
  const operator = childNamed(node, 'operator')?.type ?? '=';
  const [target] = targets;
  const [value] = values;
  if (!target || !value) return [unknownStatement(source, node)];
  if (targets.length === 1) {
    const given = expression(source, value);
    if (isBlank(source, target)) return [{ kind: 'evaluate', at, value: given }];
    const of = expression(source, target);
    return [{ kind: 'assign', at, target: of, value: operator === '=' ? given : combined(at, operator, of, given) }];
  }
  // The names stand for the values until all of them are there; no program has names with a blank in them.
  const held = targets.map((one, index): Extract<Pattern, { kind: 'name' }> => ({
    kind: 'name',
    at: placeOf(source, one),
    name: `value ${index}`,
  }));
  const before: readonly Statement[] =
    values.length === 1
      ? [{ kind: 'declare', at, pattern: { kind: 'list', at, items: held }, value: expression(source, value) }]
      : held.map((pattern, index): Statement => {
          const one = values[index];
          return { kind: 'declare', at, pattern, ...(one && { value: expression(source, one) }) };
        });
  const after = targets.flatMap((one, index): readonly Statement[] => {
    const pattern = held[index];
    if (isBlank(source, one) || !pattern) return [];
    const given: Expr = { kind: 'name', at: pattern.at, name: pattern.name };
    return [{ kind: 'assign', at, target: expression(source, one), value: given }];
  });
  return [...before, ...after];
}

function combined(at: Expr['at'], operator: string, of: Expr, value: Expr): Expr {
  return operator === '+='
    ? { kind: 'concat', at, parts: [of, value] }
    : { kind: 'operation', at, operator: 'arithmetic', operands: [of, value] };
}

/** `x++`, `x--`. */
export function updated(source: GoSource, node: SyntaxNode): readonly Statement[] {
  const [operand] = namedChildren(node);
  if (!operand) return [];
  const at = placeOf(source, node);
  const target = expression(source, operand);
  return [{ kind: 'assign', at, target, value: { kind: 'operation', at, operator: 'arithmetic', operands: [target] } }];
}
