/** Who may call an operation, by everything that stands between the application and its handler. */
import type { Mechanism, Method, PathSyntax } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { AuthStatus, ChainLink, OperationAuth } from '../core/operation.ts';
import { coverOf, matcherCover, testPattern } from './covers.ts';
import { exploreClosure } from './guard-paths.ts';
import { type Reading, readGuard, textsOf } from './guard-reading.ts';
import type { Machine } from './machine.ts';
import { type Cover, templatesOf } from './path-template.ts';
import type { PathValue } from './router.ts';
import { type Value, flatten, optionsOf } from './value.ts';

/** A guard on the way, and what it covers. */
export type ActiveGuard = {
  readonly value: Value;
  readonly at: Location;
  /** Where it stands, in words. */
  readonly where: string;
  /** Paths it covers, below `prefix`; everything when there are none. */
  readonly paths: readonly PathValue[];
  readonly covers: 'below' | 'matching';
  readonly prefix: string;
  readonly syntax: PathSyntax;
  readonly methods?: readonly Method[];
  readonly except?: Value;
  readonly matcher?: Value;
  readonly condition?: string;
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
  /** The framework has no chain: handlers check for themselves (file-based routing). */
  readonly answersItself: boolean;
  readonly route: Location;
};

type Verdict = { readonly link: ChainLink; readonly reading: Reading };

/** Authentication of one operation, with the chain of guards that decides it, and the limiter on the way. */
export function authOf(machine: Machine, guarded: Guarded): { readonly auth: OperationAuth; readonly limiter?: Location } {
  const verdicts: Verdict[] = [];
  let limiter: Location | undefined;
  for (const guard of guarded.guards) {
    const cover = coverage(guard, guarded);
    if (cover === 'none') continue;
    const reading = readGuard(machine, guard.value, { method: guarded.method, path: guarded.path, metadata: guarded.metadata });
    if (reading.isLimiter && cover === 'all') limiter ??= reading.at ?? guard.at;
    if (reading.effect === 'none' && !reading.exempt) continue;
    verdicts.push(verdictOf(guard, reading, cover));
  }
  if (guarded.handler) {
    const handler = handlerVerdict(machine, guarded, guarded.handler);
    if (handler) verdicts.push(handler);
  }
  return { auth: decide(verdicts), ...(limiter ? { limiter } : {}) };
}

function coverage(guard: ActiveGuard, guarded: Guarded): Cover {
  if (guard.methods && guarded.method !== 'ANY' && !guard.methods.includes(guarded.method)) return 'none';
  const cover = coverOf(guard.paths, guard.covers, guard.prefix, guard.syntax, guarded.below, guarded.controller);
  if (cover === 'none') return 'none';
  const narrowed = guard.matcher ? matcherCover(guard.matcher, guarded.path) : 'all';
  if (narrowed === 'none') return 'none';
  const guardValue = guard.value.kind === 'guard' ? guard.value.except : undefined;
  const excepted = [guard.except, guardValue].flatMap(except => (except ? [exception(except, guarded)] : []));
  if (excepted.includes('all')) return 'none';
  const isPartly = cover === 'part' || narrowed === 'part' || excepted.includes('part') || (guard.methods !== undefined && guarded.method === 'ANY');
  return isPartly ? 'part' : 'all';
}

/** Whether the operation is among the paths a guard spares: texts, expressions, `{ path }`, `{ url, methods }`. */
function exception(except: Value, guarded: Guarded): Cover {
  let best: Cover = 'none';
  for (const item of flatten(except).flatMap(value => optionsOf(value))) {
    const path = item.kind === 'record' ? (item.fields.get('path') ?? item.fields.get('url')) : item;
    const methods = item.kind === 'record' ? textsOf(item.fields.get('methods') ?? item.fields.get('method') ?? { kind: 'nothing' }) : [];
    if (methods.length > 0 && !methods.some(method => method.toUpperCase() === guarded.method)) continue;
    for (const option of path ? flatten(path).flatMap(value => optionsOf(value)) : []) {
      const cover = exceptionOf(option, guarded);
      if (cover === 'all') return 'all';
      if (cover === 'part') best = 'part';
    }
  }
  return best;
}

