/** What is read of a guard, and what several of them do together. */
import type { GuardEffect, Mechanism } from '../../core/facts/program.ts';
import type { Location } from '../../core/location.ts';
import { HOLE, type Value } from '../value.ts';

export type Reading = {
  readonly effect: GuardEffect;
  readonly mechanisms: readonly Mechanism[];
  readonly scopes: readonly string[];
  readonly at?: Location;
  readonly what: string;
  readonly why: string;
  /** The credentials that its body reads, where it was read. */
  readonly reads?: readonly string[];
  /** Names under which it keeps something that strangers have, too. */
  readonly granted?: readonly string[];
  /** Names under which it leaves nothing on the request of a stranger. */
  readonly withheld?: readonly string[];
  /** Names under which it may leave something there. */
  readonly kept?: readonly string[];
  readonly isLimiter: boolean;
  /** Where the limits are said, if not where the guard is. */
  readonly limitedAt?: Location;
  /** Whether it refuses is for something to say that could not be followed. */
  readonly asksElsewhere?: true;
  /** Some refusal says that it is for who calls. */
  readonly refusesCallers?: true;
  /** It refuses by other statuses alone, and hands nothing on. */
  readonly refusesOtherwise?: true;
  /** It refuses everybody, whoever calls. */
  readonly refusesAll?: true;
  /** The operation's path or metadata made the guard let it pass. */
  readonly exempt: boolean;
};

/** A guard that is one of several: only what all agree on is sure. */
export function oneOf(readings: readonly Reading[]): Reading {
  const [first] = readings;
  if (!first) return simple('none', 'nothing', 'no guard');
  if (readings.every(reading => reading.effect === first.effect))
    return first.effect === 'required' ? together(first, readings) : first;
  const strong = readings.find(reading => reading.effect === 'required') ?? first;
  return { ...strong, effect: 'unknown', why: 'which of several guards stands here hangs on a condition' };
}

const STRENGTH: readonly GuardEffect[] = ['none', 'optional', 'unknown', 'required'];

/** All of the guards must let pass. */
export function strongest(readings: readonly Reading[]): Reading {
  const [first] = readings.toSorted((a, b) => STRENGTH.indexOf(b.effect) - STRENGTH.indexOf(a.effect));
  return first
    ? together(
        first,
        readings.filter(reading => reading.effect === first.effect),
      )
    : simple('none', 'nothing', 'no guard');
}

function together(first: Reading, readings: readonly Reading[]): Reading {
  return {
    ...first,
    mechanisms: [...new Set(readings.flatMap(({ mechanisms }) => mechanisms))].toSorted(),
    scopes: [...new Set(readings.flatMap(({ scopes }) => scopes))].toSorted(),
    ...limitingOf(readings),
  };
}

/** Whether one of several limits, and where that is said. */
export function limitingOf(readings: readonly Reading[]): Pick<Reading, 'isLimiter' | 'limitedAt'> {
  const limitedAt = readings.flatMap(one => (one.isLimiter && one.limitedAt) || [])[0];
  return { isLimiter: readings.some(({ isLimiter }) => isLimiter), ...(limitedAt && { limitedAt }) };
}

export function simple(effect: GuardEffect, what: string, why: string, at?: Location): Reading {
  return { effect, mechanisms: [], scopes: [], what, why, isLimiter: false, exempt: false, ...(at ? { at } : {}) };
}

/** Texts of a value that holds scopes or roles. */
export function textsOf(value: Value): readonly string[] {
  switch (value.kind) {
    case 'text':
      return value.value.includes(HOLE) || value.value === '' ? [] : [value.value];
    case 'number':
      return [String(value.value)];
    case 'list':
      return value.items.flatMap(textsOf);
    case 'either':
      return value.options.flatMap(textsOf);
    default:
      return [];
  }
}
