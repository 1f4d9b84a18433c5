/** What code of Rust asks of a request, by its methods and by types that frameworks make of it. */
import type { Mechanism } from '../../core/facts/program.ts';
import { evaluate } from '../interpreter.ts';
import { memberOf } from '../members.ts';
import type { Value } from '../value.ts';
import { callSeen } from './calls.ts';
import { frameOf, passPerhaps, readCredential } from './expressions.ts';
import type { Request } from './language.ts';
import { requestMember } from './request.ts';
import { SAME, statusIn } from './rust-results.ts';
import { PARTS } from './rust-roles.ts';
import { ANY, type Called, type Context, type Seen, type Step, type Way, booleanSeen, numberOf } from './seen.ts';
import { type Credential, credentialAt } from './vocabulary.ts';

const ROOT: Seen = { kind: 'request', path: [] };

/** Methods that lead to a part of the request. */
const LEADING: ReadonlyMap<string, readonly string[]> = new Map([
  ['headers', ['headers']],
  ['headers_mut', ['headers']],
  ['cookies', ['cookies']],
  ['extensions', ['extensions']],
  ['extensions_mut', ['extensions']],
  ['get_session', ['session']],
  ['session', ['session']],
  ['query', ['query']],
  ['head', []],
  ['request', []],
  ['req', []],
  ['parts_mut', []],
  ['parts', []],
  ['into_parts', []],
  ['by_ref', []],
]);

/** They give the request without its body, and the body. */
const TAKING_APART: ReadonlySet<string> = new Set(['into_parts', 'parts', 'parts_mut']);

/** Methods that look a name up. */
const LOOKUPS: ReadonlySet<string> = new Set(
  'get get_all get_one get_mut header header_all cookie get_private remove contains_key contains obtain get_pending typed_get'.split(
    ' ',
  ),
);

export function onRequest(context: Context, way: Way, of: Request, called: Called): readonly Step[] | undefined {
  const { name, args, node } = called;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const last = of.path.at(-1);
  if (EXTRACTING.has(name)) return extracted(context, way, of, called);
  if (last === 'flow') {
    if (name === 'call_next') way.hasPassed = true;
    if (name === 'skip_rest' || name === 'cease') way.hasFailed = true;
    return one(ANY);
  }
  const leads = LEADING.get(name);
  if (leads && args.length === 0 && leads.includes('session')) way.mayRead ??= 'the session';
  if (leads && args.length === 0)
    return one(
      TAKING_APART.has(name) ? { kind: 'list', items: [ROOT, ANY] } : { kind: 'request', path: [...of.path, ...leads] },
    );
  if (name === 'method' || name === 'path' || name === 'match_pattern') {
    context.budget.hangsOnRequest = true;
    return one(requestMember(context.request, name === 'method' ? 'method' : 'pathname') ?? ANY);
  }
  const left = KEPT.get(name);
  if (left) return one(keptBy(context, way, name, left));
  // `req.into_response(response)` of Actix Web: the response, with the request that it is for.
  if (ANSWERING.has(name) && args[0]) return one(answerIn(args[0]));
  // A part of the request is there, whoever asks for it.
  if (OPENED.has(name)) return one(of);
  if (name === 'uri' || name === 'url' || name === 'into_inner' || SAME.has(name)) return one(of);
  if (LOOKUPS.has(name)) return one(lookedUp(context, way, of.path, { ...called, last, node, args }));
  if (args.some(arg => arg.kind === 'next')) passPerhaps(way, name);
  if (args.some(arg => arg.kind === 'local')) return undefined;
  return one(ANY);
}

const ANSWERING: ReadonlySet<string> = new Set(['into_response', 'error_response']);

/** A response, which may be the status alone. */
function answerIn(given: Seen): Seen {
  const status = statusIn(given);
  return status === undefined ? given : { kind: 'answer', status };
}

const OPENED: ReadonlySet<string> = new Set(['unwrap', 'expect', 'ok_or', 'ok_or_else', 'ok']);

