/** From routers and what was put on them to operations with their full path and everything that guards them. */
import type { Location } from '../core/location.ts';
import type { CodeOperation } from '../core/operation.ts';
import { configureModules, EVERYWHERE, routerOfClass } from './classes.ts';
import { type ActiveGuard, authOf, handsOn } from './authentication.ts';
import { type Machine, note } from './machine.ts';
import { exportedValues } from './modules.ts';
import { UNRESOLVED, joinPaths, templatesOf } from './path-template.ts';
import type { PathValue, Router, RouterEvent } from './router.ts';
import { HOLE, type Value, flatten, optionsOf } from './value.ts';

/** On the way from an application down to its routes. */
type Visit = {
  readonly application: Router;
  /** Templates of everything mounted so far, without the application's base path. */
  readonly prefix: string;
  readonly mounts: readonly { readonly at: Location; readonly prefix: string }[];
  readonly guards: readonly ActiveGuard[];
  readonly condition?: string;
  readonly unresolved?: string;
  readonly above: readonly Router[];
};

/** Operations of every router that serves: applications first, then routers that nothing mounts. */
export function operationsOf(machine: Machine): readonly CodeOperation[] {
  adoptClasses(machine);
  const roots = machine.routers.filter(router => router.role === 'application' && router.mounts === 0);
  const out: CodeOperation[] = [];
  for (const root of roots) {
    const modules = reachable(root);
    configureModules(machine, root, modules);
    visit(machine, root, { application: root, prefix: '', mounts: [], guards: everywhere(modules), above: [] }, out);
  }
  const exported = exportedRouters(machine);
  const served = new Set(roots.map(root => machine.program.componentOf(root.at.file)));
  for (const router of machine.routers) {
    if (router.role === 'application' || router.mounts > 0 || router.events.length === 0 || (router.cls && isModule(router))) continue;
    const component = machine.program.componentOf(router.at.file);
    const application = roots.find(root => root.framework === router.framework && machine.program.componentOf(root.at.file) === component);
    if (router.cls && application) {
      if (isFollowed(application)) {
        note(machine, 'never-mounted', router.at, 'no module of the application lists this controller; its routes are left out of the inventory');
        continue;
      }
      visit(machine, router, { application, prefix: '', mounts: [], guards: everywhere(reachable(application)), unresolved: 'a module of the application could not be followed; it may list this controller', above: [] }, out);
      continue;
    }
    if (!router.assumed && !router.cls && !exported.has(router) && served.has(component)) {
      note(machine, 'never-mounted', router.at, 'nothing mounts or exports this router; its routes are left out of the inventory');
      continue;
    }
    const why = router.assumed ? `${router.assumed}, and where it is mounted was not found` : 'no application that mounts it was found';
    visit(machine, router, { application: router, prefix: '', mounts: [], guards: [], unresolved: why, above: [] }, out);
  }
  return out;
}

/** Whether everything mounted below a router could be followed. */
function isFollowed(root: Router): boolean {
  return reachable(root).every(router => router.events.every(event => event.kind !== 'mount' || event.items.every(item => optionsOf(item).every(option => option.kind !== 'unknown'))));
}

/** Routers that some module hands out: someone outside what was read may mount them. */
function exportedRouters(machine: Machine): ReadonlySet<Router> {
  const found = new Set<Router>();
  const add = (value: Value, depth: number): void => {
    for (const option of optionsOf(value)) {
      if (option.kind === 'router') found.add(option.router);
      else if (option.kind === 'record' && depth < 3) for (const field of option.fields.values()) add(field, depth + 1);
    }
  };
  for (const file of machine.modules.keys()) for (const value of exportedValues(machine, file)) add(value, 0);
  return found;
}

function isModule(router: Router): boolean {
  return router.prefixes.length === 0 && router.events.every(event => event.kind !== 'route');
}

/** Classes among the mounted items become the routers they stand for. */
function adoptClasses(machine: Machine): void {
  for (const router of [...machine.routers]) {
    for (const [index, event] of router.events.entries()) {
      if (event.kind !== 'mount') continue;
      const items = event.items.flatMap((item): readonly Value[] => {
        const cls = optionsOf(item).find(option => option.kind === 'class');
        const child = cls?.kind === 'class' ? routerOfClass(machine, cls) : undefined;
        if (!child) return [item];
        child.mounts++;
        return [{ kind: 'router', router: child }];
      });
      router.events[index] = { ...event, items };
    }
  }
}

function reachable(root: Router): readonly Router[] {
  const seen = new Set<Router>([root]);
  for (const router of seen) {
    for (const event of router.events) {
      if (event.kind !== 'mount') continue;
      for (const item of event.items.flatMap(value => optionsOf(value))) if (item.kind === 'router') seen.add(item.router);
    }
  }
  return [...seen];
}

