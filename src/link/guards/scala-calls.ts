/**
 * Calls in guards of Scala: what is evaluated only when it is needed, answers and refusals of the frameworks, and what runs a
 * function on the request.
 *
 * Sources: Scala Language Specification, 4.6.1 By-Name Parameters; Play, Results, ActionBuilder; http4s, Response; Scalatra,
 * Control; Pekko HTTP, Directives; ZIO HTTP, Response.
 */
import { callAt } from '../../core/program-nodes.ts';
import type { CallExpr, Expr, FunctionNode } from '../../core/program.ts';
import { getterOf } from '../members.ts';
import { visitNodes } from '../walk.ts';
import type { ClassValue } from '../value.ts';
import { callSeen, fail } from './calls.ts';
import { passPerhaps, see, through } from './expressions.ts';
import type { Origin } from './language.ts';
import { isByName } from './scala-roles.ts';
import { innerOf, isThere, nameIn, refusalBy } from './scala-results.ts';
import {
  ANY,
  type Called,
  type Context,
  FORGED,
  type Seen,
  type Step,
  type Way,
  forkUnder,
  holdsAny,
  numberOf,
} from './seen.ts';

/** Calls whose arguments are not all evaluated before, or not as they stand; undefined for all others. */
export function scalaCall(context: Context, way: Way, call: CallExpr): readonly Step[] | undefined {
  const { callee } = call;
  if (callee.kind === 'member') {
    if (callee.of.kind === 'name' && callee.of.name === 'super') return ofBase(context, way, call);
    return LAZY.has(callee.name) ? lazily(context, way, callee.of, callee.name, call.args) : undefined;
  }
  if (callee.kind === 'call' && callee.callee.kind === 'member' && FOLDING.has(callee.callee.name))
    return lazily(context, way, callee.callee.of, 'fold', [...callee.args, ...call.args]);
  if (callee.kind !== 'name' && callee.kind !== 'call') return undefined;
  if (callee.kind === 'name' && callee.name === 'super') return undefined;
  return see(context, way, callee).flatMap(of => (of.way.end ? [of] : called(context, of, call)));
}

const FOLDING: ReadonlySet<string> = new Set(['fold', 'foldF', 'foldZIO', 'cata']);

/** A base that is outside the tree may hand the request on. */
function ofBase(context: Context, way: Way, call: CallExpr): readonly Step[] | undefined {
  const hands = call.args.some(arg => see(context, forkUnder(way, ''), arg).some(({ seen }) => seen.kind === 'next'));
  if (!hands) return undefined;
  passPerhaps(way, 'what its base does');
  return [{ seen: ANY, way }];
}

/** A function of the tree gets what it takes by name as it stands, to be evaluated when it is asked for. */
function called(context: Context, of: Step, call: CallExpr): readonly Step[] {
  const { callee } = call;
  const name = callee.kind === 'name' ? callee.name : callee.kind === 'call' ? calledName(callee) : '';
  const fn = functionIn(of.seen);
  let current: readonly { readonly values: readonly Seen[]; readonly way: Way }[] = [{ values: [], way: of.way }];
  for (const [index, arg] of call.args.entries()) {
    const parameter = fn?.parameters[index];
    const isLater = parameter !== undefined && isByName(parameter.pattern.type) && arg.kind !== 'function';
    current = current.flatMap(({ values, way }) => {
      if (way.end) return [{ values, way }];
      if (isLater) return [{ values: [...values, thunk(context, arg)], way }];
      return through(context, way, [arg]).map(step => ({ values: [...values, ...step.values], way: step.way }));
    });
  }
  // A request that is made for what comes next holds what was found out.
  if (of.seen.kind === 'next' && current.some(({ values }) => values.some(({ kind }) => kind === 'object')))
    context.budget.hasKept = true;
  // `Unauthorized("…")` is the answer that its name stands for.
  if (of.seen.kind === 'answer') return current.map(({ way }) => ({ seen: way.end ? ANY : of.seen, way }));
  const cls = of.seen.kind === 'known' && of.seen.value.kind === 'class' ? of.seen.value : undefined;
  if (cls && cls.cls.form !== 'object')
    return current.map(({ values, way }) => ({ seen: way.end ? ANY : instanceSeen(cls, values, call), way }));
  return current.flatMap(({ values, way }) =>
    way.end ? [{ seen: ANY, way }] : callSeen(context, way, of.seen, { name, args: values, node: call }),
  );
}

