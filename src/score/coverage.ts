import type { Coverage } from '../core/assessment.ts';
import type { SignalUse } from '../../models/schema.ts';
import type { ItemState } from './answers.ts';
import { isHighRisk } from './filters.ts';

export type Part = 'all' | 'hc' | 'hc-or-all' | 'critical';

/** A counted share, with the items on each side of it. */
export type Counted = {
  readonly coverage: Coverage;
  /** Share by what is known, and with what is not. */
  readonly low: number;
  readonly high: number;
  readonly met: readonly ItemState[];
  readonly missing: readonly ItemState[];
  readonly unknown: readonly ItemState[];
  readonly isEmpty: boolean;
};

/** States of the part that a condition speaks of; `hc-or-all` is everything where nothing is high or critical. */
export function partOf(states: readonly ItemState[], part: Part): readonly ItemState[] {
  if (part === 'all') return states;
  if (part === 'critical') return states.filter(state => state.item.risk === 'critical');
  const high = states.filter(state => isHighRisk(state.item.risk));
  return part === 'hc-or-all' && high.length === 0 ? states : high;
}

export type ShareOf = {
  readonly states: readonly ItemState[];
  readonly uses: readonly SignalUse[];
  /** Rank that an item must reach. */
  readonly rank: number;
  readonly part: Part;
  readonly signals: readonly string[] | undefined;
  /** So many different signals must reach it. */
  readonly distinct: number;
  /** One of these must reach it as well. */
  readonly beside?: readonly string[] | undefined;
  /** Established looks past what counts for emerging only. */
  readonly view: 'emerging' | 'established';
};

/** Counts the share of items at a rank: `C_t` of scoring §D.2, with its unknown weight. */
export function shareOf(of: ShareOf): Counted {
  const { isMet, couldBeMet } = reaching(of);
  return countItems(nameOf(of), partOf(of.states, of.part), isMet, couldBeMet);
}

/**
 * Counts the share of APIs of which a share of their operations is at a rank. `inside` are the operations that count; an API
 * without any reaches nothing.
 */
export function shareOfApis(of: ShareOf, inside: readonly ItemState[], atLeast: number): Counted {
  const { isMet, couldBeMet } = reaching(of);
  const byApi = Map.groupBy(inside, state => state.item.operation?.api ?? '');
  const counted = new Map(
    of.states.map(state => [state.item.id, countItems('', byApi.get(state.item.id) ?? [], isMet, couldBeMet)]),
  );
  const isEnough = (share: number | undefined): boolean => share !== undefined && share >= atLeast - EPSILON;
  // An API unfolds to what is known of its operations.
  const states = partOf(of.states, of.part).map(state => ({
    ...state,
    item: {
      ...state.item,
      subjects: [...(byApi.get(state.item.id) ?? []).map(({ item }) => `operation:${item.id}`), ...state.item.subjects],
    },
  }));
  return countItems(
    `${nameOf(of)} on ${Math.round(atLeast * 100)} % of the operations of each API`,
    states,
    state => !counted.get(state.item.id)?.isEmpty && isEnough(counted.get(state.item.id)?.low),
    state => state.item.kind !== 'api' || isEnough(counted.get(state.item.id)?.high),
  );
}

/** Guards comparisons of sums of weights against the last bit. */
const EPSILON = 1e-9;

type Reaching = Record<'isMet' | 'couldBeMet', (state: ItemState) => boolean>;

function reaching(of: ShareOf): Reaching {
  const counting = new Set(of.signals ?? of.uses.filter(use => use.role === 'supports').map(use => use.signal));
  const reached = (state: ItemState, rank: (answer: ItemState['answers'][number]) => number): boolean =>
    !state.isUncovered &&
    (of.beside === undefined ||
      state.answers.some(answer => of.beside?.includes(answer.signal) === true && rank(answer) >= of.rank)) &&
    state.answers.filter(answer => counting.has(answer.signal) && rank(answer) >= of.rank).length >= of.distinct;
  return {
    isMet: state => reached(state, answer => (of.view === 'established' ? answer.fresh : answer.low)),
    couldBeMet: state => reached(state, answer => answer.high),
  };
}

/** `C_E3(hc) of at least 2 of a, b, c beside d`. */
function nameOf({ rank, part, signals, distinct, beside }: ShareOf): string {
  const of = part === 'all' ? '' : `(${part === 'hc-or-all' ? 'hc' : part})`;
  const many = distinct > 1 ? `at least ${distinct} ` : '';
  const named =
    signals === undefined ? many && ` of ${many}signals` : ` of ${many && `${many}of `}${signals.join(', ')}`;
  return `C_E${rank}${of}${named}${beside === undefined ? '' : ` beside ${beside.join(', ')}`}`;
}

/**
 * Counts the share of items of which it is not known whether they reach a rank, or that a contradiction disputes: a
 * contradiction settles nothing in favour of a level.
 */
export function unsettledShare(of: ShareOf): Counted {
  const counted = shareOf(of);
  const open = new Set(partOf(of.states, of.part).filter(state => state.contradictions.length > 0));
  for (const state of counted.unknown) open.add(state);
  const isOpen = (state: ItemState): boolean => open.has(state);
  return countItems(`not known or disputed at E${of.rank}`, partOf(of.states, of.part), isOpen, isOpen);
}

/** Counts the share of items with an open contradiction: `x` of scoring §D.2. Named signals count whatever they do. */
export function contradictedShare(
  states: readonly ItemState[],
  part: Part,
  signals: readonly string[] | undefined,
): Counted {
  const isContradicted = (state: ItemState): boolean =>
    state.contradictions.some(each =>
      signals === undefined
        ? each.isDeciding && (each.mode === 'opposes' || each.mode === 'caps')
        : signals.includes(each.evidence.signal),
    );
  const name = `x${part === 'all' ? '' : `(${part})`}${signals === undefined ? '' : ` of ${signals.join(', ')}`}`;
  return countItems(name, partOf(states, part), isContradicted, isContradicted);
}

/** Counts items by whether they are met, and whether they could be. */
export function countItems(
  name: string,
  states: readonly ItemState[],
  isMet: (state: ItemState) => boolean,
  couldBeMet: (state: ItemState) => boolean,
): Counted {
  const met = states.filter(isMet);
  const rest = states.filter(state => !isMet(state));
  const unknown = rest.filter(couldBeMet);
  const missing = rest.filter(state => !couldBeMet(state));
  const numerator = weight(met);
  const denominator = weight(states);
  const open = weight(unknown);
  return {
    coverage: {
      name,
      numerator: rounded(numerator),
      denominator: rounded(denominator),
      unknown: rounded(open),
      unweighted: states.length === 0 ? 0 : rounded(met.length / states.length),
      items: states.length,
    },
    low: denominator === 0 ? 0 : numerator / denominator,
    high: denominator === 0 ? 0 : (numerator + open) / denominator,
    met,
    missing,
    unknown,
    isEmpty: states.length === 0,
  };
}

export function weight(states: readonly ItemState[]): number {
  return states.reduce((sum, state) => sum + state.item.weight, 0);
}

/** Four decimals: what reports print, and what two machines agree on. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
