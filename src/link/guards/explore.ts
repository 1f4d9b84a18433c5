/** Follows the ways through a function for a request of a stranger, and says where they come out. */
import type { Mechanism } from '../../core/facts/program.ts';
import type { Expr, FunctionNode, Pattern } from '../../core/program.ts';
import type { Machine } from '../machine.ts';
import { type ClosureValue, HOLE, NOTHING, type Value } from '../value.ts';
import { visitNodes } from '../walk.ts';
import { runBefore } from './follow.ts';
import { bindSeen, readCredential } from './expressions.ts';
import { counts } from './limiting.ts';
import { pythonPrincipal } from './python-request.ts';
import { type GuardWords, guardWordsAt } from './language.ts';
import type { Request } from './request.ts';
import {
  ABSENT,
  ANY,
  type Context,
  type Seen,
  type Caller,
  type Way,
  declareName,
  fork,
  merge,
  newWay,
  truthOf,
} from './seen.ts';
import { selfIn } from './self.ts';
import { servletRole } from './servlet.ts';
import { suppliedSeen } from './supplied-parameters.ts';
import { run } from './statements.ts';

/** How the end of the function is read. */
export type GuardStyle =
  /** `next()` lets pass, a response ends. */
  | 'middleware'
  /** What it returns decides (`canActivate`). */
  | 'decision'
  /** It answers itself; any answer but a refusal serves the request. */
  | 'handler'
  /** It gives the principal back, or throws (`handleRequest`). */
  | 'principal'
  /** It is called for what it gives, and refuses by throwing alone (`Depends(f)`). */
  | 'supplier'
  /** It is asked about the principal alone, and what it returns decides (`user_passes_test`). */
  | 'judgement'
  /** It is asked about a credential that is there, and what it returns decides (`authenticate(request, token)`). */
  | 'verifier';

export type Exploration = {
  readonly readsCredential: boolean;
  /** The credentials read, in words: `authorization header`. */
  readonly reads: readonly string[];
  readonly mechanisms: readonly Mechanism[];
  /** A function that was handed the request, may read a credential, and could not be followed. */
  readonly mayReadBy?: string;
  readonly passes: number;
  readonly uncertainPasses: number;
  /** Some way on which it passes comes past no refusal that was sent. */
  readonly serves: boolean;
  /** Why the request may not have gone on, where that is so on every way on which it may have. */
  readonly doubt?: string;
  readonly refusals: number;
  /** Some of these send the caller to another address. */
  readonly sendsElsewhere: boolean;
  /** Refusals that say so: 401 and 403. */
  readonly saidRefusals: number;
  /** Refusals that were sent, and did not stop the request. */
  readonly failedRefusals: number;
  /** Refusals with 401 without a credential having been read on the way. */
  readonly refusesUnauthorised: number;
  /** Some refusal says that it is for who calls. */
  readonly refusesCallers?: true;
  /** Whoever it refuses is told so for another reason than who calls: what was asked for is not there, or failed. */
  readonly refusesOtherwise?: true;
  /** A way on which a credential was read, nothing could verify it, and the request went on. */
  readonly passesUnverified: boolean;
  /** The test that the uncertain passes hang on. */
  readonly condition?: string;
  /** The metadata of the operation that made it let the request pass. */
  readonly exemptBy?: string;
  readonly isLimiter: boolean;
  /** It puts something on the request or its context, for those that come after. */
  readonly attaches: boolean;
  /** Names under which it keeps something for those that come after, also of strangers. */
  readonly granted: readonly string[];
  readonly withheld: readonly string[];
  readonly kept: readonly string[];
  /** It hands the request on by itself on some way. */
  readonly callsNext: boolean;
  readonly isIncomplete: boolean;
  /** What it does hangs on the method, path or metadata of the operation. */
  readonly hangsOnRequest: boolean;
  /** It takes the request from `this`, or is put before others by its name: that is one that was chosen for a guard. */
  readonly isOnSelf?: true;
};

/** Nodes that one exploration may cost; and those that all of a program may, after which little is followed of each. */
const BUDGET = 12_000;
const ALL_BUDGETS = 4_000_000;
const SMALL_BUDGET = 400;

