/** Who may call an operation, by everything that stands between the application and its handler. */
import { classesAbove } from './ancestors.ts';
import { ofAsking } from './asking-handlers.ts';
import { grantsOf, isGranted } from './guards/grants.ts';
import type { Mechanism, Method, PathSyntax, RouterRules, Stage } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { AuthStatus, ChainLink, OperationAuth } from '../core/operation.ts';
import { coverOf, matcherCover } from './covers.ts';
import { exceptionCover } from './guards/exceptions.ts';
import { exploreClosure } from './guards/explore.ts';
import { guardWordsAt } from './guards/language.ts';
import { readBody, readGuard } from './guards/reading.ts';
import { type Reading, simple } from './guards/readings.ts';
import { NO_REQUEST, type Request } from './guards/request.ts';
import { isUnclear } from './guards/sparing.ts';
import { isHarmlessPackage } from './guards/vocabulary.ts';
import type { Condition, Machine } from './machine.ts';
import { type Cover, joinPaths, templatesOf } from './path-template.ts';
import type { PathValue } from './router.ts';
import { type ClosureValue, type Value, fullNames } from './value.ts';
import { type Wrapper, givenToLibrary, unwrapped } from './wrappers.ts';

/** A guard on the way, and what it covers. */
export type ActiveGuard = {
  readonly value: Value;
  readonly at: Location;
  /** Undefined: it is a guard. */
  readonly stage?: Stage;
  /** Of guards of one slot, the innermost alone counts. */
  readonly slot?: string;
  /** Where it stands, in words. */
  readonly where: string;
  /** Paths it covers, below `prefix`; everything when there are none. */
  readonly paths: readonly PathValue[];
  readonly covers: 'below' | 'beneath' | 'matching';
  readonly prefix: string;
  readonly syntax: PathSyntax;
  readonly methods?: readonly Method[];
  /** It covers operations with this metadata alone. */
  readonly onlyFor?: string;
  readonly except?: Value;
  readonly matcher?: Value;
  /** Conditions under which it stands there. */
  readonly conditions: readonly Condition[];
};

export type Guarded = {
  readonly guards: readonly ActiveGuard[];
  readonly method: Method;
  /** The full path, and the path without the application's base path and version, which guards compare with. */
  readonly path: string;
  readonly below: string;
  readonly metadata: ReadonlyMap<string, Value>;
  readonly controller: string | undefined;
  readonly handler: Value | undefined;
  /** Functions that check the parameters of the handler. */
  readonly pipes: readonly Value[];
  /** Conditions under which the operation is served at all. */
  readonly conditions: readonly Condition[];
  readonly syntax: PathSyntax;
  /** The framework has no chain: handlers check for themselves (file-based routing). */
  readonly answersItself: boolean;
  /** How its framework has callers checked in handlers. */
  readonly decides?: RouterRules['handlersDecide'];
  readonly route: Location;
};

type Verdict = { readonly link: ChainLink; readonly reading: Reading };

/** Authentication of one operation, with the chain of guards that decides it, and the limiter on the way. */
export function authOf(
  machine: Machine,
  guarded: Guarded,
): { readonly auth: OperationAuth; readonly limiter?: Location } {
  const verdicts: Verdict[] = [];
  const granted = new Set<string>();
  const withheld = new Set<string>();
  let limiter: Location | undefined;
  for (const [index, guard] of guarded.guards.entries()) {
    if (guard.stage || isReplaced(guarded.guards, guard, index)) continue;
    const request = withheld.size === 0 ? requestOf(guarded, guard) : { ...requestOf(guarded, guard), withheld };
    const cover = coverage(guard, guarded, request);
    if (cover === 'none') continue;
    const reading = signedOnly(guarded, underGrants(readGuard(machine, guard.value, request), granted));
    if (reading.isLimiter && cover === 'all') limiter ??= reading.limitedAt ?? reading.at ?? guard.at;
    if (reading.effect !== 'required')
      for (const name of [...grantsOf(guard.value), ...(reading.granted ?? [])]) {
        granted.add(name);
      }
    for (const name of [...(reading.kept ?? []), ...(reading.granted ?? [])]) withheld.delete(name);
    if (cover === 'all') for (const name of reading.withheld ?? []) if (!granted.has(name)) withheld.add(name);
    if (reading.effect === 'none' && !reading.exempt) continue;
    verdicts.push(verdictOf(guard, reading, cover, guarded));
  }
  // Where handlers need not check, one behind a guard that refuses adds nothing to what is known.
  const needsNone = guarded.decides === 'by-insisting' || guarded.decides === 'by-asking';
  const isKnown = needsNone && verdicts.some(({ link }) => link.effect === 'required');
  if (guarded.handler && !isKnown) verdicts.push(...ofHandler(machine, guarded, guarded.handler, verdicts));
  return { auth: decide(verdicts), ...(limiter ? { limiter } : {}) };
}

