import type { FactBody } from '../../../../src/core/fact.ts';
import type { Implicit, Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { besideWildcard } from '../../javascript/values.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { assignmentsIn } from '../assignments.ts';
import { callsWithin, lambdaOf, madeAt, importsFrom } from '../lambdas.ts';
import { VERBS } from '../verbs.ts';

export const javalin = defineDetector({
  id: 'javalin',
  title: 'Javalin',
  kind: 'framework',
  docs: 'https://javalin.io/documentation',
  reads: 'jvm',
  files: ['**/*.{java,kt}'],
  words: ['io.javalin'],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'base-path', 'alias'],
  limits: [
    'Access managers and `beforeMatched` filters decide by the roles of a route: what they let pass is reported as unknown.',
    '`crud()` without a path of its own is not read.',
    'Plugins that register routes of their own are not read.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] =>
    importsFrom(file, 'io.javalin')
      ? [...typedRouters(file), ...file.calls.flatMap(site => factsOf(file, site)), ...contextPaths(file)]
      : [],
});

/** Filters run before every handler that they match, wherever they are registered. Source: Javalin, Handlers. */
const RULES: RouterRules = { syntax: 'braces', guards: 'always' };
const IMPLICIT: Implicit = { otherwise: 'assumed', rules: RULES };
const BUILDER = 'io.javalin.apibuilder.ApiBuilder';

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ...VERBS,
  ['query', 'QUERY'],
  ['ws', 'GET'],
  ['sse', 'GET'],
]);

const TYPES: ReadonlySet<string> = new Set(['Javalin', 'JavalinConfig', 'JavalinDefaultRouting', 'RoutesConfig']);

function typedRouters(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    const packages = ['io.javalin', 'io.javalin.config', 'io.javalin.router'];
    if (!TYPES.has(type.name) || !isFrom(file.originOfType(type), packages, type.name)) return [];
    return [{ kind: 'router', at: type.at, framework: 'javalin', site: type, role: 'application', rules: RULES }];
  });
}

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'javalin', site: call } as const;
  if (FACTORIES.some(factory => isFrom(origin, 'io.javalin', factory))) {
    return [
      { kind: 'router', ...base, role: 'application', rules: RULES },
      { kind: 'mount', ...base, on: call, chain: call.args, calls: 'self' },
    ];
  }
  const isBuilder = isFrom(origin, BUILDER, name) || isFrom(origin, BUILDER, `ApiBuilder.${name}`);
  if (!isBuilder && (!receiver || origin !== undefined)) return [];
  if (receiver && FLUENT.has(name)) return [{ kind: 'alias', ...base, value: receiver }];
  const where = isBuilder ? { implicit: IMPLICIT } : { on: routerOf(receiver ?? call.callee) };
  return registration(file, { site, where, isBuilder });
}

const FACTORIES: readonly string[] = ['Javalin.create', 'Javalin.createStandalone', 'Javalin.createAndStart'];

/** Parts of the configuration. */
const CONFIGS: ReadonlySet<string> = new Set([
  'router',
  'routes',
  'routing',
  'server',
  'core',
  'plugins',
  'bundledPlugins',
]);

/** What an application gives itself back for, besides what registers something. */
const FLUENT: ReadonlySet<string> = new Set([
  'start',
  'error',
  'exception',
  'after',
  'afterMatched',
  'events',
  'wsBefore',
  'wsAfter',
  'attribute',
]);

type Where = { readonly implicit: Implicit } | { readonly on: Expr };
type Registration = { readonly site: CallSite; readonly where: Where; readonly isBuilder: boolean };

/** `config.router`, `config.routes` and so on build what `config` is for. */
function routerOf(receiver: Expr): Expr {
  return receiver.kind === 'member' && CONFIGS.has(receiver.name) ? receiver.of : receiver;
}

function registration(file: ProgramFile, { site, where, isBuilder }: Registration): readonly ProgramFact[] {
  const { call, name } = site;
  const [first, second] = call.args;
  const base = { at: call.nameAt, framework: 'javalin', site: call, ...where } as const;
  const method = METHODS.get(name);
  if (method && first) return verb(site, [method], where, isBuilder);
  if ((name === 'addHandler' || name === 'addHttpHandler') && first && second && call.args[2])
    return [
      {
        kind: 'route',
        ...base,
        at: second.at,
        methods: methodNamed(first),
        path: pathOf(second),
        chain: [call.args[2]],
      },
    ];
  if (name === 'path' && isBuilder && first && second)
    return [
      { kind: 'mount', ...base, at: first.at, prefix: pathOf(first), chain: [second], calls: 'child', members: GROUP },
    ];
  if ((name === 'routes' || name === 'apiBuilder' || name === 'mount') && first && !isBuilder)
    return [{ kind: 'mount', ...base, chain: [first], calls: 'self', members: GROUP }];
  if (name === 'crud' && first) return crud(site, where);
  return filter(file, { site, where, isBuilder });
}

/** `EndpointGroup`, an object that registers routes. */
const GROUP: readonly string[] = ['addEndpoints'];

