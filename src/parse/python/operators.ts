import type { Expr } from '../../core/program.ts';
import { isNumeric, operation } from '../sums.ts';
import { type Logic, logicOfSides, NESTED_SIDES, sidesOf, type Use } from '../syntax/operators.ts';
import { type Location, between } from '../../core/location.ts';
import { placeOf, textOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressions } from './expressions.ts';
import { percentFormatted } from './formatting.ts';
import { bare, type PythonSource } from './source.ts';

export function conditional(source: PythonSource, node: SyntaxNode): Expr {
  const [then, test, otherwise] = namedChildren(node);
  if (!then || !test || !otherwise) return unknownExpr(source, node, expressions(source, namedChildren(node)));
  return {
    kind: 'choice',
    at: placeOf(source, node),
    test: expression(source, test, 'test'),
    then: expression(source, then),
    otherwise: expression(source, otherwise),
  };
}

export function unary(source: PythonSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const written = childNamed(node, 'argument');
  if (!written) return unknownExpr(source, node);
  if (node.type === 'not_operator') return operation(at, 'not', [expression(source, written, 'test')]);
  const operand = expression(source, written);
  const sign = childNamed(node, 'operator')?.type;
  if (operand.kind === 'number' && sign === '-') return { ...operand, at, value: -operand.value };
  // Of objects, `~a` is what their class says: where it decides something (permissions, queries), it says `not`.
  return operation(at, sign === '~' && !isNumeric(operand) ? 'not' : 'arithmetic', [operand]);
}

/** `a or b or c`, `a and b`: in a test an operation, else a choice. */
export function logic(source: PythonSource, node: SyntaxNode, use: Use): Expr {
  const operator = logicOf(node) ?? 'and';
  const sides = sidesOf(node, logicOf, bare).map(side => (as: Use) => expression(source, side, as));
  return logicOfSides(source, source.counts, { node, operator, use }, sides);
}

function logicOf(node: SyntaxNode): Logic | undefined {
  if (node.type !== 'boolean_operator') return undefined;
  return childNamed(node, 'operator')?.type === 'or' ? 'or' : 'and';
}

function tooManySides(source: PythonSource, node: SyntaxNode, sides: readonly SyntaxNode[]): Expr {
  tooDeep(source, node);
  return unknownExpr(source, node, expressions(source, sides));
}

/** `a < b <= c` holds where each of its comparisons does; `b` is the same node in both. */
export function comparison(source: PythonSource, node: SyntaxNode): Expr {
  const operators = node.children.filter(child => child.field === 'operators').map(child => textOf(source, child));
  const operands = expressions(
    source,
    node.children.filter(child => child.field !== 'operators'),
  );
  const steps = operators.flatMap((operator, index) => {
    const left = operands[index];
    const right = operands[index + 1];
    return left && right ? [compared(operator.replaceAll(/\s+/g, ' '), left, right)] : [];
  });
  const [only] = steps;
  if (!only) return unknownExpr(source, node, operands);
  return steps.length === 1 ? { ...only, at: placeOf(source, node) } : operation(placeOf(source, node), 'and', steps);
}

function compared(operator: string, left: Expr, right: Expr): Expr {
  const at = between(left.at, right.at);
  switch (operator) {
    case '==':
    case 'is':
      return operation(at, 'equal', [left, right]);
    case '!=':
    case '<>':
    case 'is not':
      return operation(at, 'not-equal', [left, right]);
    case '<':
      return operation(at, 'less', [left, right]);
    case '>':
      return operation(at, 'less', [right, left]);
    case '<=':
      return operation(at, 'not', [operation(at, 'less', [right, left])]);
    case '>=':
      return operation(at, 'not', [operation(at, 'less', [left, right])]);
    case 'in':
      return operation(at, 'in', [left, right]);
    default:
      return operation(at, 'not', [operation(at, 'in', [left, right])]);
  }
}

/** Arithmetic, sums of texts and lists, and what classes make of `|` and `&`; read in a loop to the left. */
export function binary(source: PythonSource, node: SyntaxNode): Expr {
  const steps: SyntaxNode[] = [];
  let rest = node;
  while (rest.type === 'binary_operator') {
    const left = childNamed(rest, 'left');
    if (!left) break;
    steps.push(rest);
    rest = bare(left);
  }
  let terms = [rest.type === 'binary_operator' ? unknownExpr(source, rest) : expression(source, rest)];
  let operator = '';
  let nested = 0;
  for (const step of steps.toReversed()) {
    const next = childNamed(step, 'operator')?.type ?? '';
    if (operator !== '' && (next !== operator || next === '%')) {
      if (++nested > NESTED_SIDES) return tooManyTerms(source, node, rest, steps);
      terms = [joined(source, step, operator, terms)];
    }
    operator = next;
    const right = childNamed(step, 'right');
    terms.push(right ? expression(source, right) : unknownExpr(source, step));
  }
  return joined(source, node, operator, terms);
}

function tooManyTerms(source: PythonSource, node: SyntaxNode, first: SyntaxNode, steps: readonly SyntaxNode[]): Expr {
  const sides = steps.toReversed().flatMap(step => {
    const right = childNamed(step, 'right');
    return right ? [right] : [];
  });
  return tooManySides(source, node, [first, ...sides]);
}

/** `a += b` and its like: what the target gets. */
export function augmented(source: PythonSource, node: SyntaxNode): Expr {
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  if (!left || !right) return unknownExpr(source, node, expressions(source, namedChildren(node)));
  const operator = (childNamed(node, 'operator')?.type ?? '').replace(/=$/, '');
  return joined(source, node, operator, [expression(source, left), expression(source, right)]);
}

function joined(source: PythonSource, node: SyntaxNode, operator: string, terms: readonly Expr[]): Expr {
  const [first, second] = terms;
  const last = terms.at(-1);
  if (!first || !second || !last) return first ?? unknownExpr(source, node);
  const at = between(first.at, last.at);
  const areNumbers = terms.every(isNumeric);
  switch (operator) {
    case '+':
      return sum(at, terms);
    case '%':
      return percentFormatted(source, node, at, first, second) ?? operation(at, 'arithmetic', terms);
    case '|':
      if (terms.some(({ kind }) => kind === 'record')) return merged(at, terms);
      return operation(at, areNumbers ? 'arithmetic' : 'or', terms);
    case '&':
      return operation(at, areNumbers ? 'arithmetic' : 'and', terms);
    default:
      return operation(at, 'arithmetic', terms);
  }
}

/** `{…} | b`: the entries of both. */
function merged(at: Location, terms: readonly Expr[]): Expr {
  const entries = terms.flatMap(term =>
    term.kind === 'record' ? term.entries : [{ kind: 'spread' as const, at: term.at, value: term }],
  );
  return { kind: 'record', at, entries };
}

/** `a + b`: numbers are added, lists are joined where one is written out, anything else is joined as text. */
function sum(at: Location, terms: readonly Expr[]): Expr {
  if (terms.every(isNumeric)) return operation(at, 'arithmetic', terms);
  if (!terms.some(({ kind }) => kind === 'list')) return { kind: 'concat', at, parts: terms };
  const items = terms.flatMap(term =>
    term.kind === 'list' ? term.items : [{ kind: 'spread' as const, at: term.at, value: term }],
  );
  return { kind: 'list', at, items };
}
