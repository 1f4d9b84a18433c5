/** Puts routes on routers: functions, and classes whose members answer. */
import { HTTP_METHODS, type Method } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { Expr } from '../core/program.ts';
import { handlerAttributes } from './attributes.ts';
import { actionOf } from './play-actions.ts';
import { annotationsOf } from './classes.ts';
import { classHandler } from './class-handlers.ts';
import { standsAround } from './compose.ts';
import { push } from './events.ts';
import { namedGuards } from './guard-names.ts';
import { ROUTE_NAME } from './guards/metadata.ts';
import { WITHOUT } from './guards/sparing.ts';
import type { Registering } from './fire.ts';
import type { Frame } from './frame.ts';
import { answering, routersBehind } from './handlers.ts';
import { evaluate, operand } from './interpreter.ts';
import { type Machine, addRouter, note, propertiesAround } from './machine.ts';
import { ROOT, pathsOf } from './path-values.ts';
import type { PathValue, Router } from './router.ts';
import { pathsIn } from './class-paths.ts';
import { valueWithSettings } from './settings.ts';
import { suppliedTo, withSupplied } from './supplied.ts';
import { withoutUnset } from './unset-prefixes.ts';
import { viewMembers } from './views.ts';
import { HOLE, type Value, flatten, isSame, optionsOf, routersIn, unknown } from './value.ts';

/** What a route says of itself, whether it stands alone or is part of what makes a router. */
type Routing = Pick<Extract<Registering, { kind: 'route' }>, 'at' | 'methods' | 'path' | 'chain' | 'guards'> &
  Partial<
    Pick<
      Extract<Registering, { kind: 'route' }>,
      | 'ifDefined'
      | 'isRemainder'
      | 'slot'
      | 'marks'
      | 'without'
      | 'validated'
      | 'isAtHandler'
      | 'name'
      | 'onlyIfDefined'
      | 'isDeprecated'
      | 'isMethodAssumed'
      | 'mayMount'
      | 'takes'
    >
  >;

export function registerRoute(machine: Machine, router: Router, fact: Routing, frame: Frame): void {
  const value = (expr: Expr): Value => {
    // Members of what was made elsewhere stand nowhere in the text: another turn of a loop has others.
    const given = fact.isAtHandler ? evaluate(machine, frame, expr) : operand(machine, frame, expr);
    return router.rules.syntax === 'play' ? actionOf(machine, given) : given;
  };
  const values = (exprs: readonly Expr[]): readonly Value[] => exprs.flatMap(expr => flatten(value(expr)));
  if (fact.mayMount && mountsRouter(machine, router, fact, value)) return;
  const { named } = router.rules;
  if (!named && serveView(machine, router, fact, value)) return;
  const methods = methodsOf(machine, fact, value);
  if (methods.length === 0 || (fact.onlyIfDefined && !isDefined(values(fact.chain)))) return;
  if (router.rules.mountsHandlers && mountHandler(machine, router, fact, value)) return;
  if (router.rules.syntax === 'servemux' && fact.path) {
    registerPatterns(machine, router, { ...fact, path: fact.path }, frame);
    return;
  }
  const { chain, guards: ofClass } = chainOf(machine, router, fact, value);
  const handler = chain.at(-1);
  const annotated = annotationsOf(machine, router.framework, handler) ?? handlerAttributes(machine, handler);
  const metadata = new Map<string, Value>([
    ...(annotated?.metadata ?? []),
    ...(fact.marks === undefined ? [] : [[fact.marks, { kind: 'boolean', value: true }] as const]),
    ...withoutIn(machine, router, fact, values),
    ...(fact.name ? [[ROUTE_NAME, nameOf(machine, router, value(fact.name))] as const] : []),
  ]);
  push(machine, router, {
    kind: 'route',
    at: placeOf(fact, handler),
    methods,
    paths: fact.path ? pathsOfRoute(machine, router, { at: fact.at, path: fact.path }, value(fact.path)) : ROOT,
    guards: onlyOnce([
      ...withSupplied(machine, namedGuards(router, fact.at, values(fact.guards ?? []))),
      ...ofClass,
      ...values(fact.ifDefined ?? []).filter(guard => isDefined([guard])),
      ...(annotated?.guards ?? []),
      ...suppliedTo(machine, chain.at(-1)),
    ]),
    chain: answeringAll(machine, chain),
    ...(fact.slot === undefined ? {} : { slot: fact.slot }),
    ...(fact.validated ? { validated: fact.validated } : {}),
    ...(fact.takes ? { takes: fact.takes } : {}),
    ...(fact.isRemainder ? { isRemainder: true } : {}),
    ...(fact.isDeprecated || annotated?.isDeprecated ? { isDeprecated: true } : {}),
    ...(metadata.size === 0 ? {} : { metadata }),
  });
}

function placeOf({ at, isAtHandler }: Routing, handler: Value | undefined): Routing['at'] {
  return isAtHandler && handler?.kind === 'closure' ? handler.fn.at : at;
}