/** An instance with what it is made of. */
function instanceSeen(cls: ClassValue, values: readonly Seen[], call: CallExpr): Seen {
  const fields = new Map<string, Seen>();
  const made = cls.cls.members.find(member => member.kind === 'constructor');
  const names = made?.fn.parameters.map(({ pattern }) => (pattern.kind === 'name' ? pattern.name : '')) ?? [];
  for (const [index, value] of values.entries()) {
    const arg = call.args[index];
    const name = arg?.kind === 'named' ? arg.name : names[index];
    if (name !== undefined) fields.set(name, value);
  }
  const holds = holdsAny(values, 'absent') ? 'absent' : holdsAny(values, 'forged') ? 'forged' : undefined;
  return { kind: 'object', name: cls.cls.name ?? '', fields, ...(holds === undefined ? {} : { holds }) };
}

function calledName(call: CallExpr): string {
  const { callee } = call;
  return callee.kind === 'name' || callee.kind === 'member'
    ? callee.name
    : callee.kind === 'call'
      ? calledName(callee)
      : '';
}

function functionIn(seen: Seen): FunctionNode | undefined {
  if (seen.kind === 'local') return seen.fn;
  return seen.kind === 'known' && seen.value.kind === 'closure' ? seen.value.fn : undefined;
}

const THUNKS = new WeakSet<FunctionNode>();
const THUNK_OF = new WeakMap<Expr, FunctionNode>();

function thunk(context: Context, expr: Expr): Seen {
  const known = THUNK_OF.get(expr);
  const fn: FunctionNode = known ?? {
    id: `${expr.at.file}#${expr.at.line}:${expr.at.column}~by-name`,
    at: expr.at,
    parameters: [],
    body: [{ kind: 'return', at: expr.at, value: expr }],
    isAsync: false,
    bindsSelf: false,
    decorators: [],
    doc: '',
  };
  THUNK_OF.set(expr, fn);
  THUNKS.add(fn);
  const { self, visible, scope } = context;
  return { kind: 'local', fn, visible, scope, ...(self ? { self } : {}) };
}

/** What a name gives that stands for something taken by name: asking for it runs it, and hands the request on where it is what comes next. */
export function asked(
  context: Context,
  way: Way,
  seen: Seen | undefined,
  name: Extract<Expr, { kind: 'name' }>,
): readonly Step[] | undefined {
  if (!seen) return askedOfSelf(context, way, name);
  if (seen.kind === 'next' && !seen.isHandler) {
    way.hasPassed = true;
    return [{ seen: { kind: 'promise', of: ANY }, way }];
  }
  if (seen.kind !== 'local' || !THUNKS.has(seen.fn)) return undefined;
  return callSeen(context, way, seen, { name: '', args: [], node: callAt(name.at, name) });
}

/** A method of the class itself that takes nothing: it may look at the request. */
function askedOfSelf(context: Context, way: Way, name: Extract<Expr, { kind: 'name' }>): readonly Step[] | undefined {
  const { self } = context;
  if (self?.kind !== 'instance') return undefined;
  const getter = getterOf(context.machine, self.of, name.name, self);
  if (!getter) return undefined;
  return callSeen(
    context,
    way,
    { kind: 'known', value: getter },
    { name: name.name, args: [], node: callAt(name.at, name) },
  );
}

/** Methods that evaluate what they are given only where it is needed. */
const LAZY: ReadonlySet<string> = new Set(
  'getOrElse orElse getOrElseF orElseF fold foldF toRight toLeft toRightF recover recoverWith rescue handleError handleErrorWith catchAll cata orElseFail orElseSucceed someOrFail someOrElse valueOr || &&'.split(
    ' ',
  ),
);

