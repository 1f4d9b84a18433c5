/** Chains: members, calls and type arguments on a value. They are read in a loop, because programs write long ones. */
import type { CallExpr, Expr, RecordEntry } from '../../core/program.ts';
import { calledAtOnce } from '../calls.ts';
import { CAPS } from '../parsed.ts';
import { operation } from '../sums.ts';
import { placeOf, textOf, tooDeep } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, functionalExpression } from './expressions.ts';
import { argumentBlock } from './functions.ts';
import { bare, nameOf, type ScalaSource, unknown } from './source.ts';
import { typeExpr } from './types.ts';

export function isLink(node: SyntaxNode): boolean {
  return node.type === 'call_expression' || node.type === 'field_expression' || node.type === 'generic_function';
}

function receiverOf(node: SyntaxNode): SyntaxNode | undefined {
  return childNamed(node, node.type === 'field_expression' ? 'value' : 'function');
}

/**
 * Translates a chain from its root outwards. Where it has more links than the cap allows, the inner part is cut off and
 * kept, with all of its calls, in the `parts` of the unknown value that the outer part then works on.
 */
export function chain(source: ScalaSource, outermost: SyntaxNode): Expr {
  const links: SyntaxNode[] = [];
  let root = outermost;
  while (isLink(root)) {
    const receiver = receiverOf(root);
    if (!receiver) return unknown(source, outermost);
    links.push(root);
    if (receiver.type === 'infix_expression' || receiver.type === 'prefix_expression')
      return expression(source, regrouped(receiver, links, outermost));
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
      value = unknown(source, link, index < room ? cut : []);
      length = 1;
    }
    const next = links[index - 1];
    // `f[T](x)` is one call.
    if (link.type === 'generic_function' && next?.type === 'call_expression') {
      value = called(source, next, value, typesOf(source, link));
      index--;
    } else value = applied(source, link, value);
  }
  counts.links = before;
  return value;
}

/** `a -> b.c[T](d)`: members and calls bind to the right side alone, where the grammar takes them for those of the whole. */
function regrouped(around: SyntaxNode, links: readonly SyntaxNode[], outermost: SyntaxNode): SyntaxNode {
  const right = around.type === 'prefix_expression' ? around.children.at(-1) : childNamed(around, 'right');
  if (!right) return around;
  let inner = right;
  for (const link of links.toReversed()) {
    const receiver = receiverOf(link);
    const children = link.children.map(child => (child === receiver ? { ...inner, field: child.field } : child));
    inner = { ...link, start: right.start, children };
  }
  const whole = { ...inner, field: right.field };
  return {
    ...around,
    field: outermost.field,
    end: outermost.end,
    children: around.children.map(child => (child === right ? whole : child)),
  };
}

function applied(source: ScalaSource, link: SyntaxNode, of: Expr): Expr {
  switch (link.type) {
    case 'field_expression':
      return member(source, link, of);
    case 'generic_function':
      return generic(source, link, of);
    default:
      return called(source, link, of, []);
  }
}

function member(source: ScalaSource, link: SyntaxNode, of: Expr): Expr {
  const name = childNamed(link, 'field');
  if (!name) return unknown(source, link, [of]);
  return { kind: 'member', at: placeOf(source, link), of, name: nameOf(source, name), nameAt: placeOf(source, name) };
}

/** `x.asInstanceOf[T]` is x; `req.as[T]` is a call without arguments. */
function generic(source: ScalaSource, link: SyntaxNode, of: Expr): Expr {
  const at = placeOf(source, link);
  const [type] = namedChildren(childNamed(link, 'type_arguments') ?? link);
  if (of.kind === 'member' && of.name === 'asInstanceOf') return of.of;
  if (of.kind === 'member' && of.name === 'isInstanceOf' && type)
    return operation(at, 'instance-of', [of.of, typeExpr(source, type)]);
  if (of.kind === 'name' && of.name === 'classOf' && type) return typeExpr(source, type);
  return { ...calledAtOnce(of), at, nameAt: nameAtOf(of), typeArguments: typesOf(source, link) };
}

function typesOf(source: ScalaSource, link: SyntaxNode): readonly string[] {
  return namedChildren(childNamed(link, 'type_arguments') ?? link)
    .filter(type => type !== receiverOf(link))
    .map(type => textOf(source, type));
}

function nameAtOf(callee: Expr): Expr['at'] {
  return callee.kind === 'member' ? callee.nameAt : callee.at;
}

function called(source: ScalaSource, link: SyntaxNode, callee: Expr, typeArguments: readonly string[]): Expr {
  const given = childNamed(link, 'arguments');
  if (!given) return unknown(source, link, [callee]);
  // What is handed over by the compiler elsewhere says nothing here.
  if (given.children.some(({ type }) => type === 'using')) return callee;
  const args = given.type === 'arguments' ? argumentsOf(source, given) : [argumentBlock(source, given)];
  // `new A(x)(y)`: the second list belongs to the constructor.
  if (callee.kind === 'call' && callee.isNew && given.type === 'arguments')
    return { ...callee, at: placeOf(source, link), args: [...callee.args, ...args] };
  const call: CallExpr = {
    kind: 'call',
    at: placeOf(source, link),
    nameAt: nameAtOf(callee),
    callee,
    args,
    isNew: false,
    isAwaited: false,
    typeArguments,
  };
  return collection(call) ?? call;
}

/** `(a, name = b, xs: _*)`. */
export function argumentsOf(source: ScalaSource, node: SyntaxNode): readonly Expr[] {
  return namedChildren(node).map(argument => argumentOf(source, argument));
}

function argumentOf(source: ScalaSource, node: SyntaxNode): Expr {
  if (node.type !== 'assignment_expression') return functionalExpression(source, node);
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  if (left?.type !== 'identifier' || !right) return functionalExpression(source, node);
  return {
    kind: 'named',
    at: placeOf(source, node),
    name: nameOf(source, left),
    nameAt: placeOf(source, left),
    value: functionalExpression(source, right),
  };
}

const LISTS: ReadonlySet<string> = new Set([
  'List',
  'Seq',
  'IndexedSeq',
  'Vector',
  'Set',
  'Array',
  'NonEmptyList',
  'Chain',
]);

/** `List(…)` and its like as a list, `Map("a" -> x)` as a record, `Some(x)` as x; undefined for any other call. */
function collection({ callee, args, at }: CallExpr): Expr | undefined {
  const of =
    callee.kind === 'member' && (callee.name === 'of' || callee.name === 'apply' || callee.name === 'empty')
      ? callee.of
      : callee;
  if (of.kind !== 'name') return undefined;
  if (LISTS.has(of.name)) return { kind: 'list', at, items: args };
  const [only] = args;
  if ((of.name === 'Some' || of.name === 'Option') && of === callee && only && args.length === 1) return only;
  if (of.name !== 'Map') return undefined;
  const entries = args.map(entryOf);
  return entries.every(entry => entry !== undefined) ? { kind: 'record', at, entries } : undefined;
}

/** `"a" -> x` and `("a", x)`. */
function entryOf(arg: Expr): RecordEntry | undefined {
  const isArrow = arg.kind === 'call' && arg.callee.kind === 'member' && arg.callee.name === '->';
  const [key, value] =
    isArrow && arg.callee.kind === 'member' ? [arg.callee.of, arg.args[0]] : arg.kind === 'list' ? arg.items : [];
  if (!key || !value) return undefined;
  return key.kind === 'text'
    ? { kind: 'entry', at: arg.at, key: key.value, keyAt: key.at, value }
    : { kind: 'computed', at: arg.at, key, value };
}
