/**
 * How code of ASP.NET reads a request, refuses it and hands it on.
 *
 * Sources: ASP.NET Core, HttpContext, HttpRequest, IHeaderDictionary, ClaimsPrincipal, AuthorizationHandlerContext;
 * ASP.NET Web API 2, HttpRequestMessage.
 */
import type { Expr } from '../../core/program.ts';
import { OF_CONTROLLER } from '../actions.ts';
import { attributeKey } from '../attributes.ts';
import { HOLE, type Value } from '../value.ts';
import { UNVERIFIED, setOut } from './csharp-answers.ts';
import { extensionCall } from './csharp-extensions.ts';
import { csharpEquals } from './csharp-results.ts';
import { STRANGER, csharpValue } from './csharp-roles.ts';
import { passPerhaps, readCredential, see } from './expressions.ts';
import type { Request } from './language.ts';
import { requestMember, sameText, textTest } from './request.ts';
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
  fork,
  numberOf,
} from './seen.ts';
import { credentialAt } from './vocabulary.ts';

const ROOT: Seen = { kind: 'request', path: [] };

/** Metadata of an endpoint by which it is open to all. */
const ANONYMOUS = 'AllowAnonymous';

/** Members of contexts that lead back to the request itself. */
const SELF: ReadonlySet<string> = new Set([
  'ActionContext',
  'Context',
  'ControllerContext',
  'HttpContext',
  'Request',
  'RequestContext',
  'Resource',
]);
const PARTS: ReadonlyMap<string, string> = new Map([
  ['Headers', 'headers'],
  ['Cookies', 'cookies'],
  ['Query', 'query'],
  ['QueryString', 'query'],
  ['Session', 'session'],
  ['Items', 'items'],
  ['Properties', 'items'],
  ['RouteValues', 'route'],
  ['RouteData', 'route'],
]);
const PRINCIPALS: ReadonlySet<string> = new Set(['User', 'Principal', 'ThreadPrincipal']);

/** A member of the request, or of a part of it. */
export function csharpMember(context: Context, way: Way, of: Request, name: string): Seen | undefined {
  const [part, ...deeper] = of.path;
  if (part !== undefined) return deeper.length > 0 ? ANY : memberOfPart(context, way, part, name);
  if (SELF.has(name)) return ROOT;
  if (name === 'Response') return { kind: 'response' };
  if (PRINCIPALS.has(name)) return principal(context, way);
  const inner = PARTS.get(name);
  if (inner !== undefined) return { kind: 'request', path: [inner] };
  const settled = name === 'Path' || name === 'Method' || name === 'HttpMethod' || name === 'RequestType';
  if (settled) {
    context.budget.hangsOnRequest = true;
    return requestMember(context.request, name === 'Path' ? 'path' : 'method') ?? ANY;
  }
  return { kind: 'any', name };
}

/** A value from around a function: what stands for the request, and in a class of the framework `User`. */
export function csharpGlobal(context: Context, way: Way, value: Value): Seen | undefined {
  const known = csharpValue(value);
  if (known) return known;
  const name =
    value.kind === 'external' && value.path.length === 1 ? value.path[0] : value.kind === 'unknown' ? value.name : '';
  return name === 'User' && context.self ? principal(context, way) : undefined;
}

/** Who calls: there for everybody, and for a stranger without a name, a role or a claim. */
function principal(context: Context, way: Way): Seen {
  readCredential(context, way, 'the user of the request', { mechanism: 'session', isCarried: false });
  return context.caller === 'anyone' ? ANY : STRANGER;
}

/** `Headers.Authorization`, `Headers["X-Api-Key"]`, `Items["User"]`. */
function memberOfPart(context: Context, way: Way, part: string, name: string): Seen {
  // `RouteData.Values["id"]`.
  if (part === 'route') return name === 'Values' ? { kind: 'request', path: [part] } : ANY;
  // `Headers.Keys.Contains("X-Api-Key")`.
  if (name === 'Keys') return { kind: 'request', path: [part] };
  // Members of dictionaries by themselves say nothing of one key.
  if (/^(?:Count|Values|Value|HasValue|IsAvailable|Id|Length)$/.test(name)) return { kind: 'any', name };
  return partAt(context, way, part, name) ?? ANY;
}

