/**
 * How Ruby's frameworks read credentials, verify them and refuse requests.
 *
 * Sources: Rails API, ActionController (`Rendering`, `Head`, `Redirecting`, `HttpAuthentication`); Devise, Controller helpers;
 * Warden, Wiki; Doorkeeper, Helpers; Sinatra, README, Halting; Grape, README, Raising Exceptions; Roda, `halt` plugin; ruby-jwt.
 */
import { callAt } from '../../core/program-nodes.ts';
import type { Expr, Pattern } from '../../core/program.ts';
import { derivesFrom } from '../ancestors.ts';
import { HOLE, type Value, NOTHING } from '../value.ts';
import { methodOf } from '../members.ts';
import { isOfDevise } from '../callback-conditions.ts';
import { lentMethod } from '../drawing/lent-methods.ts';
import { callSeen, fail } from './calls.ts';
import { answerCall } from './ruby-answers.ts';
import { readCredential } from './expressions.ts';
import type { Origin } from './language.ts';
import { CURRENT, actionSeen, isSignedIn, keptOnClass, noteSignedIn, saysWhoCalls } from './ruby-request.ts';
import { textTest } from './request.ts';
import { basicHeader, bearerToken, httpAuthentication } from './ruby-http.ts';
import { policyRuling } from './ruby-policies.ts';
import { commandCalled, madeObject } from './ruby-objects.ts';
import { gemGuard, usesGem } from './ruby-gems.ts';
import {
  ABSENT,
  ANY,
  type Called,
  type Context,
  FORGED,
  type Seen,
  type Step,
  type Way,
  booleanSeen,
  fieldOf,
  forkUnder,
  holdsAny,
} from './seen.ts';
import { speaksOfAuthentication } from './vocabulary.ts';

const one = (seen: Seen, way: Way): readonly Step[] => [{ seen, way }];

/** What a callback is given: what stands around an action hands the request on by its block. Source: Rails guides, Around callbacks. */
export function rubyRole(pattern: Pattern): Seen {
  if (pattern.kind !== 'name') return ANY;
  if (pattern.name === '&') return { kind: 'next', isHandler: true };
  if (/^_?req(?:uest)?$/.test(pattern.name)) return { kind: 'request', path: [] };
  if (pattern.name === 'env') return { kind: 'request', path: ['env'] };
  return /^_?res(?:ponse)?$/.test(pattern.name) ? { kind: 'response' } : ANY;
}

/** A call of a method of anything, before the tree is asked for it. */
export function rubyMethodCall(context: Context, way: Way, of: Seen, called: Called): readonly Step[] | undefined {
  const { name, args } = called;
  const kept = args.length === 0 ? keptOnClass(called.node.callee) : undefined;
  const known = kept === undefined ? undefined : fieldOf(way, kept);
  if (kept !== undefined && known) {
    if (known.kind === 'absent' || known.kind === 'forged') way.reads.add(kept);
    return one(known, way);
  }
  if (name === 'call' && isNextApplication(called)) {
    way.hasPassed = true;
    return one(ANY, way);
  }
  const block = YIELDING.test(name) ? args.find(arg => arg.kind === 'local') : undefined;
  if (block) return callSeen(context, way, block, { ...called, args: [] });
  switch (of.kind) {
    case 'absent':
      if (YES_TO_NOTHING.has(name)) return one(booleanSeen(true), way);
      return name === 'then' || name === 'tap' ? one(ABSENT, way) : undefined;
    case 'request':
      return wardenCall(context, way, of, name);
    case 'any':
    case 'object':
      return objectCall(context, way, of, called);
    case 'local':
      return name === 'call' || name === '()' ? callSeen(context, way, of, called) : undefined;
    case 'known':
      return knownCall(context, way, of.value, called, args);
    default:
      return undefined;
  }
}

/** A call of a method of something of which little is known. */
function objectCall(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'any' | 'object' }>,
  { name, args }: Called,
): readonly Step[] | undefined {
  if (of.kind === 'object' && args.length === 0 && of.fields?.has(name)) return one(of.fields.get(name) ?? ANY, way);
  // `user.authenticate(password)` compares with what is stored. Source: Rails API, has_secure_password.
  if (OF_PASSWORDS.test(name) && args.length > 0 && !/(?:^|\.)warden$/.test(of.name ?? '')) return one(ANY, way);
  if (WHO_CALLS.test(name) && args.length === 0) {
    if (isSignedIn(way)) return one(ANY, way);
    return one(readCredential(context, way, name, { mechanism: 'session', isCarried: false }), way);
  }
  if (of.name === 'rodauth') return rodauthCall(context, way, name);
  return /(?:^|\.)warden$/.test(of.name ?? '') ? wardenCall(context, way, WARDEN, name) : undefined;
}