/** What Salvo's middleware leaves in the depot. Source: Salvo, JwtAuthDepotExt and BasicAuthDepotExt. */
const KEPT: ReadonlyMap<string, Mechanism> = new Map<string, Mechanism>([
  ['jwt_auth_state', 'jwt'],
  ['jwt_auth_data', 'jwt'],
  ['jwt_auth_token', 'jwt'],
  ['basic_auth_username', 'basic'],
]);

function keptBy(context: Context, way: Way, name: string, mechanism: Mechanism): Seen {
  const seen = readCredential(context, way, name, { mechanism, isCarried: false });
  if (name !== 'jwt_auth_state' || (seen.kind !== 'absent' && seen.kind !== 'forged')) return seen;
  const path = ['JwtAuthState', seen.kind === 'absent' ? 'Unauthorized' : 'Forbidden'];
  if (seen.kind === 'forged') way.isVerified = true;
  return { kind: 'known', value: { kind: 'external', module: 'salvo::jwt_auth', path } };
}

/** `headers.get("Authorization")`, `jar.get_private("session")`, `extensions.get::<Claims>()`, `depot.obtain::<User>()`. */
function lookedUp(
  context: Context,
  way: Way,
  path: readonly string[],
  { name, args, node, last }: Called & { readonly last: string | undefined },
): Seen {
  const [first] = args;
  if (name === 'typed_get' || (first === undefined && node.typeArguments.length > 0))
    return keptByType(context, way, path, node.typeArguments[0] ?? '');
  const key = first && keyOf(first);
  if (key === undefined) {
    // Which of several is asked for by settings, and all of its values at once, is seldom a credential.
    if ((last === 'headers' || last === 'cookies' || last === 'session') && name !== 'get_all') way.mayRead ??= name;
    return ANY;
  }
  const holder =
    name === 'header' || name === 'header_all'
      ? 'headers'
      : name === 'cookie'
        ? 'cookies'
        : name === 'get_private'
          ? 'signedcookies'
          : last;
  const credential: Credential | undefined =
    holder === 'headers' && key === 'cookie'
      ? { mechanism: 'session', isCarried: true }
      : credentialAt([holder ?? 'state', key]);
  if (!credential) return ANY;
  const seen = readCredential(context, way, key, credential);
  const isTest = name === 'contains_key' || name === 'contains';
  return isTest
    ? seen.kind === 'absent'
      ? booleanSeen(false)
      : seen.kind === 'forged'
        ? booleanSeen(true)
        : ANY
    : seen;
}

/** `extensions.get::<Claims>()`, `headers.typed_get::<Authorization<Bearer>>()`. */
function keptByType(context: Context, way: Way, path: readonly string[], written: string): Seen {
  const type = lastTypeName(written);
  // A session is there for everybody; who calls is in it.
  if (SESSION.test(type)) {
    way.mayRead ??= 'the session';
    return { kind: 'request', path: ['session'] };
  }
  const credential = /Authorization\b/.test(written)
    ? ({ mechanism: /Basic/.test(written) ? 'basic' : 'bearer', isCarried: true } as const)
    : isPrincipal(type)
      ? ({ mechanism: 'session', isCarried: false } as const)
      : credentialAt([...path, type]);
  return credential ? readCredential(context, way, type, credential) : ANY;
}

/** A name that is looked up: a text, or a constant of `http::header`. */
function keyOf(seen: Seen): string | undefined {
  if (seen.kind !== 'known') return undefined;
  if (seen.value.kind === 'text') return seen.value.value.toLowerCase();
  const word = seen.value.kind === 'external' ? seen.value.path.at(-1) : undefined;
  return word !== undefined && /^[A-Z][A-Z_]+$/.test(word) ? word.toLowerCase().replaceAll('_', '-') : undefined;
}

function lastTypeName(text: string): string {
  return /([A-Za-z_]\w*)\s*(?:<.*)?$/s.exec(text.trim())?.[1] ?? '';
}

const SESSION = /^(?:[A-Z]\w*(?<!User|Auth|Login|Account|Admin))?Session(?:Extension|Ext|Handle|State|Data|Store)?$/;

