/** Follows the ways through a function for a request whose credentials are absent. */
import type { Mechanism } from '../core/facts/program.ts';
import type { CallExpr, Expr, FunctionNode, Pattern, Statement } from '../core/program.ts';
import { IDENTITY_METHODS, REFUSING_FUNCTIONS, SESSION_READERS, THROWING_METHODS, credentialAt, credentialFrom, isHarmlessPackage, isVerifier, speaksOfAuthentication } from './guard-vocabulary.ts';
import type { Request } from './guard-reading.ts';
import { walk } from './walk.ts';
import { type Frame, evaluate, memberOf, methodOf } from './interpreter.ts';
import type { Machine } from './machine.ts';
import { type ClassValue, type ClosureValue, HOLE, type InstanceValue, NOTHING, type Scope, type Value, truth } from './value.ts';

/** How the end of the function is read. */
export type GuardStyle =
  /** `next()` lets pass, a response ends. */
  | 'middleware'
  /** What it returns decides (`canActivate`). */
  | 'decision'
  /** It answers itself; any answer but a refusal serves the request. */
  | 'handler'
  /** It gives the principal back, or throws (`handleRequest`). */
  | 'principal';

export type Exploration = {
  readonly readsCredential: boolean;
  /** The credentials read, in words: `authorization header`. */
  readonly reads: readonly string[];
  readonly mechanisms: readonly Mechanism[];
  readonly scopes: readonly string[];
  readonly mayReadCredential: boolean;
  readonly mayReadBy?: string;
  readonly passes: number;
  readonly uncertainPasses: number;
  readonly refusals: number;
  /** Refusals with 401 or 403 without a credential having been read on the way. */
  readonly refusesUnauthorised: number;
  /** The test that the uncertain passes hang on. */
  readonly condition?: string;
  readonly exempt: boolean;
  readonly exemptBy?: string;
  readonly isLimiter: boolean;
  /** It puts something on the request or its context, for those that come after. */
  readonly attaches: boolean;
  /** It hands the request on by itself on some way. */
  readonly callsNext: boolean;
  readonly isIncomplete: boolean;
};

/** What is known of a value when the request has no credential. */
type Seen =
  /** A credential, or something got from one: not there. */
  | { readonly kind: 'absent' }
  /** The request, or a part of it that is no credential. */
  | { readonly kind: 'request'; readonly path: readonly string[] }
  | { readonly kind: 'response'; readonly status?: number | 'any' }
  | { readonly kind: 'next' }
  | { readonly kind: 'known'; readonly value: Value }
  | { readonly kind: 'local'; readonly fn: FunctionNode; readonly names: ReadonlyMap<string, Seen> }
  /** A response made as a value: `new Response(…, { status })`. */
  | { readonly kind: 'answer'; readonly status: number | 'any' }
  /** Lets pass, as a value: `NextResponse.next()`. */
  | { readonly kind: 'pass' }
  | { readonly kind: 'any'; readonly name?: string };

/** One way through the code. */
type Way = {
  names: Map<string, Seen>;
  readonly reads: Set<string>;
  readonly mechanisms: Set<Mechanism>;
  mayRead?: string;
  /** The first test on the way that could not be decided. */
  condition?: string;
  status?: number | 'any';
  hasPassed: boolean;
  exemptBy?: string;
  /** Ended in a throw, or returned; undefined while it goes on. */
  end?: { readonly kind: 'threw' } | { readonly kind: 'returned'; readonly value: Seen } | { readonly kind: 'left' };
};

type Context = {
  readonly machine: Machine;
  readonly scope: Scope;
  readonly request: Request;
  readonly depth: number;
  readonly stack: readonly string[];
  readonly self?: Value;
  readonly cls?: ClassValue;
  /** An error here is caught. */
  readonly isTried?: boolean;
  readonly budget: { left: number; hangsOnRequest: boolean };
};

type Step = { readonly seen: Seen; readonly way: Way };

const ANY: Seen = { kind: 'any' };
const ABSENT: Seen = { kind: 'absent' };
const WAY_LIMIT = 64;
/** More ways than these are compared, and those that came to the same are joined. */
const MERGE_ABOVE = 12;

/**
 * What a function does to a request without credentials. What does not hang on the operation is found once per function
 * and scope.
 */
export function exploreClosure(machine: Machine, closure: ClosureValue, request: Request, style: GuardStyle): Exploration {
  const key = `${style} ${closure.fn.id}`;
  const found = machine.explored.get(closure.scope)?.get(key);
  if (found) return found;
  const { exploration, hangsOnRequest } = explore(machine, closure, request, style);
  if (!hangsOnRequest) {
    const known = machine.explored.get(closure.scope) ?? new Map<string, Exploration>();
    machine.explored.set(closure.scope, known.set(key, exploration));
  }
  return exploration;
}

function explore(machine: Machine, closure: ClosureValue, request: Request, style: GuardStyle): { readonly exploration: Exploration; readonly hangsOnRequest: boolean } {
  const { fn } = closure;
  // Four parameters: an error handler, which runs only after something failed.
  if (style === 'middleware' && fn.parameters.length === 4 && isErrorName(fn)) return { exploration: NO_GUARD, hangsOnRequest: false };
  const steps = machine.steps;
  machine.steps = 0;
  const budget = { left: 12_000, hangsOnRequest: false };
  const context: Context = { machine, scope: closure.scope, request, depth: 0, stack: [fn.id], budget, ...selfIn(closure) };
  const start: Way = { names: new Map(), reads: new Set(), mechanisms: new Set(), hasPassed: false };
  for (const [index, parameter] of fn.parameters.entries()) bindSeen(context, start, parameter.pattern, style === 'principal' ? principalArgument(index) : roleOf(parameter.pattern, index));
  const ways = run(context, [start], fn.body);
  machine.steps = steps;
  return { exploration: summarise(ways, style, fn, budget.left <= 0), hangsOnRequest: budget.hangsOnRequest };
}