function budgetOf(machine: Machine): number {
  return machine.exploration.nodes > ALL_BUDGETS ? SMALL_BUDGET : BUDGET;
}

/** How a function is followed: who calls (`without` a credential when not given), and what it stands around. */
export type Manner = { readonly style: GuardStyle; readonly caller?: Caller; readonly inner?: ClosureValue };

/** What a function does to a request. What does not hang on the operation is found once per function and scope. */
export function exploreClosure(machine: Machine, closure: ClosureValue, request: Request, manner: Manner): Exploration {
  const { style, caller = 'without' } = manner;
  const earlier = closure.after?.map(({ fn }) => fn.id).join() ?? '';
  const given = (givenTo(machine, closure, request, style) ?? []).join();
  const withheld = [...(request.withheld ?? [])].join();
  const key = `${style} ${caller} ${closure.fn.id} ${manner.inner?.fn.id ?? ''} ${earlier} ${given} ${withheld}`;
  const known = machine.explored.get(closure.scope) ?? new Map<string, Exploration>();
  const found = known.get(key);
  if (found) return found;
  const exploration = explore(machine, closure, request, { ...manner, caller });
  if (!exploration.hangsOnRequest) machine.explored.set(closure.scope, known.set(key, exploration));
  return exploration;
}

function explore(
  machine: Machine,
  closure: ClosureValue,
  request: Request,
  { style, caller, inner }: Manner & { readonly caller: Caller },
): Exploration {
  const { fn } = closure;
  // Four parameters: an error handler, which runs only after something failed.
  if (style === 'middleware' && fn.parameters.length === 4 && isErrorName(fn)) return NO_GUARD;
  const steps = machine.steps;
  machine.steps = 0;
  const given = budgetOf(machine);
  const budget: Context['budget'] = { given, left: given, activations: 0, hangsOnRequest: false };
  const origin = selfIn(closure).self;
  const context: Context = {
    machine,
    scope: closure.scope,
    request,
    caller,
    depth: 0,
    stack: [fn.id],
    ...(inner ? { inner: inner.fn } : {}),
    visible: [0],
    isTried: false,
    budget,
    ...(closure.handsOn === undefined ? {} : { handsOn: closure.handsOn }),
    ...selfIn(closure),
    ...(origin ? { origin } : {}),
  };
  const words = guardWordsAt(machine, closure.scope.file);
  const start = newWay();
  const behindName = givenTo(machine, closure, request, style);
  for (const [index, parameter] of fn.parameters.entries()) {
    const supplied = style === 'principal' ? undefined : suppliedSeen(context, start, closure, parameter);
    if (supplied && parameter.pattern.kind === 'name') {
      // The default is how it is supplied, and no value.
      declareName(start, 0, parameter.pattern.name, supplied);
      continue;
    }
    const role =
      behindName && index >= FIRST_GIVEN
        ? givenAt(behindName, index - FIRST_GIVEN, parameter)
        : style === 'principal'
          ? principalArgument(index)
          : style === 'judgement' && index === 0
            ? pythonPrincipal(context, start, 'the user')
            : style === 'verifier' && isCredentialParameter(parameter)
              ? readCredential(context, start, 'the credential', { mechanism: 'bearer', isCarried: true })
              : (supplied ??
                (parameter.isRest && index === 0
                  ? (words.allArguments?.() ?? ARGUMENTS)
                  : roleOf(machine, closure, parameter.pattern, index)));
    bindSeen(context, start, parameter.pattern, role);
    bindNext(start, parameter.pattern, index);
  }
  const ways = run(context, after(context, start, closure.after ?? []), fn.body);
  for (const way of ways) words.ended?.(way, fn, style, caller);
  machine.steps = steps;
  machine.exploration.nodes += given - budget.left;
  return summarise(ways, style, budget, {
    hasNext: inner !== undefined || closure.handsOn !== undefined || takesNext(machine, closure),
    attaches: attaches(fn, words),
    isOnSelf: words.isOnSelf === true || words.hasNamedGuards === true,
    counts: () => counts(fn, machine.namesOf.get(fn.id)),
    raisesNothing: words.raisesNothing === true,
  });
}

