import type { Items, SignalUse } from '../../models/schema.ts';
import type { ItemState, World } from './answers.ts';
import { rounded } from './coverage.ts';
import type { Item } from './items.ts';
import { amongSubjects, isLowered, recordsAmong, type Rated, type SubjectRecords } from './records.ts';

type Group = 'spec' | 'code' | 'ci' | 'host' | 'gateway' | 'traffic' | 'attested';

/** How sure an activity can be of what supports it. */
export type Confidence = {
  /** `1 − Π(1 − best of each group)`, limited by how much of the inventory is resolved. */
  readonly value: number;
  readonly groups: number;
  /** The surest record at each rank or better. */
  readonly atRank: (rank: number) => number;
  /** A group that reaches E5 stands for itself. */
  readonly hasExercised: boolean;
  readonly hasRecords: boolean;
  /** In the order of their ids. */
  readonly records: () => readonly Rated[];
};

/** Groups are independent ways of knowing: several records of one group are as sure as its best. Source: scoring §D.7. */
export function confidenceOf(world: World, items: readonly Item[], uses: readonly SignalUse[]): Confidence {
  const subjects = subjectsOf(items);
  const found = counting(uses)
    .flatMap(use => amongSubjects(world.records.of(use), subjects))
    .map(own => surenessOf(world, own));
  const best = new Map<Group, number>();
  for (const { groups } of found)
    for (const [group, value] of groups) best.set(group, Math.max(best.get(group) ?? 0, value));
  const doubt = [...best].sort(([a], [b]) => (a < b ? -1 : 1)).reduce((product, [, value]) => product * (1 - value), 1);
  let records: readonly Rated[] | undefined;
  return {
    value: rounded(Math.min(1 - doubt, recallOf(items))),
    groups: best.size,
    atRank: rank => found.reduce((most, each) => Math.max(most, each.atRank[rank] ?? 0), 0),
    hasExercised: found.some(each => each.hasExercised),
    hasRecords: best.size > 0,
    records: () => (records ??= countedRecords(world, subjects, uses)),
  };
}

function subjectsOf(items: readonly Item[]): ReadonlySet<string> {
  const subjects = new Set<string>();
  for (const item of items) for (const subject of item.subjects) subjects.add(subject);
  return subjects;
}

function counting(uses: readonly SignalUse[]): readonly SignalUse[] {
  return uses.filter(use => use.role === 'supports' || use.role === 'corroborates');
}

/** Supporting records that count on any of the subjects, each once, in the order of their ids. */
function countedRecords(world: World, subjects: ReadonlySet<string>, uses: readonly SignalUse[]): readonly Rated[] {
  return counting(uses)
    .flatMap(use => recordsAmong(world.records.of(use), subjects))
    .filter(isCounted)
    .sort((a, b) => (a.evidence.id < b.evidence.id ? -1 : 1));
}

function isCounted({ evidence, effective }: Rated): boolean {
  return evidence.polarity === 'supports' && effective.rank > 0;
}

/** How sure the records of one signal on one subject are. */
type Sureness = {
  readonly groups: ReadonlyMap<Group, number>;
  /** The surest at each rank or better. */
  readonly atRank: readonly number[];
  readonly hasExercised: boolean;
};

const KNOWN = new WeakMap<SubjectRecords, Sureness>();

/** Worked out once: the records of an organisation are asked for by every API of it. */
function surenessOf(world: World, own: SubjectRecords): Sureness {
  const known = KNOWN.get(own);
  if (known !== undefined) return known;
  const records = own.records.filter(isCounted);
  const groups = new Map<Group, number>();
  for (const rated of records)
    for (const group of groupsOf(world, rated)) groups.set(group, Math.max(groups.get(group) ?? 0, sureness(rated)));
  const atRank = [0, 1, 2, 3, 4, 5].map(rank =>
    records.reduce((most, each) => (each.effective.rank >= rank ? Math.max(most, sureness(each)) : most), 0),
  );
  const fresh = { groups, atRank, hasExercised: records.some(each => each.effective.rank >= 5) };
  KNOWN.set(own, fresh);
  return fresh;
}

function sureness(rated: Rated): number {
  return Math.max(0, rated.evidence.confidence - rated.effective.doubt);
}

function groupsOf(world: World, { evidence, effective }: Rated): readonly Group[] {
  switch (evidence.plane) {
    case 'run':
      return ['traffic'];
    case 'gwx':
      return ['gateway'];
    case 'host':
      return ['host'];
    case 'att':
      return ['attested'];
    case 'ci':
      return ['ci'];
    case 'repo': {
      const signal = world.input.signals.get(evidence.signal);
      // A comparison of description and code has seen both; a test that a pipeline runs stands in both.
      if (evidence.signal === 'spec.matches-code') return ['spec', 'code'];
      if (signal?.family === 'tests' && effective.rank >= 3) return ['code', 'ci'];
      return [signal?.group ?? 'code'];
    }
  }
}

/** Share of operations whose place in the application is resolved: a doubtful denominator makes every share doubtful. */
function recallOf(items: readonly Item[]): number {
  const operations = items.filter(item => item.operation !== undefined);
  if (operations.length === 0) return 1;
  return operations.filter(item => item.operation?.state !== 'unresolved').length / operations.length;
}

const FINENESS = {
  organisation: 0,
  repository: 1,
  repositories: 1,
  api: 2,
  apis: 2,
  operation: 3,
  operations: 3,
} as const;

/** The items of an activity, and those finer ones that signals of its rule speak of: their records count for its confidence. */
export function itemsForConfidence(
  world: World,
  own: readonly Item[],
  of: Items['of'],
  uses: readonly SignalUse[],
): readonly Item[] {
  const finest = Math.max(
    0,
    ...uses.map(use => FINENESS[world.input.signals.get(use.signal)?.scope ?? 'organisation']),
  );
  const more = (['repositories', 'apis', 'operations'] as const).filter(
    each => FINENESS[each] > FINENESS[of] && FINENESS[each] <= finest,
  );
  return [...own, ...more.flatMap(each => world.space.select({ of: each, where: [], exemptBy: [] }).items)];
}

/** Every record of the activity's signals on its items that does not count, with the reason kept on the record. */
export function notCounted(world: World, states: readonly ItemState[], uses: readonly SignalUse[]): readonly Rated[] {
  const subjects = subjectsOf(states.map(state => state.item));
  const seen = new Map<string, Rated>();
  for (const use of uses) {
    const records = world.records.of(use);
    if (records?.hasLowered !== true) continue;
    for (const rated of recordsAmong(records, subjects)) if (isLowered(rated)) seen.set(rated.evidence.id, rated);
  }
  return [...seen.values()].sort((a, b) => (a.evidence.id < b.evidence.id ? -1 : 1));
}
