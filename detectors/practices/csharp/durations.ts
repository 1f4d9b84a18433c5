/** How long something lasts, as C# writes it. Sources: .NET, TimeSpan, DateTime and DateTimeOffset. */
import type { CallExpr, Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { lookUp, valueOf } from '../bindings.ts';
import { numberOf } from '../calls.ts';

type Inside = readonly FunctionNode[];

const SECONDS: ReadonlyMap<string, number> = new Map([
  ['Milliseconds', 1e-3],
  ['Seconds', 1],
  ['Minutes', 60],
  ['Hours', 3_600],
  ['Days', 86_400],
]);

const MONTH = 30 * 86_400;
const YEAR = 365 * 86_400;

/** Seconds of `TimeSpan.FromHours(1)`, `TimeSpan.Zero`, `new TimeSpan(0, 30, 0)`; undefined for what is computed. */
export function secondsOf(file: ProgramFile, expr: Expr, inside: Inside): number | undefined {
  const value = valueOf(file, expr, inside);
  if (value.kind === 'member') return isTimeSpan(value.of) && value.name === 'Zero' ? 0 : undefined;
  if (value.kind !== 'call') return undefined;
  const { callee, args, isNew } = value;
  if (isNew && callee.kind === 'name' && callee.name === 'TimeSpan') return parts(file, args, inside);
  if (callee.kind !== 'member' || !isTimeSpan(callee.of)) return undefined;
  const unit = SECONDS.get(callee.name.replace(/^From/, ''));
  const [count] = args;
  const number = count && numberOf(file, count, inside);
  return unit === undefined || number === undefined ? undefined : number * unit;
}

function isTimeSpan(of: Expr): boolean {
  return (of.kind === 'name' || of.kind === 'member') && of.name === 'TimeSpan';
}

/** Hours, minutes and seconds; with four or more, days first. */
function parts(file: ProgramFile, args: readonly Expr[], inside: Inside): number | undefined {
  const numbers = args.map(arg => numberOf(file, arg, inside));
  if (numbers.length < 3 || numbers.some(number => number === undefined)) return undefined;
  const units = numbers.length === 3 ? [3_600, 60, 1] : [86_400, 3_600, 60, 1, 1e-3];
  return numbers.reduce<number>((sum, number, index) => sum + (number ?? 0) * (units[index] ?? 0), 0);
}

/** Seconds from now until `DateTime.UtcNow.AddMinutes(30)`, `DateTime.UtcNow.Add(span)`, `DateTimeOffset.Now + span`. */
export function secondsFromNow(file: ProgramFile, expr: Expr, inside: Inside): number | undefined {
  const value = valueOf(file, expr, inside);
  if (value.kind === 'concat') {
    const [now, span, ...others] = value.parts;
    return now && span && others.length === 0 && isNow(file, now, inside) ? secondsOf(file, span, inside) : undefined;
  }
  if (value.kind !== 'call' || value.callee.kind !== 'member') return undefined;
  const { of, name } = value.callee;
  // Conversions of the same moment.
  if (/^(?:ToUniversalTime|ToLocalTime)$/.test(name) && value.args.length === 0)
    return secondsFromNow(file, of, inside);
  return isNow(file, of, inside) ? added(file, value, name, inside) : undefined;
}

function added(file: ProgramFile, { args }: CallExpr, name: string, inside: Inside): number | undefined {
  const [count] = args;
  if (!count) return undefined;
  if (name === 'Add') return secondsOf(file, count, inside);
  const unit = name === 'AddMonths' ? MONTH : name === 'AddYears' ? YEAR : SECONDS.get(name.replace(/^Add/, ''));
  const number = numberOf(file, count, inside);
  return unit === undefined || number === undefined ? undefined : number * unit;
}

/** `DateTime.UtcNow`, `_clock.GetUtcNow()`, also by a name; clocks of an application go by the name of the member. */
function isNow(file: ProgramFile, expr: Expr, inside: Inside): boolean {
  const bound = expr.kind === 'name' ? lookUp(file, expr.name, inside) : undefined;
  const value = bound?.kind === 'value' ? bound.value : expr;
  const member = value.kind === 'call' ? value.callee : value;
  return member.kind === 'member' && /^(?:UtcNow|Now|GetUtcNow|GetLocalNow|UtcDateTime)$/.test(member.name);
}
