import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { type CallSite, isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import type { Chains, Step } from '../chains.ts';
import { argumentAt, entryOf, guardsIn, itemsOf, noHandler, rootOf, textAt } from '../values.ts';
import { VERBS } from '../verbs.ts';
import { authRoutes } from './auth-routes.ts';
import { isRouter, isStart } from './receiver.ts';
import { resourceRoutes, type ResourceKind } from './resources.ts';
import { implicitIn } from './rules.ts';

/** Calls that give what routes are registered on: `Route::prefix('a')->middleware('b')->get(…)`. */
export const ATTRIBUTES: ReadonlySet<string> = new Set([
  'prefix',
  'middleware',
  'withoutMiddleware',
  'name',
  'as',
  'domain',
  'namespace',
  'controller',
  'where',
  'whereNumber',
  'whereAlpha',
  'whereAlphaNumeric',
  'whereUuid',
  'whereUlid',
  'whereIn',
  'scopeBindings',
  'withoutScopedBindings',
  'can',
  'missing',
  'withTrashed',
  'defaults',
  'group',
]);

/** Whether a call is one on the router, or on what a chain of attributes gives. */
export function isOnRouter(file: ProgramFile, receiver: Expr | undefined): boolean {
  if (!receiver) return false;
  if (isStart(file, receiver) || isHeld(file, receiver)) return true;
  if (receiver.kind !== 'call') return false;
  for (let link: Expr = receiver; link.kind === 'call'; link = link.callee.of) {
    if (link.callee.kind !== 'member' || !ATTRIBUTES.has(link.callee.name)) return isRouter(file, link);
  }
  const root = rootOf(receiver);
  return isStart(file, root) || isHeld(file, root);
}

/** `$route = Route::prefix('x');`: a variable that is given a chain of attributes somewhere in the file. */
function isHeld(file: ProgramFile, value: Expr): boolean {
  if (value.kind !== 'name' || !/^\w{1,60}$/.test(value.name)) return false;
  const given = new RegExp(`\\$${value.name}\\s*=\\s*\\\\?(?:\\w+\\\\){0,4}Route::(?:${[...ATTRIBUTES].join('|')})\\(`);
  return file.text.includes(`$${value.name}`) && given.test(file.text);
}

export function routeFacts(file: ProgramFile, site: CallSite, chains: Chains): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  if (isSignIn(file, site)) return signInRoutes(file, site);
  if (!isOnRouter(file, receiver)) return [];
  const after = chains(call);
  const [first] = call.args;
  switch (name) {
    case 'match':
    case 'addRoute': {
      const [methods, path, handler] = call.args;
      return methods && path ? [routeOf(file, site, { methods: methodsIn(methods), path, handler, after })] : [];
    }
    case 'any':
      return routes(file, site, ['ANY'], after);
    case 'view':
    case 'inertia':
    case 'livewire':
      return first ? [routeOf(file, site, { methods: ['GET'], path: first, handler: undefined, after })] : [];
    case 'redirect':
    case 'permanentRedirect':
      return first ? [routeOf(file, site, { methods: ['ANY'], path: first, handler: undefined, after })] : [];
    case 'fallback':
      return first
        ? [
            routeOf(file, site, {
              methods: ['GET'],
              path: textAt(call.nameAt, '{*fallbackPlaceholder}'),
              handler: first,
              after,
            }),
          ]
        : [];
    case 'resource':
    case 'apiResource':
    case 'singleton':
    case 'apiSingleton':
      return resource(file, site, name, { path: first, handler: call.args[1], options: call.args[2], after });
    case 'resources':
    case 'apiResources':
      return first?.kind === 'record'
        ? manyResources(file, site, name === 'resources' ? 'resource' : 'apiResource', first, after)
        : [];
    default: {
      const method = METHODS.get(name);
      return method ? routes(file, site, [method], after) : [];
    }
  }
}

/** `Auth::routes(['register' => false])`, `Route::auth()`. */
function isSignIn(file: ProgramFile, { name, receiver }: CallSite): boolean {
  if (name === 'auth') return isOnRouter(file, receiver);
  return (
    name === 'routes' &&
    receiver?.kind === 'name' &&
    isFrom(file.originOf(receiver), ['Illuminate\\Support\\Facades', '\\'], 'Auth')
  );
}

