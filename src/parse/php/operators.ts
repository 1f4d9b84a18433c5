import { between } from '../../core/location.ts';
import type { Expr } from '../../core/program.ts';
import { isNumeric, joined, operation } from '../sums.ts';
import { calculationOf, type Logic, logicOfSides, NESTED_SIDES, SHARED_CHOICES, sidesOf } from '../syntax/operators.ts';
import { placeOf, textOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { classRef } from './classes.ts';
import { expression, expressionIn, expressions } from './expressions.ts';
import { bare, type PhpSource } from './source.ts';

type Target = { readonly target: Expr; readonly value: Expr };

/** Unlike in JavaScript, `a || b` is a boolean wherever it stands, and never one of its sides. */
export function binary(source: PhpSource, node: SyntaxNode): Expr {
  const operator = operatorOf(source, node);
  if (operator === 'or' || operator === 'and') {
    const sides = sidesOf(node, one => logicOf(source, one), bare).map(side => () => expression(source, side));
    return logicOfSides(source, source.around, { node, operator, use: 'test' }, sides);
  }
  if (operator === '??') return coalesced(source, node);
  if (operator === 'instanceof') return instanceOf(source, node);
  return looseTruth(source, node, operator) ?? calculation(source, node);
}

/** `a == false` is `!a`, and `a != false` is whether `a` holds: both sides are made boolean. Source: PHP manual, Comparison Operators. */
function looseTruth(source: PhpSource, node: SyntaxNode, operator: string): Expr | undefined {
  if (operator !== '==' && operator !== '!=' && operator !== '<>') return undefined;
  const sides = [childNamed(node, 'left'), childNamed(node, 'right')];
  const known = sides.findIndex(side => side !== undefined && /^(?:true|false)$/i.test(textOf(source, bare(side))));
  const other = sides[1 - known];
  const side = sides[known];
  if (known < 0 || !other || !side) return undefined;
  const isWanted = (textOf(source, bare(side)).toLowerCase() === 'true') === (operator === '==');
  const at = placeOf(source, node);
  const not = operation(at, 'not', [expression(source, other)]);
  return isWanted ? operation(at, 'not', [not]) : not;
}

/** What is assigned to what; for `a .= b` and its like, the value is `a . b`. */
export function assignment(source: PhpSource, node: SyntaxNode): Target {
  const target = expressionIn(source, node, 'left');
  const right = expressionIn(source, node, 'right');
  const operator = childNamed(node, 'operator')?.type ?? '=';
  const at = placeOf(source, node);
  if (operator === '=') return { target, value: right };
  if (operator === '.=') return { target, value: { kind: 'concat', at, parts: [target, right] } };
  if (operator === '??=') return { target, value: otherwise(target, right) };
  return { target, value: operation(at, 'arithmetic', [target, right]) };
}

/** `$i++` gives its variable the next value. */
export function update(source: PhpSource, node: SyntaxNode): Target {
  const at = placeOf(source, node);
  const target = expressionIn(source, node, 'argument');
  return { target, value: operation(at, 'arithmetic', [target, { kind: 'number', at, value: 1 }]) };
}

/** `a ? b : c`, and `a ?: c`, which is a where that holds. */
export function conditional(source: PhpSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const then = childNamed(node, 'body');
  const last = childNamed(node, 'alternative');
  const { around } = source;
  if (then || !last || around.shared >= SHARED_CHOICES)
    return {
      kind: 'choice',
      at,
      test: expressionIn(source, node, 'condition'),
      then: then ? expression(source, then) : unknownExpr(source, node),
      otherwise: last ? expression(source, last) : unknownExpr(source, node),
    };
  around.shared++;
  const test = expressionIn(source, node, 'condition');
  around.shared--;
  return { kind: 'choice', at, test, then: test, otherwise: expression(source, last) };
}

export function unary(source: PhpSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const operator = childNamed(node, 'operator')?.type;
  if (operator === '!') return operation(at, 'not', [expressionIn(source, node, 'argument')]);
  const operand = expressionIn(source, node, 'argument');
  if (operand.kind === 'number' && operator === '-') return { ...operand, at, value: -operand.value };
  return operation(at, 'arithmetic', [operand]);
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['||', 'or'],
  ['&&', 'and'],
]);

