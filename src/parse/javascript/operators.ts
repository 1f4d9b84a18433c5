import { ts } from 'ts-morph';
import type { Expr, Operator } from '../../core/program.ts';
import { type Location, between } from '../../core/location.ts';
import { destructuringParts, isDestructuring } from './assignments.ts';
import { operation, sum } from '../sums.ts';
import { expression, expressions } from './expressions.ts';
import { at, bare, tooDeep, unknown, type Source } from './source.ts';

/** A choice holds its left side twice: beyond this many levels the result would grow without bound for who walks it. */
const SHARED_CHOICES = 8;
/** Sides of one `a || b || c` and changes of operator in one `a + b - c + d`: they nest in the result. */
const NESTED_SIDES = 50;

const COMPARISONS: ReadonlyMap<ts.SyntaxKind, Operator> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, 'equal'],
  [ts.SyntaxKind.EqualsEqualsToken, 'equal'],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, 'not-equal'],
  [ts.SyntaxKind.ExclamationEqualsToken, 'not-equal'],
  [ts.SyntaxKind.LessThanToken, 'less'],
  [ts.SyntaxKind.InKeyword, 'in'],
  [ts.SyntaxKind.InstanceOfKeyword, 'instance-of'],
]);

type Logic = ts.SyntaxKind.BarBarToken | ts.SyntaxKind.AmpersandAmpersandToken | ts.SyntaxKind.QuestionQuestionToken;

export function binary(source: Source, node: ts.BinaryExpression, use: 'value' | 'test'): Expr {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.CommaToken) return unknown(source, node, expressions(source, sequence(node)));
  if (isAssignment(node)) {
    if (isDestructuring(node)) return unknown(source, node, destructuringParts(source, node));
    return { kind: 'assigned', at: at(source, node), ...assignment(source, node) };
  }
  if (isLogic(operator)) return logic(source, node, operator, use);
  return calculation(source, node);
}

/** The expressions between commas, in order. */
export function sequence(written: ts.Expression): readonly ts.Expression[] {
  const items: ts.Expression[] = [];
  let rest = bare(written);
  while (ts.isBinaryExpression(rest) && rest.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    items.push(rest.right);
    rest = bare(rest.left);
  }
  return [...items, rest].toReversed();
}

export function isAssignment(node: ts.Expression): node is ts.AssignmentExpression<ts.AssignmentOperatorToken> {
  if (!ts.isBinaryExpression(node)) return false;
  const operator = node.operatorToken.kind;
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

/** What is assigned to what; for `a += b` and its like, the value is `a + b`. */
export function assignment(source: Source, node: ts.BinaryExpression): { readonly target: Expr; readonly value: Expr } {
  const target = expression(source, node.left);
  const right = expression(source, node.right);
  const place = at(source, node);
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.EqualsToken:
      return { target, value: right };
    case ts.SyntaxKind.PlusEqualsToken:
      return { target, value: sum([target, right]) };
    case ts.SyntaxKind.BarBarEqualsToken:
      return { target, value: choice(place, ts.SyntaxKind.BarBarToken, target, right) };
    case ts.SyntaxKind.AmpersandAmpersandEqualsToken:
      return { target, value: choice(place, ts.SyntaxKind.AmpersandAmpersandToken, target, right) };
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
      return { target, value: choice(place, ts.SyntaxKind.QuestionQuestionToken, target, right) };
    default:
      return { target, value: operation(place, 'arithmetic', [target, right]) };
  }
}

export function conditional(source: Source, node: ts.ConditionalExpression): Expr {
  return {
    kind: 'choice',
    at: at(source, node),
    test: expression(source, node.condition, 'test'),
    then: expression(source, node.whenTrue),
    otherwise: expression(source, node.whenFalse),
  };
}

export function unary(
  source: Source,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression | ts.TypeOfExpression,
): Expr {
  const place = at(source, node);
  if (ts.isTypeOfExpression(node)) return operation(place, 'type-of', [expression(source, node.expression)]);
  if (node.operator === ts.SyntaxKind.ExclamationToken)
    return operation(place, 'not', [expression(source, node.operand, 'test')]);
  const operand = expression(source, node.operand);
  if (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken) {
    return {
      kind: 'assigned',
      at: place,
      target: operand,
      value: operation(place, 'arithmetic', [operand, { kind: 'number', at: place, value: 1 }]),
    };
  }
  if (operand.kind === 'number' && node.operator === ts.SyntaxKind.MinusToken)
    return { ...operand, at: place, value: -operand.value };
  return operation(place, 'arithmetic', [operand]);
}

