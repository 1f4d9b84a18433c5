/** Walks from an application down to its routes, and gathers the guards on the way. */
import type { Method, Taken } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { CodeOperation, Parameter } from '../core/operation.ts';
import { type ActiveGuard, type Guarded, authOf, handsOn, isReplaced, refusesAll } from './authentication.ts';
import { controlsOn } from './controls/controls.ts';
import { mappingOf } from './controls/errors.ts';
import { rateLimitOf } from './controls/rate-limits-ruby.ts';
import { isEverywhere } from './everywhere.ts';
import { type Place, pathProblem, placesBelow, versionsOf, withBase } from './full-path.ts';
import { isSupplied } from './supplied.ts';
import { inputsOf } from './inputs.ts';
import { type Condition, type Machine, note, wordsOfConditions } from './machine.ts';
import { joinPaths } from './path-template.ts';
import type { PathValue, Router, RouterEvent } from './router.ts';
import { HOLE, type Value, flatten, optionsOf } from './value.ts';
import { givenToLibrary, unwrapped } from './wrappers.ts';

/** On the way from an application down to its routes; the place is that of everything mounted so far, without the application's base path. */
export type Visit = Place & {
  readonly application: Router;
  readonly mounts: readonly { readonly at: Location; readonly prefix: string }[];
  readonly guards: readonly ActiveGuard[];
  readonly conditions: readonly Condition[];
  readonly unresolved?: string;
  readonly above: readonly Router[];
  /** The only methods that get through to it. */
  readonly methods?: readonly Method[];
  /** Another router may be mounted in its place. */
  readonly isOneOf?: true;
};

/** An operation with what decides which of several of the same method and path answers. */
export type Served = CodeOperation & {
  /** Id of the application that serves it. */
  readonly application: number;
  /** Place in the order of registration. */
  readonly order: number;
  /** Under which it is served. */
  readonly conditions: readonly Condition[];
  /** Another handler of the same path may answer whom this one turns away, or in its place. */
  readonly forwards: boolean;
  /** The framework asks handlers in the order of registration. */
  readonly isFinal: boolean;
};

/** Gives all operations below a router to `out`; and gives back the guards that it puts before what its parent serves after it. */
export function visit(machine: Machine, router: Router, from: Visit, out: Served[]): readonly ActiveGuard[] {
  if (from.above.some(({ id }) => id === router.id) || from.above.length > DEPTH_LIMIT) {
    note(
      machine,
      'cyclic-mount',
      router.at,
      'this router is mounted below itself; what it serves further down is left out of the inventory',
    );
    return [];
  }
  if (out.length > OPERATION_LIMIT) {
    note(
      machine,
      'evaluation-too-long',
      router.at,
      `more than ${OPERATION_LIMIT} operations are registered; the rest is left out`,
    );
    return [];
  }
  const leaking: ActiveGuard[] = [];
  const own = router.role === 'router' ? router.basePaths.flatMap(({ paths }) => paths) : [];
  const places = [...router.prefixes, ...(own.length > 0 ? [own] : [])].reduce<readonly Place[]>(
    (built, paths) => built.flatMap(before => paths.flatMap(path => placesBelow(before, path, router.rules))),
    [from],
  );
  const methods = router.methods ? common(router.methods, from.methods) : from.methods;
  for (const { prefix, isOpen } of places.slice(0, 16)) {
    const active = [...from.guards];
    const place: Visit = { ...from, prefix, isOpen, ...(methods ? { methods } : {}) };
    const walk: Walk = { machine, router, from: place, active, out, start: out.length };
    for (const event of router.events)
      if (event.kind === 'guard' && event.stage === 'error' && !isEverywhere(event))
        active.push(...guardsOf(walk, event));
    if (router.rules.guards === 'always') {
      for (const event of router.events) {
        if (event.kind === 'guard' && event.stage !== 'error' && !isEverywhere(event))
          active.push(...guardsOf(walk, event));
        if (event.kind === 'mount') active.push(...middlewareOf(walk, event));
      }
    }
    for (const event of router.events) visitEvent(walk, event);
    if (leaks(router))
      leaking.push(
        ...active
          .slice(from.guards.length)
          .filter(guard => guard.stage === undefined)
          .map(guard =>
            guard.paths.length > 0 ? guard : { ...guard, paths: ROOT_PATHS, covers: 'below' as const, prefix },
          ),
      );
  }
  return leaking;
}

