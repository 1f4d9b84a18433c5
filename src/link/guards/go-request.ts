/** The request as Go's frameworks give it. */
import { passPerhaps, readCredential } from './expressions.ts';
import { requestMember } from './request.ts';
import { ANY, type Context, FAILED, type Seen, type Step, type Way, booleanSeen, numberOf, truthOf } from './seen.ts';
import type { Request } from './language.ts';
import { type Credential, credentialAt } from './vocabulary.ts';

/** A member of the request: `r.Method`, `c.Request.URL.Path`, `c.Writer`. */
export function goMember(context: Context, of: Request, name: string): Seen | undefined {
  if (name === 'Writer' || name === 'ResponseWriter' || name === 'Response') return { kind: 'response' };
  // `c.Request` of Gin and Beego.
  if (name === 'Request' && of.path.length === 0) return of;
  if (name === 'Method') return ofOperation(context, 'method');
  if ((name === 'Path' || name === 'RawPath') && of.path.at(-1) === 'URL') return ofOperation(context, 'pathname');
  // Interceptors of Connect are those of clients, too; what is served is asked as a server.
  if (name === 'IsClient' && of.path[0] === 'Spec') return booleanSeen(false);
  if (name === 'Procedure' && of.path[0] === 'Spec') return procedureOf(context);
  if (name === 'RequestURI') return ofOperation(context, 'originalUrl');
  return undefined;
}

function ofOperation(context: Context, name: string): Seen {
  context.budget.hangsOnRequest = true;
  return requestMember(context.request, name) ?? ANY;
}

/** The text of a key; for one that is no text, the name that it goes by. */
export function keyOf(seen: Seen | undefined): string | undefined {
  if (seen?.kind !== 'known') return seen?.kind === 'any' || seen?.kind === 'object' ? seen.name : undefined;
  const { value } = seen;
  if (value.kind === 'text') return value.value;
  // `const userKey contextKey = iota`.
  if (value.kind === 'number') return seen.name;
  if (value.kind === 'instance') return value.of.cls.name;
  if (value.kind === 'unknown') return value.name;
  return value.kind === 'external' ? value.path.at(-1) : undefined;
}

/** What earlier guards keep for those after them, once they know who calls. */
export function principalOf(context: Context, way: Way, key: string): Seen {
  if (!PRINCIPAL.test(key) || NO_PRINCIPAL.test(key)) return ANY;
  const mechanism = /jwt|claims|token/i.test(key) ? 'jwt' : 'session';
  return readCredential(context, way, key, { mechanism, isCarried: false });
}

const PRINCIPAL =
  /user|uid|account|claims|principal|identity|auth|token|session|jwt|subject|login|member|admin|actor|caller|viewer|tenant/i;
const NO_PRINCIPAL = /csrf|xsrf|agent|useragent|author(?!i)|store|manager|service|repo|client_?ip|trace|request_?id/i;