/** What middleware is given behind its name, where a language has it so; it is called with that behind the request and `next`. */
function givenTo(
  machine: Machine,
  { fn, scope }: ClosureValue,
  request: Request,
  style: GuardStyle,
): readonly string[] | undefined {
  const isGiven = style === 'middleware' && fn.parameters.length > FIRST_GIVEN;
  return isGiven && guardWordsAt(machine, scope.file).takesGiven ? (request.given ?? []) : undefined;
}

const FIRST_GIVEN = 2;

/** What is not given is what the parameter has by default; without one, nobody calls it so. */
function givenAt(
  given: readonly string[],
  index: number,
  { pattern, isRest }: FunctionNode['parameters'][number],
): Seen {
  const seenOf = (value: string): Seen =>
    value.includes(HOLE) ? ANY : { kind: 'known', value: { kind: 'text', value } };
  if (isRest) {
    const items = given.slice(index).map((value): Value => ({ kind: 'text', value }));
    // An empty array counts for nothing.
    if (items.length === 0) return { kind: 'known', value: NOTHING };
    return { kind: 'known', value: { kind: 'list', items, isOpen: given.some(value => value.includes(HOLE)) } };
  }
  const value = given[index];
  if (value !== undefined) return seenOf(value);
  const isDefaulted = pattern.kind === 'name' && pattern.byDefault !== undefined;
  return isDefaulted ? { kind: 'known', value: NOTHING } : ANY;
}

/**
 * The ways on which a request comes past what ran before. Whom that refuses, it refuses itself; what it read counts again
 * where it is looked at.
 */
function after(context: Context, start: Way, earlier: readonly ClosureValue[]): readonly Way[] {
  let ways: readonly Way[] = [start];
  for (const [index, closure] of earlier.entries()) {
    // It has a budget of its own: what it costs does not make this one too long.
    const given = budgetOf(context.machine);
    const budget = { given, left: given, activations: (index + 1) * ACTIVATIONS, hangsOnRequest: false };
    const before = { ...context, budget };
    const passed = ways.flatMap(way => runBefore(before, fork(way), closure));
    context.budget.hangsOnRequest ||= budget.hangsOnRequest;
    context.machine.exploration.nodes += given - budget.left;
    // What it leaves for those that come after is then not known.
    if (budget.left <= 0) context.budget.isCut = true;
    if (passed.length === 0) return [start];
    for (const way of passed) {
      if (context.caller !== 'anyone') guardWordsAt(context.machine, closure.scope.file).ranBefore?.(way, closure);
      way.reads.clear();
      delete way.condition;
      delete way.doubt;
      delete way.mayRead;
      delete way.status;
      way.hasPassed = false;
    }
    ways = merge(passed).slice(0, EARLIER_WAYS);
  }
  return ways;
}

/** Activations that one function which ran before may have. */
const ACTIVATIONS = 100_000;
/** Ways past what ran before that are told apart. */
const EARLIER_WAYS = 8;

function isCredentialParameter({ pattern }: FunctionNode['parameters'][number]): boolean {
  return pattern.kind === 'name' && !/^_*req(?:uest)?$/.test(pattern.name);
}

/** `(...args)`: request, response and next. */
const ARGUMENTS: Seen = {
  kind: 'list',
  items: [{ kind: 'request', path: [] }, { kind: 'response' }, { kind: 'next' }],
};

/** `handleRequest(err, user, info)`: no error, and no user. */
function principalArgument(index: number): Seen {
  return index === 0 ? { kind: 'known', value: NOTHING } : index === 1 ? ABSENT : ANY;
}

const NO_GUARD: Exploration = {
  readsCredential: false,
  reads: [],
  mechanisms: [],
  passes: 1,
  serves: true,
  uncertainPasses: 0,
  refusals: 0,
  sendsElsewhere: false,
  saidRefusals: 0,
  failedRefusals: 0,
  refusesUnauthorised: 0,
  passesUnverified: false,
  isLimiter: false,
  attaches: false,
  granted: [],
  withheld: [],
  kept: [],
  callsNext: true,
  isIncomplete: false,
  hangsOnRequest: false,
};

function isErrorName(fn: FunctionNode): boolean {
  const first = fn.parameters[0]?.pattern;
  return first?.kind === 'name' && /^_*(?:e|err|error|ex|exception|_)$/i.test(first.name);
}

