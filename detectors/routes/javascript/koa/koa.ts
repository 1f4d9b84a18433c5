import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { methodsOf, registeredMethod } from '../methods.ts';
import { extendedRouters } from '../own-routers.ts';
import { mayBeRouter } from '../receiver.ts';
import { JAVASCRIPT_FILES, ROUTING_CALLS } from '../source-files.ts';
import {
  besideWildcard,
  isLiteralPath,
  type LocalValues,
  localValues,
  mayBePath,
  mayHandle,
  optionOf,
} from '../values.ts';

export const koa = defineDetector({
  id: 'koa',
  title: 'Koa',
  kind: 'framework',
  docs: 'https://github.com/koajs/router/blob/master/API.md',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['koa', '.routes', '.middleware', '.prefix', '.register', '.allowedMethods', ...ROUTING_CALLS],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'alias', 'base-path', 'unresolved'],
  limits: [
    'A leading route name is recognised when the path after it is a literal or a constant of the same file.',
    'Routes of classes that extend an application or a router are reported as unresolved.',
    'Routers of `koa-joi-router` and `koa-route` are not read.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const local = localValues(file.module);
    return [
      ...extendedRouters(file, origin => isFrom(origin, 'koa', 'default') || isRouter(origin)),
      ...typedRouters(file),
      ...file.calls.flatMap(site => factsOf(file, site, local)),
    ];
  },
});

const RULES: RouterRules = { syntax: 'koa', guards: 'after' };

const ROUTER_PACKAGES: readonly string[] = ['@koa/router', 'koa-router'];

function typedRouters(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    const origin = file.originOfType(type);
    const role = isFrom(origin, 'koa', 'default') ? 'application' : isRouter(origin) ? 'router' : undefined;
    return role ? [{ kind: 'router', at: type.at, framework: 'koa', site: type, role, rules: RULES }] : [];
  });
}

function isRouter(origin: ReturnType<ProgramFile['originOf']>): boolean {
  return isFrom(origin, ROUTER_PACKAGES, 'default') || isFrom(origin, ROUTER_PACKAGES, 'Router');
}

function factsOf(file: ProgramFile, site: CallSite, local: LocalValues): readonly ProgramFact[] {
  const { call, receiver, name } = site;
  const made = madeBy(file, call, local);
  if (made) return [made];
  if (call.callee.kind === 'index') return computedMethod(file, site, local);
  if (call.isNew || !receiver || !mayBeRouter(file, receiver, 'koa', local)) return [];
  const on = receiver;
  const base = { framework: 'koa', site: call, at: call.nameAt } as const;
  switch (name) {
    case 'use':
      return mountOf(site, on);
    case 'routes':
    case 'middleware':
      return call.args.length === 0 ? [{ kind: 'alias', ...base, value: on }] : [];
    case 'allowedMethods':
      return [{ kind: 'guard-kind', ...base, effect: 'none', why: 'allowedMethods() answers OPTIONS, 405 and 501' }];
    case 'prefix': {
      const [prefix] = call.args;
      return prefix && mayBePath(prefix) ? [{ kind: 'base-path', ...base, at: prefix.at, on, prefix }] : [];
    }
    case 'register':
      return registerOf(site, on);
    default:
      return routeOf(site, on, local);
  }
}

/** What calls of the packages themselves give: applications, routers, mounted applications, composed functions. */
function madeBy(file: ProgramFile, call: CallExpr, local: LocalValues): ProgramFact | undefined {
  const origin = file.originOf(call.callee);
  if (!origin) return undefined;
  const base = { framework: 'koa', site: call, at: call.nameAt } as const;
  const [first, second] = call.args;
  if (isFrom(origin, 'koa', 'default')) return { kind: 'router', ...base, role: 'application', rules: RULES };
  if (isRouter(origin)) {
    const prefix = optionOf(first, 'prefix', local);
    return { kind: 'router', ...base, role: 'router', rules: RULES, ...(prefix && { prefix }) };
  }
  if (isFrom(origin, 'koa-mount', 'default') && first) {
    const operands = second ? { prefix: first, chain: [second] } : { chain: [first] };
    return { kind: 'router', ...base, role: 'router', rules: RULES, ...operands };
  }
  if (isFrom(origin, 'koa-compose', 'default') && first) return { kind: 'alias', ...base, value: first };
  return undefined;
}

/** `router.get([name], path, …functions)`. */
function routeOf({ call, name }: CallSite, on: Expr, local: LocalValues): readonly ProgramFact[] {
  const method = registeredMethod(name, call.args[0]);
  const operands = method && operandsOf(call.args, local);
  if (!operands) return [];
  const base = { framework: 'koa', site: call, on, at: operands.path.at } as const;
  const route: ProgramFact = { kind: 'route', ...base, methods: [method], ...operands };
  if (method !== 'ANY') return [route];
  // `router.all('/admin/(.*)', requireLogin)` guards a path; which of the two it is hangs on the functions.
  const except = besideWildcard(operands.path);
  const guarded = { guards: operands.chain, prefix: operands.path, ...(except && { except }) };
  return [route, { kind: 'guard', ...base, ...guarded, covers: 'matching' }];
}

/** `router[method](path, …functions)`. */
function computedMethod(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly ProgramFact[] {
  if (call.callee.kind !== 'index' || !mayBeRouter(file, call.callee.of, 'koa', local)) return [];
  const operands = operandsOf(call.args, local);
  if (!operands) return [];
  const { of: on, key } = call.callee;
  return [{ kind: 'route', at: operands.path.at, framework: 'koa', site: call, on, methods: key, ...operands }];
}

function operandsOf(
  args: readonly Expr[],
  local: LocalValues,
): { readonly path: Expr; readonly chain: readonly Expr[] } | undefined {
  const [first, second] = args;
  if (!first || !second) return undefined;
  // The first of two texts is the name of the route.
  const hasName = args.length > 2 && isText(first, local) && isLiteralPath(local.valueOf(second));
  const [path, ...chain] = hasName ? args.slice(1) : args;
  return path && mayBePath(path) && chain.length > 0 && chain.every(mayHandle) ? { path, chain } : undefined;
}

function isText(expr: Expr, local: LocalValues): boolean {
  return ['text', 'concat'].includes(local.valueOf(expr).kind);
}

/** `router.register(path, methods, functions, options)`. */
function registerOf({ call }: CallSite, on: Expr): readonly ProgramFact[] {
  const [path, methods, handlers] = call.args;
  if (!path || methods?.kind !== 'list' || !handlers || !mayBePath(path) || !mayHandle(handlers)) return [];
  return [
    {
      kind: 'route',
      at: path.at,
      framework: 'koa',
      site: call,
      on,
      methods: methodsOf(methods),
      path,
      chain: [handlers],
    },
  ];
}

function mountOf({ call }: CallSite, on: Expr): readonly ProgramFact[] {
  const [first, ...others] = call.args;
  if (!first) return [];
  const base = { kind: 'mount', framework: 'koa', site: call, on } as const;
  if (isLiteralPath(first))
    return others.length > 0 && others.every(mayHandle)
      ? [{ ...base, at: first.at, prefix: first, chain: others }]
      : [];
  if (!call.args.every(mayHandle)) return [];
  const prefixMayLead = others.length > 0 && mayBePath(first) && first.kind !== 'load';
  return [{ ...base, at: call.nameAt, chain: call.args, ...(prefixMayLead && { prefixMayLead }) }];
}
