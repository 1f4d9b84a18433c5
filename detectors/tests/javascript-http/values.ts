/** Constants of a test file as text, records and status numbers. */
import type { Expr, RecordEntry } from '../../../src/core/program.ts';
import type { Bindings, Use } from './bindings.ts';
import { lookUp } from './bindings.ts';

/** Constants that stand for constants; a cycle ends here. */
const DEPTH = 12;

/** A value as text; `{}` stands for every part that is computed. */
export function textOf(expr: Expr, bindings: Bindings, use: Use, depth = 0): string {
  if (depth > DEPTH) return '{}';
  const inner = (part: Expr): string => textOf(part, bindings, use, depth + 1);
  switch (expr.kind) {
    case 'text':
      return expr.value;
    case 'number':
      return String(expr.value);
    case 'concat':
      return expr.parts.map(inner).join('');
    case 'choice': {
      // `process.env.X ?? 'http://localhost'`: the written side is as good as any.
      const then = inner(expr.then);
      return then === '{}' ? inner(expr.otherwise) : then;
    }
    case 'call':
      // `new URL(path, base)`, `encodeURI(path)`, `String(path)`, `path.toString()`.
      if (expr.callee.kind === 'name' && ['URL', 'encodeURI', 'String'].includes(expr.callee.name) && expr.args[0])
        return joinUrl(inner(expr.args[0]), expr.args[1] ? inner(expr.args[1]) : '');
      if (expr.callee.kind === 'member' && ['toString', 'trim'].includes(expr.callee.name))
        return inner(expr.callee.of);
      return '{}';
    case 'name': {
      const bound = lookUp(bindings, expr.name, use);
      return bound && bound.member === undefined && bound.value !== expr ? inner(bound.value) : '{}';
    }
    case 'member': {
      const record = recordOf(expr.of, bindings, use, depth + 1);
      const value = record && entryOf(record, expr.name);
      return value ? inner(value) : '{}';
    }
    default:
      return '{}';
  }
}

function joinUrl(path: string, base: string): string {
  return base === '' || /^\w+:\/\//.test(path)
    ? path
    : `${base.replace(/\/+$/, '')}${path.startsWith('/') ? '' : '/'}${path}`;
}

/** The entries of a record, through names. */
export function recordOf(
  expr: Expr | undefined,
  bindings: Bindings,
  use: Use,
  depth = 0,
): readonly RecordEntry[] | undefined {
  if (!expr || depth > DEPTH) return undefined;
  if (expr.kind === 'record') return expr.entries;
  if (expr.kind === 'name') {
    const bound = lookUp(bindings, expr.name, use);
    return bound && bound.member === undefined && bound.value !== expr
      ? recordOf(bound.value, bindings, use, depth + 1)
      : undefined;
  }
  if (expr.kind === 'member') {
    const outer = recordOf(expr.of, bindings, use, depth + 1);
    return outer && recordOf(entryOf(outer, expr.name), bindings, use, depth + 1);
  }
  return undefined;
}

export function entryOf(record: readonly RecordEntry[], key: string): Expr | undefined {
  const entry = record.findLast(one => one.kind === 'entry' && one.key === key);
  return entry?.kind === 'entry' ? entry.value : undefined;
}

/** Names of status codes in the libraries that tests take them from. */
const STATUS_NAMES: ReadonlyMap<string, number> = new Map([
  ['OK', 200],
  ['CREATED', 201],
  ['ACCEPTED', 202],
  ['NOCONTENT', 204],
  ['MOVEDPERMANENTLY', 301],
  ['FOUND', 302],
  ['SEEOTHER', 303],
  ['NOTMODIFIED', 304],
  ['BADREQUEST', 400],
  ['UNAUTHORIZED', 401],
  ['PAYMENTREQUIRED', 402],
  ['FORBIDDEN', 403],
  ['NOTFOUND', 404],
  ['METHODNOTALLOWED', 405],
  ['NOTACCEPTABLE', 406],
  ['CONFLICT', 409],
  ['GONE', 410],
  ['PRECONDITIONFAILED', 412],
  ['PAYLOADTOOLARGE', 413],
  ['REQUESTTOOLONG', 413],
  ['UNSUPPORTEDMEDIATYPE', 415],
  ['UNPROCESSABLEENTITY', 422],
  ['TOOMANYREQUESTS', 429],
  ['INTERNALSERVERERROR', 500],
  ['NOTIMPLEMENTED', 501],
  ['SERVICEUNAVAILABLE', 503],
]);

/** The status codes that a value stands for: a number, `HttpStatus.FORBIDDEN`, or a list of these. */
export function statusesOf(expr: Expr | undefined, bindings: Bindings, use: Use, depth = 0): readonly number[] {
  if (!expr || depth > DEPTH) return [];
  if (expr.kind === 'number') return isStatus(expr.value) ? [expr.value] : [];
  if (expr.kind === 'text') return /^[1-5]\d\d$/.test(expr.value) ? [Number(expr.value)] : [];
  if (expr.kind === 'list') return expr.items.flatMap(item => statusesOf(item, bindings, use, depth + 1));
  if (expr.kind === 'member') {
    const named = STATUS_NAMES.get(expr.name.toUpperCase().replaceAll('_', ''));
    return named === undefined ? [] : [named];
  }
  if (expr.kind === 'name') {
    const bound = lookUp(bindings, expr.name, use);
    return bound && bound.member === undefined && bound.value !== expr
      ? statusesOf(bound.value, bindings, use, depth + 1)
      : [];
  }
  return [];
}

function isStatus(value: number): boolean {
  return Number.isInteger(value) && value >= 100 && value < 600;
}

/** The name at the start of `a.b.c`, `a[0]`, `a.b()`. */
export function rootName(expr: Expr | undefined): string | undefined {
  let node = expr;
  while (node) {
    if (node.kind === 'name') return node.name;
    if (node.kind === 'member' || node.kind === 'index') node = node.of;
    else if (node.kind === 'call') node = node.callee;
    else return undefined;
  }
  return undefined;
}

/** `a.b.c` as text; undefined for anything but names and members. */
export function dotted(expr: Expr | undefined): string | undefined {
  if (expr?.kind === 'name') return expr.name;
  if (expr?.kind === 'self') return 'this';
  if (expr?.kind !== 'member') return undefined;
  const of = dotted(expr.of);
  return of === undefined ? undefined : `${of}.${expr.name}`;
}
