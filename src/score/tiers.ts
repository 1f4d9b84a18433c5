import type { Tier } from '../core/evidence.ts';
import type { ReportEvidence as Evidence } from '../core/report.ts';
import type { ScoringParameters } from '../../models/parameters.ts';
import type { Signal, SignalUse } from '../../models/schema.ts';

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
  /** It has aged out of speaking for its plane. */
  readonly isStale: boolean;
  /** Every rule that lowered it, in words. */
  readonly lowered: readonly string[];
};

/** What ages and crowds are judged by. */
export type TierContext = {
  readonly today: string;
  readonly staleness: ScoringParameters['staleness'];
  /** Limits that come from what other records say, by id of evidence: rules G15 and G19. */
  readonly limits: ReadonlyMap<string, TierLimit>;
};

/** The same with the ages that one use of a signal gives to documents. */
export function withAges(context: TierContext, { fresh, stale }: NonNullable<SignalUse['age']>): TierContext {
  return { ...context, staleness: { ...context.staleness, document: { fresh, ageing: stale } } };
}

export type TierLimit = { readonly most: TierRank; readonly why: string };

const DAY_MS = 86_400_000;

/**
 * The effective tier of a supporting record.
 *
 * Rejected: E0. Existence nullifier: E0; effect: at most E2; enforcement: at most E3 where the step runs and is recorded, else
 * E2. Age is judged by the plane it was seen in. A date in the future is no date. Source: scoring §D.4, §D.6.
 */
export function effectiveTier(evidence: Evidence, signal: Signal, context: TierContext): Effective {
  if (evidence.rejected.length > 0)
    return {
      rank: 0,
      isEmergingOnly: false,
      doubt: 0,
      isStale: false,
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
    const most = nullifier.kind === 'existence' ? 0 : nullifier.kind === 'enforcement' && nullifier.isRecorded ? 3 : 2;
    cap(most, `${nullifier.kind} nullified: ${nullifier.why}`);
  }
  const limit = context.limits.get(evidence.id);
  if (limit !== undefined) cap(limit.most, limit.why);
  const staleness = stalenessOf(evidence, signal, context);
  if (staleness.most !== undefined && (staleness.only === undefined || rank >= staleness.only))
    cap(staleness.most, staleness.why);
  // A document about the whole organisation that stands in for each API shows no API's own practice.
  const isBorrowed =
    signal.freshness === 'doc' && evidence.subject.scope === 'organisation' && signal.scope !== 'organisation';
  return {
    rank,
    isEmergingOnly: staleness.isEmergingOnly || isBorrowed,
    doubt: staleness.doubt,
    isStale: staleness.most !== undefined,
    lowered,
  };
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

function stalenessOf(evidence: Evidence, signal: Signal, { staleness, today }: TierContext): Staleness {
  const age = ageInDays(evidence.observedAt, today);
  switch (evidence.plane) {
    case 'ci':
      return byAge(age, staleness.run, { ageing: 4, stale: 2, what: 'last run' });
    case 'run':
      return byAge(age, staleness.window, { ageing: 3, stale: 0, what: 'window ended' });
    case 'host':
    case 'gwx': {
      const { fresh, ageing } = staleness.settings;
      if (age === undefined || age <= fresh) return FRESH;
      return age <= ageing
        ? { isEmergingOnly: false, doubt: 0.1, why: '' }
        : { ...aged(3, `settings read ${age} days ago`), only: 4 };
    }
    default:
      if (evidence.plane !== 'att' && signal.freshness !== 'doc') return FRESH;
      if (age === undefined) return { isEmergingOnly: true, doubt: 0, why: 'undated' };
      if (age <= staleness.document.fresh) return FRESH;
      return age <= staleness.document.ageing
        ? { isEmergingOnly: true, doubt: 0, why: `dated ${age} days ago` }
        : aged(0, `dated ${age} days ago`);
  }
}

type Ages = ScoringParameters['staleness']['run'];

function byAge(
  age: number | undefined,
  { fresh, ageing }: Ages,
  then: { readonly ageing: TierRank; readonly stale: TierRank; readonly what: string },
): Staleness {
  if (age === undefined || age <= fresh) return FRESH;
  return aged(age <= ageing ? then.ageing : then.stale, `${then.what} ${age} days ago`);
}

function aged(most: TierRank, why: string): Staleness {
  return { most, isEmergingOnly: false, doubt: 0, why };
}

/** Whole days between a date and today; undefined when there is no such date, or it lies ahead. */
export function ageInDays(date: string | null | undefined, today: string): number | undefined {
  if (date === undefined || date === null || !/^\d{4}-\d{2}-\d{2}/.test(date)) return undefined;
  const days = Math.round((Date.parse(today.slice(0, 10)) - Date.parse(date.slice(0, 10))) / DAY_MS);
  return Number.isFinite(days) && days >= 0 ? days : undefined;
}
