import type { Coverage, Interval, Level, Proof } from '../core/assessment.ts';
import type { Condition, Items, SignalUse } from '../../models/schema.ts';
import { statesOf, type ItemState, type States, type World } from './answers.ts';
import { contradictedShare, shareOf, shareOfApis, unsettledShare, type Counted } from './coverage.ts';
import { inventoryCount } from './inventory-count.ts';
import { levelRank } from './levels.ts';
import { rankOf } from './tiers.ts';

/** Guards comparisons of sums of weights against the last bit. */
const EPSILON = 1e-9;

/** One condition that was judged, with what it rests on. */
export type Judged = {
  readonly condition: Condition;
  /** Holds by what is known; holds if all that is unknown turns out well. */
  readonly low: boolean;
  readonly high: boolean;
  /** False: it speaks of items that there are none of. It then decides nothing. */
  readonly applies: boolean;
  readonly text: string;
  readonly coverage: readonly Coverage[];
  readonly counted?: Counted;
  readonly threshold?: Threshold;
  readonly inside: readonly Judged[];
};

/** What a condition is judged by: default items and signals of who asks, and the levels of activities. */
export type Ground = {
  readonly world: World;
  readonly items: Items;
  readonly uses: readonly SignalUse[];
  readonly view: 'emerging' | 'established';
  /** Added to what shares must reach: how the verdict would be under stricter or looser thresholds. */
  readonly shift: number;
  readonly levelOf: (activity: string) => { readonly interval: Interval; readonly isApplicable: boolean };
  readonly matrix?: (items: Items) => Counted;
  /** What was counted for a condition: shares do not hang on thresholds, so that trying others counts nothing again. */
  readonly counts: Map<Condition, Tally>;
};

type Tally = { readonly counted: Counted; readonly undetermined: number };

/** Judges a condition three-valued. Pure; the same ground gives the same answer. */
export function judge(condition: Condition, ground: Ground): Judged {
  if ('all' in condition)
    return joined(
      condition,
      condition.all.map(each => judge(each, ground)),
      'and',
    );
  if ('any' in condition)
    return joined(
      condition,
      condition.any.map(each => judge(each, ground)),
      'or',
    );
  if ('share' in condition) {
    const { each } = condition;
    const { counted, undetermined } = tallied(ground, condition, condition.items, states => {
      const of = {
        states,
        uses: ground.uses,
        rank: rankOf(condition.share),
        part: condition.of,
        signals: condition.signals,
        distinct: condition.distinct,
        beside: condition.beside,
        view: ground.view,
      };
      if (each === undefined) return shareOf(of);
      const inside = stated(ground, { ...(condition.items ?? ground.items), of: each.of }).states;
      return shareOfApis(of, inside, each.atLeast);
    });
    return share(condition, counted, undetermined, atLeast(condition.atLeast, ground));
  }
  if ('contradicted' in condition) {
    const { counted, undetermined } = tallied(ground, condition, condition.items, states =>
      contradictedShare(states, condition.contradicted, condition.signals),
    );
    return share(condition, counted, undetermined, {
      side: 'at-most',
      value: clamped(condition.atMost - ground.shift),
    });
  }
  if ('unsettled' in condition) {
    const { counted, undetermined } = tallied(ground, condition, condition.items, states =>
      unsettledShare({
        states,
        uses: ground.uses,
        rank: rankOf(condition.unsettled),
        part: condition.of,
        signals: condition.signals,
        distinct: 1,
        view: ground.view,
      }),
    );
    const judged = share(condition, counted, undetermined, {
      side: 'at-most',
      value: clamped(condition.atMost - ground.shift),
    });
    // What is not known may yet be settled.
    return { ...judged, high: true };
  }
  if ('exists' in condition) {
    const { counted } = tallied(ground, condition, condition.items, states =>
      shareOf({
        states,
        uses: ground.uses,
        rank: rankOf(condition.exists),
        part: 'all',
        signals: condition.signals,
        distinct: 1,
        view: ground.view,
      }),
    );
    const what = condition.signals === undefined ? 'a supporting signal' : condition.signals.join(' or ');
    const low = counted.met.length >= condition.count;
    const high = counted.met.length + counted.unknown.length >= condition.count;
    return {
      condition,
      low,
      high,
      applies: true,
      text: `${what} at ${condition.exists} or better ${low ? 'was seen' : high ? 'was not seen, and may exist' : 'does not exist'}`,
      coverage: [counted.coverage],
      counted,
      inside: [],
    };
  }
  if ('activity' in condition) return activity(condition, ground);
  if ('count' in condition) return counting(condition, ground);
  if ('matrix' in condition) {
    const counted = ground.matrix?.(condition.items);
    return counted === undefined
      ? undecided(condition, 'the mitigation matrix cannot be judged')
      : share(condition, counted, 0, atLeast(condition.atLeast, ground));
  }
  return inventoryCount(condition, ground.world);
}

