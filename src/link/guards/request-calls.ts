/** Calls of methods of the request and the response. Sources: the references of Express, Koa, Fastify, Hono, NestJS and Next.js. */
import { fail } from './calls.ts';
import { passPerhaps, readCredential } from './expressions.ts';
import { guardWords } from './language.ts';
import { ANY, type Context, type Seen, type Step, TRUTHY, type Way, booleanSeen, numberOf } from './seen.ts';
import { IDENTITY_METHODS, THROWING_METHODS, credentialAt, credentialFrom } from './vocabulary.ts';

export function respond(way: Way, of: Extract<Seen, { kind: 'response' }>, name: string, args: readonly Seen[]): Step {
  const [first, second] = args;
  const given = first && numberOf(first);
  if (name === 'status' || name === 'code' || name === 'writeHead') {
    const status = given ?? 'any';
    if (!way.hasAnswered) way.status = status;
    return { seen: { kind: 'response', status }, way };
  }
  // An error that is sent has the status of the error. Source: Fastify, Reply, Errors.
  const sent = first === TRUTHY ? (way.error ?? 500) : undefined;
  const status =
    name === 'sendStatus'
      ? (given ?? 'any')
      : name === 'redirect'
        ? 302
        : (REFUSALS.get(name) ??
          (ENDS_RESPONSE.has(name)
            ? (of.status ?? (second && numberOf(second)) ?? sent ?? way.status ?? 200)
            : undefined));
  if (status === undefined) return { seen: of, way };
  if (!way.hasAnswered) way.status = status;
  way.hasAnswered = true;
  return { seen: { kind: 'response', status }, way };
}

/** Methods of `@fastify/sensible`, `boom` decorations and the like. */
const REFUSALS: ReadonlyMap<string, number> = new Map([
  ['unauthorized', 401],
  ['forbidden', 403],
]);

const ENDS_RESPONSE: ReadonlySet<string> = new Set([
  'json',
  'send',
  'end',
  'jsonp',
  'render',
  'sendFile',
  'download',
  'text',
  'html',
  'body',
  'stream',
  'pipe',
  'newResponse',
]);

export function callOnRequest(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'request' }>,
  name: string,
  args: readonly Seen[],
): readonly Step[] {
  const words = guardWords(context);
  const own = words.requestCall?.(context, way, of, name, args);
  if (own) return own;
  const [first] = args;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  if (!words.sharesWords) {
    if (args.some(arg => arg.kind === 'next')) passPerhaps(way, name);
    return one(ANY);
  }
  const identity = IDENTITY_METHODS.get(name);
  if (identity !== undefined) {
    readCredential(context, way, `${name}()`, { mechanism: 'session', isCarried: false });
    return one(context.caller === 'anyone' ? ANY : booleanSeen(identity));
  }
  if (THROWING_METHODS.has(name)) {
    readCredential(context, way, `${name}()`, { mechanism: 'jwt', isCarried: false });
    return one(context.caller === 'anyone' ? { kind: 'promise', of: ANY } : { kind: 'rejected', status: 401 });
  }
  const key = first?.kind === 'known' && first.value.kind === 'text' ? first.value.value : undefined;
  const credential =
    key === undefined
      ? undefined
      : (credentialFrom(of.path, name, key) ?? (name === 'get' ? credentialAt([...of.path, key]) : undefined));
  if (credential && key !== undefined) return one(readCredential(context, way, key, credential));
  return contextCall(way, of, name, args);
}

/** Methods of a context object that answers, throws and hands on: `c.json(body, 401)`, `ctx.throw(401)`, `context.redirect('/login')`. */
function contextCall(
  way: Way,
  of: Extract<Seen, { kind: 'request' }>,
  name: string,
  args: readonly Seen[],
): readonly Step[] {
  const [first, second] = args;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  if (name === 'throw') {
    fail(way, (first && numberOf(first)) ?? 'any');
    return one(ANY);
  }
  // Source: Vert.x Web, RoutingContext.fail.
  const failed = name === 'fail' && of.path.length === 0 && first ? numberOf(first) : undefined;
  if (failed !== undefined && failed >= 400) {
    fail(way, failed);
    return one(ANY);
  }
  if (of.path.length === 0 && (ENDS_RESPONSE.has(name) || name === 'redirect')) {
    return one({
      kind: 'answer',
      status:
        name === 'redirect'
          ? 302
          : ((second && numberOf(second)) ?? (second?.kind === 'answer' ? second.status : way.status) ?? 200),
    });
  }
  if (name === 'status' && first) {
    way.status = numberOf(first) ?? 'any';
    return one(of);
  }
  if (name === 'next' && of.path.length === 0) {
    way.hasPassed = true;
    return one(ANY);
  }
  if (args.some(arg => arg.kind === 'next')) passPerhaps(way, name);
  if (CONTEXT_METHODS.has(name))
    return one(name === 'getResponse' ? { kind: 'response' } : { kind: 'request', path: [] });
  return one(ANY);
}

const CONTEXT_METHODS: ReadonlySet<string> = new Set([
  'switchToHttp',
  'getRequest',
  'request',
  'getContext',
  'getArgByIndex',
  'getResponse',
  'getArgs',
  'clone',
  'switchToWs',
  'getClient',
]);
