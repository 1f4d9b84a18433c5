/** Endpoints and groups of minimal APIs, and what builds applications. Source: ASP.NET Core, Minimal APIs; Routing. */
import { type Method, HTTP_METHODS, type ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr, Statement } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { carterModule } from '../carter/modules.ts';
import { argument, chainOf, lastName, madeAt, textAt, typeNamed } from '../names.ts';
import { FRAMEWORK, OF_CONTROLLER, RULES } from '../rules.ts';
import { type Made, anonymousGuard, authorizeGuard, requireAuthorization } from './authorization.ts';

const VERBS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['MapGet', 'GET'],
  ['MapPost', 'POST'],
  ['MapPut', 'PUT'],
  ['MapDelete', 'DELETE'],
  ['MapPatch', 'PATCH'],
]);

/** Types of parameters by which code is handed the application. */
const APPLICATIONS: ReadonlySet<string> = new Set([
  'IApplicationBuilder',
  'IEndpointRouteBuilder',
  'IHostApplicationBuilder',
  'IRouteBuilder',
  'WebApplication',
  'WebApplicationBuilder',
]);

export function typedRouters(file: ProgramFile): readonly ProgramFact[] {
  const modules = new Set(file.classes.flatMap(cls => carterModule(cls)?.type ?? []));
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    if (modules.has(type)) return [];
    const base = { kind: 'router', at: type.at, framework: FRAMEWORK, site: type, rules: RULES } as const;
    if (APPLICATIONS.has(type.name)) return [{ ...base, role: 'application', isRoot: true }];
    return type.name === 'RouteGroupBuilder' ? [{ ...base, role: 'router' }] : [];
  });
}

/** Conventions of an endpoint that are chained to the call that maps it, by that call. */
export type Conventions = ReadonlyMap<CallExpr, readonly CallExpr[]>;

/** Calls that map an endpoint: what is chained to them is said of it, and not of what it is mapped on. */
const MAPPING =
  /^Map(?:Get|Post|Put|Delete|Patch|Methods|Fallback\w*|HealthChecks|Hub|GrpcService|GraphQL|Controllers|ControllerRoute|DefaultControllerRoute|AreaControllerRoute|RazorPages|IdentityApi|OpenApi|Metrics|PrometheusScrapingEndpoint|ReverseProxy|Forwarder|BlazorHub|RazorComponents|StaticAssets|SwaggerUI|Swagger|ScalarApiReference|FallbackToFile|Map|Verbs)$|^Map$/;

/** What is chained to each mapping, wherever in the file the chain ends. */
export function conventionsOf(file: ProgramFile): Conventions {
  const found = new Map<CallExpr, readonly CallExpr[]>();
  for (const { call } of file.calls) {
    const { calls } = chainOf(call);
    const index = calls.findIndex(one => MAPPING.test(lastName(one.callee)));
    const mapping = calls[index];
    const before = calls.slice(0, Math.max(index, 0));
    if (mapping && before.length > (found.get(mapping)?.length ?? -1)) found.set(mapping, before);
  }
  return found;
}

/** What starts an application, which serves what is found in the projects that it is built with. */
export function applicationFacts(file: ProgramFile): readonly ProgramFact[] {
  const calls = file.calls.flatMap(({ call, name, receiver }) => {
    const isBuilder = receiver !== undefined && lastName(receiver) === 'WebApplication' && name.startsWith('Create');
    return isBuilder || name === 'UseStartup' || name === 'ConfigureWebHostDefaults' ? [call.nameAt] : [];
  });
  const classes = file.classes.flatMap(cls => {
    const configure = cls.members.find(member => member.kind === 'method' && member.name === 'Configure');
    const isStartup = cls.name === 'Startup' || (cls.extends && lastName(cls.extends) === 'HttpApplication');
    return isStartup && (configure || cls.name !== 'Startup') ? [cls.nameAt] : [];
  });
  const [at] = [...calls, ...classes];
  return at ? [{ kind: 'application', at, framework: FRAMEWORK, site: madeAt(at) }] : [];
}