/** Guards that some part puts on the whole application. */
function everywhere(routers: readonly Router[]): readonly ActiveGuard[] {
  return routers.flatMap(router =>
    router.events.flatMap((event): readonly ActiveGuard[] => (event.kind === 'guard' && isEverywhere(event) ? event.guards.map(value => ({ value, at: event.at, paths: [], covers: 'below', prefix: '', syntax: router.rules.syntax, where: 'the whole application', ...(event.condition ? { condition: event.condition } : {}) })) : [])),
  );
}

function isEverywhere(event: Extract<RouterEvent, { kind: 'guard' }>): boolean {
  const [path] = event.paths;
  return path?.kind === 'text' && path.text === EVERYWHERE;
}

function visit(machine: Machine, router: Router, from: Visit, out: CodeOperation[]): void {
  if (from.above.includes(router) || from.above.length > 30 || out.length > 50_000) return;
  const { syntax } = router.rules;
  const alternatives = router.prefixes.reduce<readonly string[]>((built, prefixes) => built.flatMap(before => prefixes.flatMap(prefix => templatesFor(prefix, syntax).map(template => joinPaths(before, template)))), [from.prefix]);
  const own = router.role === 'router' ? router.basePaths.flatMap(({ paths }) => paths) : [];
  const prefixes = own.length === 0 ? alternatives : alternatives.flatMap(before => own.flatMap(path => templatesFor(path, syntax).map(template => joinPaths(before, template))));
  for (const prefix of prefixes.slice(0, 16)) {
    const active = [...from.guards];
    const guardOf = (event: Extract<RouterEvent, { kind: 'guard' }>): readonly ActiveGuard[] =>
      event.guards.map(value => ({
        value,
        at: event.at,
        paths: event.paths,
        covers: event.covers,
        prefix,
        syntax,
        where: event.paths.length === 0 ? (router === from.application ? 'the whole application' : `everything below ${prefix}`) : wordsOf(event.paths, prefix),
        ...(event.except ? { except: event.except } : {}),
        ...(event.matcher ? { matcher: event.matcher } : {}),
        ...(event.condition ? { condition: event.condition } : {}),
      }));
    if (router.rules.guards === 'always') {
      for (const event of router.events) if (event.kind === 'guard' && !isEverywhere(event)) active.push(...guardOf(event));
    }
    for (const event of router.events) visitEvent(machine, router, { ...from, prefix }, event, active, guardOf, out);
  }
}

function visitEvent(machine: Machine, router: Router, from: Visit, event: RouterEvent, active: ActiveGuard[], guardOf: (event: Extract<RouterEvent, { kind: 'guard' }>) => readonly ActiveGuard[], out: CodeOperation[]): void {
  switch (event.kind) {
    case 'guard':
      if (router.rules.guards === 'after') active.push(...guardOf(event));
      return;
    case 'mount':
      visitMount(machine, router, from, event, active, out);
      return;
    case 'route':
      visitRoute(machine, router, from, event, active, out);
  }
}

function visitMount(machine: Machine, router: Router, from: Visit, event: Extract<RouterEvent, { kind: 'mount' }>, active: ActiveGuard[], out: CodeOperation[]): void {
  const { syntax } = router.rules;
  const isPathless = event.paths.every(path => path.kind === 'text' && path.text === '');
  for (const item of event.items.flatMap(value => flatten(value))) {
    const routers = optionsOf(item).flatMap(option => (option.kind === 'router' ? [option.router] : []));
    if (routers.length === 0) {
      // Whatever is no router handles requests on the way to all that comes after it.
      active.push({ value: item, at: event.at, paths: isPathless ? [] : event.paths, covers: 'below', prefix: from.prefix, syntax, where: isPathless ? 'everything after it' : wordsOf(event.paths, from.prefix), ...(event.condition ? { condition: event.condition } : {}) });
      continue;
    }
    for (const child of routers) {
      const taken = event.taken?.get(child);
      const seen = taken === undefined ? child : { ...child, events: child.events.slice(0, taken) };
      for (const path of event.paths) {
        for (const template of templatesFor(path, syntax)) {
          const prefix = joinPaths(from.prefix, mountPoint(template));
          const why = path.kind === 'text' ? (path.text.includes(HOLE) ? 'its mount path is computed' : undefined) : path.kind === 'pattern' ? 'its mount path is a regular expression' : `its mount path could not be resolved: ${path.why}`;
          const unresolved = from.unresolved ?? why;
          const condition = event.condition ?? from.condition;
          visit(machine, seen, { application: from.application, prefix, mounts: [...from.mounts, { at: event.at, prefix }], guards: active, above: [...from.above, router], ...(condition ? { condition } : {}), ...(unresolved ? { unresolved } : {}) }, out);
        }
      }
    }
  }
}

