/** What policies of ASP.NET ask for. Source: ASP.NET Core, Policy-based authorization; `AuthorizationPolicyBuilder`. */
import type { GuardEffect, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { CallExpr, Expr, Statement } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { lastName, madeAt, textAt } from '../names.ts';
import { FRAMEWORK, POLICY } from '../rules.ts';

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
  const others = calls.filter(call => !isKnown(call)).map(elsewhere);
  if (others.length === 0 && given.length === 0)
    return { ...none, effect: 'unknown', why: 'what the policy asks for could not be told' };
  const asked = [...given.map(asking), ...others];
  return {
    effect: 'required',
    schemes,
    asks: asked.map(({ guard }) => guard),
    facts: asked.flatMap(({ facts }) => facts),
  };
}

/** What a call of the program adds to a policy, or gives as one: that is said under a name, where it is said. */
function elsewhere({ callee, args, nameAt: at }: CallExpr): {
  readonly guard: Expr;
  readonly facts: readonly ProgramFact[];
} {
  const [first] = args;
  const name = lastName(callee);
  // `options.FallbackPolicy = options.GetPolicy("admin")`.
  const isLookUp = name === 'GetPolicy' && first !== undefined;
  const provider: Expr = isLookUp
    ? { kind: 'concat', at, parts: [textAt(at, POLICY), first] }
    : textAt(at, `${BUILT_BY}${name}`);
  const guard = madeAt(at);
  return {
    guard,
    facts: [
      {
        kind: 'guard-kind',
        at,
        framework: FRAMEWORK,
        site: guard,
        effect: 'required',
        providers: [provider],
        why: 'the policy asks for a caller',
      },
    ],
  };
}

const BUILT_BY = 'policy built by ';

/** `static AuthorizationPolicyBuilder RequireAdmin(this AuthorizationPolicyBuilder builder) => builder.RequireRole("admin")`. */
export function policyExtensions(file: ProgramFile): readonly ProgramFact[] {
  return file.classes.flatMap(cls =>
    cls.members.flatMap((member): readonly ProgramFact[] => {
      if (member.kind !== 'method' || !member.isStatic) return [];
      const { fn, name, nameAt } = member;
      if (fn.receiver?.name !== 'AuthorizationPolicyBuilder') return [];
      const policy: Expr = { kind: 'function', at: nameAt, fn };
      const site = callsIn(policy).find(call => !lastName(call.callee).startsWith('ThrowIf'));
      return site ? policyFacts({ at: nameAt, site, name: textAt(nameAt, `${BUILT_BY}${name}`), policy }) : [];
    }),
  );
}

/**
 * Policies that a class of the program makes for names that it is asked for. Of several that it builds it is not known which;
 * each has to ask for a caller. Source: ASP.NET Core, Custom Authorization Policy Providers.
 */
export function providedPolicies(file: ProgramFile): readonly ProgramFact[] {
  return file.classes.flatMap((cls): readonly ProgramFact[] => {
    const bases = [...(cls.extends ? [lastName(cls.extends)] : []), ...cls.implements.map(({ name }) => name)];
    if (!bases.some(name => /^(?:IAuthorizationPolicyProvider|DefaultAuthorizationPolicyProvider)$/.test(name)))
      return [];
    const calls = file.calls.filter(
      ({ call, inside }) =>
        inside.length > 0 &&
        call.at.line >= cls.at.line &&
        call.at.line <= cls.at.endLine &&
        call.at.file === cls.at.file,
    );
    const built = calls.filter(({ call }) => call.isNew && lastName(call.callee) === 'AuthorizationPolicyBuilder');
    const [site] = built;
    if (!site) return [];
    const policies = calls.flatMap(({ call }) =>
      ASKING.has(lastName(call.callee)) || requirementsOf(call).length > 0 ? [policyOf(call)] : [],
    );
    const isSure =
      built.length === 1 && policies.some(({ effect, asks }) => effect === 'required' && asks.length === 0);
    const counted = isSure ? policies.filter(({ asks }) => asks.length === 0).slice(0, 1) : policies;
    const at = site.call.nameAt;
    return counted.flatMap(({ effect, asks, facts, why }): readonly ProgramFact[] => [
      ...facts,
      {
        kind: 'auth-provider',
        at,
        framework: FRAMEWORK,
        site: site.call,
        // Whatever name it is asked for.
        name: madeAt(at),
        effect,
        why: why ?? 'the policy that is made for its name asks for a caller',
        isPolicy: true,
        ...(asks.length > 0 ? { asks } : {}),
      },
    ]);
  });
}

export function isName(arg: Expr): boolean {
  return arg.kind === 'text' || arg.kind === 'member' || arg.kind === 'name' || arg.kind === 'concat';
}

/** Calls that say nothing of who may call by themselves, or whose arguments were looked at. */
function isKnown(call: CallExpr): boolean {
  return (
    requirementsOf(call).length > 0 ||
    /^(?:AuthorizationPolicyBuilder|AddAuthenticationSchemes|Build|Add|AuthorizationPolicy|ThrowIfNull)$/.test(
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
function asking(requirement: Expr): { readonly guard: Expr; readonly facts: readonly ProgramFact[] } {
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
export function callsIn(policy: Expr): readonly CallExpr[] {
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