function partAt(context: Context, way: Way, part: string, key: string): Seen | undefined {
  const written = part === 'headers' ? key.replace(/(?<=^X|[a-z])(?=[A-Z])/g, '-') : key;
  const credential =
    part === 'items'
      ? credentialAt([key.replace(/^Current/i, '')])
      : (credentialAt([part, key]) ?? credentialAt([part, written]));
  return credential && readCredential(context, way, key, credential);
}

/** Calls of methods of the request, of the response, of texts of the request, and of what is not there. */
export function csharpMethodCall(context: Context, way: Way, of: Seen, called: Called): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const extended = isOfSystem(called) ? undefined : extensionCall(context, way, of, called);
  if (extended) return extended;
  switch (of.kind) {
    case 'request':
      return onRequest(context, way, of, called);
    case 'response':
      return onResponse(way, called);
    case 'next':
      if (called.name !== 'Invoke' && called.name !== 'InvokeAsync') return undefined;
      way.hasPassed = true;
      return one(ANY);
    case 'absent':
      return onAbsent(context, way, called);
    case 'forged':
      return onForged(context, way, called);
    case 'known':
      if (of.value.kind === 'nothing') return onAbsent(context, way, called);
      return of.value.kind === 'text'
        ? onText(of.value.value, called).map(seen => ({ seen, way }))
        : onMetadata(context, way, called);
    case 'any':
    case 'object':
      return onMetadata(context, way, called) ?? onObject(context, way, of, called);
    default:
      return undefined;
  }
}

/** `Encoding.UTF8.GetString(bytes)`: a method of what .NET has comes before those of the tree that extend something else. */
function isOfSystem({ node: { callee } }: Called): boolean {
  let root: Expr = callee;
  while (root.kind === 'member') root = root.of;
  return root.kind === 'name' && /^(?:Convert|Encoding|Guid|JsonSerializer|Math|Regex|Task)$/.test(root.name);
}

function onRequest(context: Context, way: Way, of: Request, called: Called): readonly Step[] | undefined {
  const { name, args, node } = called;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [part] = of.path;
  if (part !== undefined) return one(onPart(context, way, part, called));
  switch (name) {
    case 'Succeed':
      way.hasPassed = true;
      return one(ANY);
    case 'Fail':
      // Whatever else succeeds, the policy fails. Source: ASP.NET Core, What should a handler return?
      way.hasPassed = false;
      way.status = 403;
      way.end ??= { kind: 'returned', value: booleanSeen(false) };
      return one(ANY);
    case 'AuthenticateAsync':
      readCredential(context, way, 'the user of the request', { mechanism: 'session', isCarried: false });
      return one(context.caller === 'anyone' ? ANY : UNVERIFIED);
    case 'ChallengeAsync':
    case 'ForbidAsync':
      if (!way.hasAnswered) way.status = name === 'ForbidAsync' ? 403 : 401;
      way.hasAnswered = true;
      return one(ANY);
    case 'GetTokenAsync':
    case 'GetUserId':
    case 'GetUserName':
      return one(readCredential(context, way, name, { mechanism: 'session', isCarried: false }));
    case 'GetHttpContext':
    case 'GetOwinContext':
    case 'GetRequestContext':
      return one(ROOT);
    case 'CreateResponse':
    case 'CreateErrorResponse':
      return one({ kind: 'answer', status: args.map(numberOf).find(status => status !== undefined) ?? 'any' });
    case 'GetArgument':
    case 'ReadFromJsonAsync':
      return one(ANY);
    default: {
      const metadata = onMetadata(context, way, called);
      if (metadata) return metadata;
      if (args.some(arg => arg.kind === 'next')) passPerhaps(way, name);
      // Methods of the tree that extend the context are followed as any call is.
      return node.callee.kind === 'member' ? one({ kind: 'any', name }) : undefined;
    }
  }
}

