/**
 * Chains: calls, members and elements of a value, `Router::new().route("/", get(f)).layer(l)?`. They are read in a loop,
 * because programs write chains of hundreds of calls and hostile ones of thousands.
 */
import type { CallExpr, Expr } from '../../core/program.ts';
import { chainOf } from '../syntax/chain.ts';
import { placeOf, textOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressions } from './expressions.ts';
import { bare, nameText, type RustSource } from './source.ts';

/** The name of the method that `?` is: it gives what is in a value, or ends the function with what is not there. */
export const TRY = '?';

const LINKS: ReadonlySet<string> = new Set([
  'call_expression',
  'field_expression',
  'try_expression',
  'index_expression',
]);

export function isLink(node: SyntaxNode): boolean {
  return LINKS.has(node.type);
}

export function chain(source: RustSource, outermost: SyntaxNode): Expr {
  return chainOf<Expr>(source, source.around, outermost, {
    isLink,
    receiverOf,
    bare,
    root: root => (root ? expression(source, root) : unknownExpr(source, outermost)),
    applied: (link, of) => applied(source, link, of),
    tooLong: link => tooDeep(source, link),
  });
}

/** The method that a call names, `x.m` in `x.m()`; undefined for a call of a value. */
function methodNode(call: SyntaxNode): SyntaxNode | undefined {
  const callee = calleeNode(call);
  return callee?.type === 'field_expression' ? callee : undefined;
}

function calleeNode(call: SyntaxNode): SyntaxNode | undefined {
  const written = childNamed(call, 'function');
  const callee = written?.type === 'generic_function' ? childNamed(written, 'function') : written;
  return callee;
}

function receiverOf(link: SyntaxNode): SyntaxNode | undefined {
  switch (link.type) {
    case 'call_expression': {
      const method = methodNode(link);
      return method ? childNamed(method, 'value') : calleeNode(link);
    }
    case 'field_expression':
      return childNamed(link, 'value');
    default:
      return link.children.find(child => child.isNamed);
  }
}

function applied(source: RustSource, link: SyntaxNode, of: Expr): Expr {
  const at = placeOf(source, link);
  switch (link.type) {
    case 'call_expression':
      return call(source, link, of);
    case 'try_expression': {
      const nameAt = placeOf(source, link.children.at(-1) ?? link);
      return {
        kind: 'call',
        at,
        nameAt,
        callee: { kind: 'member', at, of, name: TRY, nameAt },
        args: [],
        isNew: false,
        isAwaited: false,
        typeArguments: [],
      };
    }
    case 'index_expression': {
      const key = namedChildren(link)[1];
      return key ? { kind: 'index', at, of, key: expression(source, key) } : unknownExpr(source, link, [of]);
    }
    default: {
      const field = childNamed(link, 'field');
      if (!field) return unknownExpr(source, link, [of]);
      // Parts of a tuple go by their number.
      if (field.type === 'integer_literal')
        return {
          kind: 'index',
          at,
          of,
          key: { kind: 'number', at: placeOf(source, field), value: Number(textOf(source, field)) },
        };
      return { kind: 'member', at, of, name: nameText(source, field), nameAt: placeOf(source, field) };
    }
  }
}

function call(source: RustSource, link: SyntaxNode, of: Expr): CallExpr {
  const method = methodNode(link);
  const field = method && childNamed(method, 'field');
  const written = childNamed(link, 'function');
  // `TypedHeader::<T>::from_request` says of the type what `get::<T>` says of the function.
  const path = written?.type === 'scoped_identifier' ? childNamed(written, 'path') : undefined;
  const holder = written?.type === 'generic_function' ? written : path?.type === 'generic_type' ? path : undefined;
  const generic = holder && childNamed(holder, 'type_arguments');
  const nameAt = field ? placeOf(source, field) : of.kind === 'member' ? of.nameAt : of.at;
  const calleeAt = { ...of.at, endLine: nameAt.endLine, endColumn: nameAt.endColumn };
  return {
    kind: 'call',
    at: placeOf(source, link),
    nameAt,
    callee: field ? { kind: 'member', at: calleeAt, of, name: nameText(source, field), nameAt } : of,
    args: argumentsOf(source, childNamed(link, 'arguments')),
    isNew: false,
    isAwaited: false,
    typeArguments: generic ? namedChildren(generic).map(type => textOf(source, type)) : [],
  };
}

function argumentsOf(source: RustSource, list: SyntaxNode | undefined): readonly Expr[] {
  return list
    ? expressions(
        source,
        namedChildren(list).filter(child => child.type !== 'attribute_item'),
      )
    : [];
}
