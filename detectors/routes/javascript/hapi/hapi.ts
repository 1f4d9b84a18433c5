import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { methodsOf } from '../methods.ts';
import { exportOf } from '../origins.ts';
import { mayBeRouter } from '../receiver.ts';
import { JAVASCRIPT_FILES } from '../source-files.ts';
import { entryOf, type LocalValues, localValues, memberOf, optionOf, textAt } from '../values.ts';
import { authOf, defaultAuth } from './auth.ts';

export const hapi = defineDetector({
  id: 'hapi',
  title: 'Hapi',
  kind: 'framework',
  docs: 'https://hapi.dev/api/#-serverrouteroute',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['hapi', '.route', '.register', '.default'],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind'],
  limits: [
    'A default strategy makes operations without their own `auth` unknown: each may opt out in ways that are not followed.',
    'Options of a route that are a function, and lists of routes from another file, are not read.',
    'The schemes behind strategies are taken by the names of the strategies.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return [...typedServers(file), ...file.calls.flatMap(site => factsOf(file, site, local))];
  },
});

const PACKAGES: readonly string[] = ['@hapi/hapi', 'hapi'];
const RULES: RouterRules = { syntax: 'openapi', guards: 'always' };

function typedServers(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] =>
    exportOf(file.originOfType(type), PACKAGES) === 'Server'
      ? [{ kind: 'router', at: type.at, framework: 'hapi', site: type, role: 'router', rules: RULES }]
      : [],
  );
}

function factsOf(file: ProgramFile, site: CallSite, local: LocalValues): readonly ProgramFact[] {
  const { call, receiver, name } = site;
  const base = { framework: 'hapi', site: call, at: call.nameAt } as const;
  if (['server', 'Server'].includes(exportOf(file.originOf(call.callee), PACKAGES) ?? '')) {
    return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  }
  const [first, second] = call.args;
  if (call.isNew || !receiver || !first || !mayBeRouter(file, receiver, 'hapi', local)) return [];
  if (name === 'route' && call.args.length === 1) return routesIn(site, receiver, first, local);
  if (name === 'register') return registered(site, receiver, first, second, local);
  const isDefault = name === 'default' && receiver.kind === 'member' && receiver.name === 'auth';
  return isDefault ? defaultAuth(call, receiver.of, first, local) : [];
}

/** `server.route({ method, path, handler, options })`, or a list of these. */
function routesIn({ call }: CallSite, on: Expr, given: Expr, local: LocalValues): readonly ProgramFact[] {
  const value = local.valueOf(given);
  const items = value.kind === 'list' ? value.items : [given];
  return items.flatMap((item): readonly ProgramFact[] => {
    const method = optionOf(item, 'method', local);
    const path = optionOf(item, 'path', local);
    const options = optionOf(item, 'options', local) ?? optionOf(item, 'config', local);
    const handler = handlerOf(item, options, local);
    if (!method || !path || !handler) return [];
    const auth = authOf(options, local);
    const before = [...auth.guards, ...preOf(options, local)];
    const route: ProgramFact = {
      kind: 'route',
      at: path.at,
      framework: 'hapi',
      site: call,
      on,
      methods: methodsOf(local.valueOf(method)),
      path: pathOf(local.valueOf(path)),
      chain: [handler],
      ...(before.length > 0 && { guards: before }),
      ...validationOf(options, local),
    };
    return [...auth.facts, route];
  });
}

function handlerOf(item: Expr, options: Expr | undefined, local: LocalValues): Expr | undefined {
  const own = optionOf(item, 'handler', local);
  const record = local.valueOf(item);
  return record.kind === 'record' ? (own ?? optionOf(options, 'handler', local)) : own;
}

/** Functions of `options.pre`, each alone or as `{ method }`, in a list or a list in it. */
function preOf(options: Expr | undefined, local: LocalValues): readonly Expr[] {
  const pre = optionOf(options, 'pre', local);
  const list = pre && local.valueOf(pre);
  if (list?.kind !== 'list') return [];
  const items = list.items.flatMap(item => (item.kind === 'list' ? item.items : [item]));
  return items.map(item => (local.valueOf(item).kind === 'record' ? (optionOf(item, 'method', local) ?? item) : item));
}

function validationOf(
  options: Expr | undefined,
  local: LocalValues,
): Pick<Extract<ProgramFact, { kind: 'route' }>, 'validated'> {
  const record = options && local.valueOf(options);
  const entry = record?.kind === 'record' ? entryOf(record, 'validate') : undefined;
  const parts = entry && local.valueOf(entry.value);
  if (!entry || parts?.kind !== 'record') return {};
  return ['payload', 'query', 'params', 'headers'].some(part => entryOf(parts, part)) ? { validated: entry.keyAt } : {};
}

/** `{id?}` is with and without it, `{path*}` and `{path*2}` take more than one segment. */
function pathOf(path: Expr): Expr {
  if (path.kind !== 'text') return path;
  const full = path.value.replace(/\{(\w+)\*\d*\}/g, '{*$1}');
  if (!full.includes('?}')) return textAt(path.at, full);
  const without = full.replace(/\/\{\w+\?\}$/, '') || '/';
  return { kind: 'list', at: path.at, items: [textAt(path.at, without), textAt(path.at, full.replaceAll('?}', '}'))] };
}

/** `server.register(plugin, { routes: { prefix } })`; a plugin is an object, a module with one, or `{ plugin, routes }`. */
function registered(
  { call }: CallSite,
  on: Expr,
  first: Expr,
  second: Expr | undefined,
  local: LocalValues,
): readonly ProgramFact[] {
  const list = local.valueOf(first);
  const items = list.kind === 'list' ? list.items : [first];
  return items.flatMap((item): readonly ProgramFact[] => {
    const record = local.valueOf(item);
    const inner = record.kind === 'record' ? entryOf(record, 'plugin')?.value : undefined;
    const prefix = optionOf(
      optionOf(second, 'routes', local) ?? (inner && optionOf(item, 'routes', local)),
      'prefix',
      local,
    );
    const plugin = registerOf(inner ?? item, local);
    if (!plugin) return [];
    const at = prefix?.at ?? call.nameAt;
    return [
      {
        kind: 'mount',
        at,
        framework: 'hapi',
        site: call,
        on,
        chain: [plugin],
        calls: 'child',
        ...(prefix && { prefix }),
      },
    ];
  });
}

/** The function `register(server, options)` of a plugin. */
function registerOf(plugin: Expr, local: LocalValues): Expr | undefined {
  const value = local.valueOf(plugin);
  if (value.kind === 'record') {
    const inner = entryOf(value, 'plugin')?.value;
    return entryOf(value, 'register')?.value ?? (inner && memberOf(inner, 'register'));
  }
  if (value.kind === 'function' || value.kind === 'text') return undefined;
  const inner = memberOf(plugin, 'plugin');
  return {
    kind: 'choice',
    at: plugin.at,
    test: inner,
    then: memberOf(inner, 'register'),
    otherwise: memberOf(plugin, 'register'),
  };
}
