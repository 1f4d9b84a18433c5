/** What the linker saw before the handlers of operations, for those who count it. */
import type { Evidence } from '../core/evidence.ts';
import type { Control } from '../core/facts/program.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import { placeOf } from '../core/location.ts';
import type { Operation, SeenControl } from '../core/operation.ts';

/** Share of a repository's operations from which on something holds for the repository: coverage of the established level. */
export const NEARLY_ALL = 0.95;

/** Operations that code serves at a place that is known. */
export function served(input: EvidenceInput): readonly Operation[] {
  return input.inventory.operations.filter(
    ({ implemented, state, id }) => implemented === 'yes' && state !== 'unresolved' && input.linked.has(id),
  );
}

export function controlsOf(input: EvidenceInput, id: string, control: Control): readonly SeenControl[] {
  return (input.linked.get(id)?.controls ?? []).filter(seen => seen.control === control);
}

/** Places of one record that are listed. */
export const MOST_PLACES = 8;

/** Each place once, with how many operations it stands before. */
export function placesOf(seen: readonly SeenControl[]): Evidence['facts'] {
  const places = new Map<string, { readonly seen: SeenControl; count: number }>();
  for (const one of seen) {
    const known = places.get(placeOf(one.at));
    if (known) known.count++;
    else places.set(placeOf(one.at), { seen: one, count: 1 });
  }
  return [...places.values()]
    .toSorted((a, b) => b.count - a.count || (placeOf(a.seen.at) < placeOf(b.seen.at) ? -1 : 1))
    .slice(0, MOST_PLACES)
    .map(({ seen: { at, what }, count }) => ({ at, excerpt: '', what: `${what}: ${count} operations` }));
}
