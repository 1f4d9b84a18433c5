/**
 * How PHP reads credentials, verifies them and refuses requests.
 *
 * Sources: Laravel, Requests, Responses, Authentication, Helpers; Symfony, HttpFoundation; PSR-7 and PSR-15; CodeIgniter 4,
 * Controller Filters; PHP manual, Superglobals, `header`, `hash_equals`, `password_verify`; firebase/php-jwt; tymon/jwt-auth.
 */
import type { Pattern } from '../../core/program.ts';
import { NOTHING, type Value } from '../value.ts';
import { fail } from './calls.ts';
import { passPerhaps, readCredential } from './expressions.ts';
import { ROUTE_NAME } from './metadata.ts';
import { statusIn, textOf } from './php-answers.ts';
import { routeCall } from './php-route.ts';
import { frameworkCall } from './php-frameworks.ts';
import { comparison, phpFunction, REDIRECTOR, RESPONDER, verified } from './php-functions.ts';
import { AUTHENTICATION, authenticationCall, isSignedIn, readPart, requestValue } from './php-request.ts';
import { requestMember } from './request.ts';
import {
  ANY,
  type Called,
  type Context,
  type Seen,
  type Step,
  TRUTHY,
  type Way,
  booleanSeen,
  forkUnder,
  holdsAny,
  numberOf,
  truthOf,
} from './seen.ts';

type Origin = Extract<Value, { kind: 'external' }>;

/** What a parameter of middleware is, by its type and name. */
export function phpRole(pattern: Pattern, index: number): Seen {
  if (pattern.kind !== 'name') return ANY;
  const type = pattern.type?.name.split('\\').at(-1) ?? '';
  if (/^_?(?:next|handler)$/.test(pattern.name) || /^(?:Closure|RequestHandlerInterface|RequestHandler)$/.test(type))
    return { kind: 'next', isHandler: true };
  if (/^_?(?:request|req)$/.test(pattern.name) || /Request(?:Interface)?$/.test(type))
    return { kind: 'request', path: [] };
  if (/^_?(?:response|res)$/.test(pattern.name) || /Response(?:Interface)?$/.test(type))
    return { kind: 'answer', status: 200 };
  return index === 0 && type === '' ? { kind: 'request', path: [] } : ANY;
}

/** Superglobals and facades stand for the request, or a part of it, wherever they are used. */
export function phpValue(value: Value): Seen | undefined {
  return requestValue(value);
}

/** Calls on anything: what passes the request on, and what makes answers. */
export function phpMethodCall(context: Context, way: Way, of: Seen, called: Called): readonly Step[] | undefined {
  const { name, args } = called;
  const [first] = args;
  if (of.kind === 'next' && /^(?:handle|process|__invoke|next)$/.test(name)) {
    way.hasPassed = true;
    return [{ seen: ANY, way }];
  }
  if (of.kind === 'request' && of.path.at(-1) === AUTHENTICATION) return authenticationCall(context, way, name, args);
  if (of.kind === 'known' && of.value.kind === 'unknown' && /(?:^|\.)auth$/i.test(of.value.name ?? '')) {
    const found = authenticationCall(context, way, name, args);
    if (found) return found;
  }
  const found = /^(?:first|find)OrFail$|^sole$/.test(name) ? foundOrFailed(context, way, of, called) : undefined;
  if (found) return found;
  const status = first && numberOf(first);
  const isAnswer = of.kind === 'answer' || of.kind === 'object' || of.kind === 'any' || of.kind === 'response';
  if (isAnswer && /^(?:withStatus|setStatusCode|setStatus)$/.test(name) && status !== undefined)
    return [{ seen: { kind: 'answer', status }, way }];
  if (of.kind !== 'object') return undefined;
  if (of.name === REDIRECTOR) return [{ seen: { kind: 'answer', status: 302 }, way }];
  if (of.name !== RESPONDER) return undefined;
  if (name === 'redirectTo' || name.startsWith('redirect')) return [{ seen: { kind: 'answer', status: 302 }, way }];
  return [{ seen: { kind: 'answer', status: statusIn(called, name === 'noContent' ? 0 : 1) ?? 200 }, way }];
}

/** A call of what is outside the tree, by the last part of its name; functions have a backslash in front. */
export function phpCall(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  given: Called,
): readonly Step[] | undefined {
  const called: Called = { ...given, name: given.name.replace(/^\\/, '') };
  if (called.node.isNew) return made(way, called);
  if (called.node.callee.kind !== 'member') return refusal(way, called) ?? phpFunction(context, way, called);
  const [holder = ''] = origin && origin.path.length > 1 ? origin.path.slice(-2) : [];
  if (holder === 'RouteContext' && called.name === 'fromRequest')
    return [{ seen: { kind: 'request', path: [ROUTE] }, way }];
  return (
    frameworkCall(context, way, called, holder) ??
    answerOf(way, called, holder) ??
    verification(way, called, `${origin?.module ?? ''}\\${holder}`)
  );
}

