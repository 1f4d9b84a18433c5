import type { Method, ProgramFact, RouterRules } from '../../../src/core/facts/program.ts';
import type { Location } from '../../../src/core/location.ts';
import type { ExportBinding, Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { filePath } from './file-path.ts';
import { exportOf } from './origins.ts';
import { localValues, textAt } from './values.ts';

/** Names under which a route file exports the handlers of methods, where the framework says nothing else. */
const METHOD_EXPORTS: ReadonlyMap<string, Method> = new Map(
  (['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const).map(method => [method, method]),
);

export type RouteFile = {
  readonly framework: string;
  readonly path: string;
  readonly rules: RouterRules;
  /** Export name → method. */
  readonly exports?: ReadonlyMap<string, Method>;
};

/** The routes of a file whose exports are handlers named after methods, re-exports among them. */
export function exportedHandlers(file: ProgramFile, route: RouteFile): readonly ProgramFact[] {
  const named = route.exports ?? METHOD_EXPORTS;
  const local = localValues(file.module);
  const routeOf = (method: Method, at: Location, handler: Expr, onlyIfDefined: boolean): ProgramFact => ({
    kind: 'route',
    at,
    framework: route.framework,
    site: handler,
    methods: [method],
    path: filePath(at, route.path),
    chain: [handler],
    rules: route.rules,
    ...(onlyIfDefined && { onlyIfDefined }),
  });
  return file.module.exports.flatMap((binding): readonly ProgramFact[] => {
    if (binding.kind === 'all-from') {
      return [...named].map(([name, method]) =>
        routeOf(method, binding.at, memberOfModule(binding.at, binding.module, name), true),
      );
    }
    const method = named.get(binding.exported);
    const handler = valueOf(binding);
    return method && !isAdapter(file, local.valueOf(handler)) ? [routeOf(method, binding.at, handler, false)] : [];
  });
}

/** Functions that make a handler of an application, by package. Sources: Hono, Getting Started; tRPC, Adapters. */
const ADAPTERS: ReadonlyMap<string, string> = new Map([
  ['hono/vercel', 'handle'],
  ['@hono/hono/vercel', 'handle'],
  ['hono/netlify', 'handle'],
  ['@hono/node-server/vercel', 'handle'],
  ['@trpc/server/adapters/next', 'createNextApiHandler'],
  ['@trpc/server/adapters/fetch', 'fetchRequestHandler'],
]);

/**
 * Whether a handler hands every request over to an application of another framework: its routes are listed where they are
 * registered, with the path they have there, and the file of the adapter serves nothing of its own.
 */
export function isAdapter(file: ProgramFile, handler: Expr): boolean {
  if (handler.kind === 'call') return isAdapterCall(file, handler.callee);
  return (
    handler.kind === 'function' &&
    file.calls.some(({ call, inside }) => inside.includes(handler.fn) && isAdapterCall(file, call.callee))
  );
}

function isAdapterCall(file: ProgramFile, callee: Expr): boolean {
  const origin = file.originOf(callee);
  const name = origin && ADAPTERS.get(origin.module);
  return name !== undefined && exportOf(origin, origin?.module ?? '') === name;
}

/** What a file exports under a name, as an expression of its module scope; undefined where it exports no such name. */
export function exportedValue(
  file: ProgramFile,
  name: string,
): { readonly at: Location; readonly value: Expr } | undefined {
  for (const binding of file.module.exports) {
    if (binding.kind !== 'all-from' && binding.exported === name)
      return { at: placeOf(binding), value: valueOf(binding) };
  }
  return undefined;
}

function valueOf(binding: Exclude<ExportBinding, { kind: 'all-from' }>): Expr {
  switch (binding.kind) {
    case 'value':
      return binding.value;
    case 'local':
      return { kind: 'name', at: binding.at, name: binding.local };
    case 'from':
      return memberOfModule(binding.at, binding.module, binding.imported);
  }
}

/** A function that is exported without a name is shown by its first character alone. */
function placeOf(binding: Exclude<ExportBinding, { kind: 'all-from' }>): Location {
  if (binding.kind !== 'value' || binding.at.line === binding.at.endLine) return binding.at;
  return { ...binding.at, endLine: binding.at.line, endColumn: binding.at.column + 1 };
}

function memberOfModule(at: Location, module: string, name: string): Expr {
  const whole: Expr = { kind: 'load', at, module: textAt(at, module) };
  return { kind: 'member', at, of: whole, name, nameAt: at };
}
