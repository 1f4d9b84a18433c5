import type { Expr, Pattern } from '../../core/program.ts';
import { between } from '../../core/location.ts';
import { calledAtOnce, functionExpr } from '../calls.ts';
import { operation } from '../sums.ts';
import { deeper, placeOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { chain, isLink } from './chains.ts';
import { instance } from './classes.ts';
import { blockFunction, functionOf, lambda } from './functions.ts';
import { comprehension } from './comprehensions.ts';
import { characterLiteral, interpolated, numberLiteral, stringLiteral } from './literals.ts';
import { infix } from './operators.ts';
import { partialFunction } from './patterns.ts';
import { bare, madeName, nameExpr, nameOf, nothingAt, type ScalaSource, unknown } from './source.ts';
import { isStatementOnly, returned, settled } from './statements.ts';
import { isType } from './types.ts';

/** Translates an expression. Total: what the form cannot say becomes `unknown` that keeps the expressions inside. */
export function expression(source: ScalaSource, written: SyntaxNode): Expr {
  const node = bare(written);
  return deeper(source, node, () => translate(source, node)) ?? unknown(source, node);
}

export function expressions(source: ScalaSource, nodes: readonly SyntaxNode[]): readonly Expr[] {
  return nodes.map(node => expression(source, node));
}

/** An expression in which `_` makes a function: `_.id` is `x => x.id`. */
export function functionalExpression(source: ScalaSource, written: SyntaxNode): Expr {
  if (bare(written).type === 'wildcard') return expression(source, written);
  source.placeholders.push([]);
  const value = expression(source, written);
  const found = source.placeholders.pop() ?? [];
  if (found.length === 0) return value;
  const parameters = found.map(({ at, name }) => ({ kind: 'name', at, name }) satisfies Pattern);
  return functionExpr(functionOf(value.at, parameters, [returned(value)]));
}

function translate(source: ScalaSource, node: SyntaxNode): Expr {
  if (isLink(node)) return chain(source, node);
  const at = placeOf(source, node);
  switch (node.type) {
    case 'identifier':
    case 'operator_identifier':
    case 'type_identifier':
      return named(source, node);
    case 'wildcard':
      return placeholder(source, node);
    case 'string':
      return stringLiteral(source, node);
    case 'interpolated_string_expression':
      return interpolated(source, node);
    case 'character_literal':
      return characterLiteral(source, node);
    case 'integer_literal':
    case 'floating_point_literal':
      return numberLiteral(source, node);
    case 'boolean_literal':
      return { kind: 'boolean', at, value: source.text.startsWith('true', node.start) };
    case 'null_literal':
    case 'unit':
      return nothingAt(source, node);
    case 'quote_expression': {
      // A symbol, `'name`.
      const name = childOfType(node, 'identifier');
      return name ? { kind: 'text', at, value: nameOf(source, name) } : unknown(source, node);
    }
    case 'symbol_literal':
      return { kind: 'text', at, value: source.text.slice(node.start + 1, node.end) };
    case 'tuple_expression':
      return { kind: 'list', at, items: namedChildren(node).map(item => functionalExpression(source, item)) };
    case 'infix_expression':
      return infix(source, node);
    case 'prefix_expression':
      return prefixed(source, node);
    case 'postfix_expression':
      return postfixed(source, node);
    case 'lambda_expression':
      return lambda(source, node);
    case 'case_block':
    case 'indented_cases':
      return partialFunction(source, node);
    case 'block':
    case 'indented_block':
    case 'template_body':
      return blockValue(source, node);
    case 'if_expression':
      return choice(source, node);
    case 'for_expression':
      return comprehension(source, node);
    case 'match_expression':
    case 'try_expression':
    case 'throw_expression':
    case 'return_expression':
    case 'while_expression':
    case 'do_while_expression':
      return calledAtOnce(functionExpr(functionOf(at, [], settled(source, node, returned))));
    case 'instance_expression':
      return instance(source, node);
    case 'ascription_expression':
      return ascribed(source, node);
    case 'assignment_expression': {
      const change = assignment(source, node);
      return change ? { kind: 'assigned', at, ...change } : unknown(source, node);
    }
    case 'stable_identifier':
      return path(source, namedChildren(node));
    default:
      // Quotes, splices and what is not of the language.
      return unknown(source, node, expressions(source, namedChildren(node).filter(isExpression)));
  }
}

function isExpression(node: SyntaxNode): boolean {
  return !isType(node) && !NO_VALUES.has(node.type);
}

const NO_VALUES: ReadonlySet<string> = new Set([
  'annotation',
  'modifiers',
  'type_arguments',
  'type_parameters',
  'guard',
]);

function named(source: ScalaSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const name = nameOf(source, node);
  switch (name) {
    case 'this':
      return { kind: 'self', at };
    case 'None':
    case '':
      return name === '' ? unknown(source, node) : { kind: 'nothing', at };
    case 'Nil':
      return { kind: 'list', at, items: [] };
  }
  return source.selfNames.includes(name) ? { kind: 'self', at } : { kind: 'name', at, name };
}

/** `a.b.C` of names. */
export function path(source: ScalaSource, names: readonly SyntaxNode[]): Expr {
  const [first, ...rest] = names;
  let value: Expr | undefined = first && named(source, first);
  for (const name of rest) {
    const nameAt = placeOf(source, name);
    if (value) value = { kind: 'member', at: between(value.at, nameAt), of: value, name: nameOf(source, name), nameAt };
  }
  return (
    value ?? {
      kind: 'unknown',
      at: { file: source.file, line: 1, column: 1, endLine: 1, endColumn: 1 },
      text: '',
      parts: [],
    }
  );
}

function placeholder(source: ScalaSource, node: SyntaxNode): Expr {
  const around = source.placeholders.at(-1);
  const at = placeOf(source, node);
  if (!around) return unknown(source, node);
  const name = madeName(source, '_');
  around.push({ name, at });
  return nameExpr(at, name);
}

function prefixed(source: ScalaSource, node: SyntaxNode): Expr {
  const [sign, operand] = node.children;
  if (!sign || !operand) return unknown(source, node);
  const at = placeOf(source, node);
  const value = expression(source, operand);
  if (sign.type === '!') return operation(at, 'not', [value]);
  if (sign.type === '-' && value.kind === 'number') return { ...value, at, value: -value.value };
  return sign.type === '~' ? unknown(source, node, [value]) : operation(at, 'arithmetic', [value]);
}

/** `xs*` opens a list, `f _` is the function, and `a foo` the member. */
function postfixed(source: ScalaSource, node: SyntaxNode): Expr {
  const [operand, name] = node.children;
  if (!operand || !name) return unknown(source, node);
  const at = placeOf(source, node);
  const value = expression(source, operand);
  const text = nameOf(source, name);
  if (text === '_') return value;
  if (text === '*') return { kind: 'spread', at, value };
  return { kind: 'member', at, of: value, name: text, nameAt: placeOf(source, name) };
}

/** `x: T` is x, `xs: _*` are the elements of xs. */
function ascribed(source: ScalaSource, node: SyntaxNode): Expr {
  const [value] = namedChildren(node);
  if (!value) return unknown(source, node);
  const read = expression(source, value);
  return childOfType(node, 'repeated_parameter_type')
    ? { kind: 'spread', at: placeOf(source, node), value: read }
    : read;
}

/** What is assigned to what. */
export function assignment(
  source: ScalaSource,
  node: SyntaxNode,
): { readonly target: Expr; readonly value: Expr } | undefined {
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  return left && right ? { target: expression(source, left), value: functionalExpression(source, right) } : undefined;
}

/** A block is its last value; one with more in it is a function that is called at once. */
export function blockValue(source: ScalaSource, node: SyntaxNode): Expr {
  const inner = namedChildren(node);
  const [only] = inner;
  if (!only) return nothingAt(source, node);
  if (inner.length === 1 && !isStatementOnly(only)) return expression(source, only);
  return calledAtOnce(functionExpr(blockFunction(source, node)));
}

function choice(source: ScalaSource, node: SyntaxNode): Expr {
  const test = childNamed(node, 'condition');
  const then = childNamed(node, 'consequence');
  const otherwise = childNamed(node, 'alternative');
  return {
    kind: 'choice',
    at: placeOf(source, node),
    test: test ? expression(source, test) : unknown(source, node),
    then: then ? expression(source, then) : nothingAt(source, node),
    otherwise: otherwise ? expression(source, otherwise) : nothingAt(source, node),
  };
}
