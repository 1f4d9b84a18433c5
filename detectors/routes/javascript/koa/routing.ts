import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { CallSite, Origin, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { methodsOf, registeredMethod } from '../methods.ts';
import { mayBeRouter } from '../receiver.ts';
import {
  besideWildcard,
  isLiteralPath,
  type LocalValues,
  localValues,
  mayBePath,
  mayHandle,
  optionOf,
} from '../values.ts';

/** Koa's way of routing, and whose it is: Oak has taken it over. */
export type Dialect = {
  readonly framework: 'koa' | 'oak';
  readonly isApplication: (origin: Origin | undefined) => boolean;
  readonly isRouter: (origin: Origin | undefined) => boolean;
};

/** The facts of applications and routers of one dialect. */
export function koaFacts(file: ProgramFile, dialect: Dialect): readonly ProgramFact[] {
  const local = localValues(file.module);
  return [...typedRouters(file, dialect), ...file.calls.flatMap(site => factsOf({ file, local, dialect }, site))];
}

type In = { readonly file: ProgramFile; readonly local: LocalValues; readonly dialect: Dialect };

const RULES: RouterRules = { syntax: 'koa', guards: 'after' };

function typedRouters(file: ProgramFile, dialect: Dialect): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    const origin = file.originOfType(type);
    const role = dialect.isApplication(origin) ? 'application' : dialect.isRouter(origin) ? 'router' : undefined;
    if (!role) return [];
    return [{ kind: 'router', at: type.at, framework: dialect.framework, site: type, role, rules: RULES }];
  });
}

function factsOf(within: In, site: CallSite): readonly ProgramFact[] {
  const { call, receiver, name } = site;
  const { file, local, dialect } = within;
  const { framework } = dialect;
  const made = madeBy(within, call);
  if (made) return [made];
  if (call.callee.kind === 'index') return computedMethod(within, site);
  if (call.isNew || !receiver || !mayBeRouter(file, receiver, framework, local)) return [];
  const on = receiver;
  const base = { framework, site: call, at: call.nameAt } as const;
  switch (name) {
    case 'use':
      return mountOf(within, site, on);
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
      return registerOf(within, site, on);
    default:
      return routeOf(within, site, on);
  }
}

/** What calls of the packages themselves give: applications, routers, mounted applications, composed functions. */
function madeBy({ file, local, dialect }: In, call: CallExpr): ProgramFact | undefined {
  const origin = file.originOf(call.callee);
  if (!origin) return undefined;
  const base = { framework: dialect.framework, site: call, at: call.nameAt } as const;
  const [first, second] = call.args;
  if (dialect.isApplication(origin)) return { kind: 'router', ...base, role: 'application', rules: RULES };
  if (dialect.isRouter(origin)) {
    const prefix = optionOf(first, 'prefix', local);
    return { kind: 'router', ...base, role: 'router', rules: RULES, ...(prefix && { prefix }) };
  }
  if (dialect.framework !== 'koa') return undefined;
  if (isFrom(origin, 'koa-mount', 'default') && first) {
    const operands = second ? { prefix: first, chain: [second] } : { chain: [first] };
    return { kind: 'router', ...base, role: 'router', rules: RULES, ...operands };
  }
  if (isFrom(origin, 'koa-compose', 'default') && first) return { kind: 'alias', ...base, value: first };
  return undefined;
}

/** `router.get([name], path, …functions)`. */
function routeOf({ local, dialect }: In, { call, name }: CallSite, on: Expr): readonly ProgramFact[] {
  const method = registeredMethod(name, call.args[0]);
  const operands = method && operandsOf(call.args, local);
  if (!operands) return [];
  const base = { framework: dialect.framework, site: call, on, at: operands.path.at } as const;
  const route: ProgramFact = { kind: 'route', ...base, methods: [method], ...operands };
  if (method !== 'ANY') return [route];
  // `router.all('/admin/(.*)', requireLogin)` guards a path; which of the two it is hangs on the functions.
  const except = besideWildcard(operands.path);
  const guarded = { guards: operands.chain, prefix: operands.path, ...(except && { except }) };
  return [route, { kind: 'guard', ...base, ...guarded, covers: 'matching' }];
}

/** `router[method](path, …functions)`. */
function computedMethod({ file, local, dialect }: In, { call }: CallSite): readonly ProgramFact[] {
  if (call.callee.kind !== 'index' || !mayBeRouter(file, call.callee.of, dialect.framework, local)) return [];
  const operands = operandsOf(call.args, local);
  if (!operands) return [];
  const { of: on, key } = call.callee;
  return [
    { kind: 'route', at: operands.path.at, framework: dialect.framework, site: call, on, methods: key, ...operands },
  ];
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
function registerOf({ dialect }: In, { call }: CallSite, on: Expr): readonly ProgramFact[] {
  const [path, methods, handlers] = call.args;
  if (!path || methods?.kind !== 'list' || !handlers || !mayBePath(path) || !mayHandle(handlers)) return [];
  return [
    {
      kind: 'route',
      at: path.at,
      framework: dialect.framework,
      site: call,
      on,
      methods: methodsOf(methods),
      path,
      chain: [handlers],
    },
  ];
}

function mountOf({ dialect }: In, { call }: CallSite, on: Expr): readonly ProgramFact[] {
  const [first, ...others] = call.args;
  if (!first) return [];
  const base = { kind: 'mount', framework: dialect.framework, site: call, on } as const;
  if (isLiteralPath(first))
    return others.length > 0 && others.every(mayHandle)
      ? [{ ...base, at: first.at, prefix: first, chain: others }]
      : [];
  if (!call.args.every(mayHandle)) return [];
  const prefixMayLead = others.length > 0 && mayBePath(first) && first.kind !== 'load';
  return [{ ...base, at: call.nameAt, chain: call.args, ...(prefixMayLead && { prefixMayLead }) }];
}
