/** Routes of Vert.x Web: chains of calls that begin at a router. */
import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { localValues } from '../../javascript/values.ts';
import { callsWithin, lambdaOf } from '../lambdas.ts';
import { passesOn } from './handlers.ts';
import { VERBS } from '../verbs.ts';

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ...VERBS,
  ['trace', 'TRACE'],
  ['query', 'QUERY'],
]);

/** Calls that give a route a handler. `coHandler` and `coroutineHandler` are of Kotlin. */
const HANDLING: ReadonlySet<string> = new Set([
  'handler',
  'blockingHandler',
  'respond',
  'coHandler',
  'coroutineHandler',
]);

/** Calls on a route that change nothing about what it answers. */
const NEUTRAL: ReadonlySet<string> = new Set([
  'failureHandler',
  'consumes',
  'produces',
  'order',
  'last',
  'name',
  'setName',
  'putMetadata',
  'useNormalizedPath',
  'enable',
  'virtualHost',
]);

type Route = {
  readonly on: Expr;
  readonly path?: Expr;
  readonly methods: readonly (readonly Method[] | Expr)[];
  readonly handlers: readonly Expr[];
  readonly subRouter?: Expr;
};

/** Facts of every chain, stated at its last call. */
export function routeFacts(file: ProgramFile): readonly ProgramFact[] {
  const continued = new Set(file.calls.flatMap(({ receiver }) => (receiver?.kind === 'call' ? [receiver] : [])));
  return file.calls.flatMap(site => {
    if (site.name === 'mountSubRouter') return mountOf(site);
    return continued.has(site.call) ? [] : chainFacts(file, site.call);
  });
}

function mountOf({ call, receiver }: CallSite): readonly ProgramFact[] {
  const [prefix, router] = call.args;
  if (!receiver || !prefix || !router) return [];
  return [{ kind: 'mount', at: prefix.at, framework: 'vertx', site: call, on: receiver, prefix, chain: [router] }];
}

function chainFacts(file: ProgramFile, call: CallExpr): readonly ProgramFact[] {
  const route = routeIn(file, call);
  if (!route || (route.handlers.length === 0 && !route.subRouter)) return [];
  const { on, path, handlers, subRouter } = route;
  const base = { at: path?.at ?? call.nameAt, framework: 'vertx', site: call, on } as const;
  const mounted: readonly ProgramFact[] = subRouter
    ? [{ kind: 'mount', ...base, ...(path ? { prefix: path } : {}), chain: [...handlers, subRouter] }]
    : [];
  if (mounted.length > 0) return mounted;
  const known = route.methods.flatMap(methods => (isMethods(methods) ? methods : []));
  const computed = route.methods.find(methods => !isMethods(methods));
  const methods = computed && !isMethods(computed) ? computed : known.length > 0 ? known : (['ANY'] as const);
  const ofMethods = isMethods(methods) && !methods.includes('ANY') ? { methods } : {};
  // What only hands requests on guards the paths, and answers none of them.
  if (handlers.every(handler => handsOn(file, handler)) || (!path && known.length === 0))
    return [
      {
        kind: 'guard',
        ...base,
        guards: handlers,
        ...(path ? { prefix: path, covers: 'matching' } : {}),
        ...ofMethods,
      },
    ];
  return [{ kind: 'route', ...base, methods, ...(path ? { path } : {}), chain: handlers }];
}

function isMethods(methods: readonly Method[] | Expr): methods is readonly Method[] {
  return Array.isArray(methods);
}

/** Reads a chain from its end to the router that it begins at. */
function routeIn(file: ProgramFile, last: CallExpr): Route | undefined {
  const local = localValues(file.module);
  const handlers: Expr[] = [];
  const methods: (readonly Method[] | Expr)[] = [];
  let path: Expr | undefined;
  let subRouter: Expr | undefined;
  let at: Expr = last;
  for (let depth = 0; depth < MOST_CALLS && at.kind === 'call' && at.callee.kind === 'member'; depth++) {
    const { args } = at;
    const { name, of: on } = at.callee;
    const [first, second] = args;
    const verb = METHODS.get(name);
    // `router.route("/x").get(handler)` is older; `router.get("/x")` begins a route.
    if (verb && first && isHandler(first)) {
      methods.unshift([verb]);
      handlers.unshift(first);
    } else if (verb && args.length <= 1) return { on, methods: [[verb]], handlers, ...given(path ?? first, subRouter) };
    else if (name === 'route' && args.length <= 2) {
      const isMethod = second !== undefined || (first !== undefined && isMethodName(first));
      const all = first && isMethod ? [methodOf(first), ...methods] : methods;
      return { on, methods: all, handlers, ...given(path ?? second ?? (isMethod ? undefined : first), subRouter) };
    } else if (HANDLING.has(name) && first) handlers.unshift(...args);
    else if (name === 'method' && first) methods.unshift(methodOf(first));
    else if (name === 'path' && first) path = first;
    else if (name === 'subRouter' && first) subRouter = first;
    else if (!NEUTRAL.has(name)) return undefined;
    // A route may have been put into a variable: `Route route = router.get("/x")`.
    at = local.valueOf(on);
  }
  return undefined;
}

/** Calls in one chain. */
const MOST_CALLS = 40;

function given(path: Expr | undefined, subRouter: Expr | undefined): Pick<Route, 'path' | 'subRouter'> {
  return { ...(path ? { path } : {}), ...(subRouter ? { subRouter } : {}) };
}

function isHandler(expr: Expr): boolean {
  return (
    expr.kind === 'function' || (expr.kind === 'member' && /^\p{Ll}/u.test(expr.name) && !/path|url/i.test(expr.name))
  );
}

function isMethodName(expr: Expr): boolean {
  return expr.kind === 'member' && expr.of.kind === 'name' && expr.of.name === 'HttpMethod';
}

function methodOf(expr: Expr): readonly Method[] | Expr {
  const method = expr.kind === 'member' || expr.kind === 'name' ? METHODS.get(expr.name.toLowerCase()) : undefined;
  return method ? [method] : expr;
}

/** Whether a handler hands requests on: it calls `next()`, or is one of the package that does. */
function handsOn(file: ProgramFile, expr: Expr): boolean {
  const value = localValues(file.module).valueOf(expr);
  if (passesOn(file, value)) return true;
  return functionsOf(file, value).some(fn => callsWithin(file, fn).some(({ name }) => name === 'next'));
}

function functionsOf(file: ProgramFile, expr: Expr): readonly FunctionNode[] {
  const fn = lambdaOf(expr);
  if (fn) return [fn];
  if (expr.kind !== 'member') return [];
  return file.classes.flatMap(cls =>
    cls.members.flatMap(member => (member.kind === 'method' && member.name === expr.name ? [member.fn] : [])),
  );
}
