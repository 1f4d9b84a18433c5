import type { Evidence, Tier } from '../core/evidence.ts';
import type { Signal } from '../../models/schema.ts';

/** `E0` … `E5` as a number, so that tiers can be compared. */
export type TierRank = 0 | 1 | 2 | 3 | 4 | 5;

const RANKS: { readonly [T in Tier]: TierRank } = { E0: 0, E1: 1, E2: 2, E3: 3, E4: 4, E5: 5 };

export function rankOf(tier: Tier): TierRank {
  return RANKS[tier];
}

/** What a record is worth after rejection, nullifiers and age. */
export type Effective = {
  readonly rank: TierRank;
  /** Counts for emerging and not for established: an undated, ageing or borrowed document. */
  readonly isEmergingOnly: boolean;
  /** Subtracted from its confidence for age. */
  readonly doubt: number;
  /** Every rule that lowered it, in words. */
  readonly lowered: readonly string[];
};

const DAY_MS = 86_400_000;

/**
 * The effective tier of a supporting record.
 *
 * Rejected: E0. Existence nullifier: E0; effect: at most E2; enforcement: at most E3 where the step runs and is recorded, else
 * E2. Age is judged by the plane it was seen in. A date in the future is no date. Source: scoring §D.4, §D.6.
 */
export function effectiveTier(evidence: Evidence, signal: Signal, today: string): Effective {
  if (evidence.rejected.length > 0)
    return {
      rank: 0,
      isEmergingOnly: false,
      doubt: 0,
      lowered: evidence.rejected.map(each => `${each.rule}: ${each.why}`),
    };
  let rank: TierRank = RANKS[evidence.tier];
  const lowered: string[] = [];
  const cap = (most: TierRank, why: string): void => {
    if (rank <= most) return;
    rank = most;
    lowered.push(why);
  };
  for (const nullifier of evidence.nullifiedBy) {
    const most =
      nullifier.kind === 'existence' ? 0 : nullifier.kind === 'enforcement' && nullifier.isRecorded === true ? 3 : 2;
    cap(most, `${nullifier.kind} nullified: ${nullifier.why}`);
  }
  const age = ageInDays(evidence.observedAt, today);
  const staleness = stalenessOf(evidence, signal, age);
  if (staleness.most !== undefined && (staleness.only === undefined || rank >= staleness.only))
    cap(staleness.most, staleness.why);
  // A document about the whole organisation that stands in for each API shows no API's own practice.
  const isBorrowed =
    signal.freshness === 'doc' && evidence.subject.scope === 'organisation' && signal.scope !== 'organisation';
  return { rank, isEmergingOnly: staleness.isEmergingOnly || isBorrowed, doubt: staleness.doubt, lowered };
}

type Staleness = {
  readonly most?: TierRank;
  /** The cap strikes only from this rank on. */
  readonly only?: TierRank;
  readonly isEmergingOnly: boolean;
  readonly doubt: number;
  readonly why: string;
};

const FRESH: Staleness = { isEmergingOnly: false, doubt: 0, why: '' };

function stalenessOf(evidence: Evidence, signal: Signal, age: number | undefined): Staleness {
  if (evidence.plane === 'ci')
    return age === undefined || age <= 30
      ? FRESH
      : age <= 90
        ? aged(4, `last run ${age} days ago`)
        : aged(2, `last run ${age} days ago`);
  if (evidence.plane === 'run')
    return age === undefined || age <= 30
      ? FRESH
      : age <= 90
        ? aged(3, `window ended ${age} days ago`)
        : aged(0, `window ended ${age} days ago`);
  if (evidence.plane === 'host' || evidence.plane === 'gwx') {
    if (age === undefined || age <= 7) return FRESH;
    return age <= 30
      ? { isEmergingOnly: false, doubt: 0.1, why: '' }
      : { ...aged(3, `settings read ${age} days ago`), only: 4 };
  }
  if (evidence.plane !== 'att' && signal.freshness !== 'doc') return FRESH;
  if (age === undefined) return { isEmergingOnly: true, doubt: 0, why: 'undated' };
  if (age <= 365) return FRESH;
  return age <= 548
    ? { isEmergingOnly: true, doubt: 0, why: `dated ${age} days ago` }
    : aged(0, `dated ${age} days ago`);
}

function aged(most: TierRank, why: string): Staleness {
  return { most, isEmergingOnly: false, doubt: 0, why };
}

/** Whole days between a date and today; undefined when there is no such date, or it lies ahead. */
export function ageInDays(date: string | undefined, today: string): number | undefined {
  if (date === undefined || !/^\d{4}-\d{2}-\d{2}/.test(date)) return undefined;
  const days = Math.round((Date.parse(today.slice(0, 10)) - Date.parse(date.slice(0, 10))) / DAY_MS);
  return Number.isFinite(days) && days >= 0 ? days : undefined;
}
