/** What calls do to a stranger: functions of the tree are followed, others are known by what they are for. */
import { guardWords } from './language.ts';
import type { CallExpr, Expr } from '../../core/program.ts';
import { isTransparent } from '../calling.ts';
import { comesFrom } from '../fire.ts';
import { evaluate } from '../interpreter.ts';
import { memberOf, methodOf } from '../members.ts';
import {
  type ClassValue,
  type ClosureValue,
  type InstanceValue,
  NOTHING,
  type Value,
  fullNames,
  truth,
} from '../value.ts';
import { classesAbove, lineOf } from '../ancestors.ts';
import { inPlace } from './named-arguments.ts';
import { readGuard } from './reading.ts';
import { follow, localTarget, runLocals, targetOf } from './follow.ts';
import { frameOf, isQuiet, passPerhaps, readCredential, see, through } from './expressions.ts';
import { metadataOf } from './metadata.ts';
import { callOnRequest, respond } from './request-calls.ts';
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
  forkUnder,
  holdsAny,
  numberOf,
  truthOf,
} from './seen.ts';
import { outside } from './outside.ts';
import { chain } from './promises.ts';
import { handing } from './supplied-parameters.ts';
import { plainMethod } from './plain-methods.ts';
import { annotationTest } from './reflection.ts';
import { HANDING_ON, servletAnswer } from './servlet.ts';
import { asksForForm, speaksOfAuthentication } from './vocabulary.ts';

export function seeCall(context: Context, way: Way, call: CallExpr): readonly Step[] {
  const steps = call.isOptional ? optionalSteps(context, way, call) : callSteps(context, way, call);
  return call.isAwaited ? steps.map(awaited) : steps;
}

/** `check?.(req)`: where what it does decides something, there is also the way on which it is not made. */
function optionalSteps(context: Context, way: Way, call: CallExpr): readonly Step[] {
  const before = fork(way);
  const { callee } = call;
  const steps = callSteps(context, way, call);
  if (steps.every(step => isQuiet(before, step.way) && before.isVerified === step.way.isVerified)) return steps;
  const root = callee.kind === 'member' ? callee.of : callee;
  const isThere = see(context, fork(before), root).every(({ seen }) => truthOf(seen) === true);
  if (isThere) return steps;
  before.condition ??= `whether ${nameOf(root) || 'what it is called on'} is there`;
  return [...steps, { seen: { kind: 'known', value: NOTHING }, way: before }];
}

/** What `await` makes of a promise: its value, or its failure here. */
export function awaited(step: Step): Step {
  const { seen, way } = step;
  if (way.end) return step;
  if (seen.kind === 'promise') return awaited({ seen: seen.of, way });
  if (seen.kind !== 'rejected') return step;
  fail(way, seen.status);
  return { seen: ANY, way };
}

/** Ends a way with an error, whose status is that of the response if nothing catches it. */
export function fail(way: Way, status: number | 'any' | undefined): void {
  way.end ??= { kind: 'threw' };
  if (status === undefined) delete way.error;
  else way.error = status;
}

function callSteps(context: Context, way: Way, call: CallExpr): readonly Step[] {
  // `@wraps(f)` changes nothing of the function it stands on.
  const [decorated] = call.args;
  if (call.isDecorator && decorated && isTransparent(evaluate(context.machine, frameOf(context), callMade(call))))
    return see(context, way, decorated);
  const made = guardAt(context, call);
  if (made) return [{ seen: { kind: 'known', value: made }, way }];
  const known = call.callee.kind === 'call' ? guardAt(context, call.callee) : undefined;
  if (known) return through(context, way, call.args).map(({ way: after }) => knownGuard(context, after, known));
  const own = guardWords(context).anyCall?.(context, way, call);
  if (own) return own;
  const { callee } = call;
  if (callee.kind === 'name' && callee.name === 'super') return seeSuperConstructor(context, way, call);
  if (callee.kind === 'member' && callee.of.kind === 'name' && callee.of.name === 'super')
    return seeSuper(context, way, callee.name, call);
  if (callee.kind === 'member') {
    const isChain = callee.of.kind === 'call' && PROMISE_METHODS.has(callee.name);
    const inner: Context = isChain && callee.of.kind === 'call' ? { ...context, chained: callee.of } : context;
    return see(inner, way, callee.of).flatMap(of =>
      of.way.end
        ? [of]
        : through(context, of.way, call.args).flatMap(({ values, way: after }) =>
            after.end
              ? [{ seen: ANY, way: after }]
              : memberCall(context, after, of.seen, { name: callee.name, args: opened(call, values), node: call }),
          ),
    );
  }
  return see(context, way, callee).flatMap(of =>
    through(context, of.way, call.args).flatMap(({ values, way: after }) =>
      after.end
        ? [{ seen: ANY, way: after }]
        : callSeen(context, after, of.seen, { name: nameOf(callee), args: opened(call, values), node: call }),
    ),
  );
}