/** Methods of dictionaries of the request. */
function onPart(context: Context, way: Way, part: string, { name, args, node }: Called): Seen {
  const [first] = args;
  const isLookUp =
    /^(?:TryGetValue|ContainsKey|Contains|GetValueOrDefault|Get|GetString|GetInt32|GetValues|GetCommaSeparatedValues|TryGetValues|GetCookie)$/.test(
      name,
    );
  if (!isLookUp) {
    if (/^(?:Any|First|FirstOrDefault|Single|SingleOrDefault|Where|Select|GetTypedHeaders)$/.test(name))
      way.mayRead ??= `${part} of the request`;
    return ANY;
  }
  const key =
    first?.kind === 'known' && first.value.kind === 'text' && !first.value.value.includes(HOLE)
      ? first.value.value
      : undefined;
  if (key === undefined && (part === 'headers' || part === 'cookies'))
    way.mayRead ??= `a part of the ${part} by a name that is computed`;
  const isTest = /^(?:TryGet|Contains)/.test(name);
  if (part === 'route') {
    const isThere = key === undefined ? undefined : isInPath(context, key);
    if (name.startsWith('Try')) setOut(context, way, node.args.at(-1), ANY);
    return isTest && isThere !== undefined ? booleanSeen(isThere) : ANY;
  }
  const seen = key === undefined ? undefined : partAt(context, way, part, key);
  if (name.startsWith('Try')) setOut(context, way, node.args.at(-1), seen ?? ANY);
  if (!seen) return ANY;
  if (!isTest) return seen;
  return seen.kind === 'absent' ? booleanSeen(false) : seen.kind === 'forged' ? booleanSeen(true) : ANY;
}

/** Whether the path of the operation has a parameter; it has others that are set without being in it. */
function isInPath(context: Context, key: string): boolean | undefined {
  const { path } = context.request;
  context.budget.hangsOnRequest = true;
  if (path === '' || /^(?:controller|action|area|page)$/i.test(key)) return undefined;
  return (
    path.toLowerCase().includes(`{${key.toLowerCase()}}`) || path.toLowerCase().includes(`{*${key.toLowerCase()}}`)
  );
}

/** What is sent by the response ends it; its status is that which was set before. */
function onResponse(way: Way, { name, args }: Called): readonly Step[] | undefined {
  const [first] = args;
  const sent = SENDING.get(name);
  if (sent === undefined) return [{ seen: ANY, way }];
  const given = first && numberOf(first);
  const status = name === 'SendAsync' ? given : undefined;
  if (!way.hasAnswered) way.status = status ?? (sent === 200 ? (way.status ?? 200) : sent);
  way.hasAnswered = true;
  return [{ seen: ANY, way }];
}

/** Methods that end a response, with the status that they set; 200 for those that leave it as it was. Source: ASP.NET Core, HttpResponse. */
const SENDING: ReadonlyMap<string, number> = new Map([
  ['WriteAsync', 200],
  ['WriteAsJsonAsync', 200],
  ['SendFileAsync', 200],
  ['CompleteAsync', 200],
  ['Write', 200],
  ['End', 200],
  ['Redirect', 302],
  ['RedirectPermanent', 302],
]);

/** What is not there is empty, and none of its elements breaks a rule. Nothing it is asked for is there. */
function onAbsent(context: Context, way: Way, { name, args, node }: Called): readonly Step[] | undefined {
  const [first] = args;
  if (name === 'Equals' && first) {
    const isNone = first.kind === 'absent' || (first.kind === 'known' && first.value.kind === 'nothing');
    return [{ seen: booleanSeen(isNone || csharpEquals(ABSENT, first) === true), way }];
  }
  if (/^(?:Is(?:Null)?(?:Or)?(?:Empty|WhiteSpace|Null)?|All)$/.test(name) && name !== 'Is')
    return [{ seen: booleanSeen(true), way }];
  if (name.startsWith('Try')) setOut(context, way, node.args.at(-1), ABSENT);
  if (name.startsWith('Try')) return [{ seen: booleanSeen(false), way }];
  return undefined;
}

