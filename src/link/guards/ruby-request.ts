/**
 * What Ruby's frameworks keep in a request, and which of it are credentials.
 *
 * Sources: Rails API, ActionDispatch::Request, Cookies, Session; Rack, Request; Sinatra, README; Active Support, CurrentAttributes.
 */
import { derivesFrom } from '../ancestors.ts';
import { withParts } from '../callback-conditions.ts';
import { evaluate } from '../interpreter.ts';
import { frameOf, memberSeen, readCredential } from './expressions.ts';
import {
  ABSENT,
  ANY,
  type Context,
  type Seen,
  type Step,
  type Way,
  booleanSeen,
  fieldName,
  fieldOf,
  setField,
} from './seen.ts';
import { type ClosureValue, HOLE, NOTHING } from '../value.ts';
import type { Expr } from '../../core/program.ts';
import { visitNodes } from '../walk.ts';
import { type Credential, credentialAt } from './vocabulary.ts';

type Request = Extract<Seen, { kind: 'request' }>;

/** Under which what is kept for the time of a request goes. */
export const CURRENT = 'Current';

/** Whether a name is that of a class whose attributes are kept for the time of a request. */
export function isPerRequest(context: Context, name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  const value = evaluate(context.machine, frameOf(context), { kind: 'name', at: AT, name });
  return value.kind === 'class' && derivesFrom(value, ['ActiveSupport::CurrentAttributes']);
}