/** `handleRequest(err, user, info)`: no error, and no user. */
function principalArgument(index: number): Seen {
  return index === 0 ? { kind: 'known', value: NOTHING } : index === 1 ? ABSENT : ANY;
}

function selfIn(closure: ClosureValue): { readonly self?: Value; readonly cls?: ClassValue } {
  let self = closure.self;
  let cls: ClassValue | undefined;
  for (let scope: Scope | undefined = closure.scope; scope; scope = scope.parent) {
    self ??= scope.self;
    cls ??= scope.cls;
  }
  return { ...(self ? { self } : {}), ...(cls ? { cls } : {}) };
}

const NO_GUARD: Exploration = { readsCredential: false, reads: [], mechanisms: [], scopes: [], mayReadCredential: false, passes: 1, uncertainPasses: 0, refusals: 0, refusesUnauthorised: 0, exempt: false, isLimiter: false, attaches: false, callsNext: true, isIncomplete: false };

/** Whether a function assigns to a member of its parameters, or sets something on them: `req.user = …`, `c.set('user', …)`. */
function attaches(fn: FunctionNode): boolean {
  const parameters = new Set(fn.parameters.flatMap(({ pattern }) => (pattern.kind === 'name' ? [pattern.name] : [])));
  const isGiven = (expr: Expr): boolean => (expr.kind === 'name' ? parameters.has(expr.name) : (expr.kind === 'member' || expr.kind === 'index') && isGiven(expr.of));
  let found = false;
  walk(fn.body, (target, call) => {
    if (target && target.kind !== 'name' && isGiven(target)) found = true;
    if (call?.callee.kind === 'member' && call.callee.name === 'set' && call.args.length > 1 && isGiven(call.callee.of)) found = true;
  });
  return found;
}

function isErrorName(fn: FunctionNode): boolean {
  const first = fn.parameters[0]?.pattern;
  return first?.kind === 'name' && /^_?e(?:rr(?:or)?)?$/i.test(first.name);
}

function roleOf(pattern: Pattern, index: number): Seen {
  if (pattern.kind !== 'name') return { kind: 'request', path: [] };
  if (/^_?(?:next|done|cb|callback)$/i.test(pattern.name)) return { kind: 'next' };
  if (/^_?(?:res|response|reply|rep)$/i.test(pattern.name)) return { kind: 'response' };
  return index <= 1 ? { kind: 'request', path: [] } : ANY;
}

function summarise(ways: readonly Way[], style: GuardStyle, fn: FunctionNode, isIncomplete: boolean): Exploration {
  const hasNext = fn.parameters.some(({ pattern }) => pattern.kind === 'name' && /^_?(?:next|done|cb|callback)$/i.test(pattern.name));
  let passes = 0;
  let uncertainPasses = 0;
  let refusals = 0;
  let refusesUnauthorised = 0;
  for (const way of ways) {
    const outcome = outcomeOf(way, style, hasNext);
    if (outcome === 'passed') {
      passes++;
      if (way.condition !== undefined) uncertainPasses++;
    } else {
      refusals++;
      if (way.reads.size === 0 && (way.status === 401 || way.status === 403)) refusesUnauthorised++;
    }
  }
  const reads = [...new Set(ways.flatMap(way => [...way.reads]))].toSorted();
  const mayRead = ways.find(way => way.mayRead !== undefined)?.mayRead;
  const condition = ways.find(way => way.condition !== undefined && outcomeOf(way, style, hasNext) === 'passed')?.condition;
  const exemptBy = ways.find(way => way.exemptBy !== undefined && outcomeOf(way, style, hasNext) === 'passed')?.exemptBy;
  return {
    readsCredential: reads.length > 0,
    reads,
    mechanisms: [...new Set(ways.flatMap(way => [...way.mechanisms]))].toSorted(),
    scopes: [],
    mayReadCredential: mayRead !== undefined,
    passes,
    uncertainPasses,
    refusals,
    refusesUnauthorised,
    exempt: exemptBy !== undefined,
    isLimiter: refusals > 0 && ways.some(way => way.status === 429),
    attaches: attaches(fn),
    callsNext: ways.some(way => way.hasPassed),
    isIncomplete,
    ...(mayRead === undefined ? {} : { mayReadBy: mayRead }),
    ...(condition === undefined ? {} : { condition }),
    ...(exemptBy === undefined ? {} : { exemptBy }),
  };
}

function outcomeOf(way: Way, style: GuardStyle, hasNext: boolean): 'passed' | 'refused' {
  if (way.hasPassed) return 'passed';
  if (way.end?.kind === 'threw') return 'refused';
  const given = way.end?.kind === 'returned' ? way.end.value : undefined;
  const status = given?.kind === 'answer' ? given.status : way.status;
  if (style === 'decision') {
    const answer = given && truthOf(given);
    return answer === false || status !== undefined ? 'refused' : 'passed';
  }
  if (style === 'principal') return given?.kind === 'absent' || given === undefined || truthOf(given) !== false ? 'passed' : 'refused';
  if (given?.kind === 'pass') return 'passed';
  if (status !== undefined) return status === 'any' || status < 300 ? 'passed' : 'refused';
  // A middleware with `next` that neither answers nor calls it leaves the request hanging; the others fall through.
  return hasNext && style === 'middleware' ? 'refused' : 'passed';
}

// Statements

function run(context: Context, ways: readonly Way[], statements: readonly Statement[]): readonly Way[] {
  let current = ways;
  for (const statement of statements) {
    if (current.every(way => way.end)) break;
    current = current.flatMap(way => (way.end ? [way] : runOne(context, way, statement)));
    if (current.length > MERGE_ABOVE) current = merge(current);
    if (current.length > WAY_LIMIT) {
      context.budget.left = 0;
      current = current.slice(0, WAY_LIMIT);
    }
  }
  return current;
}

