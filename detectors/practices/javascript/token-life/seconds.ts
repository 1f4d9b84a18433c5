/** Lives as token libraries write them. Source: the README of `ms`, and that of jose. */
import type { Expr } from '../../../../src/core/program.ts';

const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
  ['w', 604_800],
  ['y', 31_557_600],
]);

/** Seconds of `3600`, `'15m'`, `'2 hours'`; undefined for what is computed. A text without a unit counts milliseconds. */
export function secondsOf(life: Expr): number | undefined {
  if (life.kind === 'number') return life.value;
  if (life.kind !== 'text') return undefined;
  const [, count, unit] = /^(\d{1,9}(?:\.\d{1,3})?)\s?([a-z]{0,12})$/i.exec(life.value.trim()) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  if (unit === '' || unit.toLowerCase().startsWith('ms') || unit.toLowerCase().startsWith('milli'))
    return Number(count) / 1_000;
  const seconds = UNITS.get(unit.charAt(0).toLowerCase());
  // `mo` is a month to some, and no minute to any.
  return seconds === undefined || /^mo/i.test(unit) ? undefined : Number(count) * seconds;
}
