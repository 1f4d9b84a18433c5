import type { Expr } from '../../core/program.ts';
import { deeper, placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { chain, isLink } from './chains.ts';
import { functionLiteral } from './functions.ts';
import { composite, literal } from './literals.ts';
import { binary, unary } from './operators.ts';
import { bare, type GoSource } from './source.ts';
import { typeExpr } from './types.ts';

/** Translates an expression. Total: what the form cannot say becomes `unknown` that keeps the expressions inside. */
export function expression(source: GoSource, written: SyntaxNode): Expr {
  const node = bare(written);
  return deeper(source, node, () => translate(source, node)) ?? unknownExpr(source, node);
}

export function expressions(source: GoSource, nodes: readonly SyntaxNode[]): readonly Expr[] {
  return nodes.map(node => expression(source, node));
}

/** The expression that a rule names so; unknown where the text is broken and it is not there. */
export function expressionIn(source: GoSource, node: SyntaxNode, field: string): Expr {
  const child = childNamed(node, field);
  return child ? expression(source, child) : unknownExpr(source, node);
}

function translate(source: GoSource, node: SyntaxNode): Expr {
  if (isLink(node)) return chain(source, node);
  const known = literal(source, node);
  if (known) return known;
  const at = placeOf(source, node);
  switch (node.type) {
    case 'identifier':
    case 'package_identifier':
    case 'field_identifier':
      return { kind: 'name', at, name: textOf(source, node) };
    case 'type_identifier':
    case 'qualified_type':
    case 'generic_type':
      return typeExpr(source, node);
    case 'binary_expression':
      return binary(source, node);
    case 'unary_expression':
      return unary(source, node);
    case 'composite_literal':
      return composite(source, node);
    case 'func_literal':
      return { kind: 'function', at, fn: functionLiteral(source, node) };
    case 'variadic_argument': {
      const [value] = namedChildren(node);
      return value ? { kind: 'spread', at, value: expression(source, value) } : unknownExpr(source, node);
    }
    default:
      return unknownExpr(source, node, inner(source, node));
  }
}

/** The expressions inside a node that has no form. */
export function inner(source: GoSource, node: SyntaxNode): readonly Expr[] {
  return namedChildren(node).flatMap(child => (NO_VALUES.test(child.type) ? [] : [expression(source, child)]));
}

const NO_VALUES = /type|_content$|^escape_sequence$|statement|declarat|parameter|^block$|_elem$|_spec|_case$|label/;
