/** What happens when the evaluation reaches a site for which a detector has a fact. */
import type { ComesFrom, Method, ProgramFact } from '../core/facts/program.ts';
import type { CallExpr, Expr } from '../core/program.ts';
import { FOLDER } from './builtins.ts';
import { type Frame, callClosure, memberOf, operand, propertyKey } from './interpreter.ts';
import { type Machine, addRouter, conditionOf, note } from './machine.ts';
import { loadModule } from './modules.ts';
import type { PathValue, Router, RouterEvent } from './router.ts';
import { type ClosureValue, HOLE, NOTHING, type Value, flatten, optionsOf, unknown } from './value.ts';

type Registering = Extract<ProgramFact, { kind: 'route' | 'mount' | 'mount-directory' | 'guard' | 'base-path' | 'versioning' | 'middleware' | 'property' }>;

/** Fires the facts of a site. Gives the value the site then has, or undefined when none of them applies here. */
export function fireFacts(machine: Machine, frame: Frame, site: Expr, facts: readonly ProgramFact[]): Value | undefined {
  const marks = facts.filter(fact => fact.kind === 'mark');
  if (marks.length > 0) {
    const evaluateLater = (expr: Expr): Value => operand(machine, frame, expr);
    return { kind: 'marks', marks: marks.map(fact => ({ mark: fact.mark, at: fact.at, framework: fact.framework, evaluate: evaluateLater })) };
  }
  let value: Value | undefined;
  for (const fact of facts) {
    switch (fact.kind) {
      case 'alias':
        value ??= aliasOf(operand(machine, frame, fact.value), fact.sharesScope === true, fact.except && operand(machine, frame, fact.except));
        break;
      case 'router': {
        if (value || !comesFrom(machine, frame, fact.of)) break;
        const router = makeRouter(machine, frame, fact);
        if (router) value = { kind: 'router', router };
        break;
      }
      case 'guard-kind':
        if (!comesFrom(machine, frame, fact.of)) break;
        value ??= {
          kind: 'guard',
          at: fact.at,
          what: fact.why,
          effect: fact.effect,
          scopes: (fact.scopes ?? []).map(scope => operand(machine, frame, scope)),
          limiter: fact.limiter === true,
          why: fact.why,
          ...(fact.mechanism ? { mechanism: fact.mechanism } : {}),
          ...(fact.except ? { except: operand(machine, frame, fact.except) } : {}),
        };
        break;
      case 'route':
      case 'mount':
      case 'mount-directory':
      case 'guard':
      case 'base-path':
      case 'versioning':
      case 'middleware':
      case 'property': {
        const receiver = register(machine, frame, fact, site);
        value ??= receiver;
        break;
      }
      case 'named-value': {
        const name = operand(machine, frame, fact.name);
        const given = operand(machine, frame, fact.value);
        if (name.kind === 'text') machine.named.set(name.value, given.kind === 'closure' ? callClosure(machine, given, []) : given);
        break;
      }
      case 'named-lookup': {
        const found = namedValue(machine, operand(machine, frame, fact.name));
        if (found) value ??= found;
        break;
      }
      case 'mark':
        break;
    }
  }
  return value;
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
  for (const fact of machine.program.facts) {
    if (fact.at.file !== file || (fact.kind !== 'route' && fact.kind !== 'guard' && fact.kind !== 'base-path') || fact.on) continue;
    const router = rootOf(machine, fact);
    apply(machine, frame, fact, router);
    machine.fired.add(fact.site);
  }
}

/** The root that file-based routes of a component and framework are registered on. */
function rootOf(machine: Machine, fact: Registering): Router {
  const component = machine.program.componentOf(fact.at.file);
  const key = `${component}#${fact.framework}`;
  const known = machine.roots.get(key);
  if (known) return known;
  const rules = fact.kind === 'route' && fact.rules ? fact.rules : { syntax: 'next', guards: 'always' } as const;
  const root = addRouter(machine, { framework: fact.framework, at: fact.at, role: 'application', rules });
  machine.roots.set(key, root);
  return root;
}

