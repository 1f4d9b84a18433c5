import type { Expr } from '../../core/program.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { alternatives, joined, operation, sum } from '../sums.ts';
import { expression, expressionIn, expressions } from './expressions.ts';
import { bare, tooDeep, type JavaSource } from './source.ts';

/** A choice holds its left side twice: beyond this many levels the result would grow without bound for who walks it. */
const SHARED_CHOICES = 8;
/** Sides of one `a || b || c` and changes of operator in one `a + b - c + d`: they nest in the result. */
const NESTED_SIDES = 50;

export function binary(source: JavaSource, node: SyntaxNode, use: 'value' | 'test'): Expr {
  const operator = operatorOf(node);
  return operator === '||' || operator === '&&' ? logic(source, node, operator, use) : calculation(source, node);
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

type Logic = '||' | '&&';

/** The left side of a binary expression, without parentheses. */
function leftOf(node: SyntaxNode): SyntaxNode | undefined {
  const left = childNamed(node, 'left');
  return left && bare(left);
}

function logic(source: JavaSource, node: SyntaxNode, operator: Logic, use: 'value' | 'test'): Expr {
  const sides: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = node;
  while (rest?.type === 'binary_expression' && operatorOf(rest) === operator) {
    const right = childNamed(rest, 'right');
    if (right) sides.push(right);
    rest = leftOf(rest);
  }
  if (rest) sides.push(rest);
  sides.reverse();
  if (use === 'test')
    return operation(
      placeOf(source, node),
      operator === '||' ? 'or' : 'and',
      sides.map(side => expression(source, side, 'test')),
    );
  const { around } = source;
  if (around.shared >= SHARED_CHOICES || sides.length > NESTED_SIDES) return tooManySides(source, node, sides);
  around.shared++;
  const tests = expressions(source, sides.slice(0, -1));
  around.shared--;
  const lastSide = sides.at(-1);
  const last = lastSide ? expression(source, lastSide) : unknownExpr(source, node);
  return alternatives(operator === '||' ? 'or' : 'and', tests, last);
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);

/** Comparison and arithmetic; read in a loop to the left, where sums of thousands of parts nest. */
function calculation(source: JavaSource, node: SyntaxNode): Expr {
  const steps: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = node;
  while (rest?.type === 'binary_expression' && operatorOf(rest) !== '||' && operatorOf(rest) !== '&&') {
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

function tooManySides(source: JavaSource, node: SyntaxNode, sides: readonly SyntaxNode[]): Expr {
  tooDeep(source, node);
  return unknownExpr(source, node, expressions(source, sides));
}
