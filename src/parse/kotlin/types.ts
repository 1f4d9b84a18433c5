import { between } from '../../core/location.ts';
import type { Expr, TypeRef } from '../../core/program.ts';
import { deeper, placeOf, textOf } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import { type KotlinSource, nameOf } from './source.ts';

const TYPES: ReadonlySet<string> = new Set([
  'user_type',
  'nullable_type',
  'function_type',
  'non_nullable_type',
  'parenthesized_type',
  'dynamic',
]);

export function isType(node: SyntaxNode): boolean {
  return TYPES.has(node.type);
}

/** The type among a node's children, of those that stand after a colon or alone. */
export function typeIn(source: KotlinSource, children: readonly SyntaxNode[]): TypeRef | undefined {
  const node = children.find(isType);
  return node && typeOf(source, node);
}

/** `X?` is X. A function type has the name '' and, where it has a receiver, that as its one argument. */
export function typeOf(source: KotlinSource, node: SyntaxNode): TypeRef {
  return deeper(source, node, () => translate(source, node)) ?? nameless(source, node, []);
}

function translate(source: KotlinSource, node: SyntaxNode): TypeRef {
  switch (node.type) {
    case 'user_type':
      return userType(source, node, node.children);
    case 'nullable_type':
    case 'parenthesized_type': {
      const inner = node.children.find(isType);
      return inner ? typeOf(source, inner) : nameless(source, node, []);
    }
    case 'function_type': {
      // Where the parser lost its way, the receiver stands in what it calls an error.
      const flat = node.children.flatMap(child => (child.isError ? child.children : [child]));
      const parameters = flat.findIndex(child => child.type === 'function_type_parameters');
      const before = flat.slice(0, Math.max(parameters, 0));
      const receiver = before.find(isType);
      if (receiver) return nameless(source, node, [typeOf(source, receiver)]);
      const names = before.filter(child => child.type === 'identifier');
      return nameless(source, node, names.length > 0 ? [userType(source, node, names)] : []);
    }
    default:
      return nameless(
        source,
        node,
        node.children.filter(isType).map(child => typeOf(source, child)),
      );
  }
}

function userType(source: KotlinSource, node: SyntaxNode, children: readonly SyntaxNode[]): TypeRef {
  const names = children.filter(child => child.type === 'identifier').map(child => nameOf(source, child));
  const last = children.at(-1);
  const projections = last?.type === 'type_arguments' ? last.children : [];
  return {
    at: placeOf(source, node),
    name: names.at(-1) ?? '',
    qualifier: names.slice(0, -1),
    arguments: projections.flatMap(projection => {
      const type = projection.children.find(isType);
      return type ? [typeOf(source, type)] : [];
    }),
    text: textOf(source, node),
  };
}

function nameless(source: KotlinSource, node: SyntaxNode, of: readonly TypeRef[]): TypeRef {
  return { at: placeOf(source, node), name: '', qualifier: [], arguments: of, text: textOf(source, node) };
}

/** A type's name as an expression: what is extended, tested for, or used as an annotation. */
export function typeExpr(source: KotlinSource, node: SyntaxNode): Expr {
  let type = node;
  while (type.type === 'nullable_type' || type.type === 'parenthesized_type') {
    const inner = type.children.find(isType);
    if (!inner) break;
    type = inner;
  }
  return nameChain(source, node, type.type === 'user_type' ? type.children : []);
}

/** `a.B.C` as members of members. */
export function nameChain(source: KotlinSource, node: SyntaxNode, children: readonly SyntaxNode[]): Expr {
  let value: Expr | undefined;
  for (const child of children) {
    if (child.type !== 'identifier') continue;
    const at = placeOf(source, child);
    const name = nameOf(source, child);
    value = value
      ? { kind: 'member', at: between(value.at, at), of: value, name, nameAt: at }
      : { kind: 'name', at, name };
  }
  return value ?? { kind: 'unknown', at: placeOf(source, node), text: textOf(source, node).slice(0, 200), parts: [] };
}
