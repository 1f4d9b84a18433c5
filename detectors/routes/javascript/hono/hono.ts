import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { METHODS, methodsOf, registeredMethod } from '../methods.ts';
import { extendedRouters } from '../own-routers.ts';
import { mayBeRouter } from '../receiver.ts';
import { JAVASCRIPT_FILES, ROUTING_CALLS } from '../source-files.ts';
import { isLiteralPath, type LocalValues, localValues, mayBePath, mayHandle, textAt } from '../values.ts';
import { factoryFacts } from './factory.ts';
import { openapiRoute } from './openapi.ts';

export const hono = defineDetector({
  id: 'hono',
  title: 'Hono',
  kind: 'framework',
  docs: 'https://hono.dev/docs/api/routing',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: [
    'hono',
    '.on',
    '.basePath',
    '.mount',
    '.openapi',
    '.createApp',
    '.createHandlers',
    '.createMiddleware',
    ...ROUTING_CALLS,
  ],
  emits: ['router', 'route', 'mount', 'guard', 'alias', 'unresolved'],
  limits: [
    "Methods outside HTTP, `app.on('PURGE', …)`, are no operations of the inventory.",
    'What a handler given to `app.mount()` serves below its path is listed as one operation with a wildcard.',
    'Routes of classes that extend an application are reported as unresolved.',
    'A route without a path takes the one before it only where both are written in one chain.',
  ],
  version: 3,
  detect: (file): readonly FactBody[] => {
    const local = localValues(file.module);
    return [
      ...extendedRouters(file, isApplication),
      ...typedRouters(file),
      ...file.calls.flatMap(site => factsOf(file, site, local)),
    ];
  },
});

const RULES: RouterRules = { syntax: 'hono', guards: 'after', mounts: 'copy' };

/** Exports that are classes of applications. */
const CLASSES: readonly (readonly [module: string, name: string])[] = [
  ['hono', 'Hono'],
  ['hono/tiny', 'Hono'],
  ['hono/quick', 'Hono'],
  ['@hono/hono', 'Hono'],
  ['@hono/zod-openapi', 'OpenAPIHono'],
];

function isApplication(origin: ReturnType<ProgramFile['originOf']>): boolean {
  return (
    origin !== undefined &&
    CLASSES.some(([module, name]) => isFrom({ ...origin, module: packageOf(origin.module) }, module, name))
  );
}

/** The package behind a Deno specifier: `hono` for `npm:hono@4`, `jsr:@hono/hono@^4` and `https://deno.land/x/hono@v4/mod.ts`. */
function packageOf(module: string): string {
  if (/^https:\/\/deno\.land\/x\/hono(@[^/]*)?\/mod\.ts$/.test(module)) return 'hono';
  return module.replace(/^(npm|jsr):\/?/, '').replace(/^(@?[^@]+)@[^/]*/, '$1');
}

function typedRouters(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] =>
    isApplication(file.originOfType(type))
      ? [{ kind: 'router', at: type.at, framework: 'hono', site: type, role: 'router', rules: RULES }]
      : [],
  );
}

function factsOf(file: ProgramFile, site: CallSite, local: LocalValues): readonly ProgramFact[] {
  const { call, receiver, name } = site;
  const base = { framework: 'hono', site: call, at: call.nameAt } as const;
  if (call.isNew) {
    return isApplication(file.originOf(call.callee))
      ? [{ kind: 'router', ...base, role: 'application', rules: RULES }]
      : [];
  }
  const made = factoryFacts(file, site, local, RULES);
  if (made.length > 0) return made;
  if (call.callee.kind === 'index') return computedMethod(file, site, local);
  if (!receiver || !mayBeRouter(file, receiver, 'hono', local)) return [];
  const on = receiver;
  const [first, second] = call.args;
  if (!first) return [];
  switch (name) {
    case 'basePath':
      return mayBePath(first)
        ? [{ kind: 'router', ...base, at: first.at, role: 'router', rules: RULES, from: on, prefix: first }]
        : [];
    case 'use':
      return guardOf(site, on);
    case 'onError':
      return mayHandle(first) ? [{ kind: 'guard', ...base, on, guards: [first], stage: 'error' }] : [];
    case 'on':
      return onOf(site, on, local);
    case 'route':
      if (call.args.length !== 2 || !second || !mayBePath(first) || !mayHandle(second)) return [];
      return [{ kind: 'mount', ...base, at: first.at, on, prefix: first, chain: [second] }];
    case 'mount':
      if (!second || !mayBePath(first) || !mayHandle(second)) return [];
      return [{ kind: 'route', ...base, at: first.at, on, methods: ['ANY'], path: below(first), chain: [second] }];
    case 'openapi':
      return openapiRoute(file, call, on, local);
    default:
      return routeOf(site, on, local);
  }
}

