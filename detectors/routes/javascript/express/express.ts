import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, Origin, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { METHODS, registeredMethod } from '../methods.ts';
import { extendedRouters } from '../own-routers.ts';
import { mayBeRouter } from '../receiver.ts';
import { JAVASCRIPT_FILES, ROUTING_CALLS } from '../source-files.ts';
import { besideWildcard, isLiteralPath, type LocalValues, localValues, mayBePath, mayHandle } from '../values.ts';

export const express = defineDetector({
  id: 'express',
  title: 'Express',
  kind: 'framework',
  docs: 'https://expressjs.com/en/guide/routing.html',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['express', 'async', ...ROUTING_CALLS],
  emits: ['router', 'route', 'mount', 'guard', 'alias', 'unresolved'],
  limits: [
    'WebDAV methods (`copy`, `lock`, `propfind` …) are no operations of the inventory.',
    'Routes of classes that extend a router are reported as unresolved.',
    'Arguments that are spread as a whole, `app.get(...route)`, are not read.',
  ],
  version: 3,
  detect: (file): readonly FactBody[] => {
    const local = localValues(file.module);
    return [
      ...extendedRouters(file, origin => FACTORIES.some(({ module, name }) => isFrom(origin, module, name))),
      ...typedRouters(file),
      ...file.calls.flatMap(site => factsOf(file, site, local)),
    ];
  },
});

const RULES: RouterRules = { syntax: 'express', guards: 'after' };

/** Exports that make a router when they are called, with or without `new`. */
const FACTORIES: readonly {
  readonly module: string;
  readonly name: string;
  readonly role: 'application' | 'router';
}[] = [
  { module: 'express', name: 'default', role: 'application' },
  { module: 'express', name: 'Router', role: 'router' },
  { module: 'express-promise-router', name: 'default', role: 'router' },
  { module: 'express-async-router', name: 'AsyncRouter', role: 'router' },
];

/** Functions that hand the failures of an asynchronous function to `next`, and change nothing else. Sources: their READMEs. */
const FAILURE_WRAPPERS: readonly { readonly module: string; readonly name: string }[] = [
  { module: 'express-async-handler', name: 'default' },
  { module: 'express-async-wrap', name: 'default' },
  { module: 'express-wrap-async', name: 'default' },
  { module: 'async-middleware', name: 'wrap' },
  { module: 'async-middleware', name: 'default' },
  { module: '@awaitjs/express', name: 'wrap' },
  { module: 'middleware-async', name: 'default' },
];

/** Types of `@types/express`, and of the core they come from. */
const TYPES: ReadonlyMap<string, 'application' | 'router'> = new Map([
  ['Express', 'application'],
  ['Application', 'application'],
  ['Router', 'router'],
  ['IRouter', 'router'],
]);

function typedRouters(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    const origin = file.originOfType(type);
    const name = lastName(origin);
    const role = TYPES.get(name ?? '');
    if (!role || !isFrom(origin, ['express', 'express-serve-static-core'], name)) return [];
    return [{ kind: 'router', at: type.at, framework: 'express', site: type, role, rules: RULES }];
  });
}

function lastName(origin: Origin | undefined): string | undefined {
  return origin?.path.at(-1);
}

function factsOf(file: ProgramFile, site: CallSite, local: LocalValues): readonly ProgramFact[] {
  const { call, receiver, name } = site;
  const origin = file.originOf(call.callee);
  const made = FACTORIES.find(factory => isFrom(origin, factory.module, factory.name));
  if (made)
    return [{ kind: 'router', at: call.nameAt, framework: 'express', site: call, role: made.role, rules: RULES }];
  if (call.isNew) return [];
  const [wrapped] = call.args;
  if (wrapped && FAILURE_WRAPPERS.some(({ module, name: exported }) => isFrom(origin, module, exported)))
    return [{ kind: 'alias', at: call.nameAt, framework: 'express', site: call, value: wrapped }];
  if (call.callee.kind === 'index') return computedMethod(file, site, local);
  if (!receiver || !mayBeRouter(file, receiver, 'express', local)) return [];
  if (name === 'use') return mountOf(site, receiver);
  if (name === 'route') return routeObject(site, receiver);
  const isQuery = name === 'query' && isRouteObject(receiver, local);
  const method = isQuery ? 'QUERY' : registeredMethod(name, call.args[0]);
  if (!method) return [];
  const operands = operandsOf(call, receiver, local);
  if (!operands) return [];
  const base = { framework: 'express', site: call, on: receiver, at: operands.path?.at ?? call.nameAt } as const;
  const route: ProgramFact = { kind: 'route', ...base, methods: [method], ...operands };
  if (method !== 'ANY') return [route];
  // `app.all('/admin/*', requireLogin)` is how Express guards a path; which of the two it is hangs on the functions.
  const prefix = operands.path && { prefix: operands.path };
  const except = besideWildcard(operands.path);
  return [
    route,
    { kind: 'guard', ...base, guards: operands.chain, ...prefix, covers: 'matching', ...(except && { except }) },
  ];
}

