/** How long something lives, as Python code writes it. Source: Python, `datetime.timedelta`. */
import type { CallExpr, Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { valueOf } from '../../bindings.ts';
import { dottedName, numberOf } from '../../calls.ts';

const UNITS: ReadonlyMap<string, number> = new Map([
  ['weeks', 604_800],
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
  ['seconds', 1],
]);

const MOST_STEPS = 12;

/** Seconds of `timedelta(minutes=15)`, `3600`, and of `now + timedelta(…)` and `time.time() + 900`; undefined for what is computed otherwise. */
export function secondsOf(
  file: ProgramFile,
  expr: Expr,
  inside: readonly FunctionNode[],
  left = MOST_STEPS,
): number | undefined {
  if (left === 0) return undefined;
  const value = valueOf(file, expr, inside);
  if (value.kind === 'call') return ofDelta(file, value, inside);
  if (value.kind !== 'concat') return numberOf(file, value, inside);
  // A sum: the moment of now, and what is added to it.
  const added = value.parts.flatMap(part =>
    isNow(file, part, inside) ? [] : [secondsOf(file, part, inside, left - 1)],
  );
  if (added.length === value.parts.length || added.includes(undefined)) return undefined;
  return added.reduce<number>((sum, seconds) => sum + (seconds ?? 0), 0);
}

function ofDelta(file: ProgramFile, { callee, args }: CallExpr, inside: readonly FunctionNode[]): number | undefined {
  if (!/(?:^|\.)timedelta$/.test(dottedName(file, callee) ?? '')) return undefined;
  const [first] = args;
  const parts = args.map((arg): number | undefined => {
    if (arg.kind !== 'named') return arg === first ? scaled(file, arg, 86_400, inside) : undefined;
    return scaled(file, arg.value, UNITS.get(arg.name), inside);
  });
  return parts.length === 0 || parts.includes(undefined)
    ? undefined
    : parts.reduce<number>((sum, seconds) => sum + (seconds ?? 0), 0);
}

function scaled(
  file: ProgramFile,
  expr: Expr,
  unit: number | undefined,
  inside: readonly FunctionNode[],
): number | undefined {
  const count = unit === undefined ? undefined : numberOf(file, expr, inside);
  return count === undefined || unit === undefined ? undefined : count * unit;
}

function isNow(file: ProgramFile, expr: Expr, inside: readonly FunctionNode[]): boolean {
  const value = valueOf(file, expr, inside);
  if (value.kind !== 'call') return false;
  const { callee, args } = value;
  if (callee.kind === 'name' && /^(?:int|round)$/.test(callee.name) && args[0]) return isNow(file, args[0], inside);
  return (
    (callee.kind === 'member' || callee.kind === 'name') &&
    /^(?:utcnow|now|time|timestamp|get_utc_now)$/.test(callee.name)
  );
}