/** What a handler does to a stranger, and what stands around it. `before`: what the guards before it do. */
function ofHandler(machine: Machine, guarded: Guarded, handler: Value, before: readonly Verdict[]): readonly Verdict[] {
  const isAsking = guarded.decides === 'by-asking';
  const whole = isAsking || guarded.answersItself ? handlerVerdict(machine, guarded, handler) : undefined;
  if (!isAsking && guarded.answersItself) return whole ? [whole] : [];
  if (whole?.link.effect === 'required') return [whole];
  const { wrappers, handler: inner } = unwrapped(handler);
  const around = wrappers.flatMap(wrapper => wrapperVerdict(machine, guarded, wrapper));
  const own = wrappers.length === 0 && isAsking ? whole : handlerVerdict(machine, guarded, inner);
  // Where strangers are let in on purpose, what a handler hangs on tells no more of them.
  const isLetIn = [...before, ...around].some(({ link }) => link.effect === 'optional');
  const isSure = own && (own.link.effect !== 'unknown' || own.reading.asksElsewhere === true);
  return own && (isSure || !isLetIn || !isAsking) ? [...around, own] : around;
}

/**
 * Where filters stand before actions, one that asks for nothing but a signature over what is sent belongs to a message that another
 * service sends: it says that it comes from there, and not who calls.
 */
function signedOnly({ decides }: Guarded, reading: Reading): Reading {
  const isSigned = reading.mechanisms.length > 0 && reading.mechanisms.every(one => one === 'signature');
  return decides === 'by-insisting' && reading.effect === 'required' && isSigned
    ? { ...reading, effect: 'unknown', why: `${reading.why}: it is signed by who sends it` }
    : reading;
}

/** Whether something further in takes the place of a guard. Guards that were put there together are one. */
export function isReplaced(guards: readonly ActiveGuard[], guard: ActiveGuard, index: number): boolean {
  return (
    guard.slot !== undefined &&
    guards.slice(index + 1).some(other => other.slot === guard.slot && other.at !== guard.at)
  );
}

/** A guard that asks only for what an earlier one gives to strangers, too, is not known to refuse them. */
function underGrants(reading: Reading, granted: ReadonlySet<string>): Reading {
  if (reading.effect !== 'required' || !isGranted(reading.reads ?? [], granted)) return reading;
  return {
    ...reading,
    effect: 'unknown',
    why: `${reading.why}, but what stands before it may give strangers one, too`,
  };
}

/** What the operation says of a request, as the guard sees it. */
export function requestOf(guarded: Guarded, guard: ActiveGuard | undefined): Request {
  const relative = guard && relativePath(guarded, guard);
  return {
    method: guarded.method,
    path: guarded.path,
    below: guarded.below,
    syntax: guarded.syntax,
    metadata: guarded.metadata,
    ...(relative === undefined ? {} : { relative }),
  };
}

