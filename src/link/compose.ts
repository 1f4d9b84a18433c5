/** Guards that are put before a value, which may be a router or a function. */
import type { ProgramFact } from '../core/facts/program.ts';
import { push } from './events.ts';
import type { Frame } from './frame.ts';
import { callClosure } from './calling.ts';
import { answering, routersBehind } from './handlers.ts';
import { operand } from './interpreter.ts';
import { type Machine, addRouter } from './machine.ts';
import { ROOT } from './path-values.ts';
import type { Router } from './router.ts';
import { type ClosureValue, type Value, flatten, optionsOf, routersIn, unknown } from './value.ts';

type Composing = Extract<ProgramFact, { kind: 'compose' }>;

/** A router behind guards is a router of its own; anything else is a function behind them, or one guard after the others. */
export function composed(machine: Machine, frame: Frame, fact: Composing): Value | undefined {
  const guards = fact.guards.flatMap(guard => flatten(operand(machine, frame, guard)));
  const of = operand(machine, frame, fact.of);
  const inner = optionsOf(of).find(option => option.kind === 'router');
  if (fact.ifBehind) {
    // What something of a package stands around is served behind that: `http.ListenAndServe(":80", handlers.CORS()(mux))`.
    const { routers, around } = inner ? { routers: [], around: [] } : routersBehind(of);
    const [only] = routers;
    if (!inner && !only) return dispatched(machine, fact, of);
    return only && behind(machine, fact, { guards: around, of: { kind: 'router', router: only }, role: roleOf(only) });
  }
  if (inner?.kind !== 'router') {
    // A layer that is made by itself is put around what serves: `NormalizePathLayer::new().layer(app)`.
    const around = fact.isClosed ? guards.filter(guard => routersIn(guard).length > 0) : [];
    const [service, ...others] = around;
    return service && others.length === 0 && guards.length === 1
      ? behind(machine, fact, { guards: flatten(of), of: service, role: fact.role ?? 'router' })
      : { kind: 'wrapped', guards, of };
  }
  return behind(machine, fact, { guards, of, role: fact.role ?? inner.router.role });
}

/**
 * A type of the tree that answers by handing requests to others: `func (h *Handler) ServeHTTP(w, r) { h.users.ServeHTTP(w, r) }`.
 * Its method runs as the function that builds what is served, and stands before all of it.
 */
function dispatched(machine: Machine, fact: Composing, of: Value): Value | undefined {
  const [found] = optionsOf(of).flatMap(option => answeringMethod(machine, option) ?? []);
  if (!found) return undefined;
  const { method, around } = found;
  const known = machine.routers.length;
  const router = addRouter(machine, { framework: fact.framework, at: fact.at, role: 'application', rules: fact.rules });
  push(machine, router, { kind: 'guard', at: fact.at, covers: 'below', paths: [], guards: [...around, method] });
  machine.building.push(router);
  callClosure(machine, method, [unknown('an answer', 'w'), unknown('a request', 'r')]);
  machine.building.pop();
  // What it chooses by is the request, which says nothing of whether an operation is there.
  const conditions = [...machine.conditions];
  for (const { events } of machine.routers.slice(known))
    for (const [index, event] of events.entries()) events[index] = { ...event, conditions };
  const isUsed = router.events.some(({ kind }) => kind === 'mount');
  if (!isUsed) router.mounts++;
  return isUsed ? { kind: 'router', router } : undefined;
}

/** The method by which an object answers, and what was put around it. */
function answeringMethod(
  machine: Machine,
  value: Value,
): { readonly method: ClosureValue; readonly around: readonly Value[] } | undefined {
  if (value.kind === 'wrapped') {
    const inside = optionsOf(value.of).flatMap(option => answeringMethod(machine, option) ?? [])[0];
    return inside && { ...inside, around: [...value.guards, ...inside.around] };
  }
  const method = answering(machine, value);
  if (method.kind === 'wrapped' && value.kind === 'instance') return answeringMethod(machine, method);
  return method.kind === 'closure' && (method.self?.kind === 'instance' || value.kind === 'instance')
    ? { method, around: [] }
    : undefined;
}

/** What is served is an application, also where it is a view of one, or stands around one. */
function roleOf(router: Router): Router['role'] {
  return standsAround(router).some(({ role }) => role === 'application') ? 'application' : router.role;
}

/** A router, and those that it is a view of or stands around. */
export function standsAround(router: Router): readonly Router[] {
  const found: Router[] = [];
  for (let of: Router | undefined = router; of && found.length < DEPTH; of = of.derivedFrom ?? onlyInside(of))
    found.push(of);
  return found;
}

/** The one router that another one was made to stand around. */
function onlyInside({ events }: Router): Router | undefined {
  const inside = events.flatMap(event => (event.kind === 'mount' ? event.items.flatMap(item => routersIn(item)) : []));
  return inside.length === 1 && events.every(({ kind }) => kind !== 'route') ? inside[0] : undefined;
}

/** Views of views. */
const DEPTH = 30;

type Behind = { readonly guards: readonly Value[]; readonly of: Value; readonly role: Router['role'] };

function behind(machine: Machine, fact: Composing, { guards, of, role }: Behind): Value {
  const made = (as: Router['role']): Router =>
    addRouter(machine, { framework: fact.framework, at: fact.at, role: as, rules: fact.rules });
  const router = made(role);
  const guarded = fact.isClosed ? made('router') : router;
  if (guards.length > 0) push(machine, guarded, { kind: 'guard', at: fact.at, covers: 'below', paths: [], guards });
  push(machine, guarded, { kind: 'mount', at: fact.at, paths: ROOT, items: [of] });
  if (guarded !== router)
    push(machine, router, { kind: 'mount', at: fact.at, paths: ROOT, items: [{ kind: 'router', router: guarded }] });
  return { kind: 'router', router };
}

/** A router that mounts another one, behind guards. */
export function guardedRouter(
  machine: Machine,
  inner: Router,
  guards: readonly Value[],
  { framework, at, rules }: Pick<Router, 'framework' | 'at' | 'rules'>,
): Value {
  const router = addRouter(machine, { framework, at, role: inner.role, rules });
  push(machine, router, { kind: 'guard', at, covers: 'below', paths: [], guards });
  push(machine, router, { kind: 'mount', at, paths: ROOT, items: [{ kind: 'router', router: inner }] });
  return { kind: 'router', router };
}
