/**
 * How Python reads credentials, verifies them and refuses requests.
 *
 * Sources: Flask, API (`request`, `session`, `g`, `abort`); Werkzeug, Exceptions; Starlette, Requests, Responses and
 * Authentication; FastAPI, Security; Django, Request and response objects; aiohttp, Web server reference; Falcon, Request;
 * Sanic, Exceptions; Flask-Login; Flask-JWT-Extended; PyJWT, API reference; python-jose; Authlib; itsdangerous.
 */
import { evaluate } from '../interpreter.ts';
import { type Value, fullNames } from '../value.ts';
import { fail } from './calls.ts';
import { frameOf, memberSeen, passPerhaps, readCredential } from './expressions.ts';
import { PRINCIPAL, pythonCredential, pythonPrincipal } from './python-request.ts';
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
  forkUnder,
  holdsAny,
  numberOf,
  truthOf,
} from './seen.ts';
import { isHarmlessPackage } from './vocabulary.ts';

type Origin = Extract<Value, { kind: 'external' }>;

/** Names of packages that stand for the request, or a part of it, wherever they are used. */
const REQUESTS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>(
  ['flask', 'flask.globals', 'quart', 'quart.globals', 'bottle', 'connexion', 'apiflask'].flatMap(
    (module): readonly (readonly [string, readonly string[]])[] => [
      [`${module}.request`, []],
      [`${module}.session`, ['session']],
      [`${module}.g`, ['state']],
    ],
  ),
).set('tornado.web.RequestHandler.request', []);

/** What they give to a stranger is an object whose `is_authenticated` is false. */
const PRINCIPALS: ReadonlySet<string> = new Set([
  'flask_login.current_user',
  'flask_login.utils.current_user',
  'flask_security.current_user',
  'flask_security.core.current_user',
  'flask_principal.current_user',
  'quart_auth.current_user',
  'quart_login.current_user',
]);

/**
 * What handlers of Tornado read of a request, and whether who calls can make it up. Source: Tornado, RequestHandler, Cookies.
 */
const HANDLER_READERS: ReadonlyMap<string, { readonly isCarried: boolean }> = new Map(
  [
    ['get_cookie', true],
    ['get_argument', true],
    ['get_query_argument', true],
    ['get_body_argument', true],
    ['get_secure_cookie', false],
    ['get_signed_cookie', false],
  ].map(([name, isCarried]) => [`tornado.web.RequestHandler.${String(name)}`, { isCarried: isCarried === true }]),
);

/** What they give to a stranger is nothing. */
const NOTHINGS: ReadonlySet<string> = new Set([
  'flask_jwt_extended.current_user',
  'flask_jwt.current_identity',
  'flask_praetorian.current_user',
]);

/** A name of a package that stands for the request or for who calls; undefined for any other value. */
export function pythonValue(context: Context, way: Way, value: Value): Seen | undefined {
  if (value.kind !== 'external') return undefined;
  for (const name of fullNames(value)) {
    const path = REQUESTS.get(name);
    if (path) return { kind: 'request', path };
    if (PRINCIPALS.has(name)) return pythonPrincipal(context, way, 'current_user');
    if (NOTHINGS.has(name)) return readCredential(context, way, 'current_user', { mechanism: 'jwt', isCarried: false });
  }
  return undefined;
}

