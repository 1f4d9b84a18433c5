import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';
import { PYTHON_FILES } from '../source-files.ts';

export const masonite = defineDetector({
  id: 'masonite',
  title: 'Masonite',
  kind: 'framework',
  docs: 'https://docs.masoniteproject.com/the-basics/routing',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['masonite'],
  emits: ['router', 'alias', 'guard', 'guard-kind', 'entry-list'],
  limits: [
    'What middleware does is not followed: it goes by names that a kernel registers.',
    'Controllers that texts name are looked for in `app/controllers`; prefixes that a provider puts before a file of routes are not read.',
  ],
  version: 1,
  detect: file => [...file.calls.flatMap(site => callFacts(file, site)), ...lists(file)],
});

const FRAMEWORK = 'masonite';
const RULES: RouterRules = { syntax: 'masonite', guards: 'always' };
const ROUTE = ['masonite.routes', 'masonite.routes.Route'];

const METHODS: ReadonlyMap<string, readonly Method[]> = new Map<string, readonly Method[]>([
  ['get', ['GET']],
  ['post', ['POST']],
  ['put', ['PUT']],
  ['patch', ['PATCH']],
  ['delete', ['DELETE']],
  ['options', ['OPTIONS']],
  ['any', ['ANY']],
]);

/** Members of a resource; an API has no pages to write in. */
const RESOURCE: readonly (readonly [member: string, method: Method, path: string, isPage?: true])[] = [
  ['index', 'GET', ''],
  ['create', 'GET', '/create', true],
  ['store', 'POST', ''],
  ['show', 'GET', '/@id'],
  ['edit', 'GET', '/@id/edit', true],
  ['update', 'PUT', '/@id'],
  ['update', 'PATCH', '/@id'],
  ['destroy', 'DELETE', '/@id'],
];

function callFacts(file: ProgramFile, { call, receiver, name }: CallSite): readonly ProgramFact[] {
  const isRoute = receiver !== undefined && isFrom(file.originOf(receiver), ROUTE, 'Route');
  if (!isRoute) return receiver ? chained(file, call, receiver, name) : [];
  const methods = METHODS.get(name);
  const [first, second] = call.args;
  if (methods && first && second) return [entry(call, first, handlerOf(second), methods)];
  switch (name) {
    case 'match':
      return first && second && call.args[2] ? [entry(call, second, handlerOf(call.args[2]), first)] : [];
    case 'view':
    case 'redirect':
    case 'permanent_redirect':
      return first ? [entry(call, first, { kind: 'boolean', at: first.at, value: true }, ['GET'])] : [];
    case 'group':
      return group(call);
    case 'resource':
    case 'api':
      return first && second ? resource(call, first, second, name === 'api') : [];
    default:
      return [];
  }
}

function entry(site: CallExpr, path: Expr, handler: Expr, methods: readonly Method[] | Expr): ProgramFact {
  return {
    kind: 'router',
    at: site.nameAt,
    framework: FRAMEWORK,
    site,
    role: 'router',
    rules: RULES,
    serves: { path, handler, methods },
  };
}

/** `'UserController@show'` is a method of that class, in the file of its name. */
function handlerOf(given: Expr): Expr {
  const [, module, member] = (given.kind === 'text' && /^\/?([\w.]+)@(\w+)$/.exec(given.value)) || [];
  return module !== undefined && member !== undefined ? memberOf(given.at, module, member) : given;
}

function memberOf(at: Location, module: string, name: string): Expr {
  const own = module.split('.').at(-1) ?? module;
  const load: Expr = { kind: 'load', at, module: { kind: 'text', at, value: `app.controllers.${module}` } };
  return { kind: 'member', at, nameAt: at, of: { kind: 'member', at, nameAt: at, of: load, name: own }, name };
}

/** `Route.group([…], prefix='/x', middleware=['auth'])`. */
function group(call: CallExpr): readonly ProgramFact[] {
  const handler = argumentOf(call, 'routes', 0);
  if (!handler) return [];
  const path = argumentOf(call, 'prefix');
  const middleware = argumentOf(call, 'middleware');
  const guard: Expr | undefined = middleware && { ...middleware };
  return [
    ...(guard ? [named(guard)] : []),
    {
      kind: 'router',
      at: call.nameAt,
      framework: FRAMEWORK,
      site: call,
      role: 'router',
      rules: RULES,
      serves: { handler, ...(path && { path }) },
      ...(guard && { guards: [guard] }),
    },
  ];
}

/** Middleware goes by names whose meaning is registered elsewhere. */
function named(site: Expr): ProgramFact {
  return {
    kind: 'guard-kind',
    at: site.at,
    framework: FRAMEWORK,
    site,
    effect: 'unknown',
    why: 'middleware that goes by a name',
  };
}

/** `Route.get(…).middleware('auth').name('x')`. */
function chained(file: ProgramFile, call: CallExpr, on: Expr, name: string): readonly ProgramFact[] {
  if (on.kind !== 'call' || !file.module.imports.some(({ module }) => module.startsWith('masonite'))) return [];
  const base = { at: call.nameAt, framework: FRAMEWORK, site: call } as const;
  const [first] = call.args;
  if (name === 'middleware' && first) {
    const guard = { ...first };
    return [named(guard), { kind: 'guard', ...base, on, guards: [guard] }];
  }
  return ['name', 'domain', 'exclude_middleware', 'module', 'controller'].includes(name)
    ? [{ kind: 'alias', ...base, value: on }]
    : [];
}

/** Each route of a resource is made, as if it were written. */
function resource(call: CallExpr, path: Expr, controller: Expr, isApi: boolean): readonly ProgramFact[] {
  const { nameAt: at } = call;
  const made = RESOURCE.filter(([, , , isPage]) => !isApi || !isPage).map(([member, method, below]): ProgramFact => {
    const handler: Expr =
      controller.kind === 'text'
        ? memberOf(controller.at, controller.value, member)
        : { kind: 'member', at, nameAt: at, of: controller, name: member };
    const full: Expr = { kind: 'concat', at: path.at, parts: [path, { kind: 'text', at: path.at, value: below }] };
    return entry({ ...call, callee: { kind: 'nothing', at }, args: [] }, full, handler, [method]);
  });
  const items = made.flatMap((fact): readonly Expr[] =>
    fact.kind === 'router' && 'kind' in fact.site && fact.site.kind === 'call' ? [fact.site] : [],
  );
  return [
    ...made,
    {
      kind: 'router',
      at,
      framework: FRAMEWORK,
      site: call,
      role: 'router',
      rules: RULES,
      serves: { handler: { kind: 'list', at, items } },
    },
  ];
}

/** `ROUTES = […]`, which the framework loads. */
function lists(file: ProgramFile): readonly ProgramFact[] {
  if (!file.module.imports.some(({ module }) => module.startsWith('masonite.routes'))) return [];
  return file.module.body.flatMap((statement): readonly ProgramFact[] => {
    if (statement.kind !== 'declare' || statement.pattern.kind !== 'name' || statement.pattern.name !== 'ROUTES')
      return [];
    const { at, name } = statement.pattern;
    if (!statement.value) return [];
    return [
      {
        kind: 'entry-list',
        at,
        framework: FRAMEWORK,
        site: { ...statement.value },
        routes: { kind: 'name', at, name },
        rules: RULES,
        isServed: true,
      },
    ];
  });
}
