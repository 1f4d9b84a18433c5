import type { RiskClass } from '../core/operation.ts';

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
 * gains anything; within it, weight is shared by parts. No group has more than `largest` of the whole, where there are
 * enough of them for that. Source: scoring §D.5.
 */
export function weightsOf(items: readonly Weighed[], largest: number): readonly number[] {
  const parts = new Map<string, number>();
  const groups = new Map<string, number>();
  for (const item of items) {
    parts.set(item.group, (parts.get(item.group) ?? 0) + item.part);
    groups.set(item.group, Math.max(groups.get(item.group) ?? 0, item.groupWeight));
  }
  const levelled = level(groups, largest);
  return items.map(item => ((levelled.get(item.group) ?? 0) * item.part) / (parts.get(item.group) || 1));
}

/** Caps are found from the heaviest down: what is capped takes the largest share each, the rest keeps its proportions. */
function level(groups: ReadonlyMap<string, number>, largest: number): ReadonlyMap<string, number> {
  const possible = Math.ceil(1 / largest);
  if (groups.size <= possible) return groups;
  const ranked = [...groups].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  let capped = 0;
  let rest = ranked.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [, weight] of ranked) {
    if (capped === possible - 1 || weight <= largest * (rest / (1 - largest * capped))) break;
    capped++;
    rest -= weight;
  }
  const most = (largest * rest) / (1 - largest * capped);
  return new Map(ranked.map(([group, weight], at) => [group, at < capped ? most : weight]));
}
