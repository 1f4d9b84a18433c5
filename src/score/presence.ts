import type { Interval, Level, Verdict } from '../core/assessment.ts';
import type { Activity } from '../../models/schema.ts';
import type { ItemState, World } from './answers.ts';
import type { Confidence } from './confidence.ts';
import { weight } from './coverage.ts';
import { ANYTHING, levelRank, NOTHING } from './levels.ts';

/** Whether there is a level to speak of; if not, the word for why. */
export type Presence =
  | { readonly kind: 'level' }
  | { readonly kind: 'none'; readonly verdict: Verdict; readonly interval: Interval; readonly why: string };

export type PresenceInput = {
  readonly world: World;
  readonly activity: Activity;
  readonly states: readonly ItemState[];
  readonly undetermined: number;
  readonly confidence: Confidence;
  readonly high: Level;
  readonly low: Level;
  readonly readable: number;
  /** Most of it is contradicted: that was seen, whatever else was not. */
  readonly isRefuted: boolean;
};

/** Non-existent may be said only where the places were read and every deciding signal has a detector. Source: scoring §D.3. */
export function presenceOf({
  world,
  activity,
  states,
  undetermined,
  confidence,
  high,
  low,
  readable,
  isRefuted,
}: PresenceInput): Presence {
  const none = (verdict: Verdict, interval: Interval, why: string): Presence => ({
    kind: 'none',
    verdict,
    interval,
    why,
  });
  const { otherwise, by } = activity.observable;
  if (states.length === 0) {
    if (undetermined > 0) return none('not-observed', ANYTHING, 'which operations it concerns is not known');
    if (world.space.isEmpty) return none('not-observed', ANYTHING, 'no API was found');
    return none('not-applicable', NOTHING, activity.notApplicable ?? 'nothing in the inventory is in its scope');
  }
  if (levelRank(low) > 0 || isRefuted) return { kind: 'level' };
  if (world.space.isEmpty)
    return none(confidence.hasRecords ? 'insufficient-evidence' : 'not-observed', ANYTHING, 'no API was found');
  const known = weight(states.filter(state => state.isReadable || state.isUncovered)) / (weight(states) || 1);
  // Where even the best reading reaches nothing, what was not read cannot matter.
  if (known >= readable || high === 'non-existent') return { kind: 'level' };
  const interval: Interval = { low: 'non-existent', high };
  if (confidence.hasRecords) return none('insufficient-evidence', interval, otherwise);
  return none(by === 'attested' ? 'not-observable' : 'not-observed', interval, otherwise);
}
