import type { RiskClass } from '../core/operation.ts';

const RISK_WEIGHT: { readonly [R in RiskClass]: number } = { critical: 8, high: 4, medium: 2, low: 1 };

/** The largest share of all weight that one component may have, where there are more than four. Source: scoring §D.5. */
const CAP = 0.25;

export function riskWeight(risk: RiskClass): number {
  return RISK_WEIGHT[risk];
}

export function highestRisk(risks: readonly RiskClass[]): RiskClass {
  const order: readonly RiskClass[] = ['critical', 'high', 'medium', 'low'];
  return order.find(risk => risks.includes(risk)) ?? 'low';
}

export type Weighed = {
  /** Component whose weight it shares; an item that stands alone names itself. */
  readonly group: string;
  /** Weight of the whole group, once. */
  readonly groupWeight: number;
  /** Its part relative to others of the group. */
  readonly part: number;
};

/**
 * The weight of each item. A group keeps its weight however many items it has, so that neither padding nor splitting an API
 * gains anything; within it, weight is shared by parts. The heaviest groups are levelled down to a quarter of the whole.
 */
export function weightsOf(items: readonly Weighed[]): readonly number[] {
  const parts = new Map<string, number>();
  const groups = new Map<string, number>();
  for (const item of items) {
    parts.set(item.group, (parts.get(item.group) ?? 0) + item.part);
    groups.set(item.group, Math.max(groups.get(item.group) ?? 0, item.groupWeight));
  }
  const levelled = level(groups);
  return items.map(item => ((levelled.get(item.group) ?? 0) * item.part) / (parts.get(item.group) || 1));
}

/** Caps are found from the heaviest down: what is capped takes a quarter each, the rest keeps its proportions. */
function level(groups: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  if (groups.size <= 4) return groups;
  const ranked = [...groups].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  let capped = 0;
  let rest = ranked.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [, weight] of ranked) {
    if (capped === 3 || weight <= CAP * (rest / (1 - CAP * capped))) break;
    capped++;
    rest -= weight;
  }
  const most = (CAP * rest) / (1 - CAP * capped);
  return new Map(ranked.map(([group, weight], at) => [group, at < capped ? most : weight]));
}