/** What a path stands for, with the settings that it names where the framework fills them in. */
function pathsOfRoute(
  machine: Machine,
  router: Router,
  written: { readonly at: Location; readonly path: Expr },
  path: Value,
): readonly PathValue[] {
  const given = router.rules.placeholders ? valueWithSettings(machine, written.at.file, path) : path;
  return withoutUnset(machine, written, pathsIn(machine, given));
}

/** A router as the handler: it is mounted, behind the guards that are given with it. Whether it was one. */
function mountHandler(machine: Machine, router: Router, fact: Routing, value: (expr: Expr) => Value): boolean {
  const chain = fact.chain.flatMap(expr => flatten(value(expr)));
  const handler = chain.at(-1);
  const { routers, around } = handler ? routersBehind(handler) : { routers: [], around: [] };
  if (routers.length === 0) return false;
  if (routers.some(one => handsBack(one, router))) return routeBack(machine, router, fact, value);
  const between = addRouter(machine, {
    framework: router.framework,
    at: fact.at,
    role: 'router',
    rules: router.rules,
  });
  const guards = [...(fact.guards ?? []).flatMap(guard => flatten(value(guard))), ...chain.slice(0, -1), ...around];
  if (guards.length > 0) push(machine, between, { kind: 'guard', at: fact.at, covers: 'below', paths: [], guards });
  push(machine, between, {
    kind: 'mount',
    at: fact.at,
    paths: ROOT,
    items: routers.map(one => ({ kind: 'router', router: one })),
  });
  push(machine, router, { kind: 'mount', at: fact.at, paths: ROOT, items: [{ kind: 'router', router: between }] });
  return true;
}

/** Whether a router is, or stands around, one that another is on: its handler writes the request anew, and hands it back. */
function handsBack(inner: Router, router: Router): boolean {
  const inside = standsAround(inner);
  for (let of: Router | undefined = router; of; of = of.derivedFrom) if (inside.includes(of)) return true;
  return false;
}

const HANDS_BACK = unknown('it hands the request back to the router', 'the handler');

/** An operation of its own: what is made of the request, and who may send it, is for what it ends up at. */
function routeBack(machine: Machine, router: Router, fact: Routing, value: (expr: Expr) => Value): boolean {
  push(machine, router, {
    kind: 'route',
    at: fact.at,
    methods: methodsOf(machine, fact, value),
    paths: fact.path ? pathsOfRoute(machine, router, { at: fact.at, path: fact.path }, value(fact.path)) : ROOT,
    guards: [...(fact.guards ?? []).flatMap(guard => flatten(value(guard))), HANDS_BACK],
    chain: [HANDS_BACK],
  });
  return true;
}

/**
 * Patterns of net/http say the method, and may name a host: `GET example.com/users/{id}`.
 *
 * Source: https://pkg.go.dev/net/http#hdr-Patterns-ServeMux.
 */
function registerPatterns(
  machine: Machine,
  router: Router,
  fact: Routing & { readonly path: Expr },
  frame: Frame,
): void {
  const value = operand(machine, frame, fact.path);
  const guards = withSupplied(
    machine,
    (fact.guards ?? []).flatMap(guard => flatten(operand(machine, frame, guard))),
  );
  const chain = answeringAll(
    machine,
    fact.chain.flatMap(expr => flatten(operand(machine, frame, expr))),
  );
  for (const path of withoutUnset(machine, { at: fact.at, path: fact.path }, pathsOf(value))) {
    const [, word, pattern = ''] = path.kind === 'text' ? (/^(?:([A-Z]+)[ \t]+)?([^]*)$/.exec(path.text) ?? []) : [];
    const methods = word === undefined ? (['ANY'] as const) : KNOWN_METHODS.filter(method => method === word);
    const withoutHost = pattern.replace(/^[^/\u0000]+(?=\/)/, '');
    push(machine, router, {
      kind: 'route',
      at: fact.at,
      methods,
      paths: path.kind === 'text' ? [{ kind: 'text', text: withoutHost }] : [path],
      guards,
      chain,
    });
  }
}

/** The functions of a route, the handler last, and what the class of a handler puts before it that is given by its name. */
function chainOf(
  machine: Machine,
  router: Router,
  fact: Routing,
  value: (expr: Expr) => Value,
): { readonly chain: readonly Value[]; readonly guards: readonly Value[] } {
  const { named } = router.rules;
  const last = fact.chain.at(-1);
  if (!named || !last) return { chain: fact.chain.flatMap(expr => flatten(value(expr))), guards: [] };
  const { handler, guards } = classHandler(machine, { router, rules: named, at: fact.at }, value(last));
  return { chain: [...fact.chain.slice(0, -1).flatMap(expr => flatten(value(expr))), ...flatten(handler)], guards };
}

