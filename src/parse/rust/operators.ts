import { between } from '../../core/location.ts';
import type { Expr } from '../../core/program.ts';
import { joined, operation, sum } from '../sums.ts';
import { calculationOf } from '../syntax/operators.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressionIn } from './expressions.ts';
import { bare, type RustSource } from './source.ts';

export function operatorOf(node: SyntaxNode): string {
  return childNamed(node, 'operator')?.type ?? '';
}

/** `a && b`, `a == b`, `a + b`. */
export function binary(source: RustSource, node: SyntaxNode): Expr {
  return calculationOf(source, node, {
    operatorOf: one => (one.type === 'binary_expression' ? operatorOf(one) : undefined),
    bare,
    read: one => expression(source, one),
    pairs: COMPARISONS,
    joined: withLogic,
    first: '',
  });
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);

function withLogic(operator: string, terms: readonly Expr[]): Expr {
  const [first, second] = terms;
  const last = terms.at(-1);
  if (!first || !second || !last || (operator !== '&&' && operator !== '||')) return joined(operator, terms);
  return operation(between(first.at, last.at), operator === '&&' ? 'and' : 'or', terms);
}

export function unary(source: RustSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const [sign, operand] = node.children;
  if (!sign || !operand) return unknownExpr(source, node);
  const value = expression(source, operand);
  if (sign.type === '!') return operation(at, 'not', [value]);
  if (sign.type === '-' && value.kind === 'number') return { ...value, at, value: -value.value };
  return operation(at, 'arithmetic', [value]);
}

/** What is assigned to what; for `a += b` and its like, the value is `a + b`. */
export function assignment(source: RustSource, node: SyntaxNode): { readonly target: Expr; readonly value: Expr } {
  const target = expressionIn(source, node, 'left');
  const right = expressionIn(source, node, 'right');
  if (node.type === 'assignment_expression') return { target, value: right };
  if (operatorOf(node) === '+=') return { target, value: sum([target, right]) };
  return { target, value: operation(placeOf(source, node), 'arithmetic', [target, right]) };
}