/** A call of a method of the request, or of a part of it. */
export function requestCall(
  context: Context,
  way: Way,
  of: Request,
  name: string,
  args: readonly Seen[],
): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [first] = args;
  const key = keyOf(first);
  const part = of.path.at(-1) ?? '';
  if (part === 'session') return one(ofSession(context, way, name, key));
  if (/^Headers?$/.test(part) && /^(?:Get|Values|Peek)$/.test(name)) return one(header(context, way, key));
  if (part === 'Query' || part === 'Form' || part === 'PostForm' || part === 'QueryArgs') {
    if (name === 'Has') return one(isThere(query(context, way, key)));
    return one(/^(?:Get|Peek)$/.test(name) ? query(context, way, key) : ANY);
  }
  switch (name) {
    case 'GetHeader':
    case 'GetReqHeader':
    case 'HeaderParameter':
    case 'Header':
    case 'Peek':
      return one(key === undefined ? { ...of, path: [...of.path, name] } : header(context, way, key));
    case 'Spec':
      return one({ ...of, path: ['Spec'] });
    case 'RequestHeader':
      return one({ ...of, path: [...of.path, 'Header'] });
    case 'BasicAuth':
      return one(basic(context, way));
    case 'Cookie':
    case 'Cookies':
    case 'GetCookie':
    case 'CookieValue':
      return one(key === undefined ? ANY : cookie(context, way, key));
    case 'Query':
    case 'QueryParam':
    case 'QueryParameter':
    case 'FormValue':
    case 'PostFormValue':
    case 'GetQuery':
    case 'DefaultQuery':
    case 'URLParam':
    case 'PostForm':
      return one(key === undefined ? { ...of, path: [...of.path, 'Query'] } : query(context, way, key));
    case 'Context':
    case 'UserContext':
    case 'Request':
    case 'Req':
      return one({ kind: 'request', path: of.path });
    case 'Response':
    case 'ResponseWriter':
    case 'Writer':
      return one({ kind: 'response' });
    case 'WithContext':
    case 'WithValue':
    case 'Clone':
    case 'Copy':
      return one(of);
    case 'Session':
    case 'GetSession':
      return one(key === undefined ? { kind: 'request', path: ['session'] } : ofSession(context, way, 'Get', key));
    case 'Set':
    case 'SetUserValue':
      grant(context, way, key, args[1]);
      return one(ANY);
    case 'Get':
    case 'MustGet':
    case 'Value':
    case 'Values':
    case 'Locals':
    case 'UserValue':
    case 'Attribute':
    case 'GetString':
    case 'GetInt':
    case 'GetInt64':
    case 'GetUint':
    case 'GetBool':
    case 'GetVar':
    case 'GetCtxVar':
      return one(kept(context, way, name, key, args));
    case 'FullPath':
      return one(routeOf(context));
    case 'Path':
      if (speaksOf(context, ECHO)) return one(routeOf(context));
      return one(ofOperation(context, 'pathname'));
    case 'OriginalURL':
    case 'RequestURI':
      return one(ofOperation(context, 'originalUrl'));
    case 'Method':
      return one(args.length === 0 ? ofOperation(context, 'method') : ANY);
    case 'Next':
    case 'NextFn':
      way.hasPassed = true;
      return one(ANY);
    default:
      return answer(way, of, name, args);
  }
}

const ECHO = /^github\.com\/labstack\/echo(?:\/|$)/;

function speaksOf({ machine, scope }: Context, module: RegExp): boolean {
  return machine.modules.get(scope.file)?.module.imports.some(binding => module.test(binding.module)) === true;
}

/** `/package.Service/Method`, below whatever prefix it is served. Source: Connect for Go, `Spec`. */
function procedureOf(context: Context): Seen {
  context.budget.hangsOnRequest = true;
  const parts = context.request.path.split('/').slice(-2);
  if (parts.length < 2 || parts.some(part => part === '' || /[{}]/.test(part))) return ANY;
  return { kind: 'known', value: { kind: 'text', value: `/${parts.join('/')}` } };
}

/** The path that a route was registered with: `/users/:id`. Sources: Echo, `Context.Path`; Gin, `Context.FullPath`. */
function routeOf(context: Context): Seen {
  context.budget.hangsOnRequest = true;
  const { path } = context.request;
  if (path === '' || path.includes('{?}')) return ANY;
  const value = path.replace(/\{\*(\w*)\}/g, '*$1').replace(/\{([^{}]*)\}/g, ':$1');
  return { kind: 'known', value: { kind: 'text', value } };
}

/** What is kept of a stranger for certain is there for those who come after. Source: Gin, `Context.Set`; Echo, `Context.Set`. */
export function grant(context: Context, way: Way, key: string | undefined, kept: Seen | undefined): void {
  if (key === undefined || !kept || context.caller !== 'without' || way.condition !== undefined) return;
  if (truthOf(kept) === true) (context.budget.granted ??= new Set()).add(key);
}

/** `c.Get("user")` of what was kept; `c.Get("Authorization")` of Fiber is a header. */
function kept(context: Context, way: Way, name: string, key: string | undefined, args: readonly Seen[]): Seen {
  if (args.length > 1 && name === 'Locals') grant(context, way, key, args[1]);
  if (key === undefined || (args.length > 1 && name === 'Locals')) return ANY;
  const credential = name === 'Get' ? credentialAt(['headers', key]) : undefined;
  if (credential) return readCredential(context, way, key, credential);
  return principalOf(context, way, key);
}

function header(context: Context, way: Way, key: string | undefined): Seen {
  const credential = key === undefined ? undefined : credentialAt(['headers', key]);
  return credential && key !== undefined ? readCredential(context, way, key, credential) : ANY;
}