/** `({ ctx, next }) => next({ ctx })`: what it is called with is for those that come after. Source: tRPC, Middlewares. */
function bindNext(way: Way, pattern: Pattern, index: number): void {
  if (index > 0 || pattern.kind !== 'record') return;
  for (const { key, pattern: inner } of pattern.entries)
    if (key === 'next' && inner.kind === 'name') declareName(way, 0, inner.name, { kind: 'next', isHandler: true });
}

const NEXT_NAME = /^_*(?:next|done|cb|callback)$/i;

function isNextName(pattern: Pattern): boolean {
  return pattern.kind === 'name' && NEXT_NAME.test(pattern.name);
}

/** What a parameter is: by its name where that speaks, else by its position in `(request, response, next)`. */
function roleOf(machine: Machine, { fn, scope }: ClosureValue, pattern: Pattern, index: number): Seen {
  const { role } = guardWordsAt(machine, scope.file);
  if (role) return role(pattern, index, fn);
  if (pattern.kind !== 'name') return index === 0 ? { kind: 'request', path: [] } : ANY;
  if (isNextName(pattern)) return { kind: 'next' };
  if (/^_*(?:res|response|reply|rep)$/i.test(pattern.name)) return { kind: 'response' };
  if (index === 0) return { kind: 'request', path: [] };
  const isTriple = fn.parameters.length === 3;
  if (index === 1) return isTriple ? { kind: 'response' } : { kind: 'request', path: [] };
  return index === 2 && isTriple ? { kind: 'next' } : ANY;
}

/** Whether a function assigns to a member of its parameters, or sets something on them: `req.user = …`, `c.set('user', …)`. */
function attaches(fn: FunctionNode, { keepers = [], keeping }: GuardWords): boolean {
  const parameters = new Set([
    ...fn.parameters.flatMap(({ pattern }) => (pattern.kind === 'name' ? [pattern.name] : [])),
    ...keepers,
  ]);
  const isGiven = (expr: Expr): boolean =>
    expr.kind === 'name'
      ? parameters.has(expr.name)
      : expr.kind === 'call'
        ? expr.callee.kind === 'member' && isGiven(expr.callee.of)
        : (expr.kind === 'member' || expr.kind === 'index') && isGiven(expr.of);
  let found = false;
  visitNodes(fn.body, node => {
    if ((node.kind === 'assign' || node.kind === 'assigned') && node.target.kind !== 'name' && isGiven(node.target))
      found = true;
    if (
      node.kind === 'call' &&
      node.callee.kind === 'member' &&
      ((SETTING.has(node.callee.name) && node.args.length > 1) ||
        ATTACHING.has(node.callee.name) ||
        (INSERTING.has(node.callee.name) && node.args.some(speaksOfCaller) && !areHeaders(node.callee.of))) &&
      isGiven(node.callee.of)
    )
      found = true;
    // `context.WithValue(r.Context(), key, user)`. Source: https://pkg.go.dev/context#WithValue.
    if (node.kind === 'call' && node.callee.kind === 'member' && node.callee.name === 'WithValue') found = true;
    // `next.ServeHTTP(w, r.WithContext(withUser(r.Context(), user)))`. Source: https://pkg.go.dev/net/http#Request.WithContext.
    if (node.kind === 'call' && nameCalled(node.callee) === 'WithContext' && node.args.some(speaksOfCaller))
      found = true;
    if (keeping && node.kind === 'call' && keeping.test(nameCalled(node.callee))) found = true;
  });
  return found;
}

/** Methods that keep a value under a name: of Express' and Koa's contexts, and those of Go. */
const SETTING: ReadonlySet<string> = new Set(['set', 'Set', 'Locals', 'SetUserValue']);

function nameCalled(callee: Expr): string {
  return callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
}

/** Methods that keep anything at all: what they are given says whether it is about who calls. */
const INSERTING: ReadonlySet<string> = new Set(['insert', 'inject']);

/** What a request is sent with may be moved from one place of it to another, which says nothing of who calls. */
function areHeaders(of: Expr): boolean {
  const member = of.kind === 'call' ? of.callee : of;
  return member.kind === 'member' && (member.name === 'headers_mut' || member.name === 'headers');
}