const AT = { file: '', line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Parameters that carry a key or a token of who calls: `bot_key`, `private_token`. They are named for whose they are, or what they open. */
const PARAMETERS =
  /^(?:user_credentials|(?:api|app|access|auth|bot|personal_access|private|service|user)_?(?:access_)?(?:key|token))$/;

/** Fields under which a way keeps that it has signed somebody in, and what it has put into the session. */
const SIGNED_IN = '(signed in)';
const IN_SESSION = '(session)';

/** Whoever was a stranger has been signed in on this way: who calls is not known any more. */
export function noteSignedIn(way: Way): void {
  setField(way, SIGNED_IN, ANY);
}

export function isSignedIn(way: Way): boolean {
  return fieldOf(way, SIGNED_IN) !== undefined;
}

/** `session[:user_id] = user.id`: what is put into the session is there from then on. */
export function rubyAssigned(context: Context, way: Way, target: Expr, seen: Seen): boolean {
  if (target.kind !== 'member') return false;
  // `self.current_user = user`: what `attr_accessor` reads is the field of that name.
  const own =
    target.of.kind === 'self' && !target.name.startsWith('@') ? fieldName(context, `@${target.name}`) : undefined;
  if (own !== undefined) setField(way, own, seen);
  // `User.current = user`
  const kept = keptOnClass(target);
  if (kept !== undefined) setField(way, kept, seen);
  if (isSession(target.of)) {
    setField(way, `${IN_SESSION}.${target.name}`, ANY);
    if (credentialIn(['session'], target.name)) noteSignedIn(way);
  }
  return false;
}

/** Where a class of the application keeps who calls for the time of a request: `User.current`. */
export function keptOnClass(expr: Expr): string | undefined {
  if (expr.kind !== 'member' || expr.of.kind !== 'name' || !/^[A-Z]/.test(expr.of.name)) return undefined;
  return /^current(?:_(?:user|account|admin|member))?$/.test(expr.name) ? `${expr.of.name}.${expr.name}` : undefined;
}

/** `session`, `cookies.signed`, `request.session`. */
function isSession(expr: Expr): boolean {
  const callee = expr.kind === 'call' ? expr.callee : expr;
  if (callee.kind !== 'member') return false;
  return callee.name === 'session' || callee.name === 'cookies' || isSession(callee.of);
}

/** A part of the request: `request.headers`, `session[:user_id]`, `cookies.signed[:token]`. */
export function rubyMember(context: Context, way: Way, of: Request, name: string): Seen | undefined {
  const credential = credentialIn(of.path, name);
  const isOfSession = /^(?:session|rack\.session|cookies|signed|encrypted|permanent)$/.test(of.path.at(-1) ?? '');
  if (isOfSession && fieldOf(way, `${IN_SESSION}.${name}`)) return ANY;
  if (credential) return readCredential(context, way, [...of.path.slice(-1), name].join('.'), credential);
  if (of.path.length === 1 && of.path[0] === 'params' && name === 'action') return actionSeen(context);
  const settled = of.path.length === 0 ? ofOperation(context, name) : undefined;
  if (settled) return settled;
  // Whoever comes without a session has nothing in it.
  const isInSession = of.path.at(-1) === 'session' || of.path.at(-1) === 'rack.session';
  if (isInSession && context.caller !== 'anyone') return { kind: 'known', value: NOTHING };
  return { kind: 'request', path: [...of.path, name] };
}

/** The metadata under which a route says which action answers. */
export const ACTION = '(action)';

/** `action_name`, `params[:action]`. Source: Rails API, AbstractController::Base. */
export function actionSeen(context: Context): Seen {
  context.budget.hangsOnRequest = true;
  const value = context.request.metadata.get(ACTION);
  return value ? { kind: 'known', value } : ANY;
}

/**
 * The path of a request, by the operation. A format and a slash may follow it: `/users.json`, `/users/`. Its method is left open:
 * functions that look at that one are many, and would have to be followed for each operation anew.
 */
function ofOperation(context: Context, name: string): Seen | undefined {
  const { path } = context.request;
  if (name !== 'path' && name !== 'path_info') return undefined;
  context.budget.hangsOnRequest = true;
  if (path === '' || path.includes('{*') || path.includes('{?}')) return ANY;
  return { kind: 'known', value: { kind: 'text', value: `${path.replace(/\{[^{}]*\}/g, HOLE)}${HOLE}` } };
}

/** Whether an attribute that is kept for the time of a request is named for who calls. */
export function saysWhoCalls(name: string): boolean {
  return /user|account|session|admin|member|person|identity|principal|token|key|customer|client|operator/.test(name);
}

/** Fields in which who calls is kept. */
const PRINCIPAL =
  /^@(?:current_|signed_in_|logged_in_|api_|authenticated_)*(?:user|account|admin|administrator|member|identity|customer|person|session|employee|client|principal|operator|moderator)$/;

/**
 * Once a function has looked at a credential or a session, who calls is known or not: what it would have kept of a stranger is
 * not there.
 */
export function noteAbsent(way: Way, { fn }: ClosureValue): void {
  let asksSession = way.reads.size > 0;
  const fields = new Set<string>();
  const bodies = withParts(fn).flatMap(({ body }) => body);
  visitNodes(bodies, node => {
    if (node.kind === 'assign' || node.kind === 'assigned') {
      const { target } = node;
      if (target.kind === 'member' && target.of.kind === 'self' && PRINCIPAL.test(target.name)) fields.add(target.name);
    }
    if (node.kind === 'call' && node.callee.kind === 'member' && node.callee.of.kind === 'self')
      asksSession ||= node.callee.name === 'session';
  });
  if (!asksSession) return;
  for (const name of fields) {
    const seen = fieldOf(way, name);
    if (seen && !(seen.kind === 'known' && seen.value.kind === 'nothing')) continue;
    setField(way, name, ABSENT);
    way.isVerified = true;
    way.mechanisms.add('session');
  }
}

/** Of who has begun to sign in, and is nobody yet: `cookies[:pending_authentication_token]`. */
const HALF_WAY = /^(?:pending|unverified|unconfirmed|partial|incomplete|half|pre|otp|mfa|two_?factor|2fa|challenge)_/;

function credentialIn(path: readonly string[], name: string): Credential | undefined {
  const holder = path.at(-1);
  const plain = name.toLowerCase();
  if (HALF_WAY.test(plain)) return undefined;
  switch (holder) {
    case 'params':
    case 'query_parameters':
    case 'request_parameters':
    case 'GET':
      return PARAMETERS.test(plain) ? { mechanism: 'api-key', isCarried: true } : undefined;
    case 'headers':
    case 'env':
      // What middleware leaves there of who calls: `env['jwt.payload']`, `env['api.current_user']`.
      if (OF_MIDDLEWARE.test(plain)) return { mechanism: plain.startsWith('jwt') ? 'jwt' : 'custom', isCarried: false };
      return (
        credentialAt(['headers', plain.replace(/^http_/, '').replaceAll('_', '-')]) ??
        // `request.headers[:api_access_token]`: a header may go by the name that a parameter would have.
        (PARAMETERS.test(plain.replace(/^http_/, '').replaceAll('-', '_'))
          ? { mechanism: 'api-key', isCarried: true }
          : undefined)
      );
    case 'cookies':
      return credentialAt(['cookies', plain]);
    case 'signed':
    case 'encrypted':
    case 'signed_or_encrypted':
      return credentialAt(['signedcookies', plain]);
    case 'permanent':
      return credentialAt([
        path.at(-2) === 'signed' || path.at(-2) === 'encrypted' ? 'signedcookies' : 'cookies',
        plain,
      ]);
    case 'session':
    case 'rack.session':
      return credentialAt(['session', plain.replace(/^(?:current|signed_in|logged_in)_/, '')]);
    case undefined:
      return name === 'authorization' ? { mechanism: 'bearer', isCarried: true } : undefined;
    default:
      return undefined;
  }
}

/** Source: rack-jwt, README; Rack, SPEC: keys of an application have a dot in them. */
const OF_MIDDLEWARE =
  /^(?:jwt\.(?:payload|header)|\w+\.(?:current_|authenticated_)?(?:user|account|member|principal|user_id|uid))$/;

/** Methods that read an entry by its name. */
const READERS: ReadonlySet<string> = new Set([
  'fetch',
  'dig',
  'delete',
  'get_header',
  'require',
  'permit',
  'key?',
  'has_key?',
  'include?',
  'member?',
  '[]',
  'get',
  'header',
]);

/** A call on a part of the request. */
export function rubyRequestCall(
  context: Context,
  way: Way,
  of: Request,
  name: string,
  args: readonly Seen[],
): readonly Step[] {
  const [first] = args;
  if (args.length === 0) return [{ seen: memberSeen(context, way, of, name), way }];
  const key = first?.kind === 'known' && first.value.kind === 'text' ? first.value.value : undefined;
  if (key === undefined || !READERS.has(name)) return [{ seen: ANY, way }];
  const holder: Request =
    name === 'get_header' || name === 'header' ? { kind: 'request', path: [...of.path, 'headers'] } : of;
  const seen = memberSeen(context, way, holder, key);
  if (/^(?:key|has_key|include|member)\?$/.test(name) && (seen.kind === 'absent' || seen.kind === 'forged'))
    return [{ seen: booleanSeen(seen.kind === 'forged'), way }];
  return [{ seen: seen.kind === 'request' ? (name === 'require' ? of : ANY) : seen, way }];
}
