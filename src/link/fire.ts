/** What happens when the evaluation reaches a site for which a detector has a fact. */
import type { ComesFrom, Method, ProgramFact } from '../core/facts/program.ts';
import type { CallExpr, Expr } from '../core/program.ts';
import { noteAccess } from './access.ts';
import { putBase } from './base-paths.ts';
import { bindObjects } from './bound-objects.ts';
import { noteConvention } from './conventions.ts';
import { derivesFrom } from './ancestors.ts';
import { assumedRouter } from './assumed.ts';
import { noteCallback } from './callbacks.ts';
import { composed } from './compose.ts';
import { draw } from './drawing/draw.ts';
import { aliasOf, memberMeant } from './aliases.ts';
import { defineMember, guardClass } from './class-guards.ts';
import { push } from './events.ts';
import { noteClassPrefix } from './class-prefixes.ts';
import { implicitRouter, isImplicit } from './implicit.ts';
import { callClosure } from './calling.ts';
import { type Frame, selfOf } from './frame.ts';
import { noteGuardNames } from './guard-names.ts';
import { operand } from './interpreter.ts';
import { guardOf } from './known-guards.ts';
import { memberOf } from './members.ts';
import { pieceOrRoutes } from './pieces.ts';
import { noteProvider } from './providers.ts';
import { prefixesIn } from './unset-prefixes.ts';
import { type Machine, addProperty, addRouter, rootRouter, under } from './machine.ts';
import { mount, mountDirectory } from './mounting.ts';
import { describedRoutes } from './described.ts';
import { addProcedures } from './procedures.ts';
import { ROOT, pathsOf } from './path-values.ts';
import { mountFile } from './file-routers.ts';
import { middlewareRoutes } from './middleware-routes.ts';
import { guardsPut, putGuard } from './put-guards.ts';
import { useFilters } from './filters.ts';
import { type Router, oneFrom } from './router.ts';
import { registerRoute } from './registering.ts';
import { addResource } from './resources.ts';
import { scriptBase } from './script-base.ts';
import { notePath, putOnPaths } from './named-paths.ts';
import { mountObjects } from './object-trees.ts';
import { serve, serveAlone } from './served.ts';
import { servedService } from './services.ts';
import { noteSetting } from './project-settings.ts';
import { viewValue } from './view-values.ts';
import { NOTHING, type RequestPart, type Value, asRouter, flatten, optionsOf, routersIn, unknown } from './value.ts';

/** Facts that register something on a router. */
export type Registering = Extract<
  ProgramFact,
  {
    kind:
      | 'route'
      | 'resource'
      | 'named-path'
      | 'mount'
      | 'mount-directory'
      | 'guard'
      | 'base-path'
      | 'versioning'
      | 'middleware'
      | 'property'
      | 'described-routes'
      | 'bound-objects';
  }
>;