/** Ways that have come to the same are one: what their variables hold where they differ is not known. */
function merge(ways: readonly Way[]): readonly Way[] {
  const groups = new Map<string, Way>();
  for (const way of ways) {
    const end = way.end ? (way.end.kind === 'returned' ? `returned ${signatureOf(way.end.value)}` : way.end.kind) : 'on';
    const key = [end, way.hasPassed, way.status, way.exemptBy, way.condition !== undefined, way.reads.size > 0, way.mayRead !== undefined].join('|');
    const known = groups.get(key);
    if (!known) {
      groups.set(key, way);
      continue;
    }
    for (const read of way.reads) known.reads.add(read);
    for (const mechanism of way.mechanisms) known.mechanisms.add(mechanism);
    for (const [name, seen] of way.names) {
      const other = known.names.get(name);
      if (other !== seen && !(other?.kind === seen.kind && seen.kind !== 'known' && seen.kind !== 'request' && seen.kind !== 'answer' && seen.kind !== 'local')) known.names.set(name, ANY);
    }
    for (const name of known.names.keys()) if (!way.names.has(name)) known.names.set(name, ANY);
  }
  return [...groups.values()];
}

/** Equal for values that are as good as the same on the way on. */
function signatureOf(seen: Seen): string {
  switch (seen.kind) {
    case 'absent':
    case 'next':
    case 'pass':
    case 'any':
      return seen.kind;
    case 'request':
      return `request ${seen.path.join('.')}`;
    case 'response':
    case 'answer':
      return `${seen.kind} ${seen.status}`;
    case 'local':
      return `local ${seen.fn.id}`;
    case 'known': {
      const { value } = seen;
      if (value.kind === 'text' || value.kind === 'number' || value.kind === 'boolean') return `${value.kind} ${value.value}`;
      return `${value.kind} ${truth(value)}`;
    }
  }
}

function runOne(context: Context, way: Way, statement: Statement): readonly Way[] {
  if (--context.budget.left < 0) return [way];
  switch (statement.kind) {
    case 'declare':
      return forEach(statement.value ? see(context, way, statement.value) : [{ seen: { kind: 'known', value: NOTHING }, way }], step => bindSeen(context, step.way, statement.pattern, step.seen));
    case 'assign':
      return forEach(see(context, way, statement.value), step => {
        if (statement.target.kind === 'name') step.way.names.set(statement.target.name, step.seen);
        else if (statement.target.kind === 'member' && statement.target.name === 'status' && typeof numberOf(step.seen) === 'number') step.way.status = numberOf(step.seen) ?? 'any';
      });
    case 'evaluate':
      return see(context, way, statement.value).map(step => step.way);
    case 'return':
      return forEach(statement.value ? see(context, way, statement.value) : [{ seen: { kind: 'known', value: NOTHING }, way }], step => {
        step.way.end ??= { kind: 'returned', value: step.seen };
      });
    case 'throw':
      return forEach(statement.value ? see(context, way, statement.value) : [{ seen: ANY, way }], step => {
        step.way.end ??= { kind: 'threw' };
        if (step.seen.kind === 'answer') step.way.status ??= step.seen.status;
      });
    case 'branch':
      return see(context, way, statement.test).flatMap(step => {
        const answer = truthOf(step.seen);
        if (answer !== undefined) return run(context, [step.way], answer ? statement.then : statement.otherwise);
        const other = fork(step.way);
        step.way.condition ??= wordsOf(statement.test);
        other.condition ??= wordsOf(statement.test);
        return [...run(context, [step.way], statement.then), ...run(context, [other], statement.otherwise)];
      });
    case 'select': {
      const [first, ...rest] = see(context, way, statement.subject);
      if (!first || rest.length > 0) return [way];
      const branches = statement.cases.map(({ body }) => {
        const branch = fork(first.way);
        branch.condition ??= wordsOf(statement.subject);
        return run(context, [branch], body).map(unleft);
      });
      return statement.cases.some(candidate => !candidate.test) ? branches.flat() : [...branches.flat(), first.way];
    }
    case 'each':
    case 'repeat': {
      const source = statement.kind === 'each' ? statement.over : statement.test;
      const before = source ? see(context, way, source) : [{ seen: ANY, way }];
      return before.flatMap(step => {
        // A loop over what is not there does not run; any other may run or not.
        if (statement.kind === 'each' && step.seen.kind === 'absent') return [step.way];
        const inside = fork(step.way);
        inside.condition ??= 'a loop';
        if (statement.kind === 'each') bindSeen(context, inside, statement.pattern, ANY);
        return [...run(context, [inside], statement.body).map(unleft), step.way];
      });
    }
    case 'attempt': {
      const tried = run({ ...context, isTried: statement.hasHandler }, [way], statement.body);
      const caught = tried.flatMap(after => {
        if (after.end?.kind !== 'threw' || !statement.hasHandler) return [after];
        delete after.end;
        if (statement.caught) bindSeen(context, after, statement.caught, ANY);
        return run(context, [after], statement.handler);
      });
      return statement.after.length === 0 ? caught : caught.flatMap(after => (after.end ? [after] : run(context, [after], statement.after)));
    }
    case 'block':
      return run(context, [way], statement.body);
    case 'leave':
      way.end = { kind: 'left' };
      return [way];
  }
}

function unleft(way: Way): Way {
  if (way.end?.kind === 'left') delete way.end;
  return way;
}

function forEach(steps: readonly Step[], act: (step: Step) => void): readonly Way[] {
  for (const step of steps) if (!step.way.end) act(step);
  return steps.map(step => step.way);
}

function fork(way: Way): Way {
  return { ...way, names: new Map(way.names), reads: new Set(way.reads), mechanisms: new Set(way.mechanisms) };
}

function bindSeen(context: Context, way: Way, pattern: Pattern, given: Seen): void {
  if (pattern.kind === 'name') {
    way.names.set(pattern.name, given);
    return;
  }
  if (pattern.kind === 'record') {
    for (const { key, pattern: inner } of pattern.entries) bindSeen(context, way, inner, memberSeen(context, way, given, key));
    if (pattern.rest !== undefined) way.names.set(pattern.rest, given.kind === 'absent' ? ABSENT : ANY);
    return;
  }
  for (const inner of pattern.items) if (inner) bindSeen(context, way, inner, given.kind === 'absent' ? ABSENT : ANY);
}

