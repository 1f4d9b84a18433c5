import type { Expr, RecordEntry } from '../../core/program.ts';
import { placeOf, spanIn, textOf } from '../syntax/source.ts';
import { namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import type { KotlinSource } from './source.ts';

/**
 * A string: text, or a concatenation of text and what is interpolated.
 *
 * `$name` is found here, because the grammar takes it for text where it stands between single quotes of a line.
 */
export function stringLiteral(source: KotlinSource, node: SyntaxNode): Expr {
  const isRaw = node.type === 'multiline_string_literal';
  const [open] = node.children;
  const last = node.children.at(-1);
  let from = open && !open.isNamed ? open.end : node.start;
  const end = last && last !== open && !last.isNamed ? last.end - (isRaw ? 3 : 1) : node.end;
  const hasManyDollars = source.text[node.start - 1] === '$' && source.text[node.start - 2] === '$';
  const parts: Expr[] = [];
  for (const child of node.children) {
    if (child.type !== 'interpolation') continue;
    if (hasManyDollars && source.text[child.start - 1] !== '$') continue;
    parts.push(...plainParts(source, from, child.start - (hasManyDollars ? 1 : 0), isRaw, !hasManyDollars));
    const [inner] = namedChildren(child);
    parts.push(inner ? expression(source, inner) : { kind: 'text', at: placeOf(source, child), value: '' });
    from = child.end;
  }
  parts.push(...plainParts(source, from, Math.max(end, from), isRaw, !hasManyDollars));
  return joined(source, node, parts);
}

function joined(source: KotlinSource, node: SyntaxNode, parts: readonly Expr[]): Expr {
  const at = placeOf(source, node);
  const merged: Expr[] = [];
  for (const part of parts) {
    const before = merged.at(-1);
    if (part.kind === 'text' && before?.kind === 'text') {
      const place = { ...before.at, endLine: part.at.endLine, endColumn: part.at.endColumn };
      merged[merged.length - 1] = { kind: 'text', at: place, value: before.value + part.value };
    } else merged.push(part);
  }
  const [only] = merged;
  if (!only) return { kind: 'text', at, value: '' };
  return merged.length === 1 && only.kind === 'text'
    ? { kind: 'text', at, value: only.value }
    : { kind: 'concat', at, parts: merged };
}

const PIECES = /\\u([0-9a-fA-F]{4})|\\(.)|\$([\p{L}_][\p{L}\p{Nd}_]*|`[^`\r\n]+`)|[^\\$]+|[\\$]/gsu;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
]);

/** Text between two offsets, with its escapes and its plain interpolations read. */
function plainParts(
  source: KotlinSource,
  start: number,
  end: number,
  isRaw: boolean,
  hasDollars: boolean,
): readonly Expr[] {
  const parts: Expr[] = [];
  let text = '';
  let from = start;
  const close = (to: number): void => {
    if (to > from) parts.push({ kind: 'text', at: spanIn(source, from, to), value: text });
    text = '';
  };
  for (const piece of source.text.slice(start, end).matchAll(PIECES)) {
    const [whole, code, escaped, name] = piece;
    const place = start + piece.index;
    if (name !== undefined && hasDollars) {
      close(place);
      from = place + whole.length;
      const at = spanIn(source, place + 1, from);
      const plain = name.startsWith('`') ? name.slice(1, -1) : name;
      if (plain === 'it') markIt(source);
      parts.push(name === 'this' ? { kind: 'self', at } : { kind: 'name', at, name: plain });
    } else if (isRaw) text += whole;
    else if (code !== undefined) text += String.fromCharCode(Number.parseInt(code, 16));
    else if (escaped !== undefined) text += ESCAPES.get(escaped) ?? escaped;
    else text += whole;
  }
  close(end);
  return parts;
}

/** Notes that the innermost lambda without parameters uses the one it has by default. */
export function markIt(source: KotlinSource): void {
  const innermost = source.implicit.at(-1);
  if (innermost) innermost.usesIt = true;
}

export function characterLiteral(source: KotlinSource, node: SyntaxNode): Expr {
  const [part] = plainParts(source, node.start + 1, Math.max(node.end - 1, node.start + 1), false, false);
  return { kind: 'text', at: placeOf(source, node), value: part?.kind === 'text' ? part.value : '' };
}

export function numberLiteral(source: KotlinSource, node: SyntaxNode): Expr {
  const digits = textOf(source, node).replaceAll('_', '');
  const isHex = /^0[xX]/.test(digits);
  const value = Number(digits.replace(isHex ? /[uUlL]+$/ : /[uUlLfF]+$/, ''));
  return { kind: 'number', at: placeOf(source, node), value };
}

const LISTS: ReadonlySet<string> = new Set([
  'listOf',
  'listOfNotNull',
  'mutableListOf',
  'arrayListOf',
  'emptyList',
  'arrayOf',
  'emptyArray',
  'setOf',
  'mutableSetOf',
  'hashSetOf',
  'linkedSetOf',
  'emptySet',
]);
const MAPS: ReadonlySet<string> = new Set(['mapOf', 'mutableMapOf', 'hashMapOf', 'linkedMapOf', 'emptyMap']);

/** `listOf(…)` and its like as a list, `mapOf("a" to x)` as a record; undefined for any other call. */
export function collection(
  source: KotlinSource,
  callee: Expr,
  args: readonly Expr[],
  node: SyntaxNode,
): Expr | undefined {
  if (callee.kind !== 'name') return undefined;
  const at = placeOf(source, node);
  if (LISTS.has(callee.name)) return { kind: 'list', at, items: args };
  if (!MAPS.has(callee.name)) return undefined;
  const entries = args.map(entryOf);
  return entries.every(entry => entry !== undefined) ? { kind: 'record', at, entries } : undefined;
}

/** `"a" to x` and `Pair("a", x)`. */
function entryOf(arg: Expr): RecordEntry | undefined {
  if (arg.kind !== 'call') return undefined;
  const { callee, args, at } = arg;
  const isPair = callee.kind === 'name' && callee.name === 'Pair' && args.length === 2;
  const isTo = callee.kind === 'member' && callee.name === 'to' && args.length === 1;
  const key = isPair ? args[0] : isTo ? callee.of : undefined;
  const value = args.at(-1);
  if (!key || !value) return undefined;
  return key.kind === 'text'
    ? { kind: 'entry', at, key: key.value, keyAt: key.at, value }
    : { kind: 'computed', at, key, value };
}
