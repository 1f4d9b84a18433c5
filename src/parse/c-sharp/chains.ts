/** Chains of members, calls and indexes, which nest as deeply as they are long: walked in a loop. */
import { between } from '../../core/location.ts';
import type { Expr, RecordEntry } from '../../core/program.ts';
import { chainOf } from '../syntax/chain.ts';
import { placeOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { assignment } from './operators.ts';
import { boundName } from './patterns.ts';
import { bare, type CSharpSource, isValue, nameText, valueIn } from './source.ts';
import { typeArgumentTexts, typeExpr } from './types.ts';

const LINKS: ReadonlySet<string> = new Set([
  'invocation_expression',
  'member_access_expression',
  'element_access_expression',
  'conditional_access_expression',
  'await_expression',
]);

export function isLink(node: SyntaxNode): boolean {
  return LINKS.has(node.type);
}

export function chain(source: CSharpSource, outermost: SyntaxNode): Expr {
  const value = chainOf<Expr | undefined>(source, source.around, outermost, {
    isLink,
    receiverOf,
    bare,
    root: root => root && expression(source, root),
    applied: (link, of) => of && applied(source, link, of),
    tooLong: link => tooDeep(source, link),
  });
  return value ?? unknownExpr(source, outermost);
}

function receiverOf(link: SyntaxNode): SyntaxNode | undefined {
  switch (link.type) {
    case 'invocation_expression':
      return childNamed(link, 'function');
    case 'conditional_access_expression':
      return childNamed(link, 'condition');
    case 'await_expression':
      return valueIn(link);
    default:
      return childNamed(link, 'expression');
  }
}

function applied(source: CSharpSource, link: SyntaxNode, of: Expr): Expr {
  switch (link.type) {
    case 'invocation_expression':
      return invocation(source, link, of);
    case 'await_expression':
      return of.kind === 'call' ? { ...of, isAwaited: true } : of;
    case 'element_access_expression':
      return index(source, link, of, childNamed(link, 'subscript'));
    case 'conditional_access_expression': {
      const binding = childOfType(link, 'member_binding_expression', 'element_binding_expression');
      if (!binding) return unknownExpr(source, link, [of]);
      if (binding.type === 'element_binding_expression') return index(source, link, of, binding);
      return member(source, link, of, childNamed(binding, 'name'));
    }
    default:
      return member(source, link, of, childNamed(link, 'name'));
  }
}

function member(source: CSharpSource, link: SyntaxNode, of: Expr, name: SyntaxNode | undefined): Expr {
  if (!name) return unknownExpr(source, link, [of]);
  const at = between(of.at, placeOf(source, name));
  return { kind: 'member', at, of, name: nameText(source, name), nameAt: nameAtOf(source, name) };
}

/** The place of a name without its type arguments. */
function nameAtOf(source: CSharpSource, name: SyntaxNode): Expr['at'] {
  const identifier = name.type === 'generic_name' ? childOfType(name, 'identifier') : undefined;
  return placeOf(source, identifier ?? name);
}

function index(source: CSharpSource, link: SyntaxNode, of: Expr, list: SyntaxNode | undefined): Expr {
  const [key, ...others] = list ? argumentsIn(source, list) : [];
  if (!key || others.length > 0) return unknownExpr(source, link, [of, ...(key ? [key] : []), ...others]);
  return { kind: 'index', at: placeOf(source, link), of, key };
}

/** `f<T>(x)`. `nameof(a.b)` is the text `b`, whatever `a` is. */
function invocation(source: CSharpSource, link: SyntaxNode, callee: Expr): Expr {
  const list = childNamed(link, 'arguments');
  const args = list ? argumentsIn(source, list) : [];
  if (callee.kind === 'name' && callee.name === 'nameof') {
    const [of] = args;
    if (of?.kind === 'name' || of?.kind === 'member')
      return { kind: 'text', at: placeOf(source, link), value: of.name };
  }
  const written = childNamed(link, 'function');
  const named =
    written?.type === 'member_access_expression'
      ? childNamed(written, 'name')
      : written?.type === 'conditional_access_expression'
        ? written.children.findLast(child => child.isNamed)?.children.find(child => child.field === 'name')
        : written;
  const isOptional = written?.type === 'conditional_access_expression';
  return {
    kind: 'call',
    at: between(callee.at, placeOf(source, link)),
    nameAt: callee.kind === 'member' ? callee.nameAt : callee.at,
    callee,
    args,
    isNew: false,
    isAwaited: false,
    ...(isOptional && { isOptional: true as const }),
    typeArguments: typeArgumentTexts(source, named),
  };
}

/** `(a, name: b, ref c, out var d)`. */
export function argumentsIn(source: CSharpSource, list: SyntaxNode): readonly Expr[] {
  return list.children.filter(child => child.type === 'argument').map(argument => argumentOf(source, argument));
}

function argumentOf(source: CSharpSource, node: SyntaxNode): Expr {
  const written = node.children.findLast(isValue);
  if (!written) return unknownExpr(source, node);
  const value = argumentValue(source, written);
  const name = childNamed(node, 'name');
  if (!name || name === written) return value;
  return {
    kind: 'named',
    at: placeOf(source, node),
    name: nameText(source, name),
    nameAt: placeOf(source, name),
    value,
  };
}

/** `out var x` declares `x` for the statement that the call is part of, and what follows it. */
function argumentValue(source: CSharpSource, node: SyntaxNode): Expr {
  if (node.type !== 'declaration_expression') return expression(source, node);
  const name = childNamed(node, 'name');
  if (!name) return unknownExpr(source, node);
  boundName(source, name, childNamed(node, 'type'));
  return { kind: 'name', at: placeOf(source, name), name: nameText(source, name) };
}

/** `new X(a) { P = b }`: the properties set beside are named arguments. A list or a dictionary that is written out is one. */
export function creation(source: CSharpSource, node: SyntaxNode): Expr {
  const type = childNamed(node, 'type');
  const list = childNamed(node, 'arguments') ?? childOfType(node, 'argument_list');
  const initializer = childNamed(node, 'initializer') ?? childOfType(node, 'initializer_expression');
  const args = list ? argumentsIn(source, list) : [];
  const at = placeOf(source, node);
  const items = initializer ? namedChildren(initializer) : [];
  if (args.length === 0 && items.length > 0) {
    if (items.every(isKeyed)) return { kind: 'record', at, entries: items.map(item => keyedEntry(source, item)) };
    if (items.every(item => item.type !== 'assignment_expression' && item.type !== 'initializer_expression'))
      return { kind: 'list', at, items: items.map(item => expression(source, item)) };
  }
  const callee: Expr = type ? typeExpr(source, type) : { kind: 'unknown', at, text: 'new', parts: [] };
  return {
    kind: 'call',
    at,
    nameAt: callee.kind === 'member' ? callee.nameAt : callee.at,
    callee,
    args: [...args, ...items.map(item => setProperty(source, item))],
    isNew: true,
    isAwaited: false,
    typeArguments: typeArgumentTexts(source, type),
  };
}

/** `["key"] = value` and `{ "key", value }` in the initializer of a dictionary. */
function isKeyed(item: SyntaxNode): boolean {
  if (item.type === 'initializer_expression') return namedChildren(item).length === 2;
  return item.type === 'assignment_expression' && childNamed(item, 'left')?.type === 'element_binding_expression';
}

function keyedEntry(source: CSharpSource, item: SyntaxNode): RecordEntry {
  const at = placeOf(source, item);
  const left = childNamed(item, 'left');
  const [first, second] = namedChildren(item);
  const key = left ? argumentsIn(source, left)[0] : first && expression(source, first);
  const value = left ? assignment(source, item).value : second && expression(source, second);
  if (key?.kind === 'text' && value) return { kind: 'entry', at, key: key.value, keyAt: key.at, value };
  return {
    kind: 'computed',
    at,
    key: key ?? unknownExpr(source, item),
    value: value ?? unknownExpr(source, item),
  };
}

function setProperty(source: CSharpSource, item: SyntaxNode): Expr {
  const left = childNamed(item, 'left');
  if (item.type !== 'assignment_expression' || left?.type !== 'identifier')
    return unknownExpr(source, item, item.type === 'assignment_expression' ? [assignment(source, item).value] : []);
  const right = childNamed(item, 'right');
  return {
    kind: 'named',
    at: placeOf(source, item),
    name: nameText(source, left),
    nameAt: placeOf(source, left),
    // `Items = { a, b }` adds to what is there.
    value: right ? expression(source, right) : unknownExpr(source, item),
  };
}

/** `new { A = 1, B, x.C }`. */
export function anonymousObject(source: CSharpSource, node: SyntaxNode): Expr {
  const entries: RecordEntry[] = [];
  const inner = node.children.filter(isValue);
  for (let at = 0; at < inner.length; at++) {
    const first = inner[at];
    if (!first) continue;
    const isNamed = node.children[node.children.indexOf(first) + 1]?.type === '=';
    const written = isNamed ? inner[++at] : first;
    if (!written) continue;
    const value = expression(source, written);
    const nameNode = isNamed ? first : written.type === 'identifier' ? written : childNamed(written, 'name');
    const name = nameText(source, nameNode ?? undefined);
    if (name !== '')
      entries.push({
        kind: 'entry',
        at: between(placeOf(source, first), value.at),
        key: name,
        keyAt: placeOf(source, nameNode ?? first),
        value,
      });
  }
  return { kind: 'record', at: placeOf(source, node), entries };
}