/** What queries and forms carry. Source: RFC 6750 §2.3; and what programs name so. */
function query(context: Context, way: Way, key: string | undefined): Seen {
  if (key === undefined || !/^(?:access_?|auth_?|id_?)?token$|^api_?-?key$|^jwt$/i.test(key)) return ANY;
  const mechanism = /key/i.test(key) ? 'api-key' : 'bearer';
  return readCredential(context, way, `${key} parameter`, { mechanism, isCarried: true });
}

/** `query.Has("access_token")`. */
function isThere({ kind }: Seen): Seen {
  return kind === 'absent' || kind === 'forged' ? booleanSeen(kind === 'forged') : ANY;
}

/** The cookie, or an error that says it is not there. */
function cookie(context: Context, way: Way, key: string): Seen {
  const known = credentialAt(['cookies', key]);
  const credential: Credential = known ?? { mechanism: 'session', isCarried: true };
  if (
    !known &&
    /csrf|xsrf|device|visitor|consent|theme|locale|lang|captcha|flash|state$|nonce|verifier|pkce|redirect|return/i.test(
      key,
    )
  )
    return ANY;
  if (known) {
    const seen = readCredential(context, way, key, credential);
    return seen.kind === 'absent' ? FAILED : seen;
  }
  way.maybeReads ??= `${key} cookie`;
  if (context.caller === 'anyone') return ANY;
  return context.caller === 'forging' ? { kind: 'forged', isWhole: true } : FAILED;
}

function basic(context: Context, way: Way): Seen {
  const seen = readCredential(context, way, 'Authorization', { mechanism: 'basic', isCarried: true });
  if (seen.kind === 'any') return ANY;
  return { kind: 'list', items: [seen, seen, booleanSeen(seen.kind === 'forged')] };
}

/** What is kept in a session; whatever it is called, a stranger has none of it. */
function ofSession(context: Context, way: Way, name: string, key: string | undefined): Seen {
  if (!/^(?:Get|GetString|Values|Value)$/.test(name) || key === undefined) return ANY;
  if (/flash|csrf|lang|locale|state|nonce|return|redirect|captcha/i.test(key)) return ANY;
  return readCredential(context, way, `session ${key}`, { mechanism: 'session', isCarried: false });
}

/** Members of a session that are read as those of a map: `session.Values["user"]`. */
export function sessionMember(context: Context, way: Way, of: Request, name: string): Seen | undefined {
  if (of.path[0] !== 'session') return undefined;
  if (of.path.length === 1)
    return name === 'Values' || name === 'Data' ? { kind: 'request', path: ['session', name] } : undefined;
  return ofSession(context, way, 'Get', name);
}

/** Methods that answer: `c.JSON(401, …)`, `c.AbortWithStatus(401)`, `c.Status(401).JSON(…)`, `c.SendStatus(401)`. */
function answer(way: Way, of: Request, name: string, args: readonly Seen[]): readonly Step[] {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const status = args.map(numberOf).find(number => number !== undefined && number >= 100 && number < 600);
  if (/^(?:Abort|Stop(?:With|Execution)|EndRequest)/.test(name)) {
    way.hasFailed = true;
    if (status !== undefined && !way.hasAnswered) way.status = status;
    return one({ kind: 'answer', status: status ?? way.status ?? 'any' });
  }
  if (name === 'Status' || name === 'SetStatusCode' || name === 'StatusCode') {
    way.status = status ?? 'any';
    return one(of);
  }
  const named = REFUSING.get(name);
  const isSent = named !== undefined || SENDS.test(name);
  if (!isSent) {
    if (args.some(arg => arg.kind === 'next')) passPerhaps(way, name);
    return one(ANY);
  }
  const sent = named ?? (name === 'Redirect' ? 302 : (status ?? way.status ?? 200));
  if (!way.hasAnswered) way.status = sent;
  way.hasAnswered = true;
  return one({ kind: 'answer', status: sent });
}

const REFUSING: ReadonlyMap<string, number> = new Map([
  ['UnauthorizedError', 401],
  ['Unauthorized', 401],
  ['ForbiddenError', 403],
  ['Forbidden', 403],
]);

const SENDS =
  /^(?:JSON\w*|IndentedJSON|SecureJSON|PureJSON|String|XML|HTML|YAML|ProtoBuf|Data|File|Blob|Stream|NoContent|Send\w*|Render|Redirect|Error|WriteString|WriteJson|Write|View|Text|Output|Problem)$/;