/** Answers that methods of frameworks make. */
function answerOf(way: Way, called: Called, holder: string): readonly Step[] | undefined {
  const one = (status: number): readonly Step[] => [{ seen: { kind: 'answer', status }, way }];
  if (holder === 'Redirect') return one(302);
  if (/^(?:Response|ResponseFactory|JsonResponse)$/.test(holder)) return one(statusIn(called, 1) ?? 200);
  if (called.name === 'failUnauthorized') return one(401);
  return called.name === 'failForbidden' ? one(403) : undefined;
}

/** `JWT::decode($token, $key)`, `Hash::check($given, $known)`. */
function verification(way: Way, { name, args }: Called, holder: string): readonly Step[] | undefined {
  if (name === 'decode' && /(?:^|\\)(?:JWT|Firebase\\JWT)/.test(holder)) return verified(way, args);
  return (name === 'check' || name === 'verify') && /\\(?:Hash|Signature)$/.test(holder)
    ? comparison(way, args)
    : undefined;
}

// Refusals

/** `abort(401)`, `abort_if($x, 403)`, `throw_unless($x, Y::class)`. */
function refusal(way: Way, { name, args, node }: Called): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [first, second] = args;
  if (name === 'abort') {
    fail(way, (first && numberOf(first)) ?? (first?.kind === 'answer' ? first.status : 'any'));
    return one(ANY);
  }
  const match = /^(abort|throw)_(if|unless)$/.exec(name);
  if (!match || !first) return undefined;
  const status = (second && numberOf(second)) ?? (second?.kind === 'answer' ? second.status : 'any');
  const answer = truthOf(first);
  const refuses = answer === undefined ? undefined : answer === (match[2] === 'if');
  if (refuses === false) return one(ANY);
  if (refuses === true) {
    fail(way, status);
    return one(ANY);
  }
  const words = `what ${name}() is given at line ${node.at.line}`;
  const other = forkUnder(way, words);
  way.condition ??= words;
  fail(way, status);
  return [
    { seen: ANY, way },
    { seen: ANY, way: other },
  ];
}

/** Objects of classes outside the tree: answers and exceptions have a status, all others are there. */
function made(way: Way, called: Called): readonly Step[] {
  const { name, args } = called;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  if (/(?:Exception|Error)$/.test(name)) {
    const named = STATUS_OF_NAME.find(([pattern]) => pattern.test(name))?.[1];
    return one({ kind: 'answer', status: named ?? statusIn(called, 0) ?? 'any' });
  }
  if (/^RedirectResponse$/.test(name)) return one({ kind: 'answer', status: statusIn(called, 1) ?? 302 });
  if (name.endsWith('Response'))
    return one({ kind: 'answer', status: statusIn(called, 1) ?? statusIn(called, 0) ?? 200 });
  const holds = holdsAny(args, 'absent') ? 'absent' : holdsAny(args, 'forged') ? 'forged' : undefined;
  return one({ kind: 'object', name, ...(holds && { holds }) });
}

const STATUS_OF_NAME: readonly (readonly [RegExp, number])[] = [
  [/unauthori[sz]ed|unauthenticated|authentication|credentials|tokenexpired|tokeninvalid|jwt/i, 401],
  [/forbidden|authorization|accessdenied|permission/i, 403],
  [/notfound/i, 404],
  [/toomanyrequests|throttle/i, 429],
];

/** Calls of methods of the request, or of a part of it. */
export function phpRequestCall(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'request' }>,
  name: string,
  args: readonly Seen[],
): readonly Step[] {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [first] = args;
  const key = textOf(first);
  const isRoot = of.path.length === 0;
  if (isRoot && name === 'user' && isSignedIn(way)) return one(TRUTHY);
  if (isRoot && name === 'user')
    return one(readCredential(context, way, 'request.user()', { mechanism: 'session', isCarried: false }));
  if (isRoot && name === 'bearerToken')
    return one(readCredential(context, way, 'bearerToken()', { mechanism: 'bearer', isCarried: true }));
  if (isRoot && (name === 'getUser' || name === 'getPassword') && args.length === 0)
    return one(readCredential(context, way, `${name}()`, { mechanism: 'basic', isCarried: true }));
  if (isRoot && /^hasValid(?:Relative)?Signature$|^hasCorrectSignature$/.test(name)) {
    readCredential(context, way, 'the signature of the address', { mechanism: 'signature', isCarried: false });
    return one(context.caller === 'anyone' ? ANY : booleanSeen(false));
  }
  const settled = settledCall(context, of, name, key);
  if (settled) return one(settled);
  if (isRoot && key === undefined && isHeader(name) && namesCredential(first))
    return one(
      readCredential(context, way, 'a header that a setting names', { mechanism: 'api-key', isCarried: true }),
    );
  const called = routeCall(context, of.path, name, args);
  if (called) return one(called);
  const part = isRoot ? PARTS.get(name) : undefined;
  if (part && key === undefined) return one({ kind: 'request', path: [part] });
  const path = part ? [part] : READERS.has(name) ? of.path : undefined;
  const seen = key === undefined || !path ? undefined : readPart(context, way, [...path, key]);
  if (seen) return one(seen);
  if (args.some(arg => arg.kind === 'next')) passPerhaps(way, name);
  return one(ANY);
}