/** Methods that are among both; ANY stands for all of them. */
function common(own: readonly Method[], above: readonly Method[] | undefined): readonly Method[] {
  if (!above || above.includes('ANY')) return own;
  return own.includes('ANY') ? above : own.filter(method => above.includes(method));
}

const DEPTH_LIMIT = 30;
const OPERATION_LIMIT = 50_000;
const ROOT_PATHS: readonly PathValue[] = [{ kind: 'text', text: '' }];

/**
 * Whether functions of a mounted router also run for requests that it does not answer, before what its parent has after
 * it. Sources: Express, `router.use`; Hono, Grouping. Koa's routers run theirs only for routes of their own.
 */
function leaks(router: Router): boolean {
  return router.rules.guards === 'after' && router.rules.syntax !== 'koa' && !router.rules.staysInside;
}

/** What stands on the way while the events of one router are walked through; `active` grows. */
type Walk = {
  readonly machine: Machine;
  readonly router: Router;
  readonly from: Visit;
  readonly active: ActiveGuard[];
  readonly out: Served[];
  /** Operations of this router start here in `out`. */
  readonly start: number;
};

function guardsOf({ router, from }: Walk, event: Extract<RouterEvent, { kind: 'guard' }>): readonly ActiveGuard[] {
  const everything = router === from.application ? 'the whole application' : `everything below ${from.prefix}`;
  return event.guards.map(value => ({
    value,
    at: event.at,
    paths: event.paths,
    covers: event.covers,
    prefix: from.prefix,
    syntax: router.rules.syntax,
    where: event.paths.length === 0 ? everything : wordsOfPaths(event.paths, from.prefix),
    conditions: event.conditions,
    ...(event.except ? { except: event.except } : {}),
    ...(event.matcher ? { matcher: event.matcher } : {}),
    ...(event.methods ? { methods: event.methods } : {}),
    ...(event.stage ? { stage: event.stage } : {}),
    ...(event.slot === undefined ? {} : { slot: event.slot }),
    ...(event.onlyFor === undefined ? {} : { onlyFor: event.onlyFor }),
  }));
}

function visitEvent(walk: Walk, event: RouterEvent): void {
  switch (event.kind) {
    case 'guard':
      if (walk.router.rules.guards === 'after' && event.stage !== 'error') walk.active.push(...guardsOf(walk, event));
      return;
    case 'mount':
      visitMount(walk, event);
      return;
    case 'route':
      visitRoute(walk, event);
  }
}

/** An error handler of Express answers the failures of everything that its router has before it. Source: Express, Error handling. */
function mapFailures(
  { machine, from, out, start }: Walk,
  event: Extract<RouterEvent, { kind: 'mount' }>,
  item: Value,
): void {
  if (item.kind === 'closure' && item.fn.parameters.length !== 4) return;
  const mapping = item.kind === 'closure' || item.kind === 'guard' ? mappingOf(machine, item) : [];
  if (mapping.length === 0) return;
  const below = event.paths.flatMap(path => (path.kind === 'text' ? [joinPaths(from.prefix, path.text)] : []));
  for (let index = start; index < out.length; index++) {
    const operation = out[index];
    // What stands under the operation's own conditions is there whenever the operation is.
    if (!operation || event.conditions.some(one => !one.isQuiet && !operation.conditions.includes(one))) continue;
    if (!below.some(prefix => prefix === '/' || operation.path.startsWith(prefix))) continue;
    const { controls = [] } = operation;
    // The first one that answers is the last to see the failure.
    if (!controls.some(({ control }) => control === 'error-mapper'))
      out[index] = { ...operation, controls: [...controls, ...mapping] };
  }
}

