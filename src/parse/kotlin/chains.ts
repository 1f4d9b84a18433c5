/** Chains: members, calls, casts and infix calls on a value. They are read in a loop, because programs write long ones. */
import type { CallExpr, Expr } from '../../core/program.ts';
import { CAPS } from '../parsed.ts';
import { placeOf, textOf, tooDeep } from '../syntax/source.ts';
import { childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { argumentsOf } from './arguments.ts';
import { expression } from './expressions.ts';
import { lambda } from './functions.ts';
import { collection } from './literals.ts';
import { bare, type KotlinSource, nameOf, unknown } from './source.ts';

export function isLink(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'call_expression':
    case 'navigation_expression':
    case 'index_expression':
    case 'infix_expression':
    case 'as_expression':
      return true;
    case 'unary_expression':
      return node.children.at(-1)?.type === '!!';
    default:
      return false;
  }
}

/**
 * Translates a chain from its root outwards. Where it has more links than the cap allows, the inner part is cut off and
 * kept, with all of its calls, in the `parts` of the unknown value that the outer part then works on.
 */
export function chain(source: KotlinSource, outermost: SyntaxNode): Expr {
  const links: SyntaxNode[] = [];
  let root = outermost;
  while (isLink(root)) {
    const [receiver] = root.children;
    if (!receiver) return unknown(source, outermost);
    links.push(root);
    root = bare(receiver);
  }
  const { counts } = source;
  const room = Math.max(CAPS.chain - counts.links, 1);
  const before = counts.links;
  counts.links += Math.min(links.length, room);
  const cut: Expr[] = [];
  let value = expression(source, root);
  for (let index = links.length - 1, length = 1; index >= 0; index--, length++) {
    const link = links[index];
    if (!link) break;
    if (length > room) {
      tooDeep(source, link);
      cut.push(value);
      value = unknown(source, link.children[0] ?? link, index < room ? cut : []);
      length = 1;
    }
    // `f(a) { … }` is one call, though the tree has two.
    const next = links[index - 1];
    if (next && isCallWithLambdaAfter(next, link)) {
      value = call(source, next, value, [link, next]);
      index--;
    } else value = applied(source, link, value);
  }
  counts.links = before;
  return value;
}

/** Whether `outer` only adds a lambda to the call `inner`, which has none yet. */
function isCallWithLambdaAfter(outer: SyntaxNode, inner: SyntaxNode): boolean {
  if (outer.type !== 'call_expression' || inner.type !== 'call_expression') return false;
  if (outer.children[0] !== inner || childOfType(outer, 'value_arguments', 'type_arguments')) return false;
  return childOfType(inner, 'value_arguments') !== undefined && childOfType(inner, 'annotated_lambda') === undefined;
}

function applied(source: KotlinSource, link: SyntaxNode, of: Expr): Expr {
  switch (link.type) {
    case 'call_expression':
      return call(source, link, of, [link]);
    case 'navigation_expression':
      return member(source, link, of);
    case 'index_expression':
      return element(source, link, of);
    case 'infix_expression':
      return infix(source, link, of);
    default:
      // Casts and `!!` change no value.
      return of;
  }
}

function member(source: KotlinSource, link: SyntaxNode, of: Expr): Expr {
  const name = link.children.at(-1);
  if (!name || name.type !== 'identifier') return unknown(source, link, [of]);
  const text = nameOf(source, name);
  // `X::class` stands for X.
  if (text === 'class' && link.children.some(child => child.type === '::')) return of;
  return { kind: 'member', at: placeOf(source, link), of, name: text, nameAt: placeOf(source, name) };
}

function element(source: KotlinSource, link: SyntaxNode, of: Expr): Expr {
  const at = placeOf(source, link);
  const keys = namedChildren(link)
    .slice(1)
    .map(key => expression(source, key));
  const [key] = keys;
  if (!key) return unknown(source, link, [of]);
  if (keys.length > 1) return { kind: 'index', at, of, key: { kind: 'list', at, items: keys } };
  return key.kind === 'text'
    ? { kind: 'member', at, of, name: key.value, nameAt: key.at }
    : { kind: 'index', at, of, key };
}

/** `a to b` calls the member `to` of `a`. */
function infix(source: KotlinSource, link: SyntaxNode, of: Expr): Expr {
  const [, name, right] = link.children;
  if (!name || !right) return unknown(source, link, [of]);
  const nameAt = placeOf(source, name);
  const reach = { ...placeOf(source, link), endLine: nameAt.endLine, endColumn: nameAt.endColumn };
  const callee: Expr = { kind: 'member', at: reach, of, name: nameOf(source, name), nameAt };
  return callOf(source, link, callee, [expression(source, right)], []);
}

/** A call whose arguments and lambda stand in these nodes. */
function call(source: KotlinSource, outer: SyntaxNode, callee: Expr, nodes: readonly SyntaxNode[]): Expr {
  const args: Expr[] = [];
  const types: string[] = [];
  for (const child of nodes.flatMap(node => node.children)) {
    if (child.type === 'type_arguments') types.push(...namedChildren(child).map(type => textOf(source, type)));
    if (child.type === 'value_arguments') args.push(...argumentsOf(source, child));
    if (child.type !== 'annotated_lambda') continue;
    const literal = childOfType(child, 'lambda_literal');
    if (literal) args.push(lambda(source, literal));
  }
  return collection(source, callee, args, outer) ?? callOf(source, outer, callee, args, types);
}

function callOf(
  source: KotlinSource,
  node: SyntaxNode,
  callee: Expr,
  args: readonly Expr[],
  typeArguments: readonly string[],
): CallExpr {
  return {
    kind: 'call',
    at: placeOf(source, node),
    nameAt: callee.kind === 'member' ? callee.nameAt : callee.at,
    callee,
    args,
    isNew: false,
    isAwaited: false,
    typeArguments,
  };
}