function signInRoutes(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  // The facade of sign-ins is no router: these stand on the one around.
  const on: CallSite = name === 'auth' && receiver ? site : { ...site, receiver: undefined };
  const at = call.nameAt;
  return authRoutes(call.args[0]).map(route => {
    const made = routeOf(file, on, {
      methods: [route.method],
      path: textAt(at, route.path),
      handler: textAt(at, route.handler),
      after: [],
    });
    return made.kind === 'route' && route.name !== undefined ? { ...made, name: textAt(at, route.name) } : made;
  });
}

const METHODS: ReadonlyMap<string, Method> = new Map([...VERBS].filter(([name]) => name !== 'head'));

function routes(
  file: ProgramFile,
  site: CallSite,
  methods: readonly Method[],
  after: readonly Step[],
): readonly ProgramFact[] {
  const path = argumentAt(site.call, 0, 'uri');
  const handler = argumentAt(site.call, 1, 'action');
  // One argument is a look-up: `$router->get('name')` of something else.
  if (!path || (!handler && after.length === 0)) return [];
  return [routeOf(file, site, { methods, path, handler, after })];
}

type Routed = {
  readonly methods: readonly Method[] | Expr;
  readonly path: Expr;
  readonly handler: Expr | undefined;
  readonly after: readonly Step[];
};

function routeOf(
  file: ProgramFile,
  { call, receiver }: CallSite,
  { methods, path, handler, after }: Routed,
): ProgramFact {
  const action = actionIn(handler);
  const own = ownMiddleware(after);
  const guards = [...guardsIn(action.middleware ? [action.middleware] : []), ...own.guards];
  const without = [...guardsIn(action.excluded ? [action.excluded] : []), ...own.without];
  return {
    kind: 'route',
    at: path.at,
    framework: 'laravel',
    site: call,
    ...(receiver && !isStart(file, receiver) && { on: receiver }),
    implicit: implicitIn(file.path),
    methods,
    path: prefixed(withPatterns(path, after), after),
    chain: [handlerOf(action.handler, after) ?? noHandler(call.nameAt)],
    ...(guards.length > 0 && { guards }),
    ...(without.length > 0 && { without }),
    name: nameIn(after) ?? action.name ?? { kind: 'nothing', at: path.at },
  };
}

/** `['uses' => 'Users@index', 'middleware' => 'auth']`, and `['middleware' => 'auth', function () { … }]`. */
function actionIn(handler: Expr | undefined): {
  readonly handler?: Expr;
  readonly middleware?: Expr;
  readonly excluded?: Expr;
  readonly name?: Expr;
} {
  if (handler?.kind !== 'record') return handler ? { handler } : {};
  const excluded = entryOf(handler, 'excluded_middleware');
  const name = entryOf(handler, 'as');
  const uses = entryOf(handler, 'uses') ?? entryOf(handler, '0');
  const middleware = entryOf(handler, 'middleware');
  return {
    ...(uses && { handler: uses }),
    ...(middleware && { middleware }),
    ...(excluded && { excluded }),
    ...(name && { name }),
  };
}

/** `->name('users.index')`; of several, each stands behind the one before. */
function nameIn(after: readonly Step[]): Expr | undefined {
  const names = after.flatMap(({ name, args }) => (name === 'name' ? args.slice(0, 1) : []));
  const [only, ...others] = names;
  return only && others.length > 0 ? { kind: 'concat', at: only.at, parts: names } : only;
}

/** `Route::get('/x')->uses('Users@index')`. */
function handlerOf(handler: Expr | undefined, after: readonly Step[]): Expr | undefined {
  if (handler) return handler;
  const [uses] = after.find(({ name }) => name === 'uses')?.args ?? [];
  return uses;
}

/** What the calls chained on a route put before it, and take away. */
function ownMiddleware(after: readonly Step[]): {
  readonly guards: readonly Expr[];
  readonly without: readonly Expr[];
} {
  const guards = after.flatMap(({ name, args, call }) => {
    if (name === 'middleware') return guardsIn(args);
    return name === 'can' ? [textAt(call.nameAt, 'can')] : [];
  });
  return { guards, without: after.flatMap(({ name, args }) => (name === 'withoutMiddleware' ? guardsIn(args) : [])) };
}

