/** `'…%s…' % x` and `'…{}…'.format(x)` as the texts they are made of, where what is filled in is written plainly. */
import type { Location } from '../../core/location.ts';
import type { Expr } from '../../core/program.ts';
import { unknownExpr } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import type { PythonSource } from './source.ts';

/** A format with more pieces stays a call or an operation. */
const PIECES = 200;

/** Undefined where the left side is no literal, or the two sides do not fit. */
export function percentFormatted(
  source: PythonSource,
  node: SyntaxNode,
  at: Location,
  format: Expr,
  given: Expr,
): Expr | undefined {
  if (format.kind !== 'text') return undefined;
  const positional = given.kind === 'list' ? given.items : [given];
  if (positional.some(({ kind }) => kind === 'spread')) return undefined;
  const named = given.kind === 'record' ? entriesOf(given) : undefined;
  const parts: Expr[] = [];
  let used = 0;
  let from = 0;
  for (const match of format.value.matchAll(/%(?:\((\w{1,100})\))?([-+ #0]{0,5}\d{0,5}(?:\.\d{0,5})?)([a-zA-Z%])/g)) {
    addText(parts, format, format.value.slice(from, match.index));
    from = match.index + match[0].length;
    const [, name, width, type] = match;
    if (type === '%') {
      addText(parts, format, '%');
      continue;
    }
    const value = name === undefined ? positional[used++] : named?.get(name);
    if (!value || parts.length > PIECES) return undefined;
    parts.push(
      width === '' && (type === 's' || type === 'd' || type === 'i') ? value : unknownExpr(source, node, [value]),
    );
  }
  if (used !== positional.length && !named) return undefined;
  addText(parts, format, format.value.slice(from));
  return { kind: 'concat', at, parts };
}

function entriesOf(record: Extract<Expr, { kind: 'record' }>): ReadonlyMap<string, Expr> {
  return new Map(record.entries.flatMap(entry => (entry.kind === 'entry' ? [[entry.key, entry.value] as const] : [])));
}

/** The call `of(…)` where `of` is the `format` of a text; undefined where a hole says more than what to fill in. */
export function formatted(at: Location, of: Expr, args: readonly Expr[]): Expr | undefined {
  if (of.kind !== 'member' || of.name !== 'format' || of.of.kind !== 'text') return undefined;
  const format = of.of;
  const positional = args.filter(({ kind }) => kind !== 'named');
  if (positional.some(({ kind }) => kind === 'spread')) return undefined;
  const named = new Map(args.flatMap(arg => (arg.kind === 'named' ? [[arg.name, arg.value] as const] : [])));
  const parts: Expr[] = [];
  let used = 0;
  let from = 0;
  for (const match of format.value.matchAll(/\{\{|\}\}|\{([^{}]{0,100})\}|[{}]/g)) {
    addText(parts, format, format.value.slice(from, match.index));
    from = match.index + match[0].length;
    const [whole, key] = match;
    if (whole === '{{' || whole === '}}') {
      addText(parts, format, whole.slice(1));
      continue;
    }
    if (key === undefined || !/^\w*$/.test(key)) return undefined;
    const value = key === '' ? positional[used++] : /^\d+$/.test(key) ? positional[Number(key)] : named.get(key);
    if (!value || parts.length > PIECES) return undefined;
    parts.push(value);
  }
  addText(parts, format, format.value.slice(from));
  return { kind: 'concat', at, parts };
}

function addText(parts: Expr[], format: Expr, value: string): void {
  const last = parts.at(-1);
  if (value === '') return;
  if (last?.kind === 'text' && last.at === format.at) parts[parts.length - 1] = { ...last, value: last.value + value };
  else parts.push({ kind: 'text', at: format.at, value });
}
