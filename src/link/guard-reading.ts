/**
 * Reads what a guard does to a request that carries no credential.
 *
 * The body is followed, through calls, under the assumption that every credential and session it reads is absent.
 * It counts as authentication when it reads one and every way without one ends in a refusal: model rule of design §4.
 */
import type { GuardEffect, Mechanism } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import { exploreClosure, type Exploration } from './guard-paths.ts';
import { isHarmlessPackage, speaksOfAuthentication } from './guard-vocabulary.ts';
import { methodOf, opaqueInstance } from './interpreter.ts';
import type { Machine } from './machine.ts';
import { type ClassValue, type Value, HOLE } from './value.ts';

export type Reading = {
  readonly effect: GuardEffect;
  readonly mechanisms: readonly Mechanism[];
  readonly scopes: readonly string[];
  readonly at?: Location;
  readonly what: string;
  readonly why: string;
  readonly isLimiter: boolean;
  /** Metadata of the operation made the guard let it pass. */
  readonly exempt: boolean;
};

/** What is known of the operation that a guard stands before. */
export type Request = {
  readonly method: string;
  readonly path: string;
  readonly metadata: ReadonlyMap<string, Value>;
};

export function readGuard(machine: Machine, guard: Value, request: Request): Reading {
  switch (guard.kind) {
    case 'guard':
      return {
        effect: guard.effect,
        mechanisms: guard.mechanism ? [guard.mechanism] : [],
        scopes: guard.scopes.flatMap(textsOf),
        at: guard.at,
        what: guard.what,
        why: guard.why,
        isLimiter: guard.limiter,
        exempt: false,
      };
    case 'closure': {
      const name = guard.fn.name ?? machine.namesOf.get(guard.fn.id);
      return fromExploration(name ?? 'a function', guard.fn.at, name, exploreClosure(machine, guard, request, 'middleware'));
    }
    case 'class':
      return readClass(machine, guard, request);
    case 'instance':
      return readClass(machine, guard.of, request, guard);
    case 'either':
      return readEither(guard.options.map(option => readGuard(machine, option, request)));
    case 'external':
      return library(guard.module, guard.path, request);
    case 'outcome': {
      if (guard.of.kind === 'guard') return readGuard(machine, guard.of, request);
      const origin = originOf(guard);
      if (origin) return { ...library(origin.module, origin.path, request), at: guard.call.nameAt };
      return simple('unknown', 'a guard made elsewhere', 'what makes it could not be followed', guard.call.nameAt);
    }
    case 'unknown':
      return simple('unknown', guard.name ?? 'a guard', `it could not be followed: ${guard.why}`);
    case 'method':
      return simple('unknown', guard.name, 'a method that could not be followed');
    case 'record': {
      const method = guard.fields.get('handle') ?? guard.fields.get('canActivate') ?? guard.fields.get('default');
      return method ? readGuard(machine, method, request) : simple('none', 'an object', 'it holds no function that guards');
    }
    case 'text':
    case 'number':
    case 'boolean':
    case 'nothing':
    case 'pattern':
    case 'list':
    case 'router':
    case 'marks':
      return simple('none', 'a value', 'it is no guard');
  }
}

function originOf(value: Value): Extract<Value, { kind: 'external' }> | undefined {
  if (value.kind === 'external') return value;
  if (value.kind === 'outcome') return originOf(value.of);
  return value.kind === 'method' ? originOf(value.of) : undefined;
}

/** Middleware of a package that no table knows: harmless, unless its name speaks of authentication. */
function library(module: string, path: readonly string[], _request: Request): Reading {
  const name = `${module}.${path.filter(part => part !== 'default').join('.')}`.replace(/\.$/, '');
  if (!isHarmlessPackage(module) && speaksOfAuthentication(name)) {
    return simple('unknown', name, 'a library function whose name speaks of authentication, and which no detector knows');
  }
  return simple('none', name, 'a library function that is not about authentication');
}

/** A guard class: the method that decides, wherever in its bases it stands. */
function readClass(machine: Machine, cls: ClassValue, request: Request, given?: Extract<Value, { kind: 'instance' }>): Reading {
  const name = cls.cls.name ?? 'a class';
  const self = given ?? opaqueInstance(machine, cls);
  for (const method of ['canActivate', 'use', 'handle']) {
    const found = methodOf(machine, cls, method, self);
    if (found?.kind === 'closure') {
      const reading = fromExploration(name, cls.cls.nameAt, name, exploreClosure(machine, found, request, method === 'canActivate' ? 'decision' : 'middleware'));
      return weakenedByOverride(machine, cls, reading);
    }
  }
  const base = baseGuard(cls);
  if (base) return weakenedByOverride(machine, cls, { ...readGuard(machine, base, request), what: name, at: cls.cls.nameAt });
  return simple('unknown', name, 'the method that decides was not found', cls.cls.nameAt);
}

