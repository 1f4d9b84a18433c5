/** Entries of lists of routes: what each serves, and below which path. */
import type { Method, ProgramFact, Served } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { Expr } from '../core/program.ts';
import { push } from './events.ts';
import { exportedGuard } from './guards/reading.ts';
import { type Machine, note } from './machine.ts';
import { methodWords } from './method-words.ts';
import { ROOT, pathsOf } from './path-values.ts';
import { functionPolicy } from './policies.ts';
import type { PathValue, Router } from './router.ts';
import { namedValue } from './project-settings.ts';
import { type Value, flatten, optionsOf, routersIn, unknown } from './value.ts';
import { viewMembers } from './views.ts';

/** Where an entry stands, and what it is served by. */
export type Place = {
  readonly at: Location;
  readonly paths: readonly PathValue[];
  /** Undefined: all that the handler answers to. */
  readonly methods?: readonly Method[];
  readonly guards?: readonly Value[];
  readonly slot?: string;
  readonly what?: string;
};

/** Puts what an entry serves on its router: a handler, or the routers of further entries. */
export function serve(
  machine: Machine,
  router: Router,
  fact: Extract<ProgramFact, { kind: 'router' }> & { readonly serves: Served },
  value: (expr: Expr) => Value,
): void {
  const { path, handler, methods } = fact.serves;
  const given = methods && methodWords(methods, value);
  serveValue(
    machine,
    router,
    { at: path?.at ?? fact.at, paths: path ? pathsOf(value(path)) : ROOT, ...(given ? { methods: given } : {}) },
    value(handler),
  );
}

export function serveValue(machine: Machine, router: Router, place: Place, handler: Value): void {
  if (optionsOf(handler).some(option => option.kind === 'list' || routersIn(option).length > 0)) {
    mountEntries(machine, router, place, handler);
    return;
  }
  for (const option of optionsOf(opened(machine, place, handler))) serveOne(machine, router, place, option);
}

/** Mounts the routers among entries. A list of a path and a handler is an entry, too. */
export function mountEntries(machine: Machine, router: Router, place: Place, value: Value): void {
  const items: Value[] = [];
  const add = (item: Value, depth: number): void => {
    for (const option of optionsOf(item)) {
      const routers = routersIn(option);
      if (routers.length > 0) items.push(...routers.map((one): Value => ({ kind: 'router', router: one })));
      else if (option.kind === 'list') {
        const [first, second] = option.items;
        const isEntry = second !== undefined && (first?.kind === 'text' || first?.kind === 'pattern');
        if (isEntry) serveValue(machine, router, { ...place, paths: pathsOf(first) }, second);
        else if (depth < 8) for (const inner of option.items) add(inner, depth + 1);
      } else if (option.kind === 'unknown' || option.kind === 'external')
        note(
          machine,
          'plugin-not-followed',
          place.at,
          option.kind === 'unknown'
            ? `routes listed here could not be followed: ${option.why}`
            : `routes of ${option.module}, which it brings along, are left out of the inventory`,
        );
    }
  };
  add(value, 0);
  if (items.length > 0) push(machine, router, { kind: 'mount', at: place.at, paths: place.paths, items });
}

/** `login_required(view)`: what a package makes of one handler is that handler, behind a guard. A text names a handler. */
function opened(machine: Machine, place: Place, handler: Value): Value {
  if (handler.kind === 'text') return namedValue(machine, place.at.file, handler);
  if (handler.kind !== 'outcome') return handler;
  const inside = handler.args.filter(arg => isHandler(machine, arg));
  const [only, ...others] = inside.map(arg => opened(machine, place, arg));
  return only && others.length === 0 ? { kind: 'wrapped', guards: [handler.of], of: only } : handler;
}

function isHandler(machine: Machine, value: Value): boolean {
  if (value.kind === 'outcome') return value.args.some(arg => isHandler(machine, arg));
  return value.kind === 'closure' || value.kind === 'view' || value.kind === 'wrapped' || value.kind === 'class';
}

