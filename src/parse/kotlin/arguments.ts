import { between } from '../../core/location.ts';
import type { Decorator, Expr } from '../../core/program.ts';
import { placeOf } from '../syntax/source.ts';
import { childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { type KotlinSource, nameOf, unknown } from './source.ts';
import { isType, typeExpr } from './types.ts';

/** `(a, name = b, *c)`. */
export function argumentsOf(source: KotlinSource, node: SyntaxNode): readonly Expr[] {
  return namedChildren(node).map(argument => argumentOf(source, argument));
}

function argumentOf(source: KotlinSource, node: SyntaxNode): Expr {
  if (node.type !== 'value_argument') return unknown(source, node);
  const [name, sign] = node.children;
  const last = node.children.at(-1);
  if (!last?.isNamed) return unknown(source, node);
  const at = placeOf(source, node);
  const value = expression(source, last);
  const spread: Expr = node.children.some(({ type }) => type === '*') ? { kind: 'spread', at, value } : value;
  if (!name || sign?.type !== '=') return spread;
  return { kind: 'named', at, name: nameOf(source, name), nameAt: placeOf(source, name), value: spread };
}

/** The annotations among a declaration's modifiers. `@field:X` is X, `@[A B]` is both. */
export function decoratorsIn(source: KotlinSource, nodes: readonly SyntaxNode[]): readonly Decorator[] {
  return nodes
    .flatMap(node => (node.type === 'annotation' ? [node] : ANNOTATED.has(node.type) ? node.children : []))
    .filter(({ type }) => type === 'annotation')
    .flatMap(node => {
      const written = namedChildren(node).filter(child => child.type === 'constructor_invocation' || isType(child));
      return written.map(one => ({
        at: placeOf(source, written.length === 1 ? node : one),
        expression: annotation(source, one),
      }));
    });
}

const ANNOTATED: ReadonlySet<string> = new Set(['modifiers', 'parameter_modifiers']);

function annotation(source: KotlinSource, node: SyntaxNode): Expr {
  if (node.type !== 'constructor_invocation') return typeExpr(source, node);
  const type = node.children.find(isType);
  if (!type) return unknown(source, node);
  const callee = typeExpr(source, type);
  const given = childOfType(node, 'value_arguments');
  return {
    kind: 'call',
    at: between(callee.at, placeOf(source, node)),
    nameAt: callee.kind === 'member' ? callee.nameAt : callee.at,
    callee,
    args: given ? argumentsOf(source, given) : [],
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}