/** Whether a value is of one of the packages that a fact hangs on; a fact that hangs on none stands. */
function comesFrom(machine: Machine, frame: Frame, of: ComesFrom | undefined): boolean {
  return !of || optionsOf(operand(machine, frame, of.value)).some(option => of.modules.some(module => moduleOf(option) === module));
}

function moduleOf(value: Value): string | undefined {
  if (value.kind === 'external') return value.module;
  return value.kind === 'outcome' || value.kind === 'method' ? moduleOf(value.of) : undefined;
}

function aliasOf(value: Value, sharesScope: boolean, except: Value | undefined): Value {
  if (except && value.kind === 'guard') return { ...value, except };
  return sharesScope && value.kind === 'closure' ? { ...value, sharesScope: true } : value;
}

function makeRouter(machine: Machine, frame: Frame, fact: Extract<ProgramFact, { kind: 'router' }>): Router | undefined {
  const from = fact.from && optionsOf(operand(machine, frame, fact.from)).flatMap(option => (option.kind === 'router' && option.router.framework === fact.framework ? [option.router] : []))[0];
  const assumed = fact.from && !from ? assumedRouter(machine, frame, fact, operand(machine, frame, fact.from)) : undefined;
  const parent = from ?? assumed;
  if (fact.from && !parent) return undefined;
  const router = addRouter(machine, { framework: fact.framework, at: fact.at, role: fact.role, rules: fact.rules, ...(parent ? { derivedFrom: parent } : {}) });
  if (fact.prefix) {
    const prefixes = pathsOf(operand(machine, frame, fact.prefix));
    if (prefixes.some(prefix => prefix.kind !== 'text' || prefix.text !== '')) router.prefixes.push([...prefixes]);
  }
  if (fact.chain) {
    const items = fact.chain.flatMap(item => flatten(operand(machine, frame, item)));
    push(machine, router, { kind: 'mount', at: fact.at, paths: ROOT, items });
  }
  if (parent) push(machine, parent, { kind: 'mount', at: fact.at, paths: ROOT, items: [{ kind: 'router', router }] });
  return router;
}

/** Registers something on the routers that `on` stands for; the value of the site is then the receiver, for chained calls. */
function register(machine: Machine, frame: Frame, fact: Registering, site: Expr): Value | undefined {
  if (!fact.on) return undefined;
  const on = operand(machine, frame, fact.on);
  if (fact.kind === 'base-path') {
    const classes = optionsOf(on).flatMap(option => (option.kind === 'class' ? [option] : []));
    for (const { cls } of classes) machine.prefixOfClass.set(cls.id, [...pathsOf(operand(machine, frame, fact.prefix))]);
    if (classes.length > 0) return undefined;
  }
  const routers = optionsOf(on).flatMap(option => (option.kind === 'router' && option.router.framework === fact.framework ? [option.router] : []));
  const assumed = routers.length === 0 ? assumedRouter(machine, frame, fact, on) : undefined;
  if (assumed) routers.push(assumed);
  if (routers.length === 0) return undefined;
  machine.fired.add(site);
  for (const router of routers) apply(machine, frame, fact, router, site.kind === 'call' ? site : undefined);
  return assumed ? { kind: 'router', router: assumed } : on;
}

/**
 * A parameter that nothing in the tree passes anything to, used as a router of a framework that its component depends
 * on. The router is assumed, and never known to be mounted anywhere.
 */
function assumedRouter(machine: Machine, frame: Frame, fact: Registering | Extract<ProgramFact, { kind: 'router' }>, on: Value): Router | undefined {
  if (on.kind !== 'unknown' || !on.parameter) return undefined;
  if (!machine.program.usesFramework(machine.program.componentOf(fact.at.file), fact.framework)) return undefined;
  const key = `parameter ${on.parameter.fn}#${on.parameter.index}#${fact.framework}`;
  const known = machine.roots.get(key);
  if (known) return known;
  if (!looksRegistered(machine, frame, fact)) return undefined;
  const rules = RULES_OF_ASSUMED[fact.framework] ?? { syntax: 'express', guards: 'after' };
  const router = addRouter(machine, { framework: fact.framework, at: fact.at, role: 'router', rules, assumed: `parameter ${on.name ?? ''} is used as one` });
  machine.roots.set(key, router);
  return router;
}