/** The path below the router and the mount path of a guard: what Express gives it as `req.path`. */
function relativePath(guarded: Guarded, guard: ActiveGuard): string | undefined {
  if (guard.paths.some(path => path.kind !== 'text')) return undefined;
  const mounts =
    guard.covers === 'below' && guard.paths.length > 0
      ? guard.paths.flatMap(path => (path.kind === 'text' ? templatesOf(path.text, guard.syntax) : []))
      : [''];
  const covering = mounts.filter(
    mount =>
      coverOf(
        { paths: [{ kind: 'text', text: mount }], covers: 'below', prefix: guard.prefix, syntax: 'openapi' },
        guarded.below,
      ) !== 'none',
  );
  const [depth, ...others] = new Set(covering.map(mount => depthOf(joinPaths(guard.prefix, mount))));
  if (depth === undefined || others.length > 0) return undefined;
  return `/${guarded.below
    .split('/')
    .filter(segment => segment !== '')
    .slice(depth)
    .join('/')}`;
}

function depthOf(path: string): number {
  return path.split('/').filter(segment => segment !== '').length;
}

export function coverage(guard: ActiveGuard, guarded: Guarded, request: Request): Cover {
  if (guard.methods && guarded.method !== 'ANY' && !guard.methods.includes(guarded.method)) return 'none';
  if (guard.onlyFor !== undefined && !guarded.metadata.has(guard.onlyFor)) return 'none';
  const cover = coverOf(guard, guarded.below, guarded.controller);
  if (cover === 'none') return 'none';
  const narrowed = guard.matcher ? matcherCover(guard.matcher, guarded.path) : 'all';
  if (narrowed === 'none') return 'none';
  const excepted = guard.except ? exceptionCover(guard.except, request) : 'none';
  if (excepted === 'all') return 'none';
  const isPartly =
    cover === 'part' ||
    narrowed === 'part' ||
    excepted === 'part' ||
    (guard.methods !== undefined && guarded.method === 'ANY');
  return isPartly ? 'part' : 'all';
}

function verdictOf(guard: ActiveGuard, reading: Reading, cover: Cover, guarded: Guarded): Verdict {
  const effect: ChainLink['effect'] = reading.exempt && reading.effect === 'none' ? 'exempt' : reading.effect;
  // What stands under the operation's own conditions is there whenever the operation is.
  const open = guard.conditions.filter(condition => !guarded.conditions.includes(condition));
  const doubt =
    open.length > 0
      ? `it stands under a condition: ${open
          .map(({ words }) => words)
          .join(' and ')
          .slice(0, 200)}`
      : cover === 'part'
        ? 'it covers this path only in part'
        : isUnclear(guarded)
          ? 'what the operation goes without could not be told'
          : undefined;
  const unsure = effect === 'required' || effect === 'optional' ? doubt : undefined;
  return {
    reading,
    link: {
      at: reading.at ?? guard.at,
      what: `${reading.what} (on ${guard.where})`,
      effect: unsure ? 'unknown' : effect,
      why: unsure ?? reading.why,
    },
  };
}

/** Whether a function is a method of a class, and no block that a route is given. */
function isMethod({ fn, self }: ClosureValue): boolean {
  return (
    self?.kind === 'instance' &&
    classesAbove(self.of).some(({ cls }) => cls.members.some(one => one.kind === 'method' && one.fn.id === fn.id))
  );
}

/**
 * What the handler itself does to a stranger. Where a framework has no chain it is the place to check; elsewhere a handler
 * that seems to refuse strangers keeps the operation from being called open.
 */