/** `app.get([path], …functions)`; without a path it is the one of the call before it in the chain. */
function routeOf({ call, name }: CallSite, on: Expr, local: LocalValues): readonly ProgramFact[] {
  const method = registeredMethod(name, call.args[0]);
  const [first, ...others] = call.args;
  if (!method || !first || name === 'del') return [];
  const base = { framework: 'hono', site: call, on } as const;
  const isPathless = ['function', 'spread'].includes(first.kind);
  if (isPathless && !call.args.every(mayHandle)) return [];
  const path = isPathless ? chainedPath(on, local) : first;
  const chain = isPathless ? call.args : others;
  if ((path && !mayBePath(path)) || chain.length === 0 || !chain.every(mayHandle)) return [];
  // A lone function on something unknown is no sign of a route: `emitter.get(() => …)`.
  if (isPathless && !path) return [];
  const at = isPathless ? call.nameAt : first.at;
  const route: ProgramFact = {
    kind: 'route',
    ...base,
    at,
    methods: [method],
    ...(path && { path }),
    chain,
  };
  if (method !== 'ANY') return [route];
  // `app.all('/admin/*', requireLogin)` guards a path; which of the two it is hangs on the functions.
  return [route, { kind: 'guard', ...base, at, guards: chain, ...(path && { prefix: path }), covers: 'matching' }];
}

/** The path of the nearest call before in a chain: `app.get('/x', a).post(b)`. */
function chainedPath(receiver: Expr, local: LocalValues): Expr | undefined {
  let expr = local.valueOf(receiver);
  while (expr.kind === 'call' && expr.callee.kind === 'member' && METHODS.has(expr.callee.name)) {
    const [first] = expr.args;
    if (first && isLiteralPath(first)) return first;
    expr = expr.callee.of;
  }
  return undefined;
}

/** `app.on(method | methods, path | paths, …functions)`; with two arguments it is an event of something else. */
function onOf({ call }: CallSite, on: Expr, local: LocalValues): readonly ProgramFact[] {
  const [methods, path, ...chain] = call.args;
  if (!methods || !path || chain.length === 0 || !mayBePath(path) || !chain.every(mayHandle)) return [];
  const named = methodsOf(local.valueOf(methods));
  if (!('kind' in named) && named.length === 0) return [];
  return [{ kind: 'route', at: path.at, framework: 'hono', site: call, on, methods: named, path, chain }];
}

/** `app[method](path, …functions)`. */
function computedMethod(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const [path, ...chain] = call.args;
  if (call.callee.kind !== 'index' || !mayBeRouter(file, call.callee.of, 'hono', local)) return [];
  if (!path || chain.length === 0 || !mayBePath(path) || !chain.every(mayHandle)) return [];
  return [
    {
      kind: 'route',
      at: path.at,
      framework: 'hono',
      site: call,
      on: call.callee.of,
      methods: call.callee.key,
      path,
      chain,
    },
  ];
}

/** `app.use([path], …functions)`; the path is a pattern for whole paths, `/admin` does not cover `/admin/users`. */
function guardOf({ call }: CallSite, on: Expr): readonly ProgramFact[] {
  const [first, ...others] = call.args;
  const base = { kind: 'guard', framework: 'hono', site: call, on, covers: 'matching' } as const;
  if (!first) return [];
  if (isLiteralPath(first)) {
    return others.length > 0 && others.every(mayHandle)
      ? [{ ...base, at: first.at, prefix: first, guards: others }]
      : [];
  }
  if (!call.args.every(mayHandle)) return [];
  const prefixMayLead = others.length > 0 && mayBePath(first);
  return [{ ...base, at: call.nameAt, guards: call.args, ...(prefixMayLead && { prefixMayLead }) }];
}

function below(path: Expr): Expr {
  return path.kind === 'text'
    ? textAt(path.at, `${path.value.replace(/\/+$/, '')}/*`)
    : { kind: 'concat', at: path.at, parts: [path, textAt(path.at, '/*')] };
}
