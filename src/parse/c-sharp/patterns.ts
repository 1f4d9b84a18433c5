/** Patterns: what `is` and `case` ask of a value, and the names that they give it. */
import type { Expr } from '../../core/program.ts';
import { operation } from '../sums.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { namePattern } from './functions.ts';
import { logicOfSides, type Use } from '../syntax/operators.ts';
import { bare, type CSharpSource, nameText, valueIn } from './source.ts';
import { typeExpr, typeOf } from './types.ts';

/** Declares a name that an expression binds, before the statement that the expression is part of. */
export function boundName(source: CSharpSource, name: SyntaxNode, type: SyntaxNode | undefined): void {
  source.declared.names.push({
    kind: 'declare',
    at: placeOf(source, name),
    pattern: namePattern(source, name, typeOf(source, type)),
  });
}

/**
 * `x is pattern`. The grammar takes what follows a constant pattern for a part of it: `x is null || y` is read as
 * `x is (null || y)`, which no program means.
 */
export function isPattern(source: CSharpSource, node: SyntaxNode, use: Use): Expr {
  const subject = childNamed(node, 'expression');
  const pattern = childNamed(node, 'pattern');
  if (!subject || !pattern) return unknownExpr(source, node);
  const { logic, constant } = swallowed(pattern);
  const value = (): Expr => expression(source, subject);
  if (!logic) return patternTest(source, pattern, value(), undefined);
  const operator = childNamed(logic.top, 'operator')?.type === '||' ? 'or' : 'and';
  const tested = (): Expr => patternTest(source, pattern, value(), constant);
  if (logic.sides.length === 0) return tested();
  const sides = [tested, ...logic.sides.map(side => (as: Use) => expression(source, side, as))];
  return logicOfSides(source, source.around, { node, operator, use }, sides);
}

type Swallowed = {
  readonly logic?: { readonly top: SyntaxNode; readonly sides: readonly SyntaxNode[] };
  readonly constant?: SyntaxNode;
};

/** What a constant pattern has taken of the expression behind it: the sides of the outermost operator, and the constant itself. */
function swallowed(pattern: SyntaxNode): Swallowed {
  let inner: SyntaxNode | undefined = pattern;
  while (inner?.type === 'negated_pattern' || inner?.type === 'parenthesized_pattern')
    inner = namedChildren(inner).at(-1);
  const written = inner?.type === 'constant_pattern' ? valueIn(inner) : undefined;
  if (!written || !isLogic(written)) return {};
  const operator = childNamed(written, 'operator')?.type;
  const sides: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = written;
  while (rest && isLogic(rest) && childNamed(rest, 'operator')?.type === operator) {
    const right = childNamed(rest, 'right');
    if (right) sides.unshift(right);
    rest = childNamed(rest, 'left');
  }
  // `is null && a || b`: the constant stands at the very left, below the other operator.
  let constant = rest;
  while (constant && isLogic(constant)) constant = childNamed(constant, 'left');
  return { logic: { top: written, sides }, ...(constant && { constant }) };
}

function isLogic(node: SyntaxNode): boolean {
  const operator = childNamed(node, 'operator')?.type;
  return node.type === 'binary_expression' && (operator === '||' || operator === '&&');
}

/** Whether a value fits a pattern; `constant` stands for what a constant pattern of it says. */
export function patternTest(
  source: CSharpSource,
  pattern: SyntaxNode,
  subject: Expr,
  constant: SyntaxNode | undefined,
): Expr {
  const at = placeOf(source, pattern);
  switch (pattern.type) {
    case 'parenthesized_pattern': {
      const [inner] = namedChildren(pattern);
      return inner ? patternTest(source, inner, subject, constant) : unknownExpr(source, pattern);
    }
    case 'negated_pattern': {
      const inner = namedChildren(pattern).at(-1);
      const test = inner ? patternTest(source, inner, subject, constant) : unknownExpr(source, pattern);
      if (test.kind === 'operation' && test.operator === 'equal') return { ...test, at, operator: 'not-equal' };
      return operation(at, 'not', [test]);
    }
    case 'constant_pattern': {
      const written = constant ?? valueIn(pattern);
      if (!written) return unknownExpr(source, pattern);
      const value = bare(written);
      // A name that is no constant is a type; which of both it is, the file alone does not say.
      if (value.type === 'identifier' || value.type === 'qualified_name' || value.type === 'generic_name')
        return operation(at, 'instance-of', [subject, typeExpr(source, value)]);
      return operation(at, 'equal', [subject, expression(source, value)]);
    }
    case 'and_pattern':
    case 'or_pattern': {
      const sides = [childNamed(pattern, 'left'), childNamed(pattern, 'right')].flatMap(side =>
        side ? [patternTest(source, side, subject, constant)] : [],
      );
      return operation(at, pattern.type === 'or_pattern' ? 'or' : 'and', sides);
    }
    case 'declaration_pattern':
    case 'var_pattern':
    case 'recursive_pattern':
    case 'type_pattern':
      return typeTest(source, pattern, subject);
    case 'list_pattern':
      return listTest(source, pattern, subject);
    default:
      return unknownExpr(source, pattern, [subject]);
  }
}