// Expressions

function truthOf(seen: Seen): boolean | undefined {
  switch (seen.kind) {
    case 'absent':
      return false;
    case 'known':
      return truth(seen.value);
    case 'request':
      return seen.path.length === 0 ? true : undefined;
    case 'response':
    case 'next':
    case 'local':
    case 'answer':
    case 'pass':
      return true;
    case 'any':
      return undefined;
  }
}

function numberOf(seen: Seen): number | undefined {
  if (seen.kind !== 'known') return undefined;
  const { value } = seen;
  if (value.kind === 'number') return value.value;
  // `HttpStatus.UNAUTHORIZED`, `StatusCodes.FORBIDDEN`.
  return value.kind === 'external' ? STATUS_WORDS.get((value.path.at(-1) ?? '').toUpperCase()) : undefined;
}

const STATUS_WORDS: ReadonlyMap<string, number> = new Map([
  ['UNAUTHORIZED', 401],
  ['FORBIDDEN', 403],
  ['NOT_FOUND', 404],
  ['BAD_REQUEST', 400],
  ['TOO_MANY_REQUESTS', 429],
  ['OK', 200],
]);

function see(context: Context, way: Way, expr: Expr): readonly Step[] {
  if (--context.budget.left < 0) return [{ seen: ANY, way }];
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  switch (expr.kind) {
    case 'text':
    case 'number':
    case 'boolean':
    case 'nothing':
    case 'pattern':
      return one({ kind: 'known', value: evaluate(context.machine, frameOf(context), expr) });
    case 'name':
      return one(way.names.get(expr.name) ?? { kind: 'known', value: evaluate(context.machine, frameOf(context), expr) });
    case 'self':
      return one(context.self ? { kind: 'known', value: context.self } : ANY);
    case 'member':
      return see(context, way, expr.of).map(step => ({ seen: memberSeen(context, step.way, step.seen, expr.name), way: step.way }));
    case 'index':
      return see(context, way, expr.of).flatMap(of =>
        see(context, of.way, expr.key).map(key => {
          const name = key.seen.kind === 'known' && key.seen.value.kind === 'text' ? key.seen.value.value : undefined;
          if (name !== undefined) return { seen: memberSeen(context, key.way, of.seen, name), way: key.way };
          return { seen: of.seen.kind === 'absent' || key.seen.kind === 'absent' ? ABSENT : ANY, way: key.way };
        }),
      );
    case 'call':
      return seeCall(context, way, expr);
    case 'choice':
      return see(context, way, expr.test).flatMap(step => {
        const answer = truthOf(step.seen);
        if (answer === undefined) {
          const sides = [expr.then, expr.otherwise].map(side => (side === expr.test ? step : see(context, step.way, side)[0]));
          return [{ seen: sides.every(side => side?.seen.kind === 'absent') ? ABSENT : ANY, way: step.way }];
        }
        const side = answer ? expr.then : expr.otherwise;
        if (side === expr.test) return [step];
        // `token || ''`: nothing in place of something that is not there.
        return see(context, step.way, side).map(other => (step.seen.kind === 'absent' && truthOf(other.seen) === false ? { seen: ABSENT, way: other.way } : other));
      });
    case 'operation':
      return seeOperation(context, way, expr);
    case 'function':
      return one({ kind: 'local', fn: expr.fn, names: way.names });
    case 'concat':
    case 'list': {
      const parts = expr.kind === 'concat' ? expr.parts : expr.items;
      return through(context, way, parts).map(({ values, way: after }) => ({ seen: expr.kind === 'concat' ? joined(values) : ANY, way: after }));
    }
    case 'record':
      return through(context, way, expr.entries.map(entry => entry.value)).map(({ values, way: after }) => {
        const index = expr.entries.findIndex(entry => entry.kind === 'entry' && (entry.key === 'status' || entry.key === 'statusCode'));
        const status = index >= 0 && values[index] ? numberOf(values[index]) : undefined;
        return { seen: status === undefined ? (values.some(value => value.kind === 'absent') ? { kind: 'any', name: 'absent' } : ANY) : { kind: 'answer', status }, way: after };
      });
    case 'spread':
      return see(context, way, expr.value);
    case 'assigned':
      return see(context, way, expr.value).map(step => {
        if (expr.target.kind === 'name') step.way.names.set(expr.target.name, step.seen);
        return step;
      });
    case 'load':
    case 'class':
      return one({ kind: 'known', value: evaluate(context.machine, frameOf(context), expr) });
    case 'unknown':
      return through(context, way, expr.parts).map(({ way: after }) => ({ seen: ANY, way: after }));
  }
}

/** Text around something absent is not a credential either, but it is a text: `Bearer ${token}`. */
function joined(values: readonly Seen[]): Seen {
  const texts = values.map(value => (value.kind === 'known' && value.value.kind === 'text' ? value.value.value : HOLE));
  return { kind: 'known', value: { kind: 'text', value: texts.join('') } };
}

function frameOf(context: Context): Frame {
  return { scope: context.scope, memo: new Map(), returns: [] };
}

function through(context: Context, way: Way, exprs: readonly Expr[]): readonly { readonly values: readonly Seen[]; readonly way: Way }[] {
  let current: readonly { readonly values: readonly Seen[]; readonly way: Way }[] = [{ values: [], way }];
  for (const expr of exprs) {
    current = current.flatMap(({ values, way: before }) => (before.end ? [{ values: [...values, ANY], way: before }] : see(context, before, expr).map(step => ({ values: [...values, step.seen], way: step.way }))));
  }
  return current.slice(0, WAY_LIMIT);
}