/** What a call does to a stranger that means something in Python; undefined for any other. */
export function pythonCall(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  called: Called,
): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const { name, args } = called;
  const [first, second] = args;
  const module = origin?.module ?? '';
  const reader = origin && fullNames(origin).flatMap(full => HANDLER_READERS.get(full) ?? [])[0];
  if (reader) return one(readCredential(context, way, `${name}()`, { mechanism: 'session', ...reader }));
  if (name === 'getattr' && first && second) return attributeOf(context, way, args);
  if (name === 'hasattr' && first && second) {
    const [step] = attributeOf(context, way, args);
    return one(step?.seen.kind === 'absent' ? booleanSeen(false) : ANY);
  }
  if (name === 'bool' && first) {
    const answer = truthOf(first);
    return one(answer === undefined ? ANY : booleanSeen(answer));
  }
  if (name === 'abort' || ABORTS.has(name)) {
    fail(way, statusOf(called) ?? ABORTS.get(name) ?? 'any');
    return one(ANY);
  }
  if (isApplication(name) && args.some(arg => arg.kind === 'request' && arg.path.length === 0)) {
    way.hasPassed = true;
    return one({ kind: 'promise', of: ANY });
  }
  const answer = answerOf(called, module);
  if (answer) return one(answer);
  const session = sessionOf(context, way, called, module);
  if (session) return session;
  const verified = verification(context, way, called, module);
  if (verified) return verified;
  if (holdsAny(args, 'forged') && isPythonDecoder(name)) return one(FORGED);
  if (TESTS_OF_FORM.has(name) && args.some(arg => arg.kind === 'forged')) return one(ANY);
  return /^[A-Z]/.test(name) ? one(made(called)) : undefined;
}

/** `getattr(request, 'user', None)`. */
function attributeOf(context: Context, way: Way, [of, name, byDefault]: readonly Seen[]): readonly Step[] {
  const text = name?.kind === 'known' && name.value.kind === 'text' ? name.value.value : undefined;
  const seen = of && text !== undefined ? memberSeen(context, way, of, text) : ANY;
  const isMissing = seen.kind === 'known' && seen.value.kind === 'nothing';
  return [{ seen: isMissing && byDefault ? byDefault : seen, way }];
}

/** Functions of frameworks that raise. */
const ABORTS: ReadonlyMap<string, number> = new Map([
  ['abort', 400],
  ['http_unauthorized', 401],
]);

/** What ASGI and Django call their middleware's inner application by. */
function isApplication(name: string): boolean {
  return name === 'app' || name === 'get_response' || name === 'call_next' || name === 'asgi' || name === 'inner';
}

// Answers and exceptions

/** Functions that make a response of what they are given. Sources: Flask, Sanic, aiohttp, Django. */
const RESPONSE_FUNCTIONS: ReadonlySet<string> = new Set([
  'make_response',
  'json_response',
  'jsonify',
  'render_template',
]);
const SANIC_RESPONSES: ReadonlySet<string> = new Set(['json', 'text', 'html', 'raw', 'empty', 'file']);
const REDIRECTS =
  /^(?:redirect|redirect_to_login|RedirectResponse|HttpResponseRedirect|Redirect|HTTPFound|HTTPSeeOther)$/;

function answerOf(called: Called, module: string): Seen | undefined {
  const { name } = called;
  if (REDIRECTS.test(name)) return { kind: 'answer', status: statusOf(called) ?? 302 };
  const named = STATUS_OF_NAME.find(([pattern]) => pattern.test(name))?.[1];
  if (/^[A-Z]/.test(name) && EXCEPTION.test(name))
    return { kind: 'answer', status: statusOf(called) ?? named ?? 'any' };
  const isResponse =
    /^[A-Z]\w*Response\w*$|^Response$/.test(name) ||
    RESPONSE_FUNCTIONS.has(name) ||
    (module.startsWith('sanic') && SANIC_RESPONSES.has(name));
  if (!isResponse) return undefined;
  const inner = called.args[0]?.kind === 'answer' ? called.args[0].status : undefined;
  return { kind: 'answer', status: statusOf(called) ?? named ?? inner ?? 200 };
}

const EXCEPTION =
  /(?:Exception|Error|Denied|Failed|NotAuthenticated|Unauthori[sz]ed|Forbidden|NotFound|BadRequest|Abort)$|^HTTP[A-Z]/;

/** Classes of exceptions and responses whose names say their status. */
const STATUS_OF_NAME: readonly (readonly [RegExp, number])[] = [
  [/unauthori[sz]ed|unauthenticated|notauthenticated|authentication(?:failed|error)|noauthorization|credentials/i, 401],
  [/forbidden|permissiondenied|permissionerror|accessdenied|notallowed$/i, 403],
  [/notfound|404/i, 404],
  [/toomanyrequests|throttled|ratelimit/i, 429],
  [/badrequest|bad_request/i, 400],
];

