import type { Expr } from '../../core/program.ts';
import { alternatives, joined, operation, sum } from '../sums.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressionIn, expressions } from './expressions.ts';
import { bare, type CSharpSource, tooDeep, valueIn } from './source.ts';

/** A choice holds its left side twice: beyond this many levels the result would grow without bound for who walks it. */
const SHARED_CHOICES = 8;
/** Sides of one `a || b || c` and changes of operator in one `a + b - c + d`: they nest in the result. */
const NESTED_SIDES = 50;

export type Use = 'value' | 'test';

export function binary(source: CSharpSource, node: SyntaxNode, use: Use): Expr {
  const operator = operatorOf(node);
  if (operator === '??') return coalesced(source, node);
  return operator === '||' || operator === '&&' ? logic(source, node, operator, use) : calculation(source, node);
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

type Logic = '||' | '&&';

/** The left side of a binary expression, without parentheses. */
function leftOf(node: SyntaxNode): SyntaxNode | undefined {
  const left = childNamed(node, 'left');
  return left && bare(left);
}

function logic(source: CSharpSource, node: SyntaxNode, operator: Logic, use: Use): Expr {
  const sides: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = node;
  while (rest?.type === 'binary_expression' && operatorOf(rest) === operator) {
    const right = childNamed(rest, 'right');
    if (right) sides.push(right);
    rest = leftOf(rest);
  }
  if (rest) sides.push(rest);
  sides.reverse();
  return joinedLogic(
    source,
    node,
    operator,
    sides.map(side => (as: Use) => expression(source, side, as)),
    use,
  );
}

/** `a || b || c` of sides that are read when they are asked for; as a value, each but the last stands in the result twice. */
export function joinedLogic(
  source: CSharpSource,
  node: SyntaxNode,
  operator: Logic,
  sides: readonly ((use: Use) => Expr)[],
  use: Use,
): Expr {
  if (use === 'test')
    return operation(
      placeOf(source, node),
      operator === '||' ? 'or' : 'and',
      sides.map(side => side('test')),
    );
  const { around } = source;
  if (around.shared >= SHARED_CHOICES || sides.length > NESTED_SIDES) {
    tooDeep(source, node);
    return unknownExpr(
      source,
      node,
      sides.map(side => side('value')),
    );
  }
  around.shared++;
  const tests = sides.slice(0, -1).map(side => side('value'));
  around.shared--;
  const last = sides.at(-1)?.('value') ?? unknownExpr(source, node);
  return alternatives(operator === '||' ? 'or' : 'and', tests, last);
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);
const LOGIC: ReadonlySet<string> = new Set(['||', '&&', '??']);

/** Comparison and arithmetic; read in a loop to the left, where sums of thousands of parts nest. */
function calculation(source: CSharpSource, node: SyntaxNode): Expr {
  const steps: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = node;
  while (rest?.type === 'binary_expression' && !LOGIC.has(operatorOf(rest))) {
    steps.push(rest);
    rest = leftOf(rest);
  }
  let terms: Expr[] = [rest ? expression(source, rest) : unknownExpr(source, node)];
  let operator = '+';
  let nested = 0;
  for (const step of steps.toReversed()) {
    const next = operatorOf(step);
    if (next !== operator || COMPARISONS.has(next)) {
      if (++nested > NESTED_SIDES) {
        const sides = steps.toReversed().flatMap(one => childNamed(one, 'right') ?? []);
        return tooManySides(source, node, rest ? [rest, ...sides] : sides);
      }
      terms = [joined(operator, terms)];
    }
    operator = next;
    terms.push(expressionIn(source, step, 'right'));
  }
  return joined(operator, terms);
}

function tooManySides(source: CSharpSource, node: SyntaxNode, sides: readonly SyntaxNode[]): Expr {
  tooDeep(source, node);
  return unknownExpr(source, node, expressions(source, sides));
}