/** Types that say who calls, once something before has found out. */
function isPrincipal(type: string): boolean {
  return /(?:User|Claims?|Identity|Principal|Account|Session|Auth|Token|Caller|Member|Credential|Jwt|JWT)/.test(type);
}

// Extractors that a body asks for

export const EXTRACTING: ReadonlySet<string> = new Set([
  'from_request',
  'from_request_parts',
  'extract',
  'extract_parts',
  'extract_parts_with_state',
  'extract_with_state',
  'guard',
  'from_request_without_body',
]);

/** `parts.extract::<User>()`, `TypedHeader::<Authorization<Bearer>>::from_request_parts(parts, state)`, `req.guard::<User>()`. */
export function extracted(context: Context, way: Way, of: Seen, called: Called): readonly Step[] | undefined {
  const { name, node } = called;
  const isStatic = name.startsWith('from_request');
  const written = node.typeArguments.join(', ');
  const value: Value | undefined =
    isStatic && of.kind === 'known'
      ? of.value
      : written === ''
        ? undefined
        : evaluate(context.machine, frameOf(context), { kind: 'name', at: node.at, name: lastTypeName(written) });
  if (value?.kind === 'class') {
    // A static method of the tree is followed as any call is.
    if (isStatic) return undefined;
    for (const method of ['from_request_parts', 'from_request']) {
      const found = memberOf(context.machine, value, method);
      if (found.kind === 'closure')
        return callSeen(context, way, { kind: 'known', value: found }, { ...called, name: method, args: [ROOT, ANY] });
    }
    return [{ seen: ANY, way }];
  }
  const type = value?.kind === 'external' ? (value.path.at(-1) ?? '') : lastTypeName(written);
  const seen = libraryExtractor(context, way, type, written);
  return [{ seen: seen ?? ANY, way }];
}

/** What extractors of packages give to a stranger: a result. */
function libraryExtractor(context: Context, way: Way, type: string, written: string): Seen | undefined {
  const part = PARTS.get(type);
  if (part) return { kind: 'promise', of: { kind: 'request', path: part } };
  const known = libraryCredential(type, written);
  if (!known) return undefined;
  const seen = readCredential(context, way, type, known);
  if (seen.kind === 'absent') return { kind: 'rejected', status: 401 };
  return { kind: 'promise', of: seen };
}

/** Extractors of packages that are a credential or who calls, by the name of their type. */
export function libraryCredential(type: string, written: string): Credential | undefined {
  const ofMechanism = (mechanism: Mechanism, isCarried: boolean): Credential => ({ mechanism, isCarried });
  switch (type) {
    case 'TypedHeader':
    case 'Authorization':
      if (type === 'TypedHeader' && !/Authorization\b/.test(written)) return undefined;
      return ofMechanism(/Basic\b/.test(written) ? 'basic' : 'bearer', true);
    case 'BearerAuth':
    case 'AuthBearer':
    case 'Bearer':
      return ofMechanism('bearer', true);
    case 'BasicAuth':
    case 'AuthBasic':
    case 'Basic':
      return ofMechanism('basic', true);
    case 'Identity':
      return ofMechanism('session', false);
    case 'JWT':
    case 'JWTWithUser':
    case 'JwtClaims':
      return ofMechanism('jwt', false);
    case 'ApiToken':
      return ofMechanism('api-key', false);
    default:
      return undefined;
  }
}

// Responses

export function onResponse(way: Way, of: Extract<Seen, { kind: 'response' }>, { name, args }: Called): readonly Step[] {
  const [first] = args;
  const status = first && (first.kind === 'answer' ? first.status : numberOf(first));
  if (name === 'status_code' || name === 'set_status' || name === 'set_status_code' || name === 'stuff') {
    way.status = status ?? 'any';
    if (name === 'stuff') way.hasAnswered = true;
  } else if (name === 'render' || name === 'set_status_error') {
    way.status = status ?? (name === 'set_status_error' ? 'any' : (way.status ?? 200));
    way.hasAnswered = true;
  }
  return [{ seen: of, way }];
}
