/** `for` with `yield` as the calls that it stands for. */
import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { calledAtOnce, functionExpr } from '../calls.ts';
import { deeper, placeOf } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, functionalExpression } from './expressions.ts';
import { functionOf } from './functions.ts';
import { bindings, casePattern } from './patterns.ts';
import { type ScalaSource, unknown } from './source.ts';
import { returned, settled } from './statements.ts';

/** One step of a comprehension: `a <- b`, `a = b`, or `if a`. */
type Step = {
  readonly node: SyntaxNode;
  readonly kind: 'from' | 'is' | 'if';
  readonly pattern?: SyntaxNode;
  readonly value: SyntaxNode;
};

export function stepsOf(node: SyntaxNode): readonly Step[] {
  const all = node.children.find(({ type }) => type === 'enumerators')?.children ?? [];
  return all.flatMap((step): readonly Step[] => {
    if (step.type !== 'enumerator') return [];
    const guard = step.children.find(({ type }) => type === 'guard');
    const condition = guard && childNamed(guard, 'condition');
    if (condition) return [{ node: step, kind: 'if', value: condition }];
    const sign = step.children.findIndex(({ type }) => type === '<-' || type === '=');
    const pattern = step.children.slice(0, Math.max(sign, 0)).find(({ isNamed }) => isNamed);
    const value = step.children.slice(sign + 1).find(({ isNamed }) => isNamed);
    if (!pattern || !value) return [];
    return [{ node: step, kind: step.children[sign]?.type === '<-' ? 'from' : 'is', pattern, value }];
  });
}

/** `for (a <- x; b <- y) yield c` is `x.flatMap(a => y.map(b => c))`. Source: Scala Language Specification, 6.19. */
export function comprehension(source: ScalaSource, node: SyntaxNode): Expr {
  const body = childNamed(node, 'body');
  if (!node.children.some(({ type }) => type === 'yield'))
    return calledAtOnce(functionExpr(functionOf(placeOf(source, node), [], settled(source, node, undefined))));
  return body ? desugared(source, node, stepsOf(node), body) : unknown(source, node);
}

function desugared(source: ScalaSource, node: SyntaxNode, steps: readonly Step[], body: SyntaxNode): Expr {
  return (
    deeper(source, node, () => {
      const [first, ...rest] = steps;
      if (first?.kind !== 'from')
        return calledAtOnce(
          functionExpr(functionOf(placeOf(source, first?.node ?? body), [], inner(source, node, steps, body))),
        );
      const at = placeOf(source, first.node);
      const value = expression(source, first.value);
      const name = rest.some(({ kind }) => kind === 'from') ? 'flatMap' : 'map';
      const plain = first.pattern && casePattern(source, first.pattern);
      const parameter: Pattern = plain ?? { kind: 'name', at, name: '' };
      const unbound = plain || !first.pattern ? [] : bindings(source, first.pattern, unknown(source, first.pattern));
      const fn = functionExpr(functionOf(at, [parameter], [...unbound, ...inner(source, node, rest, body)]));
      const callee: Expr = { kind: 'member', at, of: value, name, nameAt: at };
      return { ...calledAtOnce(callee), at: placeOf(source, node), nameAt: at, args: [fn] };
    }) ?? unknown(source, node)
  );
}

/** What stands after a step: the names that are only given, and then the next thing that is taken from, or the value. */
function inner(source: ScalaSource, node: SyntaxNode, steps: readonly Step[], body: SyntaxNode): readonly Statement[] {
  const next = steps.findIndex(({ kind }) => kind === 'from');
  const given = steps.slice(0, next === -1 ? undefined : next).filter(({ kind }) => kind === 'is');
  const declared = given.flatMap(({ node: step, pattern, value }): readonly Statement[] => {
    const at = placeOf(source, step);
    const read = expression(source, value);
    const plain = pattern && casePattern(source, pattern);
    if (plain) return [{ kind: 'declare', at, pattern: plain, value: read }];
    return [
      { kind: 'evaluate', at, value: read },
      ...(pattern ? bindings(source, pattern, unknown(source, pattern)) : []),
    ];
  });
  const value = next === -1 ? functionalExpression(source, body) : desugared(source, node, steps.slice(next), body);
  return [...declared, returned(value)];
}