/** A mount path with a trailing wildcard mounts at what stands before it. */
function mountPoint(template: string): string {
  return template.replace(/\/\{\*[^{}]*\}$/, '');
}

function visitRoute(machine: Machine, router: Router, from: Visit, event: Extract<RouterEvent, { kind: 'route' }>, active: ActiveGuard[], out: CodeOperation[]): void {
  const { syntax } = router.rules;
  const handler = event.chain.at(-1);
  const own: readonly ActiveGuard[] = [...event.guards, ...event.chain.slice(0, -1)].map(value => ({ value, at: event.at, paths: [], covers: 'below', prefix: '', syntax, where: 'this route' }));
  const passesOn = handler !== undefined && router.rules.guards === 'after' && handsOn(machine, handler);
  const isWildcard = event.paths.every(path => path.kind === 'text' && /(?:^|\/)(?:\*\w*|\{\*\w+\}|\(\.\*\))$/.test(path.text));
  if (passesOn) {
    const values = [...event.guards, ...event.chain];
    for (const value of values) active.push({ value, at: event.at, paths: event.paths, covers: 'matching', prefix: from.prefix, syntax, where: wordsOf(event.paths, from.prefix), ...(event.methods.includes('ANY') ? {} : { methods: event.methods }), ...(event.condition ? { condition: event.condition } : {}) });
    // A function on all methods, or below a wildcard, that only hands on is a guard and serves nothing.
    if (event.methods.includes('ANY') || isWildcard) return;
  }
  const versions = versionsOf(from.application, event);
  if (isFallback(from.prefix, event)) {
    note(machine, 'catch-all-route', event.at, 'this answers whatever nothing else does (a page, a preflight, a 404); it is no operation of the inventory');
    return;
  }
  for (const path of event.paths) {
    for (const template of templatesFor(path, syntax)) {
      const below = joinPaths(from.prefix, template);
      for (const method of event.methods) {
        for (const full of withBase(from.application, versions, below, template, method)) {
          addOperation(machine, router, from, event, { path: full, below, method, handler, guards: [...active, ...own], given: path }, out);
        }
      }
    }
  }
}

/** A catch-all at the root of an application: what is served when no route matches. */
function isFallback(prefix: string, event: Extract<RouterEvent, { kind: 'route' }>): boolean {
  const isPage = event.methods.every(method => method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || method === 'ANY');
  return isPage && (prefix === '' || prefix === '/') && event.paths.every(path => (path.kind === 'text' && /^\/?(?:\*\w*|\{\*\w+\}|\(\.\*\))$/.test(path.text)) || (path.kind === 'pattern' && /^\^?(?:\\?\/)?\.\*\$?$/.test(path.source)));
}

type Found = { readonly path: string; readonly below: string; readonly method: CodeOperation['method']; readonly handler: Value | undefined; readonly guards: readonly ActiveGuard[]; readonly given: PathValue };

function addOperation(machine: Machine, router: Router, from: Visit, event: Extract<RouterEvent, { kind: 'route' }>, found: Found, out: CodeOperation[]): void {
  const auth = authOf(machine, {
    guards: found.guards,
    method: found.method,
    path: found.path,
    below: found.below,
    metadata: event.metadata ?? new Map(),
    controller: router.cls?.id,
    handler: found.handler,
    answersItself: router.rules.syntax === 'next',
    route: event.at,
  });
  const why = from.unresolved ?? pathProblem(found.given, found.path);
  const condition = event.condition ?? from.condition;
  const handlerAt = found.handler?.kind === 'closure' ? found.handler.fn.at : undefined;
  out.push({
    method: found.method,
    path: found.path,
    component: machine.program.componentOf(event.at.file),
    framework: router.framework,
    at: event.at,
    mounts: from.mounts,
    auth: auth.auth,
    parameters: [...found.path.matchAll(/\{\*?([A-Za-z_]\w*)\}/g)].map(match => ({ name: match[1] ?? '', in: 'path' as const })),
    deprecated: event.isDeprecated === true,
    ...(why ? { unresolved: why } : {}),
    ...(condition ? { conditional: condition } : {}),
    ...(handlerAt ? { handler: handlerAt } : {}),
    ...(event.validated ? { validation: event.validated } : {}),
    ...(auth.limiter ? { limiter: auth.limiter } : {}),
  });
}