function speaksOfCaller(given: Expr): boolean {
  let found = false;
  visitNodes([given], node => {
    const name = node.kind === 'name' || node.kind === 'member' ? node.name : node.kind === 'text' ? node.value : '';
    found ||= /user|claim|auth|session|token|identity|account|principal|jwt|caller/i.test(name);
  });
  return found;
}

/** Methods of requests of Java and Rust that keep something for those that come after. */
const ATTACHING: ReadonlySet<string> = new Set([
  'setProperty',
  'setAttribute',
  'setSecurityContext',
  'setAttr',
  'addAttr',
]);

function summarise(
  ways: readonly Way[],
  style: GuardStyle,
  budget: Context['budget'],
  {
    hasNext,
    attaches: isKept,
    isOnSelf,
    counts: mayLimit,
    raisesNothing,
  }: {
    readonly hasNext: boolean;
    readonly attaches: boolean;
    readonly isOnSelf: boolean;
    readonly counts: () => boolean;
    readonly raisesNothing: boolean;
  },
): Exploration {
  const ends = ways.map(way => ({ way, ...outcomeOf(way, style, hasNext) }));
  const passed = ends.filter(end => end.outcome === 'passed');
  // Whoever calls too often is refused for that, and not for who it is.
  const refused = ends.filter(end => end.outcome === 'refused' && !isTooMany(end.way));
  const uncertain = passed.filter(end => end.doubt !== undefined);
  // What was looked up and decides nothing verifies nothing.
  const isInVain = !ends.some(({ way, outcome }) => outcome === 'refused' && way.isVerified);
  const mayReadBy = ways.find(way => way.mayRead !== undefined)?.mayRead;
  const exemptBy = passed.find(({ way }) => way.exemptBy !== undefined)?.way.exemptBy;
  const doubt = passed.find(({ way }) => way.doubt !== undefined)?.way.doubt;
  const [condition] = uncertain.map(end => end.doubt);
  const reads = [...new Set(ways.flatMap(way => [...way.reads]))].toSorted();
  const isCut = budget.left <= 0 || budget.isCut === true;
  return {
    readsCredential: reads.length > 0,
    reads,
    mechanisms: [...new Set(ways.flatMap(way => [...way.mechanisms]))].toSorted(),
    passes: passed.length,
    uncertainPasses: uncertain.length,
    serves: passed.some(end => end.doubt !== GOES_ON),
    refusals: refused.length,
    sendsElsewhere: refused.some(({ way }) => isElsewhere(way)),
    saidRefusals: refused.filter(({ way }) => saysSo(way)).length,
    failedRefusals: passed.filter(({ way }) => way.hasFailed || way.hasAnswered).length,
    refusesUnauthorised: refused.filter(({ way }) => way.reads.size === 0 && isUnauthorised(way)).length,
    ...(refused.some(({ way }) => statusOf(way) === 401 || statusOf(way) === 403)
      ? { refusesCallers: true as const }
      : {}),
    ...(refused.length > 0 && refused.every(({ way }) => isOtherwise(way)) ? { refusesOtherwise: true as const } : {}),
    passesUnverified: passed.some(
      ({ way, doubt: why }) =>
        way.reads.size > 0 && (!way.isVerified || (isInVain && (why === undefined || raisesNothing))),
    ),
    isLimiter:
      ends.some(end => end.outcome === 'refused' && isTooMany(end.way)) && refused.every(saysWhy) && mayLimit(),
    // What it is called for is handed on.
    attaches: style === 'supplier' || isKept || budget.hasKept === true,
    ...(isOnSelf ? { isOnSelf } : {}),
    granted: [...(budget.granted ?? [])].toSorted(),
    withheld: isCut ? [] : [...(budget.withheld ?? [])].filter(name => budget.kept?.has(name) !== true).toSorted(),
    kept: [...(budget.kept ?? [])].toSorted(),
    callsNext: ways.some(way => way.hasPassed),
    isIncomplete: isCut,
    hangsOnRequest: budget.hangsOnRequest,
    ...(doubt === undefined || passed.some(({ way }) => way.doubt === undefined) ? {} : { doubt }),
    ...(mayReadBy === undefined ? {} : { mayReadBy }),
    ...(condition === undefined ? {} : { condition }),
    ...(exemptBy === undefined ? {} : { exemptBy }),
  };
}

