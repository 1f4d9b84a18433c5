/** How far in the future a moment of Java or Kotlin lies. */
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Placed, valueOf } from '../values.ts';

/** Milliseconds of a unit, by the plural that `plusHours`, `ofHours` and `ChronoUnit.HOURS` have in common. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['nanos', 0.000_001],
  ['milliseconds', 1],
  ['millis', 1],
  ['seconds', 1_000],
  ['minutes', 60_000],
  ['hours', 3_600_000],
  ['days', 86_400_000],
  ['weeks', 604_800_000],
  ['months', 2_629_800_000],
  ['years', 31_557_600_000],
]);

const DEPTH = 12;

/** Seconds from now to a moment; undefined where either is configured or computed. */
export function secondsFromNow(file: ProgramFile, moment: Placed, left = DEPTH): number | undefined {
  const { expr, inside } = valueOf(file, moment);
  if (left === 0) return undefined;
  const next = (inner: Expr): number | undefined => secondsFromNow(file, { expr: inner, inside }, left - 1);
  if (expr.kind === 'concat' || expr.kind === 'operation') return sum(file, expr, inside);
  if (expr.kind !== 'call') return undefined;
  const { callee, args } = expr;
  if (callee.kind !== 'name' && callee.kind !== 'member') return undefined;
  const [first] = args;
  if ((callee.name === 'Date' || callee.name === 'from' || callee.name === 'ofEpochMilli') && first) return next(first);
  if (callee.kind !== 'member') return undefined;
  const added = addedBy(file, expr, inside);
  if (added !== undefined) return isNow(file, { expr: callee.of, inside }) ? added / 1_000 : undefined;
  // `.toInstant()`, `.atZone(zone)`, `.truncatedTo(unit)`: the same moment in another form.
  return /^(?:to|at|truncatedTo)/.test(callee.name) ? next(callee.of) : undefined;
}

/** Seconds of a length of time: `Duration.ofMinutes(15)`, `15.minutes`. */
export function secondsOf(file: ProgramFile, length: Placed): number | undefined {
  const ms = milliseconds(file, length);
  return ms === undefined ? undefined : ms / 1_000;
}

/** `now + 60 * 60 * 1000`: one part is the present, the others are numbers. */
function sum(
  file: ProgramFile,
  expr: Extract<Expr, { kind: 'concat' | 'operation' }>,
  inside: Placed['inside'],
): number | undefined {
  const parts = expr.kind === 'concat' ? expr.parts : expr.operator === 'arithmetic' ? expr.operands : [];
  const others = parts.filter(part => !isNow(file, { expr: part, inside }));
  if (others.length !== parts.length - 1) return undefined;
  const numbers = others.map(part => milliseconds(file, { expr: part, inside }));
  return numbers.reduce<number | undefined>(
    (all, one) => (all === undefined || one === undefined ? undefined : all + one / 1_000),
    0,
  );
}

const NOW = /^(?:currentTimeMillis|now|getTime|time|toEpochMilli|millis|instant|getTimeInMillis|Date)$/;

/** The present: a call that says so, with nothing added to it. */
function isNow(file: ProgramFile, placed: Placed): boolean {
  const { expr } = valueOf(file, placed);
  if (expr.kind === 'member') return /^(?:time|epochSeconds)$/.test(expr.name);
  if (expr.kind !== 'call' || (expr.callee.kind !== 'name' && expr.callee.kind !== 'member')) return false;
  return (
    NOW.test(expr.callee.name) ||
    (/^(?:to|at)[A-Z]/.test(expr.callee.name) && expr.callee.kind === 'member' ? isPresent(file, expr, placed) : false)
  );
}

function isPresent(file: ProgramFile, { callee }: CallExpr, { inside }: Placed): boolean {
  return callee.kind === 'member' && isNow(file, { expr: callee.of, inside });
}

/** `plusHours(1)`, `plus(1, ChronoUnit.HOURS)`, `plus(Duration.ofHours(1))`, in milliseconds. */
function addedBy(file: ProgramFile, { callee, args }: CallExpr, inside: Placed['inside']): number | undefined {
  if (callee.kind !== 'member') return undefined;
  const [amount, unit] = args;
  const [, plural] = /^plus([A-Z]\w{0,20})$/.exec(callee.name) ?? [];
  const each = plural === undefined ? undefined : UNITS.get(plural.toLowerCase());
  if (!amount) return undefined;
  if (each !== undefined) return scaled(numberOf(file, { expr: amount, inside }), each);
  if (callee.name !== 'plus') return undefined;
  if (unit?.kind === 'member' || unit?.kind === 'name')
    return scaled(numberOf(file, { expr: amount, inside }), UNITS.get(unit.name.toLowerCase()));
  return milliseconds(file, { expr: amount, inside });
}

function scaled(count: number | undefined, each: number | undefined): number | undefined {
  return count === undefined || each === undefined ? undefined : count * each;
}

/** A plain number counts milliseconds. */
function milliseconds(file: ProgramFile, placed: Placed): number | undefined {
  const { expr, inside } = valueOf(file, placed);
  if (expr.kind === 'member') {
    const each = UNITS.get(expr.name);
    if (each !== undefined) return scaled(numberOf(file, { expr: expr.of, inside }), each);
    return /^(?:inWholeMilliseconds|toMillis)$/.test(expr.name)
      ? milliseconds(file, { expr: expr.of, inside })
      : undefined;
  }
  if (expr.kind !== 'call' || expr.callee.kind !== 'member') return numberOf(file, { expr, inside });
  const { name, of } = expr.callee;
  const [amount] = expr.args;
  // `Duration.ofHours(1)`, and `.toMillis()` of it; `TimeUnit.HOURS.toMillis(1)`.
  const [, plural] = /^of([A-Z]\w{0,20})$/.exec(name) ?? [];
  if (plural !== undefined && amount)
    return scaled(numberOf(file, { expr: amount, inside }), UNITS.get(plural.toLowerCase()));
  if (name !== 'toMillis') return undefined;
  if (!amount) return milliseconds(file, { expr: of, inside });
  const unit = of.kind === 'member' || of.kind === 'name' ? UNITS.get(of.name.toLowerCase()) : undefined;
  return scaled(numberOf(file, { expr: amount, inside }), unit);
}

/** A number, a constant that is one, or a product of such. */
function numberOf(file: ProgramFile, placed: Placed, left = DEPTH): number | undefined {
  const { expr, inside } = valueOf(file, placed);
  if (expr.kind === 'number') return expr.value;
  if (expr.kind !== 'operation' || expr.operator !== 'arithmetic' || left === 0 || !isProduct(file, expr))
    return undefined;
  return expr.operands.reduce<number | undefined>((all, part) => {
    const one = numberOf(file, { expr: part, inside }, left - 1);
    return all === undefined || one === undefined ? undefined : all * one;
  }, 1);
}

/** The form does not keep which sign an arithmetic has; the text does. */
function isProduct({ text }: ProgramFile, { at }: Expr): boolean {
  const lines = text.split(/\r\n|\r|\n/).slice(at.line - 1, at.endLine);
  if (lines.length === 1) return !/[-+/%]/.test((lines[0] ?? '').slice(at.column - 1, at.endColumn - 1));
  return !/[-+/%]/.test(
    lines.slice(1, -1).join('') +
      (lines[0] ?? '').slice(at.column - 1) +
      (lines.at(-1) ?? '').slice(0, at.endColumn - 1),
  );
}
