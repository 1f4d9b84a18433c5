/** Infix operators. The grammar strings them together from the left; here they get the precedence of the language. */
import { between } from '../../core/location.ts';
import type { CallExpr, Expr, Operator } from '../../core/program.ts';
import { CAPS } from '../parsed.ts';
import { operation, sum } from '../sums.ts';
import { placeOf, tooDeep } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, functionalExpression } from './expressions.ts';
import { argumentBlock } from './functions.ts';
import { nameOf, type ScalaSource, unknown } from './source.ts';

/** An operator between two sides. */
export type Infix = { readonly name: string; readonly node: SyntaxNode };

/** The operands of nested infix nodes of one type, from left to right, and the operators between them. */
export function flattened(
  source: ScalaSource,
  outermost: SyntaxNode,
): { readonly operands: readonly SyntaxNode[]; readonly operators: readonly Infix[] } {
  const operands: SyntaxNode[] = [];
  const operators: Infix[] = [];
  const open: (SyntaxNode | Infix)[] = [outermost];
  for (let next = open.pop(); next; next = open.pop()) {
    if ('name' in next) operators.push(next);
    else if (next.type !== outermost.type) operands.push(next);
    else {
      const left = childNamed(next, 'left');
      const right = childNamed(next, 'right');
      const operator = childNamed(next, 'operator');
      if (right) open.push(right);
      if (operator) open.push({ name: nameOf(source, operator), node: operator });
      if (left) open.push(left);
    }
  }
  return { operands, operators };
}

/** Joins operands by the precedence of the operators between them. Source: Scala Language Specification, 6.12.3. */
export function byPrecedence<T>(
  operands: readonly T[],
  operators: readonly Infix[],
  join: (left: T, operator: Infix, right: T) => T,
): T | undefined {
  const values: T[] = [];
  const waiting: Infix[] = [];
  const reduce = (): void => {
    const operator = waiting.pop();
    const right = values.pop();
    const left = values.pop();
    if (operator && left !== undefined && right !== undefined) values.push(join(left, operator, right));
  };
  for (const [index, operand] of operands.entries()) {
    values.push(operand);
    const operator = operators[index];
    if (!operator) break;
    for (let before = waiting.at(-1); before && bindsFirst(before.name, operator.name); before = waiting.at(-1))
      reduce();
    waiting.push(operator);
  }
  while (waiting.length > 0) reduce();
  return values[0];
}

function bindsFirst(before: string, after: string): boolean {
  const difference = precedence(before) - precedence(after);
  return difference > 0 || (difference === 0 && !isRightAssociative(after));
}

export function isRightAssociative(operator: string): boolean {
  return operator.endsWith(':');
}

const CLASSES: readonly string[] = ['|', '^', '&', '=!', '<>', ':', '+-', '*/%'];

function precedence(operator: string): number {
  if (isAssignment(operator)) return -1;
  const first = operator[0] ?? '';
  if (/[\p{L}_$]/u.test(first)) return 0;
  const found = CLASSES.findIndex(signs => signs.includes(first));
  return found === -1 ? CLASSES.length + 1 : found + 1;
}

/** `+=` and its like, which are no comparisons. */
export function isAssignment(operator: string): boolean {
  return /^[^=<>!\p{L}].*=$|^[<>].+=$/u.test(operator) && !/^[<>]=$|===|=!=|==$/.test(operator);
}

export function infix(source: ScalaSource, node: SyntaxNode): Expr {
  const { operands, operators } = flattened(source, node);
  if (operands.length > CAPS.chain - source.counts.links) {
    tooDeep(source, node);
    return unknown(
      source,
      node,
      operands.map(operand => expression(source, operand)),
    );
  }
  const before = source.counts.links;
  source.counts.links += operands.length;
  const values = operands.map((operand, index) => side(source, operand, operators[index - 1]));
  source.counts.links = before;
  return (
    byPrecedence(values, operators, (left, operator, right) => joined(source, left, operator, right)) ??
    unknown(source, node)
  );
}

/** The right side of a name may be a block: `xs map { x => y }`. */
function side(source: ScalaSource, node: SyntaxNode, before: Infix | undefined): Expr {
  const isNamed = before !== undefined && /^[\p{L}_]/u.test(before.name);
  if (!isNamed) return expression(source, node);
  return BLOCKS.has(node.type) ? argumentBlock(source, node) : functionalExpression(source, node);
}

const BLOCKS: ReadonlySet<string> = new Set(['block', 'case_block', 'indented_block', 'indented_cases']);

function joined(source: ScalaSource, left: Expr, operator: Infix, right: Expr): Expr {
  const at = between(left.at, right.at);
  const { name } = operator;
  const compared = COMPARISONS.get(name);
  if (compared) return operation(at, compared, [left, right]);
  switch (name) {
    case '>':
      return operation(at, 'less', [right, left]);
    case '<=':
      return operation(at, 'not', [operation(at, 'less', [right, left])]);
    case '>=':
      return operation(at, 'not', [operation(at, 'less', [left, right])]);
    case '+':
      return sum([left, right]);
  }
  // `new A(x) with B` is read as an instance of A: the grammar has no place for what is mixed in after arguments.
  if (name === 'with' && left.kind === 'call' && left.isNew) return left;
  if ((name === '-' || name === '*' || name === '%') && (left.kind === 'number' || right.kind === 'number'))
    return operation(at, 'arithmetic', [left, right]);
  const nameAt = placeOf(source, operator.node);
  if (isRightAssociative(name)) return infixCall(at, right, operator, nameAt, [left]);
  const args = right.kind === 'list' && /^[\p{L}_]/u.test(name) && isTuple(source, right) ? right.items : [right];
  return infixCall(at, left, operator, nameAt, args);
}

/** `a foo (b, c)` gives two arguments. */
function isTuple(source: ScalaSource, list: Expr): boolean {
  return source.text[offsetOf(source, list.at.line, list.at.column)] === '(';
}

function offsetOf(source: ScalaSource, line: number, column: number): number {
  return (source.starts[line - 1] ?? 0) + column - 1;
}

const COMPARISONS: ReadonlyMap<string, Operator> = new Map([
  ['&&', 'and'],
  ['||', 'or'],
  ['==', 'equal'],
  ['===', 'equal'],
  ['eq', 'equal'],
  ['!=', 'not-equal'],
  ['=!=', 'not-equal'],
  ['ne', 'not-equal'],
  ['<', 'less'],
]);

/** `a ~ b` calls the member `~` of a. */
export function infixCall(
  at: Expr['at'],
  of: Expr,
  operator: Infix,
  nameAt: Expr['at'],
  args: readonly Expr[],
): CallExpr {
  const callee: Expr = { kind: 'member', at: between(of.at, nameAt), of, name: operator.name, nameAt };
  return { kind: 'call', at, nameAt, callee, args, isNew: false, isAwaited: false, typeArguments: [] };
}
