/** How long something lasts, as Scala writes it. Sources: Scala, `scala.concurrent.duration`; Java, `Instant` and `Duration`. */
import type { Expr } from '../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import { numberOf, sourceOf } from '../calls.ts';
import { writtenValue } from './constants.ts';

type Inside = CallSite['inside'];

/** By the singular that `15.minutes`, `ofMinutes` and `plusMinutes` have in common. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['milli', 1e-3],
  ['second', 1],
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
]);

const MOST_STEPS = 8;

/** A name or member and what it is called on; calls without arguments may leave their brackets out. */
function steppedOf(
  expr: Expr,
): { readonly name: string; readonly of: Expr; readonly args: readonly Expr[] } | undefined {
  const member = expr.kind === 'call' ? expr.callee : expr;
  if (member.kind !== 'member') return undefined;
  return { name: member.name, of: member.of, args: expr.kind === 'call' ? expr.args : [] };
}

function unitOf(name: string): number | undefined {
  return UNITS.get(name.toLowerCase().replace(/s$/, ''));
}

/** Seconds of `60 * 60`, `15.minutes.toSeconds`, `Duration.ofHours(1).getSeconds`; undefined for what is computed. */
export function secondsOf(
  file: ProgramFile,
  expr: Expr,
  inside: Inside,
  left: number = MOST_STEPS,
): number | undefined {
  const value = writtenValue(file, expr, inside);
  const plain = numberOf(file, value, inside);
  if (plain !== undefined || left === 0) return plain;
  const step = steppedOf(value);
  if (!step) return undefined;
  const { name, of, args } = step;
  if (/^(?:toSeconds|getSeconds|seconds)$/.test(name) && args.length === 0) {
    const span = spanOf(file, of, inside);
    if (span !== undefined) return span;
  }
  return spanOf(file, value, inside);
}

/** `15.minutes`, `Duration.ofMinutes(15)`. */
function spanOf(file: ProgramFile, expr: Expr, inside: Inside): number | undefined {
  const step = steppedOf(writtenValue(file, expr, inside));
  if (!step) return undefined;
  const { name, of, args } = step;
  const [amount] = args;
  const [, unit] = /^of([A-Z]\w{0,12})$/.exec(name) ?? [];
  const each = unitOf(unit ?? name);
  const number = numberOf(file, writtenValue(file, unit !== undefined && amount ? amount : of, inside), inside);
  return each === undefined || number === undefined || args.length > 1 ? undefined : each * number;
}

/** Seconds from now to `Instant.now.plusSeconds(900).getEpochSecond`, `Instant.now.getEpochSecond + 900`. */
export function secondsFromNow(
  file: ProgramFile,
  expr: Expr,
  inside: Inside,
  left: number = MOST_STEPS,
): number | undefined {
  const value = writtenValue(file, expr, inside);
  if (left === 0) return undefined;
  if (value.kind === 'concat') {
    const [now, ...spans] = value.parts;
    const step = now && steppedOf(writtenValue(file, now, inside));
    if (step?.name !== 'getEpochSecond' || !isNow(file, step.of, inside)) return undefined;
    return spans.reduce<number | undefined>((sum, span) => {
      const one = secondsOf(file, span, inside);
      return sum === undefined || one === undefined ? undefined : sum + one;
    }, 0);
  }
  const step = steppedOf(value);
  if (!step) return undefined;
  const { name, of, args } = step;
  if (name === 'getEpochSecond') return secondsFromNow(file, of, inside, left - 1);
  const [, unit] = /^plus([A-Z]\w{0,12})$/.exec(name) ?? [];
  const [amount] = args;
  if (!amount || args.length > 1 || !isNow(file, of, inside)) return undefined;
  if (name === 'plus') return spanOf(file, amount, inside);
  const each = unit === undefined ? undefined : unitOf(unit);
  const number = secondsOf(file, amount, inside);
  return each === undefined || number === undefined ? undefined : each * number;
}

/** `Instant.now`, `Instant.now(clock)`, `clock.instant()`. */
function isNow(file: ProgramFile, expr: Expr, inside: Inside): boolean {
  const value = writtenValue(file, expr, inside);
  const step = steppedOf(value);
  return (
    step !== undefined && /^(?:Instant\.now|\w{0,40}[cC]lock\.instant)(?:\(\w{0,40}\))?$/.test(sourceOf(file, value.at))
  );
}