function memberSeen(context: Context, way: Way, of: Seen, name: string): Seen {
  switch (of.kind) {
    case 'absent':
      // A member of something that is not there may be an error, and that may be how a guard refuses.
      if (context.isTried) way.condition ??= `an error when ${name} is read of something that is not there`;
      return ABSENT;
    case 'request': {
      const path = [...of.path, name];
      const mechanism = credentialAt(path);
      if (mechanism) {
        way.reads.add(path.slice(-2).join('.'));
        way.mechanisms.add(mechanism);
        return ABSENT;
      }
      return requestFact(context, name) ?? { kind: 'request', path };
    }
    case 'response':
      return name === 'locals' ? { kind: 'request', path: ['locals'] } : of;
    case 'known':
      if (of.value.kind === 'nothing' || truth(of.value) === false) return { kind: 'known', value: NOTHING };
      if (of.value.kind === 'unknown') return { kind: 'any', name: `${of.value.name ?? ''}.${name}` };
      return { kind: 'known', value: memberOf(context.machine, of.value, name) };
    case 'any':
      return of.name === 'absent' ? ABSENT : { kind: 'any', name: `${of.name ?? ''}.${name}` };
    case 'next':
    case 'local':
    case 'answer':
    case 'pass':
      return ANY;
  }
}

/** What the operation itself settles about the request: its method, and its path when that has no parameters. */
function requestFact(context: Context, name: string): Seen | undefined {
  const { method, path } = context.request;
  if (name === 'method' || name === 'path' || name === 'pathname' || name === 'originalUrl') context.budget.hangsOnRequest = true;
  if (name === 'method' && method !== '' && method !== 'ANY') return { kind: 'known', value: { kind: 'text', value: method } };
  if ((name === 'path' || name === 'pathname' || name === 'originalUrl') && path !== '' && !path.includes('{')) return { kind: 'known', value: { kind: 'text', value: path } };
  return undefined;
}

function seeOperation(context: Context, way: Way, expr: Extract<Expr, { kind: 'operation' }>): readonly Step[] {
  if (expr.operator === 'and' || expr.operator === 'or') return seeLogic(context, way, expr.operands, expr.operator === 'or');
  return through(context, way, expr.operands).map(({ values, way: after }) => ({ seen: compute(expr.operator, values), way: after }));
}

/** `a && b`, `a || b`: the right side is looked at only when the left does not decide. */
function seeLogic(context: Context, way: Way, operands: readonly Expr[], decisive: boolean): readonly Step[] {
  const [first, ...rest] = operands;
  if (!first) return [{ seen: ANY, way }];
  return see(context, way, first).flatMap(step => {
    const answer = truthOf(step.seen);
    if (answer === decisive || rest.length === 0) return [step];
    const others = seeLogic(context, step.way, rest, decisive);
    if (answer !== undefined) return others;
    return others.map(other => (truthOf(other.seen) === decisive ? other : { seen: ANY, way: other.way }));
  });
}

function compute(operator: Extract<Expr, { kind: 'operation' }>['operator'], values: readonly Seen[]): Seen {
  const [left, right] = values;
  const yes = (value: boolean): Seen => ({ kind: 'known', value: { kind: 'boolean', value } });
  if (!left) return ANY;
  switch (operator) {
    case 'not': {
      const answer = truthOf(left);
      return answer === undefined ? ANY : yes(!answer);
    }
    case 'equal':
    case 'not-equal': {
      const same = right ? isEqual(left, right) : undefined;
      return same === undefined ? ANY : yes(same === (operator === 'equal'));
    }
    case 'type-of':
      return left.kind === 'absent' ? { kind: 'known', value: { kind: 'text', value: 'undefined' } } : ANY;
    case 'less':
    case 'in':
    case 'instance-of':
      return left.kind === 'absent' || (right?.kind === 'absent' && operator !== 'instance-of') ? yes(false) : ANY;
    case 'arithmetic':
    case 'and':
    case 'or':
      return ANY;
  }
}

function isEqual(left: Seen, right: Seen): boolean | undefined {
  if (left.kind === 'absent' && right.kind === 'absent') return undefined;
  if (left.kind === 'absent' || right.kind === 'absent') {
    const other = left.kind === 'absent' ? right : left;
    if (other.kind !== 'known') return undefined;
    if (other.value.kind === 'nothing') return true;
    // Something that is not there equals no text, number or secret of the configuration that is there.
    return other.value.kind === 'text' || other.value.kind === 'number' || other.value.kind === 'boolean' || other.value.kind === 'external' ? false : undefined;
  }
  if (left.kind !== 'known' || right.kind !== 'known') return undefined;
  const [a, b] = [left.value, right.value];
  if (a.kind === 'text' && b.kind === 'text') return a.value.includes(HOLE) || b.value.includes(HOLE) ? undefined : a.value === b.value;
  if (a.kind === 'number' && b.kind === 'number') return a.value === b.value;
  if (a.kind === 'boolean' && b.kind === 'boolean') return a.value === b.value;
  if (a.kind === 'nothing' && b.kind === 'nothing') return true;
  return undefined;
}

// Calls

function seeCall(context: Context, way: Way, call: CallExpr): readonly Step[] {
  const known = knownSite(context, call);
  if (known) return [knownGuard(way, known)];
  const { callee } = call;
  if (callee.kind === 'name' && callee.name === 'super') return [{ seen: ANY, way }];
  if (callee.kind === 'member' && callee.of.kind === 'name' && callee.of.name === 'super') return seeSuper(context, way, callee.name, call);
  if (callee.kind === 'member') {
    return see(context, way, callee.of).flatMap(of => (of.way.end ? [of] : through(context, of.way, call.args).flatMap(({ values, way: after }) => (after.end ? [{ seen: ANY, way: after }] : callMember(context, after, of.seen, callee.name, values, call)))));
  }
  return see(context, way, callee).flatMap(of => through(context, of.way, call.args).flatMap(({ values, way: after }) => (after.end ? [{ seen: ANY, way: after }] : callSeen(context, after, of.seen, values, call, nameOf(callee)))));
}

