/**
 * Chains: members, calls and elements of a value, `http.authorizeHttpRequests(f).build()`. They are read in a loop, because
 * programs write chains of hundreds of calls and hostile ones of thousands.
 */
import type { CallExpr, Expr } from '../../core/program.ts';
import { chainOf } from '../syntax/chain.ts';
import { placeOf, textOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { anonymousClass } from './classes.ts';
import { expression, expressions } from './expressions.ts';
import { bare, nameText, type JavaSource } from './source.ts';
import { typeExpr } from './types.ts';

const LINKS: ReadonlySet<string> = new Set([
  'method_invocation',
  'field_access',
  'array_access',
  'method_reference',
  'object_creation_expression',
]);

export function isLink(node: SyntaxNode): boolean {
  return LINKS.has(node.type);
}

export function chain(source: JavaSource, outermost: SyntaxNode): Expr {
  const value = chainOf<Expr | undefined>(source, source.around, outermost, {
    isLink,
    receiverOf,
    bare,
    root: root => root && expression(source, root),
    applied: (link, of) => applied(source, link, of),
    tooLong: link => tooDeep(source, link),
  });
  return value ?? unknownExpr(source, outermost);
}

/** What a link works on; none for a plain call, `new X()`, and for `Outer.this` and `Outer.super`, which are one word. */
function receiverOf(link: SyntaxNode): SyntaxNode | undefined {
  switch (link.type) {
    case 'field_access':
      return childNamed(link, 'field')?.type === 'this' || hasSuper(link) ? undefined : childNamed(link, 'object');
    case 'method_invocation':
      return hasSuper(link) ? undefined : childNamed(link, 'object');
    case 'array_access':
      return childNamed(link, 'array');
    case 'method_reference': {
      const [first] = link.children;
      return first?.isNamed ? first : undefined;
    }
    default: {
      // `outer.new Inner()`
      const [first] = link.children;
      return first?.isNamed && first.type !== 'super' && childNamed(link, 'type') !== first ? first : undefined;
    }
  }
}

/** `Iface.super.m()` calls the method of a base, as `super.m()` does. */
function hasSuper(link: SyntaxNode): boolean {
  return link.children.some(child => child.type === 'super' && child.field !== 'object');
}

function applied(source: JavaSource, link: SyntaxNode, of: Expr | undefined): Expr {
  switch (link.type) {
    case 'method_invocation':
      return invocation(source, link, of ?? superIn(source, link));
    case 'object_creation_expression':
      return creation(source, link, of);
    case 'array_access': {
      const key = childNamed(link, 'index');
      if (!of || !key) return unknownExpr(source, link, of ? [of] : []);
      return { kind: 'index', at: placeOf(source, link), of, key: expression(source, key) };
    }
    case 'method_reference':
      return named(source, link, of ?? unknownExpr(source, link), link.children.at(-1));
    default: {
      const field = childNamed(link, 'field');
      if (field?.type === 'this') return { kind: 'self', at: placeOf(source, link) };
      return named(source, link, of ?? superIn(source, link) ?? unknownExpr(source, link), field);
    }
  }
}

function superIn(source: JavaSource, link: SyntaxNode): Expr | undefined {
  const word = link.children.find(child => child.type === 'super');
  return word && { kind: 'name', at: placeOf(source, word), name: 'super' };
}

/** `of.name`; in a reference, `X::new` has the name `new`. */
function named(source: JavaSource, link: SyntaxNode, of: Expr, name: SyntaxNode | undefined): Expr {
  if (!name) return unknownExpr(source, link, [of]);
  return { kind: 'member', at: placeOf(source, link), of, name: textOf(source, name), nameAt: placeOf(source, name) };
}

function invocation(source: JavaSource, link: SyntaxNode, of: Expr | undefined): CallExpr {
  const name = childNamed(link, 'name');
  const nameAt = placeOf(source, name ?? link);
  const calleeAt = of ? { ...of.at, endLine: nameAt.endLine, endColumn: nameAt.endColumn } : nameAt;
  const callee: Expr = of
    ? { kind: 'member', at: calleeAt, of, name: nameText(source, name), nameAt }
    : { kind: 'name', at: nameAt, name: nameText(source, name) };
  return {
    kind: 'call',
    at: placeOf(source, link),
    nameAt,
    callee,
    args: argumentsOf(source, link),
    isNew: false,
    isAwaited: false,
    typeArguments: typeArguments(source, childNamed(link, 'type_arguments')),
  };
}

function creation(source: JavaSource, link: SyntaxNode, of: Expr | undefined): CallExpr {
  const type = childNamed(link, 'type');
  const body = link.children.find(child => child.type === 'class_body');
  const named = type ? typeExpr(source, type) : unknownExpr(source, link);
  const made: Expr =
    of && named.kind === 'name' ? { kind: 'member', at: named.at, of, name: named.name, nameAt: named.at } : named;
  const generic = type?.children.find(child => child.type === 'type_arguments');
  return {
    kind: 'call',
    at: placeOf(source, link),
    nameAt: made.kind === 'member' ? made.nameAt : made.at,
    callee: body ? anonymousClass(source, link, body, made) : made,
    args: argumentsOf(source, link),
    isNew: true,
    isAwaited: false,
    typeArguments: typeArguments(source, generic),
  };
}

export function argumentsOf(source: JavaSource, node: SyntaxNode): readonly Expr[] {
  const list = childNamed(node, 'arguments');
  return list ? expressions(source, namedChildren(list)) : [];
}

function typeArguments(source: JavaSource, node: SyntaxNode | undefined): readonly string[] {
  return node ? namedChildren(node).map(type => textOf(source, type)) : [];
}