function serveOne(machine: Machine, router: Router, place: Place, value: Value): void {
  const chain = flatten(value);
  const handler = chain.at(-1) ?? value;
  const before = [...(place.guards ?? []), ...chain.slice(0, -1)];
  const members = viewMembers(machine, handler);
  if (members) {
    for (const { methods, guards, handler: answers, metadata } of members) {
      const served = narrowed(machine, place.methods ? methods.filter(isIn(place.methods)) : methods, [
        ...before,
        ...guards,
        ...flatten(answers),
      ]);
      if (served.length > 0)
        pushRoute(machine, router, place, {
          methods: served,
          guards: [...before, ...guards],
          handler: answers,
          metadata,
        });
    }
    return;
  }
  if (isListOfPackage(handler)) {
    note(machine, 'plugin-not-followed', place.at, 'routes that a package brings along are left out of the inventory');
    return;
  }
  const made = functionPolicy(before, place.at);
  const methods = narrowed(machine, place.methods ?? made.methods ?? ['ANY'], made.guards);
  pushRoute(machine, router, place, {
    methods,
    guards: [...made.guards, ...unseen(machine, handler)],
    handler,
    metadata: made.metadata,
  });
}

type Answer = {
  readonly methods: readonly Method[];
  readonly guards: readonly Value[];
  readonly handler: Value;
  readonly metadata: string | undefined;
};

function pushRoute(
  machine: Machine,
  router: Router,
  place: Place,
  { methods, guards, handler, metadata }: Answer,
): void {
  const exempt = [...guards, ...flatten(handler).slice(0, -1)].flatMap(guard => exemptionOf(machine, guard));
  const keys = [...exempt, ...(metadata === undefined ? [] : [metadata])];
  push(machine, router, {
    kind: 'route',
    at: place.at,
    methods,
    paths: place.paths,
    guards,
    chain: flatten(handler),
    ...(place.slot === undefined ? {} : { slot: place.slot }),
    ...(keys.length > 0
      ? { metadata: new Map(keys.map(key => [key, { kind: 'boolean', value: true } as const])) }
      : {}),
  });
}

/** What a decorator says of an operation for guards further out to see. */
function exemptionOf(machine: Machine, guard: Value): readonly string[] {
  const known = guard.kind === 'external' ? exportedGuard(machine, guard) : guard;
  return known?.kind === 'guard' && known.marks !== undefined ? [known.marks] : [];
}

/** The methods that all guards let through which let only some through. */
function narrowed(machine: Machine, methods: readonly Method[], guards: readonly Value[]): readonly Method[] {
  return guards.reduce<readonly Method[]>((left, guard) => {
    const known = guard.kind === 'external' ? exportedGuard(machine, guard) : guard;
    const allowed = known?.kind === 'guard' ? known.methods : undefined;
    if (!allowed || allowed.length === 0) return left;
    return left.includes('ANY') ? allowed : left.filter(isIn(allowed));
  }, methods);
}

function isIn(methods: readonly Method[]): (method: Method) => boolean {
  return method => methods.includes(method) || methods.includes('ANY');
}

/** `admin.site.urls`: a list of routes, by its name. */
function isListOfPackage(value: Value): boolean {
  const name =
    value.kind === 'external' ? value.path.slice(-2).join('.') : value.kind === 'unknown' ? value.name : undefined;
  return name !== undefined && /(?:^|\.)(?:urls|urlpatterns|get_urls\(\))(?:$|\.\d+$)/.test(name);
}

/** Of a handler outside the tree it is not known whom it serves. */
function unseen(machine: Machine, handler: Value): readonly Value[] {
  switch (handler.kind) {
    case 'external':
      return exportedGuard(machine, handler) ? [] : [unknown('a handler that a package brings', handler.path.at(-1))];
    case 'view':
    case 'unknown':
    case 'outcome':
    case 'method':
      return [unknown('a handler that was not found', 'the handler')];
    default:
      return [];
  }
}
