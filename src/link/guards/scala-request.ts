/**
 * How code of Scala reads who calls from a request. Sources: Play, RequestHeader; http4s, Headers; Scalatra, ServletBase; ZIO
 * HTTP, Request; Servlet, HttpServletRequest.
 */
import type { Expr } from '../../core/program.ts';
import { visitNodes } from '../walk.ts';
import { fail } from './calls.ts';
import { readCredential } from './expressions.ts';
import { requestMember } from './request.ts';
import { nameIn } from './scala-results.ts';
import { servletCall } from './servlet.ts';
import { ANY, type Called, type Context, type Seen, type Step, type Way, booleanSeen } from './seen.ts';
import { credentialAt } from './vocabulary.ts';

type Request = Extract<Seen, { kind: 'request' }>;

/** Parts of a request, by what frameworks call them. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['headers', 'headers'],
  ['session', 'session'],
  ['cookies', 'cookies'],
  ['attrs', 'attrs'],
  ['queryString', 'query'],
  ['params', 'query'],
  ['queryParams', 'query'],
  ['multiParams', 'query'],
]);

/** What is the request itself again. */
const ITSELF: ReadonlySet<string> = new Set(['request', 'req', 'underlying', 'asJava', 'map', 'withBody', 'addAttr']);

const SETTLED: ReadonlyMap<string, string> = new Map([
  ['method', 'method'],
  ['path', 'path'],
  ['uri', 'url'],
  ['pathInfo', 'path'],
  ['requestMethod', 'method'],
]);

/** Who calls, as wrapped requests and helpers of frameworks name it. */
const PRINCIPAL =
  /^(?:user|userId|userOption|userOpt|currentUser|maybeUser|identity|principal|account|subject|username|authUser|loggedInUser|loginAccount|isAuthenticated|isLoggedIn)$/;

export function requestPart(context: Context, way: Way, of: Request, name: string): Seen | undefined {
  const [part] = of.path;
  if (part === undefined) {
    const known = PARTS.get(name);
    if (known !== undefined) return { kind: 'request', path: [known] };
    if (ITSELF.has(name)) return of;
    if (PRINCIPAL.test(name)) return readCredential(context, way, name, { mechanism: 'session', isCarried: false });
    const settled = SETTLED.get(name);
    if (settled === undefined) return ANY;
    context.budget.hangsOnRequest = true;
    return requestMember(context.request, settled) ?? ANY;
  }
  return part === 'headers' || part === 'session' || part === 'cookies' ? lookedUp(context, way, part, name) : ANY;
}

/** Getters of a request by a name. */
const GETTERS: ReadonlyMap<string, string> = new Map([
  ['header', 'headers'],
  ['headers', 'headers'],
  ['rawHeader', 'headers'],
  ['headerOption', 'headers'],
  ['cookie', 'cookies'],
  ['cookies', 'cookies'],
  ['session', 'session'],
  ['getQueryString', 'query'],
  ['queryParam', 'query'],
  ['queryParameter', 'query'],
  ['params', 'query'],
]);

const LOOKING_UP: ReadonlySet<string> = new Set([
  'get',
  'getAll',
  'apply',
  'getOrElse',
  'find',
  'collectFirst',
  'hasHeader',
  'contains',
  'isDefinedAt',
  'getHeader',
  'rawHeader',
  'getAttribute',
  'getAs',
  'exists',
]);

/** What filters put on a request once they know who calls, after a word of their own: `loginAccount`, `authenticatedUser`. */
const ATTRIBUTE = /^(?:login|logged_?in|current|auth|authenticated)_?(?:account|user|member|principal)(?:_?id)?$/i;

