/** What the parts of a connection are to a stranger. Source: Plug.Conn. */
import { HOLE, type Value } from '../value.ts';
import { readCredential } from './expressions.ts';
import { requestMember } from './request.ts';
import { ANY, type Context, type Seen, type Way, booleanSeen } from './seen.ts';
import { credentialAt } from './vocabulary.ts';

/** What plugs put on a connection once they know who is calling, by the names that generators and libraries give it. */
const PRINCIPAL =
  /^(?:current_(?:user|account|admin|member|customer|client|scope|identity|person|resource|token|session|claims|api_key|actor|viewer)|(?:authenticated|logged_in|signed_in|auth)_(?:user|account|id)|user|user_id|subject|admin|admin_user|claims|jwt_claims|token_claims|api_key|identity|principal|actor)(?:_id|_token)?$/;

/** What is kept in a session once someone has logged in. */
const SESSION_MEMBER =
  /^(?:is_?)?(?:current_|logged_in_|guardian_|admin_)?(?:user|uid|account|login|logged|auth|admin|member|customer|principal|identity(?:_id|_data)?$|email|token|jwt|session|claims|person|viewer)/;

/** The same, after a word of the application's own: `portal_session_id`. */
const OWN_SESSION_MEMBER = /_(?:user|session|account|auth)(?:_id|_token|_uuid)?$/;

/** Who is still about to log in, or to be registered. */
const HALF_WAY = /tfa|mfa|2fa|otp|two_?factor|pending|reset|sign_?up|regist|confirm|verif|guest|anonymous/;

/** A value of the session, which the framework signs. */
export function sessionMember(context: Context, way: Way, name: string): Seen {
  const isOwn = OWN_SESSION_MEMBER.test(name.toLowerCase()) && !HALF_WAY.test(name.toLowerCase());
  const isMember = SESSION_MEMBER.test(name.toLowerCase()) || isOwn;
  if (!isMember || /return|redirect|locale|flash|invite|remember_to/.test(name)) return ANY;
  return readCredential(context, way, `session.${name}`, { mechanism: 'session', isCarried: false });
}

/** Parts of a connection that hold others. */
export const PARTS: ReadonlySet<string> = new Set([
  'assigns',
  'private',
  'cookies',
  'req_cookies',
  'req_headers',
  'params',
  'query_params',
  'body_params',
  'path_params',
]);

const PARAMS: ReadonlySet<string> = new Set(['params', 'query_params', 'body_params']);

/** Parameters that carry a credential. */
const CREDENTIAL_PARAMETER = /^(?:access_?token|auth_?token|api_?key|apikey|token|api_?token|signature|secret)$/;

export function connMember(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'request' }>,
  name: string,
): Seen | undefined {
  const [part, ...rest] = of.path;
  if (part === undefined) return ofConn(context, name);
  if (rest.length > 0) return ANY;
  if (part === 'assigns' || part === 'private') {
    // What was kept on the way for whoever calls says nothing of who that is.
    if (context.budget.granted?.has(name)) return ANY;
    const isPrincipal =
      PRINCIPAL.test(name) ||
      context.request.withheld?.has(name) === true ||
      /^guardian_\w+_(?:resource|token|claims)$/.test(name);
    return isPrincipal
      ? readCredential(context, way, `${part}.${name}`, { mechanism: 'session', isCarried: false })
      : ANY;
  }
  if (part === 'session') return sessionMember(context, way, name);
  if (part === 'cookies' || part === 'req_cookies') {
    const credential = credentialAt(['cookies', name]);
    return credential ? readCredential(context, way, `cookies.${name}`, credential) : ANY;
  }
  if (part === 'req_headers') {
    const credential = credentialAt(['headers', name.toLowerCase()]);
    return credential ? readCredential(context, way, `${name.toLowerCase()} header`, credential) : ANY;
  }
  if (PARAMS.has(part) && CREDENTIAL_PARAMETER.test(name))
    return readCredential(context, way, `${part}.${name}`, { mechanism: 'api-key', isCarried: true });
  return ANY;
}

function ofConn(context: Context, name: string): Seen {
  if (PARTS.has(name)) return { kind: 'request', path: [name] };
  switch (name) {
    case 'halted':
      return booleanSeen(false);
    case 'method':
      context.budget.hangsOnRequest = true;
      return requestMember(context.request, 'method') ?? ANY;
    case 'request_path':
      context.budget.hangsOnRequest = true;
      return requestMember(context.request, 'path') ?? ANY;
    case 'path_info': {
      context.budget.hangsOnRequest = true;
      const { path } = context.request;
      if (path === '' || path.includes('{*')) return ANY;
      const items = path
        .split('/')
        .filter(segment => segment !== '')
        .map((segment): Value => ({ kind: 'text', value: segment.replace(/\{[^{}]*\}/g, HOLE) }));
      return { kind: 'known', value: { kind: 'list', items, isOpen: false } };
    }
    default:
      return ANY;
  }
}
