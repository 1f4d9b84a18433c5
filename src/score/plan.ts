import type { CatalogueSignal, SignalUse } from '../../models/schema.ts';
import type { ItemState, World } from './answers.ts';
import type { Judged } from './conditions.ts';
import { weight } from './coverage.ts';
import type { Item } from './items.ts';
import { byRiskAndName } from './order.ts';
import { recordsOn, type Rated } from './records.ts';
import type { Supposed } from './supposed.ts';
import { rankOf } from './tiers.ts';

/** Changes to items that turn one failing condition. */
export type Change = {
  readonly signal: string;
  /** The first of the items: all of a large estate would be kept for as long as anything is judged. */
  readonly shown: readonly Item[];
  readonly count: number;
  /** A record that is close: its effect is taken away, and giving it back is the cheapest change. */
  readonly near: Rated | undefined;
  /** Part of it may exist where this scan could not look. */
  readonly mayExist: boolean;
  /** Weight that changes side. */
  readonly weight: number;
  /** What would be there then; empty where it is more than is shown. */
  readonly supposed: readonly Supposed[];
};

/**
 * The smallest set of changes that turns a failing condition: all parts of an `all`, the cheapest of an `any`.
 * Undefined when no change to an item can turn it (it hangs on other activities, or on what could not be read).
 */
export function planOf(world: World, judged: Judged, uses: readonly SignalUse[]): readonly Change[] | undefined {
  if (judged.low) return [];
  const { condition, counted } = judged;
  if ('all' in condition) {
    const parts = judged.inside.filter(each => each.applies && !each.low).map(each => planOf(world, each, uses));
    const possible = parts.filter(part => part !== undefined);
    return possible.length === 0 ? undefined : possible.flat();
  }
  if ('any' in condition) {
    const options = judged.inside.flatMap(each => {
      const plan = each.applies ? planOf(world, each, uses) : undefined;
      return plan === undefined || plan.length === 0 ? [] : [plan];
    });
    return options.sort((a, b) => cost(a) - cost(b))[0];
  }
  if (counted === undefined) return undefined;
  if ('contradicted' in condition) return removal(world, judged);
  if (!('share' in condition) && !('exists' in condition)) return undefined;
  const rank = rankOf('share' in condition ? condition.share : condition.exists);
  const candidates = [...counted.missing, ...counted.unknown.filter(state => isKnownAbsent(world, state, uses))]
    .map(state => ({ state, isNear: nearMiss(world, state, uses) !== undefined }))
    .sort((a, b) => Number(b.isNear) - Number(a.isNear) || byRiskAndName(a.state, b.state))
    .map(({ state }) => state);
  const wanted =
    'share' in condition ? condition.atLeast * counted.coverage.denominator - counted.coverage.numerator : undefined;
  const chosen = take(candidates, wanted, 'exists' in condition ? condition.count - counted.met.length : undefined);
  if (chosen === undefined) return undefined;
  const signal = signalFor(world, chosen, uses, condition.signals, rank);
  if (signal === undefined) return undefined;
  const near = chosen
    .map(state =>
      nearMiss(
        world,
        state,
        uses.filter(use => use.signal === signal),
      ),
    )
    .find(each => each !== undefined);
  return [
    {
      signal,
      ...shownOf(chosen),
      near,
      mayExist: chosen.some(state => counted.unknown.includes(state)),
      weight: weight(chosen),
      supposed: supposedOf(world, signal, rank, chosen),
    },
  ];
}

/** So many items are named in a step. */
const SHOWN = 20;

function shownOf(chosen: readonly ItemState[]): Pick<Change, 'shown' | 'count'> {
  return { shown: chosen.slice(0, SHOWN).map(state => state.item), count: chosen.length };
}

/** What a change supposes, each on the subject that the signal speaks of. Without a rank, what contradicts has to go. */
function supposedOf(
  world: World,
  id: string,
  rank: number | undefined,
  chosen: readonly ItemState[],
): readonly Supposed[] {
  const signal = world.input.signals.get(id);
  if (signal === undefined || chosen.length > SHOWN) return [];
  const most = signal.tiers === 'none' ? 0 : rankOf(signal.tiers.max);
  const wanted = signal.polarity === 'contradicts' ? 0 : Math.min(most, rank ?? 3);
  const subjects = chosen.map(({ item }) => subjectFor(world, signal.scope, item));
  return [...new Set(subjects)].map(subject => ({ signal: id, subject, rank: wanted }));
}

