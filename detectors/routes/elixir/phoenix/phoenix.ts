import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { guardOf, isPlug } from '../../../guards/elixir/plugs/plug-calls.ts';
import {
  blockOf,
  type ElixirModule,
  functionOf,
  inFunction,
  isInMacro,
  type Modules,
  modulesOf,
  plainArguments,
} from '../modules.ts';
import { ELIXIR_FILES } from '../source-files.ts';
import { methodsIn, VERBS } from '../verbs.ts';
import { forwarded } from './forwards.ts';
import { liveRoute } from './live.ts';
import { resourceRoutes } from './resources.ts';
import { scopeOptions, targetOf } from './scopes.ts';

export const phoenix = defineDetector({
  id: 'phoenix',
  title: 'Phoenix',
  kind: 'framework',
  docs: 'https://hexdocs.pm/phoenix/Phoenix.Router.html',
  reads: 'elixir',
  files: ELIXIR_FILES,
  words: [
    'scope ',
    'scope(',
    'pipe_through',
    'Phoenix.Endpoint',
    'Phoenix.Router',
    ':router',
    'resources ',
    'resources(',
  ],
  emits: ['router', 'route', 'mount', 'guard', 'defines', 'guard-kind'],
  limits: [
    'A page of LiveView is the request that mounts it; what comes over sockets and channels is no operation of the inventory.',
    'Dashboards that libraries put into a router are no operations, either.',
    'Hosts of scopes are not part of paths.',
    'Routes of macros that libraries bring are not read.',
  ],
  version: 2,
  detect: (file): readonly FactBody[] => {
    const modules = modulesOf(file);
    return [
      ...modules.all.flatMap(module => itself(module, modules, file)),
      ...file.calls.flatMap(site => routingOf(file, modules, site)),
    ];
  },
});

/** What pipelines put before routes stands before those of their scope that come after. */
export const RULES: RouterRules = { syntax: 'phoenix', guards: 'after', staysInside: true };
const IMPLICIT = { otherwise: 'none', rules: RULES } as const;

/** A router or an endpoint is its module. Routers `use Phoenix.Router`, mostly through a module of the application. */
function itself({ cls, uses }: ElixirModule, modules: Modules, file: ProgramFile): readonly ProgramFact[] {
  const base = { kind: 'router', at: cls.nameAt, framework: 'phoenix', site: cls, isItself: true } as const;
  if (uses.some(({ module }) => module === 'Phoenix.Endpoint'))
    return [{ ...base, role: 'application', rules: { syntax: 'phoenix', guards: 'after' } }];
  const isRouter =
    uses.some(({ module, option }) => module === 'Phoenix.Router' || option === 'router') ||
    (uses.length > 0 && !uses.some(({ module }) => module === 'Plug.Router') && hasScopes(cls.name, modules, file));
  return isRouter ? [{ ...base, role: 'router', rules: RULES, isFound: true }] : [];
}

/** Whether the code of a module has scopes with a block, as those of routers have. */
function hasScopes(name: string | undefined, modules: Modules, file: ProgramFile): boolean {
  return file.calls.some(
    site =>
      (site.name === 'scope' || site.name === 'pipeline') &&
      !site.receiver &&
      blockOf(site.call) !== undefined &&
      site.inside.every(fn => fn.name === undefined) &&
      modules.around(site.call.at)?.cls.name === name,
  );
}

function routingOf(file: ProgramFile, modules: Modules, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  if (receiver || inFunction(site) || !isRouting(modules, site)) return [];
  const base = { at: call.nameAt, framework: 'phoenix', site: call, implicit: IMPLICIT } as const;
  const args = plainArguments(call);
  switch (name) {
    case 'scope': {
      const block = blockOf(call);
      const { path } = scopeOptions(args);
      return block ? [{ kind: 'mount', ...base, ...(path && { prefix: path }), chain: [block], calls: 'child' }] : [];
    }
    case 'pipe_through':
      return piped(modules, site);
    case 'pipeline':
      return pipeline(file, modules, site);
    case 'resources':
      return resourceRoutes(modules, site, base);
    case 'forward':
      return forwarded(modules, site, base);
    case 'live':
      return liveRoute(modules, site, base);
    case 'match': {
      const [methods, path, ...rest] = args;
      return path ? routeOf(modules, site, methodsIn(methods), path, rest) : [];
    }
    default: {
      const verb = VERBS.get(name);
      const [path, ...rest] = args;
      if (verb && path) return routeOf(modules, site, [verb], path, rest);
      const block = blockOf(call);
      // A block of a macro that is not known holds routes of the scope that it stands in: `live_session :admin do … end`.
      return block && !NO_BLOCKS.has(name) ? [{ kind: 'mount', ...base, chain: [block], calls: 'self' }] : [];
    }
  }
}