function handlerVerdict(machine: Machine, guarded: Guarded, handler: Value): Verdict | undefined {
  const request = requestOf(guarded, undefined);
  if (handler.kind === 'guard' || handler.kind === 'sparing') {
    const reading = readGuard(machine, handler, request);
    return reading.effect === 'none'
      ? undefined
      : {
          reading,
          link: {
            at: reading.at ?? guarded.route,
            what: `${reading.what} (as handler)`,
            effect: reading.effect,
            why: reading.why,
          },
        };
  }
  const insists = guarded.decides === 'by-insisting';
  if (handler.kind !== 'closure')
    return guarded.answersItself && !insists && guarded.decides !== 'by-asking'
      ? ofLibrary(machine, guarded, handler)
      : undefined;
  const what = `${handler.fn.name ?? 'the handler'} (itself)`;
  const { mayAsk } = guardWordsAt(machine, handler.scope.file);
  if (mayAsk) {
    const why = mayAsk(handler.fn);
    if (why === undefined) return undefined;
    const at = handler.fn.at;
    return { reading: simple('unknown', what, why, at), link: { at, what, effect: 'unknown', why } };
  }
  const reading = readBody(
    machine,
    handler,
    request,
    { style: 'handler' },
    { what, at: handler.fn.at, name: handler.fn.name },
  );
  if (guarded.answersItself) return ofItself(machine, guarded, handler, reading);
  if (reading.effect !== 'required') return undefined;
  return {
    reading,
    link: { at: handler.fn.at, what, effect: 'unknown', why: `no guard stands before the handler; ${reading.why}` },
  };
}

/** What the check of a handler is worth, where handlers answer by themselves who calls. */
function ofItself(machine: Machine, guarded: Guarded, handler: ClosureValue, reading: Reading): Verdict | undefined {
  const { what } = reading;
  const insists = guarded.decides === 'by-insisting';
  // What a handler that answers by itself reads and does not insist on is its own business, unless it may refuse.
  // Who sends everybody to another address may refuse strangers by that, or not.
  const isForNobody =
    reading.effect === 'required' &&
    (guarded.syntax === 'fastroute' || (guarded.decides !== undefined && guarded.decides !== 'by-credentials')) &&
    servesNobody(machine, handler, requestOf(guarded, undefined));
  if (isForNobody) {
    const why = `${reading.why}, but it sends everybody elsewhere`;
    return { reading, link: { at: handler.fn.at, what, effect: 'unknown', why } };
  }
  // Where actions of a class have filters, a secret that one compares by itself is that of whoever sends it messages.
  const isShared =
    insists &&
    isMethod(handler) &&
    reading.effect === 'required' &&
    reading.mechanisms.length > 0 &&
    reading.mechanisms.every(one => one === 'api-key' || one === 'signature');
  if (isShared) {
    const why = `no guard stands before the handler; ${reading.why}`;
    return {
      reading: { ...reading, effect: 'unknown', why },
      link: { at: handler.fn.at, what, effect: 'unknown', why },
    };
  }
  if (guarded.decides === 'by-asking') {
    const asked = ofAsking(reading, `${handler.fn.name ?? ''} ${guarded.path}`);
    return asked && { reading: asked, link: { at: handler.fn.at, what, effect: asked.effect, why: asked.why } };
  }
  const mayRefuse = insists
    ? reading.asksElsewhere
    : reading.mechanisms.length > 0 || guarded.decides === 'by-refusing';
  return reading.effect === 'required' || (reading.effect === 'unknown' && mayRefuse)
    ? { reading, link: { at: handler.fn.at, what, effect: reading.effect, why: reading.why } }
    : undefined;
}

/**
 * Whether nobody is known to get more of a handler than a stranger does. Who is sent to another address does where strangers
 * are not: these are told no.
 */
function servesNobody(machine: Machine, handler: ClosureValue, request: Request): boolean {
  const anyone = exploreClosure(machine, handler, request, { style: 'handler', caller: 'anyone' });
  if (anyone.serves) return false;
  const stranger = exploreClosure(machine, handler, request, { style: 'handler' });
  if (stranger.refusals > 0 && stranger.saidRefusals === stranger.refusals) return false;
  return stranger.sendsElsewhere || !anyone.sendsElsewhere;
}

/** Whether a handler refuses whoever calls: it says that nothing is there. */
export function refusesAll(machine: Machine, handler: ClosureValue): boolean {
  const explored = exploreClosure(machine, handler, NO_REQUEST, { style: 'handler', caller: 'anyone' });
  return explored.passes === 0 && explored.refusals > 0 && !explored.isIncomplete;
}