function tallied(
  ground: Ground,
  condition: Condition,
  items: Items | undefined,
  count: (states: readonly ItemState[]) => Counted,
): Tally {
  const known = ground.counts.get(condition);
  if (known !== undefined) return known;
  const { states, undetermined } = stated(ground, items);
  const tally = { counted: count(states), undetermined };
  ground.counts.set(condition, tally);
  return tally;
}

function stated(ground: Ground, items: Items | undefined): States {
  // A selection of its own keeps the exemptions of who asks: they speak of the same operations.
  const chosen =
    items === undefined
      ? ground.items
      : items.exemptBy.length > 0
        ? items
        : { ...items, exemptBy: ground.items.exemptBy };
  const { states, undetermined } = statesOf(ground.world, chosen, ground.uses);
  // Of an inventory in which nothing was found, it is not known what a share would come to: it is not left out of a rule.
  const isOpen = ground.world.space.isEmpty && states.length === 0 && chosen.of !== 'organisation';
  return { states, undetermined: isOpen ? Math.max(1, undetermined) : undetermined };
}

function joined(condition: Condition, inside: readonly Judged[], by: 'and' | 'or'): Judged {
  const counting = inside.filter(each => each.applies);
  const every = by === 'and';
  return {
    condition,
    low: every ? counting.length > 0 && counting.every(each => each.low) : counting.some(each => each.low),
    high: every ? counting.length > 0 && counting.every(each => each.high) : counting.some(each => each.high),
    applies: counting.length > 0,
    // Written when it is read: most conditions are judged for their outcome alone.
    get text() {
      return inside.map(each => (each.inside.length > 1 ? `(${each.text})` : each.text)).join(every ? '; ' : ', or ');
    },
    coverage: inside.flatMap(each => each.coverage),
    inside,
  };
}

type Threshold = Pick<NonNullable<Proof['threshold']>, 'side' | 'value'>;
type ShareLike = Extract<
  Condition,
  { share: unknown } | { contradicted: unknown } | { unsettled: unknown } | { matrix: unknown }
>;

function atLeast(value: number, { shift }: Ground): Threshold {
  return { side: 'at-least', value: clamped(value + shift) };
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function share(condition: ShareLike, counted: Counted, undetermined: number, threshold: Threshold): Judged {
  const { coverage } = counted;
  const { side, value: wanted } = threshold;
  const base = { condition, coverage: [coverage], counted, threshold, inside: [] };
  if (counted.isEmpty) {
    const text = `${coverage.name}: ${undetermined > 0 ? 'which items it speaks of is not known' : 'no such item'}`;
    return { ...base, low: false, high: undetermined > 0, applies: undetermined > 0, text };
  }
  const holds = (value: number): boolean =>
    side === 'at-least' ? value >= wanted - EPSILON : value <= wanted + EPSILON;
  return {
    ...base,
    low: holds(counted.low),
    high: holds(side === 'at-least' ? counted.high : counted.low),
    applies: true,
    get text() {
      const { low, high } = counted;
      const range = high - low > EPSILON ? `${percent(low)} to ${percent(high)}` : percent(low);
      return `${coverage.name} is ${range}, ${side === 'at-least' ? 'at least' : 'at most'} ${percent(wanted)} needed`;
    },
  };
}

function activity(condition: Extract<Condition, { activity: unknown }>, ground: Ground): Judged {
  const { interval, isApplicable } = ground.levelOf(condition.activity);
  const needed = levelRank(condition.atLeast);
  const low = levelRank(interval.low) >= needed;
  const high = levelRank(interval.high) >= needed;
  const note = !low && high && condition.unverified !== undefined ? ` (${condition.unverified})` : '';
  return {
    condition,
    low,
    high,
    applies: isApplicable,
    text: `${condition.activity} is ${spanOf(interval)}, ${condition.atLeast} needed${note}`,
    coverage: [],
    inside: [],
  };
}

function counting(condition: Extract<Condition, { count: { of: readonly string[] } }>, ground: Ground): Judged {
  const { of, level } = condition.count;
  const applicable = of.map(id => ground.levelOf(id)).filter(each => each.isApplicable);
  // What does not apply is taken out of the count and out of what is asked for.
  const needed = Math.min(condition.count.atLeast, applicable.length);
  const low = applicable.filter(each => levelRank(each.interval.low) >= levelRank(level)).length;
  const high = applicable.filter(each => levelRank(each.interval.high) >= levelRank(level)).length;
  const text = `${low === high ? low : `${low} to ${high}`} of ${applicable.length} (${of.join(', ')}) are ${level} or better, ${needed} needed`;
  return {
    condition,
    low: low >= needed,
    high: high >= needed,
    applies: applicable.length > 0,
    text,
    coverage: [],
    inside: [],
  };
}

function undecided(condition: Condition, text: string): Judged {
  return { condition, low: false, high: true, applies: true, text, coverage: [], inside: [] };
}

function percent(value: number): string {
  return `${Math.round(value * 1000) / 10} %`;
}

function spanOf(interval: { readonly low: Level; readonly high: Level }): string {
  return interval.low === interval.high ? interval.low : `${interval.low} to ${interval.high}`;
}