export function endpointFacts(site: CallSite, conventions: Conventions): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  if (name === '') return [];
  if (receiver && lastName(receiver) === 'WebApplication' && /^Create(?:Slim|Empty)?(?:Builder)?$/.test(name))
    return [
      {
        kind: 'router',
        at: call.nameAt,
        framework: FRAMEWORK,
        site: call,
        role: 'application',
        isRoot: true,
        rules: RULES,
      },
    ];
  if (!receiver) return [];
  const isMapping = conventions.has(call);
  if (isMapping) return mapped(site, receiver, conventions.get(call) ?? []);
  const { calls } = chainOf(receiver);
  // What is chained to an endpoint is read with it.
  if (calls.some(one => conventions.has(one))) return [];
  return onRouter(site, receiver);
}

function mapped({ call, name }: CallSite, on: Expr, chained: readonly CallExpr[]): readonly ProgramFact[] {
  const base = { framework: FRAMEWORK, site: call, on } as const;
  const { guards, facts } = guardsOf(chained, name.startsWith('MapController') || name.includes('ControllerRoute'));
  // What is said later of the builder that this gives is said of this endpoint alone.
  const own: ProgramFact = {
    kind: 'router',
    framework: FRAMEWORK,
    site: call,
    at: call.nameAt,
    role: 'router',
    rules: RULES,
    from: on,
  };
  const [first, second, third] = call.args.map(arg => (arg.kind === 'named' ? arg.value : arg));
  const route = (methods: readonly Method[] | Expr, path: Expr, handler: Expr | undefined): readonly ProgramFact[] => [
    own,
    { kind: 'route', ...base, on: call, at: path.at, methods, path, chain: handler ? [handler] : [], guards },
    ...facts,
  ];
  const verb = VERBS.get(name);
  if (verb) return first && second ? route([verb], first, second) : [];
  switch (name) {
    case 'MapMethods':
      return first && second && third ? route(methodsOf(second), first, third) : [];
    case 'MapVerbs':
      return first && second && third ? route(methodsOf(second), first, third) : [];
    case 'Map':
      if (!first || !second) return [];
      return isBranch(second)
        ? [{ kind: 'mount', ...base, at: first.at, prefix: first, chain: [second], calls: 'child' }]
        : route(['ANY'], first, second);
    case 'MapHealthChecks':
      return first ? route(['GET'], first, undefined) : [];
    // Source: YARP, Direct forwarding.
    case 'MapForwarder':
      return first ? route(['ANY'], first, undefined) : [];
    case 'MapIdentityApi':
      return [own, ...identity(call, guards, facts)];
    case 'MapControllers':
      return guards.length > 0 ? [...facts, { kind: 'guard', ...base, at: call.nameAt, guards }] : [];
    case 'MapControllerRoute':
    case 'MapDefaultControllerRoute':
    case 'MapAreaControllerRoute':
      return [
        ...conventional(call, name),
        ...(guards.length > 0 ? [...facts, { kind: 'guard' as const, ...base, at: call.nameAt, guards }] : []),
      ];
    default:
      return [own];
  }
}

/** `new[] { "GET" }`, `[HttpMethods.Get]`; constants of `HttpMethods` go by the last part of their name. */
function methodsOf(methods: Expr): Expr {
  if (methods.kind !== 'list') return methods;
  return {
    ...methods,
    items: methods.items.map(item =>
      item.kind === 'member' && lastName(item.of) === 'HttpMethods' ? textAt(item.at, item.name.toUpperCase()) : item,
    ),
  };
}

/** `app.Map("/admin", admin => { admin.Use…(); })` makes a branch of the pipeline; a handler builds none. */
function isBranch(handler: Expr): boolean {
  if (handler.kind !== 'function') return false;
  const [parameter, ...others] = handler.fn.parameters;
  if (!parameter || others.length > 0 || parameter.pattern.kind !== 'name') return false;
  const { name, type } = parameter.pattern;
  if (type) return type.name === 'IApplicationBuilder';
  return handler.fn.body.some(statement => buildsOn(statement, name));
}

function buildsOn(statement: Statement, name: string): boolean {
  if (!('value' in statement) || !statement.value) return false;
  const { calls, root } = chainOf(statement.value);
  const first = calls.at(-1);
  return (
    root.kind === 'name' && root.name === name && first !== undefined && /^(?:Use|Run|Map)/.test(lastName(first.callee))
  );
}

/** Conventions that stand before an endpoint or a group. */
function guardsOf(
  chained: readonly CallExpr[],
  isOfControllers = false,
): { readonly guards: readonly Expr[]; readonly facts: readonly ProgramFact[] } {
  const made = chained.toReversed().flatMap(call => conventionGuard(call, isOfControllers) ?? []);
  return { guards: made.map(({ guard }) => guard), facts: made.flatMap(({ facts }) => facts) };
}

