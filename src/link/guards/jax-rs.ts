/** How filters of Jakarta REST read a request and refuse it. Source: Jakarta REST, `ContainerRequestContext`, `Response`. */
import type { Pattern } from '../../core/program.ts';
import type { Value } from '../value.ts';
import { readCredential } from './expressions.ts';
import { requestMember } from './request.ts';
import { ANY, type Called, type Context, type Seen, type Step, type Way, booleanSeen, numberOf } from './seen.ts';
import { credentialAt } from './vocabulary.ts';

/** What a method of the request gives a stranger; undefined when it is none of Jakarta REST. */
export function restRequestCall(
  context: Context,
  way: Way,
  { path }: Extract<Seen, { kind: 'request' }>,
  name: string,
  args: readonly Seen[],
): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [first] = args;
  const holder = HOLDERS.get(name);
  if (holder !== undefined && args.length === 0 && path.length === 0) return one({ kind: 'request', path: [holder] });
  if (name === 'abortWith' && path.length === 0) {
    // Whatever it is answered with, the request goes no further.
    const status = first?.kind === 'answer' && typeof first.status === 'number' ? first.status : 403;
    if (!way.hasAnswered) way.status = status >= 300 ? status : 403;
    way.hasAnswered = true;
    return one(ANY);
  }
  const key = first && headerName(first);
  const isHeader = name === 'getHeaderString' || ((name === 'getFirst' || name === 'get') && path.at(-1) === 'headers');
  if (isHeader && key !== undefined) {
    const credential = credentialAt(['headers', key]);
    return credential ? one(readCredential(context, way, key, credential)) : undefined;
  }
  if (name === 'getUserPrincipal' && (path.length === 0 || path.at(-1) === 'securityContext'))
    return one(readCredential(context, way, 'getUserPrincipal()', { mechanism: 'session', isCarried: false }));
  if (name === 'isUserInRole') {
    readCredential(context, way, 'isUserInRole()', { mechanism: 'session', isCarried: false });
    return one(context.caller === 'anyone' ? ANY : booleanSeen(false));
  }
  const known =
    path.length === 0 && name === 'getMethod'
      ? 'method'
      : path.at(-1) === 'uriInfo' && name === 'getPath'
        ? 'pathname'
        : undefined;
  if (known === undefined) return undefined;
  context.budget.hangsOnRequest = true;
  return one(known === 'method' ? (requestMember(context.request, 'method') ?? ANY) : ANY);
}

const HOLDERS: ReadonlyMap<string, string> = new Map([
  ['getHeaders', 'headers'],
  ['getRequestHeaders', 'headers'],
  ['getCookies', 'cookies'],
  ['getSecurityContext', 'securityContext'],
  ['getUriInfo', 'uriInfo'],
]);

/** `"Authorization"`, `HttpHeaders.AUTHORIZATION`. */
export function headerName(seen: Seen): string | undefined {
  if (seen.kind !== 'known') return undefined;
  if (seen.value.kind === 'text') return seen.value.value;
  if (seen.value.kind !== 'external' || !seen.value.path.includes('HttpHeaders')) return undefined;
  return seen.value.path.at(-1)?.toLowerCase().replaceAll('_', '-');
}

/** `Response.status(401)`, `Response.ok()`: a response that is being made. */
export function restResponse(
  way: Way,
  { module, path }: Extract<Value, { kind: 'external' }>,
  called: Called,
): readonly Step[] | undefined {
  if (!/\bws\.rs\.core\b/.test(module) || !path.includes('Response')) return undefined;
  const [first] = called.args;
  const status = called.name === 'status' ? ((first && numberOf(first)) ?? 'any') : RESPONSES.get(called.name);
  return status === undefined ? undefined : [{ seen: { kind: 'answer', status }, way }];
}

const RESPONSES: ReadonlyMap<string, number> = new Map([
  ['ok', 200],
  ['created', 201],
  ['accepted', 202],
  ['noContent', 204],
  ['seeOther', 303],
  ['notModified', 304],
  ['temporaryRedirect', 307],
  ['notAcceptable', 406],
  ['serverError', 500],
]);

/** What Jakarta REST and Play hand to their filters and handlers; undefined for anything else. */
export function restRole(pattern: Pattern): Seen | undefined {
  const type = pattern.kind === 'name' ? (pattern.type?.name ?? '') : '';
  if (type === 'HttpHeaders') return { kind: 'request', path: ['headers'] };
  if (type === 'SecurityContext') return { kind: 'request', path: ['securityContext'] };
  return /^(?:ContainerRequest|ContainerRequestContext|Request|RequestHeader)$/.test(type)
    ? { kind: 'request', path: [] }
    : undefined;
}