function lazily(
  context: Context,
  way: Way,
  of: Expr,
  name: string,
  args: readonly Expr[],
): readonly Step[] | undefined {
  const [first, second] = args;
  if (!first || (name === 'fold' && !second)) return undefined;
  return see(context, way, of).flatMap(step => {
    if (step.way.end) return [step];
    const there = isThere(step.seen);
    if (there !== undefined) return settled(context, step, { name, first, second, there });
    const words = `what ${name} is called on`;
    const other = forkUnder(step.way, words);
    step.way.condition ??= words;
    return [
      ...settled(context, step, { name, first, second, there: true }),
      ...settled(context, { seen: step.seen, way: other }, { name, first, second, there: false }),
    ];
  });
}

type Lazy = { readonly name: string; readonly first: Expr; readonly second: Expr | undefined; readonly there: boolean };

function settled(context: Context, { seen, way }: Step, { name, first, second, there }: Lazy): readonly Step[] {
  const one = (value: Seen): readonly Step[] => [{ seen: value, way }];
  // `fold(Future.successful, …)`: methods are given as the functions that they are.
  const isFolding = FOLDING.has(name);
  const call = (fn: Expr, given: readonly Seen[]): readonly Step[] =>
    see(context, way, fn).flatMap(step =>
      step.way.end
        ? [step]
        : step.seen.kind === 'local' || (step.seen.kind === 'known' && step.seen.value.kind === 'closure')
          ? callSeen(context, step.way, step.seen, { name: '', args: given, node: callAt(fn.at, fn) })
          : step.seen.kind === 'next'
            ? callSeen(context, step.way, step.seen, { name: '', args: [], node: callAt(fn.at, fn) })
            : isFolding && step.seen.kind === 'known'
              ? callSeen(context, step.way, step.seen, {
                  name: nameIn(step.seen),
                  args: given,
                  node: callAt(fn.at, fn),
                })
              : [step],
    );
  switch (name) {
    case 'fold':
    case 'foldF':
    case 'cata':
      return there ? (second ? call(second, [innerOf(seen)]) : one(ANY)) : call(first, [innerOf(seen)]);
    case 'toRight':
    case 'toRightF':
    case 'someOrFail':
      if (there) return one({ kind: 'promise', of: innerOf(seen) });
      return see(context, way, first).map(step => ({ ...step, seen: refusalBy(step.seen) }));
    case 'toLeft':
      return there ? one(refusalBy(seen)) : see(context, way, first);
    case 'recover':
    case 'recoverWith':
    case 'rescue':
    case 'handleError':
    case 'handleErrorWith':
    case 'catchAll':
      return recovered(context, { seen, way }, first);
    case 'orElseFail':
      return there ? one(seen) : see(context, way, first).map(step => ({ ...step, seen: refusalBy(step.seen) }));
    case '||':
    case '&&':
      return one(ANY);
    default:
      return there ? one(innerKept(seen, name)) : call(first, [innerOf(seen)]);
  }
}

/** `getOrElse` takes what is there out, `orElse` leaves it as it is. */
function innerKept(seen: Seen, name: string): Seen {
  return name === 'orElse' || name === 'orElseF' ? seen : innerOf(seen);
}

/** What may have failed, and what is done then; an effect that did not fail stays as it is. */
function recovered(context: Context, { seen, way }: Step, handler: Expr): readonly Step[] {
  const failed = forkUnder(way, 'whether it fails');
  const handled = see(context, failed, handler).flatMap(step =>
    step.way.end
      ? [step]
      : callSeen(context, step.way, step.seen, { name: '', args: [ANY], node: callAt(handler.at, handler) }),
  );
  return seen.kind === 'rejected' ? handled : [{ seen, way }, ...handled];
}