function verb(
  { call }: CallSite,
  methods: readonly Method[],
  where: Where,
  isBuilder: boolean,
): readonly ProgramFact[] {
  const [first, second] = call.args;
  if (!first || (!second && !isBuilder)) return [];
  const hasPath = !isBuilder || mayBePath(first);
  const handler = hasPath ? second : first;
  if (!handler || !mayHandle(handler)) return [];
  return [
    {
      kind: 'route',
      at: hasPath ? first.at : call.nameAt,
      framework: 'javalin',
      site: call,
      ...where,
      methods,
      ...(hasPath ? { path: pathOf(first) } : {}),
      chain: [handler],
    },
  ];
}

/** Constants may be paths; what is written in lower case, and everything that is called or written out as a function, handles. */
function mayBePath(expr: Expr): boolean {
  if (expr.kind === 'text' || expr.kind === 'concat') return true;
  return (
    (expr.kind === 'name' || expr.kind === 'member') &&
    (/^[A-Z][A-Z\d_]*$/.test(expr.name) || /path|url|route|base/i.test(expr.name))
  );
}

function mayHandle({ kind }: Expr): boolean {
  return kind === 'function' || kind === 'member' || kind === 'name' || kind === 'call';
}

/** `:id` of Javalin 3 is `{id}`, and `<path>` takes slashes. */
function pathOf(expr: Expr): Expr {
  if (expr.kind === 'concat') return { ...expr, parts: expr.parts.map(pathOf) };
  if (expr.kind !== 'text') return expr;
  const value = expr.value.replace(/\/:([\w-]+)/g, '/{$1}').replace(/<([\w-]+)>/g, '{$1...}');
  return value === expr.value ? expr : { ...expr, value };
}

/** A constant of `HandlerType` or `HttpMethod`. */
function methodNamed(expr: Expr): readonly Method[] | Expr {
  const method = expr.kind === 'member' || expr.kind === 'name' ? METHODS.get(expr.name.toLowerCase()) : undefined;
  return method ? [method] : expr;
}

/** The routes of a `CrudHandler`: those of the resource end in its parameter. Source: Javalin, Handler groups, CrudHandler. */
function crud({ call }: CallSite, where: Where): readonly ProgramFact[] {
  const [path, handler] = call.args;
  if (!path || !handler || path.kind !== 'text') return [];
  const one = pathOf(path);
  const all = { ...path, value: path.value.replace(/\/?[{:<][^/]*$/, '') };
  return CRUD.map(({ member, methods, isOne }): ProgramFact => ({
    kind: 'route',
    at: path.at,
    framework: 'javalin',
    site: call,
    ...where,
    methods,
    path: isOne ? one : all,
    chain: [{ kind: 'member', at: handler.at, of: handler, name: member, nameAt: handler.at }],
  }));
}

const CRUD: readonly { readonly member: string; readonly methods: readonly Method[]; readonly isOne: boolean }[] = [
  { member: 'getAll', methods: ['GET'], isOne: false },
  { member: 'create', methods: ['POST'], isOne: false },
  { member: 'getOne', methods: ['GET'], isOne: true },
  { member: 'update', methods: ['PATCH'], isOne: true },
  { member: 'delete', methods: ['DELETE'], isOne: true },
];

function filter(file: ProgramFile, { site, where, isBuilder }: Registration): readonly ProgramFact[] {
  const { call, name } = site;
  const [first, second] = call.args;
  const base = { at: call.nameAt, framework: 'javalin', site: call, ...where } as const;
  if (name === 'before' && first) {
    const handler = second ?? first;
    const block = lambdaOf(handler);
    if (block && callsWithin(file, block).some(inner => inner.name === 'routeRoles')) return byRoles(site, where);
    // In a group, a filter without a path is for what lies below its path, and not for the path itself.
    const prefix = second ? pathOf(first) : undefined;
    const except = besideWildcard(prefix);
    const paths = prefix
      ? { prefix, covers: 'matching' as const, ...(except ? { except } : {}) }
      : isBuilder
        ? { prefix: rootOfGroup(call.nameAt), covers: 'beneath' as const }
        : {};
    return [{ kind: 'guard', ...base, guards: [handler], ...paths }];
  }
  if (name === 'beforeMatched' || name === 'accessManager') return byRoles(site, where);
  if (name !== 'enableBasicAuth') return [];
  const guard = madeAt(call.nameAt);
  const why = 'Javalin asks for the user and password that it was set up with';
  return [
    { kind: 'guard-kind', ...base, site: guard, effect: 'required', mechanism: 'basic', why },
    { kind: 'guard', ...base, guards: [guard] },
  ];
}

function rootOfGroup(at: Location): Expr {
  return { kind: 'text', at, value: '' };
}

function byRoles({ call }: CallSite, where: Where): readonly ProgramFact[] {
  const guard = madeAt(call.nameAt);
  const base = { at: call.nameAt, framework: 'javalin' } as const;
  const why = 'it decides by the roles of each route, which is not followed';
  return [
    { kind: 'guard-kind', ...base, site: guard, effect: 'unknown', why },
    { kind: 'guard', ...base, site: call, ...where, guards: [guard] },
  ];
}

/** `config.router.contextPath = "/shop"`; `config.contextPath` before Javalin 4, `config.routing` in 5. */
function contextPaths(file: ProgramFile): readonly ProgramFact[] {
  return assignmentsIn(file, 'contextPath').map(({ target, value }): ProgramFact => {
    const { of } = target;
    const on = of.kind === 'member' && CONFIGS.has(of.name) ? of.of : of;
    const prefix = { ...value };
    return { kind: 'base-path', at: value.at, framework: 'javalin', site: value, on, prefix };
  });
}
