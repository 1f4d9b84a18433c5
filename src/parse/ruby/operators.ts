import { type Location, between } from '../../core/location.ts';
import type { Expr } from '../../core/program.ts';
import { placeOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { isNumeric, operation, sum } from '../sums.ts';
import { type Logic, logicOfSides, NESTED_SIDES, sidesOf, type Use } from '../syntax/operators.ts';
import { expression, expressions } from './expressions.ts';
import { bare, type RubySource } from './source.ts';

const AND: ReadonlySet<string> = new Set(['and', '&&']);
const OR: ReadonlySet<string> = new Set(['or', '||']);

/** What a node joins, where it is `and` or `or`. */
export function logicOf(node: SyntaxNode): Logic | undefined {
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
  if (!written) return unknownExpr(source, node);
  // A field that holds nothing is as good as none.
  if (operator === 'defined?')
    return bare(written).type === 'instance_variable'
      ? operation(at, 'not-equal', [expression(source, written), { kind: 'nothing', at }])
      : unknownExpr(source, node);
  if (operator === '!' || operator === 'not') return operation(at, 'not', [expression(source, written, 'test')]);
  const operand = expression(source, written);
  if (operand.kind === 'number' && operator === '-') return { ...operand, at, value: -operand.value };
  return operation(at, 'arithmetic', [operand]);
}

/** `a || b || c`, `a && b`: in a test an operation, else a choice. Undefined for any other operator. */
export function logic(source: RubySource, node: SyntaxNode, use: Use): Expr | undefined {
  const operator = logicOf(node);
  if (!operator) return undefined;
  const sides = sidesOf(node, logicOf, bare).map(side => (as: Use) => expression(source, side, as));
  return logicOfSides(source, source.counts, { node, operator, use }, sides);
}

function tooManySides(source: RubySource, node: SyntaxNode, sides: readonly SyntaxNode[]): Expr {
  tooDeep(source, node);
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
