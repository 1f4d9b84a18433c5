import { functionExpr } from '../calls.ts';
import type { Expr } from '../../core/program.ts';
import { deeper, placeOf } from '../syntax/source.ts';
import { namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { chain, isLink } from './chains.ts';
import { anonymousObject } from './classes.ts';
import { ifChoice, tryValue, whenChoice } from './conditions.ts';
import { anonymousFunction, lambda } from './functions.ts';
import { characterLiteral, markIt, numberLiteral, stringLiteral } from './literals.ts';
import { binary, membership, unary } from './operators.ts';
import { operation } from '../sums.ts';
import { regrouped } from './repaired.ts';
import { bare, type KotlinSource, nameOf, unknown } from './source.ts';
import { isType, nameChain, typeExpr } from './types.ts';

/** Translates an expression. Total: what the form cannot say becomes `unknown` that keeps the expressions inside. */
export function expression(source: KotlinSource, written: SyntaxNode): Expr {
  const node = regrouped(bare(written));
  return deeper(source, node, () => translate(source, node)) ?? unknown(source, node);
}

export function expressions(source: KotlinSource, nodes: readonly SyntaxNode[]): readonly Expr[] {
  return nodes.map(node => expression(source, node));
}

function translate(source: KotlinSource, node: SyntaxNode): Expr {
  if (isLink(node)) return chain(source, node);
  const at = placeOf(source, node);
  switch (node.type) {
    case 'identifier':
      return named(source, node);
    case 'string_literal':
    case 'multiline_string_literal':
      return stringLiteral(source, node);
    case 'character_literal':
      return characterLiteral(source, node);
    case 'number_literal':
    case 'float_literal':
      return numberLiteral(source, node);
    case 'collection_literal':
      return { kind: 'list', at, items: expressions(source, namedChildren(node)) };
    case 'lambda_literal':
      return lambda(source, node);
    case 'anonymous_function':
      return functionExpr(anonymousFunction(source, node));
    case 'object_literal':
      return anonymousObject(source, node);
    case 'binary_expression':
      return binary(source, node);
    case 'unary_expression':
      return unary(source, node);
    case 'in_expression':
    case 'is_expression':
      return membership(source, node);
    case 'if_expression':
      return ifChoice(source, node);
    case 'when_expression':
      return whenChoice(source, node);
    case 'try_expression':
      return tryValue(source, node);
    case 'this_expression':
      return { kind: 'self', at };
    case 'super_expression':
      return { kind: 'name', at, name: 'super' };
    case 'callable_reference':
      return reference(source, node);
    case 'spread_expression': {
      const [value] = namedChildren(node);
      return value ? { kind: 'spread', at, value: expression(source, value) } : unknown(source, node);
    }
    case 'assignment':
      return assigned(source, node);
    default:
      // Ranges, jumps inside expressions, and what is not of the language.
      return unknown(source, node, expressions(source, namedChildren(node).filter(isExpression)));
  }
}

/** Types, modifiers and the like have no value. */
function isExpression(node: SyntaxNode): boolean {
  return !isType(node) && !NO_VALUES.has(node.type);
}

const NO_VALUES: ReadonlySet<string> = new Set([
  'label',
  'modifiers',
  'annotation',
  'type_arguments',
  'type_parameters',
]);

function named(source: KotlinSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const name = nameOf(source, node);
  switch (name) {
    case 'true':
    case 'false':
      return { kind: 'boolean', at, value: name === 'true' };
    case 'null':
      return { kind: 'nothing', at };
    case 'this':
      return { kind: 'self', at };
    case '':
      return unknown(source, node);
    case 'it':
      markIt(source);
      break;
  }
  return { kind: 'name', at, name };
}

/** `::f`, `A.B::f`, `A::class`. */
function reference(source: KotlinSource, node: SyntaxNode): Expr {
  const last = node.children.at(-1);
  const receiver = node.children.find(isType);
  if (!last) return unknown(source, node);
  const of = receiver && typeExpr(source, receiver);
  if (last.type === 'class') return of ?? unknown(source, node);
  if (!of) return nameChain(source, node, [last]);
  return { kind: 'member', at: placeOf(source, node), of, name: nameOf(source, last), nameAt: placeOf(source, last) };
}

/** An assignment where an expression stands, as in the branch of a condition. */
function assigned(source: KotlinSource, node: SyntaxNode): Expr {
  const change = assignment(source, node);
  return change ? { kind: 'assigned', at: placeOf(source, node), ...change } : unknown(source, node);
}

/** What is assigned to what; for `a += b` and its like, the value is `a + b`. */
export function assignment(
  source: KotlinSource,
  node: SyntaxNode,
): { readonly target: Expr; readonly value: Expr } | undefined {
  const [left, operator, right] = node.children;
  if (!left || !operator || !right) return undefined;
  const target = expression(source, left);
  const given = expression(source, right);
  if (operator.type === '=') return { target, value: given };
  const at = placeOf(source, node);
  const isSum = operator.type === '+=' && (given.kind === 'text' || given.kind === 'concat');
  return {
    target,
    value: isSum ? { kind: 'concat', at, parts: [target, given] } : operation(at, 'arithmetic', [target, given]),
  };
}