/** `@app.call(env)` of Rack's middleware hands the request on. Source: Rack, SPEC. */
function isNextApplication({ node: { callee } }: Called): boolean {
  const of = callee.kind === 'member' ? callee.of : undefined;
  const holder = of?.kind === 'call' ? of.callee : of;
  return holder?.kind === 'member' && holder.of.kind === 'self' && /^@?app$/.test(holder.name);
}

/** Whoever is asked it, it is nobody for a stranger: `provider.current_user`. */
const WHO_CALLS = /^current_(?:user|account|admin|member)$/;

const OF_PASSWORDS = /^(?:authenticate(?:_\w+)?|valid_\w+\?|verify_\w+\??|validate_and_consume_otp!)$/;

const WARDEN: Extract<Seen, { kind: 'request' }> = { kind: 'request', path: ['env', 'warden'] };

/**
 * Methods that do nothing but call their block, once, with something around it: what it raises, they raise. Sources: Rails API,
 * ActiveRecord::Transactions, Locking::Pessimistic, Time.use_zone, TaggedLogging; I18n; Ruby, Mutex, Timeout.
 */
const YIELDING =
  /^(?:transaction|with_lock|synchronize|with_locale|use_zone|timeout|benchmark|instrument|tagged|uncached|no_touching)$/;

/** What is true of nil. */
const YES_TO_NOTHING: ReadonlySet<string> = new Set(['nil?', 'blank?', 'empty?', 'zero?', 'none?', '!']);

/** Warden throws when nobody is signed in, or says so. */
function wardenCall(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'request' }>,
  name: string,
): readonly Step[] | undefined {
  if (of.path.at(-1) !== 'warden') return undefined;
  const seen = readCredential(context, way, `warden.${name}`, { mechanism: 'session', isCarried: false });
  if (name === 'set_user') noteSignedIn(way);
  if (isSignedIn(way)) return one(ANY, way);
  if (name === 'authenticate!' && context.caller !== 'anyone') fail(way, 401);
  if (name === 'unauthenticated?') return one(context.caller === 'anyone' ? ANY : booleanSeen(true), way);
  return one(WARDEN_READERS.has(name) || name === 'authenticate!' ? seen : ANY, way);
}

const RODAUTH: Seen = { kind: 'any', name: 'rodauth' };

/** Source: Rodauth, README, Enforcing authentication. */
function rodauthCall(context: Context, way: Way, name: string): readonly Step[] {
  const isDemand = /^require_(?:authentication|login|account|two_factor_authenticated)$/.test(name);
  if (!isDemand && !/^(?:logged_in\?|authenticated\?|session_value|account)$/.test(name)) return one(ANY, way);
  const seen = readCredential(context, way, `rodauth.${name}`, { mechanism: 'session', isCarried: false });
  if (isDemand && context.caller !== 'anyone') fail(way, 401);
  return one(seen, way);
}

const WARDEN_READERS: ReadonlySet<string> = new Set(['authenticate', 'authenticated?', 'authenticate?', 'user']);

/** `Current.user`, `Current.user = …` as a call. */
function knownCall(
  context: Context,
  way: Way,
  value: Value,
  { name, node }: Called,
  args: readonly Seen[],
): readonly Step[] | undefined {
  if (value.kind === 'class' && derivesFrom(value, ['ActiveSupport::CurrentAttributes'])) {
    if (args.length > 0 || name === 'reset') return undefined;
    const own = fieldOf(way, `${CURRENT}.${name}`);
    const unset: Seen = saysWhoCalls(name) ? { kind: 'known', value: NOTHING } : ANY;
    const kept = own ?? delegated(way) ?? unset;
    if (kept.kind === 'absent' || kept.kind === 'forged') way.reads.add(`${CURRENT}.${name}`);
    return one(kept, way);
  }
  const session = sessionFound(context, way, value, name);
  if (session) return session;
  const command =
    value.kind === 'class' && name === 'call' ? commandCalled(context, way, value, { name, args, node }) : undefined;
  if (command) return command;
  const [first] = args;
  if (value.kind === 'text' && value.value.includes(HOLE) && /^starts?_with\?$/.test(name) && args.length === 1) {
    const part = first?.kind === 'known' && first.value.kind === 'text' ? first.value.value : HOLE;
    return one(textTest('startsWith', value.value, part) ?? ANY, way);
  }
  return value.kind === 'closure' && name === 'call'
    ? callSeen(context, way, { kind: 'known', value }, { name, args, node })
    : undefined;
}

