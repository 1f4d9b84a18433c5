import type { Condition } from '../../models/schema.ts';
import type { World } from './answers.ts';

/**
 * What `established` needs beside its rule where a whole organisation is judged: the critical items, so that a high share
 * elsewhere cannot hide them, and little that is unknown or disputed. Source: scoring §D.12.
 */
export function withTail(rule: Condition, world: World): Condition {
  return world.input.isOrganisation ? tailed(rule, world.input.parameters.tail) : rule;
}

type Tail = World['input']['parameters']['tail'];
type Share = Extract<Condition, { share: unknown }>;

/** Each alternative has the tail of its own shares: whichever holds, the critical items are among what it covers. */
function tailed(rule: Condition, tail: Tail): Condition {
  if ('any' in rule) return { any: rule.any.map(each => tailed(each, tail)) };
  if ('share' in rule) return { all: [rule, ...tailOf([rule], tail)] };
  if (!('all' in rule)) return rule;
  const direct = rule.all.filter((each): each is Share => 'share' in each);
  const inside = rule.all.map(each => ('any' in each || 'all' in each ? tailed(each, tail) : each));
  return { all: [...inside, ...tailOf(direct, tail)] };
}

/** Asked at E3 at the most, as the tail is about being covered; of the lower shares where there are such. */
function tailOf(shares: readonly Share[], { critical, unknown }: Tail): readonly Condition[] {
  const all = shares.filter(condition => condition.of === 'all');
  const lower = all.filter(condition => condition.share <= 'E3');
  const asked = (lower.length > 0 ? lower : all).map(condition => ({
    ...condition,
    share: condition.share > 'E3' ? ('E3' as const) : condition.share,
  }));
  return [
    ...asked.map(condition => ({ ...condition, of: 'critical' as const, atLeast: critical })),
    ...asked.map(({ share, signals, items }) => ({
      unsettled: share,
      of: 'all' as const,
      ...(signals === undefined ? {} : { signals }),
      ...(items === undefined ? {} : { items }),
      atMost: unknown,
    })),
  ];
}
