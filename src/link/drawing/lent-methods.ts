/** Methods that applications lend to those that they mount. Source: Grape, README, Helpers; Grape::Util::InheritableSetting. */
import type { Machine } from '../machine.ts';
import { methodOf } from '../members.ts';
import type { ClassValue, ClosureValue, Value } from '../value.ts';

const MOUNTING = new WeakMap<Machine, Map<string, Map<string, ClassValue>>>();

/** Says that one application mounts another one. */
export function noteMounting(machine: Machine, above: ClassValue, below: ClassValue): void {
  const all = MOUNTING.get(machine) ?? new Map<string, Map<string, ClassValue>>();
  MOUNTING.set(machine, all);
  const known = all.get(keyOf(below)) ?? new Map<string, ClassValue>();
  all.set(keyOf(below), known.set(keyOf(above), above));
}

function keyOf({ cls }: ClassValue): string {
  return cls.name ?? cls.id;
}

/** Applications above others that are asked. */
const LIMIT = 50;

/** A method that an application has from the nearest of those that mount it; none where these do not agree. */
export function lentMethod(machine: Machine, self: Value | undefined, name: string): ClosureValue | undefined {
  const all = MOUNTING.get(machine);
  if (!all || self?.kind !== 'instance') return undefined;
  const seen = new Set([keyOf(self.of)]);
  let nearest = [...(all.get(keyOf(self.of))?.values() ?? [])];
  while (nearest.length > 0 && seen.size < LIMIT) {
    const found = nearest.flatMap(above => {
      const method = methodOf(machine, above, name, self);
      return method?.kind === 'closure' ? [method] : [];
    });
    const [first, ...others] = found;
    if (first) return others.every(({ fn }) => fn === first.fn) ? first : undefined;
    for (const above of nearest) seen.add(keyOf(above));
    nearest = nearest
      .flatMap(above => [...(all.get(keyOf(above))?.values() ?? [])])
      .filter(one => !seen.has(keyOf(one)));
  }
  return undefined;
}
