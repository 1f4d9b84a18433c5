import { foundText, unknownName } from './found.ts';
import { FilterName, type Items, type SignalCatalogue } from './schema.ts';
import type { Path } from './yaml-tree.ts';

/** Says of the part of a file that a path leads to what was expected there, and what was found. */
export type Report = (path: Path, what: string) => void;

/** Filters that have no effect on these items: they are told apart by operations, which repositories and organisations have not. */
const FILTERS_OF: { readonly [O in Items['of']]: readonly string[] } = {
  operations: FilterName.options,
  apis: FilterName.options,
  repositories: ['api-bearing'],
  organisation: [],
};

/** Names in a selection of items that lead nowhere or do nothing. */
export function checkItems(items: Items, path: Path, catalogue: SignalCatalogue, report: Report): void {
  const filters = FILTERS_OF[items.of];
  items.where.forEach((filter, at) => {
    if (filters.includes(filter)) return;
    const expected = filters.length === 0 ? 'no filter' : `no filter but ${filters.join(', ')}`;
    report([...path, 'where', at], `expected ${expected} on items of "${items.of}", found ${foundText(filter)}`);
  });
  items.exemptBy.forEach((id, at) => {
    if (!catalogue.has(id)) report([...path, 'exemptBy', at], unknownSignal(id, catalogue));
  });
}

export function unknownSignal(id: string, catalogue: SignalCatalogue): string {
  return unknownName('a signal of the catalogue', id, catalogue.keys());
}

/** Reports each entry of a list whose id stood in it before. `key` is where the id stands in the entry. */
export function checkRepeated(ids: readonly (string | number)[], path: Path, report: Report, key?: string): void {
  const seen = new Set<string | number>();
  ids.forEach((id, at) => {
    if (seen.has(id))
      report(
        [...path, at, ...(key === undefined ? [] : [key])],
        `expected an entry that stands once, found ${foundText(id)} again`,
      );
    seen.add(id);
  });
}
