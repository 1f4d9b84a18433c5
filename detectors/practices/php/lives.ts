/** How long something lives, as PHP code writes it. Sources: PHP, Relative Formats and `DateInterval`; Carbon, Addition and Subtraction. */
import type { CallExpr, Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { valueOf } from '../bindings.ts';
import { numberOf, sourceOf } from '../calls.ts';

type Inside = readonly FunctionNode[];

const MOST_STEPS = 12;

const UNITS: ReadonlyMap<string, number> = new Map([
  ['sec', 1],
  ['second', 1],
  ['min', 60],
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
  ['week', 604_800],
  ['month', 2_592_000],
  ['year', 31_536_000],
]);

/** Seconds from now to a moment (`time() + 900`, `now()->addDay()`, `new DateTime('+1 hour')`); undefined for one that is computed otherwise. */
export function secondsFromNow(
  file: ProgramFile,
  expr: Expr,
  inside: Inside,
  left: number = MOST_STEPS,
): number | undefined {
  if (left === 0) return undefined;
  const value = valueOf(file, expr, inside);
  const next = (inner: Expr): number | undefined => secondsFromNow(file, inner, inside, left - 1);
  switch (value.kind) {
    case 'member':
      return value.name === 'timestamp' ? next(value.of) : undefined;
    case 'operation':
      return ofSum(file, value, inside);
    case 'call':
      return ofCall(file, value, inside, next);
    default:
      return undefined;
  }
}

/** `time() + 60 * 15`. */
function ofSum(
  file: ProgramFile,
  { operator, operands }: Extract<Expr, { kind: 'operation' }>,
  inside: Inside,
): number | undefined {
  const [first, second] = operands;
  if (operator !== 'arithmetic' || !first || !second || operands.length > 2) return undefined;
  const between = sourceOf(file, {
    ...first.at,
    line: first.at.endLine,
    column: first.at.endColumn,
    endLine: second.at.line,
    endColumn: second.at.column,
  });
  if (between.replace(/[()]/g, '').trim() !== '+') return undefined;
  if (isNow(file, first, inside)) return numberOf(file, second, inside);
  return isNow(file, second, inside) ? numberOf(file, first, inside) : undefined;
}

function ofCall(
  file: ProgramFile,
  { callee, args }: CallExpr,
  inside: Inside,
  next: (inner: Expr) => number | undefined,
): number | undefined {
  const [first] = args;
  const text = first && valueOf(file, first, inside);
  if (callee.kind === 'name')
    return /(?:^|\\)(?:strtotime|DateTime|DateTimeImmutable)$/.test(callee.name) ? ofRelative(text) : undefined;
  if (callee.kind !== 'member') return undefined;
  const { name, of } = callee;
  if (/^(?:getTimestamp|timestamp|toImmutable|toDateTimeImmutable|unix)$/.test(name)) return next(of);
  const unit = UNITS.get(/^add([A-Z][a-z]+?)s?$/.exec(name)?.[1]?.toLowerCase() ?? '');
  if (unit !== undefined && isNow(file, of, inside)) {
    const count = first ? numberOf(file, first, inside) : 1;
    return count === undefined ? undefined : count * unit;
  }
  if (!isNow(file, of, inside)) return undefined;
  return name === 'modify' ? ofRelative(text) : name === 'add' ? ofInterval(text) : undefined;
}

/** `+1 hour`, `+15 minutes`. */
function ofRelative(text: Expr | undefined): number | undefined {
  if (text?.kind !== 'text') return undefined;
  const [, count = '', unit = ''] =
    /^(?:now\s{0,3})?\+\s{0,3}(\d{1,9})\s{0,3}(sec|second|min|minute|hour|day|week|month|year)s?$/i.exec(
      text.value.trim(),
    ) ?? [];
  const seconds = UNITS.get(unit.toLowerCase());
  return seconds === undefined ? undefined : Number(count) * seconds;
}

/** Seconds of a time that is written as one: `new DateInterval('P15D')`, `CarbonInterval::days(15)`; undefined for one that is computed. */
export function secondsOfInterval(file: ProgramFile, expr: Expr, inside: Inside): number | undefined {
  const value = valueOf(file, expr, inside);
  if (value.kind !== 'call' || value.callee.kind !== 'member') return ofInterval(value);
  const { of, name } = value.callee;
  const unit = UNITS.get(/^([a-z]+?)s?$/.exec(name)?.[1] ?? '');
  if (unit === undefined || of.kind !== 'name' || !/(?:^|\\)CarbonInterval$/.test(of.name)) return undefined;
  const [first] = value.args;
  const count = first ? numberOf(file, first, inside) : 1;
  return count === undefined ? undefined : count * unit;
}

/** `new DateInterval('PT1H')`. */
function ofInterval(interval: Expr | undefined): number | undefined {
  if (
    interval?.kind !== 'call' ||
    interval.callee.kind !== 'name' ||
    !/(?:^|\\)DateInterval$/.test(interval.callee.name)
  )
    return undefined;
  const [written] = interval.args;
  return written?.kind === 'text' ? secondsOfIso(written.value) : undefined;
}

/** Seconds of an ISO 8601 duration: `PT15M`, `P1D`. */
export function secondsOfIso(text: string): number | undefined {
  const parts =
    /^P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/.exec(
      text,
    );
  if (!parts || !/\d/.test(text)) return undefined;
  const sizes = [31_536_000, 2_592_000, 604_800, 86_400, 3_600, 60, 1];
  return sizes.reduce((sum, size, index) => sum + Number(parts[index + 1] ?? 0) * size, 0);
}

/** `time()`, `now()`, `Carbon::now()`, `new DateTimeImmutable()`, also as a timestamp. */
function isNow(file: ProgramFile, expr: Expr, inside: Inside, left: number = MOST_STEPS): boolean {
  if (left === 0) return false;
  const value = valueOf(file, expr, inside);
  if (value.kind === 'member') return value.name === 'timestamp' && isNow(file, value.of, inside, left - 1);
  if (value.kind !== 'call') return false;
  const { callee, args } = value;
  const [first] = args;
  if (callee.kind === 'name') {
    if (/^\\?(?:time|now)$/.test(callee.name)) return true;
    const isMoment = /(?:^|\\)(?:DateTime|DateTimeImmutable|Carbon|CarbonImmutable)$/.test(callee.name);
    return isMoment && (!first || (first.kind === 'text' && /^(?:now)?$/.test(first.value)));
  }
  if (callee.kind !== 'member') return false;
  if (callee.name === 'now') return true;
  return /^(?:getTimestamp|timestamp|toImmutable|copy|setTimezone)$/.test(callee.name)
    ? isNow(file, callee.of, inside, left - 1)
    : false;
}
