import { between } from '../../core/location.ts';
import type { Expr } from '../../core/program.ts';
import { joined, operation, sum } from '../sums.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressionIn, expressions } from './expressions.ts';
import { bare, type RustSource, tooDeep } from './source.ts';

/** Changes of operator in one `a + b - c + d`: they nest in the result. */
const NESTED_SIDES = 50;

export function operatorOf(node: SyntaxNode): string {
  return childNamed(node, 'operator')?.type ?? '';
}

/** `a && b`, `a == b`, `a + b`. Read in a loop to the left, where sums of thousands of parts nest. */
export function binary(source: RustSource, node: SyntaxNode): Expr {
  const steps: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = node;
  while (rest?.type === 'binary_expression') {
    steps.push(rest);
    const left: SyntaxNode | undefined = childNamed(rest, 'left');
    rest = left && (left.type === 'binary_expression' ? left : bare(left));
  }
  let terms: Expr[] = [rest ? expression(source, rest) : unknownExpr(source, node)];
  let operator = '';
  let nested = 0;
  for (const step of steps.toReversed()) {
    const next = operatorOf(step);
    if (operator !== '' && (next !== operator || COMPARISONS.has(next))) {
      if (++nested > NESTED_SIDES) {
        tooDeep(source, node);
        const sides = steps.toReversed().flatMap(one => childNamed(one, 'right') ?? []);
        return unknownExpr(source, node, expressions(source, rest ? [rest, ...sides] : sides));
      }
      terms = [withLogic(operator, terms)];
    }
    operator = next;
    terms.push(expressionIn(source, step, 'right'));
  }
  return withLogic(operator, terms);
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
