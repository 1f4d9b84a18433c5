import type { Expr } from '../../core/program.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { calculationOf, type Logic, logicOfSides, sidesOf, type Use } from '../syntax/operators.ts';
import { joined, operation, sum } from '../sums.ts';
import { expression, expressionIn } from './expressions.ts';
import { bare, type JavaSource } from './source.ts';

export function binary(source: JavaSource, node: SyntaxNode, use: Use): Expr {
  const operator = logicOf(node);
  if (!operator) return calculation(source, node);
  const sides = sidesOf(node, logicOf, bare).map(side => (as: Use) => expression(source, side, as));
  return logicOfSides(source, source.around, { node, operator, use }, sides);
}

/** What is assigned to what; for `a += b` and its like, the value is `a + b`. */
export function assignment(source: JavaSource, node: SyntaxNode): { readonly target: Expr; readonly value: Expr } {
  const target = expressionIn(source, node, 'left');
  const right = expressionIn(source, node, 'right');
  const operator = operatorOf(node);
  if (operator === '=') return { target, value: right };
  if (operator === '+=') return { target, value: sum([target, right]) };
  return { target, value: operation(placeOf(source, node), 'arithmetic', [target, right]) };
}

/** `i++` gives its variable the next value. */
export function update(source: JavaSource, node: SyntaxNode): { readonly target: Expr; readonly value: Expr } {
  const at = placeOf(source, node);
  const operand = node.children.find(child => child.isNamed);
  const target = operand ? expression(source, operand) : unknownExpr(source, node);
  return { target, value: operation(at, 'arithmetic', [target, { kind: 'number', at, value: 1 }]) };
}

export function conditional(source: JavaSource, node: SyntaxNode): Expr {
  return {
    kind: 'choice',
    at: placeOf(source, node),
    test: expressionIn(source, node, 'condition', 'test'),
    then: expressionIn(source, node, 'consequence'),
    otherwise: expressionIn(source, node, 'alternative'),
  };
}

export function unary(source: JavaSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const operator = operatorOf(node);
  if (operator === '!') return operation(at, 'not', [expressionIn(source, node, 'operand', 'test')]);
  const operand = expressionIn(source, node, 'operand');
  if (operand.kind === 'number' && operator === '-') return { ...operand, at, value: -operand.value };
  return operation(at, 'arithmetic', [operand]);
}

function operatorOf(node: SyntaxNode): string {
  return childNamed(node, 'operator')?.type ?? '';
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);

function calculation(source: JavaSource, node: SyntaxNode): Expr {
  return calculationOf(source, node, {
    operatorOf: one => (one.type === 'binary_expression' && !logicOf(one) ? operatorOf(one) : undefined),
    bare,
    read: one => expression(source, one),
    pairs: COMPARISONS,
    joined,
    first: '+',
  });
}

const LOGIC: ReadonlyMap<string, Logic> = new Map([
  ['||', 'or'],
  ['&&', 'and'],
]);

function logicOf(node: SyntaxNode): Logic | undefined {
  return node.type === 'binary_expression' ? LOGIC.get(operatorOf(node)) : undefined;
}
