import type { Plane } from '../core/evidence.ts';
import type { ReportEvidence as Evidence } from '../core/report.ts';
import type { CatalogueSignal, Items, SignalUse } from '../../models/schema.ts';
import { crowdLimits } from './crowds.ts';
import type { ScoreInput } from './input.ts';
import type { Item, Space, WeightedItem } from './items.ts';
import { effectiveTier, rankOf, type Effective, type TierContext } from './tiers.ts';
import { visibleIn, type Visible } from './visible.ts';

/** A record with what it is worth. */
export type Rated = { readonly evidence: Evidence; readonly effective: Effective };

/** What is known of one signal on one item, as ranks. */
export type Answer = {
  readonly signal: string;
  /** By records that count. */
  readonly low: number;
  /** The same without what counts for emerging only. */
  readonly fresh: number;
  /** With everything that could not be seen. */
  readonly high: number;
};

/** A negative record that is in effect on an item. */
export type Contradiction = {
  readonly evidence: Evidence;
  readonly mode: 'answer' | 'caps' | 'uncovers' | 'opposes';
  readonly role: SignalUse['role'];
};

/** What is known of one item for one list of signals. */
export type ItemState = {
  readonly item: WeightedItem;
  readonly answers: readonly Answer[];
  readonly contradictions: readonly Contradiction[];
  /** A contradiction takes it out of the covered set. */
  readonly isUncovered: boolean;
  /** Every place where a deciding signal could show was read: what is missing here is missing. Records change nothing of it. */
  readonly isReadable: boolean;
};

/** Everything that rules are judged in: the inventory as items, the records by subject, and what could be seen. */
export type World = {
  readonly input: ScoreInput;
  readonly space: Space;
  readonly visible: Visible;
  readonly records: RecordIndex;
  /** States that were computed, by list of signals and selection: several conditions of a rule ask for the same. */
  readonly memo: WeakMap<readonly SignalUse[], Map<string, States>>;
};

export type States = { readonly states: readonly ItemState[]; readonly undetermined: number };

export type RecordIndex = {
  readonly of: (signal: string, subject: string) => readonly Rated[];
  readonly all: (signal: string) => readonly Rated[];
};

export function makeWorld(input: ScoreInput, space: Space): World {
  return { input, space, visible: visibleIn(input), records: indexRecords(input), memo: new WeakMap() };
}

/** Records by signal and subject, in the order of their ids, so that the order of the input decides nothing. */
export function indexRecords(input: ScoreInput): RecordIndex {
  // Two levels of maps, so that a look-up hashes no new string: there are millions of them on a large estate.
  const bySubject = new Map<string, Map<string, Rated[]>>();
  const bySignal = new Map<string, Rated[]>();
  const sorted = [...input.evidence].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const context: TierContext = {
    today: input.today,
    staleness: input.parameters.staleness,
    limits: crowdLimits(input),
  };
  for (const evidence of sorted) {
    const signal = input.signals.get(evidence.signal);
    if (signal === undefined) continue;
    const rated = { evidence, effective: effectiveTier(evidence, signal, context) };
    const subjects = bySubject.get(evidence.signal) ?? new Map<string, Rated[]>();
    bySubject.set(evidence.signal, subjects);
    push(subjects, `${evidence.subject.scope}:${evidence.subject.id}`, rated);
    push(bySignal, evidence.signal, rated);
  }
  return {
    of: (signal, subject) => bySubject.get(signal)?.get(subject) ?? NONE,
    all: signal => bySignal.get(signal) ?? NONE,
  };
}

const NONE: readonly Rated[] = [];

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** What a plane outranks when two records speak of one item. Source: scoring §D.4. */
export const PRECEDENCE: { readonly [P in Plane]: number } = { run: 5, gwx: 4, host: 3, ci: 2, repo: 1, att: 0 };

/** The state of every selected item. Uncovered items with support of an exempting signal have left the denominator. */
export function statesOf(world: World, items: Items, uses: readonly SignalUse[]): States {
  const ofUses = world.memo.get(uses) ?? new Map<string, States>();
  world.memo.set(uses, ofUses);
  const key = `${items.of}|${items.where.join(',')}|${items.exemptBy.join(',')}`;
  const known = ofUses.get(key);
  if (known !== undefined) return known;
  const fresh = computeStates(world, items, uses);
  ofUses.set(key, fresh);
  return fresh;
}