/** `UserSession.find`: who is signed in with Authlogic. Source: Authlogic, README. */
function sessionFound(context: Context, way: Way, value: Value, name: string): readonly Step[] | undefined {
  if (name !== 'find' || value.kind !== 'class' || !derivesFrom(value, ['Authlogic::Session::Base'])) return undefined;
  return one(
    readCredential(context, way, `${value.cls.name ?? 'the session'}.find`, { mechanism: 'session', isCarried: false }),
    way,
  );
}

/** An attribute that is read off another one (`delegate :user, to: :session`) is not there when that is not. */
function delegated(way: Way): Seen | undefined {
  const all = [...(way.scopes.get(-1) ?? [])].flatMap(([name, seen]) => (name.startsWith(`${CURRENT}.`) ? [seen] : []));
  if (all.length === 0) return undefined;
  return all.some(seen => seen.kind === 'absent') ? ABSENT : ANY;
}

/** A call of what the tree does not define. */
export function rubyCall(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  called: Called,
): readonly Step[] | undefined {
  const { callee } = called.node;
  const isBare = callee.kind === 'name' || (callee.kind === 'member' && callee.of.kind === 'self');
  return (
    (isBare ? bareCall(context, way, called) : undefined) ??
    answerCall(way, called, isBare) ??
    anyCall(context, way, origin, called)
  );
}

/** `super` in what overrides a method of a gem or of Rails does what that method does. */
export function rubySuper(
  context: Context,
  way: Way,
  name: string,
  { args, node }: Pick<Called, 'args' | 'node'>,
): readonly Step[] | undefined {
  const { at, nameAt } = node;
  const callee: Expr = { kind: 'member', at, of: { kind: 'self', at }, name, nameAt };
  return rubyCall(context, way, undefined, { name, args, node: { ...node, callee } });
}

/** Names under which a controller or application has the request, and parts of it. */
const REQUESTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['request', []],
  ['req', []],
  ['params', ['params']],
  ['session', ['session']],
  ['cookies', ['cookies']],
  ['headers', ['headers']],
  ['env', ['env']],
]);

function bareCall(context: Context, way: Way, called: Called): readonly Step[] | undefined {
  const { name, args } = called;
  const path = REQUESTS.get(name);
  if (path && args.length === 0) return one({ kind: 'request', path }, way);
  if (name === 'response' && args.length === 0) return one({ kind: 'response' }, way);
  if (name === 'warden') return one(WARDEN, way);
  if (name === 'rodauth' && args.length === 0) return one(RODAUTH, way);
  if (name === 'performed?') return one(booleanSeen(way.hasAnswered), way);
  if (name === 'raise' || name === 'fail') {
    fail(way, undefined);
    return one(ANY, way);
  }
  // `new(…)` in a method of a class makes one of it.
  if (name === 'new' && context.self?.kind === 'class')
    return madeObject(context, way, context.self, called) ?? one(ANY, way);
  if (name === 'action_name' && args.length === 0) return one(actionSeen(context), way);
  if (SENDING.has(name)) return sent(context, way, called);
  const own = name === 'controller_name' || name === 'controller_path' ? nameOfController(context, name) : undefined;
  if (own !== undefined) return one({ kind: 'known', value: { kind: 'text', value: own } }, way);
  const http = httpAuthentication(context, way, called);
  if (http) return http;
  const lent = lentMethod(context.machine, context.self, name);
  if (lent) return callSeen(context, way, { kind: 'known', value: lent }, called);
  const file = context.scope.file;
  // In controllers of Devise itself, which are there to sign in, it takes what the form says.
  if (context.self?.kind === 'instance' && /^authenticate_(?!scope)\w+!$/.test(name) && isOfDevise(context.self)) {
    noteSignedIn(way);
    return one(ANY, way);
  }
  const known = gemGuard(context.machine, file, { name, at: called.node.nameAt });
  if (known) {
    readCredential(context, way, name, { mechanism: known.mechanism ?? 'session', isCarried: false });
    if (context.caller !== 'anyone') fail(way, 401);
    return one(ANY, way);
  }
  return callerCall(context, way, called);
}