function conventionGuard(call: CallExpr, isOfControllers: boolean): Made | undefined {
  const at = call.nameAt;
  switch (lastName(call.callee)) {
    case 'RequireAuthorization': {
      if (!isOfControllers) return requireAuthorization(call);
      const { guard, facts } = requireAuthorization(call);
      return {
        guard,
        facts: facts.map(fact => (fact.kind === 'guard-kind' ? { ...fact, onlyFor: OF_CONTROLLER } : fact)),
      };
    }
    case 'AllowAnonymous':
      return anonymousGuard(at, isOfControllers);
    case 'AddEndpointFilter': {
      const filter = typeNamed(call.typeArguments[0], at) ?? argument(call.args, 0, 'filter');
      return filter ? { guard: filter, facts: [] } : undefined;
    }
    case 'RequireRateLimiting': {
      const guard = madeAt(at);
      const why = 'the rate limiter of ASP.NET counts the requests';
      return {
        guard,
        facts: [{ kind: 'guard-kind', at, framework: FRAMEWORK, site: guard, effect: 'none', limiter: true, why }],
      };
    }
    default:
      return undefined;
  }
}

/** Calls on an application or a group that map nothing themselves. */
function onRouter({ call, name }: CallSite, on: Expr): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: FRAMEWORK, site: call } as const;
  const [first, second] = call.args.map(arg => (arg.kind === 'named' ? arg.value : arg));
  switch (name) {
    case 'MapGroup':
      return first
        ? [{ kind: 'router', ...base, at: first.at, role: 'router', rules: RULES, from: on, prefix: first }]
        : [];
    case 'RequireAuthorization':
    case 'AllowAnonymous':
    case 'AddEndpointFilter':
    case 'RequireRateLimiting': {
      const made = conventionGuard(call, false);
      return made ? [...made.facts, { kind: 'guard', ...base, on, guards: [made.guard] }] : [];
    }
    case 'UseEndpoints':
    case 'UseMvc':
      return first ? [{ kind: 'mount', ...base, on, chain: [first], calls: 'self' }] : [];
    case 'UsePathBase':
      // What is computed is set where the program runs; without it, the program answers all the same.
      return first?.kind === 'text' ? [{ kind: 'base-path', ...base, at: first.at, on, prefix: first }] : [];
    case 'MapRoute':
    case 'MapAreaRoute':
    case 'MapHttpRoute':
    case 'UseMvcWithDefaultRoute':
      return conventional(call, name);
    case 'Use':
      return first ? [{ kind: 'guard', ...base, on, guards: [first], onlyRefusals: true }] : [];
    case 'UseWhen':
      return first && second ? branched(call, on, first, second) : [];
    case 'UseMiddleware': {
      const middleware = typeNamed(call.typeArguments[0], call.nameAt) ?? first;
      // What a middleware reads and hands on is for those that come after, as it is with `UseAuthentication()`.
      return middleware ? [{ kind: 'guard', ...base, on, guards: [middleware], onlyRefusals: true }] : [];
    }
    default:
      return [];
  }
}

/** `UseWhen(c => c.Request.Path.StartsWithSegments("/api"), b => b.UseMiddleware<Guard>())`: what some requests come through. */
function branched(call: CallExpr, on: Expr, test: Expr, branch: Expr): readonly ProgramFact[] {
  if (branch.kind !== 'function') return [];
  const [parameter] = branch.fn.parameters;
  const builder = parameter?.pattern.kind === 'name' ? parameter.pattern.name : undefined;
  const guards = branch.fn.body.flatMap((statement): readonly Expr[] => {
    if (!('value' in statement) || !statement.value) return [];
    const { calls, root } = chainOf(statement.value);
    if (root.kind !== 'name' || root.name !== builder) return [];
    return calls.toReversed().flatMap(one => {
      const name = lastName(one.callee);
      const given =
        name === 'UseMiddleware' ? (typeNamed(one.typeArguments[0], one.nameAt) ?? one.args[0]) : one.args[0];
      return (name === 'UseMiddleware' || name === 'Use') && given ? [given] : [];
    });
  });
  const prefix = prefixAsked(test);
  return guards.length === 0
    ? []
    : [
        {
          kind: 'guard',
          at: call.nameAt,
          framework: FRAMEWORK,
          site: call,
          on,
          guards,
          onlyRefusals: true,
          // Of any other test it is not known which requests pass it.
          ...(prefix ? { prefix } : { matcher: madeAt(test.at) }),
        },
      ];
}

