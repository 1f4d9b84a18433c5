import type { ReportEvidence as Evidence } from '../core/report.ts';
import type { CatalogueSignal, Items, SignalUse } from '../../models/schema.ts';
import type { ScoreInput } from './input.ts';
import type { Item, Space, WeightedItem } from './items.ts';
import {
  foundOn,
  hasAny,
  indexRecords,
  PRECEDENCE,
  recordsOn,
  type Rated,
  type RecordIndex,
  type SignalRecords,
  type SubjectRecords,
} from './records.ts';
import { rankOf } from './tiers.ts';
import { visibleIn, type Visible } from './visible.ts';

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
  /** It bears on the item: a signal that only corroborates does so when the model says what its negative does. */
  readonly isDeciding: boolean;
};

/** What is known of one item for one list of signals; a signal without an answer was found nowhere and can be nowhere. */
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

export function makeWorld(input: ScoreInput, space: Space): World {
  return { input, space, visible: visibleIn(input), records: indexRecords(input), memo: new WeakMap() };
}

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
  const asked = askedOf(world, uses);
  const blanks = new Map<string, Blank>();
  const states = selection.items.map(item => stateOf(world, item, asked, blanks));
  const isExempt = (state: ItemState): boolean =>
    items.exemptBy.some(signal => supportOn(world, signal, state.item).length > 0) &&
    state.answers.every(answer => answer.low === 0);
  return {
    states: items.exemptBy.length === 0 ? states : states.filter(state => !isExempt(state)),
    undetermined: selection.undetermined,
  };
}

function supportOn(world: World, signal: string, item: Item): readonly Rated[] {
  return recordsOn(world.records.get(signal), item).filter(
    each => each.evidence.polarity === 'supports' && each.effective.rank > 0,
  );
}

type Asked = { readonly use: SignalUse; readonly signal: CatalogueSignal; readonly records: SignalRecords | undefined };

/** Signals of a list with what is known of them, looked up once for all items. */
function askedOf(world: World, uses: readonly SignalUse[]): readonly Asked[] {
  return uses.flatMap(use => {
    const signal = world.input.signals.get(use.signal);
    return signal === undefined || use.role === 'nullifies' ? [] : [{ use, signal, records: world.records.of(use) }];
  });
}

/** What is known where nothing was found: the same for all items of one profile. */
type Blank = Pick<ItemState, 'answers' | 'isReadable'>;

function stateOf(world: World, item: WeightedItem, asked: readonly Asked[], blanks: Map<string, Blank>): ItemState {
  if (!asked.some(({ records }) => hasAny(records, item))) {
    const { answers, isReadable: isRead } = blanks.get(item.profile) ?? blankOf(world, item, asked, blanks);
    return { item, answers, contradictions: NOTHING, isUncovered: false, isReadable: isRead };
  }
  const answers: Answer[] = [];
  const contradictions: Contradiction[] = [];
  for (const { use, signal, records } of asked) {
    const own = foundOn(records, item);
    const mode = use.negative ?? (signal.polarity === 'contradicts' ? 'opposes' : 'answer');
    const isDeciding = use.role !== 'corroborates' || use.negative !== undefined;
    const against = records?.hasContradiction === true ? contradictionsIn(own) : NOTHING;
    for (const { evidence } of against) contradictions.push({ evidence, mode, isDeciding });
    if (signal.polarity === 'contradicts' || (against.length > 0 && mode !== 'caps')) continue;
    const answer = answerOf(world, item, use, signal, own);
    if (answer !== undefined) answers.push(answer);
  }
  return {
    item,
    answers,
    contradictions: contradictions.length === 0 ? NOTHING : contradictions,
    isUncovered: contradictions.some(each => each.isDeciding && (each.mode === 'opposes' || each.mode === 'uncovers')),
    isReadable: isReadable(world, item, asked),
  };
}

function blankOf(world: World, item: WeightedItem, asked: readonly Asked[], blanks: Map<string, Blank>): Blank {
  const answers = asked.flatMap(({ use, signal }) =>
    signal.polarity === 'contradicts' ? [] : (answerOf(world, item, use, signal, NOTHING) ?? []),
  );
  const blank = { answers, isReadable: isReadable(world, item, asked) };
  blanks.set(item.profile, blank);
  return blank;
}

function isReadable(world: World, item: WeightedItem, asked: readonly Asked[]): boolean {
  return asked.every(({ use, signal }) => use.role !== 'supports' || world.visible.isAbsenceKnown(signal, item));
}

const NOTHING: readonly never[] = [];

/** Open contradictions: not rejected, and not outranked by a support of the same signal on a higher plane. They do not age. */
function contradictionsIn(found: readonly SubjectRecords[]): readonly Rated[] {
  const supported = found.reduce((most, each) => Math.max(most, each.precedence), -1);
  return found.flatMap(each => each.against.filter(({ evidence }) => PRECEDENCE[evidence.plane] >= supported));
}

/** The nullifier on the highest plane; of one plane, the one that leaves least. */
function holdAmong(found: readonly SubjectRecords[]): SubjectRecords['hold'] {
  return found.flatMap(each => each.hold ?? []).sort((a, b) => b.precedence - a.precedence || a.most - b.most)[0];
}

/** Undefined: nothing was found, and nothing can be there. */
function answerOf(
  world: World,
  item: WeightedItem,
  use: SignalUse,
  signal: CatalogueSignal,
  found: readonly SubjectRecords[],
): Answer | undefined {
  const most =
    signal.tiers === 'none'
      ? 0
      : Math.min(rankOf(signal.tiers.max), use.maxTier === undefined ? 5 : rankOf(use.maxTier));
  if (most === 0) return undefined;
  const hold = holdAmong(found);
  const rank = (value: number, { precedence }: SubjectRecords): number =>
    Math.min(most, hold !== undefined && precedence <= hold.precedence ? Math.min(hold.most, value) : value);
  const low = found.reduce((best, each) => Math.max(best, rank(each.low, each)), 0);
  const isAbsenceKnown = world.visible.isAbsenceKnown(signal, item);
  if (low === 0) return isAbsenceKnown ? undefined : { signal: use.signal, low: 0, fresh: 0, high: most };
  const fresh = found.reduce((best, each) => Math.max(best, rank(each.fresh, each)), 0);
  // What was found does not settle an unread place: there may be something stronger, unless a nullifier shows what this one lacks.
  const isHeldDown = hold !== undefined || found.some(each => each.low === low && each.isHeldDown);
  const couldBeStronger = !isHeldDown && (!isAbsenceKnown || world.visible.couldBeStronger(signal, item));
  return { signal: use.signal, low, fresh, high: couldBeStronger ? most : low };
}
