import type { Plane } from '../core/evidence.ts';
import type { ReportEvidence as Evidence } from '../core/report.ts';
import { crowdLimits } from './crowds.ts';
import type { ScoreInput } from './input.ts';
import type { Item } from './items.ts';
import { effectiveTier, withAges, type Effective, type TierContext } from './tiers.ts';
import type { SignalUse } from '../../models/schema.ts';

/** A record with what it is worth. */
export type Rated = { readonly evidence: Evidence; readonly effective: Effective };

/** The records of one signal on one subject, and what they come to: asked for by every item that belongs to the subject. */
export type SubjectRecords = {
  readonly records: readonly Rated[];
  /** The best rank of what supports; the same without what counts for emerging only. */
  readonly low: number;
  readonly fresh: number;
  /** The highest fresh plane on which a nullifier was seen, and what is left there: no plane below it counts for more. */
  readonly hold: { readonly precedence: number; readonly most: number } | undefined;
  /** A record of the best rank is held down by a nullifier. */
  readonly isHeldDown: boolean;
  /** The highest plane of support at E3 or better, by precedence; -1 without any. */
  readonly precedence: number;
  /** Contradictions that were not rejected. */
  readonly against: readonly Rated[];
};

/** What a plane outranks when two records speak of one item. Source: scoring §D.4. */
export const PRECEDENCE: { readonly [P in Plane]: number } = { run: 5, gwx: 4, host: 3, ci: 2, repo: 1, att: 0 };

/** The records of one signal, in the order of their ids, so that the order of the input decides nothing. */
export type SignalRecords = {
  readonly all: readonly Rated[];
  /** By `scope:id`. */
  readonly bySubject: ReadonlyMap<string, SubjectRecords>;
  /** What no record of the signal is, nobody needs to look for on millions of items. */
  readonly hasContradiction: boolean;
  readonly hasNullified: boolean;
  readonly hasLowered: boolean;
};

export type RecordIndex = {
  readonly get: (signal: string) => SignalRecords | undefined;
  /** The records of its signal as one use counts them: a use with ages of its own has its own ranks. */
  readonly of: (use: SignalUse) => SignalRecords | undefined;
};

export function indexRecords(input: ScoreInput): RecordIndex {
  const context: TierContext = {
    today: input.today,
    staleness: input.parameters.staleness,
    limits: input.limits ?? crowdLimits(input),
  };
  const bySignal = new Map<string, Rated[]>();
  for (const evidence of [...input.evidence].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))) {
    const signal = input.signals.get(evidence.signal);
    if (signal !== undefined)
      push(bySignal, evidence.signal, { evidence, effective: effectiveTier(evidence, signal, context) });
  }
  const index = new Map([...bySignal].map(([signal, records]) => [signal, ofSignal(records)]));
  const aged = new Map<SignalUse, SignalRecords>();
  return {
    get: signal => index.get(signal),
    of: use => {
      const [signal, records] = [input.signals.get(use.signal), index.get(use.signal)];
      if (use.age === undefined || signal === undefined || records === undefined) return records;
      const known = aged.get(use);
      if (known !== undefined) return known;
      const own = withAges(context, use.age);
      const again = ofSignal(
        records.all.map(({ evidence }) => ({ evidence, effective: effectiveTier(evidence, signal, own) })),
      );
      aged.set(use, again);
      return again;
    },
  };
}

/** Sums up the records of one signal. */
export function ofSignal(all: readonly Rated[]): SignalRecords {
  const bySubject = new Map<string, Rated[]>();
  for (const rated of all) push(bySubject, `${rated.evidence.subject.scope}:${rated.evidence.subject.id}`, rated);
  const supports = all.filter(each => each.evidence.polarity === 'supports');
  return {
    all,
    bySubject: new Map([...bySubject].map(([subject, records]) => [subject, ofSubject(records)])),
    hasContradiction: supports.length < all.length,
    hasNullified: supports.some(each => each.evidence.nullifiedBy.length > 0),
    hasLowered: supports.some(isLowered),
  };
}

