import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouteOfRouter, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, ClassNode, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../javascript/values.ts';
import { argumentOf, isTrue } from '../arguments.ts';
import { PYTHON_FILES } from '../source-files.ts';
import { VERBS } from '../verbs.ts';
import { EXEMPT, authGuard, initialisers } from './auth.ts';

export const litestar = defineDetector({
  id: 'litestar',
  title: 'Litestar',
  kind: 'framework',
  docs: 'https://docs.litestar.dev/latest/usage/routing/overview.html',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['litestar', 'starlite'],
  emits: ['router', 'guard-kind'],
  limits: [
    'Routes that controllers inherit from controllers of the tree are not listed.',
    'Authentication middleware of the tree is read as any other; what it excludes is not.',
    'WebSocket listeners are no operations of the inventory.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const controllers = controllersIn(file);
    return [
      ...file.calls.flatMap(site => factsOf(file, site)),
      ...controllers.flatMap(({ cls, site }) => controllerFact(file, cls, site)),
    ];
  },
});

const RULES: RouterRules = { syntax: 'braces', guards: 'always' };
const HANDLERS = ['litestar', 'litestar.handlers', 'starlite', 'starlite.handlers', 'litestar.handlers.http_handlers'];
const MAKERS = ['litestar', 'litestar.app', 'litestar.router', 'starlite'];

function factsOf(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const [handler] = call.args;
  if (call.callee.kind === 'call' && call.isDecorator && handler) {
    const route = routeIn(file, call.callee, handler);
    return route
      ? [
          {
            kind: 'router',
            at: route.at,
            framework: 'litestar',
            site: call,
            role: 'router',
            rules: RULES,
            routes: [route],
          },
        ]
      : [];
  }
  const isApplication = isFrom(origin, MAKERS, 'Litestar') || isFrom(origin, MAKERS, 'Starlite');
  if (!isApplication && !isFrom(origin, MAKERS, 'Router')) return authGuard(file, call);
  const prefix = argumentOf(call, 'path', isApplication ? undefined : 0);
  const handlers = argumentOf(call, 'route_handlers', isApplication ? 0 : undefined);
  const guards = ['guards', 'middleware'].flatMap(name => argumentOf(call, name) ?? []);
  const all = [...guards, ...initialisers(argumentOf(call, 'on_app_init'))];
  return [
    {
      kind: 'router',
      at: call.nameAt,
      framework: 'litestar',
      site: call,
      role: isApplication ? 'application' : 'router',
      rules: RULES,
      ...(prefix && { prefix }),
      ...(handlers && { chain: [handlers] }),
      ...(all.length > 0 && { guards: all }),
    },
  ];
}

/** `@get('/x', guards=[…])`; without a path it serves where it is put. */
function routeIn(file: ProgramFile, call: CallExpr, handler: Expr): RouteOfRouter | undefined {
  const origin = file.originOf(call.callee);
  const verb = [...VERBS].find(([name]) => isFrom(origin, HANDLERS, name))?.[1];
  const isAny = isFrom(origin, HANDLERS, 'route') || isFrom(origin, HANDLERS, 'HTTPRouteHandler');
  if (!verb && !isAny) return undefined;
  const path = argumentOf(call, 'path', 0);
  const guards = argumentOf(call, 'guards');
  return {
    at: path?.at ?? call.nameAt,
    methods: verb ? [verb] : (argumentOf(call, 'http_method') ?? ['GET']),
    ...(path && { path }),
    chain: [handler],
    ...(guards && { guards: [guards] }),
    ...(isTrue(argumentOf(call, 'deprecated')) && { isDeprecated: true }),
    ...(isTrue(argumentOf(call, EXEMPT)) && { marks: EXEMPT }),
  };
}

type Controller = { readonly cls: ClassNode; readonly site: Expr };

/** Classes of the file that derive from a controller, with the expressions that make them. */
function controllersIn(file: ProgramFile): readonly Controller[] {
  const classes = new Set(
    file.classes.filter(cls =>
      [...(cls.extends ? [cls.extends] : []), ...(cls.others ?? [])].some(base =>
        isFrom(file.originOf(base), [...MAKERS, 'litestar.controller'], 'Controller'),
      ),
    ),
  );
  if (classes.size === 0) return [];
  return [...nodesIn(file.module.body)].flatMap((node): readonly Controller[] => {
    // The walk has forgotten the types of nodes; this is one that holds a class.
    const expr = node as unknown as Expr;
    return expr.kind === 'class' && classes.has(expr.cls) ? [{ cls: expr.cls, site: expr }] : [];
  });
}

function controllerFact(file: ProgramFile, cls: ClassNode, site: Expr): readonly ProgramFact[] {
  const field = (name: string): Expr | undefined =>
    cls.members.flatMap(member => (member.kind === 'field' && member.name === name ? (member.value ?? []) : []))[0];
  const prefix = field('path');
  const guards = field('guards');
  const isExempt = field('opt') !== undefined;
  const routes = cls.members.flatMap(member =>
    member.kind === 'method'
      ? member.decorators.flatMap(({ expression }) =>
          expression.kind === 'call'
            ? (routeIn(file, expression, { kind: 'function', at: member.at, fn: member.fn }) ?? [])
            : [],
        )
      : [],
  );
  return [
    {
      kind: 'router',
      at: cls.nameAt,
      framework: 'litestar',
      site,
      role: 'router',
      rules: RULES,
      routes: isExempt ? routes.map(route => ({ ...route, marks: EXEMPT })) : routes,
      ...(prefix && { prefix }),
      ...(guards && { guards: [guards] }),
    },
  ];
}