/** `is Foo f`, `is { A: 1 } f`, `is Foo`. */
function typeTest(source: CSharpSource, pattern: SyntaxNode, subject: Expr): Expr {
  const at = placeOf(source, pattern);
  const type = childNamed(pattern, 'type') ?? (pattern.type === 'type_pattern' ? valueIn(pattern) : undefined);
  const name = childNamed(pattern, 'name');
  let tested = subject;
  if (name && name.type === 'identifier') {
    boundName(source, name, type);
    const target: Expr = { kind: 'name', at: placeOf(source, name), name: source.text.slice(name.start, name.end) };
    tested = { kind: 'assigned', at: subject.at, target, value: subject };
  }
  const clause = childOfType(pattern, 'property_pattern_clause', 'positional_pattern_clause');
  const parts = clause ? namedChildren(clause) : [];
  const isOfType = type && type.type !== 'implicit_type' ? typeExpr(source, type) : undefined;
  const whole = isOfType
    ? operation(at, 'instance-of', [tested, isOfType])
    : operation(at, 'not-equal', [tested, { kind: 'nothing', at: placeOf(source, pattern) }]);
  if (parts.length === 0) return whole;
  // What is called to get the subject is called once.
  const again = tested.kind === 'assigned' ? tested.target : isPlain(subject) ? subject : undefined;
  if (!again) return unknownExpr(source, pattern, [tested]);
  return operation(at, 'and', [whole, ...parts.map((part, index) => partTest(source, part, again, index))]);
}

/** A name, or members of one. */
function isPlain(expr: Expr): boolean {
  let root = expr;
  while (root.kind === 'member') root = root.of;
  return root.kind === 'name' || root.kind === 'self';
}

/** `A: 1`, `A.B: not null`; or by place, `(var a, 1)`. */
function partTest(source: CSharpSource, part: SyntaxNode, subject: Expr, index: number): Expr {
  const written = namedChildren(part);
  const pattern = written.at(-1);
  const [name] = written.length > 1 ? written : [];
  if (!pattern) return unknownExpr(source, part);
  const place = placeOf(source, part);
  const of: Expr = name
    ? memberNamed(source, name, subject)
    : { kind: 'index', at: place, of: subject, key: { kind: 'number', at: place, value: index } };
  return patternTest(source, pattern, of, undefined);
}

function memberNamed(source: CSharpSource, name: SyntaxNode, of: Expr): Expr {
  const names: SyntaxNode[] = [];
  for (let rest: SyntaxNode | undefined = name; rest;) {
    const last: SyntaxNode = childNamed(rest, 'name') ?? rest;
    names.unshift(last);
    rest = last === rest ? undefined : childNamed(rest, 'expression');
  }
  return names.reduce<Expr>((inner, one) => {
    const at = placeOf(source, one);
    return { kind: 'member', at, of: inner, name: nameText(source, one), nameAt: at };
  }, of);
}

/** `[var a, "x", ..]`: how long the list is, is not told. */
function listTest(source: CSharpSource, pattern: SyntaxNode, subject: Expr): Expr {
  const whole = unknownExpr(source, pattern, [subject]);
  if (!isPlain(subject)) return whole;
  const slice = pattern.children.findIndex(child => child.type === '..' || child.type === 'slice_pattern');
  const known = pattern.children.slice(0, slice === -1 ? undefined : slice).filter(child => child.isNamed);
  return operation(placeOf(source, pattern), 'and', [
    whole,
    ...known.map((item, index): Expr => {
      const at = placeOf(source, item);
      const of: Expr = { kind: 'index', at, of: subject, key: { kind: 'number', at, value: index } };
      return patternTest(source, item, of, undefined);
    }),
  ]);
}
