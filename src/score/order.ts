import type { ItemState } from './answers.ts';

const RISK_ORDER = { critical: 0, high: 1, medium: 2, low: 3 } as const;

/** Critical first, then by name. */
export function byRiskAndName(a: ItemState, b: ItemState): number {
  return (
    RISK_ORDER[a.item.risk] - RISK_ORDER[b.item.risk] ||
    (a.item.label < b.item.label ? -1 : a.item.label > b.item.label ? 1 : 0) ||
    (a.item.id < b.item.id ? -1 : 1)
  );
}
