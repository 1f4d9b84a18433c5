import type { Expr } from '../../core/program.ts';
import { joined, operation, sum } from '../sums.ts';
import { calculationOf, type Logic, logicOfSides, SHARED_CHOICES, sidesOf, type Use } from '../syntax/operators.ts';
import { placeOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressionIn, expressions } from './expressions.ts';
import { bare, type CSharpSource, valueIn } from './source.ts';

export function binary(source: CSharpSource, node: SyntaxNode, use: Use): Expr {
  if (operatorOf(node) === '??') return coalesced(source, node);
  const operator = logicOf(node);
  if (!operator) return calculation(source, node);
  const sides = sidesOf(node, logicOf, bare).map(side => (as: Use) => expression(source, side, as));
  return logicOfSides(source, source.around, { node, operator, use }, sides);
}

/** What is assigned to what; for `a += b` and its like, the value is `a + b`, for `a ??= b` it is `a ?? b`. */
export function assignment(source: CSharpSource, node: SyntaxNode): { readonly target: Expr; readonly value: Expr } {
  const target = expressionIn(source, node, 'left');
  const right = expressionIn(source, node, 'right');
  const operator = operatorOf(node);
  const at = placeOf(source, node);
  if (operator === '=') return { target, value: right };
  if (operator === '+=') return { target, value: sum([target, right]) };
  if (operator === '??=') return { target, value: orElse(at, target, right) };
  return { target, value: operation(at, 'arithmetic', [target, right]) };
}

/** `i++` and `--i` give their variable the next value. */
export function update(source: CSharpSource, node: SyntaxNode): { readonly target: Expr; readonly value: Expr } {
  const at = placeOf(source, node);
  const operand = valueIn(node);
  const target = operand ? expression(source, operand) : unknownExpr(source, node);
  return { target, value: operation(at, 'arithmetic', [target, { kind: 'number', at, value: 1 }]) };
}

export function isUpdate(node: SyntaxNode): boolean {
  return (
    (node.type === 'postfix_unary_expression' || node.type === 'prefix_unary_expression') &&
    node.children.some(child => child.type === '++' || child.type === '--')
  );
}

export function conditional(source: CSharpSource, node: SyntaxNode): Expr {
  return {
    kind: 'choice',
    at: placeOf(source, node),
    test: expressionIn(source, node, 'condition', 'test'),
    then: expressionIn(source, node, 'consequence'),
    otherwise: expressionIn(source, node, 'alternative'),
  };
}

export function unary(source: CSharpSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const operator = node.children[0]?.type;
  const inner = valueIn(node);
  const operand = inner ? expression(source, inner, operator === '!' ? 'test' : 'value') : unknownExpr(source, node);
  if (operator === '!') return operation(at, 'not', [operand]);
  if (operand.kind === 'number' && operator === '-') return { ...operand, at, value: -operand.value };
  return operation(at, 'arithmetic', [operand]);
}

/** `a ?? b`: `a` where it is there. */
export function orElse(at: Expr['at'], value: Expr, otherwise: Expr): Expr {
  const test = operation(value.at, 'not-equal', [value, { kind: 'nothing', at: value.at }]);
  return { kind: 'choice', at, test, then: value, otherwise };
}

function operatorOf(node: SyntaxNode): string {
  return childNamed(node, 'operator')?.type ?? '';
}

/** `a ?? b ?? c` nests to the right as it stands. */
function coalesced(source: CSharpSource, node: SyntaxNode): Expr {
  const { around } = source;
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  if (!left || !right) return unknownExpr(source, node);
  if (around.shared >= SHARED_CHOICES) return tooManySides(source, node, [left, right]);
  around.shared++;
  const value = expression(source, left);
  around.shared--;
  return orElse(placeOf(source, node), value, expression(source, right));
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);

function calculation(source: CSharpSource, node: SyntaxNode): Expr {
  return calculationOf(source, node, {
    operatorOf: one => (isCalculation(one) ? operatorOf(one) : undefined),
    bare,
    read: one => expression(source, one),
    pairs: COMPARISONS,
    joined,
    first: '+',
  });
}

function isCalculation(node: SyntaxNode): boolean {
  return node.type === 'binary_expression' && !logicOf(node) && operatorOf(node) !== '??';
}

const LOGIC: ReadonlyMap<string, Logic> = new Map([
  ['||', 'or'],
  ['&&', 'and'],
]);

function logicOf(node: SyntaxNode): Logic | undefined {
  return node.type === 'binary_expression' ? LOGIC.get(operatorOf(node)) : undefined;
}

function tooManySides(source: CSharpSource, node: SyntaxNode, sides: readonly SyntaxNode[]): Expr {
  tooDeep(source, node);
  return unknownExpr(source, node, expressions(source, sides));
}
