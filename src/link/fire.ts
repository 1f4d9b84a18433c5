/** What happens when the evaluation reaches a site for which a detector has a fact. */
import { HTTP_METHODS, type ComesFrom, type Method, type ProgramFact } from '../core/facts/program.ts';
import type { CallExpr, Expr } from '../core/program.ts';
import { noteAccess } from './access.ts';
import { derivesFrom } from './ancestors.ts';
import { annotationsOf } from './classes.ts';
import { push } from './events.ts';
import { callClosure } from './calling.ts';
import type { Frame } from './frame.ts';
import { operand } from './interpreter.ts';
import { memberOf } from './members.ts';
import { type Machine, addProperty, addRouter, note, rootRouter, under } from './machine.ts';
import { mount, mountDirectory } from './mounting.ts';
import { addProcedures } from './procedures.ts';
import { ROOT, isPath, pathsOf } from './path-values.ts';
import { mountFile } from './file-routers.ts';
import { middlewareRoutes } from './middleware-routes.ts';
import { useFilters } from './filters.ts';
import type { Router } from './router.ts';
import { readRule } from './guards/spel.ts';
import { suppliedTo, withSupplied } from './supplied.ts';
import { methodWords } from './method-words.ts';
import { importedValue } from './modules.ts';
import { addResource, valuesOf } from './resources.ts';
import { serve } from './served.ts';
import { noteSetting } from './project-settings.ts';
import { actionsIn, viewMembers } from './views.ts';
import { HOLE, type KnownGuard, NOTHING, type Value, either, flatten, optionsOf, routersIn, unknown } from './value.ts';

/** Facts that register something on a router. */
export type Registering = Extract<
  ProgramFact,
  {
    kind:
      | 'route'
      | 'resource'
      | 'mount'
      | 'mount-directory'
      | 'guard'
      | 'base-path'
      | 'versioning'
      | 'middleware'
      | 'property';
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
      case 'guard-kind': {
        if (!comesFrom(machine, frame, fact.of)) break;
        value ??= guardOf(machine, frame, fact);
        break;
      }
      case 'resource':
      case 'route':
      case 'mount':
      case 'mount-directory':
      case 'guard':
      case 'base-path':
      case 'versioning':
      case 'middleware':
      case 'property': {
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
      case 'view': {
        const actions = fact.actions && operand(machine, frame, fact.actions);
        value ??= {
          kind: 'view',
          of: operand(machine, frame, fact.of),
          ...(actions?.kind === 'record' ? { actions: actionsIn(actions.fields) } : {}),
          ...(fact.byDefault ? { byDefault: fact.byDefault } : {}),
          ...(fact.attributes ? { attributes: valuesOf(fact.attributes, expr => operand(machine, frame, expr)) } : {}),
        };
        break;
      }
      case 'function-view':
        value ??= {
          kind: 'function-view',
          at: fact.at,
          view: fact.view,
          ...(fact.methods ? { methods: operand(machine, frame, fact.methods) } : {}),
        };
        break;
      case 'view-attribute':
        value ??= {
          kind: 'attribute',
          name: fact.attribute.name,
          value: operand(machine, frame, fact.attribute.value),
        };
        break;
      case 'decision':
        value ??= {
          kind: 'composed',
          how: fact.about === 'principal' ? 'judges' : 'decides',
          of: [operand(machine, frame, fact.by)],
        };
        break;
      case 'member-guard': {
        const member = fact.member && operand(machine, frame, fact.member);
        value ??= {
          kind: 'member-guard',
          guards: flatten(operand(machine, frame, fact.guards)),
          ...(member?.kind === 'text' ? { member: member.value } : {}),
        };
        break;
      }
      case 'supplied':
        value ??= {
          kind: 'supplied',
          at: fact.at,
          guards: fact.guards.flatMap(guard => flatten(operand(machine, frame, guard))),
          ...(fact.credential ? { credential: fact.credential } : {}),
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
      case 'mark':
      case 'enables':
      case 'application':
      case 'configured':
        break;
    }
  }
  return value;
}

