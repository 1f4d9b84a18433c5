/**
 * Who may call, as attributes, endpoints, policies and filters of ASP.NET say it.
 *
 * Sources: ASP.NET Core, Simple authorization; Policy-based authorization; Authorization in minimal APIs.
 */
import type { Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { argument, assignmentsTo, chainOf, lastName, madeAt, textAt, typeNamed } from '../names.ts';
import { callsIn, isName, policyFacts, schemeName } from './policies.ts';
import { ANONYMOUS, AUTHORIZED, DEFAULT_POLICY, FRAMEWORK, OF_CONTROLLER, POLICY, ROOT } from '../rules.ts';

/** The guard that `[Authorize(…)]` and its like are, and the fact that says so. */
export type Made = { readonly guard: Expr; readonly facts: readonly ProgramFact[] };

type Asked = {
  readonly policies?: readonly Expr[];
  readonly roles?: readonly Expr[];
  /** Ways to authenticate, in place of those by which callers are authenticated where none is named. */
  readonly schemes?: readonly Expr[];
  readonly isOfControllers?: true;
};

/** Asks for an authenticated caller, by the policies that it names or the default one. */
export function authorizeGuard(
  at: Location,
  { policies = [], roles = [], schemes = [], isOfControllers }: Asked = {},
): Made {
  const guard = madeAt(at);
  const named = policies.map((policy): Expr => ({
    kind: 'concat',
    at: policy.at,
    parts: [textAt(policy.at, POLICY), policy],
  }));
  const through: readonly Expr[] = schemes.length > 0 ? schemes.map(schemeName) : [{ kind: 'nothing', at }];
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
        optionalProviders: named.length > 0 ? through : [textAt(at, DEFAULT_POLICY), ...through],
        scopes: [...policies, ...roles.flatMap(rolesIn)],
        exemptBy: ANONYMOUS,
        marks: AUTHORIZED,
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

/** `AuthenticationSchemes = "Bearer,Cookies"`, `JwtBearerDefaults.AuthenticationScheme + "," + Own.Scheme`. */
function schemesIn(schemes: Expr): readonly Expr[] {
  if (schemes.kind === 'text') return rolesIn(schemes);
  if (schemes.kind !== 'concat') return [schemes];
  return schemes.parts.flatMap(part => (part.kind === 'text' ? rolesIn(part) : [part]));
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
  const schemes = argument(args, undefined, 'AuthenticationSchemes', 'ActiveAuthenticationSchemes');
  return authorizeGuard(at, {
    ...(schemes ? { schemes: schemesIn(schemes) } : {}),
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
export function setUpFacts(site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
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
  const isFilter = /^(?:Add|AddService)$/.test(name) && receiver !== undefined && isFilters(receiver, site);
  const given = isFilter ? (typeNamed(call.typeArguments[0], call.nameAt) ?? first) : undefined;
  if (given) return filter(call, given, call.nameAt);
  return [];
}

/**
 * `options.Filters` of what MVC or Web API is set up with, `GlobalFilters.Filters`, and a collection of filters that a method is
 * handed. Lists of anything else go by the same name.
 */
function isFilters(receiver: Expr, { inside }: CallSite): boolean {
  const isMember = receiver.kind === 'member';
  const root = isMember ? receiver.of : receiver;
  if ((isMember && receiver.name !== 'Filters') || (root.kind !== 'name' && root.kind !== 'member')) return false;
  if (isMember && /^(?:GlobalFilters|Configuration|GlobalConfiguration)$/.test(root.name)) return true;
  const types = inside
    .flatMap(({ parameters }) => parameters)
    .flatMap(({ pattern }) =>
      pattern.kind === 'name' && pattern.name === root.name ? [pattern.type?.name ?? ''] : [],
    );
  return types.some(type => (type === '' ? isMember : FILTERED.test(type)));
}

const FILTERED = /^(?:MvcOptions|HttpConfiguration|GlobalFilterCollection|HttpFilterCollection|FilterCollection)$/;

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

/** The policy of every endpoint that says nothing of its own. Source: ASP.NET Core, `AuthorizationPolicy.CombineAsync`. */
function fallback(site: Expr, policy: Expr, at: Location): readonly ProgramFact[] {
  const { guard, facts } = policyGuard(at, policy);
  return [
    ...facts.map(fact => {
      if (fact.kind !== 'guard-kind' || fact.site !== guard) return fact;
      const { marks: _, ...asked } = fact;
      return { ...asked, yieldsTo: AUTHORIZED };
    }),
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
