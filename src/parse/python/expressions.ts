import type { Expr } from '../../core/program.ts';
import { deeper, placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { chain, isLink } from './chains.ts';
import { comprehension } from './comprehensions.ts';
import { lambdaNode } from './functions.ts';
import { dictionary, items, numberOf } from './literals.ts';
import { binary, comparison, conditional, logic, unary } from './operators.ts';
import { bare, nameExpr, type PythonSource } from './source.ts';
import { text } from './strings.ts';

/**
 * Translates an expression. Total: what the form cannot say becomes `unknown` that keeps the expressions inside.
 *
 * `use` is `test` where only the truth of the value counts (see `choice` in the form's documentation).
 */
export function expression(source: PythonSource, written: SyntaxNode, use: 'value' | 'test' = 'value'): Expr {
  const node = bare(written);
  return deeper(source, node, () => translate(source, node, use)) ?? unknownExpr(source, node);
}

export function expressions(source: PythonSource, nodes: readonly SyntaxNode[]): readonly Expr[] {
  return nodes.map(node => expression(source, node));
}

function translate(source: PythonSource, node: SyntaxNode, use: 'value' | 'test'): Expr {
  const at = placeOf(source, node);
  if (isLink(node)) return chain(source, node);
  switch (node.type) {
    case 'identifier':
    case 'keyword_identifier':
      return nameExpr(source, node);
    case 'dotted_name':
      return dottedName(source, node);
    case 'string':
    case 'concatenated_string':
      return text(source, node);
    case 'integer':
    case 'float':
      return numberOf(source, node);
    case 'true':
    case 'false':
      return { kind: 'boolean', at, value: node.type === 'true' };
    case 'none':
      return { kind: 'nothing', at };
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
      return items(source, node);
    case 'dictionary':
      return dictionary(source, node);
    case 'list_comprehension':
    case 'set_comprehension':
    case 'generator_expression':
    case 'dictionary_comprehension':
      return comprehension(source, node);
    case 'lambda': {
      const fn = lambdaNode(source, node);
      return { kind: 'function', at, fn };
    }
    case 'conditional_expression':
      return conditional(source, node);
    case 'boolean_operator':
      return logic(source, node, use);
    case 'comparison_operator':
      return comparison(source, node);
    case 'binary_operator':
      return binary(source, node);
    case 'not_operator':
    case 'unary_operator':
      return unary(source, node);
    case 'named_expression': {
      const name = childNamed(node, 'name');
      const value = childNamed(node, 'value');
      if (!name || !value) return rest(source, node);
      return { kind: 'assigned', at, target: nameExpr(source, name), value: expression(source, value) };
    }
    case 'await': {
      const [value] = namedChildren(node);
      return value ? awaited(expression(source, value)) : unknownExpr(source, node);
    }
    case 'list_splat':
    case 'list_splat_pattern':
    case 'dictionary_splat': {
      const [value] = namedChildren(node);
      if (!value) return unknownExpr(source, node);
      const spread = { kind: 'spread' as const, at, value: expression(source, value) };
      return node.type === 'dictionary_splat' ? { ...spread, isNamed: true } : spread;
    }
    default:
      // `yield` (what is sent into a generator is not in the file), slices, ellipses, broken code.
      return rest(source, node);
  }
}

function rest(source: PythonSource, node: SyntaxNode): Expr {
  return unknownExpr(source, node, expressions(source, namedChildren(node)));
}

/** Awaiting changes nothing that counts here, but a call remembers it. */
function awaited(value: Expr): Expr {
  return value.kind === 'call' ? { ...value, isAwaited: true } : value;
}

/** `A.b` as patterns of `match` write it. */
function dottedName(source: PythonSource, node: SyntaxNode): Expr {
  const [first, ...members] = namedChildren(node).slice(0, DOTTED);
  if (!first) return unknownExpr(source, node);
  let value = nameExpr(source, first);
  for (const member of members) {
    const nameAt = placeOf(source, member);
    const at = placeOf(source, { ...node, end: member.end });
    value = { kind: 'member', at, of: value, name: textOf(source, member), nameAt };
  }
  return value;
}

const DOTTED = 50;
