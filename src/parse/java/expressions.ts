import { idAt } from '../../core/location.ts';
import type { Expr, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { chain, isLink } from './chains.ts';
import { lambda } from './functions.ts';
import { literal } from './literals.ts';
import { assignment, binary, conditional, unary, update } from './operators.ts';
import { bare, type JavaSource } from './source.ts';
import { switchValue } from './switches.ts';
import { typeExpr } from './types.ts';

/**
 * Translates an expression. Total: what the form cannot say becomes `unknown` that keeps the expressions inside.
 *
 * `use` is `test` where only the truth of the value counts (see `choice` in the form's documentation).
 */
export function expression(source: JavaSource, written: SyntaxNode, use: 'value' | 'test' = 'value'): Expr {
  const node = bare(written);
  return deeper(source, node, () => translate(source, node, use)) ?? unknownExpr(source, node);
}

export function expressions(source: JavaSource, nodes: readonly SyntaxNode[]): readonly Expr[] {
  return nodes.map(node => expression(source, node));
}

/** The expression that a rule names so; unknown where the text is broken and it is not there. */
export function expressionIn(source: JavaSource, node: SyntaxNode, field: string, use?: 'test'): Expr {
  const child = childNamed(node, field);
  return child ? expression(source, child, use) : unknownExpr(source, node);
}

function translate(source: JavaSource, node: SyntaxNode, use: 'value' | 'test'): Expr {
  if (isLink(node)) return chain(source, node);
  const known = literal(source, node);
  if (known) return known;
  const at = placeOf(source, node);
  switch (node.type) {
    case 'identifier':
    case '_reserved_identifier':
    case 'super':
      return { kind: 'name', at, name: textOf(source, node) };
    case 'this':
      return { kind: 'self', at };
    case 'type_identifier':
    case 'scoped_type_identifier':
    case 'generic_type':
    case 'scoped_identifier':
      return typeExpr(source, node);
    case 'binary_expression':
      return binary(source, node, use);
    case 'unary_expression':
      return unary(source, node);
    case 'update_expression':
      return { kind: 'assigned', at, ...update(source, node) };
    case 'assignment_expression':
      return { kind: 'assigned', at, ...assignment(source, node) };
    case 'ternary_expression':
      return conditional(source, node);
    case 'instanceof_expression':
      return instanceOf(source, node);
    case 'lambda_expression':
      return { kind: 'function', at, fn: lambda(source, node) };
    case 'array_creation_expression': {
      const items = childNamed(node, 'value');
      return items ? expression(source, items) : unknownExpr(source, node, inner(source, node));
    }
    case 'array_initializer':
    case 'element_value_array_initializer':
      return { kind: 'list', at, items: expressions(source, namedChildren(node)) };
    case 'class_literal': {
      const type = node.children.find(child => child.isNamed);
      return type ? typeExpr(source, type) : unknownExpr(source, node);
    }
    case 'switch_expression':
      return switchValue(source, node);
    default:
      return unknownExpr(source, node, inner(source, node));
  }
}

/** `x instanceof Y`; what a pattern binds is told where the test decides a branch, which the form has no word for. */
function instanceOf(source: JavaSource, node: SyntaxNode): Expr {
  const pattern = childNamed(node, 'pattern');
  const type = childNamed(node, 'right') ?? pattern?.children.find(child => child.isNamed);
  const tested = type ? typeExpr(source, type) : unknownExpr(source, node);
  return {
    kind: 'operation',
    at: placeOf(source, node),
    operator: 'instance-of',
    operands: [expressionIn(source, node, 'left'), tested],
  };
}

/** The expressions inside a node that has no form. */
export function inner(source: JavaSource, node: SyntaxNode): readonly Expr[] {
  return namedChildren(node)
    .flatMap(child => (child.type === 'dimensions_expr' ? namedChildren(child) : [child]))
    .flatMap(child => (NO_VALUES.test(child.type) ? [] : [expression(source, child)]));
}

const NO_VALUES = /type|dimensions$|fragment$|^escape_sequence$|modifiers|statement|declarat|parameter|^block$|_body$/;

/** An expression that is computed by statements: a function, called where it stands. */
export function computed(source: JavaSource, node: SyntaxNode, body: readonly Statement[]): Expr {
  const at = placeOf(source, node);
  const callee: Expr = {
    kind: 'function',
    at,
    fn: { id: idAt(at), at, parameters: [], body, isAsync: false, bindsSelf: false, decorators: [], doc: '' },
  };
  return { kind: 'call', at, nameAt: at, callee, args: [], isNew: false, isAwaited: false, typeArguments: [] };
}
