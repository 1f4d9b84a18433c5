import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf, methodsFrom } from '../arguments.ts';
import { registrationsIn } from '../decorated-methods.ts';
import { PYTHON_FILES } from '../source-files.ts';
import { MEMBERS_BY_VERB, type ViewBase, viewBasesIn } from '../view-base.ts';
import { commonFacts, commonRegistration, middlewareIn } from './methods.ts';
import { RULES } from './rules.ts';

export const starlette = defineDetector({
  id: 'starlette',
  title: 'Starlette',
  kind: 'framework',
  docs: 'https://www.starlette.io/routing/',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['starlette', '.add_middleware(', '.middleware(', '.add_route(', '.mount(', '.route('],
  emits: ['router', 'route', 'mount', 'guard', 'alias', 'view-base'],
  limits: ['WebSocket routes are no operations of the inventory.', 'Hosts of `Host()` are not part of paths.'],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...file.calls.flatMap(site => factsOf(file, site)),
    ...registrationsIn(file).flatMap(registration => commonRegistration(registration, 'starlette')),
    ...viewBasesIn(file, 'starlette', BASES),
  ],
});

const ROUTING = ['starlette.routing', 'fastapi.routing'];

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call } = site;
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'starlette', site: call } as const;
  const made = { kind: 'router', ...base, rules: RULES } as const;
  const routes = (index: number): Pick<Extract<ProgramFact, { kind: 'router' }>, 'chain'> => {
    const given = argumentOf(call, 'routes', index);
    return given ? { chain: [given] } : {};
  };
  const middleware = argumentOf(call, 'middleware');
  const guards = middleware && { guards: [middleware] };
  if (isFrom(origin, ['starlette.applications', 'starlette'], 'Starlette'))
    return [{ ...made, role: 'application', ...routes(1), ...guards }];
  if (isFrom(origin, 'starlette.routing', 'Router')) return [{ ...made, role: 'router', ...routes(0), ...guards }];
  if (
    isFrom(origin, ['starlette.routing', 'fastapi.routing'], 'Mount') ||
    isFrom(origin, 'starlette.routing', 'Host')
  ) {
    const isHost = isFrom(origin, 'starlette.routing', 'Host');
    const prefix = argumentOf(call, 'path', 0);
    const inner = argumentOf(call, 'app', 1) ?? argumentOf(call, 'routes', 2);
    return inner ? [{ ...made, role: 'router', chain: [inner], ...(prefix && !isHost && { prefix }), ...guards }] : [];
  }
  if (isFrom(origin, ROUTING, 'Route') || isFrom(origin, 'fastapi.routing', 'APIRoute')) {
    const path = argumentOf(call, 'path', 0);
    const handler = argumentOf(call, 'endpoint', 1);
    const methods = methodsFrom(argumentOf(call, 'methods'));
    return path && handler
      ? [
          {
            ...made,
            at: path.at,
            role: 'router',
            routes: [{ at: path.at, ...methods, path, chain: [handler] }],
            ...guards,
          },
        ]
      : [];
  }
  if (isFrom(origin, ['starlette.middleware', 'fastapi.middleware'], 'Middleware')) {
    const value = middlewareIn(file, call);
    return value ? [{ kind: 'alias', ...base, value }] : [];
  }
  return commonFacts(file, site, 'starlette');
}

/** Source: Starlette, Endpoints. */
const BASES: readonly ViewBase[] = [
  { modules: ['starlette.endpoints'], name: 'HTTPEndpoint', view: { members: MEMBERS_BY_VERB } },
];
