/**
 * Who may call, as attributes, endpoints, policies and filters of ASP.NET say it.
 *
 * Sources: ASP.NET Core, Simple authorization; Policy-based authorization; Authorization in minimal APIs.
 */
import type { GuardEffect, Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr, Statement } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { argument, assignmentsTo, chainOf, lastName, madeAt, textAt } from '../names.ts';
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
  const { guard, facts } = authorizeGuard(at, isOfControllers ? { isOfControllers } : {});
  const { effect, why } = effectOf(policy);
  return {
    guard,
    facts: facts.map(fact => (fact.kind === 'guard-kind' ? { ...fact, effect, why: why ?? fact.why } : fact)),
  };
}

/** Requirements that only an authenticated caller meets. Source: ASP.NET Core, `AuthorizationPolicyBuilder`. */
const ASKING: ReadonlySet<string> = new Set([
  'RequireAuthenticatedUser',
  'RequireRole',
  'RequireClaim',
  'RequireUserName',
  'RequireScope',
  'RequireScopeOrAppPermission',
]);
/** What decides by code of the program. */
const OWN: ReadonlySet<string> = new Set(['RequireAssertion', 'AddRequirements', 'Combine']);

/** What a policy does to a stranger; `undefined` words where it simply asks for a caller. */
export function effectOf(policy: Expr): { readonly effect: GuardEffect; readonly why?: string } {
  const names = namesIn(policy);
  if (names.some(name => ASKING.has(name))) return { effect: 'required' };
  // `options.FallbackPolicy = options.DefaultPolicy`.
  if (policy.kind === 'member' && policy.name === 'DefaultPolicy') return { effect: 'required' };
  const own = names.find(name => OWN.has(name));
  return { effect: 'unknown', why: `what the policy asks for ${own ? `is decided by ${own}` : 'could not be told'}` };
}

/** Names of what is called in a policy, or in the function that builds it. */
function namesIn(policy: Expr): readonly string[] {
  const names: string[] = [];
  const open: Expr[] = [policy];
  const statements = (body: readonly Statement[]): void => {
    for (const statement of body) {
      if ('value' in statement && statement.value) open.push(statement.value);
      if (statement.kind === 'block') statements(statement.body);
    }
  };
  for (let expr = open.pop(); expr && names.length < 200; expr = open.pop()) {
    if (expr.kind === 'function') statements(expr.fn.body);
    else if (expr.kind === 'call') {
      names.push(
        expr.callee.kind === 'member' && lastName(expr.callee.of).endsWith('Requirements')
          ? 'AddRequirements'
          : lastName(expr.callee),
      );
      open.push(expr.callee);
    } else if (expr.kind === 'member') open.push(expr.of);
  }
  return names;
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
  const base = { at: call.nameAt, framework: FRAMEWORK, site: call } as const;
  const mechanism =
    SCHEMES.get(name) ?? (name === 'AddScheme' && receiver ? schemeOf(call.args, call.typeArguments) : undefined);
  if (mechanism)
    return [
      { kind: 'auth-provider', ...base, effect: 'required', mechanism, why: `${name} reads the caller's credential` },
    ];
  const [first, second] = call.args.map(arg => (arg.kind === 'named' ? arg.value : arg));
  if (name === 'AddPolicy' && first && second) {
    // CORS has policies, too: they allow origins and name no requirement.
    if (namesIn(second).some(one => /^(?:AllowAny|With|SetIsOrigin|AllowCredentials|DisallowCredentials)/.test(one)))
      return [];
    const { effect, why = 'the policy asks for a caller' } = effectOf(second);
    const named: Expr = { kind: 'concat', at: first.at, parts: [textAt(first.at, POLICY), first] };
    return [{ kind: 'auth-provider', ...base, name: named, effect, why }];
  }
  if (name === 'SetDefaultPolicy' && first) return defaultPolicy(call, first, call.nameAt);
  if (name === 'SetFallbackPolicy' && first) return fallback(call, first, call.nameAt);
  if (name === 'Add' && receiver && lastName(receiver) === 'Filters' && first) return filter(call, first, call.nameAt);
  if (name === 'Add' && receiver && lastName(receiver) === 'filters' && first) return filter(call, first, call.nameAt);
  return [];
}

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
  const { effect, why = 'the default policy asks for a caller' } = effectOf(policy);
  return [{ kind: 'auth-provider', at, framework: FRAMEWORK, site, name: textAt(at, DEFAULT_POLICY), effect, why }];
}

/** A filter for all controllers. */
function filter(site: Expr, given: Expr, at: Location): readonly ProgramFact[] {
  const made = given.kind === 'call' ? lastName(given.callee) : '';
  if (made !== 'AuthorizeFilter' && made !== 'AuthorizeAttribute') return [];
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

/** `new AuthorizeFilter(policy)`, where the policy is built there or just before: what built it is not looked for. */
function written(at: Location, policy: Expr): Made {
  return policy.kind === 'name' ? authorizeGuard(at, { isOfControllers: true }) : policyGuard(at, policy, true);
}