function guardOf(machine: Machine, frame: Frame, fact: Extract<ProgramFact, { kind: 'guard-kind' }>): KnownGuard {
  const rule = fact.rule && readRule(operand(machine, frame, fact.rule));
  return {
    kind: 'guard',
    at: fact.at,
    what: fact.why,
    effect: rule ? GUARD_EFFECTS[rule.effect] : fact.effect,
    scopes: rule
      ? rule.scopes.map((scope): Value => ({ kind: 'text', value: scope }))
      : (fact.scopes ?? []).map(scope => operand(machine, frame, scope)),
    ...(fact.needs === undefined ? {} : { needs: fact.needs }),
    limiter: fact.limiter === true,
    ...(fact.controls ? { controls: fact.controls } : {}),
    why: fact.why,
    ...(fact.mechanism ? { mechanism: fact.mechanism } : {}),
    ...(fact.except ? { except: operand(machine, frame, fact.except) } : {}),
    ...(fact.methods ? { methods: methodWords(fact.methods, expr => operand(machine, frame, expr)) } : {}),
  };
}

const GUARD_EFFECTS = {
  open: 'none',
  required: 'required',
  optional: 'optional',
  denied: 'required',
  unknown: 'unknown',
} as const;

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
    if (fact.kind === 'mount-file') mountFile(machine, fact, operand(machine, frame, fact.prefix));
    // Code may load the settings while the lists that they name are being made.
    if (fact.kind === 'application-routes' || fact.kind === 'project-setting')
      machine.late.push(() => noteSetting(machine, fact, expr => operand(machine, frame, expr)));
    if (fact.kind !== 'route' && fact.kind !== 'guard' && fact.kind !== 'base-path') continue;
    if (fact.kind === 'base-path' && fact.on) {
      register(machine, frame, fact, fact.site, undefined);
      continue;
    }
    const router = machine.fileRouters.get(file)?.router ?? rootOf(machine, fact);
    apply(machine, frame, fact, router);
    machine.fired.add(fact.site);
  }
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

/** `include('module')`: a member of a module that is given, by its name or itself; `(module, name)`: that of the first. */
function memberMeant(machine: Machine, frame: Frame, given: Value, member: string): Value {
  return either(
    optionsOf(given).map(option => {
      const [first, second] = option.kind === 'list' ? option.items : [];
      const isNamed = first !== undefined && second?.kind === 'text' && routersIn(first).length === 0;
      const value = isNamed ? first : option;
      if (value.kind === 'text')
        return memberOf(
          machine,
          importedValue(machine, frame.scope.file, '*', value.value) ?? unknown('a module', value.value),
          member,
        );
      return value.kind === 'record' ? memberOf(machine, value, member) : value;
    }),
  );
}

function aliasOf(value: Value, fact: Extract<ProgramFact, { kind: 'alias' }>, except: Value | undefined): Value {
  if (except) return { kind: 'sparing', guards: flatten(value), except };
  return fact.sharesScope && value.kind === 'closure' ? { ...value, sharesScope: true } : value;
}

function makeRouter(
  machine: Machine,
  frame: Frame,
  fact: Extract<ProgramFact, { kind: 'router' }>,
): Router | undefined {
  const from =
    fact.from &&
    optionsOf(operand(machine, frame, fact.from)).flatMap(option =>
      option.kind === 'router' && option.router.framework === fact.framework ? [option.router] : [],
    )[0];
  const assumed =
    fact.from && !from ? assumedRouter(machine, frame, fact, operand(machine, frame, fact.from)) : undefined;
  const parent = from ?? assumed;
  if (fact.from && !parent) return undefined;
  const router = addRouter(machine, {
    framework: fact.framework,
    at: fact.at,
    role: fact.role,
    rules: fact.rules,
    ...(parent ? { derivedFrom: parent } : {}),
    ...(fact.isFound ? { isFound: true } : {}),
  });
  const above = fact.below && routersIn(operand(machine, frame, fact.below))[0];
  if (above) router.prefixes.push(...above.prefixes);
  if (fact.prefix) {
    const prefixes = pathsOf(operand(machine, frame, fact.prefix));
    if (prefixes.some(prefix => prefix.kind !== 'text' || prefix.text !== '')) router.prefixes.push([...prefixes]);
  }
  if (fact.chain) {
    const items = fact.chain.flatMap(item => flatten(operand(machine, frame, item)));
    push(machine, router, { kind: 'mount', at: fact.at, paths: ROOT, items });
  }
  if (fact.answers) {
    const { methods, path, chain } = fact.answers;
    if (path) router.basePaths.push({ paths: pathsOf(operand(machine, frame, path)) });
    const items = chain.map(item => operand(machine, frame, item));
    push(machine, router, { kind: 'route', at: fact.at, methods, paths: ROOT, guards: [], chain: items });
  }
  if (fact.guards)
    push(machine, router, {
      kind: 'guard',
      at: fact.at,
      paths: [],
      covers: 'below',
      guards: withSupplied(
        machine,
        fact.guards.flatMap(guard => flatten(operand(machine, frame, guard))),
      ),
      ...(fact.slot === undefined ? {} : { slot: fact.slot }),
    });
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
    apply(machine, frame, fact, rootOf(machine, fact));
    machine.conditions.splice(0, machine.conditions.length, ...conditions);
    machine.fired.add(site);
    return undefined;
  }
  if (!fact.on) return undefined;
  // What the site itself has just made may be registered on: `route(GET("/x"), handler)`.
  const on = fact.on === site ? (made ?? NOTHING) : operand(machine, frame, fact.on);
  if (fact.kind === 'base-path') {
    const classes = optionsOf(on).flatMap(option =>
      option.kind === 'class' && derivesFrom(option, fact.derives) ? [option] : [],
    );
    for (const { cls } of classes)
      machine.prefixOfClass.set(cls.id, [...pathsOf(operand(machine, frame, fact.prefix))]);
    if (classes.length > 0) return undefined;
  }
  const routers = routersIn(on).filter(({ framework }) => framework === fact.framework);
  const assumed = routers.length === 0 ? assumedRouter(machine, frame, fact, on) : undefined;
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

