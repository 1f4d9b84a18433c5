import { type Location, between } from '../../core/location.ts';
import type { Expr } from '../../core/program.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { isNumeric, operation, sum } from '../sums.ts';
import { tooLong } from './chains.ts';
import { expression, expressions } from './expressions.ts';
import { bare, type RubySource } from './source.ts';

/** A choice holds its left side twice: beyond this many levels the result would grow without bound for who walks it. */
const SHARED_CHOICES = 8;
/** Sides of one `a || b || c`, and terms of one sum: they nest in the result. */
const NESTED_SIDES = 50;

const AND: ReadonlySet<string> = new Set(['and', '&&']);
const OR: ReadonlySet<string> = new Set(['or', '||']);

/** What a node joins, where it is `and` or `or`. */
export function logicOf(node: SyntaxNode): 'and' | 'or' | undefined {
  const operator = node.type === 'binary' ? (childNamed(node, 'operator')?.type ?? '') : '';
  return AND.has(operator) ? 'and' : OR.has(operator) ? 'or' : undefined;
}

export function conditional(source: RubySource, node: SyntaxNode): Expr {
  const test = childNamed(node, 'condition');
  const then = childNamed(node, 'consequence');
  const otherwise = childNamed(node, 'alternative');
  if (!then || !test || !otherwise) return unknownExpr(source, node, expressions(source, namedChildren(node)));
  return {
    kind: 'choice',
    at: placeOf(source, node),
    test: expression(source, test, 'test'),
    then: expression(source, then),
    otherwise: expression(source, otherwise),
  };
}

export function unary(source: RubySource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const written = childNamed(node, 'operand');
  const operator = childNamed(node, 'operator')?.type;
  if (!written || operator === 'defined?') return unknownExpr(source, node);
  if (operator === '!' || operator === 'not') return operation(at, 'not', [expression(source, written, 'test')]);
  const operand = expression(source, written);
  if (operand.kind === 'number' && operator === '-') return { ...operand, at, value: -operand.value };
  return operation(at, 'arithmetic', [operand]);
}

/** `a || b || c`, `a && b`: in a test an operation, else a choice. Undefined for any other operator. */
export function logic(source: RubySource, node: SyntaxNode, use: 'value' | 'test'): Expr | undefined {
  const operator = logicOf(node);
  if (!operator) return undefined;
  const sides: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = node;
  while (rest && logicOf(rest) === operator) {
    const right = childNamed(rest, 'right');
    if (right) sides.push(right);
    const left = childNamed(rest, 'left');
    rest = left && bare(left);
  }
  if (rest) sides.push(rest);
  sides.reverse();
  if (use === 'test')
    return operation(
      placeOf(source, node),
      operator,
      sides.map(side => expression(source, side, 'test')),
    );
  const { counts } = source;
  if (counts.shared >= SHARED_CHOICES || sides.length > NESTED_SIDES) return tooManySides(source, node, sides);
  counts.shared++;
  const tests = expressions(source, sides.slice(0, -1));
  counts.shared--;
  const lastSide = sides.at(-1);
  if (!lastSide) return unknownExpr(source, node);
  const last = expression(source, lastSide);
  return tests.reduceRight(
    (otherwise, left): Expr =>
      operator === 'or'
        ? { kind: 'choice', at: between(left.at, last.at), test: left, then: left, otherwise }
        : { kind: 'choice', at: between(left.at, last.at), test: left, then: otherwise, otherwise: left },
    last,
  );
}

function tooManySides(source: RubySource, node: SyntaxNode, sides: readonly SyntaxNode[]): Expr {
  tooLong(source, node);
  return unknownExpr(source, node, expressions(source, sides));
}

/** Comparison, arithmetic, and what texts and lists make of operators; read in a loop to the left. */
export function binary(source: RubySource, node: SyntaxNode): Expr {
  const steps: SyntaxNode[] = [];
  let rest = node;
  while (rest.type === 'binary' && !logicOf(rest)) {
    const left = childNamed(rest, 'left');
    if (!left) break;
    steps.push(rest);
    rest = bare(left);
  }
  if (steps.length > NESTED_SIDES)
    return tooManySides(source, node, [rest, ...steps.flatMap(step => childNamed(step, 'right') ?? [])]);
  let value = rest === node ? unknownExpr(source, node) : expression(source, rest);
  for (const step of steps.toReversed()) {
    const right = childNamed(step, 'right');
    value = applied(
      source,
      step,
      childNamed(step, 'operator')?.type ?? '',
      value,
      right ? expression(source, right) : unknownExpr(source, step),
    );
  }
  return value;
}

function applied(source: RubySource, node: SyntaxNode, operator: string, left: Expr, right: Expr): Expr {
  const at = between(left.at, right.at);
  switch (operator) {
    case '==':
    case '===':
      return operation(at, 'equal', [left, right]);
    case '!=':
      return operation(at, 'not-equal', [left, right]);
    case '<':
      return operation(at, 'less', [left, right]);
    case '>':
      return operation(at, 'less', [right, left]);
    case '<=':
      return operation(at, 'not', [operation(at, 'less', [right, left])]);
    case '>=':
      return operation(at, 'not', [operation(at, 'less', [left, right])]);
    case '=~':
      return called(at, operatorAt(source, node), 'match?', [left, right]);
    case '!~':
      return operation(at, 'not', [called(at, operatorAt(source, node), 'match?', [left, right])]);
    case '+':
      return sum([left, right]);
    case '<<':
      return called(at, operatorAt(source, node), '<<', [left, right]);
    case '|':
      return areNumbers(left, right) ? operation(at, 'arithmetic', [left, right]) : union(at, left, right);
    case '&':
      return operation(at, areNumbers(left, right) ? 'arithmetic' : 'and', [left, right]);
    default:
      return operation(at, 'arithmetic', [left, right]);
  }
}

function areNumbers(left: Expr, right: Expr): boolean {
  return isNumeric(left) && isNumeric(right);
}

/** `[a] | [b]` is the list of both. */
function union(at: Location, left: Expr, right: Expr): Expr {
  return left.kind === 'list' && right.kind === 'list'
    ? { kind: 'list', at, items: [...left.items, ...right.items] }
    : operation(at, 'or', [left, right]);
}

function operatorAt(source: RubySource, node: SyntaxNode): Location {
  return placeOf(source, childNamed(node, 'operator') ?? node);
}

function called(at: Location, nameAt: Location, name: string, [of, arg]: readonly [Expr, Expr]): Expr {
  return {
    kind: 'call',
    at,
    nameAt,
    callee: { kind: 'member', at: nameAt, of, name, nameAt },
    args: [arg],
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}
