import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { METHODS, methodsOf } from '../methods.ts';
import { exportOf } from '../origins.ts';
import { mayBeRouter } from '../receiver.ts';
import { JAVASCRIPT_FILES } from '../source-files.ts';
import { entryOf, type LocalValues, localValues, mayBePath, mayHandle, optionOf } from '../values.ts';

export const elysia = defineDetector({
  id: 'elysia',
  title: 'Elysia',
  kind: 'framework',
  docs: 'https://elysiajs.com/essential/route',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['elysia'],
  emits: ['router', 'route', 'mount', 'guard'],
  limits: [
    'Routes put on an instance that is passed into a file without a mention of `elysia` are not seen.',
    'What stands before a group or guard whose function is in another file is not seen.',
    'Macros (`{ auth: true }` on a route), `.ws()` and hooks with `as: "global"` or `"scoped"` are not followed.',
  ],
  version: 1,
  detect: file => {
    // An instance that is passed in looks like any other router: only a mention of the package makes it one.
    if (!file.text.includes('elysia')) return [];
    const local = localValues(file.module);
    const before = guardedBodies(file, local);
    return [...typedInstances(file), ...file.calls.flatMap(site => factsOf(file, site, local, before))];
  },
});

/** A hook reaches what its own instance registers after it; it does not leave the instance unless it is told to. */
const RULES: RouterRules = { syntax: 'express', guards: 'after' };

function typedInstances(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] =>
    isElysia(file.originOfType(type))
      ? [{ kind: 'router', at: type.at, framework: 'elysia', site: type, role: 'router', rules: RULES }]
      : [],
  );
}

function isElysia(origin: ReturnType<ProgramFile['originOf']>): boolean {
  return ['Elysia', 'default'].includes(exportOf(origin, 'elysia') ?? '');
}

function factsOf(
  file: ProgramFile,
  site: CallSite,
  local: LocalValues,
  before: ReadonlyMap<FunctionNode, Expr>,
): readonly ProgramFact[] {
  const { call, receiver: on, name } = site;
  const base = { framework: 'elysia', site: call, at: call.nameAt } as const;
  const [first, second] = call.args;
  const around = site.inside.toReversed().flatMap(fn => before.get(fn) ?? []);
  if (call.isNew) {
    if (!isElysia(file.originOf(call.callee))) return [];
    const prefix = optionOf(first, 'prefix', local);
    return [{ kind: 'router', ...base, role: 'application', rules: RULES, ...(prefix && { prefix }) }];
  }
  if (!on || !first || !mayBeRouter(file, on, 'elysia', local)) return [];
  switch (name) {
    case 'use':
      return mayHandle(first) ? [{ kind: 'mount', ...base, on, chain: [first], calls: 'self' }] : [];
    case 'group':
      return groupOf(site, on);
    case 'guard':
      return guardOf(site, on, local);
    case 'onBeforeHandle':
    case 'derive':
    case 'resolve': {
      const guard = call.args.at(-1) ?? first;
      return mayHandle(guard) ? [{ kind: 'guard', ...base, on, guards: [guard] }] : [];
    }
    case 'mount':
      if (!second || !mayBePath(first)) return [];
      return [{ kind: 'route', ...base, at: first.at, on, methods: ['ANY'], path: below(first), chain: [second] }];
    case 'route':
      return explicitRoute(site, on, around, local);
    default:
      return routeOf(site, on, around, local);
  }
}

/** `app.get(path, handler, { beforeHandle, body })`; the handler may be a plain value. */
function routeOf(
  { call, name }: CallSite,
  on: Expr,
  around: readonly Expr[],
  local: LocalValues,
): readonly ProgramFact[] {
  const method = METHODS.get(name);
  const [path, handler, options] = call.args;
  if (!method || name === 'del' || !path || !handler || !mayBePath(path)) return [];
  return [
    {
      kind: 'route',
      at: path.at,
      framework: 'elysia',
      site: call,
      on,
      methods: [method],
      path,
      chain: [handler],
      ...optionsOf(options, around, local),
    },
  ];
}

/** `app.route(method, path, handler, options)`; methods outside HTTP are no operations of the inventory. */
function explicitRoute(
  { call }: CallSite,
  on: Expr,
  around: readonly Expr[],
  local: LocalValues,
): readonly ProgramFact[] {
  const [method, path, handler, options] = call.args;
  if (!method || !path || !handler || !mayBePath(path)) return [];
  const methods = methodsOf(method);
  if (!('kind' in methods) && methods.length === 0) return [];
  return [
    {
      kind: 'route',
      at: path.at,
      framework: 'elysia',
      site: call,
      on,
      methods,
      path,
      chain: [handler],
      ...optionsOf(options, around, local),
    },
  ];
}

/**
 * Functions that register routes for `app.guard({ beforeHandle }, app => …)` and `app.group(prefix, { beforeHandle }, …)`,
 * with what stands before those routes.
 */
function guardedBodies(file: ProgramFile, local: LocalValues): ReadonlyMap<FunctionNode, Expr> {
  const bodies = new Map<FunctionNode, Expr>();
  for (const { call, name } of file.calls) {
    const [options, body] = name === 'guard' ? call.args : name === 'group' ? call.args.slice(1) : [];
    const before = optionOf(options, 'beforeHandle', local);
    const routes = body && local.valueOf(body);
    if (before && routes?.kind === 'function') bodies.set(routes.fn, before);
  }
  return bodies;
}

/** `app.group(prefix, [options], app => app.get(…))`. */
function groupOf({ call }: CallSite, on: Expr): readonly ProgramFact[] {
  const [prefix, second, third] = call.args;
  const routes = third ?? second;
  if (!prefix || !routes || !mayBePath(prefix) || !mayHandle(routes)) return [];
  return [
    { kind: 'mount', at: prefix.at, framework: 'elysia', site: call, on, prefix, chain: [routes], calls: 'child' },
  ];
}

/** `app.guard({ beforeHandle })` guards what follows; with a function, what that registers. */
function guardOf({ call }: CallSite, on: Expr, local: LocalValues): readonly ProgramFact[] {
  const [options, routes] = call.args;
  const before = optionOf(options, 'beforeHandle', local);
  const base = { framework: 'elysia', site: call, at: call.nameAt, on } as const;
  if (routes) return [{ kind: 'mount', ...base, chain: [routes], calls: 'child' }];
  return before ? [{ kind: 'guard', ...base, guards: [before] }] : [];
}

/** Options of a route by which requests are checked. */
const REQUEST_PARTS: readonly string[] = ['body', 'query', 'params', 'headers', 'cookie'];

function optionsOf(
  options: Expr | undefined,
  around: readonly Expr[],
  local: LocalValues,
): { readonly guards?: readonly Expr[]; readonly validated?: Location } {
  const before = optionOf(options, 'beforeHandle', local);
  const value = options && local.valueOf(options);
  const checked = value?.kind === 'record' ? REQUEST_PARTS.flatMap(part => entryOf(value, part) ?? [])[0] : undefined;
  const guards = before ? [...around, before] : around;
  return { ...(guards.length > 0 && { guards }), ...(checked && { validated: checked.keyAt }) };
}

function below(path: Expr): Expr {
  const rest: Expr = { kind: 'text', at: path.at, value: '/*' };
  return path.kind === 'text'
    ? { ...path, value: `${path.value.replace(/\/+$/, '')}/*` }
    : { kind: 'concat', at: path.at, parts: [path, rest] };
}
