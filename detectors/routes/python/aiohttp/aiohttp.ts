import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouteOfRouter, RouterRules } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';
import { methodCalled, registrationsIn, type Registration } from '../decorated-methods.ts';
import { PYTHON_FILES } from '../source-files.ts';
import { VERBS, VERB_WORDS } from '../verbs.ts';
import { MEMBERS_BY_VERB, type ViewBase, viewBasesIn } from '../view-base.ts';

export const aiohttp = defineDetector({
  id: 'aiohttp',
  title: 'aiohttp',
  kind: 'framework',
  docs: 'https://docs.aiohttp.org/en/stable/web_quickstart.html',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['aiohttp', '.add_routes(', '.add_subapp(', '.add_route(', '.add_view(', '.router', '.view(', ...VERB_WORDS],
  emits: ['router', 'route', 'mount', 'guard', 'view-base'],
  limits: ['Names of resources, and redirects between them, are not followed.'],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...file.calls.flatMap(site => factsOf(file, site)),
    ...registrationsIn(file).flatMap(routeOf),
    ...viewBasesIn(file, 'aiohttp', BASES),
  ],
});

const RULES: RouterRules = { syntax: 'braces', guards: 'always', itself: ['router'] };
const WEB = ['aiohttp.web', 'aiohttp'];

const BASES: readonly ViewBase[] = [
  { modules: ['aiohttp.web', 'aiohttp.web_urldispatcher'], name: 'View', view: { members: MEMBERS_BY_VERB } },
];

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'aiohttp', site: call } as const;
  const made = { kind: 'router', ...base, rules: RULES } as const;
  if (isFrom(origin, WEB, 'Application')) {
    const middlewares = argumentOf(call, 'middlewares');
    return [{ ...made, role: 'application', ...(middlewares && { guards: [middlewares] }) }];
  }
  if (isFrom(origin, WEB, 'RouteTableDef')) return [{ ...made, role: 'router' }];
  // `web.get('/x', f)` is a route as a value.
  const value = [...VERBS.keys(), 'route', 'view'].find(verb => isFrom(origin, 'aiohttp.web', verb));
  if (value) {
    const route = routeIn(value, call, 0);
    return route ? [{ ...made, at: route.at, role: 'router', routes: [route] }] : [];
  }
  if (!receiver || origin) return [];
  const on = { ...base, on: receiver };
  if (name === 'add_routes') {
    const [routes] = call.args;
    return routes ? [{ kind: 'mount', ...on, chain: [routes] }] : [];
  }
  if (name === 'add_subapp') {
    const prefix = argumentOf(call, 'prefix', 0);
    const app = argumentOf(call, 'subapp', 1);
    return prefix && app ? [{ kind: 'mount', ...on, at: prefix.at, prefix, chain: [app] }] : [];
  }
  // `app.middlewares.append(f)`.
  if (name === 'append' && receiver.kind === 'member' && receiver.name === 'middlewares' && call.args[0])
    return [{ kind: 'guard', ...base, on: receiver.of, guards: [call.args[0]] }];
  const route = name.startsWith('add_') ? routeIn(name.slice('add_'.length), call, 0) : undefined;
  return route ? [{ kind: 'route', ...on, ...route }] : [];
}

function routeIn(name: string, call: CallSite['call'], from: number): RouteOfRouter | undefined {
  const shift = name === 'route' ? 1 : 0;
  const path = argumentOf(call, 'path', from + shift);
  const handler = argumentOf(call, 'handler', from + shift + 1);
  if (!path || !handler) return undefined;
  const verb = VERBS.get(name);
  const base = { at: path.at, path, chain: [handler] };
  if (verb) return { ...base, methods: [verb] };
  if (name === 'view') return { ...base, methods: ['ANY'] };
  const method = name === 'route' ? argumentOf(call, 'method', from) : undefined;
  return method && { ...base, methods: method };
}

/** `@routes.get('/x')`, `@routes.view('/x')`. */
function routeOf({ call, site, handler }: Registration): readonly ProgramFact[] {
  const called = methodCalled(call);
  const isRoute = called?.name === 'route';
  const path = argumentOf(call, 'path', isRoute ? 1 : 0);
  const verb = called && VERBS.get(called.name);
  if (!called || !path || (!verb && !isRoute && called.name !== 'view')) return [];
  const given = isRoute ? argumentOf(call, 'method', 0) : undefined;
  // Of other frameworks, `route` has a path first and no methods that are a text.
  if (isRoute && !(given?.kind === 'text' && !given.value.startsWith('/'))) return [];
  return [
    {
      kind: 'route',
      at: path.at,
      framework: 'aiohttp',
      site,
      on: called.on,
      methods: verb ? [verb] : (given ?? ['ANY']),
      path,
      chain: [handler],
    },
  ];
}
