/** How long something lasts, as Elixir writes it. Sources: Elixir, System and DateTime; Joken, `current_time`; Guardian, `ttl`. */
import type { Expr } from '../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import { moduleName } from '../../routes/elixir/modules.ts';
import { valueOf } from '../bindings.ts';
import { numberOf, sourceOf } from '../calls.ts';
import { attributeOf } from './attributes.ts';

type Inside = CallSite['inside'];

const UNITS: ReadonlyMap<string, number> = new Map([
  ['second', 1],
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
  ['week', 604_800],
]);

/** Words by which a program judges the age of what it has stored of a token. */
export const STORED_EXPIRY = /\b(?:expires?_at|expired\?|not_expired\??|valid_until|inserted_at)/;

const MOST_STEPS = 8;

/** A local or an attribute as what it stands for. */
export function writtenValue(file: ProgramFile, expr: Expr, inside: Inside): Expr {
  const value = valueOf(file, expr, inside);
  return attributeOf(file, value) ?? value;
}

/** Seconds of `60 * 60`, `@life`, `{1, :hour}`; undefined for what is computed. */
export function secondsOf(file: ProgramFile, expr: Expr, inside: Inside): number | undefined {
  const value = writtenValue(file, expr, inside);
  if (value.kind !== 'list') return numberOf(file, value, inside);
  const [count, unit] = value.items;
  const number = count && numberOf(file, writtenValue(file, count, inside), inside);
  const each = unit?.kind === 'text' ? UNITS.get(unit.value.replace(/s$/, '')) : undefined;
  return number === undefined || each === undefined || value.items.length !== 2 ? undefined : number * each;
}

/** Seconds from now to `Joken.current_time() + 60 * 60`, `DateTime.utc_now() |> DateTime.add(1, :hour) |> DateTime.to_unix()`. */
export function secondsFromNow(
  file: ProgramFile,
  expr: Expr,
  inside: Inside,
  left: number = MOST_STEPS,
): number | undefined {
  const value = writtenValue(file, expr, inside);
  if (left === 0) return undefined;
  if (value.kind === 'operation' || value.kind === 'concat') return ofSum(file, value, inside);
  if (value.kind !== 'call' || value.callee.kind !== 'member') return undefined;
  const [moment, count, unit] = value.args;
  const isTime = /^(?:DateTime|NaiveDateTime)$/.test(moduleName(value.callee.of) ?? '');
  if (!isTime || !moment) return undefined;
  if (value.callee.name === 'to_unix') return secondsFromNow(file, moment, inside, left - 1);
  if (value.callee.name !== 'add' || !count || !isNow(file, moment, inside)) return undefined;
  const each = unit === undefined ? 1 : unit.kind === 'text' ? UNITS.get(unit.value) : undefined;
  const number = numberOf(file, writtenValue(file, count, inside), inside);
  return number === undefined || each === undefined ? undefined : number * each;
}

function ofSum(
  file: ProgramFile,
  value: Extract<Expr, { kind: 'operation' | 'concat' }>,
  inside: Inside,
): number | undefined {
  const parts = value.kind === 'concat' ? value.parts : value.operator === 'arithmetic' ? value.operands : [];
  const [now, span] = parts;
  if (!now || !span || parts.length !== 2 || !isNow(file, now, inside)) return undefined;
  // The form does not keep which sign an arithmetic has; the text does.
  const between = sourceOf(file, {
    ...now.at,
    line: now.at.endLine,
    column: now.at.endColumn,
    endLine: span.at.line,
    endColumn: span.at.column,
  });
  return /^[\s()]*\+[\s()]*$/.test(between) ? secondsOf(file, span, inside) : undefined;
}

/** The present in seconds: what counts milliseconds is none. */
function isNow(file: ProgramFile, expr: Expr, inside: Inside): boolean {
  const value = writtenValue(file, expr, inside);
  if (value.kind !== 'call') return false;
  const { callee, args } = value;
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
  const of = callee.kind === 'member' ? moduleName(callee.of) : undefined;
  if (name === 'current_time') return of === undefined || of === 'Joken';
  if (name === 'utc_now') return of === 'DateTime' || of === 'NaiveDateTime';
  if (name === 'to_unix') return args[0] !== undefined && args.length === 1 && isNow(file, args[0], inside);
  const [unit] = args;
  return (
    (name === 'system_time' || name === 'os_time') &&
    of === 'System' &&
    unit?.kind === 'text' &&
    /^seconds?$/.test(unit.value)
  );
}