function baseGuard(cls: ClassValue, depth = 0): Value | undefined {
  if (!cls.base || depth > 10) return undefined;
  return cls.base.kind === 'class' ? baseGuard(cls.base, depth + 1) : cls.base.kind === 'nothing' ? undefined : cls.base;
}

/** A strategy guard whose `handleRequest` is replaced lets strangers in when the replacement neither throws nor calls the original. */
function weakenedByOverride(machine: Machine, cls: ClassValue, reading: Reading): Reading {
  if (reading.effect !== 'required') return reading;
  const override = cls.cls.members.find(member => member.kind === 'method' && member.name === 'handleRequest');
  if (override?.kind !== 'method') return reading;
  const closure = methodOf(machine, cls, 'handleRequest', opaqueInstance(machine, cls));
  if (closure?.kind !== 'closure') return reading;
  const explored = exploreClosure(machine, closure, { method: '', path: '', metadata: new Map() }, 'principal');
  if (explored.passes === 0 && explored.refusals > 0) return reading;
  if (explored.passes > 0 && explored.uncertainPasses < explored.passes) {
    return { ...reading, effect: 'optional', why: 'its handleRequest lets a request without a user pass', at: override.nameAt };
  }
  return { ...reading, effect: 'unknown', why: 'its handleRequest may let a request without a user pass', at: override.nameAt };
}

function fromExploration(what: string, at: Location, name: string | undefined, explored: Exploration): Reading {
  const base = { mechanisms: explored.mechanisms, scopes: explored.scopes, at, what, isLimiter: explored.isLimiter, exempt: explored.exempt };
  if (explored.isIncomplete) return { ...base, effect: 'unknown', why: 'its body is too long to be followed' };
  if (explored.readsCredential) {
    if (explored.passes === 0) return { ...base, effect: 'required', why: `it reads ${explored.reads.join(', ')} and refuses without` };
    if (explored.exempt) return { ...base, effect: 'none', why: `it lets this operation pass: ${explored.exemptBy ?? 'metadata'}` };
    if (explored.refusals === 0 && !explored.attaches) return { ...base, effect: 'none', why: `it reads ${explored.reads.join(', ')}, refuses nobody and hands nothing on` };
    if (explored.refusals === 0 || explored.uncertainPasses < explored.passes) return { ...base, effect: 'optional', why: `it reads ${explored.reads.join(', ')} and lets requests without pass` };
    return { ...base, effect: 'unknown', why: `it reads ${explored.reads.join(', ')}, and whether it refuses hangs on ${explored.condition ?? 'a condition'}` };
  }
  if (explored.exempt && explored.passes > 0) return { ...base, effect: 'none', why: `it lets this operation pass: ${explored.exemptBy ?? 'metadata'}` };
  if (explored.refusesUnauthorised > 0 || (explored.mayReadCredential && explored.passes > 0 && explored.refusals > 0)) {
    return { ...base, effect: 'unknown', why: explored.mayReadCredential ? `it hands the request to ${explored.mayReadBy ?? 'a function'} that could not be followed` : 'it refuses requests as unauthorised, by what could not be told' };
  }
  if (explored.mayReadCredential && speaksOfAuthentication(name ?? '')) {
    return { ...base, effect: 'unknown', why: `it hands the request to ${explored.mayReadBy ?? 'a function'} that could not be followed` };
  }
  return { ...base, effect: 'none', why: 'it reads no credential' };
}

/** A guard that is one of several: only what all agree on is sure. */
function readEither(readings: readonly Reading[]): Reading {
  const [first] = readings;
  if (!first) return simple('none', 'nothing', 'no guard');
  if (readings.every(reading => reading.effect === first.effect)) return first;
  const strong = readings.find(reading => reading.effect === 'required') ?? first;
  return { ...strong, effect: 'unknown', why: 'which of several guards stands here hangs on a condition' };
}

function simple(effect: GuardEffect, what: string, why: string, at?: Location): Reading {
  return { effect, mechanisms: [], scopes: [], what, why, isLimiter: false, exempt: false, ...(at ? { at } : {}) };
}

/** Texts of a value that holds scopes or roles. */
export function textsOf(value: Value): readonly string[] {
  switch (value.kind) {
    case 'text':
      return value.value.includes(HOLE) || value.value === '' ? [] : [value.value];
    case 'number':
      return [String(value.value)];
    case 'list':
      return value.items.flatMap(textsOf);
    case 'either':
      return value.options.flatMap(textsOf);
    default:
      return [];
  }
}
