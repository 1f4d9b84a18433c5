import { checkItems, checkRepeated, unknownSignal, type Report } from './check-items.ts';
import { foundText } from './found.ts';
import type { CatalogueSignal, Items, SignalCatalogue, SignalUse } from './schema.ts';
import type { Path } from './yaml-tree.ts';

/** Who asks: an activity, a measure or a risk, with the signals that it lists and the items that it counts. */
export type Asker = {
  readonly uses: readonly SignalUse[];
  readonly items: Items;
  /** False: the list has faults of its own, and what a rule can reach by it cannot be told. */
  readonly isSound: boolean;
};

type Listed = Omit<Asker, 'isSound'>;

const FINENESS = { organisation: 0, repository: 1, api: 2, operation: 3 } as const;
const ITEM_FINENESS = { organisation: 0, repositories: 1, apis: 2, operations: 3 } as const;

/** A finer answer has no share of a coarser item: it is never seen on one. */
export function isFiner(signal: CatalogueSignal, items: Items): boolean {
  return FINENESS[signal.scope] > ITEM_FINENESS[items.of];
}

/** Checks the items and signals of an asker, to which `path` leads. */
export function checkedAsker({ uses, items }: Listed, path: Path, catalogue: SignalCatalogue, report: Report): Asker {
  let isSound = true;
  checkItems(items, [...path, 'items'], catalogue, report);
  checkUses({ uses, items }, [...path, 'signals'], catalogue, (where, what) => {
    isSound = false;
    report(where, what);
  });
  return { uses, items, isSound };
}

function checkUses({ uses, items }: Listed, list: Path, catalogue: SignalCatalogue, report: Report): void {
  checkRepeated(
    uses.map(use => use.signal),
    list,
    report,
    'signal',
  );
  uses.forEach((use, at) => {
    const signal = catalogue.get(use.signal);
    if (signal === undefined) return report([...list, at, 'signal'], unknownSignal(use.signal, catalogue));
    if ((use.role === 'supports' || use.role === 'contradicts') && isFiner(signal, items))
      report(
        [...list, at, 'signal'],
        `expected a signal that is seen on items of "${items.of}", found ${foundText(signal.id)}, which is about each ${signal.scope}: count the finer, or let it corroborate`,
      );
    checkAge(use, signal, [...list, at, 'age'], report);
    const roles = rolesOf(signal);
    if (!roles.includes(use.role))
      report(
        [...list, at, 'role'],
        `expected ${roles.join(' or ')}, as it can have no other role, found ${foundText(use.role)}`,
      );
  });
}

function checkAge({ age }: SignalUse, signal: CatalogueSignal, path: Path, report: Report): void {
  if (age === undefined) return;
  if (signal.freshness !== 'doc' && !signal.planes.includes('att'))
    report(path, `expected no ages, as no document answers ${foundText(signal.id)}, found them`);
  if (age.fresh > age.stale)
    report([...path, 'fresh'], `expected at most ${age.stale}, the day from which it is stale, found ${age.fresh}`);
}

/** Roles that a signal can have by what its answers say. */
function rolesOf(signal: CatalogueSignal): readonly SignalUse['role'][] {
  return [
    ...(signal.polarity === 'contradicts' ? [] : (['supports'] as const)),
    'corroborates',
    ...(signal.polarity === 'supports' ? [] : (['contradicts'] as const)),
    ...(signal.nullifies === undefined ? [] : (['nullifies'] as const)),
  ];
}
