import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf, methodsFrom } from '../arguments.ts';
import { methodCalled, registrationsIn, type Registration } from '../decorated-methods.ts';
import { PYTHON_FILES } from '../source-files.ts';
import { VERBS, VERB_WORDS } from '../verbs.ts';
import { MEMBERS_BY_VERB, type ViewBase, viewBasesIn } from '../view-base.ts';

export const sanic = defineDetector({
  id: 'sanic',
  title: 'Sanic',
  kind: 'framework',
  docs: 'https://sanic.dev/en/guide/basics/routing.html',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['sanic', '.route(', '.add_route(', '.blueprint(', '.middleware', '.on_request', '.as_view(', ...VERB_WORDS],
  emits: ['router', 'route', 'mount', 'guard', 'view', 'view-base', 'guard-kind'],
  limits: ['Hosts are not part of paths.', 'Versions of groups of blueprints stand behind the prefix of the group.'],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...file.calls.flatMap(site => factsOf(file, site)),
    ...registrationsIn(file).flatMap(routeOf),
    ...viewBasesIn(file, 'sanic', BASES),
  ],
});

const RULES: RouterRules = { syntax: 'sanic', guards: 'always' };

const BASES: readonly ViewBase[] = [
  { modules: ['sanic.views'], name: 'HTTPMethodView', view: { members: MEMBERS_BY_VERB, decorators: ['decorators'] } },
];

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'sanic', site: call } as const;
  if (isFrom(origin, ['sanic', 'sanic.app'], 'Sanic'))
    return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  if (isFrom(origin, ['sanic', 'sanic.blueprints'], 'Blueprint')) {
    const prefix = versioned(call, argumentOf(call, 'url_prefix', 1));
    return [{ kind: 'router', ...base, role: 'router', rules: RULES, ...(prefix && { prefix }) }];
  }
  if (isFrom(origin, ['sanic', 'sanic.blueprints'], 'Blueprint.group')) {
    const prefix = versioned(call, argumentOf(call, 'url_prefix'));
    const chain = call.args.filter(arg => arg.kind !== 'named');
    return [{ kind: 'router', ...base, role: 'router', rules: RULES, chain, ...(prefix && { prefix }) }];
  }
  if (isFrom(origin, ['sanic_jwt', 'sanic_jwt.decorators'], 'protected'))
    return [
      {
        kind: 'guard-kind',
        ...base,
        effect: 'required',
        mechanism: 'jwt',
        why: 'sanic-jwt protected refuses requests without a valid JWT',
      },
    ];
  if (!receiver) return [];
  const on = { ...base, on: receiver };
  const [first] = call.args;
  switch (name) {
    case 'blueprint': {
      const prefix = argumentOf(call, 'url_prefix');
      return first ? [{ kind: 'mount', ...on, chain: [first], ...(prefix && { prefix, replacesPrefix: true }) }] : [];
    }
    case 'add_route': {
      const handler = argumentOf(call, 'handler', 0);
      const path = argumentOf(call, 'uri', 1);
      return handler && path ? [route(call, call, receiver, path, handler)] : [];
    }
    case 'on_request':
    case 'middleware':
    case 'register_middleware': {
      const stage = call.args[1];
      const isResponse = stage?.kind === 'text' && stage.value === 'response';
      return first && first.kind !== 'text' && !isResponse ? [{ kind: 'guard', ...on, guards: [first] }] : [];
    }
    case 'as_view':
      return [{ kind: 'view', ...base, of: receiver }];
    default:
      return [];
  }
}

/** `@app.get('/x')`, `@bp.route('/x', methods=['POST'])`, `@app.middleware('request')`. */
function routeOf({ call, site, handler }: Registration): readonly ProgramFact[] {
  const called = methodCalled(call);
  const path = argumentOf(call, 'uri', 0);
  if (!called || !path) return [];
  if (called.name === 'middleware')
    return path.kind === 'text' && path.value === 'request'
      ? [{ kind: 'guard', at: call.nameAt, framework: 'sanic', site, on: called.on, guards: [handler] }]
      : [];
  const verb = VERBS.get(called.name);
  if (verb) return [{ ...route(call, site, called.on, path, handler), methods: [verb], isMethodAssumed: false }];
  return called.name === 'route' ? [route(call, site, called.on, path, handler)] : [];
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
    framework: 'sanic',
    site,
    on,
    ...methodsFrom(argumentOf(call, 'methods')),
    path: versioned(call, path) ?? path,
    chain: [handler],
  };
}

/** `version=1` puts `/v1` before a path. Source: Sanic, Versioning. */
function versioned(call: CallExpr, path: Expr | undefined): Expr | undefined {
  const version = argumentOf(call, 'version');
  if (!version || version.kind === 'nothing') return path;
  const { at } = version;
  const bare: Expr =
    version.kind === 'text' ? { kind: 'text', at, value: version.value.replace(/^\/?v/, '') } : version;
  const before: readonly Expr[] = [{ kind: 'text', at, value: '/v' }, bare, { kind: 'text', at, value: '/' }];
  return { kind: 'concat', at: path?.at ?? at, parts: [...before, ...(path ? [path] : [])] };
}