function pathProblem(given: PathValue, path: string): string | undefined {
  if (given.kind === 'pattern') return 'its path is a regular expression';
  if (given.kind === 'unknown') return `its path could not be resolved: ${given.why}`;
  return path.includes(UNRESOLVED) ? 'part of its path is computed' : undefined;
}

/** Templates of a path, whatever it is; an unknown one is a hole. */
function templatesFor(path: PathValue, syntax: Router['rules']['syntax']): readonly string[] {
  switch (path.kind) {
    case 'text':
      return path.text === EVERYWHERE ? ['/'] : templatesOf(path.text, syntax);
    case 'unknown':
      return [`/${UNRESOLVED}`];
    case 'pattern':
      return [patternTemplate(path.source)];
  }
}

/** A regular expression that is a plain path with wildcards is one; any other has no template. */
function patternTemplate(source: string): string {
  const plain = source.replace(/^\^/, '').replace(/\$$/, '').replaceAll('\\/', '/').replaceAll('\\.', '.').replaceAll('\\-', '-');
  const withParameters = plain.replace(/\((?:\?<(\w+)>)?(?:\[[^\]]*\]|\\[dws]|\.)[*+]?\)|(?:\[[^\]]*\]|\\[dws]|\.)[*+]/g, (_, name: string | undefined) => `{${name ?? 'regex'}}`);
  return /^\/[\w./{}~-]*$/.test(withParameters) ? withParameters : `/${UNRESOLVED}`;
}

/** The base path and version of the application before a path, unless the path is excepted. */
function withBase(application: Router, versions: readonly string[], below: string, own: string, method: string): readonly string[] {
  const versioned = versions.map(version => (version === '' ? below : `/${version}${below}`));
  if (application.role !== 'application' || application.basePaths.length === 0) return versioned.map(path => joinPaths(path));
  return application.basePaths.flatMap(({ paths, except }) => {
    if (except && isExcepted(except, below, own, method)) return versioned.map(path => joinPaths(path));
    return paths.flatMap(path => templatesFor(path, application.rules.syntax).flatMap(base => versioned.map(rest => joinPaths(base, rest))));
  });
}

/** Whether `exclude` of a global prefix names this path: texts, or `{ path, method }`. Source: NestJS, Global prefix. */
function isExcepted(except: Value, below: string, own: string, method: string): boolean {
  return flatten(except).flatMap(item => optionsOf(item)).some(item => {
    const path = item.kind === 'record' ? item.fields.get('path') : item;
    const only = item.kind === 'record' ? item.fields.get('method') : undefined;
    const isMethod = only?.kind !== 'external' || only.path.at(-1) === 'ALL' || only.path.at(-1) === method;
    if (path?.kind !== 'text' || !isMethod) return false;
    return templatesOf(path.value, 'nest').some(template => template === below || (template.endsWith('}') && template.includes('{*') && below.startsWith(template.slice(0, template.lastIndexOf('/')))) || template === own && below === own);
  });
}

/** URI versions of a route: its own, the controller's, the application's default. Source: NestJS, Versioning. */
function versionsOf(application: Router, event: Extract<RouterEvent, { kind: 'route' }>): readonly string[] {
  const { versioning } = application;
  if (!versioning) return [''];
  const type = versioning.type;
  const isUri = type.kind === 'nothing' || (type.kind === 'text' && type.value === 'uri') || (type.kind === 'external' && type.path.at(-1) === 'URI');
  if (!isUri) return [''];
  const prefix = versioning.prefix?.kind === 'text' ? versioning.prefix.value : versioning.prefix?.kind === 'boolean' && !versioning.prefix.value ? '' : 'v';
  const given = event.versions ?? (versioning.byDefault ? versionTexts(versioning.byDefault) : []);
  const versions = given.flatMap(version => (version.kind === 'text' && version.text !== '' ? [`${prefix}${version.text.replaceAll(HOLE, UNRESOLVED)}`] : []));
  const isNeutral = given.length === 0 || given.some(version => version.kind !== 'text' || version.text === '');
  return isNeutral ? ['', ...versions] : versions;
}

function versionTexts(value: Value): readonly PathValue[] {
  return flatten(value).flatMap(item => optionsOf(item)).map((item): PathValue => (item.kind === 'text' ? { kind: 'text', text: item.value } : item.kind === 'number' ? { kind: 'text', text: String(item.value) } : { kind: 'unknown', why: 'a version that is no text' }));
}

function wordsOf(paths: readonly PathValue[], prefix: string): string {
  return paths.map(path => (path.kind === 'text' ? joinPaths(prefix, path.text).replaceAll(HOLE, '…').replace(/.*[\u0001-\u0003].*/, 'its controllers') : path.kind === 'pattern' ? `/${path.source}/` : 'a computed path')).join(', ');
}
