/** Calls of what is outside the tree, or could not be found: known by their names, and by what they are handed. */
import type { CallExpr, RecordEntry } from '../../core/program.ts';
import { callSeen, fail } from './calls.ts';
import { runLocals } from './follow.ts';
import { passPerhaps, readCredential } from './expressions.ts';
import { restResponse } from './jax-rs.ts';
import {
  ABSENT,
  ANY,
  type Called,
  type Context,
  FORGED,
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
import { isSecurityContext } from './servlet.ts';
import { type Origin, guardWords } from './language.ts';
import { serverFunction } from './server-functions.ts';
import { mayVerify, raisesByName } from './unknown-functions.ts';
import {
  ASYNC_SESSION_READERS,
  REFUSING_FUNCTIONS,
  SESSION_READERS,
  credentialAt,
  isAsyncLookup,
  isAsyncVerifier,
  isDecoder,
  isHarmlessPackage,
  isThrowingVerifier,
  isVerifier,
  makesFromNothing,
  mayShowToStrangers,
  saysYesToNothing,
  speaksOfAuthentication,
} from './vocabulary.ts';

/** What a call of something outside gives, and what it does with the functions it is handed. */
export function outside(context: Context, way: Way, origin: Origin | undefined, called: Called): readonly Step[] {
  const { name, args } = called;
  const last = name.split('.').at(-1) ?? name;
  const short: Called = { ...called, name: last };
  if (origin && isSecurityContext(origin.path)) {
    way.mayRead ??= 'SecurityContextHolder';
    return [{ seen: ANY, way }];
  }
  const words = guardWords(context);
  const known =
    words.outsideCall?.(context, way, origin, short) ??
    (words.sharesWords
      ? (ofFramework(context, way, origin, short) ?? ofLanguage(context, way, origin, short))
      : undefined);
  if (known) return known;
  if (isVerifier(last) && (holdsAny(args, 'absent') || holdsAny(args, 'forged')))
    return verifier(context, way, origin, short);
  handOn(way, last, origin, args);
  return plainCall(context, way, origin, called);
}

/** What is known of the frameworks' own functions. */
function ofFramework(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  called: Called,
): readonly Step[] | undefined {
  const { name: last, args } = called;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  if (!origin) return last === 'Response' || last === 'NextResponse' ? one(answerOf(args)) : undefined;
  const { module, path } = origin;
  const ofRest = restResponse(way, origin, called);
  if (ofRest) return ofRest;
  const ofServer = serverFunction(context, way, origin, called);
  if (ofServer) return ofServer;
  if (module === 'next/headers' && (last === 'cookies' || last === 'headers'))
    return one({ kind: 'request', path: [last] });
  if (
    SESSION_READERS.has(last) &&
    !isHarmlessPackage(module) &&
    (speaksOfAuthentication(`${module}.${path.join('.')}`) || module.startsWith('hono'))
  )
    return readSession(context, way, called);
  // Source: Spark, Stopping the request. Without a status it answers 200, and the route is not reached either way.
  if (last === 'halt' && module.split(',').includes('spark.Spark')) {
    fail(way, args.map(numberOf).find(number => number !== undefined) ?? 'any');
    return one(ANY);
  }
  if (module.startsWith('next/') && REFUSING_FUNCTIONS.has(last)) {
    fail(way, last === 'redirect' || last === 'permanentRedirect' ? 302 : 401);
    return one(ANY);
  }
  const isResponse = path.some(part => part === 'NextResponse' || part === 'Response');
  if (isResponse && last === 'next') return one({ kind: 'pass' });
  if (isResponse && last === 'redirect') return one({ kind: 'answer', status: 302 });
  if (isResponse && last === 'rewrite') return one(ANY);
  return isResponse && (last === 'json' || last === 'Response' || last === 'NextResponse')
    ? one(answerOf(args))
    : undefined;
}

function answerOf(args: readonly Seen[]): Seen {
  const options = args.find(arg => arg.kind === 'answer');
  return { kind: 'answer', status: options?.kind === 'answer' ? options.status : 200 };
}

/** Gives the session or principal of the request. `getCookie(c, 'theme')` of Hono is one only for the right cookie. */
function readSession(context: Context, way: Way, { name: last, args, node }: Called): readonly Step[] {
  const cookie = /cookie/i.test(last) ? args.find(arg => arg.kind === 'known' && arg.value.kind === 'text') : undefined;
  const name = cookie?.kind === 'known' && cookie.value.kind === 'text' ? cookie.value.value : undefined;
  const isSigned = /signed|session/i.test(last);
  const credential =
    name === undefined
      ? { mechanism: 'session' as const, isCarried: false }
      : credentialAt([isSigned ? 'signedCookies' : 'cookies', name]);
  if (!credential) return [{ seen: ANY, way }];
  const seen = readCredential(context, way, name ?? `${last}()`, credential);
  const isUnawaited = ASYNC_SESSION_READERS.has(last) && !node.isAwaited && context.chained !== node;
  return [{ seen: isUnawaited ? { kind: 'promise', of: seen } : seen, way }];
}

/** Promises, timers and constructors of the language. */
function ofLanguage(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  { name: last, args, node }: Called,
): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const isOf = (owner: string): boolean => origin?.path.includes(owner) === true;
  const [first] = args;
  if (node.isNew && last === 'Promise' && first) return newPromise(context, way, first, node);
  if (last === 'Boolean' && first) {
    const answer = truthOf(first);
    return one(answer === undefined ? ANY : booleanSeen(answer));
  }
  if (isOf('Promise')) return promiseCall(way, last, first);
  if (/^(?:setTimeout|setImmediate|nextTick|queueMicrotask|setInterval)$/.test(last)) {
    if (first?.kind === 'next') way.hasPassed = true;
    return runLocals(context, way, args, []).map(after => ({ seen: ANY, way: after }));
  }
  if (!node.isNew) return undefined;
  const status =
    args.map(numberOf).find(number => number !== undefined && number >= 400) ?? statusGiven(node) ?? statusNamed(last);
  if (status !== undefined) return one({ kind: 'answer', status });
  return one({
    kind: 'object',
    name: last,
    ...(holdsAny(args, 'absent') && last !== 'Error' && !last.endsWith('Error')
      ? { holds: 'absent' }
      : holdsAny(args, 'forged')
        ? { holds: 'forged' }
        : {}),
  });
}