/** What is asked about who calls, and what makes somebody the one who does. */
function callerCall(context: Context, way: Way, called: Called): readonly Step[] | undefined {
  const { name, args } = called;
  if (SIGNING_IN.test(name) && args.length > 0) {
    noteSignedIn(way);
    return one(ANY, way);
  }
  if (isPrincipal(name)) {
    if (isSignedIn(way)) return one(ANY, way);
    if (IDENTIFYING.some(gem => usesGem(context.machine, context.scope.file, gem))) {
      const seen = readCredential(context, way, name, { mechanism: 'session', isCarried: false });
      return one(name.endsWith('?') && seen.kind === 'absent' ? booleanSeen(name === 'signed_out?') : seen, way);
    }
    way.mayRead ??= name;
    return one(ANY, way);
  }
  if (AUTHORISING.has(name) || (speaksOfAuthentication(name) && name.endsWith('!')))
    return authorising(context, way, called);
  return undefined;
}

/** Asks whether who calls may do something: rules of the application say that, which are asked about nobody. */
function authorising(context: Context, way: Way, called: Called): readonly Step[] {
  const { name } = called;
  if (name === 'authorize' && called.args.length > 0 && context.caller !== 'anyone') {
    const action = actionSeen(context);
    return whoCalls(context, way).flatMap(({ seen, way: asked }): readonly Step[] => {
      if (asked.end) return [{ seen, way: asked }];
      const ruling = seen.kind === 'absent' ? policyRuling(context, called, action) : 'open';
      if (ruling === 'lets-pass') return one(ANY, asked);
      if (ruling === 'open') return mayRefuse(asked, name);
      asked.isVerified = true;
      fail(asked, 403);
      return one(ANY, asked);
    });
  }
  return mayRefuse(way, name);
}

/** It raises, or answers, where it refuses. */
function mayRefuse(way: Way, name: string): readonly Step[] {
  way.mayRead ??= name;
  const refused = forkUnder(way, name);
  fail(refused, 403);
  way.condition ??= name;
  return [...one(ANY, way), ...one(ANY, refused)];
}

/** Who calls, as policies are told. Source: Pundit, README, Customize Pundit user. */
function whoCalls(context: Context, way: Way): readonly Step[] {
  const { self } = context;
  const at = self?.kind === 'instance' ? self.of.cls.nameAt : undefined;
  if (self?.kind !== 'instance' || !at) return one(ANY, way);
  for (const name of ['pundit_user', 'current_user']) {
    const called: Called = {
      name,
      args: [],
      node: callAt(at, { kind: 'member', at, of: { kind: 'self', at }, name, nameAt: at }),
    };
    const method = methodOf(context.machine, self.of, name, self);
    if (method?.kind === 'closure') return callSeen(context, way, { kind: 'known', value: method }, called);
    if (name === 'current_user') return bareCall(context, way, called) ?? one(ANY, way);
  }
  return one(ANY, way);
}

const SENDING: ReadonlySet<string> = new Set(['send', '__send__', 'public_send']);

/** `send(:authenticate_user!)` calls the method of that name. Source: Ruby, Object, `send`. */
function sent(context: Context, way: Way, { args, node }: Called): readonly Step[] | undefined {
  const [first, ...others] = args;
  const name = first?.kind === 'known' && first.value.kind === 'text' ? first.value.value : undefined;
  if (name === undefined || name.includes(HOLE) || SENDING.has(name)) return undefined;
  const { self } = context;
  const method = self?.kind === 'instance' ? methodOf(context.machine, self.of, name, self) : undefined;
  const called: Called = { name, args: others, node };
  return method?.kind === 'closure'
    ? callSeen(context, way, { kind: 'known', value: method }, called)
    : bareCall(context, way, called);
}

