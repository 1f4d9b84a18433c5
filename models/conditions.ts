import type { Condition, Items } from './schema.ts';

/** A condition with the path at which it stands, so that a fault can name its line. */
export type Placed = { readonly condition: Condition; readonly path: readonly PropertyKey[] };

/** The condition itself and everything joined in it, outermost first. */
export function everyCondition(condition: Condition, path: readonly PropertyKey[] = []): Placed[] {
  const inside =
    'all' in condition
      ? condition.all.flatMap((each, at) => everyCondition(each, [...path, 'all', at]))
      : 'any' in condition
        ? condition.any.flatMap((each, at) => everyCondition(each, [...path, 'any', at]))
        : [];
  return [{ condition, path }, ...inside];
}

/** Activities that a condition names. */
export function activitiesOf(condition: Condition): readonly string[] {
  if ('activity' in condition) return [condition.activity];
  return 'count' in condition && typeof condition.count === 'object' ? condition.count.of : [];
}

/** Signals that a condition names. */
export function signalsOf(condition: Condition): readonly string[] {
  const beside = 'beside' in condition ? (condition.beside ?? []) : [];
  return [...('signals' in condition ? (condition.signals ?? []) : []), ...beside];
}

export function itemsOf(condition: Condition): Items | undefined {
  return 'items' in condition ? condition.items : undefined;
}
