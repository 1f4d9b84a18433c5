/** Rules of who may call what, as calls on the builders of Spring Security state them. */
import type { AccessEffect, AccessPattern, Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { FRAMEWORK } from '../../../routes/jvm/spring/mappings.ts';
import { AUTHORIZATION_SERVER, MATCHERS, nameOf, patternsIn, patternsOf, receiverOf, textsAt } from './matchers.ts';

const EFFECTS: ReadonlyMap<string, AccessEffect> = new Map([
  ['permitAll', 'open'],
  // Strangers pass, and nobody else.
  ['anonymous', 'open'],
  ['denyAll', 'denied'],
  ['authenticated', 'required'],
  ['fullyAuthenticated', 'required'],
  ['rememberMe', 'required'],
  ['hasRole', 'required'],
  ['hasAnyRole', 'required'],
  ['hasAllRoles', 'required'],
  ['hasAuthority', 'required'],
  ['hasAnyAuthority', 'required'],
  ['hasAllAuthorities', 'required'],
  ['hasScope', 'required'],
  ['hasAnyScope', 'required'],
  ['hasIpAddress', 'unknown'],
  ['access', 'unknown'],
]);

/** Facts of all calls of a file; they count in the methods that make a chain, and where those call. */
export function ruleFacts(file: ProgramFile): readonly ProgramFact[] {
  const scoped = scopesOf(file);
  return file.calls.flatMap((site): readonly ProgramFact[] => [
    ...accessFact(file, site),
    ...kotlinFact(file, site),
    ...scopeFact(file, site, scoped),
    ...mechanismFact(file, site),
    ...inheritedFact(site),
  ]);
}

function ruleAt(
  call: CallExpr,
  match: readonly AccessPattern[] | undefined,
  said: Pick<Extract<ProgramFact, { kind: 'access-rule' }>, 'effect' | 'scopes' | 'rule' | 'mechanism'>,
): ProgramFact {
  return {
    kind: 'access-rule',
    at: call.nameAt,
    framework: FRAMEWORK,
    site: call,
    ...(match ? { match } : {}),
    ...said,
  };
}

/** `auth.requestMatchers("/x").hasRole("ADMIN")`. */
function accessFact(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const effect = EFFECTS.get(name);
  if (!effect || receiver?.kind !== 'call') return [];
  const isNegated = nameOf(receiver) === 'not';
  const of = isNegated || nameOf(receiver) === 'servletPath' ? receiverOf(receiver) : receiver;
  if (of?.kind !== 'call' || !MATCHERS.has(nameOf(of))) return [];
  // A matcher with a function for an argument says what the chain speaks of; one of a preflight request speaks of no operation.
  if (of.args.some(arg => arg.kind === 'member' && arg.name === 'isPreFlightRequest')) return [];
  return [ruleAt(call, patternsOf(file, of), isNegated ? { effect: 'unknown' } : sayingOf(name, call))];
}

type Saying = Pick<Extract<ProgramFact, { kind: 'access-rule' }>, 'effect' | 'scopes' | 'rule'>;

function sayingOf(name: string, call: CallExpr): Saying {
  const effect = EFFECTS.get(name) ?? 'unknown';
  if (name === 'access') return managerOf(call.args[0]);
  // Strangers have the role of strangers.
  if (call.args.some(arg => arg.kind === 'text' && /^(?:ROLE_)?ANONYMOUS$/.test(arg.value))) return { effect: 'open' };
  return { effect, ...(call.args.length > 0 ? { scopes: call.args } : {}) };
}

/** What `access(…)` is given: a text in the expression language, or what makes an authorization manager. */
function managerOf(given: Expr | undefined): Saying {
  if (given?.kind === 'function' || !given) return { effect: 'unknown' };
  if (given.kind !== 'call') return { effect: 'unknown', rule: given };
  const made = nameOf(given);
  const [first] = given.args;
  if (made === 'WebExpressionAuthorizationManager' && first) return { effect: 'unknown', rule: first };
  const effect = EFFECTS.get(made);
  return effect && made !== 'access' ? sayingOf(made, given) : { effect: 'unknown' };
}

/** `authorize("/x", hasRole("ADMIN"))` of the Kotlin DSL: the last argument is the rule. */
function kotlinFact(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  if (name !== 'authorize' || receiver || call.args.length === 0 || file.module.language !== 'kotlin') return [];
  const given = call.args.map(arg => (arg.kind === 'named' ? arg.value : arg));
  const access = given.at(-1);
  const matched = given.slice(0, -1);
  const isAny =
    matched.length === 0 || matched.some(arg => arg.kind === 'name' && /^any(?:Request|Exchange)$/.test(arg.name));
  const said: Saying =
    access?.kind === 'name' && EFFECTS.has(access.name)
      ? { effect: EFFECTS.get(access.name) ?? 'unknown' }
      : access?.kind === 'call'
        ? EFFECTS.has(nameOf(access))
          ? sayingOf(nameOf(access), access)
          : { effect: 'unknown' }
        : access?.kind === 'text'
          ? { effect: 'unknown', rule: access }
          : { effect: 'unknown' };
  return [ruleAt(call, isAny ? undefined : patternsIn(file, call, matched, 'ant'), said)];
}

/** Calls on the chain itself that say which requests it is for. */
const SCOPES: ReadonlySet<string> = new Set([
  'securityMatcher',
  'antMatcher',
  'mvcMatcher',
  'requestMatcher',
  'regexMatcher',
  'pathMatcher',
]);

function scopeFact(
  file: ProgramFile,
  { call, name, receiver }: CallSite,
  scoped: readonly Location[],
): readonly ProgramFact[] {
  if (name === 'applyDefaultSecurity')
    return [ruleAt(call, [{ paths: textsAt(call, AUTHORIZATION_SERVER), syntax: 'ant' }], { effect: 'scope' })];
  if (SCOPES.has(name)) {
    const isStatic = receiver?.kind === 'name' && /^\p{Lu}/u.test(receiver.name);
    const isOfChain =
      name === 'securityMatcher' ? !isStatic : receiver !== undefined && !isStatic && isBuilder(receiver);
    if (isOfChain)
      return [
        ruleAt(call, patternsIn(file, call, call.args, name.startsWith('regex') ? 'regex' : 'ant'), {
          effect: 'scope',
        }),
      ];
  }
  if (!MATCHERS.has(name) || call.args.length === 0 || call.args.some(arg => arg.kind === 'function')) return [];
  const isBelow = scoped.some(at => holds(at, call.nameAt)) || isAfterBare(receiver) || isIgnoring(receiver);
  return isBelow ? [ruleAt(call, patternsOf(file, call), { effect: 'scope' })] : [];
}

/** `http`, and what calls on it give. */
function isBuilder(expr: Expr): boolean {
  for (let of: Expr | undefined = expr; of; of = of.kind === 'call' ? receiverOf(of) : undefined)
    if (of.kind === 'name') return /http|security/i.test(of.name);
  return false;
}

/** `http.requestMatchers().antMatchers("/a")`. */
function isAfterBare(receiver: Expr | undefined): boolean {
  return chainOf(receiver).some(call => nameOf(call) === 'requestMatchers' && call.args.length === 0);
}

/** `web.ignoring().requestMatchers("/a")`. */
function isIgnoring(receiver: Expr | undefined): boolean {
  return chainOf(receiver).some(call => nameOf(call) === 'ignoring');
}

/** The matcher calls that something is chained to, and the call before them. */
function chainOf(receiver: Expr | undefined): readonly CallExpr[] {
  const calls: CallExpr[] = [];
  for (let of = receiver; of?.kind === 'call'; of = receiverOf(of)) {
    calls.push(of);
    if (!MATCHERS.has(nameOf(of))) break;
  }
  return calls;
}

/** Places of functions that say which requests a chain is for: `securityMatchers(m -> m.requestMatchers("/a"))`. */
function scopesOf(file: ProgramFile): readonly Location[] {
  return file.calls.flatMap(({ call, name }) =>
    name === 'securityMatchers' || name === 'requestMatchers'
      ? call.args.flatMap(arg => (arg.kind === 'function' ? [arg.fn.at] : []))
      : [],
  );
}

function holds(outer: Location, inner: Location): boolean {
  const isAfter = inner.line > outer.line || (inner.line === outer.line && inner.column >= outer.column);
  const isBefore =
    inner.endLine < outer.endLine || (inner.endLine === outer.endLine && inner.endColumn <= outer.endColumn);
  return isAfter && isBefore;
}

const MECHANISMS: ReadonlyMap<string, Mechanism> = new Map([
  ['httpBasic', 'basic'],
  ['formLogin', 'session'],
  ['oauth2Login', 'oidc'],
  ['oauth2ResourceServer', 'bearer'],
  ['saml2Login', 'session'],
  ['x509', 'mtls'],
  ['jwt', 'jwt'],
  ['opaqueToken', 'oauth2'],
]);

function mechanismFact(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const known = MECHANISMS.get(name) ?? filterMechanism(call, name);
  if (!known || (receiver && (receiver.kind === 'text' || !mayBeBuilder(receiver)))) return [];
  return isSwitchedOff(file, call) ? [] : [ruleAt(call, undefined, { effect: 'required', mechanism: known })];
}

function mayBeBuilder(expr: Expr): boolean {
  return expr.kind === 'name' || expr.kind === 'call';
}

/** A filter before the others that reads a credential: its name says which. It lets strangers pass, and rules refuse them. */
function filterMechanism(call: CallExpr, name: string): Mechanism | undefined {
  if (!/^addFilter(?:Before|After|At)?$/.test(name)) return undefined;
  const [filter] = call.args;
  const written = filter?.kind === 'name' ? filter.name : filter?.kind === 'call' ? nameOf(filter) : '';
  if (/jwt/i.test(written)) return 'jwt';
  if (/api.?key/i.test(written)) return 'api-key';
  return /auth|token/i.test(written) ? 'custom' : undefined;
}

/** `httpBasic().disable()`, `httpBasic(HttpBasicConfigurer::disable)`, `httpBasic { disable() }`. */
function isSwitchedOff(file: ProgramFile, call: CallExpr): boolean {
  if (call.args.some(arg => arg.kind === 'member' && arg.name === 'disable')) return true;
  const inside = call.args.flatMap(arg => (arg.kind === 'function' ? [arg.fn.at] : []));
  return file.calls.some(
    ({ name, call: other, receiver }) =>
      name === 'disable' && (receiver === call || inside.some(at => holds(at, other.nameAt))),
  );
}

/** `super.configure(http)`: everything asks for an authenticated caller. Source: Spring Security, WebSecurityConfigurerAdapter. */
function inheritedFact({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  if (name !== 'configure' || receiver?.kind !== 'name' || receiver.name !== 'super') return [];
  return [ruleAt(call, undefined, { effect: 'required' })];
}