/** Fires the facts of a site. Gives the value the site then has, or undefined when none of them applies here. */
export function fireFacts(
  machine: Machine,
  frame: Frame,
  site: Expr,
  facts: readonly ProgramFact[],
): Value | undefined {
  const marks = facts.filter(fact => fact.kind === 'mark');
  if (marks.length > 0) {
    const evaluateLater = (expr: Expr): Value => operand(machine, frame, expr);
    return {
      kind: 'marks',
      marks: marks.map(fact => ({ mark: fact.mark, at: fact.at, framework: fact.framework, evaluate: evaluateLater })),
    };
  }
  let value: Value | undefined;
  // What a site makes is there before something is registered on it.
  const making = facts.filter(fact => fact.kind === 'router');
  for (const fact of making.length === 0 ? facts : [...making, ...facts.filter(one => one.kind !== 'router')]) {
    switch (fact.kind) {
      case 'alias':
        value ??= aliasOf(
          fact.member === undefined
            ? operand(machine, frame, fact.value)
            : memberMeant(machine, frame, operand(machine, frame, fact.value), fact.member),
          fact,
          fact.except && operand(machine, frame, fact.except),
        );
        break;
      case 'router': {
        if (value || !comesFrom(machine, frame, fact.of)) break;
        const router = makeRouter(machine, frame, fact);
        if (!router) break;
        value = { kind: 'router', router };
        // The function that holds it has run: it is not run again for what it may hold.
        machine.fired.add(site);
        break;
      }
      case 'guard-kind':
        if (comesFrom(machine, frame, fact.of)) value ??= guardOf(machine, frame, fact);
        break;
      case 'auth-provider':
        noteProvider(machine, fact, expr => operand(machine, frame, expr));
        machine.fired.add(site);
        break;
      case 'compose':
        value ??= composed(machine, frame, fact);
        machine.fired.add(site);
        break;
      case 'piece':
      case 'behind':
      case 'routes-of':
        value ??= pieceOrRoutes(machine, frame, fact);
        break;
      case 'named-view':
        // A view that a call registers, rather than one that is found.
        machine.last.push(() => putOnPaths(machine, fact, expr => operand(machine, frame, expr)));
        machine.fired.add(site);
        break;
      case 'object-tree':
        mountObjects(machine, fact, expr => operand(machine, frame, expr));
        machine.fired.add(site);
        break;
      case 'resource':
      case 'named-path':
      case 'route':
      case 'mount':
      case 'mount-directory':
      case 'guard':
      case 'base-path':
      case 'versioning':
      case 'middleware':
      case 'property':
      case 'described-routes':
      case 'bound-objects': {
        const receiver = register(machine, frame, fact, site, value);
        value ??= receiver;
        break;
      }
      case 'access-list':
      case 'access-rule':
        noteAccess(machine, fact, expr => operand(machine, frame, expr));
        machine.fired.add(site);
        break;
      case 'filter-use':
        useFilters(
          machine,
          fact.filters.map(filter => operand(machine, frame, filter)),
        );
        machine.fired.add(site);
        break;
      case 'view':
      case 'function-view':
      case 'view-attribute':
      case 'decision':
      case 'member-guard':
        value ??= viewValue(fact, expr => operand(machine, frame, expr));
        if (fact.kind === 'member-guard' && fact.ofSelf && value) noteOwnGuard(machine, frame, value);
        break;
      case 'supplied':
        value ??= {
          kind: 'supplied',
          at: fact.at,
          guards: fact.guards.flatMap(guard => flatten(operand(machine, frame, guard))),
          ...(fact.part ? { part: partOf(fact.part, fact.part.name && operand(machine, frame, fact.part.name)) } : {}),
        };
        break;
      case 'named-value': {
        const name = operand(machine, frame, fact.name);
        const given = operand(machine, frame, fact.value);
        if (name.kind === 'text')
          machine.named.set(name.value, given.kind === 'closure' ? callClosure(machine, given, []) : given);
        break;
      }
      case 'named-lookup': {
        const found = namedValue(machine, operand(machine, frame, fact.name));
        if (found) value ??= found;
        break;
      }
      case 'conventional-route':
        noteConvention(machine, fact, expr => operand(machine, frame, expr));
        machine.fired.add(site);
        break;
      case 'class-guard':
        guardClass(machine, fact, expr => operand(machine, frame, expr));
        machine.fired.add(site);
        break;
      case 'defines':
        defineMember(machine, fact, expr => operand(machine, frame, expr));
        break;
      case 'class-prefix':
        noteClassPrefix(machine, fact, expr => operand(machine, frame, expr));
        machine.fired.add(site);
        break;
      case 'drawing':
        value = draw(machine, frame, fact, value);
        break;
      case 'callback':
        noteCallback(machine, frame, fact);
        value ??= NOTHING;
        break;
      case 'service-handler':
      case 'procedure':
        value ??= servedService(machine, frame, fact);
        machine.fired.add(site);
        break;
      case 'guard-names':
      case 'entry-script':
      case 'service':
      case 'request-route':
      case 'own-route':
      case 'mark':
      case 'enables':
      case 'stored-class':
      case 'application':
      case 'configured':
        break;
    }
  }
  return value;
}

/** What the constructor of a class puts before its members; under a condition, it is not known whether it stands there. */
function noteOwnGuard(machine: Machine, frame: Frame, guard: Value): void {
  const self = selfOf(frame.scope);
  if (self?.kind !== 'instance') return;
  const { id } = self.of.cls;
  const isSure = machine.conditions.every(({ isQuiet }) => isQuiet);
  const given: Value =
    isSure || guard.kind !== 'member-guard'
      ? guard
      : { ...guard, guards: [unknown('it stands under a condition', 'middleware of the controller')] };
  machine.ownGuards.set(id, [...(machine.ownGuards.get(id) ?? []), given]);
}