const RULES_OF_ASSUMED: Readonly<Record<string, Router['rules']>> = {
  fastify: { syntax: 'fastify', guards: 'always' },
  hono: { syntax: 'hono', guards: 'after' },
  koa: { syntax: 'koa', guards: 'after' },
};

/** A path that starts with a slash and a function to answer: what a route has and a lookup or a client call has not. */
function looksRegistered(machine: Machine, frame: Frame, fact: Registering | Extract<ProgramFact, { kind: 'router' }>): boolean {
  if (fact.kind === 'router') return fact.prefix !== undefined && pathsOf(operand(machine, frame, fact.prefix)).some(path => path.kind === 'text' && path.text.startsWith('/'));
  if (fact.kind === 'mount') return fact.chain.some(item => flatten(operand(machine, frame, item)).some(value => value.kind === 'router' || (fact.calls !== undefined && value.kind === 'closure')));
  if (fact.kind !== 'route' || !fact.path) return false;
  const path = operand(machine, frame, fact.path);
  const handler = fact.chain.at(-1);
  const answer = handler && operand(machine, frame, handler);
  return optionsOf(path).some(option => option.kind === 'text' && option.value.startsWith('/')) && answer !== undefined && flatten(answer).some(value => value.kind === 'closure' || value.kind === 'method' || value.kind === 'guard');
}

const ROOT: readonly PathValue[] = [{ kind: 'text', text: '' }];

function apply(machine: Machine, frame: Frame, fact: Registering, router: Router, call?: CallExpr): void {
  const value = (expr: Expr): Value => operand(machine, frame, expr);
  const values = (exprs: readonly Expr[]): readonly Value[] => exprs.flatMap(expr => flatten(value(expr)));
  switch (fact.kind) {
    case 'route': {
      const methods = methodsOf(machine, fact, value);
      if (methods.length === 0 || (fact.onlyIfDefined && !isDefined(values(fact.chain)))) return;
      push(machine, router, {
        kind: 'route',
        at: fact.at,
        methods,
        paths: fact.path ? pathsOf(value(fact.path)) : ROOT,
        guards: values(fact.guards ?? []),
        chain: values(fact.chain),
        ...(fact.validated ? { validated: fact.validated } : {}),
      });
      return;
    }
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
        guards: guards.flatMap(guard => flatten(guard)),
        ...(fact.except ? { except: value(fact.except) } : {}),
        ...(fact.matcher ? { matcher: value(fact.matcher) } : {}),
      });
      return;
    }
    case 'property': {
      const name = value(fact.name);
      if (name.kind === 'text') machine.properties.set(propertyKey(machine, router, name.value), value(fact.value));
      return;
    }
    case 'base-path':
      router.basePaths.push({ paths: pathsOf(value(fact.prefix)), ...(fact.except ? { except: value(fact.except) } : {}) });
      return;
    case 'versioning':
      router.versioning = { type: value(fact.type), ...(fact.prefix ? { prefix: value(fact.prefix) } : {}), ...(fact.byDefault ? { byDefault: value(fact.byDefault) } : {}) };
      return;
    case 'middleware':
      push(machine, router, {
        kind: 'guard',
        at: fact.at,
        covers: 'matching',
        paths: fact.routes.flatMap(route => middlewarePaths(value(route))),
        guards: values(fact.guards),
        ...(fact.except.length > 0 ? { except: { kind: 'list', items: fact.except.map(value), isOpen: false } } : {}),
      });
  }
}

/** What `forRoutes()` takes: paths, `{ path, method }`, and controllers, which stand for all that they serve. */
function middlewarePaths(route: Value): readonly PathValue[] {
  return flatten(route).flatMap(item => optionsOf(item)).flatMap((item): readonly PathValue[] => {
    if (item.kind === 'record') return pathsOf(item.fields.get('path') ?? NOTHING);
    if (item.kind === 'class') return [{ kind: 'text', text: `${CONTROLLER}${item.cls.id}` }];
    return pathsOf(item);
  });
}