const NO_BLOCKS: ReadonlySet<string> = new Set([
  '__using__',
  'quote',
  'def',
  'defp',
  'defmacro',
  'defmodule',
  'test',
  'describe',
  'schema',
  'schedule',
]);

/** Calls in the code of a router, of a macro that may be used in one; not those in handlers or pipelines. */
function isRouting(modules: Modules, site: CallSite): boolean {
  const owners = site.inside.flatMap(fn => modules.ownerOf(fn) ?? []);
  if (owners.some(({ name }) => name === 'pipeline')) return false;
  const module = modules.around(site.call.at);
  if (isInMacro(site)) return ROUTING.has(site.name);
  return module !== undefined && !module.uses.some(use => NO_ROUTERS.has(use.module)) && module.uses.length > 0;
}

const NO_ROUTERS: ReadonlySet<string> = new Set([
  'Plug.Router',
  'Phoenix.Endpoint',
  'Ecto.Schema',
  'Ecto.Migration',
  'ExUnit.Case',
  'Absinthe.Schema',
  'Absinthe.Schema.Notation',
]);

const ROUTING: ReadonlySet<string> = new Set([
  'scope',
  'pipe_through',
  'pipeline',
  'resources',
  'forward',
  'match',
  'live_session',
  'live',
  ...VERBS.keys(),
]);

type Route = Extract<ProgramFact, { kind: 'route' }>;

/** `get "/users", UserController, :index`; a module that is no controller is a plug, whose third argument are its options. */
function routeOf(
  modules: Modules,
  site: CallSite,
  methods: Route['methods'],
  path: Expr,
  [target, action]: readonly Expr[],
): readonly ProgramFact[] {
  if (!target || target.kind === 'text' || target.kind === 'record') return [];
  const name = action?.kind === 'text' ? action.value : 'call';
  return [
    {
      kind: 'route',
      at: path.at,
      framework: 'phoenix',
      site: site.call,
      implicit: IMPLICIT,
      methods,
      path,
      chain: [functionOf(targetOf(modules, site, target), name, target.at)],
      // Plugs may ask which action they stand before.
      marks: `action ${name}`,
    },
  ];
}

/** `pipe_through [:browser, :auth]`: pipelines and functions by their names. */
function piped(modules: Modules, site: CallSite): readonly ProgramFact[] {
  const [given] = plainArguments(site.call);
  if (!given) return [];
  const items = given.kind === 'list' ? given.items : [given];
  const guards = items.map(item => guardOf(modules.around(site.call.at), item, undefined));
  return [
    ...guards.flatMap(({ facts }) => facts),
    {
      kind: 'guard',
      at: given.at,
      framework: 'phoenix',
      site: site.call,
      implicit: IMPLICIT,
      guards: guards.map(({ guard, facts }) =>
        guard.kind === 'name' && facts.length === 0 ? foundOnly(guard) : guard,
      ),
    },
  ];
}

/** A pipeline that is nowhere in the tree may do anything. */
function foundOnly(name: Expr): Expr {
  const { at } = name;
  const otherwise: Expr = { kind: 'unknown', at, text: 'a pipeline that was not found', parts: [] };
  return { kind: 'choice', at, test: name, then: name, otherwise };
}

/** `pipeline :api do plug … end` is a function of that name, which runs its plugs in order. */
function pipeline(file: ProgramFile, modules: Modules, site: CallSite): readonly ProgramFact[] {
  const [name] = site.call.args;
  const block = blockOf(site.call);
  if (name?.kind !== 'text' || block?.kind !== 'function') return [];
  const module = modules.around(site.call.at);
  const plugs = file.calls
    .filter(call => isPlug(call) && call.inside.includes(block.fn))
    .map(call => ({ call, made: guardOf(module, call.call.args[0], call.call.args[1]) }));
  const items = plugs.map(({ call, made }): Expr => {
    // What stands in a branch of the pipeline may not be there.
    const isSure = call.inside[0] === block.fn && isStatement(block.fn.body, call.call);
    if (isSure) return made.guard;
    const { at } = call.call;
    return {
      kind: 'choice',
      at,
      test: { kind: 'unknown', at, text: 'a condition of the pipeline', parts: [] },
      then: made.guard,
      otherwise: { kind: 'nothing', at },
    };
  });
  return [
    ...plugs.flatMap(({ made }) => made.facts),
    {
      kind: 'defines',
      at: name.at,
      framework: 'phoenix',
      site: site.call,
      name: name.value,
      value: { kind: 'list', at: block.at, items },
    },
  ];
}

function isStatement(body: readonly { readonly kind: string; readonly value?: Expr }[], call: Expr): boolean {
  return body.some(statement => statement.value === call);
}