/** A status among the arguments: by its name, or a number that can be one. */
function statusOf({ args, node }: Called): number | undefined {
  const index = node.args.findIndex(
    arg => arg.kind === 'named' && (arg.name === 'status' || arg.name === 'status_code' || arg.name === 'code'),
  );
  const given = index >= 0 ? args[index] : undefined;
  if (given) return numberOf(given);
  for (const [place, arg] of args.entries()) {
    if (node.args[place]?.kind === 'named') continue;
    const number = numberOf(arg);
    if (number !== undefined && number >= 100 && number < 600) return number;
  }
  return undefined;
}

/** An object of a class outside the tree; it is there, whatever it is made of. */
function made({ name, args }: Called): Seen {
  return {
    kind: 'object',
    name,
    ...(holdsAny(args, 'absent') ? { holds: 'absent' } : holdsAny(args, 'forged') ? { holds: 'forged' } : {}),
  };
}

// Sessions

/** Functions that give the identity in a token that was verified, and nothing to a stranger. */
const IDENTITIES: ReadonlySet<string> = new Set([
  'get_jwt_identity',
  'get_jwt_claims',
  'get_raw_jwt',
  'get_current_user',
  'authorized_userid',
  'get_jwt',
]);
/** Functions that raise when there is no valid token. */
const DEMANDS: ReadonlySet<string> = new Set([
  'verify_jwt_in_request',
  'check_authorized',
  'check_permission',
  'verify_fresh_jwt_in_request',
  'verify_jwt_refresh_token_in_request',
]);

function sessionOf(context: Context, way: Way, called: Called, module: string): readonly Step[] | undefined {
  const { name, node } = called;
  const isOf =
    /^(?:flask_jwt_extended|flask_jwt|flask_praetorian|aiohttp_security|quart_jwt_extended|sanic_jwt)\b/.test(module);
  if (!isOf) return undefined;
  const mechanism = module.startsWith('aiohttp') ? 'session' : 'jwt';
  if (DEMANDS.has(name)) {
    const isOptional = node.args.some(
      arg => arg.kind === 'named' && arg.name === 'optional' && !(arg.value.kind === 'boolean' && !arg.value.value),
    );
    readCredential(context, way, `${name}()`, { mechanism, isCarried: false });
    if (context.caller !== 'anyone' && !isOptional) fail(way, 401);
    return [{ seen: ANY, way }];
  }
  return IDENTITIES.has(name)
    ? [{ seen: readCredential(context, way, `${name}()`, { mechanism, isCarried: false }), way }]
    : undefined;
}

// Verification

/** Packages whose `decode` and kin verify what they are given, and raise when it is not good. */
const VERIFYING =
  /^(?:jwt|jose|authlib|joserfc|jwcrypto|python_jwt|josepy|flask_jwt_extended|flask_jwt|pyjwt|itsdangerous|fastapi_jwt_auth|svix|stripe|firebase_admin|google)(?:[./]|$)/;
const VERIFYING_NAMES =
  /^(?:decode|decode_token|decode_jwt|decode_complete|verify\w*|loads|unsign|validate_token|construct_event|verify_id_token|deserialize_compact)$/;

/** Something that is not there, or made up, is verified; where the options say that it is not, it is only read. */
function verification(context: Context, way: Way, called: Called, module: string): readonly Step[] | undefined {
  const { name, args } = called;
  const isAbsent = holdsAny(args, 'absent');
  const isForged = holdsAny(args, 'forged');
  if (!isAbsent && !isForged) return undefined;
  if (VERIFYING.test(module) && VERIFYING_NAMES.test(name)) {
    if (!isUnverified(context, called)) {
      way.isVerified = true;
      fail(way, undefined);
    }
    return [{ seen: isAbsent ? ABSENT : FORGED, way }];
  }
  // A function that is known by its name alone may raise, or answer with something false.
  if (!/^(?:verify|validate|authenticate|check)_\w+$/.test(name) || isHarmlessPackage(module)) return undefined;
  way.isVerified = true;
  const other = forkUnder(way, `whether ${name} raises`);
  way.condition ??= `whether ${name} raises`;
  fail(way, undefined);
  return [
    { seen: ABSENT, way },
    { seen: ABSENT, way: other },
  ];
}