/** Begins the text of a path that stands for everything a controller class serves. */
export const CONTROLLER = '\u0002';

function isDefined(chain: readonly Value[]): boolean {
  const last = chain.at(-1);
  return last !== undefined && last.kind !== 'nothing' && last.kind !== 'unknown';
}

export function push(machine: Machine, router: Router, event: RouterEvent): void {
  const condition = conditionOf(machine);
  const withCondition = condition === undefined ? event : { ...event, condition };
  if (withCondition.kind !== 'mount') {
    router.events.push(withCondition);
    return;
  }
  const mounted = withCondition.items.flatMap(item => optionsOf(item)).flatMap(item => (item.kind === 'router' ? [item.router] : []));
  const isView = mounted.length === 1 && mounted[0]?.derivedFrom === router;
  const taken = router.rules.mounts === 'copy' && !isView ? new Map(mounted.map(child => [child, child.events.length])) : undefined;
  router.events.push(taken ? { ...withCondition, taken } : withCondition);
  for (const child of mounted) {
    child.mounts++;
    // Whoever mounts a view of a router serves that router's routes: it is no application of its own any more.
    if (!isView) for (let base = child.derivedFrom; base; base = base.derivedFrom) base.mounts++;
  }
}

function methodsOf(machine: Machine, fact: Extract<Registering, { kind: 'route' }>, value: (expr: Expr) => Value): readonly Method[] {
  if (isMethodList(fact.methods)) return fact.methods;
  const names = flatten(value(fact.methods)).flatMap(item => optionsOf(item)).flatMap(item => (item.kind === 'text' && !item.value.includes(HOLE) ? [item.value.toUpperCase()] : []));
  const methods = names.flatMap(name => (name === 'ALL' || name === '*' ? ['ANY' as const] : KNOWN_METHODS.filter(known => known === name)));
  if (methods.length === 0) note(machine, 'computed-method', fact.at, 'the method of this route is computed');
  return [...new Set(methods)];
}

function isMethodList(methods: readonly Method[] | Expr): methods is readonly Method[] {
  return Array.isArray(methods);
}

const KNOWN_METHODS: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY', 'ANY'];

/** The paths a value stands for. A default beside something unknown (`process.env.BASE || '/api'`) is taken. */
export function pathsOf(value: Value): readonly PathValue[] {
  const options = flatten(value).flatMap(item => optionsOf(item));
  const known = options.flatMap((option): readonly PathValue[] => {
    if (option.kind === 'text') return [{ kind: 'text', text: option.value.replaceAll(FOLDER, '') }];
    if (option.kind === 'number') return [{ kind: 'text', text: String(option.value) }];
    if (option.kind === 'pattern') return [{ kind: 'pattern', source: option.source }];
    if (option.kind === 'list') return pathsOf(option);
    return [];
  });
  if (known.length > 0) return known;
  const missing = options.find(option => option.kind !== 'nothing');
  if (!missing) return ROOT;
  return [{ kind: 'unknown', why: missing.kind === 'unknown' ? missing.why : `a ${missing.kind} is no path` }];
}

function mount(machine: Machine, frame: Frame, fact: Extract<Registering, { kind: 'mount' }>, router: Router, call?: CallExpr): void {
  let chain = fact.chain.map(item => operand(machine, frame, item));
  let prefix = fact.prefix && operand(machine, frame, fact.prefix);
  const [first] = chain;
  if (fact.prefixMayLead && !prefix && first && isPath(first)) {
    prefix = first;
    chain = chain.slice(1);
  }
  const paths = prefix ? pathsOf(prefix) : ROOT;
  const items = chain.flatMap(item => flatten(item)).map(defaultOf);
  if (!fact.calls) {
    push(machine, router, { kind: 'mount', at: fact.at, paths, items });
    return;
  }
  const mounted: Value[] = [];
  for (const item of items.flatMap(value => optionsOf(value))) {
    if (item.kind === 'closure') {
      const child = plug(machine, fact, router, item, call);
      if (child) mounted.push({ kind: 'router', router: child });
    } else if (item.kind === 'router') mounted.push(item);
    else if (item.kind === 'unknown') note(machine, 'plugin-not-followed', fact.at, `what is registered here could not be followed: ${item.why}`);
  }
  if (mounted.length > 0) push(machine, router, { kind: 'mount', at: fact.at, paths, items: mounted });
}