/** The item itself, or what it belongs to; of a signal that is finer than the item, all that belongs to it. */
function subjectFor(world: World, scope: CatalogueSignal['scope'], item: Item): string {
  if (scope === 'organisation') return `organisation:${world.input.organisation}`;
  return item.subjects.find(subject => subject.startsWith(`${scope}:`)) ?? `${item.kind}:${item.id}`;
}

/** As many items as reach the wanted weight, or the wanted number; undefined when all together do not. */
function take(
  candidates: readonly ItemState[],
  wanted: number | undefined,
  number: number | undefined,
): readonly ItemState[] | undefined {
  if (number !== undefined) return candidates.length >= number ? candidates.slice(0, number) : undefined;
  const chosen: ItemState[] = [];
  let sum = 0;
  for (const state of candidates) {
    if (wanted !== undefined && sum >= wanted - 1e-4) break;
    chosen.push(state);
    sum += state.item.weight;
  }
  return chosen.length > 0 && (wanted === undefined || sum >= wanted - 1e-4) ? chosen : undefined;
}

/** What must go, so that the contradicted share falls below its threshold. */
function removal(world: World, judged: Judged): readonly Change[] | undefined {
  const { condition, counted } = judged;
  if (counted === undefined || !('contradicted' in condition)) return undefined;
  const excess = counted.coverage.numerator - condition.atMost * counted.coverage.denominator;
  const chosen = take([...counted.met].sort(byRiskAndName), excess, undefined);
  const named = condition.signals;
  const signal = chosen
    ?.flatMap(state => state.contradictions)
    .find(each =>
      named === undefined ? each.mode === 'opposes' || each.mode === 'caps' : named.includes(each.evidence.signal),
    );
  if (chosen === undefined || signal === undefined) return undefined;
  return [
    {
      signal: signal.evidence.signal,
      ...shownOf(chosen),
      near: undefined,
      mayExist: false,
      weight: weight(chosen),
      supposed: supposedOf(world, signal.evidence.signal, undefined, chosen),
    },
  ];
}

/** The signal to work on: one that is close on an item, else the first that is looked for and can be strong enough. */
function signalFor(
  world: World,
  items: readonly ItemState[],
  uses: readonly SignalUse[],
  named: readonly string[] | undefined,
  rank: number,
): string | undefined {
  const able = uses
    .filter(use => (named === undefined ? use.role === 'supports' : named.includes(use.signal)))
    .filter(use => {
      const tiers = world.input.signals.get(use.signal)?.tiers;
      return (
        tiers !== undefined && tiers !== 'none' && Math.min(rankOf(tiers.max), rankOf(use.maxTier ?? 'E5')) >= rank
      );
    });
  const close = able.find(use => items.some(state => nearMiss(world, state, [use]) !== undefined));
  const supported = able.find(use => world.visible.isSupported(use.signal));
  return (close ?? supported ?? able[0])?.signal;
}

/** A record that supports and is held down by a nullifier. */
function nearMiss(world: World, state: ItemState, uses: readonly SignalUse[]): Rated | undefined {
  return uses
    .filter(use => use.role === 'supports')
    .flatMap(use => {
      const records = world.records.of(use);
      return records?.hasNullified === true ? recordsOn(records, state.item) : [];
    })
    .find(
      each =>
        each.evidence.polarity === 'supports' &&
        each.evidence.rejected.length === 0 &&
        each.evidence.nullifiedBy.length > 0,
    );
}

function isKnownAbsent(world: World, state: ItemState, uses: readonly SignalUse[]): boolean {
  return uses.some(use => {
    const signal = world.input.signals.get(use.signal);
    return use.role === 'supports' && signal !== undefined && world.visible.isAbsenceKnown(signal, state.item);
  });
}

function cost(plan: readonly Change[]): number {
  return plan.reduce((sum, change) => sum + change.count + (change.mayExist ? 0.5 : 0), 0);
}