/** Answers by the names that Play, http4s, Scalatra, Finch and the constants of Pekko HTTP have for them. */
const ANSWERS: ReadonlyMap<string, number> = new Map([
  ['Ok', 200],
  ['Created', 201],
  ['Accepted', 202],
  ['NoContent', 204],
  ['MovedPermanently', 301],
  ['Found', 302],
  ['Redirect', 302],
  ['SeeOther', 303],
  ['TemporaryRedirect', 307],
  ['BadRequest', 400],
  ['Unauthorized', 401],
  ['PaymentRequired', 402],
  ['Forbidden', 403],
  ['NotFound', 404],
  ['Conflict', 409],
  ['UnprocessableEntity', 422],
  ['TooManyRequests', 429],
  ['InternalServerError', 500],
  ['ServiceUnavailable', 503],
  ['unauthorized', 401],
  ['forbidden', 403],
  ['notFound', 404],
  ['badRequest', 400],
]);

/** What a name outside the tree stands for that is an answer. */
export function answerNamed(name: string): Seen | undefined {
  const status = ANSWERS.get(name);
  return status === undefined ? undefined : { kind: 'answer', status };
}

/** Rejections of Pekko HTTP, and what is called for no other reason than to refuse. */
const REFUSING =
  /^(?:reject|AuthenticationFailedRejection|AuthorizationFailedRejection|MissingCookieRejection|MissingHeaderRejection|failWith|on_?[uU]nauthori[sz]ed|onForbidden|onNotAuthenticated|notAuthenticated|accessDenied|authenticationFailed|unauthenticated|requireLogin|redirectToLogin|sendUnauthorized|Challenge|challenge)$/;

/** Directives that let the request pass. */
const PASSING: ReadonlySet<string> = new Set(['provide', 'tprovide', 'pass', 'Continue']);

/** What gives the value that it is given, or that its block comes to. */
const GIVING: ReadonlySet<string> = new Set(
  `Option apply successful pure succeed point now liftF liftK lift delay attempt fromOption fromEither blocking some
  fromTry fromFuture deferFuture defer suspend eval EitherT OptionT Future Try IO ZIO Task Sync F Await result ready const just
  done Accumulator effect effectTotal withTransaction withSession transactionally run runSync synchronized unsafeRunSync onSuccess onComplete`.split(
    /\s+/,
  ),
);

/** What is given a function from the request to an answer. */
const RUNNING: ReadonlySet<string> = new Set(
  'Action async EssentialAction Kleisli HttpRoutes AuthedRoutes HttpApp of strict fromFunctionZIO fromFunction handler interceptIncomingHandler interceptHandler apply'.split(
    ' ',
  ),
);

/** A call of what is outside the tree, or could not be found; undefined for one that is not known. */
export function outsideCalled(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  called: Called,
): readonly Step[] | undefined {
  const { args, node } = called;
  const name = called.name.split('.').at(-1) ?? '';
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [first] = args;
  const decoded = decodedToken(context, way, called);
  if (decoded) return decoded;
  const control = controlled(way, name, args);
  if (control) return control;
  switch (name) {
    case 'Some':
    case 'Valid':
    case 'Full':
      return one(first ?? ANY);
    case 'Right':
    case 'Success':
      // `Result.Success(Response("…", 401))` of Cask: what was made without fail is an answer.
      return one(first?.kind === 'answer' ? first : { kind: 'promise', of: first ?? ANY });
    case 'Left':
    case 'Failure':
    case 'failed':
    case 'fail':
    case 'raiseError':
      return one(refusalBy(first));
    case 'none':
      return one({ kind: 'known', value: { kind: 'nothing' } });
    case 'Response':
    case 'HttpResponse':
    case 'complete':
    case 'Abort':
    case 'status':
      return one(answerIn(args));
  }
  const answer = answerNamed(name);
  if (answer) return one(answer);
  if (REFUSING.test(name)) return one({ kind: 'rejected', status: 401 });
  if (PASSING.has(name)) {
    if (args.length > 0) context.budget.hasKept = true;
    return one({ kind: 'pass' });
  }
  const last = args.at(-1);
  if (last?.kind === 'local') return blockRun(context, way, name, last, node);
  if (GIVING.has(name) && first && args.length <= 2 && (first.kind !== 'any' || first.holds)) return one(first);
  if (node.isNew)
    return one({
      kind: 'object',
      name,
      ...(holdsAny(args, 'absent') ? { holds: 'absent' } : holdsAny(args, 'forged') ? { holds: 'forged' } : {}),
    });
  return origin === undefined && holdsAny(args, 'forged') && /^decode|^parse/.test(name) ? one(FORGED) : undefined;
}

