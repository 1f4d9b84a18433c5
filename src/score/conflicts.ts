import type { Conflict } from '../core/assessment.ts';
import type { SignalUse } from '../../models/schema.ts';
import type { ItemState, World } from './answers.ts';
import { PRECEDENCE, recordsOn, type Rated } from './records.ts';

/** So many are listed; the contradicted share counts all of them. */
const LISTED = 50;

/**
 * Records for and against one item, as "claim A, observation B", with which of them counts. The higher plane does, and of
 * one plane what contradicts. Source: scoring §D.4.
 */
export function conflictsOf(
  world: World,
  states: readonly ItemState[],
  uses: readonly SignalUse[],
): readonly Conflict[] {
  const found = new Map<string, Conflict>();
  const disputed = uses.flatMap(use => world.records.of(use) ?? []).filter(each => each.hasContradiction);
  for (const state of disputed.length === 0 ? [] : states) {
    for (const records of disputed) {
      for (const conflict of conflictsAmong(recordsOn(records, state.item)))
        found.set(`${conflict.claim}|${conflict.observation}`, conflict);
    }
    if (found.size > LISTED) break;
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, conflict]) => conflict)
    .slice(0, LISTED);
}

function conflictsAmong(records: readonly Rated[]): readonly Conflict[] {
  if (records.length < 2) return [];
  const claims = records.filter(each => each.evidence.polarity === 'supports' && each.effective.rank > 0);
  const observations = records.filter(
    each => each.evidence.polarity === 'contradicts' && each.evidence.rejected.length === 0,
  );
  return claims.flatMap(claim => observations.map(observation => conflictOf(claim, observation)));
}

function conflictOf(claim: Rated, { evidence: observation }: Rated): Conflict {
  const { plane } = claim.evidence;
  const outranks = PRECEDENCE[plane] > PRECEDENCE[observation.plane];
  const why =
    outranks && claim.effective.rank >= 3
      ? `the claim counts: plane ${plane} outranks ${observation.plane}`
      : plane === observation.plane
        ? 'the observation counts: of one plane, what contradicts does'
        : `the observation counts: plane ${observation.plane} is not outranked by ${plane}${outranks ? ' at that tier' : ''}`;
  return { claim: claim.evidence.id, observation: observation.id, why };
}