/** `options={'verify_signature': False}`, `verify=False`, `algorithms=['none']`. Source: PyJWT, API reference. */
function isUnverified(context: Context, { node }: Called): boolean {
  return node.args.some(arg => {
    if (arg.kind === 'spread' && arg.isNamed) return true;
    if (arg.kind !== 'named') return false;
    const value = evaluate(context.machine, frameOf(context), arg.value);
    if (arg.name === 'verify') return !(value.kind === 'boolean' && value.value);
    if (arg.name === 'algorithms' || arg.name === 'algorithm') return mentionsNone(value);
    if (arg.name !== 'options') return false;
    if (value.kind !== 'record') return value.kind !== 'nothing';
    const switches = [value.fields.get('verify_signature'), value.fields.get('verify')];
    return value.isOpen || switches.some(one => one !== undefined && !(one.kind === 'boolean' && one.value));
  });
}

function mentionsNone(value: Value): boolean {
  if (value.kind === 'text') return value.value.toLowerCase() === 'none';
  return value.kind === 'list' && value.items.some(mentionsNone);
}

/** Functions and methods that read, cut or convert what they are given. */
function isPythonDecoder(name: string): boolean {
  return PYTHON_DECODERS.has(name) || /^(?:get_unverified_\w+|decode\w*|b64decode|urlsafe_b64decode)$/.test(name);
}

const PYTHON_DECODERS: ReadonlySet<string> = new Set([
  'split',
  'rsplit',
  'partition',
  'rpartition',
  'strip',
  'lstrip',
  'rstrip',
  'removeprefix',
  'removesuffix',
  'replace',
  'lower',
  'upper',
  'encode',
  'loads',
  'str',
  'bytes',
  'int',
  'dict',
  'list',
  'tuple',
  'unquote',
  'get',
  'pop',
  'items',
  'values',
  'keys',
  'get_authorization_scheme_param',
  'UUID',
]);

/** Tests of the form of a text, which a stranger can meet. */
const TESTS_OF_FORM: ReadonlySet<string> = new Set([
  'startswith',
  'endswith',
  'isinstance',
  'len',
  'match',
  'fullmatch',
  'isdigit',
  'isalnum',
  'count',
  'find',
  'index',
  'print',
]);

/** Calls of methods of the request: `request.headers.get('Authorization')`, `req.get_header('X-Key')`. */
export function pythonRequestCall(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'request' }>,
  name: string,
  args: readonly Seen[],
): readonly Step[] {
  const [first] = args;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  if (of.path.at(-1) === PRINCIPAL) return one(memberSeen(context, way, of, name));
  const key = first?.kind === 'known' && first.value.kind === 'text' ? first.value.value : undefined;
  const path = GETTERS_OF.get(name) ?? (READERS.has(name) ? of.path : undefined);
  const credential = key === undefined || !path ? undefined : pythonCredential([...path, key]);
  if (credential && key !== undefined) return one(readCredential(context, way, key, credential));
  if (args.some(arg => arg.kind === 'next')) passPerhaps(way, name);
  return one(ANY);
}

const READERS: ReadonlySet<string> = new Set(['get', 'pop', 'getone', 'getlist', 'get_all', 'setdefault']);

/** Methods of the request itself, by what they read. */
const GETTERS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['get_header', ['headers']],
  ['get_cookie', ['cookies']],
  ['get_cookie_values', ['cookies']],
  ['get_signed_cookie', ['signedcookies']],
  ['get_param', ['query']],
  ['header', ['headers']],
]);

/** Whether a part of the request raises when it is asked for what it has not. */
export function raisesWhenMissing(path: readonly string[]): boolean {
  return path.length > 0 && ['headers', 'cookies', 'META', 'environ', 'session'].includes(path.at(-1) ?? '');
}