/** The arguments of a call, with those that are spread from a list opened. */
function opened({ args }: CallExpr, values: readonly Seen[]): readonly Seen[] {
  return values.flatMap((value, index): readonly Seen[] => {
    if (args[index]?.kind !== 'spread') return [value];
    if (value.kind === 'list') return value.items;
    const list = value.kind === 'known' && value.value.kind === 'list' ? value.value : undefined;
    return list && !list.isOpen ? list.items.map(item => ({ kind: 'known', value: item })) : [value];
  });
}

/** What a decorator is, or is made by. */
function callMade({ callee }: CallExpr): Expr {
  return callee.kind === 'call' ? callee.callee : callee;
}

function nameOf(expr: Expr): string {
  return expr.kind === 'name'
    ? expr.name
    : expr.kind === 'member'
      ? expr.name
      : expr.kind === 'call'
        ? nameOf(expr.callee)
        : '';
}

const PROMISE_METHODS: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

// Guards that a detector knows

/** The guard that a call makes (`passport.authenticate(…)`), where a detector says so and the call really is the library's. */
function guardAt(context: Context, call: CallExpr): Value | undefined {
  const facts = context.machine.factsAt.get(call) ?? [];
  const isOne = facts.some(fact => fact.kind === 'guard-kind' && comesFrom(context.machine, frameOf(context), fact.of));
  const value = isOne ? evaluate(context.machine, frameOf(context), call) : undefined;
  return value?.kind === 'guard' ? value : undefined;
}

/** A known guard that is called refuses by answering, or by the failure of its promise. */
function knownGuard(context: Context, way: Way, guard: Value): Step {
  if (guard.kind !== 'guard') return { seen: ANY, way };
  if (guard.effect === 'none' || context.caller === 'anyone') {
    way.hasPassed = true;
    return { seen: ANY, way };
  }
  way.reads.add(guard.what);
  way.isVerified = true;
  if (guard.mechanism) way.mechanisms.add(guard.mechanism);
  if (guard.effect === 'required') {
    if (!way.hasAnswered) way.status = 401;
    way.hasAnswered = true;
    return { seen: { kind: 'rejected', status: 401 }, way };
  }
  if (guard.effect === 'optional') way.hasPassed = true;
  else passPerhaps(way, guard.what);
  return { seen: ABSENT, way };
}

function seeSuperConstructor(context: Context, way: Way, call: CallExpr): readonly Step[] {
  const { superMade } = guardWords(context);
  if (!superMade) return [{ seen: ANY, way }];
  return through(context, way, call.args).flatMap(({ values, way: after }) =>
    after.end ? [{ seen: ANY, way: after }] : (superMade(context, after, values) ?? [{ seen: ANY, way: after }]),
  );
}