/** `Promise.all(…)` and its kin. */
function promiseCall(way: Way, name: string, first: Seen | undefined): readonly Step[] {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  if (name === 'reject') return one({ kind: 'rejected' });
  if (name === 'resolve')
    return one(first?.kind === 'promise' || first?.kind === 'rejected' ? first : { kind: 'promise', of: first ?? ANY });
  const items = first?.kind === 'list' ? first.items : [];
  const rejected = items.find(item => item.kind === 'rejected');
  if (name === 'all' && items.length > 0)
    return one(
      rejected ?? {
        kind: 'promise',
        of: { kind: 'list', items: items.map(item => (item.kind === 'promise' ? item.of : item)) },
      },
    );
  // Which of them is first, and whether that one fails, is not known.
  if ((name === 'race' || name === 'any') && rejected) {
    const words = `which promise of ${name} is first`;
    const other = forkUnder(way, words);
    way.condition ??= words;
    return [
      { seen: { kind: 'rejected' }, way },
      { seen: { kind: 'promise', of: ANY }, way: other },
    ];
  }
  return one({ kind: 'promise', of: ANY });
}

/** `new TRPCError({ code: 'UNAUTHORIZED' })`. Source: tRPC, Error handling. */
function statusGiven({ args }: CallExpr): number | undefined {
  const code = args.flatMap(arg => (arg.kind === 'record' ? arg.entries : [])).find(isCode)?.value;
  if (code?.kind === 'number') return code.value >= 400 ? code.value : undefined;
  return code?.kind === 'text' ? statusNamed(code.value.replaceAll('_', '')) : undefined;
}

function isCode(entry: RecordEntry): boolean {
  return entry.kind === 'entry' && /^(?:code|status|statusCode)$/.test(entry.key);
}

/** `new UnauthorizedException()`. */
function statusNamed(name: string): number | undefined {
  return /(?:un|not)authori[sz]ed|unauthenticated/i.test(name)
    ? 401
    : /forbidden/i.test(name)
      ? 403
      : /notfound/i.test(name)
        ? 404
        : /toomanyrequests|throttler/i.test(name)
          ? 429
          : undefined;
}

/** `new Promise((resolve, reject) => …)`: what the function settles it with. */
function newPromise(context: Context, way: Way, executor: Seen, node: CallExpr): readonly Step[] {
  const { settled: before } = way;
  delete way.settled;
  return callSeen(context, way, executor, {
    name: 'Promise',
    args: [
      { kind: 'settler', rejects: false },
      { kind: 'settler', rejects: true },
    ],
    node,
  }).map(({ way: after }) => {
    const isThrown = after.end?.kind === 'threw';
    if (isThrown) delete after.end;
    const seen: Seen = isThrown ? { kind: 'rejected' } : (after.settled ?? ANY);
    if (before) after.settled = before;
    else delete after.settled;
    return { seen, way: after };
  });
}