function ofSubject(records: readonly Rated[]): SubjectRecords {
  const supports = records.filter(each => each.evidence.polarity === 'supports' && each.effective.rank > 0);
  const hold = holdOf(records);
  const rank = ({ evidence, effective }: Rated): number =>
    hold !== undefined && PRECEDENCE[evidence.plane] < hold.precedence
      ? Math.min(effective.rank, hold.most)
      : effective.rank;
  const best = (of: readonly Rated[]): number => of.reduce((most, each) => Math.max(most, rank(each)), 0);
  const low = best(supports);
  return {
    records,
    hold,
    low,
    fresh: best(supports.filter(each => !each.effective.isEmergingOnly)),
    isHeldDown: supports.some(
      each => rank(each) === low && (each.evidence.nullifiedBy.length > 0 || rank(each) < each.effective.rank),
    ),
    precedence: supports.reduce(
      (most, each) => (each.effective.rank >= 3 ? Math.max(most, PRECEDENCE[each.evidence.plane]) : most),
      -1,
    ),
    against: records.filter(each => each.evidence.polarity === 'contradicts' && each.evidence.rejected.length === 0),
  };
}

/**
 * What a nullifier that was seen on a higher plane leaves: files that say "block" do not outweigh a running gateway that is
 * seen to log only. Source: scoring §D.4, rules G9 and G24.
 */
function holdOf(records: readonly Rated[]): SubjectRecords['hold'] {
  const speaking = records.filter(
    ({ evidence, effective }) =>
      evidence.polarity === 'supports' && evidence.rejected.length === 0 && !effective.isStale,
  );
  const precedence = speaking.reduce((most, each) => Math.max(most, PRECEDENCE[each.evidence.plane]), -1);
  const highest = speaking.filter(each => PRECEDENCE[each.evidence.plane] === precedence);
  if (!highest.some(each => each.evidence.nullifiedBy.length > 0)) return undefined;
  return { precedence, most: highest.reduce((most, each) => Math.max(most, each.effective.rank), 0) };
}

/** It supports, and counts for less than it states. */
export function isLowered({ evidence, effective }: Rated): boolean {
  return evidence.polarity === 'supports' && (effective.rank === 0 || effective.lowered.length > 0);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

const NONE: readonly never[] = [];

/** Whether there is a record of a signal on any subject that an item belongs to. */
export function hasAny(records: SignalRecords | undefined, item: Item): boolean {
  return records !== undefined && item.subjects.some(subject => records.bySubject.has(subject));
}

/** What is known of a signal on each subject that an item belongs to. */
export function foundOn(records: SignalRecords | undefined, item: Item): readonly SubjectRecords[] {
  if (records === undefined) return NONE;
  let found: SubjectRecords[] | undefined;
  for (const subject of item.subjects) {
    const own = records.bySubject.get(subject);
    if (own !== undefined) (found ??= []).push(own);
  }
  return found ?? NONE;
}

/** Records of a signal that hold for an item: its own, and those of what it belongs to. */
export function recordsOn(records: SignalRecords | undefined, item: Item): readonly Rated[] {
  const found = foundOn(records, item);
  return found.length === 1 ? (found[0]?.records ?? NONE) : found.flatMap(each => each.records);
}

/** What is known of a signal on any of the subjects. */
export function amongSubjects(
  records: SignalRecords | undefined,
  subjects: ReadonlySet<string>,
): readonly SubjectRecords[] {
  if (records === undefined) return NONE;
  const { bySubject } = records;
  return subjects.size < bySubject.size
    ? [...subjects].flatMap(subject => bySubject.get(subject) ?? [])
    : [...bySubject].flatMap(([subject, own]) => (subjects.has(subject) ? own : []));
}

/** Records of a signal on any of the subjects. */
export function recordsAmong(records: SignalRecords | undefined, subjects: ReadonlySet<string>): readonly Rated[] {
  return amongSubjects(records, subjects).flatMap(each => each.records);
}