/** Runs a plugin function on a router of its own, or on its parent's when it shares the scope; gives the child. */
function plug(machine: Machine, fact: Registering, parent: Router, plugin: ClosureValue, call?: CallExpr): Router | undefined {
  const shares = plugin.sharesScope === true || (fact.kind === 'mount' && fact.calls === 'self');
  const child = shares ? parent : addRouter(machine, { framework: parent.framework, at: fact.at, role: 'router', rules: parent.rules });
  callClosure(machine, plugin, [{ kind: 'router', router: child }, { kind: 'record', fields: new Map(), isOpen: true }, unknown('done', 'done')], call);
  return shares ? undefined : child;
}

/** What a module namespace stands for where a plugin or router is expected. */
function defaultOf(value: Value): Value {
  if (value.kind !== 'record') return value;
  return value.fields.get('default') ?? value.fields.get('router') ?? value;
}

function isPath(value: Value): boolean {
  const items = flatten(value).flatMap(item => optionsOf(item)).filter(item => item.kind !== 'unknown');
  return items.length > 0 && items.every(item => item.kind === 'text' || item.kind === 'pattern');
}

function mountDirectory(machine: Machine, fact: Extract<Registering, { kind: 'mount-directory' }>, router: Router, value: (expr: Expr) => Value, call?: CallExpr): void {
  const folder = optionsOf(value(fact.directory)).find(option => option.kind === 'text');
  if (folder?.kind !== 'text' || !folder.value.startsWith(FOLDER) || folder.value.includes(HOLE)) {
    note(machine, 'plugin-not-followed', fact.at, 'the folder whose route files are loaded here is computed');
    return;
  }
  const base = folder.value.slice(FOLDER.length);
  const outer = fact.prefix ? pathsOf(value(fact.prefix)) : ROOT;
  for (const file of machine.program.filesBelow(base)) {
    const state = loadModule(machine, file);
    if (!state) continue;
    const plugin = defaultOf(moduleValue(machine, file));
    if (plugin.kind !== 'closure' && plugin.kind !== 'router') continue;
    const inside = file.slice(base === '' ? 0 : base.length + 1).split('/').slice(0, -1);
    const own = state.scope.names.get('autoPrefix')?.value;
    const below = own?.kind === 'text' ? own.value : fact.directoryPrefixes ? inside.map(part => part.replace(/^_+/, ':')).join('/') : '';
    const child = plugin.kind === 'router' ? plugin.router : plug(machine, fact, router, plugin, call);
    if (!child) continue;
    const paths = outer.map((path): PathValue => (path.kind === 'text' ? { kind: 'text', text: `${path.text}/${below}` } : path));
    push(machine, router, { kind: 'mount', at: fact.at, paths, items: [{ kind: 'router', router: child }] });
  }
}

function moduleValue(machine: Machine, file: string): Value {
  const state = machine.modules.get(file);
  const commonjs = state?.commonjs.fields.get('exports');
  if (commonjs && (commonjs.kind !== 'record' || commonjs.fields.size > 0)) return commonjs;
  const exported = state?.module.exports.find(candidate => candidate.kind !== 'all-from' && candidate.exported === 'default');
  if (!state || !exported) return NOTHING;
  if (exported.kind === 'local') return state.scope.names.get(exported.local)?.value ?? NOTHING;
  if (exported.kind === 'value') return operand(machine, { scope: state.scope, memo: new Map(), returns: [] }, exported.value);
  return NOTHING;
}
