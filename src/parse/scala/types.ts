import { between } from '../../core/location.ts';
import type { Expr, TypeRef } from '../../core/program.ts';
import { deeper, placeOf, textOf } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { nameOf, type ScalaSource } from './source.ts';

export function isType(node: SyntaxNode): boolean {
  return node.type === 'type_identifier' || node.type === 'stable_type_identifier' || node.type.endsWith('_type');
}

/** The type that a node's rule names `type`, or another name. */
export function typeNamed(source: ScalaSource, node: SyntaxNode, field = 'type'): TypeRef | undefined {
  const type = node.children.find(child => child.field === field && child.isNamed);
  return type && typeOf(source, type);
}

/** `=> X` and `X*` are X, the former with its arrow in the text. A function, tuple or union type has the name ''; the members of the latter two are its `arguments`. */
export function typeOf(source: ScalaSource, node: SyntaxNode): TypeRef {
  return deeper(source, node, () => translate(source, node)) ?? nameless(source, node, []);
}

function translate(source: ScalaSource, node: SyntaxNode): TypeRef {
  switch (node.type) {
    case 'type_identifier':
    case 'identifier':
      return named(source, node, [node], []);
    case 'stable_type_identifier':
    case 'stable_identifier':
      return named(source, node, namesIn(node), []);
    case 'generic_type': {
      const of = childNamed(node, 'type');
      const given = childNamed(node, 'type_arguments')?.children.filter(isType) ?? [];
      return of
        ? named(
            source,
            node,
            of.type === 'type_identifier' ? [of] : namesIn(of),
            given.map(type => typeOf(source, type)),
          )
        : nameless(source, node, []);
    }
    case 'lazy_parameter_type': {
      const inner = node.children.find(isType);
      return inner ? { ...typeOf(source, inner), text: textOf(source, node) } : nameless(source, node, []);
    }
    case 'repeated_parameter_type':
    case 'annotated_type':
    case 'singleton_type': {
      const inner = node.children.find(isType);
      return inner ? typeOf(source, inner) : nameless(source, node, []);
    }
    case 'compound_type': {
      const all = node.children.filter(isType).map(type => typeOf(source, type));
      return all.length === 1 && all[0] ? all[0] : nameless(source, node, all);
    }
    case 'tuple_type':
    case 'infix_type':
      return nameless(
        source,
        node,
        node.children.filter(isType).map(type => typeOf(source, type)),
      );
    default:
      return nameless(source, node, []);
  }
}

function named(
  source: ScalaSource,
  node: SyntaxNode,
  names: readonly SyntaxNode[],
  given: readonly TypeRef[],
): TypeRef {
  const words = names.map(name => nameOf(source, name));
  return {
    at: placeOf(source, node),
    name: words.at(-1) ?? '',
    qualifier: words.slice(0, -1),
    arguments: given,
    text: textOf(source, node),
  };
}

function nameless(source: ScalaSource, node: SyntaxNode, of: readonly TypeRef[]): TypeRef {
  return { at: placeOf(source, node), name: '', qualifier: [], arguments: of, text: textOf(source, node) };
}

/** The names of a qualified name, from the outside inwards. */
export function namesIn(node: SyntaxNode): readonly SyntaxNode[] {
  const names: SyntaxNode[] = [];
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.type === 'identifier' || next.type === 'type_identifier') names.unshift(next);
    else open.push(...next.children);
  }
  return names;
}

/** A type's name as an expression: what is extended, tested for, or used as an annotation. */
export function typeExpr(source: ScalaSource, node: SyntaxNode): Expr {
  let type = node;
  for (let inner = inside(type); inner; inner = inside(type)) type = inner;
  const names = type.type === 'type_identifier' || type.type === 'identifier' ? [type] : namesIn(type);
  let value: Expr | undefined;
  for (const child of type.type.endsWith('_type') && type.type !== 'stable_type_identifier' ? [] : names) {
    const at = placeOf(source, child);
    const name = nameOf(source, child);
    value = value
      ? { kind: 'member', at: between(value.at, at), of: value, name, nameAt: at }
      : { kind: 'name', at, name };
  }
  return value ?? { kind: 'unknown', at: placeOf(source, node), text: textOf(source, node).slice(0, 200), parts: [] };
}

function inside(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'generic_type') return childNamed(node, 'type');
  return node.type === 'annotated_type' || node.type === 'compound_type' ? node.children.find(isType) : undefined;
}