/** Whatever is mounted and is no router handles requests on the way to all that comes after it, or to all of its context. */
function middlewareOf({ router, from }: Walk, event: Extract<RouterEvent, { kind: 'mount' }>): readonly ActiveGuard[] {
  const isPathless = event.paths.every(path => path.kind === 'text' && path.text === '');
  const everything = router.rules.guards === 'after' ? 'everything after it' : 'everything';
  return event.items
    .flatMap(value => flatten(value))
    .filter(item => optionsOf(item).every(option => option.kind !== 'router'))
    .map(value => ({
      value,
      at: event.at,
      paths: isPathless ? [] : event.paths,
      covers: 'below',
      prefix: from.prefix,
      syntax: router.rules.syntax,
      where: isPathless ? everything : wordsOfPaths(event.paths, from.prefix),
      conditions: event.conditions,
    }));
}

function visitMount(walk: Walk, event: Extract<RouterEvent, { kind: 'mount' }>): void {
  const { machine, router, from, active, out } = walk;
  const { syntax } = router.rules;
  for (const item of event.items.flatMap(value => flatten(value))) {
    const routers = optionsOf(item).flatMap(option => (option.kind === 'router' ? [option.router] : []));
    if (routers.length === 0) {
      if (router.rules.guards === 'after') active.push(...middlewareOf(walk, { ...event, items: [item] }));
      if (syntax === 'express') mapFailures(walk, event, item);
      continue;
    }
    const later: ActiveGuard[] = [];
    for (const child of routers) {
      const taken = event.taken?.get(child);
      const seen: Router = {
        ...child,
        ...(taken === undefined ? {} : { events: child.events.slice(0, taken) }),
        ...(event.replacesPrefix ? { prefixes: [] } : {}),
      };
      for (const path of event.paths) {
        for (const below of placesBelow(from, path, router.rules)) {
          const isWhole = syntax === 'rust' || mountPoint(below.template) === below.template;
          const prefix = isWhole ? below.prefix : mountPoint(below.prefix);
          const why =
            path.kind === 'text'
              ? path.text.includes(HOLE)
                ? 'its mount path is computed'
                : undefined
              : path.kind === 'pattern'
                ? 'its mount path is a regular expression'
                : `its mount path could not be resolved: ${path.why}`;
          const unresolved = from.unresolved ?? why;
          const leaking = visit(
            machine,
            taken === undefined && !event.replacesPrefix ? child : seen,
            {
              application: from.application,
              prefix,
              isOpen: below.isOpen,
              mounts: [...from.mounts, { at: event.at, prefix }],
              guards: event.isApart ? active.filter(({ value }) => !isSupplied(value)) : [...active],
              above: [...from.above, router],
              conditions: [...from.conditions, ...event.conditions],
              ...(unresolved ? { unresolved } : {}),
              ...(from.methods ? { methods: from.methods } : {}),
              ...(routers.length > 1 || from.isOneOf ? { isOneOf: true as const } : {}),
            },
            out,
          );
          later.push(...leaking.map(guard => ({ ...guard, conditions: [...guard.conditions, ...event.conditions] })));
        }
      }
    }
    active.push(...later);
  }
}

/** A mount path with a trailing wildcard mounts at what stands before it. Rust's frameworks put routes on whole paths by mounting them. */
function mountPoint(template: string): string {
  return template.replace(/\/\{\*[^{}]*\}$/, '');
}