/** Whether a function is given what hands the request on. */
function takesNext(machine: Machine, { fn, scope }: ClosureValue): boolean {
  // Every method of Ruby may be given a block: one that stands around nothing never runs it.
  const { role, isOnSelf, namesNext } = guardWordsAt(machine, scope.file);
  const isByPlace = !namesNext && fn.parameters.length === 3;
  return (
    isByPlace ||
    (!isOnSelf && fn.parameters.some(({ pattern }, index) => role?.(pattern, index, fn).kind === 'next')) ||
    fn.parameters.some(({ pattern }) => isNextName(pattern) || servletRole(pattern, 1).kind === 'next')
  );
}

function saysSo(way: Way): boolean {
  const status = toldStatus(way);
  return status === 401 || status === 403;
}

/** The status that was told on a way; 0 where there is none, and no number where it could not be told. */
function toldStatus({ error, status }: Way): number {
  return Number(error ?? status ?? 0);
}

function isTooMany(way: Way): boolean {
  return way.status === 429 || way.error === 429;
}

/** Refused for another reason that is told: where 429 is one of the statuses of whatever fails, nobody is limited. */
function saysWhy({ way }: { readonly way: Way }): boolean {
  return saysSo(way) || toldStatus(way) >= 500;
}

function statusOf(way: Way): number | 'any' | undefined {
  const given = way.end?.kind === 'returned' ? way.end.value : undefined;
  if (way.end?.kind === 'threw') return way.error;
  return given?.kind === 'answer' || given?.kind === 'rejected' ? given.status : way.status;
}

function isUnauthorised(way: Way): boolean {
  // 403 without a credential having been read is an origin, an address or a switch that is refused.
  return statusOf(way) === 401;
}

function isOtherwise(way: Way): boolean {
  const status = statusOf(way);
  return typeof status === 'number' && status >= 400 && status !== 401 && status !== 403;
}

function isElsewhere(way: Way): boolean {
  const status = statusOf(way);
  return typeof status === 'number' && status >= 300 && status < 400;
}

/** Where a way came out; `doubt` says what that hangs on when it is not sure. */
type Outcome = { readonly outcome: 'passed' | 'refused'; readonly doubt?: string };

const GOES_ON = 'whether it goes on after refusing';

/** Styles in which what is returned decides. */
const DECIDING: ReadonlySet<GuardStyle> = new Set<GuardStyle>(['decision', 'judgement', 'verifier']);

function decided(way: Way, value: Seen | undefined, passed: Outcome): Outcome {
  const answer = value === undefined ? false : truthOf(value);
  if (answer === undefined) return { outcome: 'passed', doubt: way.condition ?? 'what it returns' };
  return answer ? passed : { outcome: 'refused' };
}

function outcomeOf(way: Way, style: GuardStyle, hasNext: boolean): Outcome {
  const passed: Outcome =
    way.condition === undefined ? { outcome: 'passed' } : { outcome: 'passed', doubt: way.condition };
  const refused: Outcome = { outcome: 'refused' };
  if (way.hasPassed || way.runsOn) return passed;
  const given = way.end?.kind === 'returned' ? way.end.value : undefined;
  if (way.end?.kind === 'threw' || way.hasFailed || given?.kind === 'rejected') return refused;
  const value = given?.kind === 'promise' ? given.of : given;
  if (DECIDING.has(style)) return decided(way, value, passed);
  if (style === 'principal' || style === 'supplier') return passed;
  if (value?.kind === 'pass') return passed;
  const status = value?.kind === 'answer' ? value.status : way.status;
  if (status !== undefined && status !== 'any' && status >= 300) {
    return style === 'handler' && way.hasRunOn ? { outcome: 'passed', doubt: GOES_ON } : refused;
  }
  if (status !== undefined) return passed;
  // A middleware with `next` that neither answers nor calls it leaves the request hanging; the others fall through.
  return hasNext && style === 'middleware' ? refused : passed;
}
