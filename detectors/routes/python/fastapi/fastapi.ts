import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf, isTrue, methodsFrom } from '../arguments.ts';
import { methodCalled, registrationsIn, type Registration } from '../decorated-methods.ts';
import { derivedRouters, type RouterBase } from '../derived-routers.ts';
import { PYTHON_FILES } from '../source-files.ts';
import { commonFacts, commonRegistration } from '../starlette/methods.ts';
import { RULES } from '../starlette/rules.ts';
import { suppliedFact } from './dependencies.ts';
import { routersOfUsers } from './users.ts';

export const fastapi = defineDetector({
  id: 'fastapi',
  title: 'FastAPI',
  kind: 'framework',
  docs: 'https://fastapi.tiangolo.com/tutorial/bigger-applications/',
  reads: 'python',
  files: PYTHON_FILES,
  // Routers come from other files: what is left of them there is how routes are written.
  words: [
    'fastapi',
    'APIRouter',
    'api_route(',
    'include_router(',
    '.add_middleware(',
    '.middleware(',
    '.add_route(',
    '.mount(',
    '.route(',
    '.post(',
    '.put(',
    '.patch(',
    '.delete(',
    '.options(',
    '.head(',
    '.trace(',
    ...['"', "'"].flatMap(quote => [`.get(${quote}`, `.get(f${quote}`, `.get(path=${quote}`]),
    '.get(\n',
  ],
  emits: ['router', 'route', 'mount', 'guard', 'supplied', 'guard-kind'],
  limits: [
    'WebSocket routes are no operations of the inventory.',
    'Prefixes that a proxy strips (`root_path`) are not part of paths.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...file.calls.flatMap(site => factsOf(file, site)),
    ...registrationsIn(file).flatMap(registration => [
      ...routeOf(registration),
      ...commonRegistration(registration, 'fastapi'),
    ]),
    ...derivedRouters(file, BASES),
    ...routersOfUsers(file),
  ],
});

const MODULES = ['fastapi', 'fastapi.applications', 'fastapi.routing'];

const VERBS: ReadonlyMap<string, Method> = new Map([
  ['get', 'GET'],
  ['put', 'PUT'],
  ['post', 'POST'],
  ['delete', 'DELETE'],
  ['patch', 'PATCH'],
  ['options', 'OPTIONS'],
  ['head', 'HEAD'],
  ['trace', 'TRACE'],
]);

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const origin = file.originOf(call.callee);
  const role = isFrom(origin, MODULES, 'FastAPI')
    ? 'application'
    : isFrom(origin, MODULES, 'APIRouter')
      ? 'router'
      : undefined;
  if (role) return [routerFact(call, role)];
  const supplied = suppliedFact(file, call);
  if (supplied) return [supplied];
  if (!receiver) return [];
  if (name === 'include_router') {
    const router = argumentOf(call, 'router', 0);
    const prefix = argumentOf(call, 'prefix');
    const guards = argumentOf(call, 'dependencies');
    return router
      ? [
          {
            kind: 'mount',
            framework: 'fastapi',
            site: call,
            on: receiver,
            at: prefix?.at ?? call.nameAt,
            chain: [router],
            ...(prefix && { prefix }),
            ...(guards && { guards: [guards] }),
          },
        ]
      : [];
  }
  if (name === 'add_api_route') {
    const handler = argumentOf(call, 'endpoint', 1);
    return handler ? routeOf({ call, site: call, handler }) : [];
  }
  return commonFacts(file, site, 'fastapi');
}

function routerFact(call: CallSite['call'], role: 'application' | 'router'): Extract<ProgramFact, { kind: 'router' }> {
  const prefix = role === 'router' ? argumentOf(call, 'prefix') : undefined;
  const guards = ['dependencies', 'middleware'].flatMap(name => argumentOf(call, name) ?? []);
  const routes = argumentOf(call, 'routes');
  return {
    kind: 'router',
    at: call.nameAt,
    framework: 'fastapi',
    site: call,
    role,
    rules: RULES,
    ...(prefix && { prefix }),
    ...(guards.length > 0 && { guards }),
    ...(routes && { chain: [routes] }),
  };
}

const BASES: readonly RouterBase[] = [
  {
    modules: MODULES,
    name: 'FastAPI',
    made: call => routerFact(call, 'application'),
    takes: { guards: ['dependencies'] },
  },
  {
    modules: MODULES,
    name: 'APIRouter',
    made: call => routerFact(call, 'router'),
    takes: { prefix: 'prefix', guards: ['dependencies'] },
  },
];

/** `@router.get('/x', dependencies=[…])`, `@router.api_route('/x', methods=[…])`, `router.add_api_route('/x', f)`. */
function routeOf({ call, site, handler }: Registration): readonly ProgramFact[] {
  const called = methodCalled(call);
  const path = argumentOf(call, 'path', 0);
  if (!called || !path) return [];
  const verb = VERBS.get(called.name);
  const isAny = called.name === 'api_route' || called.name === 'add_api_route';
  if (!verb && !isAny) return [];
  const guards = argumentOf(call, 'dependencies');
  return [
    {
      kind: 'route',
      at: path.at,
      framework: 'fastapi',
      site,
      on: called.on,
      ...(verb ? { methods: [verb] } : methodsFrom(argumentOf(call, 'methods'))),
      path,
      chain: [handler],
      ...(guards && { guards: [guards] }),
      ...(isTrue(argumentOf(call, 'deprecated')) && { isDeprecated: true }),
    },
  ];
}
