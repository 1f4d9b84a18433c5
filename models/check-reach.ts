import { isFiner, type Asker } from './check-uses.ts';
import type { CatalogueSignal, Condition, Items, SignalCatalogue, SignalUse } from './schema.ts';

type Tier = NonNullable<SignalUse['maxTier']>;

/** A tier that is asked for under `key` and that nothing reaches. */
export type OutOfReach = { readonly key: 'share' | 'exists'; readonly tier: Tier; readonly why: string };

/**
 * Whether a share or an existence can never hold, whatever is found: too few of its signals reach the tier. `undefined` where
 * it can, and where another fault of what the asker lists leaves it open.
 */
export function outOfReach(condition: Condition, asker: Asker, catalogue: SignalCatalogue): OutOfReach | undefined {
  if (!asker.isSound || !('share' in condition || 'exists' in condition)) return undefined;
  if ('share' in condition && condition.atLeast === 0) return undefined;
  const asked =
    'share' in condition
      ? { key: 'share' as const, tier: condition.share, needed: condition.distinct }
      : { key: 'exists' as const, tier: condition.exists, needed: 1 };
  const why = tooFew(condition, asked, asker, catalogue);
  return why === undefined ? undefined : { key: asked.key, tier: asked.tier, why };
}

type Counting = Extract<Condition, { share: unknown } | { exists: unknown }>;

function tooFew(
  condition: Counting,
  { tier, needed }: { readonly tier: Tier; readonly needed: number },
  asker: Asker,
  catalogue: SignalCatalogue,
): string | undefined {
  const ids = condition.signals ?? asker.uses.filter(use => use.role === 'supports').map(use => use.signal);
  if (ids.length === 0) return 'no signal in its list supports';
  const limits: Limit[] = [];
  for (const id of ids) {
    const signal = catalogue.get(id);
    const use = asker.uses.find(each => each.signal === id);
    if (signal === undefined || use === undefined) return undefined;
    limits.push(limitOf(use, signal, countedIn(condition, asker)));
  }
  const able = limits.filter(limit => limit.tier >= tier).length;
  if (able >= needed) return undefined;
  const why = limits.filter(limit => limit.tier < tier).map(limit => limit.why);
  return [...(needed > 1 ? [`${needed} different signals must reach it and ${able} can`] : []), ...why].join(', ');
}

/** What the signals of a condition are seen on: the operations of each API where it counts APIs by them. */
function countedIn(condition: Counting, asker: Asker): Items {
  const items = condition.items ?? asker.items;
  return 'share' in condition && condition.each !== undefined ? { ...items, of: condition.each.of } : items;
}

/** The strongest that a signal can be. Tiers compare as text. */
type Limit = { readonly tier: Tier; readonly why: string };

function limitOf(use: SignalUse, signal: CatalogueSignal, items: Items): Limit {
  const never = (why: string): Limit => ({ tier: 'E0', why: `${signal.id} ${why}` });
  if (signal.polarity === 'contradicts') return never('can only contradict');
  if (use.role === 'nullifies') return never('only nullifies');
  if (signal.tiers === 'none') return never('lends no strength');
  if (isFiner(signal, items)) return never(`is about each ${signal.scope} and is not seen on items of "${items.of}"`);
  const tier = use.maxTier !== undefined && use.maxTier < signal.tiers.max ? use.maxTier : signal.tiers.max;
  return { tier, why: `${signal.id} reaches ${tier} at most` };
}