function computeStates(world: World, items: Items, uses: readonly SignalUse[]): States {
  const selection = world.space.select(items);
  const states = selection.items.map(item => stateOf(world, item, uses));
  const isExempt = (state: ItemState): boolean =>
    items.exemptBy.some(signal => supportOn(world, signal, state.item).length > 0) &&
    state.answers.every(answer => answer.low === 0);
  return {
    states: items.exemptBy.length === 0 ? states : states.filter(state => !isExempt(state)),
    undetermined: selection.undetermined,
  };
}

function supportOn(world: World, signal: string, item: Item): readonly Rated[] {
  return recordsOn(world, signal, item).filter(
    each => each.evidence.polarity === 'supports' && each.effective.rank > 0,
  );
}

/** Records of a signal that hold for an item: its own, and those of what it belongs to. */
export function recordsOn(world: World, signal: string, item: Item): readonly Rated[] {
  if (world.records.all(signal).length === 0) return NONE;
  return item.subjects.flatMap(subject => world.records.of(signal, subject));
}

function stateOf(world: World, item: WeightedItem, uses: readonly SignalUse[]): ItemState {
  const answers: Answer[] = [];
  const contradictions: Contradiction[] = [];
  for (const use of uses) {
    const signal = world.input.signals.get(use.signal);
    if (signal === undefined || use.role === 'nullifies') continue;
    const records = recordsOn(world, use.signal, item);
    const mode = use.negative ?? (signal.polarity === 'contradicts' ? 'opposes' : 'answer');
    const against = contradictionsIn(records);
    contradictions.push(...against.map(each => ({ evidence: each.evidence, mode, role: use.role })));
    if (signal.polarity !== 'contradicts')
      answers.push(
        answerOf(world, { item, use, signal, records, isAnsweredNo: against.length > 0 && mode !== 'caps' }),
      );
  }
  const isUncovered = contradictions.some(
    each => each.role !== 'corroborates' && (each.mode === 'opposes' || each.mode === 'uncovers'),
  );
  const isReadable = uses.every(use => {
    const signal = world.input.signals.get(use.signal);
    return use.role !== 'supports' || signal === undefined || world.visible.isAbsenceKnown(signal, item);
  });
  return { item, answers, contradictions, isUncovered, isReadable };
}

/** Open contradictions: not rejected, and not outranked by a support of the same signal on a higher plane. They do not age. */
function contradictionsIn(records: readonly Rated[]): readonly Rated[] {
  const supported = Math.max(
    -1,
    ...records
      .filter(each => each.evidence.polarity === 'supports' && each.effective.rank >= 3)
      .map(each => PRECEDENCE[each.evidence.plane]),
  );
  return records.filter(
    each =>
      each.evidence.polarity === 'contradicts' &&
      each.evidence.rejected.length === 0 &&
      PRECEDENCE[each.evidence.plane] >= supported,
  );
}

type Asked = {
  readonly item: WeightedItem;
  readonly use: SignalUse;
  readonly signal: CatalogueSignal;
  readonly records: readonly Rated[];
  readonly isAnsweredNo: boolean;
};

function answerOf(world: World, { item, use, signal, records, isAnsweredNo }: Asked): Answer {
  const none: Answer = { signal: use.signal, low: 0, fresh: 0, high: 0 };
  if (isAnsweredNo) return none;
  const most =
    signal.tiers === 'none'
      ? 0
      : Math.min(rankOf(signal.tiers.max), use.maxTier === undefined ? 5 : rankOf(use.maxTier));
  const support = records.filter(each => each.evidence.polarity === 'supports' && each.effective.rank > 0);
  const low = Math.min(most, best(support));
  const fresh = Math.min(most, best(support.filter(each => !each.effective.isEmergingOnly)));
  const isAbsenceKnown = world.visible.isAbsenceKnown(signal, item);
  if (low === 0) return { ...none, high: isAbsenceKnown ? 0 : most };
  // What was found does not settle an unread place: there may be something stronger, unless a nullifier shows what this one lacks.
  const isLowered = support.some(each => each.effective.rank === low && each.evidence.nullifiedBy.length > 0);
  const couldBeStronger = !isLowered && (!isAbsenceKnown || world.visible.couldBeStronger(signal, item));
  return { signal: use.signal, low, fresh, high: couldBeStronger ? most : low };
}

function best(records: readonly Rated[]): number {
  return records.reduce((most, each) => Math.max(most, each.effective.rank), 0);
}