function seeSuper(context: Context, way: Way, name: string, call: CallExpr): readonly Step[] {
  if (name === context.handsOn) {
    way.hasPassed = true;
    return [{ seen: ANY, way }];
  }
  const next = guardWords(context).isOnSelf ? nextAbove(context, name) : undefined;
  const base = next ?? context.cls?.base;
  const method = base?.kind === 'class' ? methodOf(context.machine, base, name, context.self) : undefined;
  return through(context, way, call.args).flatMap(({ values, way: after }) => {
    if (after.end) return [{ seen: ANY, way: after }];
    if (method?.kind === 'closure')
      return follow(context, after, { ...targetOf(method), ...(base?.kind === 'class' ? { cls: base } : {}) }, values);
    const own = guardWords(context).superCall?.(context, after, name, { args: values, node: call });
    if (own) return own;
    const guard = base && guardBelow(base);
    // `super.handleRequest(err, user)` throws when there is no user.
    if (guard) return [knownGuard(context, after, guard)];
    const handed = base && handing(context.machine, base);
    if (handed)
      return [
        {
          seen: readCredential(context, after, handed.what, {
            mechanism: handed.mechanism ?? 'custom',
            isCarried: true,
          }),
          way: after,
        },
      ];
    const decided = context.cls && decidedAbove(context, after, context.cls);
    if (decided) return [decided];
    after.mayRead ??= `super.${name}`;
    return [{ seen: ANY, way: after }];
  });
}

/** The next one of what an object takes its members from that has a method: a module that is mixed in, or a base. */
function nextAbove({ self, cls }: Context, name: string): ClassValue | undefined {
  if (self?.kind !== 'instance' || !cls) return undefined;
  const line = classesAbove(self.of);
  const index = line.findIndex(above => above.cls.id === cls.cls.id);
  return line
    .slice(index + 1)
    .find(above =>
      above.cls.members.some(member => member.kind === 'method' && member.name === name && !member.isStatic),
    );
}

/** What a base of a package decides, where it is known: `super().has_permission(…)`. */
function decidedAbove(context: Context, way: Way, cls: ClassValue): Step | undefined {
  const [known] = lineOf(cls).flatMap(above =>
    above.kind === 'external' ? fullNames(above).flatMap(name => context.machine.guardExports.get(name) ?? []) : [],
  );
  if (!known || context.caller === 'anyone') return undefined;
  const reading = readGuard(context.machine, known, context.request);
  if (known.spares) context.budget.hangsOnRequest = true;
  if (reading.effect === 'none') return { seen: booleanSeen(true), way };
  if (reading.effect !== 'required') return undefined;
  way.reads.add(known.what);
  way.isVerified = true;
  return { seen: booleanSeen(false), way };
}

function guardBelow(base: Value, depth = 0): Value | undefined {
  if (base.kind === 'guard') return base;
  return base.kind === 'class' && base.base && depth < 10 ? guardBelow(base.base, depth + 1) : undefined;
}

// Methods

function memberCall(context: Context, way: Way, of: Seen, called: Called): readonly Step[] {
  return (
    guardWords(context).methodCall?.(context, way, of, called) ??
    ofJvm(context, way, of, called) ??
    callMember(context, way, of, called)
  );
}

