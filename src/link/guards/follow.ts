/** Follows calls of functions of the tree: what they read, answer and throw is the way's. */
import type { Expr, FunctionNode } from '../../core/program.ts';
import { type ClassValue, type ClosureValue, NOTHING, type Scope, type Value } from '../value.ts';
import { aligned } from '../arguments.ts';
import { rulesAt } from '../language.ts';
import { bindSeen, passPerhaps } from './expressions.ts';
import { guardWords } from './language.ts';
import { isGathered } from './named-arguments.ts';
import { endedBy } from './macros.ts';
import { asPromise } from './promises.ts';
import { callKey, recall, remember } from './recall.ts';
import {
  ABSENT,
  ANY,
  type Context,
  FORGED,
  type Seen,
  type Step,
  type Way,
  assignName,
  fork,
  holdsAny,
  merge,
} from './seen.ts';
import { selfIn } from './self.ts';
import { run } from './statements.ts';
import { mayVerify } from './unknown-functions.ts';

/** Calls inside calls that are followed. */
const DEPTH = 12;
/** For calls that are handed nothing of the request, whose callees are seldom about it. */
const BARE_DEPTH = 4;

/** Functions handed to something outside are run where they stand, once each. What they throw is thrown elsewhere. */
export function runLocals(
  context: Context,
  way: Way,
  functions: readonly Seen[],
  args: readonly Seen[],
): readonly Way[] {
  let ways: readonly Way[] = [way];
  for (const local of functions) {
    if (local.kind !== 'local') continue;
    ways = ways.flatMap(before => {
      if (before.end) return [before];
      return follow(context, before, localTarget(local), args).map(step => {
        if (step.way.end?.kind === 'threw') {
          delete step.way.end;
          step.way.condition ??= 'an error in a callback';
        }
        return step.way;
      });
    });
  }
  return ways;
}

/** A function of the tree, and what it sees: the scope it was made in, activations, `this` and its class. */
type Target = {
  readonly fn: FunctionNode;
  readonly scope: Scope;
  readonly visible: readonly number[];
  readonly self?: Value;
  /** What `this` is where it was made on the way. */
  readonly seenSelf?: Seen;
  readonly cls?: ClassValue;
  /** The arguments in the code, without what it extends. */
  readonly written?: readonly Expr[];
};

export function targetOf({ fn, scope, self }: ClosureValue): Target {
  return { fn, scope, visible: [], ...(self ? { self } : {}) };
}

export function localTarget({ fn, visible, scope, self }: Extract<Seen, { kind: 'local' }>): Target {
  return { fn, scope, visible, ...(self ? { self } : {}) };
}

/** What a framework hands to a function of this form. */
function givenTo(context: Context, fn: FunctionNode): readonly Seen[] {
  const { role } = guardWords(context);
  return fn.parameters.map(({ pattern }, index) => role?.(pattern, index, fn) ?? ANY);
}

/** The ways on which a function that ran before let the request go on. */
export function runBefore(context: Context, way: Way, closure: ClosureValue): readonly Way[] {
  const target = { ...targetOf(closure), ...(closure.receiver ? { self: closure.receiver } : {}) };
  return follow(context, way, target, givenTo(context, closure.fn)).flatMap(step =>
    step.way.end || step.way.hasFailed || (step.way.hasAnswered && !step.way.hasPassed) ? [] : [step.way],
  );
}

/** A call that is nested too deeply, or comes back to itself: what it does is told from what it is called and handed. */
function unfollowed(way: Way, fn: FunctionNode, args: readonly Seen[], holds: Seen): Step {
  if (holds.kind === 'forged' && mayVerify(fn.name ?? '', '')) way.isVerified = true;
  if (args.some(arg => arg.kind === 'next')) passPerhaps(way, 'calls nested too deeply');
  return { seen: holds.kind === 'forged' ? ANY : holds, way };
}

/** What a function that ran before gives, on each of its ways. */
export function stepsOf(context: Context, way: Way, closure: ClosureValue): readonly Step[] {
  return follow(context, way, targetOf(closure), givenTo(context, closure.fn)).map(({ seen, way: after }) => ({
    seen: seen.kind === 'promise' ? seen.of : seen,
    way: after,
  }));
}

/** Whether a function that ran before let the request go no further. */
export function isRefused({ seen, way }: Step): boolean {
  return way.end !== undefined || way.hasFailed || seen.kind === 'rejected';
}

/** Nodes that a call may cost which can do nothing for or against who calls: what it gives may still be known. */
const BARE_BUDGET = 400;

/** Follows a call that is handed nothing of the request a little way; what it gives is not known where that is too short. */
function followBare(context: Context, way: Way, target: Target, args: readonly Seen[]): readonly Step[] {
  const { budget } = context;
  budget.recalled ??= new Map();
  budget.identities ??= new Map();
  const given = Math.min(BARE_BUDGET, budget.left);
  const own: Context['budget'] = { ...budget, given, left: given };
  const before = fork(way);
  const steps = followInto({ ...context, budget: own }, way, target, args);
  budget.left -= given - Math.max(0, own.left);
  budget.activations = own.activations;
  budget.hangsOnRequest ||= own.hangsOnRequest;
  return own.left > 0 ? steps : [{ seen: ANY, way: before }];
}