function partOf(
  { of, isDemanded }: NonNullable<Extract<ProgramFact, { kind: 'supplied' }>['part']>,
  name: Value | undefined,
): RequestPart {
  return { of, isDemanded, ...(name?.kind === 'text' ? { name: name.value } : {}) };
}

/** What the configuration holds under a dotted name: the value named by its beginning, and a member of that. */
function namedValue(machine: Machine, name: Value): Value | undefined {
  if (name.kind !== 'text') return undefined;
  const whole = machine.named.get(name.value);
  if (whole) return whole;
  const [first = '', ...members] = name.value.split('.');
  const start = machine.named.get(first);
  return start && members.length > 0 ? members.reduce((of, member) => memberOf(machine, of, member), start) : undefined;
}

/** Facts that stand for themselves, whatever is called: file-based routes and guards of a module. */
export function fireRootFacts(machine: Machine, frame: Frame, file: string): void {
  for (const fact of machine.rootFacts.get(file) ?? []) {
    if (fact.kind === 'access-list' || fact.kind === 'access-rule')
      noteAccess(machine, fact, expr => operand(machine, frame, expr));
    if (fact.kind === 'guard-names') noteGuardNames(machine, fact, () => operand(machine, frame, fact.names));
    if (fact.kind === 'class-prefix') noteClassPrefix(machine, fact, expr => operand(machine, frame, expr));
    if (fact.kind === 'mount-file') mountFile(machine, fact, expr => operand(machine, frame, expr));
    // Code may load the settings while the lists that they name are being made.
    if (fact.kind === 'entry-list')
      machine.last.push(() => serveAlone(machine, fact, expr => operand(machine, frame, expr)));
    if (fact.kind === 'named-view')
      machine.last.push(() => putOnPaths(machine, fact, expr => operand(machine, frame, expr)));
    if (fact.kind === 'application-routes' || fact.kind === 'project-setting')
      machine.late.push(() => noteSetting(machine, fact, expr => operand(machine, frame, expr)));
    if (fact.kind !== 'route' && fact.kind !== 'guard' && fact.kind !== 'base-path') continue;
    if (fact.kind === 'route' && !isSwitchedOn(machine, fact)) continue;
    if (fact.kind === 'base-path' && fact.on) {
      register(machine, frame, fact, fact.site, undefined);
      continue;
    }
    const router = machine.fileRouters.get(file)?.router ?? rootOf(machine, fact);
    apply(machine, frame, fact, router);
    machine.fired.add(fact.site);
  }
}

/** Whether the component has the switches on that a route hangs on. */
function isSwitchedOn(machine: Machine, { at, needs = [], unless }: Extract<ProgramFact, { kind: 'route' }>): boolean {
  const enabled = machine.enabled.get(machine.program.build.partOf(at.file));
  return needs.every(one => enabled?.has(one) === true) && (unless === undefined || !enabled?.has(unless));
}

function rootOf(machine: Machine, fact: Registering): Router {
  const given = fact.kind === 'route' || fact.kind === 'guard' || fact.kind === 'base-path' ? fact.rules : undefined;
  const rules = given ?? ({ syntax: 'next', guards: 'always' } as const);
  return rootRouter(machine, fact.framework, fact.at, rules);
}

/** Whether a value is of one of the packages that a fact hangs on; a fact that hangs on none stands. */
export function comesFrom(machine: Machine, frame: Frame, of: ComesFrom | undefined): boolean {
  return (
    !of ||
    optionsOf(operand(machine, frame, of.value)).some(option => of.modules.some(module => moduleOf(option) === module))
  );
}

function moduleOf(value: Value): string | undefined {
  if (value.kind === 'external') return value.module;
  return value.kind === 'outcome' || value.kind === 'method' ? moduleOf(value.of) : undefined;
}

/** The methods that pass both of two tests; undefined stands for all of them. */
function bothMethods(
  first: readonly Method[] | undefined,
  second: readonly Method[] | undefined,
): readonly Method[] | undefined {
  if (!first || !second) return first ?? second;
  return first.filter(method => second.includes(method));
}

/** Puts a new router on the one that mounts it. */
function putOnHolder(
  machine: Machine,
  frame: Frame,
  fact: Extract<ProgramFact, { kind: 'router' }>,
  router: Router,
): void {
  const holder = fact.mountedBy && routersIn(operand(machine, frame, fact.mountedBy))[0];
  if (holder) push(machine, holder, { kind: 'mount', at: fact.at, paths: ROOT, items: [{ kind: 'router', router }] });
}

