/** How long something lasts, as Ruby writes it. Sources: Active Support, Duration and Numeric extensions; Ruby, Time. */
import type { Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { lookUp, valueOf } from '../bindings.ts';
import { numberOf } from '../calls.ts';

type Inside = readonly FunctionNode[];

const SECONDS: ReadonlyMap<string, number> = new Map(
  (
    [
      ['second', 1],
      ['minute', 60],
      ['hour', 3_600],
      ['day', 86_400],
      ['week', 604_800],
      ['fortnight', 1_209_600],
      ['month', 2_629_746],
      ['year', 31_556_952],
    ] as const
  ).flatMap(([name, seconds]) => [
    [name, seconds],
    [`${name}s`, seconds],
  ]),
);

/** Conversions of the same time. */
const SAME = /^(?:to_i|to_f|to_r|to_time|utc|freeze|in_seconds|seconds)$/;

const MOST_STEPS = 12;

/** Seconds of `24.hours`, `2.weeks.to_i`, `60 * 60`; undefined for what is computed. */
export function secondsOf(file: ProgramFile, expr: Expr, inside: Inside, left = MOST_STEPS): number | undefined {
  if (left === 0) return undefined;
  const value = given(file, expr, inside);
  const number = numberOf(file, value, inside);
  if (number !== undefined) return number;
  if (value.kind !== 'call' || value.callee.kind !== 'member') return undefined;
  const { of, name } = value.callee;
  const unit = SECONDS.get(name);
  const count = unit === undefined ? undefined : numberOf(file, of, inside);
  if (unit !== undefined && count !== undefined) return unit * count;
  return SAME.test(name) ? secondsOf(file, of, inside, left - 1) : undefined;
}

/** A parameter stands for what it is where nobody gives it. */
function given(file: ProgramFile, expr: Expr, inside: Inside): Expr {
  const bound = expr.kind === 'name' ? lookUp(file, expr.name, inside) : undefined;
  if (bound?.kind === 'parameter') return bound.parameter.pattern.byDefault ?? expr;
  return bound?.kind === 'value' && bound.path.length === 0 ? bound.value : valueOf(file, expr, inside);
}

/** Seconds from now until `24.hours.from_now.to_i`, `Time.now.to_i + 3600`, `(Time.current + 2.hours).to_i`. */
export function secondsFromNow(file: ProgramFile, expr: Expr, inside: Inside, left = MOST_STEPS): number | undefined {
  if (left === 0) return undefined;
  const value = given(file, expr, inside);
  if (value.kind === 'concat') {
    const [now, span, ...others] = value.parts;
    return now && span && others.length === 0 && isNow(file, now, inside) ? secondsOf(file, span, inside) : undefined;
  }
  if (value.kind !== 'call' || value.callee.kind !== 'member') return undefined;
  const { of, name } = value.callee;
  if (name === 'from_now' || name === 'since') return value.args.length === 0 ? secondsOf(file, of, inside) : undefined;
  return SAME.test(name) ? secondsFromNow(file, of, inside, left - 1) : undefined;
}

/** `Time.now`, `Time.current.to_i`, `Time.zone.now`, `DateTime.now.utc`, also by a name. */
function isNow(file: ProgramFile, expr: Expr, inside: Inside, left = MOST_STEPS): boolean {
  if (left === 0) return false;
  const value = given(file, expr, inside);
  if (value.kind !== 'call' || value.callee.kind !== 'member') return false;
  const { of, name } = value.callee;
  if (SAME.test(name)) return isNow(file, of, inside, left - 1);
  return name === 'now' || name === 'current';
}
