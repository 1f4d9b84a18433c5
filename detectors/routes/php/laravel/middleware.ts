/** Names of middleware, and what stands before everything. Source: Laravel, Middleware (Registering Middleware). */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { guardsBelow, guardsIn, isClass, itemsOf, textAt } from '../values.ts';
import { driverFacts } from './drivers.ts';
import { LARAVEL_EXPORTS } from './exports.ts';
import { isStart } from './receiver.ts';
import { LARAVEL_RULES } from './rules.ts';

export function middlewareFacts(file: ProgramFile): readonly ProgramFact[] {
  return [
    ...kernelFacts(file),
    ...file.calls.flatMap(site => [...configured(file, site), ...registered(file, site)]),
    ...exportsIn(file),
    ...driverFacts(file),
  ];
}

/** Properties of a kernel that give guards names. */
const NAMING: ReadonlySet<string> = new Set(['middlewareGroups', 'routeMiddleware', 'middlewareAliases']);

/** `class Kernel extends HttpKernel { protected $routeMiddleware = […]; }` */
function kernelFacts(file: ProgramFile): readonly ProgramFact[] {
  return file.classes.flatMap(cls => {
    if (!isClass(file, cls.extends, ['Illuminate\\Foundation\\Http'], 'Kernel')) return [];
    return cls.members.flatMap((member): readonly ProgramFact[] => {
      if (member.kind !== 'field' || !member.value) return [];
      if (NAMING.has(member.name)) return [names(member.value, member.value)];
      return member.name === 'middleware' ? [everywhere(member.value, itemsOf(member.value))] : [];
    });
  });
}

function names(site: Expr, record: Expr, adds?: true): ProgramFact {
  return {
    kind: 'guard-names',
    at: site.at,
    framework: 'laravel',
    site,
    names: guardsBelow(record),
    ...(adds && { adds }),
  };
}

/** Middleware that every request passes guards only where it refuses. */
function everywhere(site: Expr, guards: readonly Expr[]): ProgramFact {
  return {
    kind: 'guard',
    at: site.at,
    framework: 'laravel',
    site,
    rules: LARAVEL_RULES,
    guards,
    onlyRefusals: true,
  };
}

/** `->withMiddleware(function (Middleware $middleware) { $middleware->alias([…]); })` */
function configured(file: ProgramFile, { call, name, receiver, inside }: CallSite): readonly ProgramFact[] {
  const holder = receiver && parameterNamed(rootName(receiver), inside);
  const type = holder?.pattern.kind === 'name' ? holder.pattern.type : undefined;
  if (!type || !isFrom(file.originOfType(type), 'Illuminate\\Foundation\\Configuration', 'Middleware')) return [];
  const [first, second] = call.args;
  switch (name) {
    case 'alias':
      return first ? [names(call, valueOf(first))] : [];
    case 'group':
      return first?.kind === 'text' && second ? [names(call, recordOf(first.value, second))] : [];
    case 'web':
    case 'api':
    case 'appendToGroup':
    case 'prependToGroup': {
      const isNamed = name === 'web' || name === 'api';
      const group = isNamed ? name : first?.kind === 'text' ? first.value : undefined;
      const added = isNamed
        ? call.args.filter(arg => arg.kind === 'named' && (arg.name === 'append' || arg.name === 'prepend'))
        : call.args.slice(1);
      if (group === undefined || added.length === 0) return [];
      return [names(call, recordOf(group, listOf(call.nameAt, guardsIn(added))), true)];
    }
    case 'throttleApi':
      return [names(call, recordOf('api', textAt(call.nameAt, 'throttle:api')), true)];
    case 'append':
    case 'prepend':
    case 'use':
      return [everywhere(call, guardsIn(call.args))];
    default:
      return [];
  }
}

function rootName(value: Expr): string | undefined {
  let root = value;
  while (root.kind === 'call' && root.callee.kind === 'member') root = root.callee.of;
  return root.kind === 'name' ? root.name : undefined;
}

function parameterNamed(
  name: string | undefined,
  inside: readonly FunctionNode[],
): FunctionNode['parameters'][number] | undefined {
  return inside.flatMap(fn => fn.parameters).find(({ pattern }) => pattern.kind === 'name' && pattern.name === name);
}

function valueOf(arg: Expr): Expr {
  return arg.kind === 'named' ? arg.value : arg;
}

function recordOf(key: string, value: Expr): Expr {
  const { at } = value;
  return { kind: 'record', at, entries: [{ kind: 'entry', at, key, keyAt: at, value }] };
}

function listOf(at: Expr['at'], items: readonly Expr[]): Expr {
  return { kind: 'list', at, items };
}

/** `Route::aliasMiddleware('x', X::class)`, `$router->pushMiddlewareToGroup('web', X::class)`; Lumen's `$app->routeMiddleware([…])`. */
function registered(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first, second] = call.args;
  if (!receiver || !first) return [];
  if (name === 'routeMiddleware' && first.kind === 'record') return [names(call, first)];
  // Lumen: `$app->middleware([…])`.
  if (name === 'middleware' && receiver.kind === 'name' && receiver.name === 'app' && first.kind === 'list')
    return [everywhere(call, first.items)];
  const isRouting = isStart(file, receiver) || (receiver.kind === 'name' && receiver.name === 'kernel');
  if (!isRouting || first.kind !== 'text' || !second) return [];
  switch (name) {
    case 'aliasMiddleware':
    case 'middlewareGroup':
      return [names(call, recordOf(first.value, second))];
    case 'pushMiddlewareToGroup':
    case 'prependMiddlewareToGroup':
    case 'appendMiddlewareToGroup':
      return [names(call, recordOf(first.value, second), true)];
    default:
      return [];
  }
}

/** What packages export that stands before routes, for each class of theirs that the file names. */
function exportsIn(file: ProgramFile): readonly ProgramFact[] {
  return file.module.imports.flatMap((binding): readonly ProgramFact[] => {
    const row = LARAVEL_EXPORTS.find(one => one.name === binding.imported && one.modules.includes(binding.module));
    const isQuiet = !row && /^(?:Illuminate|Laravel)\\.*Middleware$/.test(binding.module);
    if (!row && !isQuiet) return [];
    return [
      {
        kind: 'guard-export',
        at: binding.at,
        framework: 'laravel',
        site: { kind: 'name', at: binding.at, name: binding.local },
        module: binding.module,
        name: binding.imported,
        effect: row?.effect ?? 'none',
        ...(row?.mechanism && { mechanism: row.mechanism }),
        ...(row?.limiter && { limiter: true }),
        why: row?.why ?? 'middleware of Laravel that is not about who calls',
      },
    ];
  });
}