/** A parameter that takes all that follows says so in its pattern: `->where('path', '.*')`. */
function withPatterns(path: Expr, after: readonly Step[]): Expr {
  if (path.kind !== 'text') return path;
  const wide = after.flatMap(({ name, args }) => {
    const [first, second] = args;
    if (name !== 'where') return [];
    if (first?.kind === 'text') return second?.kind === 'text' && /^\(?\.[*+]/.test(second.value) ? [first.value] : [];
    if (first?.kind !== 'record') return [];
    return first.entries.flatMap(entry =>
      entry.kind === 'entry' && entry.value.kind === 'text' && /^\(?\.[*+]/.test(entry.value.value) ? [entry.key] : [],
    );
  });
  const value = wide.reduce(
    (text, name) => text.replaceAll(new RegExp(`\\{${escaped(name)}(\\??)\\}`, 'g'), `{*${name}}`),
    path.value,
  );
  return { ...path, value };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `->prefix('admin')` behind a route stands before its path. */
function prefixed(path: Expr, after: readonly Step[]): Expr {
  const prefixes = after.flatMap(({ name, args }) => (name === 'prefix' ? args.slice(0, 1) : []));
  if (prefixes.length === 0) return path;
  const parts = [...prefixes.toReversed(), path].flatMap((part, index) =>
    index === 0 ? [part] : [textAt(part.at, '/'), part],
  );
  return { kind: 'concat', at: path.at, parts };
}

function methodsIn(methods: Expr): readonly Method[] | Expr {
  const words = itemsOf(methods).map(item => (item.kind === 'text' ? VERBS.get(item.value.toLowerCase()) : undefined));
  return words.every(word => word !== undefined) ? words : methods;
}

type Resource = {
  readonly path: Expr | undefined;
  readonly handler: Expr | undefined;
  readonly options: Expr | undefined;
  readonly after: readonly Step[];
};

function resource(
  file: ProgramFile,
  site: CallSite,
  kind: ResourceKind,
  { path, handler, options, after }: Resource,
): readonly ProgramFact[] {
  if (!path || !handler) return [];
  if (path.kind !== 'text')
    return [routeOf(file, site, { methods: ['ANY'], path, handler: memberOf(handler, 'index'), after: [] })];
  const guards = entryOf(options, 'middleware');
  return resourceRoutes(kind, path.value, options, after).map(route => {
    const made = routeOf(file, site, {
      methods: route.methods,
      path: textAt(path.at, route.path),
      handler: memberOf(handler, route.member),
      after,
    });
    const fact = made.kind === 'route' ? { ...made, name: resourceName(path, options, after, route.member) } : made;
    if (fact.kind !== 'route' || !guards) return fact;
    return { ...fact, guards: [...guardsIn([guards]), ...(fact.guards ?? [])] };
  });
}

/** `photos.comments.index`; names of one's own are not looked into. */
function resourceName(
  path: Extract<Expr, { kind: 'text' }>,
  options: Expr | undefined,
  after: readonly Step[],
  member: string,
): Expr {
  const isOwn = options !== undefined || after.some(({ name }) => name === 'names' || name === 'name' || name === 'as');
  if (isOwn) return { kind: 'name', at: path.at, name: '(a name of its own)' };
  return textAt(path.at, `${path.value.replace(/^.*\//, '')}.${member}`);
}

function memberOf(cls: Expr, member: string): Expr {
  if (cls.kind === 'text') return textAt(cls.at, `${cls.value}@${member}`);
  return { kind: 'list', at: cls.at, items: [cls, textAt(cls.at, member)] };
}

function manyResources(
  file: ProgramFile,
  site: CallSite,
  kind: ResourceKind,
  given: Extract<Expr, { kind: 'record' }>,
  after: readonly Step[],
): readonly ProgramFact[] {
  const options = site.call.args[1];
  return given.entries.flatMap(entry => {
    if (entry.kind === 'spread') return [];
    const path = entry.kind === 'entry' ? textAt(entry.keyAt, entry.key) : entry.key;
    return resource(file, site, kind, { path, handler: entry.value, options, after });
  });
}