/** The name of a route, with those of the groups that it is in before it. */
function nameOf(machine: Machine, router: Router, own: Value): Value {
  const around = propertiesAround(machine, router, ROUTE_NAME).toReversed();
  if (own.kind === 'nothing' && around.length === 0) return own;
  const parts = [...around, ...(own.kind === 'nothing' ? [] : [own])].map(part =>
    part.kind === 'text' ? part.value : HOLE,
  );
  return { kind: 'text', value: parts.join('') };
}

/** Guards around it that an operation says do not stand before it, or the groups that it is in. */
function withoutIn(
  machine: Machine,
  router: Router,
  { at, without = [] }: Routing,
  values: (exprs: readonly Expr[]) => readonly Value[],
): readonly (readonly [string, Value])[] {
  const items = namedGuards(router, at, [
    ...values(without),
    ...propertiesAround(machine, router, WITHOUT).flatMap(given => flatten(given)),
  ]);
  return items.length > 0 ? [[WITHOUT, { kind: 'list', items: [...items], isOpen: false }]] : [];
}

/** What several parameters need is asked once. */
function onlyOnce(guards: readonly Value[]): readonly Value[] {
  return guards.filter((guard, index) => !guards.slice(0, index).some(earlier => isSame(earlier, guard)));
}

/** A handler that turns out to be a router is mounted at the path. Whether it was one. */
function mountsRouter(machine: Machine, router: Router, fact: Routing, value: (expr: Expr) => Value): boolean {
  const mounted = fact.chain.flatMap(expr => flatten(value(expr))).at(-1);
  if (!mounted || routersIn(mounted).length === 0) return false;
  const paths = fact.path ? pathsOf(value(fact.path)) : ROOT;
  push(machine, router, { kind: 'mount', at: fact.at, paths, items: [mounted] });
  return true;
}

/** Puts the members of a class that is a handler on a router, each as a route. Whether it was one. */
function serveView(machine: Machine, router: Router, fact: Routing, value: (expr: Expr) => Value): boolean {
  const last = fact.chain.at(-1);
  const chain = fact.chain.flatMap(expr => flatten(value(expr)));
  const handler = chain.at(-1);
  const members = last && handler ? viewMembers(machine, handler) : undefined;
  if (!members) return false;
  const asked = methodsOfView(fact, value);
  for (const { methods, guards, handler: answers } of members) {
    const served = asked ? methods.filter(method => asked.includes(method)) : methods;
    if (served.length === 0) continue;
    push(machine, router, {
      kind: 'route',
      at: fact.at,
      methods: served,
      paths: fact.path ? pathsOf(value(fact.path)) : ROOT,
      guards: withSupplied(machine, [
        ...(fact.guards ?? []).flatMap(guard => flatten(value(guard))),
        ...chain.slice(0, -1),
        ...guards,
      ]),
      chain: flatten(answers),
      ...(fact.validated ? { validated: fact.validated } : {}),
      ...(fact.isDeprecated ? { isDeprecated: true } : {}),
    });
  }
  return true;
}

/** The methods that a registration allows; undefined for all that the class has. */
function methodsOfView(fact: Routing, value: (expr: Expr) => Value): readonly Method[] | undefined {
  if (fact.isMethodAssumed) return undefined;
  const given = isMethodList(fact.methods)
    ? fact.methods
    : flatten(value(fact.methods)).flatMap(item =>
        item.kind === 'text' ? KNOWN_METHODS.filter(method => method === item.value.toUpperCase()) : [],
      );
  return given.length === 0 || given.includes('ANY') ? undefined : given;
}

function isDefined(chain: readonly Value[]): boolean {
  const last = chain.at(-1);
  return last !== undefined && last.kind !== 'nothing' && last.kind !== 'unknown';
}

/** What answers and guards, where those are things with a method for it. */
function answeringAll(machine: Machine, values: readonly Value[]): readonly Value[] {
  return values.flatMap(value => flatten(answering(machine, value)));
}

function methodsOf(machine: Machine, fact: Routing, value: (expr: Expr) => Value): readonly Method[] {
  if (isMethodList(fact.methods)) return fact.methods;
  const names = flatten(value(fact.methods))
    .flatMap(item => optionsOf(item))
    .flatMap(item => {
      if (item.kind === 'text' && !item.value.includes(HOLE)) return [item.value.toUpperCase()];
      // `HttpMethod.Post`, a constant of a library.
      return item.kind === 'external' ? [(item.path.at(-1) ?? '').toUpperCase()] : [];
    });
  const methods = names.flatMap(name =>
    name === 'ALL' || name === '*' ? ['ANY' as const] : KNOWN_METHODS.filter(known => known === name),
  );
  if (methods.length === 0) note(machine, 'computed-method', fact.at, 'the method of this route is computed');
  return [...new Set(methods)];
}

function isMethodList(methods: readonly Method[] | Expr): methods is readonly Method[] {
  return Array.isArray(methods);
}

export const KNOWN_METHODS: readonly Method[] = [...HTTP_METHODS, 'ANY'];