function operatorOf(source: PhpSource, node: SyntaxNode): string {
  const operator = childNamed(node, 'operator');
  const written = operator ? textOf(source, operator).toLowerCase() : '';
  return WORDS.get(written) ?? written;
}

function logicOf(source: PhpSource, node: SyntaxNode): Logic | undefined {
  const operator = node.type === 'binary_expression' ? operatorOf(source, node) : '';
  return operator === 'or' || operator === 'and' ? operator : undefined;
}

/** `a ?? b ?? c`: the first that is there. */
function coalesced(source: PhpSource, node: SyntaxNode): Expr {
  const sides: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = node;
  while (rest?.type === 'binary_expression' && operatorOf(source, rest) === '??') {
    const left = childNamed(rest, 'left');
    if (left) sides.push(left);
    const right = childNamed(rest, 'right');
    rest = right && bare(right);
  }
  if (rest) sides.push(rest);
  const { around } = source;
  if (around.shared >= SHARED_CHOICES || sides.length > NESTED_SIDES) return tooManySides(source, node, sides);
  around.shared++;
  const values = expressions(source, sides.slice(0, -1));
  around.shared--;
  const lastSide = sides.at(-1);
  const last = lastSide ? expression(source, lastSide) : unknownExpr(source, node);
  return values.reduceRight((left, value) => otherwise(value, left), last);
}

function otherwise(value: Expr, other: Expr): Expr {
  const at = between(value.at, other.at);
  const test = operation(value.at, 'not-equal', [value, { kind: 'nothing', at: value.at }]);
  return { kind: 'choice', at, test, then: value, otherwise: other };
}

function instanceOf(source: PhpSource, node: SyntaxNode): Expr {
  const right = childNamed(node, 'right');
  const isName = right && (right.type === 'name' || right.type === 'qualified_name');
  const type = !right
    ? unknownExpr(source, node)
    : isName
      ? classRef(source, right, 'member')
      : expression(source, right);
  return operation(placeOf(source, node), 'instance-of', [expressionIn(source, node, 'left'), type]);
}

const LOGIC: ReadonlySet<string> = new Set(['or', 'and', '??', 'instanceof']);
const COMPARISONS: ReadonlySet<string> = new Set(['==', '===', '!=', '!==', '<>', '<', '>', '<=', '>=', '<=>', 'xor']);

/** Comparison, arithmetic and joined texts. */
function calculation(source: PhpSource, node: SyntaxNode): Expr {
  return calculationOf(source, node, {
    operatorOf: one => {
      const operator = one.type === 'binary_expression' ? operatorOf(source, one) : undefined;
      return operator === undefined || LOGIC.has(operator) ? undefined : operator;
    },
    bare,
    read: one => expression(source, one),
    pairs: COMPARISONS,
    joined: withTexts,
    first: '',
  });
}

function tooManySides(source: PhpSource, node: SyntaxNode, sides: readonly SyntaxNode[]): Expr {
  tooDeep(source, node);
  return unknownExpr(source, node, expressions(source, sides));
}

function withTexts(operator: string, terms: readonly Expr[]): Expr {
  const [first] = terms;
  const last = terms.at(-1);
  // `+` adds numbers alone: texts are joined by a dot.
  if (operator !== '.' || !first || !last || terms.length === 1)
    return joined(operator === '+' ? 'plus' : operator, terms);
  return {
    kind: 'concat',
    at: between(first.at, last.at),
    parts: terms.flatMap(term => (term.kind === 'concat' && !isNumeric(term) ? term.parts : [term])),
  };
}