/** Puts on a router the routes and routers that it starts with. */
function startWith(
  machine: Machine,
  frame: Frame,
  fact: Extract<ProgramFact, { kind: 'router' }>,
  router: Router,
): void {
  for (const route of fact.routes ?? []) registerRoute(machine, router, route, frame);
  if (!fact.chain) return;
  const items = fact.chain.flatMap(item => flatten(operand(machine, frame, item))).map(asRouter);
  push(machine, router, { kind: 'mount', at: fact.at, paths: ROOT, items });
}

function putGuards(
  machine: Machine,
  frame: Frame,
  fact: Extract<ProgramFact, { kind: 'router' }>,
  router: Router,
): void {
  const guards = (fact.guards ?? []).map(guard => operand(machine, frame, guard));
  push(machine, router, {
    kind: 'guard',
    at: fact.at,
    paths: [],
    covers: 'below',
    guards: guardsPut(machine, router, fact, guards),
    ...(fact.slot === undefined ? {} : { slot: fact.slot }),
  });
}

/** Puts on the router that a class is by itself what is listed on the class; what that names may be declared further down. */
export function fillRouter(
  machine: Machine,
  frame: Frame,
  fact: Extract<ProgramFact, { kind: 'router' }>,
  router: Router,
): void {
  if (fact.guards) putGuards(machine, frame, fact, router);
  startWith(machine, frame, fact, router);
}

function makeRouter(
  machine: Machine,
  frame: Frame,
  fact: Extract<ProgramFact, { kind: 'router' }>,
): Router | undefined {
  if (fact.isRoot) return rootRouter(machine, fact.framework, fact.at, fact.rules);
  const from = fact.from && oneFrom(asRouter(operand(machine, frame, fact.from)), fact.framework);
  const assumed =
    fact.from && !from ? assumedRouter(machine, frame, fact, operand(machine, frame, fact.from)) : undefined;
  const parent = from ?? assumed ?? (fact.implicit && implicitRouter(machine, frame, fact, fact.implicit));
  if (fact.from && !parent) return undefined;
  const above = fact.below && routersIn(operand(machine, frame, fact.below))[0];
  if (fact.onlyBelow && !above) return undefined;
  const methods = bothMethods(above?.methods, fact.methods);
  const router = addRouter(machine, {
    framework: fact.framework,
    at: fact.at,
    role: fact.role,
    rules: fact.rules,
    ...(methods ? { methods } : {}),
    ...(fact.isOffer ? { isOffer: true } : {}),
    ...(parent ? { derivedFrom: parent } : {}),
    ...(fact.isFound ? { isFound: true } : {}),
    ...(fact.isBelowScript ? { foundAt: scriptBase(machine) } : {}),
    ...(fact.isValue ? { isValue: true } : {}),
  });
  if (above) router.prefixes.push(...above.prefixes);
  putOnHolder(machine, frame, fact, router);
  if (fact.prefix) {
    const prefixes = prefixesIn(machine, frame, fact.at, fact.prefix);
    if (prefixes.some(prefix => prefix.kind !== 'text' || prefix.text !== '')) router.prefixes.push([...prefixes]);
  }
  startWith(machine, frame, fact, router);
  if (fact.answers) {
    const { methods, path, chain } = fact.answers;
    if (path) router.basePaths.push({ paths: pathsOf(operand(machine, frame, path)) });
    const items = chain.map(item => operand(machine, frame, item));
    push(machine, router, { kind: 'route', at: fact.at, methods, paths: ROOT, guards: [], chain: items });
  }
  if (fact.guards) putGuards(machine, frame, fact, router);
  if (fact.serves) serve(machine, router, { ...fact, serves: fact.serves }, expr => operand(machine, frame, expr));
  if (fact.procedures) {
    const given = fact.procedures.of.map(item => operand(machine, frame, item));
    for (const value of given) addProcedures(machine, { router, fact, procedures: fact.procedures }, value);
  }
  if (parent) push(machine, parent, { kind: 'mount', at: fact.at, paths: ROOT, items: [{ kind: 'router', router }] });
  return router;
}