/** The path and the functions of a registration. A single argument is a settings lookup, `app.get('env')`, or a client's call. */
function operandsOf(call: CallExpr, on: Expr, local: LocalValues): Operands | undefined {
  const [path, ...others] = call.args;
  const isOnRoute = isRouteObject(on, local);
  const chain = isOnRoute ? call.args : others;
  if (!path || chain.length === 0 || !chain.every(mayHandle)) return undefined;
  if (isOnRoute) return { chain };
  return mayBePath(path) ? { path, chain } : undefined;
}

type Operands = Pick<Extract<ProgramFact, { kind: 'route' }>, 'path' | 'chain'>;

/** `app[method]('/x', handler)`. */
function computedMethod(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly ProgramFact[] {
  if (call.callee.kind !== 'index' || !mayBeRouter(file, call.callee.of, 'express', local)) return [];
  const { of: on, key } = call.callee;
  const operands = operandsOf(call, on, local);
  if (!operands) return [];
  return [
    {
      kind: 'route',
      at: operands.path?.at ?? call.nameAt,
      framework: 'express',
      site: call,
      on,
      methods: key,
      ...operands,
    },
  ];
}

function mountOf({ call }: CallSite, on: Expr): readonly ProgramFact[] {
  const [first, ...others] = call.args;
  if (!first || !call.args.every(arg => arg === first || mayHandle(arg))) return [];
  const base = { kind: 'mount', framework: 'express', site: call, on } as const;
  if (isLiteralPath(first) || isPathList(first)) {
    return others.length === 0 ? [] : [{ ...base, at: first.at, prefix: first, chain: others }];
  }
  if (!mayHandle(first)) return [];
  // `app.use(BASE, router)` and `app.use(helmet, router)` look alike until `BASE` is known.
  const prefixMayLead = others.length > 0 && mayBePath(first) && first.kind !== 'load';
  return [{ ...base, at: call.nameAt, chain: call.args, ...(prefixMayLead && { prefixMayLead }) }];
}

/** `[BASE, '/admin']`: a list is of paths when one of them is written out. */
function isPathList(expr: Expr): boolean {
  return expr.kind === 'list' && expr.items.some(isLiteralPath) && expr.items.every(mayBePath);
}

/** `router.route('/x')`: what is registered on it is served by the router, under that path. */
function routeObject({ call }: CallSite, from: Expr): readonly ProgramFact[] {
  const [prefix] = call.args;
  if (!prefix || call.args.length !== 1 || !mayBePath(prefix)) return [];
  return [
    { kind: 'router', at: prefix.at, framework: 'express', site: call, role: 'router', rules: RULES, from, prefix },
  ];
}

function isMethodName(name: string): boolean {
  return METHODS.has(name) || name === 'query';
}

/** Whether an expression is `….route(path)`, methods chained on it included, or a constant that holds one. */
function isRouteObject(receiver: Expr, local: LocalValues): boolean {
  let expr = local.valueOf(receiver);
  // A constant may be made of itself: `const app = app.get('/a', f)`.
  const seen = new Set<Expr>();
  while (expr.kind === 'call' && expr.callee.kind === 'member' && isMethodName(expr.callee.name) && !seen.has(expr)) {
    seen.add(expr);
    expr = local.valueOf(expr.callee.of);
  }
  return (
    expr.kind === 'call' && expr.callee.kind === 'member' && expr.callee.name === 'route' && expr.args.length === 1
  );
}
