/**
 * How code of Java and Kotlin reads a request, refuses it and hands it on: servlets, Spring's interceptors and filters.
 *
 * Sources: Jakarta Servlet 6, HttpServletRequest, HttpServletResponse, Filter; Spring Framework, HandlerInterceptor,
 * ServerWebExchange; Spring Security, Anonymous Authentication.
 */
import type { Pattern } from '../../core/program.ts';
import { readCredential } from './expressions.ts';
import { requestMember } from './request.ts';
import { ANY, type Context, type Seen, type Step, type Way, numberOf } from './seen.ts';
import { credentialAt } from './vocabulary.ts';

const REQUESTS =
  /^(?:(?:Http)?Servlet(?:Server)?Request|Server(?:Http|Web)?Request|ServerWebExchange|(?:Native)?WebRequest|ContentCachingRequestWrapper|ContainerRequestContext|HttpRequest)$/;
/** What servers that are built by calls hand to their functions. Sources: Javalin, Context; Vert.x Web, RoutingContext; Ktor, ApplicationCall; Spark, Request; Armeria, ServiceRequestContext; JDK, HttpExchange. */
const CONTEXTS =
  /^(?:Context|RoutingContext|ApplicationCall|RoutingCall|Request|ServiceRequestContext|ServerRequest|HttpExchange)$/;
const RESPONSES = /^(?:(?:Http)?ServletResponse|ServerHttpResponse|HttpResponse|ContentCachingResponseWrapper)$/;
const CHAINS = /^(?:FilterChain|WebFilterChain|GatewayFilterChain|CoWebFilterChain)$/;

/** What a parameter of a filter or an interceptor is, by its type. */
export function servletRole(pattern: Pattern, index: number): Seen {
  if (pattern.kind !== 'name') return ANY;
  const type = pattern.type?.name ?? '';
  if (CONTEXTS.test(type)) return { kind: 'request', path: [] };
  if (REQUESTS.test(type)) return { kind: 'request', path: [] };
  if (RESPONSES.test(type)) return { kind: 'response' };
  if (CHAINS.test(type) || (type === '' && pattern.name === 'chain')) return { kind: 'next' };
  // Interceptors are handed what will answer: a method of a controller, for all operations that are listed.
  if (pattern.name === 'handler') return HANDLER;
  if (type !== '') return ANY;
  // What a lambda does not say the type of goes by its name and place.
  if (/^_*(?:next|chain)$/.test(pattern.name)) return { kind: 'next' };
  if (/^_*(?:res|resp|response)$/.test(pattern.name)) return { kind: 'response' };
  return index === 0 ? { kind: 'request', path: [] } : ANY;
}

const HANDLER: Seen = { kind: 'object', name: 'HandlerMethod' };

/** `handler instanceof HandlerMethod`. */
export function isHandlerMethod(left: Seen, right: Seen | undefined): boolean {
  return (
    left.kind === 'object' &&
    left.name === 'HandlerMethod' &&
    right?.kind === 'known' &&
    right.value.kind === 'external' &&
    right.value.path.at(-1) === 'HandlerMethod'
  );
}

/** Methods of the chain that hand the request on. */
export const HANDING_ON: ReadonlySet<string> = new Set(['doFilter', 'filter', 'proceed']);

/** Getters that take a name, and the part of the request that they look into. */
const LOOKUPS: ReadonlyMap<string, string> = new Map([
  ['getHeader', 'headers'],
  ['getHeaderString', 'headers'],
  ['getHeaders', 'headers'],
  ['getParameter', 'query'],
  ['getQueryParam', 'query'],
]);

/** Getters of parts of the request. */
const PARTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['getRequest', []],
  ['getHeaders', ['headers']],
  ['getHttpHeaders', ['headers']],
  ['getQueryParams', ['query']],
  ['getSession', ['session']],
  ['mutate', []],
]);

const PRINCIPALS: ReadonlySet<string> = new Set(['getUserPrincipal', 'getRemoteUser', 'getPrincipal']);

/** Getters of what the operation settles. */
const SETTLED: ReadonlyMap<string, string> = new Map([
  ['getMethod', 'method'],
  ['getRequestURI', 'path'],
  ['getServletPath', 'pathname'],
]);

/** The answer of a getter of the request; undefined when it is not one of these. */
export function servletCall(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'request' }>,
  name: string,
  args: readonly Seen[],
): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [first] = args;
  const key = first?.kind === 'known' && first.value.kind === 'text' ? first.value.value : undefined;
  const last = of.path.at(-1);
  if (PRINCIPALS.has(name) && args.length === 0)
    return one(readCredential(context, way, `${name}()`, { mechanism: 'session', isCarried: false }));
  const holder =
    args.length === 0
      ? undefined
      : (LOOKUPS.get(name) ?? (name === 'getFirst' || name === 'getAttribute' ? (last ?? 'attributes') : undefined));
  if (holder !== undefined) {
    // What is looked up by a name that is not known may be a credential.
    if (key === undefined) {
      if (holder === 'headers' || holder === 'session') way.mayRead ??= name;
      return one(ANY);
    }
    const credential = credentialAt(holder === 'attributes' ? [key] : [holder, key]);
    return one(credential ? readCredential(context, way, key, credential) : ANY);
  }
  if (name === 'getCookies') {
    way.mayRead ??= name;
    return one(ANY);
  }
  const part = PARTS.get(name);
  if (part) return one({ kind: 'request', path: [...of.path, ...part] });
  if (name === 'getResponse') return one({ kind: 'response' });
  const settled = SETTLED.get(name);
  if (settled !== undefined && of.path.length === 0) {
    context.budget.hangsOnRequest = true;
    return one(requestMember(context.request, settled) ?? ANY);
  }
  return undefined;
}

/** Properties of the request in Kotlin, as the getters that they are. */
export function servletProperty(name: string): string | undefined {
  const getter = `get${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return PRINCIPALS.has(getter) || SETTLED.has(getter) || PARTS.has(getter) ? getter : undefined;
}

/** What a call on the response does; undefined when it is not one of these. */
export function servletAnswer(way: Way, name: string, args: readonly Seen[]): Step | undefined {
  const [first] = args;
  const given = first && numberOf(first);
  switch (name) {
    case 'sendError':
    case 'sendRedirect':
      if (!way.hasAnswered) way.status = name === 'sendRedirect' ? 302 : (given ?? 'any');
      way.hasAnswered = true;
      return { seen: ANY, way };
    case 'setStatus':
    case 'setStatusCode':
    case 'setRawStatusCode':
      if (!way.hasAnswered) way.status = given ?? 'any';
      return { seen: ANY, way };
    case 'setComplete':
    case 'writeWith':
      way.hasAnswered = true;
      return { seen: { kind: 'answer', status: way.status ?? 200 }, way };
    default:
      return undefined;
  }
}

/**
 * What Spring Security holds of the caller. Strangers have an authentication, too, that says it is authenticated: what
 * code makes of it is not known.
 */
export function isSecurityContext(path: readonly string[]): boolean {
  return path.includes('SecurityContextHolder') || path.includes('ReactiveSecurityContextHolder');
}
