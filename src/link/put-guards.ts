/** Guards that facts put on routers. */
import type { ProgramFact } from '../core/facts/program.ts';
import type { Expr } from '../core/program.ts';
import { EVERYWHERE } from './class-modules.ts';
import { push } from './events.ts';
import { namedGuards } from './guard-names.ts';
import type { Machine } from './machine.ts';
import { isPath, pathsOf } from './path-values.ts';
import type { Router } from './router.ts';
import { slotGuards } from './slots.ts';
import { withSupplied } from './supplied.ts';
import { type Value, flatten } from './value.ts';

/** Guards as a fact puts them on a router: of a slot they stay one value each; else all of them, named ones as what they stand for. */
export function guardsPut(
  machine: Machine,
  router: Router,
  { at, slot }: { readonly at: ProgramFact['at']; readonly slot?: string },
  guards: readonly Value[],
): readonly Value[] {
  if (slot !== undefined) return slotGuards(guards);
  return withSupplied(
    machine,
    namedGuards(
      router,
      at,
      guards.flatMap(guard => flatten(guard)),
    ),
  );
}

/** Puts the guards of a fact before what the router registers from there on. */
export function putGuard(
  machine: Machine,
  router: Router,
  fact: Extract<ProgramFact, { kind: 'guard' }>,
  value: (expr: Expr) => Value,
): void {
  let guards = fact.guards.map(value);
  let prefix = fact.prefix && value(fact.prefix);
  const [first] = guards;
  if (fact.prefixMayLead && !prefix && first && isPath(first)) {
    prefix = first;
    guards = guards.slice(1);
  }
  if (fact.onlyRefusals)
    guards = namedGuards(
      router,
      fact.at,
      guards.flatMap(guard => flatten(guard)),
    ).map((of): Value => ({ kind: 'composed', how: 'refuses', of: [of] }));
  push(machine, router, {
    kind: 'guard',
    at: fact.at,
    covers: fact.covers ?? 'below',
    paths: fact.isEverywhere ? [{ kind: 'text', text: EVERYWHERE }] : prefix ? pathsOf(prefix) : [],
    guards: guardsPut(machine, router, fact, guards),
    ...(fact.stage ? { stage: fact.stage } : {}),
    ...(fact.methods ? { methods: fact.methods } : {}),
    ...(fact.slot === undefined ? {} : { slot: fact.slot }),
    ...(fact.onlyFor === undefined ? {} : { onlyFor: fact.onlyFor }),
    ...(fact.except ? { except: value(fact.except) } : {}),
    ...(fact.matcher ? { matcher: value(fact.matcher) } : {}),
  });
}