/** A site that a detector knows as a guard (`passport.authenticate(…)(req, res, next)`). */
function knownSite(context: Context, call: CallExpr): Value | undefined {
  const site = call.callee.kind === 'call' ? call.callee : undefined;
  const facts = site && context.machine.factsAt.get(site);
  return facts?.some(fact => fact.kind === 'guard-kind') && site ? evaluate(context.machine, frameOf(context), site) : undefined;
}

function knownGuard(way: Way, guard: Value): Step {
  if (guard.kind !== 'guard') return { seen: ANY, way };
  if (guard.effect === 'none') way.hasPassed = true;
  else {
    way.reads.add(guard.what);
    if (guard.mechanism) way.mechanisms.add(guard.mechanism);
    if (guard.effect === 'required') way.end = { kind: 'threw' };
    else if (guard.effect === 'optional') way.hasPassed = true;
    else {
      way.condition ??= guard.what;
      way.hasPassed = true;
    }
  }
  return { seen: ABSENT, way };
}

function seeSuper(context: Context, way: Way, name: string, call: CallExpr): readonly Step[] {
  const base = context.cls?.base;
  if (base?.kind === 'guard') return [knownGuard(way, base)];
  const method = base?.kind === 'class' ? methodOf(context.machine, base, name, context.self) : undefined;
  return through(context, way, call.args).flatMap(({ values, way: after }) => {
    if (method?.kind === 'closure') return follow(context, after, method.fn, method.scope, values, new Map(), method.self, base?.kind === 'class' ? base : undefined);
    const guard = base?.kind === 'class' ? knownBase(base) : undefined;
    if (guard) return [knownGuard(after, guard)];
    after.mayRead ??= `super.${name}`;
    return [{ seen: ANY, way: after }];
  });
}

function knownBase(cls: ClassValue, depth = 0): Value | undefined {
  if (cls.base?.kind === 'guard') return cls.base;
  return cls.base?.kind === 'class' && depth < 10 ? knownBase(cls.base, depth + 1) : undefined;
}

function nameOf(expr: Expr): string {
  return expr.kind === 'name' ? expr.name : expr.kind === 'member' ? expr.name : expr.kind === 'call' ? nameOf(expr.callee) : '';
}

function callMember(context: Context, way: Way, of: Seen, name: string, args: readonly Seen[], call: CallExpr): readonly Step[] {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [first, second] = args;
  switch (of.kind) {
    case 'absent':
      return runLocals(context, way, name === 'then' ? args.slice(1) : [], [ABSENT]).map(after => ({ seen: ABSENT, way: after }));
    case 'response':
      return [respond(way, of, name, args)];
    case 'request':
      return callOnRequest(way, of, name, args);
    case 'next':
      return one(ANY);
    case 'answer':
    case 'pass':
      return one(of);
    case 'local':
      return name === 'call' || name === 'apply' ? callSeen(context, way, of, args.slice(1), call, name) : one(ANY);
    case 'any': {
      if (name === 'then' && first) return callSeen(context, way, first, [ANY], call, 'then');
      return outside(context, way, `${of.name ?? ''}.${name}`, undefined, args, call);
    }
    case 'known': {
      const metadata = metadataOf(context, name, first, of.value);
      if (metadata) {
        if (truth(metadata.value) === true) way.exemptBy ??= metadata.key;
        return one({ kind: 'known', value: metadata.value });
      }
      const settled = plainMethod(of.value, name, first);
      if (settled) return one(settled);
      if (name === 'catch' || name === 'finally') return one(of);
      if (of.value.kind === 'external') return outside(context, way, name, of.value, args, call);
      const member = memberOf(context.machine, of.value, name);
      if (member.kind === 'closure') return follow(context, way, member.fn, member.scope, args, new Map(), member.self);
      if (member.kind === 'method' && member.of.kind === 'closure' && (name === 'call' || name === 'apply')) return follow(context, way, member.of.fn, member.of.scope, args.slice(1), new Map(), member.of.self);
      if (second?.kind === 'absent' || first?.kind === 'absent') return outside(context, way, name, member.kind === 'external' ? member : undefined, args, call);
      return outside(context, way, wordOf(of.value, name), member.kind === 'external' ? member : undefined, args, call);
    }
  }
}

function wordOf(value: Value, name: string): string {
  return value.kind === 'unknown' && value.name !== undefined ? `${value.name}.${name}` : name;
}

/** `reflector.get(KEY, …)` and its kin: what the operation's decorators put under the key. */
function metadataOf(context: Context, name: string, key: Seen | undefined, of: Value): { readonly key: string; readonly value: Value } | undefined {
  if (!/^(?:get|getAll|getAllAndOverride|getAllAndMerge)$/.test(name) || key?.kind !== 'known') return undefined;
  const isReflector = (of.kind === 'unknown' && /reflector$/i.test(of.name ?? '')) || (of.kind === 'external' && of.path.at(-1) === 'Reflector') || (of.kind === 'outcome' && of.of.kind === 'external' && of.of.path.at(-1) === 'Reflector');
  if (!isReflector) return undefined;
  const text = metadataKey(key.value);
  context.budget.hangsOnRequest = true;
  return text === undefined ? undefined : { key: text, value: context.request.metadata.get(text) ?? NOTHING };
}

/** The key under which metadata is kept: a text, or the identity of a decorator made by the framework. */
export function metadataKey(value: Value): string | undefined {
  if (value.kind === 'text') return value.value;
  if (value.kind === 'outcome') return `${value.call.at.file}:${value.call.at.line}:${value.call.at.column}`;
  if (value.kind === 'closure') return value.fn.id;
  const maker = value.kind === 'marks' ? value.marks[0] : undefined;
  if (maker) return `${maker.at.file}:${maker.at.line}:${maker.at.column}`;
  return value.kind === 'external' ? value.path.join('.') : undefined;
}

