/** Members, subscripts and calls on a value. They are read in a loop, because hostile programs write chains of thousands. */
import type { CallExpr, Expr } from '../../core/program.ts';
import { chainOf } from '../syntax/chain.ts';
import { placeOf, textOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { builtinCall } from './built-in-functions.ts';
import { expression, expressions } from './expressions.ts';
import { bare, type GoSource } from './source.ts';
import { plainType, through, typeArgumentsOf, typeExpr } from './types.ts';

const RECEIVERS: ReadonlyMap<string, string> = new Map([
  ['call_expression', 'function'],
  ['selector_expression', 'operand'],
  ['index_expression', 'operand'],
  ['slice_expression', 'operand'],
  ['type_assertion_expression', 'operand'],
  ['type_instantiation_expression', 'type'],
  ['type_conversion_expression', 'type'],
]);

export function isLink(node: SyntaxNode): boolean {
  return RECEIVERS.has(node.type);
}

/** What a link works on; a conversion to a type works on the type. */
function receiverOf(link: SyntaxNode): SyntaxNode | undefined {
  return childNamed(link, RECEIVERS.get(link.type) ?? '');
}

export function chain(source: GoSource, outermost: SyntaxNode): Expr {
  return chainOf<Expr>(source, source.around, outermost, {
    isLink,
    receiverOf,
    bare,
    root: root => (root ? expression(source, root) : unknownExpr(source, outermost)),
    applied: (link, of) => applied(source, link, of),
    tooLong: link => tooDeep(source, link),
  });
}

function applied(source: GoSource, link: SyntaxNode, of: Expr): Expr {
  const at = placeOf(source, link);
  switch (link.type) {
    case 'selector_expression': {
      const field = childNamed(link, 'field');
      if (!field) return unknownExpr(source, link, [of]);
      return { kind: 'member', at, of, name: textOf(source, field), nameAt: placeOf(source, field) };
    }
    case 'index_expression': {
      const written = childNamed(link, 'index');
      if (!written) return unknownExpr(source, link, [of]);
      const key = expression(source, written);
      // `a["b"]` is the member `b` of `a`.
      return key.kind === 'text'
        ? { kind: 'member', at, of, name: key.value, nameAt: key.at }
        : { kind: 'index', at, of, key };
    }
    case 'slice_expression':
      return sliced(source, link, of);
    case 'type_assertion_expression':
    case 'type_instantiation_expression':
      // Neither changes a value: `v.(T)` is `v`, and `f[int]` is `f`.
      return of;
    case 'type_conversion_expression':
      return conversion(source, link, of);
    default:
      return call(source, link, of);
  }
}

/** A part of a list or text; all of it is itself. */
function sliced(source: GoSource, link: SyntaxNode, of: Expr): Expr {
  const bounds = ['start', 'end', 'capacity'].flatMap(field => childNamed(link, field) ?? []);
  return bounds.length === 0 ? of : unknownExpr(source, link, [of, ...expressions(source, bounds)]);
}

function call(source: GoSource, link: SyntaxNode, callee: Expr): Expr {
  const list = childNamed(link, 'arguments');
  const builtin =
    callee.kind === 'name' && list ? builtinCall(source, link, callee.name, namedChildren(list)) : undefined;
  if (builtin) return builtin;
  const name = callee.kind === 'member' ? callee.name : '';
  return callOf(source, link, callee, list ? argumentsIn(source, namedChildren(list), name) : []);
}

function argumentsIn(source: GoSource, nodes: readonly SyntaxNode[], callee: string): readonly Expr[] {
  return nodes.map((node, index) => argument(source, node, callee, index === nodes.length - 1));
}

/**
 * An argument. What a call is given the address of, it may change: `&config.Port` and, for functions that fill what they are
 * given, any variable may be something else afterwards.
 */
function argument(source: GoSource, node: SyntaxNode, callee: string, isLast: boolean): Expr {
  const value = expression(source, node);
  const isAddress = node.type === 'unary_expression' && node.children[0]?.type === '&';
  const isChanged =
    (value.kind === 'member' && isAddress) ||
    (value.kind === 'name' && (isAddress ? FILLS.test(callee) : isLast && DECODES.test(callee)));
  if (!isChanged) return value;
  const at = placeOf(source, node);
  const unseen = unknownExpr(source, { ...node, end: node.start });
  return {
    kind: 'assigned',
    at,
    target: value,
    value: { kind: 'choice', at, test: unseen, then: value, otherwise: unseen },
  };
}

const FILLS = /^(?:Unmarshal|Decode|Process|Parse|Load|Read|Scan|Bind|ShouldBind|Fill|Populate|Unpack)\w*$|Var(?:P)?$/;
const DECODES = /^(?:Unmarshal\w*|Decode|Process|ReadConfig|ReadEnv|Populate)$/;

/** `Map[int](x)` calls a generic function, which the grammar cannot tell from a conversion; `[]byte(x)` is `x`. */
function conversion(source: GoSource, link: SyntaxNode, callee: Expr): Expr {
  const operand = childNamed(link, 'operand');
  const type = childNamed(link, 'type');
  const args = operand ? [expression(source, operand)] : [];
  const [arg] = args;
  const isNamed = type !== undefined && /^(?:type_identifier|qualified_type)$/.test(plainType(type).type);
  if (isNamed) return callOf(source, link, typeExpr(source, type), args);
  return arg ?? callOf(source, link, callee, args);
}

function callOf(source: GoSource, link: SyntaxNode, callee: Expr, args: readonly Expr[]): CallExpr {
  const nameAt = callee.kind === 'member' ? callee.nameAt : callee.at;
  const type = childNamed(link, 'type');
  return {
    kind: 'call',
    at: through(callee.at, placeOf(source, link)),
    nameAt,
    callee,
    args,
    isNew: false,
    isAwaited: false,
    typeArguments: typeArgumentsOf(source, type?.type === 'generic_type' ? type : link),
  };
}