/** `Api::V1::UsersController` is `users`, at `api/v1/users`. Source: Rails API, AbstractController::Base, ActionController::Metal. */
function nameOfController({ self }: Context, asked: string): string | undefined {
  const name = self?.kind === 'instance' ? self.of.cls.name?.replace(/Controller$/, '') : undefined;
  if (name === undefined) return undefined;
  return (asked === 'controller_name' ? (name.split('::').at(-1) ?? name) : name)
    .replaceAll('::', '/')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** What makes somebody the one who calls. Sources: Devise, Clearance, Sorcery, Controller helpers; Rails guides, Security, sign_in. */
const SIGNING_IN = /^(?:bypass_)?(?:sign_?in|log_?in|auto_login|start_new_session_for)(?:_and_redirect|_as)?!?$/;

/** Gems that say who calls. */
const IDENTIFYING = [
  'devise',
  'devise_token_auth',
  'clearance',
  'sorcery',
  'warden',
  'doorkeeper',
  'knock',
  'rodauth-rails',
  'authie',
  'gds-sso',
];

/** Helpers that gems define by the name of the model, and say nothing to a stranger. */
function isPrincipal(name: string): boolean {
  return (
    /^current_(?!page|locale|url|path|time|tab|step|site|tenant|theme|version|organi[sz]ation|store|currency|order|cart)\w+$/.test(
      name,
    ) ||
    /^(?:\w+_)?(?:signed_in|logged_in|signed_out)\??$/.test(name) ||
    name === 'doorkeeper_token' ||
    name === 'valid_doorkeeper_token?'
  );
}

/** What asks whether who calls may do something; what it says of a stranger hangs on rules that are not followed. */
const AUTHORISING: ReadonlySet<string> = new Set([
  'authorize',
  'authorize!',
  'authorize_resource',
  'load_and_authorize_resource',
]);

// Look-ups and verification

/** Packages whose methods verify what they are given, and raise when it is not good. */
const VERIFYING =
  /^(?:JWT|JSON::JWT|JWTSessions|Rack::OAuth2|Stripe::Webhook|Svix::Webhook|GoogleIDToken|FirebaseIdToken|Knock|ActiveSupport::Message(?:Verifier|Encryptor))\b/;
const VERIFYING_NAMES = /^(?:decode\w*|verify\w*|construct_event|check|validate\w*|decrypt_and_verify)$/;
/** Methods that read, cut or convert what they are given. */
const READING =
  /^(?:to_s|to_str|to_sym|to_i|to_h|to_a|split|gsub|sub|strip|chomp|slice|delete_prefix|delete_suffix|remove|first|second|third|last|downcase|upcase|match|scan|\[\]|fetch|dig|decode64|urlsafe_decode64|strict_decode64|unpack1?|parse|squish|presence|with_indifferent_access|symbolize_keys|dup|captures|itself|encode|force_encoding)$/;
const TESTS_OF_FORM =
  /^(?:start_with\?|starts_with\?|end_with\?|match\?|=~|include\?|length|size|is_a\?|respond_to\?|key\?|any\?|empty\?)$/;
/** Look-ups that raise when nothing is found. */
const RAISING = /^(?:find|find_by!|find_signed!|find_sole_by|first!|last!|find_by_\w+!|sole|take!)$/;

function anyCall(context: Context, way: Way, origin: Origin | undefined, called: Called): readonly Step[] | undefined {
  const { name, args, node } = called;
  const isAbsent = holdsAny(args, 'absent');
  const isForged = holdsAny(args, 'forged');
  const module = origin?.module ?? '';
  const basic = basicHeader(context, way, origin, called) ?? bearerToken(context, way, origin, called);
  if (basic) return basic;
  if (VERIFYING.test(module) && VERIFYING_NAMES.test(name) && (isAbsent || isForged)) {
    // Whoever makes a token up writes into it what they like.
    if (isForged && isUnverified(node.args)) return one(ANY, way);
    way.isVerified = true;
    fail(way, undefined);
    return one(ABSENT, way);
  }
  if (RAISING.test(name) && isAbsent) {
    fail(way, 404);
    return one(ABSENT, way);
  }
  if (RAISING.test(name) && isForged) {
    way.isVerified = true;
    fail(way, 404);
    return one(ABSENT, way);
  }
  // Looking something up by what is no credential asks nobody who calls.
  if (/^find_by_\w+$/.test(name) && !isAbsent && !isForged) return one(ANY, way);
  if (isForged && READING.test(name)) return one(FORGED, way);
  if (isForged && TESTS_OF_FORM.test(name)) return one(ANY, way);
  // Whoever is given the block of what stands around an action calls it.
  if (args.some(arg => arg.kind === 'next')) {
    way.hasPassed = true;
    return one(ANY, way);
  }
  return undefined;
}

/** `JWT.decode token, nil, false`: only read. Source: ruby-jwt, README. */
function isUnverified(args: readonly Expr[]): boolean {
  const [, , verify, options] = args;
  if (verify?.kind === 'boolean') return !verify.value;
  const given = [verify, options, ...args].flatMap(arg => (arg?.kind === 'named' ? [arg] : []));
  return (
    args.length > 1 &&
    given.some(
      arg =>
        /^(?:verify|algorithm)/.test(arg.name) &&
        ((arg.value.kind === 'boolean' && !arg.value.value) ||
          (arg.value.kind === 'text' && arg.value.value === 'none')),
    )
  );
}