/** Methods of texts and lists whose answer the operation's own path settles. */
function plainMethod(of: Value, name: string, arg: Seen | undefined): Seen | undefined {
  const yes = (value: boolean): Seen => ({ kind: 'known', value: { kind: 'boolean', value } });
  if (arg?.kind === 'absent' && (name === 'includes' || name === 'has' || name === 'indexOf') && (of.kind === 'list' || of.kind === 'text')) return yes(false);
  if (arg?.kind !== 'known') return undefined;
  const text = arg.value.kind === 'text' && !arg.value.value.includes(HOLE) ? arg.value.value : undefined;
  if (of.kind === 'text' && !of.value.includes(HOLE) && text !== undefined) {
    if (name === 'startsWith') return yes(of.value.startsWith(text));
    if (name === 'endsWith') return yes(of.value.endsWith(text));
    if (name === 'includes') return yes(of.value.includes(text));
  }
  if (of.kind === 'list' && !of.isOpen && name === 'includes' && text !== undefined && of.items.every(item => item.kind === 'text' && !item.value.includes(HOLE))) {
    return yes(of.items.some(item => item.kind === 'text' && item.value === text));
  }
  return undefined;
}

function respond(way: Way, of: Extract<Seen, { kind: 'response' }>, name: string, args: readonly Seen[]): Step {
  const [first, second] = args;
  const given = first && numberOf(first);
  if (name === 'status' || name === 'code' || name === 'writeHead') {
    const status = given ?? 'any';
    if (name === 'writeHead') way.status ??= status;
    return { seen: { kind: 'response', status }, way };
  }
  if (name === 'sendStatus') way.status ??= given ?? 'any';
  else if (name === 'redirect') way.status ??= 302;
  else if (name === 'unauthorized') way.status ??= 401;
  else if (name === 'forbidden') way.status ??= 403;
  else if (ENDS_RESPONSE.has(name)) way.status ??= of.status ?? (second && numberOf(second)) ?? 200;
  return { seen: of, way };
}

const ENDS_RESPONSE: ReadonlySet<string> = new Set(['json', 'send', 'end', 'jsonp', 'render', 'sendFile', 'download', 'text', 'html', 'body', 'stream', 'pipe']);

function callOnRequest(way: Way, of: Extract<Seen, { kind: 'request' }>, name: string, args: readonly Seen[]): readonly Step[] {
  const [first, second] = args;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const identity = IDENTITY_METHODS.get(name);
  if (identity !== undefined) {
    way.reads.add(`${name}()`);
    way.mechanisms.add('session');
    return one({ kind: 'known', value: { kind: 'boolean', value: identity } });
  }
  if (THROWING_METHODS.has(name)) {
    way.reads.add(`${name}()`);
    way.mechanisms.add('jwt');
    way.end = { kind: 'threw' };
    return one(ABSENT);
  }
  const key = first?.kind === 'known' && first.value.kind === 'text' ? first.value.value : undefined;
  const mechanism = key === undefined ? undefined : credentialFrom(of.path, name, key);
  if (mechanism && key !== undefined) {
    way.reads.add(key);
    way.mechanisms.add(mechanism);
    return one(ABSENT);
  }
  if (name === 'throw') {
    way.status ??= (first && numberOf(first)) ?? 'any';
    way.end = { kind: 'threw' };
    return one(ANY);
  }
  // A context object answers too: `c.json(body, 401)`, `context.redirect('/login')`.
  if (ENDS_RESPONSE.has(name) && of.path.length === 0) return one({ kind: 'answer', status: (second && numberOf(second)) ?? (second?.kind === 'answer' ? second.status : way.status) ?? 200 });
  if (name === 'redirect' && of.path.length === 0) return one({ kind: 'answer', status: 302 });
  if (name === 'status' && first) {
    way.status = numberOf(first) ?? 'any';
    return one(of);
  }
  if (name === 'next' && of.path.length === 0) {
    way.hasPassed = true;
    return one(ANY);
  }
  if (CONTEXT_METHODS.has(name)) return one(name === 'getResponse' ? { kind: 'response' } : { kind: 'request', path: [] });
  return one(key === undefined ? ANY : (credentialAt([...of.path, key]) ? readAs(way, key, credentialAt([...of.path, key])) : ANY));
}

function readAs(way: Way, key: string, mechanism: Mechanism | undefined): Seen {
  way.reads.add(key);
  if (mechanism) way.mechanisms.add(mechanism);
  return ABSENT;
}

const CONTEXT_METHODS: ReadonlySet<string> = new Set(['switchToHttp', 'getRequest', 'getContext', 'getResponse', 'getArgByIndex', 'getArgs', 'clone', 'switchToWs', 'getClient']);

function callSeen(context: Context, way: Way, callee: Seen, args: readonly Seen[], call: CallExpr, name: string): readonly Step[] {
  const [first] = args;
  switch (callee.kind) {
    case 'next': {
      const isError = first !== undefined && !(first.kind === 'known' && (first.value.kind === 'nothing' || first.value.kind === 'text'));
      if (isError) way.status ??= 'any';
      if (isError) way.end ??= { kind: 'threw' };
      else way.hasPassed = true;
      return [{ seen: ANY, way }];
    }
    case 'local':
      return follow(context, way, callee.fn, context.scope, args, callee.names, context.self);
    case 'absent':
      return [{ seen: ABSENT, way }];
    case 'known': {
      const { value } = callee;
      if (value.kind === 'closure') return follow(context, way, value.fn, value.scope, args, new Map(), value.self);
      if (value.kind === 'guard') return [knownGuard(way, value)];
      if (value.kind === 'class') return [{ seen: made(value, args), way }];
      if (value.kind === 'either') {
        if (speaksOfAuthentication(name)) way.mayRead ??= name;
        way.condition ??= name;
        return [{ seen: ANY, way }];
      }
      return outside(context, way, name, value.kind === 'external' ? value : undefined, args, call);
    }
    case 'request':
    case 'response':
    case 'answer':
    case 'pass':
      return [{ seen: ANY, way }];
    case 'any':
      return outside(context, way, callee.name ?? name, undefined, args, call);
  }
}

/** `new UnauthorizedError(…)` of the tree: what it is thrown with matters not; an instance else. */
function made(cls: ClassValue, args: readonly Seen[]): Seen {
  const status = args.map(numberOf).find(number => number !== undefined && number >= 400);
  if (status !== undefined) return { kind: 'answer', status };
  const instance: InstanceValue = { kind: 'instance', of: cls, fields: new Map() };
  return { kind: 'known', value: instance };
}