/**
 * A parameter that nothing in the tree passes anything to, used as a router of a framework that its component depends
 * on. The router is assumed, and never known to be mounted anywhere.
 */
function assumedRouter(
  machine: Machine,
  frame: Frame,
  fact: Registering | Extract<ProgramFact, { kind: 'router' }>,
  on: Value,
): Router | undefined {
  if (on.kind !== 'unknown' || !on.parameter || SOMETHING_ELSE.test(on.name ?? '')) return undefined;
  if (!machine.program.usesFramework(machine.program.componentOf(fact.at.file), fact.framework)) return undefined;
  const key = `parameter ${on.parameter.fn}#${on.parameter.index}#${fact.framework}`;
  const known = machine.roots.get(key);
  if (known) return known;
  if (!looksRegistered(machine, frame, fact)) return undefined;
  const rules = RULES_OF_ASSUMED[fact.framework] ?? { syntax: 'express', guards: 'after' };
  const router = addRouter(machine, {
    framework: fact.framework,
    at: fact.at,
    role: 'router',
    rules,
    assumed: `parameter ${on.name ?? ''} is used as one`,
  });
  machine.roots.set(key, router);
  return router;
}

/** Names of what has methods like a router's and is none: `cache.get('/users', load)`, `client.post('/users', done)`. */
const SOMETHING_ELSE = /(?:cache|client|store|storage|logger|log|axios|fetcher|repository|redis|queue|emitter|mock)$/i;

const RULES_OF_ASSUMED: Readonly<Record<string, Router['rules']>> = {
  fastify: { syntax: 'fastify', guards: 'always' },
  hono: { syntax: 'hono', guards: 'after' },
  koa: { syntax: 'koa', guards: 'after' },
  oak: { syntax: 'koa', guards: 'after' },
};

/** A path that starts with a slash and a function to answer: what a route has and a lookup or a client call has not. */
function looksRegistered(
  machine: Machine,
  frame: Frame,
  fact: Registering | Extract<ProgramFact, { kind: 'router' }>,
): boolean {
  if (fact.kind === 'router')
    return (
      fact.prefix !== undefined &&
      pathsOf(operand(machine, frame, fact.prefix)).some(path => path.kind === 'text' && path.text.startsWith('/'))
    );
  if (fact.kind === 'mount')
    return fact.chain.some(item =>
      flatten(operand(machine, frame, item)).some(
        value => value.kind === 'router' || (fact.calls !== undefined && value.kind === 'closure'),
      ),
    );
  if (fact.kind !== 'route' || !fact.path) return false;
  const path = operand(machine, frame, fact.path);
  const handler = fact.chain.at(-1);
  const answer = handler && operand(machine, frame, handler);
  return (
    optionsOf(path).some(option => option.kind === 'text' && option.value.startsWith('/')) &&
    answer !== undefined &&
    flatten(answer).some(value => value.kind === 'closure' || value.kind === 'method' || value.kind === 'guard')
  );
}