function visitRoute(walk: Walk, event: Extract<RouterEvent, { kind: 'route' }>): void {
  const { machine, router, from, active } = walk;
  const { syntax } = router.rules;
  const handler = event.chain.at(-1);
  const own: readonly ActiveGuard[] = [...event.guards, ...event.chain.slice(0, -1)].map((value, index) => ({
    value,
    ...(event.slot === undefined || index >= event.guards.length ? {} : { slot: event.slot }),
    at: event.at,
    paths: [],
    covers: 'below',
    prefix: from.prefix,
    syntax,
    where: 'this route',
    conditions: [],
  }));
  const passesOn =
    handler !== undefined && router.rules.guards === 'after' && !router.rules.staysInside && handsOn(machine, handler);
  const isWildcard = event.paths.every(
    path =>
      path.kind === 'pattern' || (path.kind === 'text' && /(?:^|\/)(?:\*\w*|\{\*\w+\}|\(\.\*\))$/.test(path.text)),
  );
  if (passesOn) {
    const values = [...event.guards, ...event.chain];
    for (const value of values)
      active.push({
        value,
        at: event.at,
        paths: event.paths,
        covers: 'matching',
        prefix: from.prefix,
        syntax,
        where: wordsOfPaths(event.paths, from.prefix),
        ...(event.methods.includes('ANY') ? {} : { methods: event.methods }),
        conditions: event.conditions,
      });
    // A function on all methods, or below a wildcard, that only hands on is a guard and serves nothing.
    if (event.methods.includes('ANY') || isWildcard) return;
  }
  const versions = versionsOf(from.application, event);
  if (isFallback(from.prefix, event)) {
    note(
      machine,
      'catch-all-route',
      event.at,
      'this answers whatever nothing else does (a page, a preflight, a 404); it is no operation of the inventory',
    );
    return;
  }
  // What is left over below a prefix is served only where something else than a refusal answers it.
  if (event.isRemainder && handler?.kind === 'closure' && refusesAll(machine, handler)) return;
  for (const path of event.paths) {
    for (const { prefix: below, template } of placesBelow(from, path, router.rules)) {
      for (const method of common(event.methods, from.methods)) {
        for (const full of withBase(from.application, versions, below, template, method)) {
          addOperation(walk, event, { path: full, below, method, handler, guards: [...active, ...own], given: path });
        }
      }
    }
  }
}

/** A catch-all at the root of an application: what is served when no route matches. */
function isFallback(prefix: string, event: Extract<RouterEvent, { kind: 'route' }>): boolean {
  const isPage = event.methods.every(
    method => method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || method === 'ANY',
  );
  return (
    isPage &&
    (prefix === '' || prefix === '/') &&
    (event.isRemainder === true ||
      event.paths.every(
        path =>
          (path.kind === 'text' && /^\/?(?:\*\w*|\{\*\w+\}|\(\.\*\))$/.test(path.text)) ||
          (path.kind === 'pattern' && /^\^?(?:\\?\/)?\.\*\$?$/.test(path.source)),
      ))
  );
}

type Found = {
  readonly path: string;
  readonly below: string;
  readonly method: CodeOperation['method'];
  readonly handler: Value | undefined;
  readonly guards: readonly ActiveGuard[];
  readonly given: PathValue;
};