/** A call on the request or a part of it; undefined for one that is not known. */
export function requestCalled(context: Context, way: Way, of: Request, called: Called): readonly Step[] | undefined {
  const { name, args, node } = called;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [part] = of.path;
  // Source: Scalatra, `RicherHttpServletRequest`: attributes by their names.
  if (part === undefined && name === 'getAs') return one(attribute(context, way, keyOf(called)));
  const holder = part ?? (args.length > 0 || node.typeArguments.length > 0 ? GETTERS.get(name) : undefined);
  if (holder !== undefined && (part === undefined || LOOKING_UP.has(name))) {
    const key = keyOf(called);
    if (key === undefined) {
      if (holder !== 'query') way.mayRead ??= `${holder}.${name}`;
      return one(ANY);
    }
    const seen = lookedUp(context, way, holder, key);
    if (name === 'contains' || name === 'hasHeader' || name === 'exists' || name === 'isDefinedAt')
      return one(seen.kind === 'absent' ? booleanSeen(false) : seen.kind === 'forged' ? booleanSeen(true) : ANY);
    // `request.headers("X")` raises where it was not sent; what is found goes by that.
    const isDemanded = (name === 'apply' || (part === undefined && PARTS.has(name))) && holder !== 'query';
    if (isDemanded && seen.kind === 'absent') fail(way, 'any');
    return one(seen);
  }
  if (part === undefined && args.length === 0 && PARTS.has(name)) return one({ kind: 'request', path: [name] });
  return servletCall(context, way, of, name, args);
}

function attribute(context: Context, way: Way, key: string | undefined): Seen {
  if (key === undefined || !ATTRIBUTE.test(key)) return key === undefined ? ANY : lookedUp(context, way, 'attrs', key);
  return readCredential(context, way, `request.${key}`, { mechanism: 'session', isCarried: false });
}

function lookedUp(context: Context, way: Way, holder: string, key: string): Seen {
  const credential = credentialAt([holder === 'attrs' ? 'request' : holder, key.toLowerCase()]);
  return credential ? readCredential(context, way, `${holder}.${key}`, credential) : ANY;
}

/** The name by which something is looked up: a text, `ci"X-Key"`, a constant that is named for it, or the type of a header. */
function keyOf({ args, node }: Called): string | undefined {
  const [seen] = args;
  if (seen?.kind === 'known' && seen.value.kind === 'text') return seen.value.value;
  const [type] = node.typeArguments;
  const [expr] = node.args;
  // `headers.get[Authorization]`; where something is given, the type is that of what is found.
  if (type !== undefined && !expr) return headerNamed(type);
  const text = expr && textIn(expr);
  if (text !== undefined) return text;
  const named = nameIn(seen) || (expr?.kind === 'name' || expr?.kind === 'member' ? expr.name : '');
  return named === '' ? undefined : headerNamed(named);
}

/** `Authorization`, `AUTHORIZATION`, `` `X-Api-Key` ``, `HeaderNames.AUTHORIZATION`. */
function headerNamed(name: string): string | undefined {
  const word = name.replaceAll('`', '').split('.').at(-1) ?? '';
  if (/^[A-Z][A-Z_]+$/.test(word)) return word.toLowerCase().replaceAll('_', '-');
  return /^[A-Z][\w-]*$/.test(word) ? word.toLowerCase() : undefined;
}

/** The only short text in an expression: of an interpolated name, or of a function that compares names. */
function textIn(expr: Expr): string | undefined {
  const texts: string[] = [];
  visitNodes([expr], node => {
    if (node.kind === 'text' && node.value.length < 60) texts.push(node.value);
  });
  return texts.length === 1 ? texts[0] : undefined;
}

/** Names that come from a base of a class which is outside the tree: Scalatra's request and what it holds. */
export function requestValue(context: Context, way: Way, name: string): Seen | undefined {
  switch (name) {
    case 'request':
    case 'rh':
      return { kind: 'request', path: [] };
    case 'session':
    case 'cookies':
      return { kind: 'request', path: [name] };
    case 'params':
      return { kind: 'request', path: ['query'] };
    case 'user':
    case 'userOption':
    case 'isAuthenticated':
      return readCredential(context, way, name, { mechanism: 'session', isCarried: false });
    default:
      return undefined;
  }
}
