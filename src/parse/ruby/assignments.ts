/** Assignments: of one target, of several, and with an operator. */
import type { Expr, Statement } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { operation, sum } from '../sums.ts';
import { constantDeclared } from './classes.ts';
import { expression, expressions } from './expressions.ts';
import { fullName, constantExpr } from './constants.ts';
import type { RubySource } from './source.ts';

/** What is assigned to; a name is a variable wherever it stands on the left. */
export function target(source: RubySource, node: SyntaxNode): Expr {
  if (node.type === 'identifier') return { kind: 'name', at: placeOf(source, node), name: textOf(source, node) };
  if (node.type === 'call') {
    const receiver = childNamed(node, 'receiver');
    const method = childNamed(node, 'method');
    if (receiver && method)
      return {
        kind: 'member',
        at: placeOf(source, node),
        of: expression(source, receiver),
        name: textOf(source, method),
        nameAt: placeOf(source, method),
      };
  }
  return expression(source, node);
}

/** `a = b` as a value. */
export function assigned(source: RubySource, node: SyntaxNode): Expr {
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  if (!left || !right) return unknownExpr(source, node, expressions(source, namedChildren(node)));
  if (left.type === 'left_assignment_list') return unknownExpr(source, node, [expression(source, right)]);
  const name = fullName(source, left);
  if (name !== undefined) {
    constantDeclared(source, node, name, right);
    return constantExpr(source, left) ?? unknownExpr(source, node);
  }
  return {
    kind: 'assigned',
    at: placeOf(source, node),
    target: target(source, left),
    value: expression(source, right),
  };
}

/** `a ||= b` assigns `a || b`. */
export function operatorAssigned(source: RubySource, node: SyntaxNode): Expr {
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  if (!left || !right) return unknownExpr(source, node, expressions(source, namedChildren(node)));
  const at = placeOf(source, node);
  const operator = childNamed(node, 'operator')?.type ?? '';
  const name = operator === '||=' ? fullName(source, left) : undefined;
  if (name !== undefined) {
    constantDeclared(source, node, name, right);
    return constantExpr(source, left) ?? unknownExpr(source, node);
  }
  const to = target(source, left);
  // What is read before is the value of a method, where what is written is not a variable.
  const before = left.type === 'call' ? expression(source, left) : to;
  const value = expression(source, right);
  return { kind: 'assigned', at, target: to, value: combined(at, operator, before, value) };
}

function combined(at: Expr['at'], operator: string, before: Expr, value: Expr): Expr {
  if (operator === '||=') return { kind: 'choice', at, test: before, then: before, otherwise: value };
  if (operator === '&&=') return { kind: 'choice', at, test: before, then: value, otherwise: before };
  if (operator === '+=' || operator === '<<=') return sum([before, value]);
  return operation(at, 'arithmetic', [before, value]);
}

/** `a, (b, c), *d = e`: each gets its part of the value. */
export function several(source: RubySource, node: SyntaxNode, left: SyntaxNode, value: Expr): readonly Statement[] {
  const at = placeOf(source, node);
  const names = namedChildren(left);
  if (value.kind === 'list' && !value.items.some(item => item.kind === 'spread')) {
    const parts = value.items;
    return names.flatMap((name, index): readonly Statement[] => {
      const part = parts[index] ?? ({ kind: 'nothing', at } satisfies Expr);
      return name.type === 'rest_assignment' ? [] : one(source, name, part);
    });
  }
  return [
    { kind: 'evaluate', at, value },
    ...names.flatMap((name, index): readonly Statement[] =>
      name.type === 'rest_assignment'
        ? []
        : one(source, name, { kind: 'index', at, of: value, key: { kind: 'number', at, value: index } }),
    ),
  ];
}

function one(source: RubySource, name: SyntaxNode, value: Expr): readonly Statement[] {
  if (name.type === 'destructured_left_assignment') return several(source, name, name, value);
  return [{ kind: 'assign', at: placeOf(source, name), target: target(source, name), value }];
}
