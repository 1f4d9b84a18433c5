/** Constants of a file as text, and the options of calls. */
import type { Expr, FunctionNode } from '../../src/core/program.ts';
import type { ProgramFile } from '../../src/parse/program-file.ts';
import { valueOf } from './bindings.ts';

type Inside = readonly FunctionNode[];

/** Spreads of spreads; a cycle ends here. */
const DEPTH = 10;

/** Parts of one text that are looked at; constants made of constants grow without bound. */
const MOST_PARTS = 300;

/** A value as text, as far as it is constant; `{}` stands for every part that is computed. Of alternatives the written one. */
export function textOf(file: ProgramFile, expr: Expr, inside: Inside): string {
  return folded(file, expr, inside, { left: MOST_PARTS });
}

function folded(file: ProgramFile, expr: Expr, inside: Inside, parts: { left: number }): string {
  if (parts.left-- <= 0) return '{}';
  const inner = (part: Expr): string => folded(file, part, inside, parts);
  switch (expr.kind) {
    case 'text':
      return expr.value;
    case 'number':
      return String(expr.value);
    case 'concat':
      return expr.parts.map(inner).join('');
    case 'choice': {
      const then = inner(expr.then);
      return then === '{}' ? inner(expr.otherwise) : then;
    }
    case 'name':
    case 'member': {
      const value = valueOf(file, expr, inside);
      return value === expr ? '{}' : inner(value);
    }
    case 'call': {
      const [first, second] = expr.args;
      if (isAddress(expr.callee) && first) {
        const path = inner(first);
        return second === undefined || /^\w+:\/\//.test(path)
          ? path
          : `${inner(second).replace(/\/+$/, '')}/${path.replace(/^\//, '')}`;
      }
      if (isFormatted(expr.callee) && first) return filled(inner(first), expr.args.slice(1).map(inner));
      const isCast = expr.callee.kind === 'name' && ['String', 'encodeURI'].includes(expr.callee.name);
      if (isCast && first) return inner(first);
      return expr.callee.kind === 'member' && ['toString', 'trim'].includes(expr.callee.name)
        ? inner(expr.callee.of)
        : '{}';
    }
    default:
      return '{}';
  }
}

/** `new URL('…')`, `new Uri("…")`, `URI.create("…")`, `Url.parse("…")`, `uri"…"` of Scala: a text made into an address. */
function isAddress(callee: Expr): boolean {
  if (callee.kind === 'name') return ADDRESS.test(callee.name);
  // Ruby's `URI('…')` is a method of every object.
  if (callee.kind === 'member' && callee.of.kind === 'self') return ADDRESS.test(callee.name);
  const of = callee.kind === 'member' && callee.of.kind === 'name' ? callee.of.name : '';
  return (
    callee.kind === 'member' &&
    ADDRESS.test(of) &&
    /^(?:create|parse|of|new|unsafeFromString|fromString)$/i.test(callee.name)
  );
}

/** Go's `fmt.Sprintf`. */
function isFormatted(callee: Expr): boolean {
  return callee.kind === 'member' && callee.name === 'Sprintf';
}

/** A format with its values in their places; what says its place by number (`%[2]s`) is left open. */
function filled(format: string, values: readonly string[]): string {
  let next = 0;
  return format.replaceAll(/%(%|[-+# 0]{0,4}\d{0,4}(?:\.\d{0,4})?[a-zA-Z]|\[\d{1,3}\][a-zA-Z])/g, (_, verb: string) => {
    if (verb === '%') return '%';
    return verb.startsWith('[') ? '{}' : (values[next++] ?? '{}');
  });
}

const ADDRESS = /^(?:URL|URI|Uri|Url|uri)$/;

/** Whether options hold a value under a name: `absent` only where every entry of the record is written out. */
export type Option =
  | { readonly kind: 'given'; readonly value: Expr }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

export function optionIn(file: ProgramFile, options: Expr | undefined, key: string, inside: Inside, depth = 0): Option {
  if (options === undefined) return { kind: 'absent' };
  if (depth > DEPTH) return { kind: 'unknown' };
  const value = valueOf(file, options, inside);
  if (value.kind === 'nothing') return { kind: 'absent' };
  if (value.kind !== 'record') return { kind: 'unknown' };
  let isOpen = false;
  for (const entry of value.entries.toReversed()) {
    if (entry.kind === 'entry' && entry.key === key) return { kind: 'given', value: entry.value };
    if (entry.kind === 'spread') {
      const spread = optionIn(file, entry.value, key, inside, depth + 1);
      if (spread.kind === 'given') return spread;
      isOpen ||= spread.kind === 'unknown';
    }
    isOpen ||= entry.kind === 'computed';
  }
  return { kind: isOpen ? 'unknown' : 'absent' };
}
