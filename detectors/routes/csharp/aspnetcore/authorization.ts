/**
 * Who may call, as attributes, endpoints, policies and filters of ASP.NET say it.
 *
 * Sources: ASP.NET Core, Simple authorization; Policy-based authorization; Authorization in minimal APIs.
 */
import type { GuardEffect, Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { CallExpr, Expr, Statement } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { argument, assignmentsTo, chainOf, lastName, madeAt, textAt, typeNamed } from '../names.ts';
import { ANONYMOUS, DEFAULT_POLICY, FRAMEWORK, OF_CONTROLLER, POLICY, ROOT } from '../rules.ts';

/** The guard that `[Authorize(…)]` and its like are, and the fact that says so. */
export type Made = { readonly guard: Expr; readonly facts: readonly ProgramFact[] };

type Asked = { readonly policies?: readonly Expr[]; readonly roles?: readonly Expr[]; readonly isOfControllers?: true };

/** Asks for an authenticated caller, by the policies that it names or the default one. */
export function authorizeGuard(at: Location, { policies = [], roles = [], isOfControllers }: Asked = {}): Made {
  const guard = madeAt(at);
  const named = policies.map((policy): Expr => ({
    kind: 'concat',
    at: policy.at,
    parts: [textAt(policy.at, POLICY), policy],
  }));
  const unnamed: Expr = { kind: 'nothing', at };
  return {
    guard,
    facts: [
      {
        kind: 'guard-kind',
        at,
        framework: FRAMEWORK,
        site: guard,
        effect: 'required',
        ...(named.length > 0 ? { providers: named } : {}),
        // Without a scheme nobody is authenticated, and the default policy asks for just that.
        optionalProviders: named.length > 0 ? [unnamed] : [textAt(at, DEFAULT_POLICY), unnamed],
        scopes: [...policies, ...roles.flatMap(rolesIn)],
        exemptBy: ANONYMOUS,
        ...(isOfControllers ? { onlyFor: OF_CONTROLLER } : {}),
        why: 'ASP.NET refuses callers that are not authenticated',
      },
    ],
  };
}

/** `Roles = "admin,editor"`: any of them. */
function rolesIn(roles: Expr): readonly Expr[] {
  if (roles.kind !== 'text') return [roles];
  return roles.value
    .split(',')
    .map(role => role.trim())
    .filter(role => role !== '')
    .map(role => textAt(roles.at, role));
}

/** Marks what is behind it as open to all. */
export function anonymousGuard(at: Location, isOfControllers = false): Made {
  const guard = madeAt(at);
  const why = 'it opens what is behind it to all';
  return {
    guard,
    facts: [
      {
        kind: 'guard-kind',
        at,
        framework: FRAMEWORK,
        site: guard,
        effect: 'none',
        marks: ANONYMOUS,
        ...(isOfControllers ? { onlyFor: OF_CONTROLLER } : {}),
        why,
      },
    ],
  };
}

/** `[Authorize("policy", Roles = "…")]`. */
export function authorizeAttribute(at: Location, args: readonly Expr[]): Made {
  const policy = argument(args, 0, 'Policy', 'policy');
  const roles = argument(args, undefined, 'Roles');
  return authorizeGuard(at, {
    ...(policy ? { policies: [policy] } : {}),
    ...(roles ? { roles: [roles] } : {}),
  });
}

/** `.RequireAuthorization("a", "b")`, `.RequireAuthorization(p => p.RequireRole("a"))`, `.RequireAuthorization(new AuthorizeAttribute { … })`. */
export function requireAuthorization({
  nameAt: at,
  args,
}: {
  readonly nameAt: Location;
  readonly args: readonly Expr[];
}): Made {
  const [first] = args;
  if (!first) return authorizeGuard(at);
  if (first.kind === 'function' || isPolicy(first)) return policyGuard(at, first);
  if (first.kind === 'call' && /^Authorize(?:Attribute)?$/.test(lastName(first.callee)))
    return authorizeAttribute(at, first.args);
  return authorizeGuard(at, { policies: args });
}

function isPolicy(expr: Expr): boolean {
  return chainOf(expr).calls.some(({ callee }) => lastName(callee) === 'Build');
}

/** A policy that is written out: it stands for what it asks for. */
export function policyGuard(at: Location, policy: Expr, isOfControllers?: true): Made {
  const name = textAt(at, `policy at ${at.file}:${at.line}:${at.column}`);
  const guard = madeAt(at);
  const { facts } = authorizeGuard(at, isOfControllers ? { isOfControllers } : {});
  return {
    guard,
    facts: [
      ...facts.map(fact => (fact.kind === 'guard-kind' ? { ...fact, site: guard, providers: [name] } : fact)),
      // The policy is there as soon as the guard is.
      ...policyFacts({ at, site: guard, name, policy }),
    ],
  };
}

type Registered = {
  readonly at: Location;
  readonly site: Expr;
  readonly name: Expr;
  readonly policy: Expr;
};

/** Registers a policy under a name, with what it asks for. */
export function policyFacts({ at, site, name, policy }: Registered): readonly ProgramFact[] {
  const { effect, why, asks, schemes, facts } = policyOf(policy);
  return [
    ...facts,
    {
      kind: 'auth-provider',
      at,
      framework: FRAMEWORK,
      site,
      name,
      effect,
      why: why ?? 'the policy asks for a caller',
      isPolicy: true,
      ...(asks.length > 0 ? { asks } : {}),
      ...(schemes.length > 0 ? { through: schemes.map(schemeName) } : {}),
    },
  ];
}

/** The name of the provider that a way to authenticate is registered as, beside the unnamed one. */
export function schemeName(scheme: Expr): Expr {
  return { kind: 'concat', at: scheme.at, parts: [textAt(scheme.at, SCHEME), scheme] };
}

const SCHEME = 'scheme ';

/** Requirements that only an authenticated caller meets. Source: ASP.NET Core, `AuthorizationPolicyBuilder`. */
const ASKING: ReadonlySet<string> = new Set([
  'RequireAuthenticatedUser',
  'RequireRole',
  'RequireClaim',
  'RequireUserName',
  'RequireScope',
  'RequireScopeOrAppPermission',
]);
/** The same as objects. Source: ASP.NET Core, `Microsoft.AspNetCore.Authorization.Infrastructure`. */
const REQUIREMENTS = /^(?:DenyAnonymous|Roles|Claims|Name)AuthorizationRequirement$/;

type Policy = {
  readonly effect: GuardEffect;
  /** Undefined where it simply asks for a caller. */
  readonly why?: string;
  /** What decides, where nothing simply asks for a caller: requirements, and functions that are asked. */
  readonly asks: readonly Expr[];
  readonly schemes: readonly Expr[];
  readonly facts: readonly ProgramFact[];
};

/** What a policy asks for: one that is built by chained calls, or by a function that is handed the builder. */
function policyOf(policy: Expr): Policy {
  const calls = callsIn(policy);
  const schemes = calls.flatMap(({ callee, args }) =>
    /^(?:AddAuthenticationSchemes|AuthorizationPolicyBuilder)$/.test(lastName(callee)) ? args.filter(isName) : [],
  );
  const none = { asks: [], schemes, facts: [] };
  const given = calls.flatMap(requirementsOf);
  const isAsking =
    calls.some(({ callee }) => ASKING.has(lastName(callee))) ||
    given.some(one => one.kind === 'call' && REQUIREMENTS.test(lastName(one.callee)));
  // `options.FallbackPolicy = options.DefaultPolicy`.
  const isDefault = policy.kind === 'member' && policy.name === 'DefaultPolicy';
  if (isAsking || isDefault) return { ...none, effect: 'required' };
  const others = calls.find(call => !isKnown(call));
  if (others || given.length === 0)
    return {
      ...none,
      effect: 'unknown',
      why: `what the policy asks for ${others ? `is decided by ${lastName(others.callee)}` : 'could not be told'}`,
    };
  const asked = given.map(asking);
  return {
    effect: 'required',
    schemes,
    asks: asked.map(({ guard }) => guard),
    facts: asked.flatMap(({ facts }) => facts),
  };
}

function isName(arg: Expr): boolean {
  return arg.kind === 'text' || arg.kind === 'member' || arg.kind === 'name' || arg.kind === 'concat';
}

/** Calls that say nothing of who may call by themselves, or whose arguments were looked at. */
function isKnown(call: CallExpr): boolean {
  return (
    requirementsOf(call).length > 0 ||
    /^(?:AuthorizationPolicyBuilder|AddAuthenticationSchemes|Build|Add|AuthorizationPolicy)$/.test(
      lastName(call.callee),
    )
  );
}

/** Requirements that a call adds: objects, or a function. */
function requirementsOf({ callee, args, isNew }: CallExpr): readonly Expr[] {
  const name = lastName(callee);
  const isAdding =
    name === 'AddRequirements' ||
    name === 'RequireAssertion' ||
    (name === 'Add' && callee.kind === 'member' && lastName(callee.of) === 'Requirements');
  if (isAdding) return args;
  if (!isNew || name !== 'AuthorizationPolicy') return [];
  const [list] = args;
  return list?.kind === 'list' ? list.items : [];
}

/** What is asked whether a requirement is met: a function by its answer, an object by the handlers of its class. */
function asking(requirement: Expr): Made {
  const assertion =
    requirement.kind === 'call' && lastName(requirement.callee) === 'AssertionRequirement'
      ? requirement.args[0]
      : requirement.kind === 'function'
        ? requirement
        : undefined;
  if (!assertion) return { guard: requirement, facts: [] };
  const guard = madeAt(requirement.at);
  return {
    guard,
    facts: [
      { kind: 'decision', at: requirement.at, framework: FRAMEWORK, site: guard, by: assertion, about: 'request' },
    ],
  };
}

/** The calls that a policy is built by, or the function that builds it makes. */
function callsIn(policy: Expr): readonly CallExpr[] {
  const calls: CallExpr[] = [];
  const open: Expr[] = [policy];
  const statements = (body: readonly Statement[]): void => {
    for (const statement of body) {
      if ('value' in statement && statement.value) open.push(statement.value);
      if (statement.kind === 'block') statements(statement.body);
    }
  };
  for (let expr = open.pop(); expr && calls.length < 200; expr = open.pop()) {
    if (expr.kind === 'function') statements(expr.fn.body);
    else if (expr.kind === 'call') {
      calls.push(expr);
      open.push(expr.callee);
    } else if (expr.kind === 'member') open.push(expr.of);
  }
  return calls;
}

/** Ways to authenticate by the call that adds them. */
const SCHEMES: ReadonlyMap<string, Mechanism> = new Map<string, Mechanism>([
  ['AddJwtBearer', 'jwt'],
  ['AddMicrosoftIdentityWebApi', 'jwt'],
  ['AddMicrosoftIdentityWebApiAuthentication', 'jwt'],
  ['AddIdentityServerJwt', 'jwt'],
  ['AddIdentityServerAuthentication', 'jwt'],
  ['AddJwtBearerAuthentication', 'jwt'],
  ['AddBearerToken', 'bearer'],
  ['AddOAuth2Introspection', 'bearer'],
  ['AddOpenIddict', 'bearer'],
  ['AddCookie', 'session'],
  ['AddIdentityCookies', 'session'],
  ['AddIdentity', 'session'],
  ['AddDefaultIdentity', 'session'],
  ['AddIdentityApiEndpoints', 'session'],
  ['AddOpenIdConnect', 'oidc'],
  ['AddMicrosoftIdentityWebApp', 'oidc'],
  ['AddOAuth', 'oauth2'],
  ['AddCertificate', 'mtls'],
  ['AddApiKeyInHeader', 'api-key'],
  ['AddApiKeyInHeaderOrQueryParams', 'api-key'],
  ['AddBasic', 'basic'],
  ['AddNegotiate', 'custom'],
]);

/** What the set-up of a program says of authentication and authorisation. */
export function setUpFacts({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const mechanism =
    SCHEMES.get(name) ?? (name === 'AddScheme' && receiver ? schemeOf(call.args, call.typeArguments) : undefined);
  if (mechanism) return schemeFacts(call, name, mechanism);
  const [first, second] = call.args.map(arg => (arg.kind === 'named' ? arg.value : arg));
  if (name === 'AddPolicy' && first && second) {
    // CORS has policies, too: they allow origins and name no requirement; so have limiters, caches and clients.
    if (callsIn(second).some(({ callee }) => OTHERS.test(lastName(callee))) || !mayBePolicy(second)) return [];
    const named: Expr = { kind: 'concat', at: first.at, parts: [textAt(first.at, POLICY), first] };
    return policyFacts({ at: call.nameAt, site: call, name: named, policy: second });
  }
  if (name === 'SetDefaultPolicy' && first) return defaultPolicy(call, first, call.nameAt);
  if (name === 'SetFallbackPolicy' && first) return fallback(call, first, call.nameAt);
  const isFilter = /^(?:Add|AddService)$/.test(name) && receiver && /^[Ff]ilters$/.test(lastName(receiver));
  const given = isFilter ? (typeNamed(call.typeArguments[0], call.nameAt) ?? first) : undefined;
  if (given) return filter(call, given, call.nameAt);
  return [];
}

const OTHERS =
  /^(?:AllowAny|With(?:Origins|Methods|Headers|ExposedHeaders)|SetIsOrigin|AllowCredentials|DisallowCredentials|Expire|NoCache|SetVaryBy|Get\w*Limiter|RateLimitPartition)/;

/** A policy is built by a function, by chained calls, or somewhere else. */
function mayBePolicy(policy: Expr): boolean {
  return policy.kind !== 'text' && policy.kind !== 'number' && policy.kind !== 'boolean';
}

/** A way to authenticate, as the unnamed one and by its name; the class of the tree that does it decides whom it knows. */
function schemeFacts(call: CallExpr, name: string, mechanism: Mechanism): readonly ProgramFact[] {
  const handler = name === 'AddScheme' ? typeNamed(call.typeArguments.at(-1), call.nameAt) : undefined;
  const base: ProgramFact = {
    kind: 'auth-provider',
    at: call.nameAt,
    framework: FRAMEWORK,
    site: call,
    effect: 'required',
    mechanism,
    why: `${name} reads the caller's credential`,
    ...(handler ? { asks: [handler] } : {}),
  };
  const [first] = call.args.map(arg => (arg.kind === 'named' ? arg.value : arg));
  const own = first && isName(first) ? first : BY_DEFAULT.get(name);
  const scheme = typeof own === 'string' ? textAt(call.nameAt, own) : own;
  return [base, ...(scheme ? [{ ...base, name: schemeName(scheme) }] : [])];
}

/** Names of ways to authenticate that are given none. Source: ASP.NET Core, `JwtBearerDefaults` and its like. */
const BY_DEFAULT: ReadonlyMap<string, string> = new Map([
  ['AddJwtBearer', 'Bearer'],
  ['AddCookie', 'Cookies'],
  ['AddOpenIdConnect', 'OpenIdConnect'],
  ['AddCertificate', 'Certificate'],
  ['AddNegotiate', 'Negotiate'],
]);

function schemeOf(args: readonly Expr[], types: readonly string[]): Mechanism {
  const words = `${types.join(' ')} ${args[0]?.kind === 'text' ? args[0].value : ''}`;
  if (/api-?_?key/i.test(words)) return 'api-key';
  if (/basic/i.test(words)) return 'basic';
  return /jwt/i.test(words) ? 'jwt' : 'custom';
}

/** `options.FallbackPolicy = …` and `options.DefaultPolicy = …`, wherever they are assigned. */
export function policyAssignments(file: ProgramFile): readonly ProgramFact[] {
  return assignmentsTo(file, 'FallbackPolicy', 'DefaultPolicy').flatMap(({ target, value }) => {
    if (value.kind === 'nothing') return [];
    return target.name === 'FallbackPolicy'
      ? fallback(value, value, target.nameAt)
      : defaultPolicy(value, value, target.nameAt);
  });
}

/** The policy of every endpoint that says nothing of its own. */
function fallback(site: Expr, policy: Expr, at: Location): readonly ProgramFact[] {
  const { guard, facts } = policyGuard(at, policy);
  return [
    ...facts,
    { kind: 'guard', at, framework: FRAMEWORK, site, implicit: ROOT, isReached: true, guards: [guard] },
  ];
}

function defaultPolicy(site: Expr, policy: Expr, at: Location): readonly ProgramFact[] {
  return policyFacts({ at, site, name: textAt(at, DEFAULT_POLICY), policy });
}

/** A filter for all controllers. */
function filter(site: Expr, given: Expr, at: Location): readonly ProgramFact[] {
  const made = given.kind === 'call' ? lastName(given.callee) : '';
  if (made !== 'AuthorizeFilter' && made !== 'AuthorizeAttribute') return ofTree(site, given, at);
  const [policy] = given.kind === 'call' ? given.args : [];
  const isWritten = policy !== undefined && (isPolicy(policy) || policy.kind === 'name');
  const { guard, facts } = isWritten
    ? written(at, policy)
    : authorizeGuard(at, {
        ...(policy && policy.kind !== 'named' ? { policies: [policy] } : {}),
        isOfControllers: true,
      });
  return [
    ...facts,
    { kind: 'guard', at, framework: FRAMEWORK, site, implicit: ROOT, isReached: true, guards: [guard] },
  ];
}

/** A filter of the program for all controllers; those that the framework has of its own say so by their names. */
function ofTree(site: Expr, given: Expr, at: Location): readonly ProgramFact[] {
  const name = given.kind === 'call' ? lastName(given.callee) : lastName(given);
  if (name === '' || NO_GUARDS.test(name)) return [];
  return [
    {
      kind: 'guard',
      at,
      framework: FRAMEWORK,
      site,
      implicit: ROOT,
      isReached: true,
      guards: [given],
      onlyRefusals: true,
      onlyFor: OF_CONTROLLER,
    },
  ];
}

const NO_GUARDS =
  /Antiforgery|^(?:RequireHttps|Produces|Consumes|ResponseCache|HandleError|FormatFilter|UnsupportedContentType)/;

/** `new AuthorizeFilter(policy)`, where the policy is built there or just before: what built it is not looked for. */
function written(at: Location, policy: Expr): Made {
  return policy.kind === 'name' ? authorizeGuard(at, { isOfControllers: true }) : policyGuard(at, policy, true);
}
