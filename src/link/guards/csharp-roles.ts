/**
 * What functions of ASP.NET are handed, by declared type; what lambdas are handed, by name and place.
 *
 * Sources: ASP.NET Core, Write custom middleware; Filters in ASP.NET Core; Filters in minimal API apps; Policy-based
 * authorization; ASP.NET Web API 2 and MVC 5, Filters.
 */
import type { FunctionNode, Pattern } from '../../core/program.ts';
import type { Value } from '../value.ts';
import { ABSENT, ANY, type Seen } from './seen.ts';

const ROOT: Seen = { kind: 'request', path: [] };

const REQUESTS: ReadonlySet<string> = new Set(
  `HttpContext HttpContextBase HttpRequest HttpRequestBase HttpRequestMessage HttpApplication HubCallerContext
  AuthorizationFilterContext ActionExecutingContext ResourceExecutingContext PageHandlerExecutingContext FilterContext
  EndpointFilterInvocationContext AuthorizationHandlerContext HttpActionContext HttpAuthenticationContext
  HttpActionExecutingContext AuthorizationContext AuthenticationContext IOwinContext IOwinRequest ControllerContext
  ActionContext MessageReceivedContext DashboardContext HttpRequestData`.split(/\s+/),
);
const RESPONSES: ReadonlySet<string> = new Set(['HttpResponse', 'HttpResponseBase', 'IOwinResponse']);
const NEXT: ReadonlySet<string> = new Set([
  'RequestDelegate',
  'EndpointFilterDelegate',
  'ActionExecutionDelegate',
  'ResourceExecutionDelegate',
  'PageHandlerExecutionDelegate',
  'OwinMiddleware',
]);

const STRANGER_NAME = 'User';

/** Who calls, as ASP.NET holds it: something that is there for everybody, and says nothing of a stranger. */
export const STRANGER: Seen = {
  kind: 'object',
  name: STRANGER_NAME,
  holds: 'absent',
  fields: new Map<string, Seen>([
    ['Identity', { kind: 'object', name: 'Identity', holds: 'absent' }],
    ['Claims', ABSENT],
    ['Identities', ANY],
  ]),
};

/** Whether something may be of a type: of overloads for other types of the request, one may not be meant. */
export function mayBeOf(seen: Seen, type: string): boolean {
  const isAnything = /^(?:T\w?|object|dynamic)$/.test(type);
  switch (seen.kind) {
    case 'request':
      if (seen.path.length > 0) return isAnything || /Dictionary|Collection|Session|Enumerable/.test(type);
      return isAnything || REQUESTS.has(type);
    case 'response':
      return isAnything || RESPONSES.has(type);
    // What a request carries is text, and what is taken of it texts or bytes.
    case 'forged':
      return isAnything || !/Dictionary|HashSet|Set$|DbContext|Request|Context$|Principal$/.test(type);
    case 'object':
      return seen.name !== STRANGER_NAME || isAnything || type.endsWith('Principal');
    default:
      return true;
  }
}

/** What a parameter of a guard is. */
export function csharpRole(pattern: Pattern, index: number, fn: FunctionNode): Seen {
  if (pattern.kind !== 'name') return ANY;
  const { type, name } = pattern;
  if (type) {
    if (REQUESTS.has(type.name)) return ROOT;
    if (RESPONSES.has(type.name)) return { kind: 'response' };
    const isNext = NEXT.has(type.name) || (type.name === 'Func' && /^_?next$/i.test(name));
    return isNext ? { kind: 'next', isHandler: true } : ANY;
  }
  if (/^_?next$/i.test(name)) return { kind: 'next', isHandler: true };
  return index === 0 && fn.parameters.length <= 2 ? ROOT : ANY;
}

/** Whether a function is asked whether a requirement is met: it says so by calling `Succeed`. */
export function decidesRequirement(fn: FunctionNode): boolean {
  const [first] = fn.parameters;
  return first?.pattern.type?.name === 'AuthorizationHandlerContext' && fn.returnType?.name !== 'bool';
}

/** A value from around the function that stands for the request, for what hands it on, or for a status. */
export function csharpValue(value: Value): Seen | undefined {
  switch (value.kind) {
    case 'number':
      return value.value >= 300 && value.value < 600 ? undefined : ANY;
    case 'boolean':
    case 'nothing':
      // A field or property, which anything may have set to something else since.
      return ANY;
    case 'unknown':
      return named(value.name ?? '');
    case 'external':
      return named(value.path.join('.'));
    case 'outcome': {
      const [text] = value.args;
      const isPath = value.of.kind === 'external' && value.of.path.at(-1) === 'PathString';
      return isPath && text?.kind === 'text' ? { kind: 'known', value: text } : undefined;
    }
    case 'method':
      // `PathString.Value`, and the like of texts.
      return value.of.kind === 'text' && (value.name === 'Value' || value.name === 'ToString')
        ? { kind: 'known', value: value.of }
        : undefined;
    default:
      return undefined;
  }
}

function named(name: string): Seen | undefined {
  if (/^_?next$/i.test(name)) return { kind: 'next', isHandler: true };
  if (/(?:^|\.)_?(?:http)?(?:context)?_?accessor$/i.test(name)) return ROOT;
  return ofPackage(name.split('.'));
}

/** Members that controllers, pages and handlers of authentication have of the framework; and the request of old, which is static. */
function ofPackage(path: readonly string[]): Seen | undefined {
  const [last = '', before] = path.toReversed();
  const status = /^Status([1-5]\d\d)[A-Z]/.exec(last)?.[1];
  if (status !== undefined) return { kind: 'known', value: { kind: 'number', value: Number(status) } };
  if (before === 'HttpStatusCode') {
    const code = STATUS_CODES.get(last);
    return code === undefined ? undefined : { kind: 'known', value: { kind: 'number', value: code } };
  }
  if (before === 'HttpMethods') return { kind: 'known', value: { kind: 'text', value: last.toUpperCase() } };
  // `HeaderNames.XFrameOptions` is the name of a header.
  if (before === 'HeaderNames')
    return { kind: 'known', value: { kind: 'text', value: last.replace(/(?<=^X|[a-z])(?=[A-Z])/g, '-') } };
  if (last === 'Current' && before === 'HttpContext') return ROOT;
  const [only, ...others] = path;
  if (others.length > 0) return undefined;
  if (only === 'HttpContext' || only === 'Request' || only === 'Context') return ROOT;
  return only === 'Response' ? { kind: 'response' } : undefined;
}

/** Source: .NET, `System.Net.HttpStatusCode`. */
const STATUS_CODES: ReadonlyMap<string, number> = new Map([
  ['OK', 200],
  ['NoContent', 204],
  ['Found', 302],
  ['Redirect', 302],
  ['BadRequest', 400],
  ['Unauthorized', 401],
  ['Forbidden', 403],
  ['NotFound', 404],
  ['Conflict', 409],
  ['TooManyRequests', 429],
  ['InternalServerError', 500],
  ['ServiceUnavailable', 503],
]);