function isLogic(operator: ts.SyntaxKind): operator is Logic {
  return (
    operator === ts.SyntaxKind.BarBarToken ||
    operator === ts.SyntaxKind.AmpersandAmpersandToken ||
    operator === ts.SyntaxKind.QuestionQuestionToken
  );
}

function logic(source: Source, node: ts.BinaryExpression, operator: Logic, use: 'value' | 'test'): Expr {
  const sides: ts.Expression[] = [];
  let rest: ts.Expression = node;
  while (ts.isBinaryExpression(rest) && rest.operatorToken.kind === operator) {
    sides.push(rest.right);
    rest = bare(rest.left);
  }
  sides.push(rest);
  sides.reverse();
  if (use === 'test' && operator !== ts.SyntaxKind.QuestionQuestionToken) {
    const name = operator === ts.SyntaxKind.BarBarToken ? 'or' : 'and';
    return operation(
      at(source, node),
      name,
      sides.map(side => expression(source, side, 'test')),
    );
  }
  const { nesting } = source;
  if (nesting.shared >= SHARED_CHOICES || sides.length > NESTED_SIDES) return tooManySides(source, node, sides);
  nesting.shared++;
  const tests = expressions(source, sides.slice(0, -1));
  nesting.shared--;
  const last = expression(source, node.right);
  return tests.reduceRight((otherwise, test) => choice(between(test.at, last.at), operator, test, otherwise), last);
}

function choice(place: Location, operator: Logic, left: Expr, right: Expr): Expr {
  switch (operator) {
    case ts.SyntaxKind.BarBarToken:
      return { kind: 'choice', at: place, test: left, then: left, otherwise: right };
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return { kind: 'choice', at: place, test: left, then: right, otherwise: left };
    case ts.SyntaxKind.QuestionQuestionToken:
      return {
        kind: 'choice',
        at: place,
        test: operation(left.at, 'not-equal', [left, { kind: 'nothing', at: left.at }]),
        then: left,
        otherwise: right,
      };
  }
}

/** Comparison and arithmetic; read in a loop to the left, where sums of thousands of parts nest. */
function calculation(source: Source, node: ts.BinaryExpression): Expr {
  const steps: ts.BinaryExpression[] = [];
  let rest: ts.Expression = node;
  while (ts.isBinaryExpression(rest) && isCalculation(rest)) {
    steps.push(rest);
    rest = bare(rest.left);
  }
  let terms = [expression(source, rest)];
  let operator: ts.SyntaxKind = ts.SyntaxKind.PlusToken;
  let nested = 0;
  for (const step of steps.toReversed()) {
    const next = step.operatorToken.kind;
    if (next !== operator || isComparison(next)) {
      if (++nested > NESTED_SIDES)
        return tooManySides(source, node, [rest, ...steps.toReversed().map(({ right }) => right)]);
      terms = [joined(operator, terms)];
    }
    operator = next;
    terms.push(expression(source, step.right));
  }
  return joined(operator, terms);
}

function tooManySides(source: Source, node: ts.BinaryExpression, sides: readonly ts.Expression[]): Expr {
  tooDeep(source, node);
  return unknown(source, node, expressions(source, sides));
}

function isCalculation(node: ts.BinaryExpression): boolean {
  return (
    node.operatorToken.kind !== ts.SyntaxKind.CommaToken && !isLogic(node.operatorToken.kind) && !isAssignment(node)
  );
}

const REVERSED: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.LessThanEqualsToken,
]);

function isComparison(operator: ts.SyntaxKind): boolean {
  return COMPARISONS.has(operator) || REVERSED.has(operator);
}

function joined(operator: ts.SyntaxKind, terms: readonly Expr[]): Expr {
  const [first, second] = terms;
  const last = terms.at(-1);
  if (!first || !second || !last) return first ?? impossible();
  const place = between(first.at, last.at);
  const comparison = COMPARISONS.get(operator);
  if (comparison) return operation(place, comparison, terms);
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return sum(terms);
    case ts.SyntaxKind.GreaterThanToken:
      return operation(place, 'less', [second, first]);
    case ts.SyntaxKind.LessThanEqualsToken:
      return operation(place, 'not', [operation(place, 'less', [second, first])]);
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return operation(place, 'not', [operation(place, 'less', [first, second])]);
    default:
      return operation(place, 'arithmetic', terms);
  }
}

function impossible(): never {
  throw new Error('An operation has at least one term.');
}