/** A call of something outside the tree, or of something that could not be found. */
function outside(context: Context, way: Way, name: string, origin: Extract<Value, { kind: 'external' }> | undefined, args: readonly Seen[], call: CallExpr): readonly Step[] {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const last = name.split('.').at(-1) ?? name;
  const hasAbsent = args.some(arg => arg.kind === 'absent' || (arg.kind === 'any' && arg.name === 'absent'));
  if (origin && SESSION_READERS.has(last) && !isHarmlessPackage(origin.module)) {
    way.reads.add(`${last}()`);
    way.mechanisms.add('session');
    return one(ABSENT);
  }
  if (origin?.module.startsWith('next/') && REFUSING_FUNCTIONS.has(last)) {
    way.end = { kind: 'threw' };
    way.status ??= last === 'redirect' || last === 'permanentRedirect' ? 302 : 401;
    return one(ANY);
  }
  if (origin && (last === 'next' && origin.path.includes('NextResponse'))) return one({ kind: 'pass' });
  if (origin && last === 'redirect' && origin.path.some(part => part === 'NextResponse' || part === 'Response')) return one({ kind: 'answer', status: 302 });
  if (last === 'Response' || last === 'NextResponse' || (origin && last === 'json' && origin.path.some(part => part === 'NextResponse' || part === 'Response'))) {
    const options = args.find(arg => arg.kind === 'answer');
    return one({ kind: 'answer', status: options?.kind === 'answer' ? options.status : 200 });
  }
  if (call.isNew) {
    const status = args.map(numberOf).find(number => number !== undefined && number >= 400);
    return one(status === undefined ? ANY : { kind: 'answer', status });
  }
  if (isVerifier(last) && hasAbsent) {
    const callbacks = args.filter(arg => arg.kind === 'local');
    // With a callback the error goes there; without one it is thrown.
    if (callbacks.length > 0) return runLocals(context, way, callbacks, [{ kind: 'known', value: { kind: 'boolean', value: true } }, ABSENT]).map(after => ({ seen: ABSENT, way: after }));
    way.end = { kind: 'threw' };
    return one(ABSENT);
  }
  const callbacks = args.filter(arg => arg.kind === 'local');
  if (callbacks.length > 0) {
    const after = runLocals(context, way, callbacks, hasAbsent ? [ANY, ABSENT] : [ANY, ANY]);
    return after.map(next => ({ seen: hasAbsent ? ABSENT : ANY, way: next }));
  }
  // What is looked up by something that is not there is not found.
  if (hasAbsent) return one(ABSENT);
  if (args.some(arg => arg.kind === 'request') && speaksOfAuthentication(name) && !(origin && isHarmlessPackage(origin.module))) way.mayRead ??= name;
  return one(ANY);
}

/** Functions handed to something outside are run where they stand, once each, and may not be run at all. */
function runLocals(context: Context, way: Way, functions: readonly Seen[], args: readonly Seen[]): readonly Way[] {
  let ways: readonly Way[] = [way];
  for (const local of functions) {
    if (local.kind !== 'local') continue;
    ways = ways.flatMap(before => (before.end ? [before] : follow(context, before, local.fn, context.scope, args, local.names, context.self).map(step => step.way)));
  }
  return ways;
}

/** Follows a call of a function of the tree. Its names are its own; what it reads, answers and throws is the way's. */
function follow(context: Context, way: Way, fn: FunctionNode, scope: Scope, args: readonly Seen[], outer: ReadonlyMap<string, Seen>, self?: Value, cls?: ClassValue): readonly Step[] {
  if (context.depth > 12 || context.stack.includes(fn.id) || context.budget.left <= 0) return [{ seen: args.some(arg => arg.kind === 'absent') ? ABSENT : ANY, way }];
  // What is handed nothing of the request cannot look at its credentials.
  if (outer.size === 0 && self === undefined && !args.some(concernsRequest)) return [{ seen: ANY, way }];
  const before = way.names;
  way.names = new Map(outer);
  for (const [index, parameter] of fn.parameters.entries()) bindSeen(context, way, parameter.pattern, args[index] ?? (parameter.pattern.byDefault ? ANY : { kind: 'known', value: NOTHING }));
  const inner: Context = { machine: context.machine, request: context.request, budget: context.budget, scope, depth: context.depth + 1, stack: [...context.stack, fn.id], ...selfIn({ kind: 'closure', fn, scope, ...(self ? { self } : {}) }), ...(cls ? { cls } : {}) };
  return merge(run(inner, [way], fn.body)).map(after => {
    const given: Seen = after.end?.kind === 'returned' ? after.end.value : { kind: 'known', value: NOTHING };
    if (after.end?.kind !== 'threw') delete after.end;
    after.names = new Map(before);
    return { seen: given, way: after };
  });
}

function concernsRequest(seen: Seen): boolean {
  switch (seen.kind) {
    case 'absent':
    case 'request':
    case 'response':
    case 'next':
    case 'local':
    case 'answer':
      return true;
    case 'any':
      return seen.name !== undefined;
    case 'known':
      return seen.value.kind === 'closure' || seen.value.kind === 'guard';
    case 'pass':
      return false;
  }
}

function wordsOf(expr: Expr): string {
  switch (expr.kind) {
    case 'name':
      return expr.name;
    case 'member':
      return `${wordsOf(expr.of)}.${expr.name}`.slice(-60);
    case 'call':
      return `${wordsOf(expr.callee)}()`;
    case 'operation':
      return expr.operands.slice(0, 2).map(wordsOf).join(expr.operator === 'and' ? ' and ' : expr.operator === 'or' ? ' or ' : ' ').slice(0, 80);
    case 'self':
      return 'this';
    case 'text':
      return `'${expr.value.slice(0, 30)}'`;
    default:
      return 'a condition';
  }
}