function exceptionOf(path: Value, guarded: Guarded): Cover {
  if (path.kind === 'text') {
    const templates = templatesOf(path.value, 'express');
    const covers = templates.flatMap(template => [guarded.path, guarded.below].map(own => coverOf([{ kind: 'text', text: template }], 'matching', '', 'openapi', own, undefined)));
    return covers.includes('all') ? 'all' : covers.includes('part') ? 'part' : 'none';
  }
  if (path.kind === 'pattern') {
    const matches = testPattern(path.source, guarded.path);
    return matches === undefined ? 'part' : matches ? 'all' : 'none';
  }
  if (path.kind === 'record' || path.kind === 'list') return exception(path, guarded);
  return path.kind === 'nothing' ? 'none' : 'part';
}

function verdictOf(guard: ActiveGuard, reading: Reading, cover: Cover): Verdict {
  const effect: ChainLink['effect'] = reading.exempt && reading.effect === 'none' ? 'exempt' : reading.effect;
  const unsure = effect === 'required' || effect === 'optional' ? (guard.condition ? `it stands under a condition: ${guard.condition}` : cover === 'part' ? 'it covers this path only in part' : undefined) : undefined;
  return {
    reading,
    link: { at: reading.at ?? guard.at, what: `${reading.what} (on ${guard.where})`, effect: unsure ? 'unknown' : effect, why: unsure ?? reading.why },
  };
}

/**
 * What the handler itself does to a stranger. Where a framework has no chain it is the place to check; elsewhere a handler
 * that seems to refuse strangers keeps the operation from being called open.
 */
function handlerVerdict(machine: Machine, guarded: Guarded, handler: Value): Verdict | undefined {
  if (handler.kind === 'guard') {
    const reading = readGuard(machine, handler, { method: guarded.method, path: guarded.path, metadata: guarded.metadata });
    return reading.effect === 'none' ? undefined : { reading, link: { at: reading.at ?? guarded.route, what: `${reading.what} (as handler)`, effect: reading.effect, why: reading.why } };
  }
  if (handler.kind !== 'closure') return undefined;
  const explored = exploreClosure(machine, handler, { method: guarded.method, path: guarded.path, metadata: guarded.metadata }, 'handler');
  if (!explored.readsCredential || explored.passes > 0 || explored.isIncomplete) return undefined;
  const what = `${handler.fn.name ?? 'the handler'} (itself)`;
  const why = `it reads ${explored.reads.join(', ')} and refuses without`;
  return {
    reading: { effect: 'required', mechanisms: explored.mechanisms, scopes: [], what, why, isLimiter: false, exempt: false },
    link: { at: handler.fn.at, what, effect: guarded.answersItself ? 'required' : 'unknown', why: guarded.answersItself ? why : `no guard stands before the handler; ${why}` },
  };
}

function decide(verdicts: readonly Verdict[]): OperationAuth {
  const chain = verdicts.map(verdict => verdict.link);
  const of = (effect: ChainLink['effect']): readonly Verdict[] => verdicts.filter(verdict => verdict.link.effect === effect);
  const [required] = of('required');
  const [uncertain] = of('unknown');
  const [optional] = of('optional');
  const [exempt] = of('exempt');
  const deciding = required ?? uncertain ?? optional ?? exempt;
  const status: AuthStatus = required ? 'required' : uncertain ? 'unknown' : optional ? 'optional' : 'none';
  const counted = required ? of('required') : deciding ? [deciding] : [];
  return {
    status,
    reason: deciding ? `${deciding.link.what}: ${deciding.link.why}` : 'no guard stands on the way to it, and the way was followed to the end',
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
  return exploreClosure(machine, handler, { method: '', path: '', metadata: new Map() }, 'middleware').callsNext;
}
