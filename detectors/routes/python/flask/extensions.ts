import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';
import type { RouterBase } from '../derived-routers.ts';
import type { Registration } from '../decorated-methods.ts';

const RULES: RouterRules = { syntax: 'flask', guards: 'always' };
const REST = ['flask_restful', 'flask_restx', 'flask_restplus', 'flask_restx.api', 'flask_restful.api'];
const SMOREST = ['flask_smorest', 'flask_rest_api'];

/**
 * What extensions of Flask put between an application and its resources: `Api`, `Namespace`, `add_resource`.
 * Sources: Flask-RESTful, API reference; Flask-RESTX, Scaling your project; flask-smorest, API.
 */
export function extensionFacts(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const made = {
    kind: 'router',
    at: call.nameAt,
    framework: 'flask',
    site: call,
    role: 'router',
    rules: RULES,
  } as const;
  const decorators = argumentOf(call, 'decorators');
  const guards = decorators && { guards: [decorators] };
  if (isFrom(origin, REST, 'Namespace')) return namespace(call, { ...made, ...guards });
  if (!receiver) return [];
  const base = { framework: 'flask', site: call, on: receiver } as const;
  switch (name) {
    case 'namespace':
      return namespace(call, { ...made, ...guards, from: receiver });
    case 'add_namespace': {
      const ns = argumentOf(call, 'ns', 0);
      const prefix = argumentOf(call, 'path', 1);
      return ns
        ? [
            {
              kind: 'mount',
              ...base,
              at: prefix?.at ?? call.nameAt,
              chain: [ns],
              ...(prefix && { prefix, replacesPrefix: true }),
            },
          ]
        : [];
    }
    case 'add_resource': {
      const [resource, ...paths] = call.args.filter(arg => arg.kind !== 'named');
      return resource && paths.length > 0 ? [resourceRoute(call, receiver, resource, paths)] : [];
    }
    case 'init_app': {
      // `api.init_app(app)`; of anything that is no router, the fact finds none and does nothing.
      const [app] = call.args;
      return app && app.kind !== 'named'
        ? [
            {
              kind: 'mount',
              framework: 'flask',
              site: call,
              on: app,
              at: call.nameAt,
              chain: [receiver],
              onlyRouters: true,
            },
          ]
        : [];
    }
    default:
      return [];
  }
}

/** `@api.resource('/x', '/y')` of Flask-RESTful. */
export function extensionRoute({ call, site, handler }: Registration): readonly ProgramFact[] {
  const paths = call.args.filter(arg => arg.kind !== 'named' && arg.kind !== 'spread');
  return call.callee.kind === 'member' && call.callee.name === 'resource' && paths.length > 0
    ? [resourceRoute(site, call.callee.of, handler, paths)]
    : [];
}

function resourceRoute(site: CallExpr, on: Expr, resource: Expr, paths: readonly Expr[]): ProgramFact {
  const [path] = paths;
  const at = path?.at ?? site.nameAt;
  return {
    kind: 'route',
    framework: 'flask',
    site,
    on,
    at,
    methods: ['ANY'],
    path: { kind: 'list', at, items: paths },
    chain: [resource],
  };
}

function api(call: CallExpr): Extract<ProgramFact, { kind: 'router' }> {
  const from = argumentOf(call, 'app', 0) ?? argumentOf(call, 'blueprint');
  const prefix = argumentOf(call, 'prefix');
  const decorators = argumentOf(call, 'decorators');
  return {
    kind: 'router',
    at: call.nameAt,
    framework: 'flask',
    site: call,
    role: 'router',
    rules: RULES,
    ...(from && from.kind !== 'nothing' && { from }),
    ...(prefix && { prefix }),
    ...(decorators && { guards: [decorators] }),
  };
}

export const API_BASES: readonly RouterBase[] = [
  { modules: REST, name: 'Api', made: api, takes: { from: '0', prefix: 'prefix', guards: ['decorators'] } },
  { modules: SMOREST, name: 'Api', made: api, takes: { from: '0' } },
];

/** `Namespace('users')` serves below `/users`, unless it is given a path. */
function namespace(call: CallExpr, made: Extract<ProgramFact, { kind: 'router' }>): readonly ProgramFact[] {
  const name = argumentOf(call, 'name', 0);
  const path = argumentOf(call, 'path');
  const prefix: Expr | undefined =
    path ?? (name && { kind: 'concat', at: name.at, parts: [{ kind: 'text', at: name.at, value: '/' }, name] });
  return [{ ...made, ...(prefix && { prefix }) }];
}