function addOperation(
  { machine, router, from, out }: Walk,
  event: Extract<RouterEvent, { kind: 'route' }>,
  found: Found,
): void {
  const why = from.unresolved ?? pathProblem(found.given, found.path);
  const conditions = [...from.conditions, ...event.conditions];
  const condition = wordsOfConditions(conditions);
  const guarded: Guarded = {
    guards: found.guards,
    method: found.method,
    path: found.path,
    below: found.below,
    metadata: metadataOf(event, found.guards),
    controller: router.cls?.id,
    handler: found.handler,
    pipes: event.pipes ?? [],
    conditions,
    syntax: router.rules.syntax,
    // What stands before a handler of Play is said at the handler.
    answersItself:
      router.rules.handlersDecide !== undefined ||
      router.rules.syntax === 'next' ||
      (router.rules.syntax === 'play' && found.handler?.kind !== 'closure'),
    route: event.at,
    ...(router.rules.handlersDecide ? { decides: router.rules.handlersDecide } : {}),
  };
  const auth = authOf(machine, guarded);
  const controls = controlsOn(machine, guarded);
  const inputs = inputsOf(machine, found.handler, { ...found, written: found.given }, event.overridden);
  const validation =
    event.validated ?? inputs.validation ?? controls.find(({ control }) => control === 'validation')?.at;
  const limiter =
    auth.limiter ?? controls.find(({ control }) => control === 'limiter')?.at ?? rateLimitOf(machine, found.handler);
  // Where the place in the application is not known, what stands before it is not known either.
  const isOpen = auth.auth.status === 'none' || auth.auth.status === 'optional';
  const known: typeof auth.auth =
    from.unresolved !== undefined && from.application.role === 'router' && isOpen
      ? { ...auth.auth, status: 'unknown', reason: `${from.unresolved}, so what guards it from above is not known` }
      : auth.auth;
  const handlerAt = found.handler && placeOfHandler(found.handler);
  out.push({
    application: from.application.id,
    order: out.length,
    conditions,
    isFinal: router.rules.guards === 'after' && !router.rules.staysInside,
    forwards: router.rules.forwards === true || from.isOneOf === true,
    method: found.method,
    path: found.path,
    component: machine.program.componentOf(event.at.file),
    framework: router.framework,
    at: event.at,
    mounts: from.mounts,
    auth: known,
    parameters: withTaken(found.method, inputs.parameters, [
      ...(event.takes ?? []),
      ...[...from.above, router].flatMap(above => above.takes ?? []),
    ]),
    ...(inputs.responseType === undefined ? {} : { responseType: inputs.responseType }),
    deprecated: event.isDeprecated === true,
    ...(why ? { unresolved: why } : {}),
    ...(condition ? { conditional: condition } : {}),
    ...(handlerAt ? { handler: handlerAt } : {}),
    ...(validation ? { validation } : {}),
    ...(limiter ? { limiter } : {}),
    ...(controls.length > 0 ? { controls } : {}),
  });
}

/** What a route and the routers around it take, beside what is known to be in the path and of the handler. */
function withTaken(method: Method, known: readonly Parameter[], taken: readonly Taken[]): readonly Parameter[] {
  const sent = /^(?:POST|PUT|PATCH|QUERY)$/.test(method) ? 'body' : 'query';
  const all = [...known];
  for (const { in: place, ...one } of taken) {
    const found = { ...one, in: place === 'sent' ? sent : place };
    const isSame = (other: Parameter): boolean =>
      other.name === found.name && (place === 'sent' || other.in === found.in || other.in === 'path');
    if (!all.some(isSame)) all.push(found);
  }
  return all;
}

/** What is said of an operation: by itself, and by the guards before it that nothing further in takes the place of. */
function metadataOf(
  { metadata = new Map() }: Extract<RouterEvent, { kind: 'route' }>,
  guards: readonly ActiveGuard[],
): ReadonlyMap<string, Value> {
  const counting = guards.filter((guard, index) => !isReplaced(guards, guard, index));
  const marks = counting.flatMap(({ value }) =>
    value.kind === 'guard' && value.marks !== undefined && (value.onlyFor === undefined || metadata.has(value.onlyFor))
      ? [value.marks]
      : [],
  );
  return marks.length === 0
    ? metadata
    : new Map([...marks.map(key => [key, { kind: 'boolean', value: true }] as const), ...metadata]);
}

/** Where the function that answers stands; of what a library makes of one function alone, that function. */
function placeOfHandler(value: Value): Location | undefined {
  const { handler } = unwrapped(value);
  if (handler.kind === 'closure') return handler.fn.at;
  const given = givenToLibrary(handler);
  return given && placeOfHandler(given.closure);
}

function wordsOfPaths(paths: readonly PathValue[], prefix: string): string {
  return paths
    .map(path =>
      path.kind === 'text'
        ? joinPaths(prefix, path.text)
            .replaceAll(HOLE, '…')
            .replace(/.*[\u0001-\u0003].*/, 'its controllers')
        : path.kind === 'pattern'
          ? `/${path.source}/`
          : 'a computed path',
    )
    .join(', ');
}