/** Registers something on the routers that `on` stands for; the value of the site is then the receiver, for chained calls. */
function register(
  machine: Machine,
  frame: Frame,
  fact: Registering,
  site: Expr,
  made: Value | undefined,
): Value | undefined {
  if (fact.kind === 'guard' && fact.isReached) {
    // A framework calls what puts it there.
    const conditions = machine.conditions.splice(0);
    machine.conditions.push(...conditions.filter(({ isQuiet }) => !isQuiet));
    const to = fact.implicit ? implicitRouter(machine, frame, fact, fact.implicit) : rootOf(machine, fact);
    if (to) apply(machine, frame, fact, to);
    machine.conditions.splice(0, machine.conditions.length, ...conditions);
    machine.fired.add(site);
    return undefined;
  }
  const implicit = isImplicit(fact) ? fact.implicit : undefined;
  if (!fact.on && !implicit) return undefined;
  // What the site itself has just made may be registered on: `route(GET("/x"), handler)`.
  const on = fact.on === site ? (made ?? NOTHING) : fact.on ? operand(machine, frame, fact.on) : NOTHING;
  if (fact.kind === 'base-path') {
    const classes = optionsOf(on).flatMap(option =>
      option.kind === 'class' && derivesFrom(option, fact.derives) ? [option] : [],
    );
    for (const { cls } of classes)
      machine.prefixOfClass.set(cls.id, [...pathsOf(operand(machine, frame, fact.prefix))]);
    if (classes.length > 0) return undefined;
  }
  const routers = [...routersIn(on)].filter(({ framework }) => framework === fact.framework);
  const assumed = routers.length === 0 ? madeUp(machine, frame, fact, on) : undefined;
  if (assumed) routers.push(assumed);
  if (routers.length === 0) return undefined;
  machine.fired.add(site);
  const call = site.kind === 'call' ? site : undefined;
  const [only, ...others] = routers;
  if (only && others.length === 0) apply(machine, frame, fact, only, call);
  else
    for (const router of routers) under(machine, 'which router it is', () => apply(machine, frame, fact, router, call));
  return assumed ? { kind: 'router', router: assumed } : on;
}

/** The router that is meant where none was found. */
function madeUp(machine: Machine, frame: Frame, fact: Registering, on: Value): Router | undefined {
  return isImplicit(fact) && fact.implicit
    ? implicitRouter(machine, frame, fact, fact.implicit)
    : assumedRouter(machine, frame, fact, on);
}

function apply(machine: Machine, frame: Frame, fact: Registering, router: Router, call?: CallExpr): void {
  const value = (expr: Expr): Value => operand(machine, frame, expr);
  const values = (exprs: readonly Expr[]): readonly Value[] => exprs.flatMap(expr => flatten(value(expr)));
  switch (fact.kind) {
    case 'route':
      registerRoute(machine, router, fact, frame);
      return;
    case 'resource':
      addResource(machine, router, fact, value);
      return;
    case 'named-path':
      notePath(machine, router, fact, value);
      return;
    case 'mount':
      mount(machine, frame, fact, router, call);
      return;
    case 'mount-directory':
      mountDirectory(machine, fact, router, value, call);
      return;
    case 'guard':
      putGuard(machine, router, fact, value);
      return;
    case 'described-routes':
      describedRoutes(machine, router, fact, {
        document: value(fact.document),
        prefix: fact.prefix && value(fact.prefix),
      });
      return;
    case 'bound-objects':
      bindObjects(machine, router, fact, value);
      return;
    case 'property': {
      const name = value(fact.name);
      if (name.kind === 'text') addProperty(machine, router, name.value, value(fact.value));
      return;
    }
    case 'base-path':
      putBase(machine, fact, router, value);
      return;
    case 'versioning':
      router.versioning = versioningOf(fact, value);
      return;
    case 'middleware':
      for (const [method, paths] of middlewareRoutes(fact.routes.map(value))) {
        push(machine, router, {
          kind: 'guard',
          at: fact.at,
          covers: 'matching',
          paths,
          guards: values(fact.guards),
          ...(method === undefined ? {} : { methods: [method] }),
          ...(fact.except.length > 0 ? { except: { kind: 'list', items: fact.except.map(value), isOpen: false } } : {}),
        });
      }
  }
}

function versioningOf(
  fact: Extract<Registering, { kind: 'versioning' }>,
  value: (expr: Expr) => Value,
): NonNullable<Router['versioning']> {
  return {
    type: value(fact.type),
    ...(fact.prefix ? { prefix: value(fact.prefix) } : {}),
    ...(fact.byDefault ? { byDefault: value(fact.byDefault) } : {}),
  };
}
