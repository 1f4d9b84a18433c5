import { idAt } from '../../core/location.ts';
import type { Expr, Statement } from '../../core/program.ts';
import { deeper, placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { anonymousObject, argumentsIn, chain, creation, isLink } from './chains.ts';
import { lambda } from './functions.ts';
import { literal } from './literals.ts';
import { assignment, binary, conditional, isUpdate, unary, update } from './operators.ts';
import type { Use } from '../syntax/operators.ts';
import { isPattern } from './patterns.ts';
import { bare, type CSharpSource, isValue, nameText, valueIn } from './source.ts';
import { switchValue } from './switches.ts';
import { typeExpr } from './types.ts';

/**
 * Translates an expression. Total: what the form cannot say becomes `unknown` that keeps the expressions inside.
 *
 * `use` is `test` where only the truth of the value counts (see `choice` in the form's documentation).
 */
export function expression(source: CSharpSource, written: SyntaxNode, use: Use = 'value'): Expr {
  const node = bare(written);
  return deeper(source, node, () => translate(source, node, use)) ?? unknownExpr(source, node);
}

export function expressions(source: CSharpSource, nodes: readonly SyntaxNode[]): readonly Expr[] {
  return nodes.map(node => expression(source, node));
}

/** The expression that a rule names so; unknown where the text is broken and it is not there. */
export function expressionIn(source: CSharpSource, node: SyntaxNode, field: string, use?: Use): Expr {
  const child = childNamed(node, field);
  return child ? expression(source, child, use) : unknownExpr(source, node);
}

function translate(source: CSharpSource, node: SyntaxNode, use: Use): Expr {
  if (isLink(node)) return chain(source, node);
  const known = literal(source, node);
  if (known) return known;
  const at = placeOf(source, node);
  switch (node.type) {
    case 'identifier':
      return { kind: 'name', at, name: nameText(source, node) };
    case 'predefined_type':
      return { kind: 'name', at, name: source.text.slice(node.start, node.end) };
    case 'this':
      return { kind: 'self', at };
    case 'base':
      return { kind: 'name', at, name: 'super' };
    case 'generic_name':
    case 'qualified_name':
    case 'alias_qualified_name':
    case 'nullable_type':
      return typeExpr(source, node);
    case 'typeof_expression': {
      const type = childNamed(node, 'type');
      return type ? typeExpr(source, type) : unknownExpr(source, node);
    }
    case 'binary_expression':
      return binary(source, node, use);
    case 'prefix_unary_expression':
    case 'postfix_unary_expression':
      return isUpdate(node) ? { kind: 'assigned', at, ...update(source, node) } : unary(source, node);
    case 'assignment_expression':
      return { kind: 'assigned', at, ...assignment(source, node) };
    case 'conditional_expression':
      return conditional(source, node);
    case 'is_pattern_expression':
      return isPattern(source, node, use);
    case 'is_expression': {
      const right = childNamed(node, 'right');
      const operands = [
        expressionIn(source, node, 'left'),
        right ? typeExpr(source, right) : unknownExpr(source, node),
      ];
      return { kind: 'operation', at, operator: 'instance-of', operands };
    }
    case 'lambda_expression':
    case 'anonymous_method_expression':
      return { kind: 'function', at, fn: lambda(source, node) };
    case 'object_creation_expression':
    case 'implicit_object_creation_expression':
      return creation(source, node);
    case 'anonymous_object_creation_expression':
      return anonymousObject(source, node);
    case 'array_creation_expression':
    case 'implicit_array_creation_expression': {
      const items = childOfType(node, 'initializer_expression');
      return items ? expression(source, items) : unknownExpr(source, node);
    }
    case 'initializer_expression':
      return { kind: 'list', at, items: expressions(source, namedChildren(node)) };
    case 'element_binding_expression':
      return { kind: 'list', at, items: argumentsIn(source, node) };
    case 'tuple_expression':
      return {
        kind: 'list',
        at,
        items: argumentsIn(source, node).map(item => (item.kind === 'named' ? item.value : item)),
      };
    case 'range_expression': {
      // `..x` in a list puts the elements of `x` there; elsewhere it is a range.
      const [first, second] = node.children;
      const isSpread = first?.type === '..' && second !== undefined;
      return isSpread
        ? { kind: 'spread', at, value: expression(source, second) }
        : unknownExpr(source, node, inner(source, node));
    }
    case 'switch_expression':
      return switchValue(source, node);
    case 'declaration_expression':
      return unknownExpr(source, node);
    case 'with_expression': {
      const of = valueIn(node);
      return unknownExpr(source, node, of ? [expression(source, of)] : []);
    }
    case 'throw_expression': {
      const thrown = valueIn(node);
      return computed(source, node, [{ kind: 'throw', at, ...(thrown && { value: expression(source, thrown) }) }]);
    }
    default:
      return unknownExpr(source, node, inner(source, node));
  }
}

/** The expressions inside a node that has no form. */
export function inner(source: CSharpSource, node: SyntaxNode): readonly Expr[] {
  return node.children
    .filter(isValue)
    .flatMap(child => (child.type.endsWith('_clause') ? namedChildren(child) : [child]))
    .flatMap(child => (NO_VALUES.test(child.type) ? [] : [expression(source, child)]));
}

const NO_VALUES = /type$|_list$|content$|^escape_sequence$|^modifier$|statement|declarat|parameter|pattern|^block$/;

/** An expression that is computed by statements: a function, called where it stands. */
export function computed(source: CSharpSource, node: SyntaxNode, body: readonly Statement[]): Expr {
  const at = placeOf(source, node);
  const callee: Expr = {
    kind: 'function',
    at,
    fn: { id: idAt(at), at, parameters: [], body, isAsync: false, bindsSelf: false, decorators: [], doc: '' },
  };
  return { kind: 'call', at, nameAt: at, callee, args: [], isNew: false, isAwaited: false, typeArguments: [] };
}