function callMember(context: Context, way: Way, of: Seen, called: Called): readonly Step[] {
  const { name, args } = called;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  if (PROMISE_METHODS.has(name) && args.length > 0) return chain(context, way, of, called);
  const [first] = args;
  switch (of.kind) {
    case 'absent':
      return runLocals(context, way, args, [ABSENT]).map(after => ({ seen: ABSENT, way: after }));
    case 'forged':
      return callForged(context, way, of, called);
    case 'response':
      return [servletAnswer(way, name, args) ?? respond(way, of, name, args)];
    case 'request':
      return callOnRequest(context, way, of, name, args);
    case 'list':
      return runLocals(context, way, args, [ANY, ANY]).map(after => ({
        seen: holdsAny([of], 'forged') ? FORGED : ANY,
        way: after,
      }));
    case 'next':
      if ((of.isHandler && (name === 'call' || name === 'apply')) || HANDING_ON.has(name))
        return callNext(way, undefined);
      return one(name === 'bind' || name === 'call' ? of : ANY);
    case 'promise':
    case 'rejected':
    case 'settler':
      return one(ANY);
    case 'answer':
    case 'pass':
      return one(of);
    case 'local':
      return name === 'call'
        ? callSeen(context, way, of, { ...called, args: args.slice(1) })
        : name === 'bind'
          ? one(of)
          : one(ANY);
    case 'any':
    case 'object':
      return outside(context, way, undefined, {
        ...called,
        name: `${of.name ?? ''}.${name}`,
        args: of.holds ? [of, ...args] : args,
      });
    case 'known': {
      // `HttpStatus.UNAUTHORIZED.value()`.
      if (name === 'value' && args.length === 0 && numberOf(of) !== undefined) return one(of);
      const metadata = metadataOf(context, name, first, of.value);
      if (metadata) {
        if (truth(metadata.value) === true) way.exemptBy ??= metadata.key;
        return one({ kind: 'known', value: metadata.value });
      }
      const settled = plainMethod(context, way, of.value, called);
      if (settled) return settled;
      if (of.value.kind === 'external')
        return outside(context, way, { ...of.value, path: [...of.value.path, name] }, called);
      const member = memberOf(context.machine, of.value, name);
      if (member.kind === 'closure') {
        const target = { ...methodTarget(member, of), written: called.node.args };
        return follow(context, way, target, inPlace(member.fn, called));
      }
      if (member.kind === 'either' && member.options.some(option => option.kind === 'closure'))
        return callKnown(context, way, member, called);
      if (member.kind === 'method' && member.of.kind === 'closure' && name === 'call')
        return follow(context, way, targetOf(member.of), args.slice(1));
      return outside(context, way, member.kind === 'external' ? member : undefined, {
        ...called,
        name: wordOf(of.value, name),
      });
    }
  }
}

/** A method, and what is known of what it is called on. */
function methodTarget(method: ClosureValue, of: Extract<Seen, { kind: 'known' }>): ReturnType<typeof targetOf> {
  return of.holds ? { ...targetOf(method), seenSelf: of } : targetOf(method);
}

/** What is known of calls in Java and Kotlin alone. */
function ofJvm(context: Context, way: Way, of: Seen, called: Called): readonly Step[] | undefined {
  return annotationTest(context, way, called) ?? registered(context, way, of, called);
}

/** Whoever makes a credential up gives it the form that it is asked to have. */
function callForged(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'forged' }>,
  called: Called,
): readonly Step[] {
  const isOfForm =
    asksForForm(called.name) && called.args.every(arg => arg.kind === 'known' && arg.value.kind !== 'external');
  return isOfForm ? [{ seen: ANY, way }] : outside(context, way, undefined, { ...called, args: [of, ...called.args] });
}

/** A feature of Jakarta REST registers filters for the operation that it is asked about: they stand before it. */
function registered(context: Context, way: Way, of: Seen, { name, args }: Called): readonly Step[] | undefined {
  const [first] = args;
  if (name !== 'register' || of.kind !== 'any' || first?.kind !== 'known') return undefined;
  const { value } = first;
  const cls = value.kind === 'instance' ? value.of : value.kind === 'class' ? value : undefined;
  if (!cls) {
    way.mayRead ??= 'a filter that it registers';
    return [{ seen: ANY, way }];
  }
  const filter = methodOf(context.machine, cls, 'filter', value.kind === 'instance' ? value : undefined, 1);
  return filter?.kind === 'closure' && filter.fn.parameters.length === 1
    ? follow(context, way, targetOf(filter), [{ kind: 'request', path: [] }])
    : [{ seen: ANY, way }];
}

function wordOf(value: Value, name: string): string {
  return value.kind === 'unknown' && value.name !== undefined ? `${value.name}.${name}` : name;
}

// Functions