/** A function around the handler stands before it, as a guard does: `requireSession(handler)`. */
function wrapperVerdict(machine: Machine, guarded: Guarded, { around, inner }: Wrapper): readonly Verdict[] {
  const what = `${around.fn.name ?? machine.namesOf.get(around.fn.id) ?? 'a function'} (around the handler)`;
  const named = { what, at: around.fn.at, name: around.fn.name };
  const reading = readBody(machine, around, requestOf(guarded, undefined), { style: 'middleware', inner }, named);
  if (reading.effect === 'none' && !reading.exempt) return [];
  const effect = reading.effect === 'none' ? 'exempt' : reading.effect;
  return [{ reading, link: { at: around.fn.at, what, effect, why: reading.why } }];
}

/** A refusal of the function that a library made a handler of is one of the handler. */
function ofLibrary(machine: Machine, guarded: Guarded, handler: Value): Verdict | undefined {
  const given = givenToLibrary(handler);
  const verdict = given && handlerVerdict(machine, guarded, given.closure);
  if (verdict || (given && isHarmlessPackage(given.library.module))) return verdict;
  return unfollowed(guarded, handler);
}

/** A handler that should check by itself and that could not be followed (`export const GET = wrap(handler)`). */
function unfollowed(guarded: Guarded, handler: Value): Verdict | undefined {
  const isWrapped = handler.kind === 'outcome' && handler.args.some(arg => arg.kind === 'closure');
  // What a library makes of its options alone (`NextAuth(options)`) is the library's handler, and wraps nobody's.
  if (guarded.syntax === 'play' && isOfPlay(handler)) return undefined;
  const isOfTree = guarded.syntax === 'play' && handler.kind === 'external';
  if (!isOfTree && !isWrapped && handler.kind !== 'unknown' && handler.kind !== 'either' && handler.kind !== 'method')
    return undefined;
  const reading: Reading = {
    effect: 'unknown',
    mechanisms: [],
    scopes: [],
    what: 'the handler',
    why: 'what makes it could not be followed, so whether it checks who calls is not known',
    isLimiter: false,
    exempt: false,
  };
  return {
    reading,
    link: { at: guarded.route, what: `${reading.what} (itself)`, effect: 'unknown', why: reading.why },
  };
}

/** Controllers that Play brings along: files, redirects and answers that say nothing. */
function isOfPlay(handler: Value): boolean {
  const names =
    handler.kind === 'external' ? fullNames(handler) : handler.kind === 'unknown' ? [handler.name ?? ''] : [];
  return names.some(name => /^controllers\.(?:Assets|ExternalAssets|Default)\b/.test(name));
}

function decide(verdicts: readonly Verdict[]): OperationAuth {
  const chain = verdicts.map(verdict => verdict.link);
  const of = (effect: ChainLink['effect']): readonly Verdict[] =>
    verdicts.filter(verdict => verdict.link.effect === effect);
  const [required] = of('required');
  const [uncertain] = of('unknown');
  const [optional] = of('optional');
  const [exempt] = of('exempt');
  const deciding = required ?? uncertain ?? optional ?? exempt;
  const status: AuthStatus = required ? 'required' : uncertain ? 'unknown' : optional ? 'optional' : 'none';
  const counted = required ? of('required') : deciding ? [deciding] : [];
  return {
    status,
    reason: deciding
      ? `${deciding.link.what}: ${deciding.link.why}`
      : 'no guard stands on the way to it, and the way was followed to the end',
    mechanisms: mechanismsOf(counted),
    scopes: [...new Set(counted.flatMap(verdict => verdict.reading.scopes))].toSorted(),
    chain,
    source: 'code',
  };
}

function mechanismsOf(verdicts: readonly Verdict[]): readonly Mechanism[] {
  return [...new Set(verdicts.flatMap(verdict => verdict.reading.mechanisms))].toSorted();
}

/** Whether a function at the end of a route only hands the request on: it guards, and something else answers. */
export function handsOn(machine: Machine, handler: Value): boolean {
  if (handler.kind === 'guard') return true;
  if (handler.kind !== 'closure') return false;
  return exploreClosure(machine, handler, NO_REQUEST, { style: 'middleware', caller: 'anyone' }).callsNext;
}
