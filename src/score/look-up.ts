/**
 * The value for a shift of thresholds, or that without one. Made outside of where it is computed: a closure there would hold
 * everything that was counted for as long as it lives.
 */
export function lookUp<T>(values: ReadonlyMap<number, T>, otherwise: T): (shift: number) => T {
  return shift => values.get(shift) ?? otherwise;
}