/** Verifies something that is not there, or made up: it throws, rejects, or calls back with an error. */
function verifier(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  { name: last, args, node }: Called,
): readonly Step[] {
  way.isVerified = true;
  const callbacks = args.filter(arg => arg.kind === 'local');
  if (callbacks.length > 0)
    return runLocals(context, way, callbacks, [TRUTHY, ABSENT]).map(after => ({ seen: ABSENT, way: after }));
  const isThrowing = isThrowingVerifier(last, origin?.module);
  const isAsync = isAsyncVerifier(last, origin?.module) || node.isAwaited || context.chained === node;
  const failed = (before: Way): Step => {
    if (isAsync) return { seen: { kind: 'rejected' }, way: before };
    fail(before, undefined);
    return { seen: ABSENT, way: before };
  };
  if (isThrowing) return [failed(way)];
  // A verifier that is not known may also answer with nothing.
  const other = forkUnder(way, `whether ${last} throws`);
  way.condition ??= `whether ${last} throws`;
  return [failed(way), { seen: ABSENT, way: other }];
}

/** Whoever is handed `next` may call it; so may who is handed the request, as far as reading it goes. */
function handOn(way: Way, last: string, origin: Origin | undefined, args: readonly Seen[]): void {
  const isHarmless = origin !== undefined && isHarmlessPackage(origin.module);
  if (args.some(arg => arg.kind === 'next')) {
    if (isHarmless) way.hasPassed = true;
    else passPerhaps(way, `what ${last || 'a function'} does with next`);
  }
  if (args.some(arg => arg.kind === 'request' && arg.path.length === 0) && !isHarmless) way.isVerified = true;
}

/** A function that may verify a made-up credential: some raise what they do not accept, some answer with it. */
function checked(context: Context, way: Way, name: string, node: CallExpr): readonly Step[] {
  const last = name.split('.').at(-1) ?? name;
  if (guardWords(context).keepsResults !== true) return refusing(way, last, raising(context, name, node), ANY);
  const other = forkUnder(way, `whether ${last} accepts it`);
  return [
    { seen: ANY, way },
    { seen: { kind: 'rejected' }, way: other },
  ];
}

function raising(context: Context, name: string, node: CallExpr): 'surely' | 'perhaps' | 'no' {
  return raisesByName(name, { isDropped: context.dropped === node, isTried: context.isTried });
}

function refusing(way: Way, last: string, raises: 'surely' | 'perhaps' | 'no', seen: Seen): readonly Step[] {
  if (raises === 'no') return [{ seen, way }];
  const words = `whether ${last} raises`;
  const other = raises === 'perhaps' ? [{ seen, way: forkUnder(way, words) }] : [];
  if (raises === 'perhaps') way.condition ??= words;
  fail(way, undefined);
  return [{ seen: ABSENT, way }, ...other];
}

/** What a function says of what is not there, where it says more than that nothing was found. */
function saidOfNothing(name: string, args: readonly Seen[]): Seen | undefined {
  if (saysYesToNothing(name)) return booleanSeen(true);
  return args.length > 1 && mayShowToStrangers(name) ? ANY : undefined;
}

function plainCall(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  { name, args, node }: Called,
): readonly Step[] {
  const last = name.split('.').at(-1) ?? name;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const hasAbsent = holdsAny(args, 'absent');
  const hasForged = holdsAny(args, 'forged');
  const isDecoding = isDecoder(last);
  const isChecked = hasForged && !isDecoding && mayVerify(name, origin?.module ?? '');
  if (isChecked) way.isVerified = true;
  const callbacks = args.filter(arg => arg.kind === 'local');
  if (callbacks.length > 0) {
    return runLocals(context, way, callbacks, hasAbsent ? [ANY, ABSENT] : [ANY, ANY]).map(after => ({
      seen: hasAbsent ? ABSENT : hasForged && isDecoding ? FORGED : ANY,
      way: after,
    }));
  }
  const said = hasAbsent ? saidOfNothing(last, args) : undefined;
  if (said) return one(said);
  if (hasAbsent && !makesFromNothing(last)) {
    // Where errors are caught, anything that is handed nothing may raise one.
    const byName = raising(context, name, node);
    const raises = byName === 'no' && context.isTried ? 'perhaps' : byName;
    if (raises !== 'no') return refusing(way, last, raises, ABSENT);
    // What is looked up by something that is not there is not found.
    const isUnawaited = isAsyncLookup(last) && !node.isAwaited && context.chained !== node;
    return one(isUnawaited ? { kind: 'promise', of: ABSENT } : ABSENT);
  }
  if (hasForged && isDecoding) return one(FORGED);
  if (isChecked) return checked(context, way, name, node);
  if (
    args.some(arg => arg.kind === 'request') &&
    speaksOfAuthentication(name) &&
    !(origin && isHarmlessPackage(origin.module))
  )
    way.mayRead ??= name;
  // What is made of a made-up credential may be asked for the good one later.
  return one(hasForged ? { kind: 'any', holds: 'forged' } : ANY);
}
