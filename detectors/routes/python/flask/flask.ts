import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf, methodsFrom } from '../arguments.ts';
import { methodCalled, registrationsIn, type Registration } from '../decorated-methods.ts';
import { PYTHON_FILES } from '../source-files.ts';
import { MEMBERS_BY_VERB, type ViewBase, viewBasesIn } from '../view-base.ts';
import { derivedRouters, type RouterBase } from '../derived-routers.ts';
import { API_BASES, extensionFacts, extensionRoute } from './extensions.ts';

export const flask = defineDetector({
  id: 'flask',
  title: 'Flask and Quart',
  kind: 'framework',
  docs: 'https://flask.palletsprojects.com/en/stable/api/',
  reads: 'python',
  files: PYTHON_FILES,
  words: [
    'flask',
    'quart',
    '.route(',
    '.before_request',
    '.before_app_request',
    '.register_blueprint(',
    '.add_url_rule(',
    '.add_resource(',
    '.add_namespace(',
    '.as_view(',
    '.post(',
    '.put(',
    '.patch(',
    '.delete(',
    ...['"', "'"].map(quote => `.get(${quote}`),
  ],
  emits: ['router', 'route', 'mount', 'guard', 'view', 'view-base'],
  limits: [
    'Subdomains and hosts are not part of paths.',
    'Rules that are added to `url_map` directly are not read.',
    'WebSocket routes of Quart are no operations of the inventory.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...file.calls.flatMap(site => [...factsOf(file, site), ...extensionFacts(file, site)]),
    ...registrationsIn(file).flatMap(registration => [...routeOf(registration), ...extensionRoute(registration)]),
    ...viewBasesIn(file, 'flask', BASES),
    ...derivedRouters(file, ROUTERS),
  ],
});

export const RULES: RouterRules = { syntax: 'flask', guards: 'always' };

const APPLICATIONS = [
  [['flask', 'flask.app'], 'Flask'],
  [['quart', 'quart.app'], 'Quart'],
  [['apiflask', 'apiflask.app'], 'APIFlask'],
  [['flask_openapi3', 'flask_openapi3.openapi'], 'OpenAPI'],
] as const;

const BLUEPRINTS = [
  [['flask', 'flask.blueprints', 'quart', 'quart.blueprints', 'flask_smorest', 'flask_smorest.blueprint'], 'Blueprint'],
  [['apiflask', 'apiflask.blueprint', 'flask_openapi3'], 'APIBlueprint'],
] as const;

/** Sources: Flask, Class-based views; Flask-RESTful, Resourceful routing; Flask-RESTX. */
const BASES: readonly ViewBase[] = [
  {
    modules: ['flask.views', 'quart.views', 'apiflask.views'],
    name: 'MethodView',
    view: { members: MEMBERS_BY_VERB, decorators: ['decorators'] },
  },
  {
    modules: ['flask.views', 'quart.views'],
    name: 'View',
    view: {
      members: [{ member: 'dispatch_request', methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] }],
      allowed: 'methods',
      decorators: ['decorators'],
    },
  },
  {
    modules: ['flask_restful', 'flask_restx', 'flask_restplus', 'flask_restful.resource', 'flask_restx.resource'],
    name: 'Resource',
    view: { members: MEMBERS_BY_VERB, decorators: ['decorators', 'method_decorators'] },
  },
];

const ROUTERS: readonly RouterBase[] = [
  ...APPLICATIONS.map(([modules, name]): RouterBase => ({
    modules,
    name,
    made: call => routerFact(call, 'application'),
    takes: {},
  })),
  ...BLUEPRINTS.map(([modules, name]): RouterBase => ({
    modules,
    name,
    made: call => routerFact(call, 'router'),
    takes: { prefix: 'url_prefix' },
  })),
  ...API_BASES,
];

function routerFact(call: CallExpr, role: 'application' | 'router'): Extract<ProgramFact, { kind: 'router' }> {
  const prefix = role === 'router' ? argumentOf(call, 'url_prefix') : undefined;
  return {
    kind: 'router',
    at: call.nameAt,
    framework: 'flask',
    site: call,
    role,
    rules: RULES,
    ...(prefix && { prefix }),
  };
}

const VERBS: ReadonlyMap<string, Method> = new Map([
  ['get', 'GET'],
  ['put', 'PUT'],
  ['post', 'POST'],
  ['delete', 'DELETE'],
  ['patch', 'PATCH'],
]);

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const origin = file.originOf(call.callee);
  const made = ROUTERS.find(({ modules, name: exported }) => isFrom(origin, modules, exported));
  if (made) return [made.made(call)];
  if (!receiver) return [];
  const base = { framework: 'flask', site: call, on: receiver } as const;
  const [first] = call.args;
  switch (name) {
    case 'register_blueprint': {
      const blueprint = argumentOf(call, 'blueprint', 0);
      const prefix = argumentOf(call, 'url_prefix');
      return blueprint
        ? [
            {
              kind: 'mount',
              ...base,
              at: prefix?.at ?? call.nameAt,
              chain: [blueprint],
              ...(prefix && { prefix, replacesPrefix: true }),
            },
          ]
        : [];
    }
    case 'before_request':
    case 'before_app_request':
      return first && call.args.length === 1
        ? [
            {
              kind: 'guard',
              ...base,
              at: call.nameAt,
              guards: [first],
              ...(name === 'before_app_request' && { isEverywhere: true }),
            },
          ]
        : [];
    case 'add_url_rule': {
      const path = argumentOf(call, 'rule', 0);
      const handler = argumentOf(call, 'view_func', 2);
      return path && handler ? [route(call, call, receiver, path, handler)] : [];
    }
    case 'as_view':
      return [{ kind: 'view', at: call.nameAt, framework: 'flask', site: call, of: receiver }];
    default:
      return [];
  }
}

/** `@app.route('/x', methods=[…])`, `@app.get('/x')`. */
function routeOf({ call, site, handler }: Registration): readonly ProgramFact[] {
  const called = methodCalled(call);
  const path = argumentOf(call, 'rule', 0);
  if (!called || !path) return [];
  const verb = VERBS.get(called.name);
  if (verb) return [{ ...route(call, site, called.on, path, handler), methods: [verb], isMethodAssumed: false }];
  if (called.name !== 'route') return [];
  const paths = call.args.filter(arg => arg.kind !== 'named' && arg.kind !== 'spread');
  // RESTX takes several paths at once.
  const all: Expr = paths.length > 1 ? { kind: 'list', at: path.at, items: paths } : path;
  return [route(call, site, called.on, all, handler)];
}

function route(
  call: CallExpr,
  site: CallExpr,
  on: Expr,
  path: Expr,
  handler: Expr,
): Extract<ProgramFact, { kind: 'route' }> {
  return {
    kind: 'route',
    at: path.at,
    framework: 'flask',
    site,
    on,
    ...methodsFrom(argumentOf(call, 'methods')),
    path,
    chain: [handler],
  };
}
