import type { ReportEvidence as Evidence } from '../core/report.ts';
import { crowdLimits } from './crowds.ts';
import type { ScoreInput } from './input.ts';
import type { Item } from './items.ts';
import { effectiveTier, type Effective, type TierContext } from './tiers.ts';

/** A record with what it is worth. */
export type Rated = { readonly evidence: Evidence; readonly effective: Effective };

/** The records of one signal, in the order of their ids, so that the order of the input decides nothing. */
export type SignalRecords = {
  readonly all: readonly Rated[];
  /** By `scope:id`. */
  readonly bySubject: ReadonlyMap<string, readonly Rated[]>;
  /** What no record of the signal is, nobody needs to look for on millions of items. */
  readonly hasContradiction: boolean;
  readonly hasNullified: boolean;
  readonly hasLowered: boolean;
};

export type RecordIndex = ReadonlyMap<string, SignalRecords>;

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
  return new Map([...bySignal].map(([signal, records]) => [signal, ofSignal(records)]));
}

function ofSignal(all: readonly Rated[]): SignalRecords {
  const bySubject = new Map<string, Rated[]>();
  for (const rated of all) push(bySubject, `${rated.evidence.subject.scope}:${rated.evidence.subject.id}`, rated);
  const supports = all.filter(each => each.evidence.polarity === 'supports');
  return {
    all,
    bySubject,
    hasContradiction: supports.length < all.length,
    hasNullified: supports.some(each => each.evidence.nullifiedBy.length > 0),
    hasLowered: supports.some(isLowered),
  };
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

const NONE: readonly Rated[] = [];

/** Records of a signal that hold for an item: its own, and those of what it belongs to. */
export function recordsOn(records: SignalRecords | undefined, item: Item): readonly Rated[] {
  if (records === undefined) return NONE;
  let found = NONE;
  for (const subject of item.subjects) {
    const own = records.bySubject.get(subject);
    if (own !== undefined) found = found === NONE ? own : [...found, ...own];
  }
  return found;
}

/** Records of a signal on any of the subjects. */
export function recordsAmong(records: SignalRecords | undefined, subjects: ReadonlySet<string>): readonly Rated[] {
  if (records === undefined) return NONE;
  const { bySubject } = records;
  return subjects.size < bySubject.size
    ? [...subjects].flatMap(subject => bySubject.get(subject) ?? [])
    : [...bySubject].flatMap(([subject, own]) => (subjects.has(subject) ? own : []));
}