function apply(machine: Machine, frame: Frame, fact: Registering, router: Router, call?: CallExpr): void {
  const value = (expr: Expr): Value => operand(machine, frame, expr);
  const values = (exprs: readonly Expr[]): readonly Value[] => exprs.flatMap(expr => flatten(value(expr)));
  switch (fact.kind) {
    case 'route': {
      const view = serveView(machine, router, fact, value);
      if (view) return;
      const methods = methodsOf(machine, fact, value);
      if (methods.length === 0 || (fact.onlyIfDefined && !isDefined(values(fact.chain)))) return;
      const annotated = annotationsOf(machine, router.framework, values(fact.chain).at(-1));
      push(machine, router, {
        kind: 'route',
        at: fact.at,
        methods,
        paths: fact.path ? pathsOf(value(fact.path)) : ROOT,
        guards: [
          ...withSupplied(machine, values(fact.guards ?? [])),
          ...(annotated?.guards ?? []),
          ...suppliedTo(machine, values(fact.chain).at(-1)),
        ],
        chain: values(fact.chain),
        ...(fact.slot === undefined ? {} : { slot: fact.slot }),
        ...(fact.validated ? { validated: fact.validated } : {}),
        ...(annotated ? { metadata: annotated.metadata, isDeprecated: annotated.isDeprecated } : {}),
      });
      return;
    }
    case 'resource':
      addResource(machine, router, fact, value);
      return;
    case 'mount':
      mount(machine, frame, fact, router, call);
      return;
    case 'mount-directory':
      mountDirectory(machine, fact, router, value, call);
      return;
    case 'guard': {
      let guards = fact.guards.map(value);
      let prefix = fact.prefix && value(fact.prefix);
      const [first] = guards;
      if (fact.prefixMayLead && !prefix && first && isPath(first)) {
        prefix = first;
        guards = guards.slice(1);
      }
      push(machine, router, {
        kind: 'guard',
        at: fact.at,
        covers: fact.covers ?? 'below',
        paths: prefix ? pathsOf(prefix) : [],
        guards: withSupplied(
          machine,
          guards.flatMap(guard => flatten(guard)),
        ),
        ...(fact.stage ? { stage: fact.stage } : {}),
        ...(fact.slot === undefined ? {} : { slot: fact.slot }),
        ...(fact.except ? { except: value(fact.except) } : {}),
        ...(fact.matcher ? { matcher: value(fact.matcher) } : {}),
      });
      return;
    }
    case 'property': {
      const name = value(fact.name);
      if (name.kind === 'text') addProperty(machine, router, name.value, value(fact.value));
      return;
    }
    case 'base-path':
      if (fact.forApplications) {
        machine.applicationPaths.set(router.id, pathsOf(value(fact.prefix)));
        return;
      }
      router.basePaths.push({
        paths: pathsOf(value(fact.prefix)),
        ...(fact.except ? { except: value(fact.except) } : {}),
      });
      return;
    case 'versioning':
      router.versioning = {
        type: value(fact.type),
        ...(fact.prefix ? { prefix: value(fact.prefix) } : {}),
        ...(fact.byDefault ? { byDefault: value(fact.byDefault) } : {}),
      };
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

/** Puts the members of a class that is a handler on a router, each as a route. Whether it was one. */
function serveView(
  machine: Machine,
  router: Router,
  fact: Extract<Registering, { kind: 'route' }>,
  value: (expr: Expr) => Value,
): boolean {
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
    });
  }
  return true;
}

/** The methods that a registration allows; undefined for all that the class has. */
function methodsOfView(
  fact: Extract<Registering, { kind: 'route' }>,
  value: (expr: Expr) => Value,
): readonly Method[] | undefined {
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

function methodsOf(
  machine: Machine,
  fact: Extract<Registering, { kind: 'route' }>,
  value: (expr: Expr) => Value,
): readonly Method[] {
  if (isMethodList(fact.methods)) return fact.methods;
  const names = flatten(value(fact.methods))
    .flatMap(item => optionsOf(item))
    .flatMap(item => (item.kind === 'text' && !item.value.includes(HOLE) ? [item.value.toUpperCase()] : []));
  const methods = names.flatMap(name =>
    name === 'ALL' || name === '*' ? ['ANY' as const] : KNOWN_METHODS.filter(known => known === name),
  );
  if (methods.length === 0) note(machine, 'computed-method', fact.at, 'the method of this route is computed');
  return [...new Set(methods)];
}

function isMethodList(methods: readonly Method[] | Expr): methods is readonly Method[] {
  return Array.isArray(methods);
}

const KNOWN_METHODS: readonly Method[] = [...HTTP_METHODS, 'ANY'];
