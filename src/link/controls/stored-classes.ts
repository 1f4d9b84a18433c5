/** Classes whose objects a database keeps, as files of the program say. */
import type { Machine } from '../machine.ts';
import { loadModule } from '../modules.ts';
import type { ClassValue } from '../value.ts';
import { classOfExpr } from './class-of-type.ts';

const KNOWN = new WeakMap<Machine, ReadonlySet<string>>();

/** Whether a context, a mapping or a collection of the program is of this class. */
export function isSaidStored(machine: Machine, { cls }: ClassValue): boolean {
  return storedIn(machine).has(cls.id);
}

function storedIn(machine: Machine): ReadonlySet<string> {
  const known = KNOWN.get(machine);
  if (known) return known;
  const found = new Set<string>();
  KNOWN.set(machine, found);
  for (const fact of machine.program.facts) {
    if (fact.kind !== 'stored-class') continue;
    const state = loadModule(machine, fact.at.file);
    const cls = state && classOfExpr(machine, state.scope, fact.site);
    if (cls) found.add(cls.cls.id);
  }
  return found;
}
