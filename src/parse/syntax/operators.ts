/** Operators whose sides nest to the left in the tree, by the thousand in hostile programs: they are read in a loop. */
import type { Expr } from '../../core/program.ts';
import { alternatives, operation } from '../sums.ts';
import { placeOf, type SyntaxSource, tooDeep, unknownExpr } from './source.ts';
import { childNamed, type SyntaxNode } from './syntax-tree.ts';

/** A choice holds its left side twice: beyond this many levels the result would grow without bound for who walks it. */
export const SHARED_CHOICES = 8;
/** Sides of one `a || b || c` and changes of operator in one `a + b - c + d`: they nest in the result. */
export const NESTED_SIDES = 50;

export type Logic = 'or' | 'and';

export type Use = 'value' | 'test';

/** The operands of one `a || b || c`, in their order. `logicOf`: by what a node joins its two sides, if by that. */
export function sidesOf(
  node: SyntaxNode,
  logicOf: (node: SyntaxNode) => Logic | undefined,
  bare: (node: SyntaxNode) => SyntaxNode,
): readonly SyntaxNode[] {
  const operator = logicOf(node);
  const sides: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = node;
  while (rest && logicOf(rest) === operator) {
    const right = childNamed(rest, 'right');
    if (right) sides.push(right);
    const left = childNamed(rest, 'left');
    rest = left && bare(left);
  }
  if (rest) sides.push(rest);
  return sides.toReversed();
}

/**
 * `a || b || c` of sides that are read when they are asked for: in a test an operation, else a choice, in which each side
 * but the last stands twice. `counts.shared` are the choices around it that do so.
 */
export function logicOfSides(
  source: SyntaxSource,
  counts: { shared: number },
  { node, operator, use }: { readonly node: SyntaxNode; readonly operator: Logic; readonly use: Use },
  sides: readonly ((use: Use) => Expr)[],
): Expr {
  if (use === 'test')
    return operation(
      placeOf(source, node),
      operator,
      sides.map(side => side('test')),
    );
  if (counts.shared >= SHARED_CHOICES || sides.length > NESTED_SIDES) {
    tooDeep(source, node);
    return unknownExpr(
      source,
      node,
      sides.map(side => side('value')),
    );
  }
  counts.shared++;
  const tests = sides.slice(0, -1).map(side => side('value'));
  counts.shared--;
  const last = sides.at(-1)?.('value') ?? unknownExpr(source, node);
  return alternatives(operator, tests, last);
}

/** How a language writes comparison and arithmetic. */
export type CalculationWords = {
  /** The operator of a node that is part of it; undefined for any other node. */
  readonly operatorOf: (node: SyntaxNode) => string | undefined;
  readonly bare: (node: SyntaxNode) => SyntaxNode;
  readonly read: (node: SyntaxNode) => Expr;
  /** Operators that take two sides and no more. */
  readonly pairs: ReadonlySet<string>;
  readonly joined: (operator: string, terms: readonly Expr[]) => Expr;
  /** The operator that stands before the first term, as it were; one that changes there nests, too. */
  readonly first: string;
};

/** Comparison and arithmetic: terms with one operator between them are joined at once. */
export function calculationOf(source: SyntaxSource, node: SyntaxNode, words: CalculationWords): Expr {
  const steps: { readonly step: SyntaxNode; readonly operator: string }[] = [];
  let rest: SyntaxNode | undefined = node;
  while (rest) {
    const operator = words.operatorOf(rest);
    if (operator === undefined) break;
    steps.push({ step: rest, operator });
    const left = childNamed(rest, 'left');
    rest = left && words.bare(left);
  }
  steps.reverse();
  let terms: Expr[] = [rest ? words.read(rest) : unknownExpr(source, node)];
  let operator = words.first;
  let nested = 0;
  for (const { step, operator: next } of steps) {
    if (operator !== '' && (next !== operator || words.pairs.has(next))) {
      if (++nested > NESTED_SIDES) {
        tooDeep(source, node);
        const sides = steps.flatMap(one => childNamed(one.step, 'right') ?? []);
        return unknownExpr(source, node, (rest ? [rest, ...sides] : sides).map(words.read));
      }
      terms = [words.joined(operator, terms)];
    }
    operator = next;
    const right = childNamed(step, 'right');
    terms.push(right ? words.read(right) : unknownExpr(source, step));
  }
  return words.joined(operator, terms);
}
