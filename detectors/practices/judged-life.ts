/** What is said of a place that issues tokens, by how long they live. */
import type { PracticeFact } from '../../src/core/facts/practice.ts';

export type JudgedLife = Pick<PracticeFact, 'standing' | 'what'>;

export const NEVER: JudgedLife = { standing: 'unsound', what: 'tokens are issued that never expire' };

/** Keys by their id from a set that the issuer rotates. */
export const KEY_SET: JudgedLife = {
  standing: 'sound',
  what: 'keys are taken from a set that the issuer can rotate',
};

/** Access tokens live for an hour at most; of refresh tokens a longer life is the point. */
const HOUR = 3_600;

/** `seconds` is undefined where the time is computed. */
export function ofLife(seconds: number | undefined, isRefresh: boolean): JudgedLife {
  if (seconds === undefined) return { standing: 'partial', what: 'tokens expire after a time that is configured' };
  if (isRefresh) return { standing: 'sound', what: 'refresh tokens expire' };
  if (seconds <= HOUR) return { standing: 'sound', what: 'tokens expire within an hour' };
  return { standing: 'partial', what: `tokens expire after ${Math.round(seconds / HOUR)} hours` };
}

/** Sessions that end when nothing was asked for so long; `seconds` is undefined where the time is computed. */
export function ofSession(seconds: number | undefined): JudgedLife {
  if (seconds === undefined) return { standing: 'partial', what: 'sessions end after a time that is configured' };
  return seconds <= HOUR
    ? { standing: 'sound', what: 'sessions end after an hour at most' }
    : { standing: 'partial', what: `sessions end after ${Math.round(seconds / HOUR)} hours` };
}

/** Claims by which an application judges the age of its tokens itself. */
export const OWN_EXPIRY_CLAIM = /expir|created_?at|issued_?at|valid_?until/i;