/** The path below which a test holds: `c => c.Request.Path.StartsWithSegments("/api")`. */
function prefixAsked(test: Expr): Expr | undefined {
  const [only] = test.kind === 'function' ? test.fn.body : [];
  const value = only?.kind === 'return' ? only.value : undefined;
  if (value?.kind !== 'call' || lastName(value.callee) !== 'StartsWithSegments' || value.callee.kind !== 'member')
    return undefined;
  const [path] = value.args;
  return lastName(value.callee.of) === 'Path' && path?.kind === 'text' ? path : undefined;
}

const DEFAULT_ROUTE = '{controller=Home}/{action=Index}/{id?}';

function conventional(call: CallExpr, name: string): readonly ProgramFact[] {
  const base = { kind: 'conventional-route', framework: FRAMEWORK, site: call, rules: RULES } as const;
  if (name === 'MapDefaultControllerRoute' || name === 'UseMvcWithDefaultRoute')
    return [{ ...base, at: call.nameAt, pattern: textAt(call.nameAt, DEFAULT_ROUTE) }];
  const isArea = name.includes('Area');
  const pattern = argument(call.args, isArea ? 2 : 1, 'pattern', 'template', 'url', 'routeTemplate');
  if (!pattern) return [];
  const defaults = argument(call.args, isArea ? 3 : 2, 'defaults');
  const area = isArea ? argument(call.args, 1, 'areaName') : undefined;
  const constraints = argument(call.args, isArea ? 4 : 3, 'constraints');
  const methods = constraints ? methodsAllowed(constraints) : [];
  return [
    {
      ...base,
      at: pattern.at,
      pattern,
      ...(defaults ? { defaults } : {}),
      ...(area ? { area } : {}),
      ...(name === 'MapHttpRoute' ? { isVerbNamed: true as const } : {}),
      ...(methods.length > 0 ? { methods } : {}),
    },
  ];
}

/** `new { httpMethod = new HttpMethodRouteConstraint("PUT") }`; in older versions, `HttpMethodConstraint`. */
function methodsAllowed(constraints: Expr): readonly Method[] {
  const values =
    constraints.kind === 'record'
      ? constraints.entries.map(({ value }) => value)
      : constraints.kind === 'call'
        ? constraints.args
        : [];
  return values
    .map(value => (value.kind === 'named' ? value.value : value))
    .flatMap(value =>
      value.kind === 'call' && /^HttpMethod(?:Route)?Constraint$/.test(lastName(value.callee)) ? value.args : [],
    )
    .flatMap(arg => (arg.kind === 'text' ? HTTP_METHODS.filter(method => method === arg.value.toUpperCase()) : []));
}

/** Source: ASP.NET Core, `IdentityApiEndpointRouteBuilderExtensions.MapIdentityApi`. */
const IDENTITY: readonly { readonly method: Method; readonly path: string; readonly isGuarded?: true }[] = [
  { method: 'POST', path: '/register' },
  { method: 'POST', path: '/login' },
  { method: 'POST', path: '/refresh' },
  { method: 'GET', path: '/confirmEmail' },
  { method: 'POST', path: '/resendConfirmationEmail' },
  { method: 'POST', path: '/forgotPassword' },
  { method: 'POST', path: '/resetPassword' },
  { method: 'POST', path: '/manage/2fa', isGuarded: true },
  { method: 'GET', path: '/manage/info', isGuarded: true },
  { method: 'POST', path: '/manage/info', isGuarded: true },
];

function identity(call: CallExpr, guards: readonly Expr[], facts: readonly ProgramFact[]): readonly ProgramFact[] {
  const own = authorizeGuard(call.nameAt);
  const routes = IDENTITY.map(({ method, path, isGuarded }): ProgramFact => ({
    kind: 'route',
    at: call.nameAt,
    framework: FRAMEWORK,
    site: call,
    on: call,
    methods: [method],
    path: textAt(call.nameAt, path),
    chain: [],
    guards: isGuarded ? [...guards, own.guard] : guards,
  }));
  return [...facts, ...own.facts, ...routes];
}