/**
 * `Jwt.decode(token, key, Seq(JwtAlgorithm.HS256))` looks at the signature, unless its options say that it does not; without a
 * key it fails on tokens that are signed. Source: jwt-scala, `JwtCore.decode`, `JwtOptions`.
 */
function decodedToken(context: Context, way: Way, { name, args, node }: Called): readonly Step[] | undefined {
  const last = name.split('.').at(-1) ?? '';
  const { callee } = node;
  const of =
    callee.kind === 'member' && (callee.of.kind === 'name' || callee.of.kind === 'member') ? callee.of.name : '';
  if (!/^(?:decode(?:Raw|Json|All|RawAll|JsonAll)?|validate|isValid)$/.test(last) || !/jwt/i.test(of)) return undefined;
  const isForged = holdsAny(args, 'forged');
  if (!isForged && !holdsAny(args, 'absent')) return undefined;
  if (args.length < 2 || isLax(node)) return isForged ? [{ seen: { kind: 'promise', of: FORGED }, way }] : undefined;
  if (context.caller === 'forging' && isForged) way.isVerified = true;
  return [{ seen: { kind: 'rejected', status: 401 }, way }];
}

function isLax(node: CallExpr): boolean {
  let found = false;
  visitNodes([...node.args], inner => {
    found ||=
      inner.kind === 'named' && inner.name === 'signature' && inner.value.kind === 'boolean' && !inner.value.value;
  });
  return found;
}

/** Scalatra ends a request by raising. Source: Scalatra, Control. */
function controlled(way: Way, name: string, args: readonly Seen[]): readonly Step[] | undefined {
  if (name !== 'halt' && name !== 'redirect' && name !== 'sendError') return undefined;
  const given = args.map(numberOf).find(number => number !== undefined);
  const answer = args.find(arg => arg.kind === 'answer');
  const status = name === 'redirect' ? 302 : (given ?? (answer?.kind === 'answer' ? answer.status : 'any'));
  fail(way, status);
  return [{ seen: ANY, way }];
}

/** The status that an answer is made with. */
function answerIn(args: readonly Seen[]): Seen {
  for (const arg of args) {
    if (arg.kind === 'answer') return arg;
    if (arg.kind === 'rejected') return { kind: 'answer', status: arg.status ?? 'any' };
    const status = numberOf(arg);
    if (status !== undefined && status >= 100 && status < 600) return { kind: 'answer', status };
    if (arg.kind === 'list') {
      const inner = answerIn(arg.items);
      if (inner.kind === 'answer' && inner.status !== 200) return inner;
    }
  }
  return { kind: 'answer', status: 200 };
}

/** A block that something runs: once, with the request where that is what it is for. */
function blockRun(
  context: Context,
  way: Way,
  name: string,
  block: Extract<Seen, { kind: 'local' }>,
  node: CallExpr,
): readonly Step[] | undefined {
  const count = block.fn.parameters.length;
  if (count === 0) {
    return callSeen(context, way, block, { name: '', args: [], node }).map(step => {
      if (step.way.end?.kind !== 'threw' || (name !== 'Try' && name !== 'Future')) return step;
      delete step.way.end;
      return { seen: { kind: 'rejected' }, way: step.way };
    });
  }
  if (!RUNNING.has(name)) return undefined;
  return callSeen(context, way, block, { name: '', args: [{ kind: 'request', path: [] }], node });
}