export function callSeen(context: Context, way: Way, callee: Seen, called: Called): readonly Step[] {
  const { args } = called;
  switch (callee.kind) {
    case 'next':
      return callNext(way, callee.isHandler ? undefined : args[0]);
    case 'local':
      return follow(context, way, { ...localTarget(callee), written: called.node.args }, args);
    case 'absent':
      return [{ seen: ABSENT, way }];
    case 'settler':
      way.settled ??= callee.rejects
        ? { kind: 'rejected' }
        : { kind: 'promise', of: args[0] ?? { kind: 'known', value: NOTHING } };
      return [{ seen: ANY, way }];
    case 'known':
      return callKnown(context, way, callee.value, called);
    case 'request': {
      // Elysia's `status(401)`, taken from the context by destructuring.
      const [first] = called.args;
      const status = first && numberOf(first);
      if (status !== undefined && status >= 100 && (callee.path.at(-1) === 'status' || callee.path.at(-1) === 'error'))
        return [{ seen: { kind: 'answer', status }, way }];
      // `handlers[req.method](req)`, `req.something(next)`: a part of the request that is a function is not followed.
      return outside(context, way, undefined, called);
    }
    case 'answer':
      // A response of ASGI is sent by calling it.
      if (args[0]?.kind === 'request' && !way.hasAnswered) {
        way.status = callee.status;
        way.hasAnswered = true;
      }
      return [{ seen: ANY, way }];
    case 'response':
    case 'pass':
    case 'list':
    case 'forged':
    case 'object':
    case 'promise':
    case 'rejected':
      return [{ seen: ANY, way }];
    case 'any':
      return outside(context, way, undefined, callee.name === undefined ? called : { ...called, name: callee.name });
  }
}

function callKnown(context: Context, way: Way, value: Value, called: Called): readonly Step[] {
  const { name } = called;
  switch (value.kind) {
    case 'closure':
      return follow(context, way, { ...targetOf(value), written: called.node.args }, inPlace(value.fn, called));
    case 'wrapped':
      return callKnown(context, way, value.of, called);
    case 'around':
      return callKnown(context, way, value.by, called);
    case 'guard':
      return [knownGuard(context, way, value)];
    case 'class':
      return (
        guardWords(context).made?.(context, way, value, called) ?? [
          { seen: instanceSeen(context, way, value, called), way },
        ]
      );
    case 'either':
      if (speaksOfAuthentication(name)) way.mayRead ??= name;
      return value.options.flatMap(option => callKnown(context, forkUnder(way, name), option, called));
    default:
      return outside(context, way, value.kind === 'external' ? value : undefined, called);
  }
}

/** An object of a class of the tree that is made on the way. */
function instanceSeen(context: Context, way: Way, cls: ClassValue, called: Called): Seen {
  const { makes, keepsResults } = guardWords(context);
  const known = makes?.(cls, called);
  if (known) return known;
  // What is put around a part of the request may be asked for a credential in it later.
  if (keepsResults && called.args.some(arg => arg.kind === 'request')) way.mayRead ??= cls.cls.name ?? called.name;
  return made(cls, called.args);
}

/** `next()` hands the request on; `next(error)` refuses it, and does not stop the function. */
function callNext(way: Way, first: Seen | undefined): readonly Step[] {
  const answer =
    first === undefined ? false : first.kind === 'known' && first.value.kind === 'text' ? false : truthOf(first);
  const called: Seen = { kind: 'promise', of: ANY };
  if (answer === false) way.hasPassed = true;
  else if (answer === true) way.hasFailed = true;
  else {
    const other = forkUnder(way, 'whether there is an error');
    other.hasFailed = true;
    passPerhaps(way, 'whether there is an error');
    return [
      { seen: called, way },
      { seen: called, way: other },
    ];
  }
  return [{ seen: called, way }];
}

/** `new UnauthorizedError(…)` of the tree: what it is thrown with matters not; an instance else. */
function made(cls: ClassValue, args: readonly Seen[]): Seen {
  const status = args.map(numberOf).find(number => number !== undefined && number >= 400);
  if (status !== undefined) return { kind: 'answer', status };
  const isUnauthenticated = lineOf(cls).some(
    above => above.kind === 'external' && /^Authentication(?:Credentials\w*)?Exception$/.test(above.path.at(-1) ?? ''),
  );
  if (isUnauthenticated) return { kind: 'answer', status: 401 };
  const instance: InstanceValue = { kind: 'instance', of: cls, fields: new Map() };
  return { kind: 'known', value: instance };
}
