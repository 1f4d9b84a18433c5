import type { Condition } from '../../models/schema.ts';
import type { World } from './answers.ts';

/**
 * What `established` needs beside its rule where a whole organisation is judged: the critical items, so that a high share
 * elsewhere cannot hide them, and little that is unknown or disputed. Source: scoring §D.12.
 */
export function withTail(rule: Condition, world: World): Condition {
  if (!world.input.isOrganisation) return rule;
  const { critical, unknown } = world.input.parameters.tail;
  const shares = sharesOf(rule).filter(condition => condition.of === 'all' && condition.share <= 'E3');
  if (shares.length === 0) return rule;
  return {
    all: [
      rule,
      ...shares.map(condition => ({ ...condition, of: 'critical' as const, atLeast: critical })),
      ...shares.map(({ share, signals, items }) => ({
        unsettled: share,
        of: 'all' as const,
        ...(signals === undefined ? {} : { signals }),
        ...(items === undefined ? {} : { items }),
        atMost: unknown,
      })),
    ],
  };
}

/** Shares that the rule demands in any case: those of an alternative are not. */
function sharesOf(rule: Condition): readonly Extract<Condition, { share: unknown }>[] {
  if ('all' in rule) return rule.all.flatMap(sharesOf);
  return 'share' in rule ? [rule] : [];
}
