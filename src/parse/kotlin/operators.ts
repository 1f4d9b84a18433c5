import { operation } from '../sums.ts';
import { NESTED_SIDES, SHARED_CHOICES } from '../syntax/operators.ts';
import { type Location, between } from '../../core/location.ts';
import type { Expr, Operator } from '../../core/program.ts';
import { placeOf, tooDeep } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { bare, type KotlinSource, unknown } from './source.ts';
import { isType, typeExpr } from './types.ts';

const COMPARISONS: ReadonlyMap<string, Operator> = new Map([
  ['==', 'equal'],
  ['===', 'equal'],
  ['!=', 'not-equal'],
  ['!==', 'not-equal'],
  ['<', 'less'],
]);
const COMPARED: ReadonlySet<string> = new Set([...COMPARISONS.keys(), '>', '<=', '>=']);

export function operatorOf(node: SyntaxNode): string {
  return node.children.find(child => !child.isNamed)?.type ?? '';
}

/** Sums, comparisons, tests and `?:`, read in a loop to the left, where sums of thousands of parts nest. */
export function binary(source: KotlinSource, node: SyntaxNode): Expr {
  if (operatorOf(node) === '?:') return elvis(source, node);
  const steps: SyntaxNode[] = [];
  let rest = node;
  while (rest.type === 'binary_expression' && operatorOf(rest) !== '?:') {
    const left = childNamed(rest, 'left');
    if (!left) break;
    steps.push(rest);
    rest = bare(left);
  }
  if (steps.length === 0) return unknown(source, node, partsOf(source, node));
  let terms = [expression(source, rest)];
  let operator = '';
  let nested = 0;
  for (const step of steps.toReversed()) {
    const next = operatorOf(step);
    const right = childNamed(step, 'right');
    if (operator !== '' && (next !== operator || COMPARED.has(next))) {
      if (++nested > NESTED_SIDES) return tooManySides(source, node, steps, rest);
      terms = [joined(operator, terms)];
    }
    operator = next;
    terms.push(right ? expression(source, right) : unknown(source, step));
  }
  return joined(operator, terms);
}

function partsOf(source: KotlinSource, node: SyntaxNode): readonly Expr[] {
  return node.children.filter(({ isNamed }) => isNamed).map(child => expression(source, child));
}

function tooManySides(source: KotlinSource, node: SyntaxNode, steps: readonly SyntaxNode[], first: SyntaxNode): Expr {
  tooDeep(source, node);
  const sides = [first, ...steps.toReversed().flatMap(step => childNamed(step, 'right') ?? [])];
  return unknown(
    source,
    node,
    sides.map(side => expression(source, side)),
  );
}

function joined(operator: string, terms: readonly Expr[]): Expr {
  const [first, second] = terms;
  const last = terms.at(-1);
  if (!first || !second || !last) throw new Error('An operation has two terms.');
  const at = between(first.at, last.at);
  const comparison = COMPARISONS.get(operator);
  if (comparison) return operation(at, comparison, terms);
  switch (operator) {
    case '&&':
      return operation(at, 'and', terms);
    case '||':
      return operation(at, 'or', terms);
    case '+':
      return sum(at, terms);
    case '>':
      return operation(at, 'less', [second, first]);
    case '<=':
      return operation(at, 'not', [operation(at, 'less', [second, first])]);
    case '>=':
      return operation(at, 'not', [operation(at, 'less', [first, second])]);
    default:
      return operation(at, 'arithmetic', terms);
  }
}

/**
 * `a + b`: joined as text where nothing says that it is none. Names may stand for either, and those of paths matter here;
 * numbers, lists and records written out are added.
 */
export function sum(at: Location, terms: readonly Expr[]): Expr {
  const isText = terms.some(term => term.kind === 'text' || term.kind === 'concat');
  if (!isText && terms.some(term => NO_TEXT.has(term.kind))) return operation(at, 'arithmetic', terms);
  return { kind: 'concat', at, parts: terms };
}

const NO_TEXT: ReadonlySet<Expr['kind']> = new Set(['number', 'list', 'record', 'operation', 'function']);

/** `a ?: b ?: c`, which nests to the right in the result. */
function elvis(source: KotlinSource, node: SyntaxNode): Expr {
  const sides: SyntaxNode[] = [];
  let rest = node;
  while (rest.type === 'binary_expression' && operatorOf(rest) === '?:') {
    const left = childNamed(rest, 'left');
    const right = childNamed(rest, 'right');
    if (!left || !right) return unknown(source, node, partsOf(source, node));
    sides.push(right);
    rest = bare(left);
  }
  sides.push(rest);
  sides.reverse();
  const { counts } = source;
  const read = (all: readonly SyntaxNode[]): readonly Expr[] => all.map(side => expression(source, side));
  if (counts.shared >= SHARED_CHOICES || sides.length > NESTED_SIDES) {
    tooDeep(source, node);
    return unknown(source, node, read(sides));
  }
  counts.shared++;
  const values = read(sides);
  counts.shared--;
  return values.reduceRight((otherwise, left) => ({
    kind: 'choice',
    at: between(left.at, otherwise.at),
    test: present(left),
    then: left,
    otherwise,
  }));
}

/** `value != null`. */
function present(value: Expr): Expr {
  return operation(value.at, 'not-equal', [value, { kind: 'nothing', at: value.at }]);
}

export function unary(source: KotlinSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const argument = childNamed(node, 'argument');
  if (!argument) return unknown(source, node);
  const operand = expression(source, argument);
  switch (operatorOf(node)) {
    case '!':
      return operation(at, 'not', [operand]);
    case '++':
    case '--': {
      const value = operation(at, 'arithmetic', [operand, { kind: 'number', at, value: 1 }]);
      return { kind: 'assigned', at, target: operand, value };
    }
    case '-':
      return operand.kind === 'number'
        ? { ...operand, at, value: -operand.value }
        : operation(at, 'arithmetic', [operand]);
    default:
      return operation(at, 'arithmetic', [operand]);
  }
}

/** `a is B`, `a !in c`. */
export function membership(source: KotlinSource, node: SyntaxNode): Expr {
  const left = childNamed(node, 'left');
  if (!left) return unknown(source, node, partsOf(source, node));
  return tested(source, node, expression(source, left));
}

/** What a test of membership or type says of a subject; the node is an expression or a condition of `when`. */
export function tested(source: KotlinSource, node: SyntaxNode, subject: Expr): Expr {
  const at = placeOf(source, node);
  const right = node.children.at(-1);
  if (!right) return unknown(source, node, [subject]);
  const test = isType(right)
    ? operation(at, 'instance-of', [subject, typeExpr(source, right)])
    : operation(at, 'in', [subject, expression(source, right)]);
  return operatorOf(node).startsWith('!') ? operation(at, 'not', [test]) : test;
}