/** Methods of texts and lists that ask for the form of what a stranger wrote, or take it apart. */
const FORM =
  /^(?:As\w*|ElementAt(?:OrDefault)?|First(?:OrDefault)?|GetString|Last(?:OrDefault)?|Normalize|Replace|Remove|Single(?:OrDefault)?|Skip|Slice|Split|Substring|Take|To(?:Array|List|Lower|LowerInvariant|String|Upper|UpperInvariant|CharArray)|Trim(?:End|Start)?|Select|Where|OfType|Cast|FindFirst|FindFirstValue|Value|Concat|Append|GetClaim)$/;
const ASKING = /^(?:StartsWith|EndsWith|Contains|Any|Count|IndexOf|All|IsNullOrEmpty|TryGetValue)$/;

function onForged(context: Context, way: Way, { name, args, node }: Called): readonly Step[] | undefined {
  if (FORM.test(name)) return [{ seen: FORGED, way }];
  if (!ASKING.test(name) || args.some(arg => arg.kind === 'any' || arg.kind === 'object')) return undefined;
  if (name === 'TryGetValue') setOut(context, way, node.args.at(-1), FORGED);
  return [{ seen: ANY, way }];
}

/** Methods of a text that the operation settles: `path.StartsWithSegments("/api")`. */
function onText(text: string, { name, args }: Called): readonly Seen[] {
  const [first, second] = args;
  const given = first?.kind === 'known' && first.value.kind === 'text' ? first.value.value : undefined;
  if (name === 'ToLower' || name === 'ToLowerInvariant') return [textSeen(text.toLowerCase())];
  if (name === 'ToUpper' || name === 'ToUpperInvariant') return [textSeen(text.toUpperCase())];
  if (name === 'ToString' || name === 'Trim' || name === 'TrimEnd') return [textSeen(text)];
  if (first?.kind === 'absent' && /^(?:Equals|Contains|StartsWith|EndsWith)$/.test(name)) return [booleanSeen(false)];
  if (given === undefined) return [ANY];
  const isLoose = name === 'StartsWithSegments' || comparesLoosely(second);
  const [own, other] = isLoose ? [text.toLowerCase(), given.toLowerCase()] : [text, given];
  switch (name) {
    case 'Equals': {
      const same = sameText(own, other);
      return [same === undefined ? ANY : booleanSeen(same)];
    }
    case 'StartsWithSegments': {
      const starts =
        own === other ? booleanSeen(true) : textTest('startsWith', own, other.endsWith('/') ? other : `${other}/`);
      return [starts ?? ANY];
    }
    case 'StartsWith':
      return [textTest('startsWith', own, other) ?? ANY];
    case 'EndsWith':
      return [textTest('endsWith', own, other) ?? ANY];
    case 'Contains':
      return [textTest('includes', own, other) ?? ANY];
    default:
      return [ANY];
  }
}

function textSeen(value: string): Seen {
  return { kind: 'known', value: { kind: 'text', value } };
}

/** `StringComparison.OrdinalIgnoreCase`. */
function comparesLoosely(seen: Seen | undefined): boolean {
  const name =
    seen?.kind === 'known' && seen.value.kind === 'external'
      ? seen.value.path.at(-1)
      : seen?.kind === 'known' && seen.value.kind === 'unknown'
        ? seen.value.name
        : seen?.kind === 'any'
          ? seen.name
          : undefined;
  return name?.endsWith('IgnoreCase') === true;
}

/** What stands on the endpoint: `GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>()`, `EndpointMetadata.OfType<AllowAnonymousAttribute>()`. */
function onMetadata(context: Context, way: Way, called: Called): readonly Step[] | undefined {
  const { name, node } = called;
  const isLookUp = /^(?:GetMetadata|GetOrderedMetadata|GetCustomAttributes?|IsDefined|HasAttribute)$/.test(name);
  if (!isLookUp && !((name === 'OfType' || name === 'Any') && speaksOfEndpoint(node))) return undefined;
  const asked = [...node.typeArguments, ...node.args.flatMap(typesIn)];
  const [found] = asked.flatMap(type => askedOf(context, type));
  if (!found) return undefined;
  context.budget.hangsOnRequest = true;
  const { isThere, name: key } = found;
  const isTest = name === 'IsDefined' || name === 'HasAttribute' || name === 'Any';
  if (isThere === undefined) return [{ seen: ANY, way }];
  if (isThere) way.exemptBy ??= key;
  if (isTest) return [{ seen: booleanSeen(isThere), way }];
  return [{ seen: isThere ? OPEN : ABSENT, way }];
}