/** Methods that give a header, or a part of the address, by a name that is handed to them. */
function isHeader(name: string): boolean {
  return /^(?:header|getHeader|getHeaderLine|hasHeader|getQueryParam)$/.test(name);
}

/** A name that is not known, and is kept under one that says what it is the name of: `$this->apiKeyHeader`. */
function namesCredential(name: Seen | undefined): boolean {
  const kept =
    name?.kind === 'any' ? name.name : name?.kind === 'known' && name.value.kind === 'unknown' ? name.value.name : '';
  return /(?:api|auth|access|secret)_?(?:key|token)|auth(?:orization)?_?header|token_?header/i.test(
    kept?.split('.').at(-1) ?? '',
  );
}

/** The last part of a path to the route that a request has come to, and to its address. */
const ROUTE = '(route)';
const ADDRESS = '(address)';

/** What the operation itself says of a request: its path, and the name of its route. Sources: PSR-7, `UriInterface`; Slim, `RouteContext`. */
function settledCall(
  context: Context,
  { path }: Extract<Seen, { kind: 'request' }>,
  name: string,
  key: string | undefined,
): Seen | undefined {
  const last = path.at(-1);
  if (path.length === 0) {
    if (name === 'getUri') return { kind: 'request', path: [ADDRESS] };
    return name === 'getAttribute' && (key === 'route' || key === '__route__')
      ? { kind: 'request', path: [ROUTE] }
      : undefined;
  }
  if (last === ADDRESS && name === 'getPath') {
    context.budget.hangsOnRequest = true;
    return requestMember(context.request, 'pathname');
  }
  if (last !== ROUTE) return undefined;
  if (name === 'getRoute') return { kind: 'request', path };
  if (name !== 'getName' || context.request.path === '') return undefined;
  context.budget.hangsOnRequest = true;
  return { kind: 'known', value: context.request.metadata.get(ROUTE_NAME) ?? NOTHING };
}

/** Methods of requests, by the part that they read. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['header', 'headers'],
  ['headers', 'headers'],
  ['getHeader', 'headers'],
  ['getHeaders', 'headers'],
  ['getHeaderLine', 'headers'],
  ['hasHeader', 'headers'],
  ['get_header', 'headers'],
  ['cookie', 'cookies'],
  ['hasCookie', 'cookies'],
  ['getCookie', 'cookies'],
  ['getCookieParams', 'cookies'],
  ['server', 'server'],
  ['getServer', 'server'],
  ['getServerParams', 'server'],
  ['session', 'session'],
  ['getSession', 'session'],
  ['query', 'query'],
  ['input', 'query'],
  ['getVar', 'query'],
  ['getGet', 'query'],
  ['getQuery', 'query'],
  ['getQueryParams', 'query'],
  ['getQueryParam', 'query'],
  ['get_param', 'query'],
  ['getAttribute', 'attributes'],
]);

const READERS: ReadonlySet<string> = new Set([
  'get',
  'has',
  'exists',
  'first',
  'pull',
  'read',
  'check',
  'all',
  'value',
  'filled',
  'missing',
  'offsetGet',
]);

/** What is looked up and not there is an error. Source: Laravel, Eloquent (Not Found Exceptions). */
function foundOrFailed(context: Context, way: Way, of: Seen, { name, args }: Called): readonly Step[] | undefined {
  if (context.caller === 'anyone') return undefined;
  const isCredential = holdsAny([of, ...args], 'absent') || holdsAny([of, ...args], 'forged');
  if (!isCredential && context.caller === 'without') return undefined;
  const other = forkUnder(way, `whether ${name}() finds anything`);
  other.condition = `whether ${name}() finds anything`;
  if (isCredential) way.isVerified = true;
  fail(way, 404);
  return [{ seen: ANY, way }, ...(isCredential ? [] : [{ seen: ANY, way: other }])];
}
