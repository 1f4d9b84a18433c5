/** The router that code means where it names none: builders hand it over as `this`, or keep it for the functions that they call. */
import type { Implicit, ProgramFact } from '../core/facts/program.ts';
import { push } from './events.ts';
import type { Frame } from './frame.ts';
import { namedGuards } from './guard-names.ts';
import { type Machine, addRouter, rootRouter, unconditionally } from './machine.ts';
import { ROOT } from './path-values.ts';
import type { Router } from './router.ts';
import type { Scope } from './value.ts';

type MayBeImplicit = Extract<ProgramFact, { readonly implicit?: Implicit }>;

export function isImplicit(fact: ProgramFact): fact is MayBeImplicit {
  return 'implicit' in fact;
}

/** The nearest `this` that is a router of the framework, or the one whose builder runs; else what the fact says. */
export function implicitRouter(
  machine: Machine,
  frame: Frame,
  fact: MayBeImplicit,
  implicit: Implicit,
): Router | undefined {
  const found =
    receiverIn(frame.scope, fact.framework) ?? machine.building.findLast(router => router.framework === fact.framework);
  if (found || implicit.otherwise === 'none') return found;
  const alone = implicit.alone && aloneRouter(machine, fact, implicit, implicit.alone);
  if (alone) return alone;
  if (implicit.otherwise === 'root') return rootRouter(machine, fact.framework, fact.at, implicit.rules);
  const key = `${machine.program.componentOf(fact.at.file)}#${fact.framework}#assumed`;
  const known = machine.roots.get(key);
  if (known) return known;
  const router = addRouter(machine, {
    framework: fact.framework,
    at: fact.at,
    role: 'router',
    rules: implicit.rules,
    assumed: 'registered by a function that nothing calls with a router',
  });
  machine.roots.set(key, router);
  return router;
}

function receiverIn(scope: Scope, framework: string): Router | undefined {
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    const { self } = current;
    if (self?.kind === 'router' && self.router.framework === framework) return self.router;
  }
  return undefined;
}

/** The router of a file that registers on whatever includes it, and that nothing includes. */
function aloneRouter(
  machine: Machine,
  fact: MayBeImplicit,
  { rules }: Implicit,
  { prefix, guards }: NonNullable<Implicit['alone']>,
): Router | undefined {
  const key = `${fact.at.file}#${fact.framework}#alone`;
  const known = machine.roots.get(key);
  if (known) return known;
  const component = machine.program.componentOf(fact.at.file);
  const isElsewhere = machine.program.facts.some(
    other =>
      other.kind === 'mount' &&
      other.includes &&
      other.framework === fact.framework &&
      machine.program.componentOf(other.at.file) === component,
  );
  if (isElsewhere) return undefined;
  const root = rootRouter(machine, fact.framework, fact.at, rules);
  const router = addRouter(machine, {
    framework: fact.framework,
    at: fact.at,
    role: 'router',
    rules,
    derivedFrom: root,
  });
  if (prefix !== '') router.prefixes.push([{ kind: 'text', text: prefix }]);
  const given = namedGuards(
    router,
    fact.at,
    guards.map(value => ({ kind: 'text', value })),
  );
  // The file is served whatever stands around the first of its routes.
  unconditionally(machine, () => {
    push(machine, router, { kind: 'guard', at: fact.at, covers: 'below', paths: [], guards: given });
    push(machine, root, { kind: 'mount', at: fact.at, paths: ROOT, items: [{ kind: 'router', router }] });
  });
  machine.roots.set(key, router);
  return router;
}
