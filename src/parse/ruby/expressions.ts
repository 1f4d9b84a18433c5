import type { Expr } from '../../core/program.ts';
import { deeper, placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { assigned, operatorAssigned } from './assignments.ts';
import { bareCall, chain, isLink, superCall, yielded } from './chains.ts';
import { classExpr } from './classes.ts';
import { constantExpr } from './constants.ts';
import { lambdaExpr } from './functions.ts';
import { items, list, number, pattern, record, symbol, text } from './literals.ts';
import { binary, conditional, logic, unary } from './operators.ts';
import { bare, isLocal, type RubySource } from './source.ts';
import { statementValue } from './statements.ts';

/**
 * Translates an expression. Total: what the form cannot say becomes `unknown` that keeps the expressions inside.
 *
 * `use` is `test` where only the truth of the value counts (see `choice` in the form's documentation).
 */
export function expression(source: RubySource, written: SyntaxNode, use: 'value' | 'test' = 'value'): Expr {
  const node = bare(written);
  return deeper(source, node, () => translate(source, node, use)) ?? unknownExpr(source, node);
}

export function expressions(source: RubySource, nodes: readonly SyntaxNode[]): readonly Expr[] {
  return nodes.map(node => expression(source, node));
}

function translate(source: RubySource, node: SyntaxNode, use: 'value' | 'test'): Expr {
  const at = placeOf(source, node);
  if (isLink(node)) return chain(source, node);
  switch (node.type) {
    case 'identifier':
      return nameExpr(source, node);
    case 'constant':
    case 'scope_resolution':
      return constantExpr(source, node) ?? dynamicConstant(source, node);
    case 'instance_variable':
    case 'class_variable':
      return { kind: 'member', at, of: { kind: 'self', at }, name: textOf(source, node), nameAt: at };
    case 'global_variable':
      return { kind: 'name', at, name: textOf(source, node) };
    case 'self':
      return { kind: 'self', at };
    case 'string':
    case 'chained_string':
    case 'bare_string':
    case 'bare_symbol':
    case 'delimited_symbol':
    case 'subshell':
    case 'heredoc_body':
      return text(source, node);
    case 'heredoc_beginning': {
      const body = source.heredocs.get(node.start);
      return body ? { ...text(source, body), at } : { kind: 'text', at, value: '' };
    }
    case 'simple_symbol':
      return symbol(source, node);
    case 'hash_key_symbol':
      return { kind: 'text', at, value: textOf(source, node) };
    case 'character':
      return { kind: 'text', at, value: textOf(source, node).slice(1) };
    case 'integer':
    case 'float':
      return number(source, node);
    case 'true':
    case 'false':
      return { kind: 'boolean', at, value: node.type === 'true' };
    case 'nil':
      return { kind: 'nothing', at };
    case 'regex':
      return pattern(source, node);
    case 'array':
    case 'string_array':
    case 'symbol_array':
    case 'right_assignment_list':
      return list(source, node);
    case 'hash':
      return record(source, node, namedChildren(node));
    case 'pair':
      return record(source, node, [node]);
    case 'splat_argument':
    case 'hash_splat_argument': {
      const [value] = namedChildren(node);
      // Without a value, it is what the method around was given by `*`.
      const given: Expr | undefined = value
        ? expression(source, value)
        : node.type === 'splat_argument'
          ? { kind: 'name', at, name: '*' }
          : undefined;
      return given ? { kind: 'spread', at, value: given } : unknownExpr(source, node);
    }
    case 'lambda':
      return lambdaExpr(source, node);
    case 'assignment':
      return assigned(source, node);
    case 'operator_assignment':
      return operatorAssigned(source, node);
    case 'binary':
      return logic(source, node, use) ?? binary(source, node);
    case 'unary':
      return unary(source, node);
    case 'conditional':
      return conditional(source, node);
    case 'super':
      return superCall(source, node, undefined, undefined);
    case 'yield':
      return yielded(source, node);
    case 'class':
    case 'module':
      return classExpr(source, node);
    case 'method':
    case 'singleton_method': {
      // The methods themselves are members of what is around; here they stand for their names.
      const name = childNamed(node, 'name');
      return { kind: 'text', at, value: name ? textOf(source, name) : '' };
    }
    case 'parenthesized_statements':
    case 'begin':
    case 'if':
    case 'unless':
    case 'case':
    case 'case_match':
    case 'rescue_modifier':
    case 'if_modifier':
    case 'unless_modifier':
      return statementValue(source, node, [node]);
    case 'argument_list':
      return { kind: 'list', at, items: items(source, namedChildren(node)) };
    case 'range':
      return unknownExpr(source, node, expressions(source, namedChildren(node)));
    default:
      return unknownExpr(
        source,
        node,
        node.isError
          ? []
          : expressions(
              source,
              namedChildren(node).filter(child => !child.isError),
            ),
      );
  }
}

/** A local variable, or a call of a method on whatever `self` is. Source: Ruby, Calling Methods. */
function nameExpr(source: RubySource, node: SyntaxNode): Expr {
  const name = textOf(source, node);
  if (isLocal(source, name, node.start)) return { kind: 'name', at: placeOf(source, node), name };
  return bareCall(source, node, node, undefined, undefined);
}

/** `model::CONSTANT`. */
function dynamicConstant(source: RubySource, node: SyntaxNode): Expr {
  const scope = childNamed(node, 'scope');
  const name = childNamed(node, 'name');
  if (!scope || !name) return unknownExpr(source, node);
  return {
    kind: 'member',
    at: placeOf(source, node),
    of: expression(source, scope),
    name: textOf(source, name),
    nameAt: placeOf(source, name),
  };
}