/** Follows a call of a function of the tree. What it reads, answers and throws is the way's. */
export function follow(context: Context, way: Way, target: Target, args: readonly Seen[]): readonly Step[] {
  const { fn, visible, self, seenSelf } = target;
  // What a function stands around answers the request.
  if (fn === context.inner) {
    way.hasPassed = true;
    return [{ seen: ANY, way }];
  }
  if (fn.endsCaller) return endedBy(context, way, target, args);
  const holds = holdsAny(args, 'absent') ? ABSENT : holdsAny(args, 'forged') ? FORGED : ANY;
  // Methods of what was made for the request look at it without being handed it.
  const isOfRequest = self !== undefined && self === context.origin && guardWords(context).isOnSelf === true;
  const isBare = visible.length === 0 && !isOfRequest && !seenSelf && !args.some(concernsRequest);
  if (context.depth > (isBare ? BARE_DEPTH : DEPTH) || context.stack.includes(fn.id) || context.budget.left <= 0) {
    return [unfollowed(way, fn, args, holds)];
  }
  // What is handed values of its own and nothing of the request cannot look at its credentials.
  const isBlind = isBare && guardWords(context).hasAmbientRequest !== true;
  if (isBlind && args.length > 0 && self === undefined && way.reads.size === 0)
    return [{ seen: fn.isAsync ? { kind: 'promise', of: ANY } : ANY, way }];
  return isBare && guardWords(context).handsRequest
    ? followBare(context, way, target, args)
    : followInto(context, way, target, args);
}

function followInto(context: Context, way: Way, target: Target, args: readonly Seen[]): readonly Step[] {
  const { fn, scope, visible, self, seenSelf } = target;
  const holds = holdsAny(args, 'absent') ? ABSENT : ANY;
  // Those that see variables of the way may do something else each time.
  const outs = outsOf(fn, target.written, args.length);
  const isKept = visible.length === 0 && outs.length === 0 && !seenSelf;
  const key = isKept ? callKey(context, way, target, args) : undefined;
  const known = recall(context, way, key);
  if (known) return known;
  const reads = new Set(way.reads);
  const activation = ++context.budget.activations;
  way.scopes.set(activation, new Map());
  const inner: Context = {
    machine: context.machine,
    request: context.request,
    caller: context.caller,
    budget: context.budget,
    ...(context.inner ? { inner: context.inner } : {}),
    ...(context.origin ? { origin: context.origin } : {}),
    scope,
    depth: context.depth + 1,
    stack: [...context.stack, fn.id],
    visible: [activation, ...visible],
    isTried: context.isTried && !fn.isAsync,
    ...selfIn({ kind: 'closure', fn, scope, ...(self ? { self } : {}) }),
    ...(seenSelf ? { seenSelf } : {}),
    ...(target.cls ? { cls: target.cls } : {}),
  };
  bindArguments(inner, way, fn, args);
  const steps = merge(run(inner, [way], fn.body)).map(after => {
    const returned: Seen = after.end?.kind === 'returned' ? after.end.value : { kind: 'known', value: NOTHING };
    // Nothing, where a credential was looked for, is a credential that is not there.
    const given =
      (after.reads.size > reads.size || holds.kind === 'absent') &&
      returned.kind === 'known' &&
      returned.value.kind === 'nothing' &&
      context.caller === 'without'
        ? ABSENT
        : returned;
    if (after.end?.kind !== 'threw') delete after.end;
    const variables = after.scopes.get(activation);
    for (const [name, variable] of outs) assignName(context, after, variable, variables?.get(name) ?? ANY);
    if (given.kind !== 'local') after.scopes.delete(activation);
    const step: Step = { seen: given, way: after };
    return fn.isAsync ? asPromise(step) : step;
  });
  remember(context, key, reads, steps);
  return steps;
}

/** Parameters whose values are those of variables of the caller, with these. */
function outsOf(
  { parameters }: FunctionNode,
  written: readonly Expr[] | undefined,
  count: number,
): readonly (readonly [parameter: string, variable: string])[] {
  if (!written) return [];
  return parameters.flatMap(({ isOut, pattern }, index) => {
    const given = isOut ? written[index - Math.max(0, count - written.length)] : undefined;
    return pattern.kind === 'name' && given?.kind === 'name' ? [[pattern.name, given.name] as const] : [];
  });
}

function bindArguments(inner: Context, way: Way, fn: FunctionNode, given: readonly Seen[]): void {
  const missing: Seen = { kind: 'known', value: NOTHING };
  const fills = rulesAt(inner.machine, inner.scope.file).fillsRequired === true;
  const args = fills ? aligned(fn, given, missing) : given;
  const gathered = args.find(isGathered);
  for (const [index, parameter] of fn.parameters.entries()) {
    const seen = parameter.isRest
      ? ({ kind: 'list', items: args.slice(index).filter(arg => arg !== gathered) } satisfies Seen)
      : ((parameter.isNamedRest ? gathered : undefined) ?? args[index] ?? missing);
    bindSeen(inner, way, parameter.pattern, seen);
  }
}

function concernsRequest(seen: Seen): boolean {
  switch (seen.kind) {
    case 'absent':
    case 'forged':
    case 'request':
    case 'response':
    case 'next':
    case 'local':
    case 'answer':
    case 'promise':
    case 'rejected':
    case 'settler':
      return true;
    case 'any':
    case 'object':
      if (seen.kind === 'object' && [...(seen.fields?.values() ?? [])].some(concernsRequest)) return true;
      return seen.holds !== undefined || seen.name !== undefined;
    case 'list':
      return seen.items.some(concernsRequest);
    case 'known':
      return seen.holds !== undefined || seen.value.kind === 'closure' || seen.value.kind === 'guard';
    case 'pass':
      return false;
  }
}
