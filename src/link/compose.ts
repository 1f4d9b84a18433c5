/** Guards that are put before a value, which may be a router or a function. */
import type { ProgramFact } from '../core/facts/program.ts';
import { push } from './events.ts';
import type { Frame } from './frame.ts';
import { routersBehind } from './handlers.ts';
import { operand } from './interpreter.ts';
import { type Machine, addRouter } from './machine.ts';
import { ROOT } from './path-values.ts';
import type { Router } from './router.ts';
import { type Value, flatten, optionsOf, routersIn } from './value.ts';

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
