import { everyCondition } from './conditions.ts';
import type { Condition } from './schema.ts';
import type { Path } from './yaml-tree.ts';

/** Two thresholds of one measure, of which the lower level asks for more than the higher. */
export type OutOfOrder = {
  readonly lower: { readonly path: Path; readonly value: number };
  readonly higher: { readonly path: Path; readonly value: number };
  readonly side: 'at most' | 'at least';
};

/**
 * Thresholds that stand the wrong way round: nothing reaches the higher level that has not reached the lower, so its easier
 * threshold would decide nothing. Only conditions that must hold are compared, and only those that measure the same.
 */
export function outOfOrder(lower: Condition, higher: Condition): readonly OutOfOrder[] {
  const above = new Map(needed(higher).map(each => [each.measure, each]));
  return needed(lower).flatMap(one => {
    const other = above.get(one.measure);
    if (other === undefined) return [];
    const isWrong = one.side === 'at most' ? one.value > other.value : one.value < other.value;
    return isWrong ? [{ lower: one, higher: other, side: one.side }] : [];
  });
}

type Needed = {
  readonly measure: string;
  readonly path: Path;
  readonly value: number;
  readonly side: OutOfOrder['side'];
};

function needed(rule: Condition): readonly Needed[] {
  return everyCondition(rule)
    .filter(({ path }) => !path.includes('any'))
    .flatMap(({ condition, path }): readonly Needed[] => {
      if ('share' in condition) {
        const { atLeast: value, signals, ...rest } = condition;
        return [{ measure: measureOf(rest, signals), path: [...path, 'atLeast'], value, side: 'at most' }];
      }
      if ('contradicted' in condition) {
        const { atMost: value, signals, ...rest } = condition;
        return [{ measure: measureOf(rest, signals), path: [...path, 'atMost'], value, side: 'at least' }];
      }
      return [];
    });
}

/** Keys stand in the order of the schema, whatever order the file has them in. */
function measureOf(rest: object, signals: readonly string[] | undefined): string {
  return JSON.stringify([rest, signals?.toSorted()]);
}