/** Whether an attribute stands on the operation; it may stand on an endpoint that is no action in ways that are not seen. */
function askedOf(
  { request: { metadata } }: Context,
  written: string,
): readonly { readonly name: string; readonly isThere: boolean | undefined }[] {
  const name = /^[\w.]+/.exec(written)?.[0].split('.').at(-1) ?? '';
  const isOpen = /^I?AllowAnonymous(?:Attribute|Filter)?$/.test(name);
  if (isOpen) return [{ name: ANONYMOUS, isThere: metadata.has(ANONYMOUS) || metadata.has(attributeKey(ANONYMOUS)) }];
  if (!/^[A-Z]\w+$/.test(name)) return [];
  if (metadata.has(attributeKey(name))) return [{ name, isThere: true }];
  return [{ name, isThere: metadata.has(OF_CONTROLLER) && !/^I[A-Z]/.test(name) ? false : undefined }];
}

const OPEN: Seen = { kind: 'object', name: ANONYMOUS, fields: new Map() };

/** Names of types in an argument: `typeof(X)`, `f => f is X`. */
function typesIn(expr: Expr): readonly string[] {
  switch (expr.kind) {
    case 'name':
    case 'member':
      return [expr.name];
    case 'operation':
      return expr.operator === 'instance-of' ? expr.operands.slice(1).flatMap(typesIn) : [];
    case 'function': {
      const [only] = expr.fn.body;
      return only?.kind === 'return' && only.value?.kind === 'operation' ? typesIn(only.value) : [];
    }
    default:
      return [];
  }
}

/** Whether what a method is called on is what stands on an endpoint: `context.ActionDescriptor.EndpointMetadata`. */
function speaksOfEndpoint({ callee }: Called['node']): boolean {
  let rest: Expr = callee.kind === 'member' ? callee.of : callee;
  for (;;) {
    if (
      (rest.kind === 'member' || rest.kind === 'name') &&
      /endpoint|metadata|descriptor|^filters$|attribute/i.test(rest.name)
    )
      return true;
    if (rest.kind === 'member') rest = rest.of;
    else if (rest.kind === 'call') rest = rest.callee;
    else return false;
  }
}

/** Elements of what the endpoint carries are there; results of checks that have failed are not there. */
function onObject(context: Context, way: Way, of: Seen, { name, node }: Called): readonly Step[] | undefined {
  if (of.kind === 'object' && of.name === ANONYMOUS && /^(?:Any|Count)$/.test(name))
    return [{ seen: booleanSeen(true), way }];
  if ((of.kind !== 'object' && of.kind !== 'any') || of.holds !== 'absent') return undefined;
  if (name.startsWith('Try')) setOut(context, way, node.args.at(-1), ABSENT);
  return [{ seen: name.startsWith('Try') ? booleanSeen(false) : ABSENT, way }];
}

/** `context.Result = new ForbidResult()`, `context.Response.StatusCode = 401`. Whether it was one of these. */
export function csharpAssigned(context: Context, way: Way, target: Expr, seen: Seen): boolean {
  if (target.kind !== 'member') return false;
  if (target.name === 'StatusCode') {
    const [holder] = see(context, fork(way), target.of);
    if (holder?.seen.kind !== 'response') return false;
    if (!way.hasAnswered) way.status = numberOf(seen) ?? 'any';
    return true;
  }
  if (target.name !== 'Result' && target.name !== 'Response') return false;
  const [holder] = see(context, fork(way), target.of);
  if (holder?.seen.kind !== 'request' || holder.seen.path.length > 0) return false;
  // A filter that sets a result answers in place of the action, with whatever status.
  const isNothing = seen.kind === 'known' && seen.value.kind === 'nothing';
  if (isNothing) return true;
  const status = seen.kind === 'answer' && seen.status !== 'any' && seen.status >= 300 ? seen.status : SHORT_CUT;
  way.status = status;
  way.hasAnswered = true;
  return true;
}

const SHORT_CUT = 403;
