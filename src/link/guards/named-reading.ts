/** Reads guards that are given by name. */
import { lineOf } from '../ancestors.ts';
import { classOfName, guardsNamed, isAddedOnly, partsOf } from '../guard-names.ts';
import type { Machine } from '../machine.ts';
import { type NamedGuardValue, type Value, fullNames } from '../value.ts';
import { byDrivers } from './driver-reading.ts';
import { readGuard } from './reading.ts';
import { limitingOf, type Reading, simple, strongest } from './readings.ts';
import type { Request } from './request.ts';
import { isSpared, spared } from './sparing.ts';

/** Names for names that are followed. */
const DEPTH = 8;

export function readNamed(machine: Machine, guard: NamedGuardValue, request: Request, depth = 0): Reading {
  const reading = readByName(machine, guard, request, depth);
  return reading.isLimiter ? moreClosely(machine, guard, request, reading) : reading;
}

/**
 * What a limiter does hangs on what it is given: `throttle:api` asks what `RateLimiter::for('api', …)` has registered. Where the
 * name with what is given to it is known as a whole, that says whether and where anything is limited.
 */
function moreClosely(machine: Machine, guard: NamedGuardValue, request: Request, reading: Reading): Reading {
  const { argument } = partsOf(guard.name);
  const stands = guard.of ? guard.own.find(({ limiter }) => limiter)?.name : '';
  if (argument === undefined || stands === undefined) return reading;
  const [known] = guardsNamed(machine, guard, `${stands}${guard.name}`) ?? [];
  if (known?.kind !== 'guard') return reading;
  const { isLimiter, at } = readGuard(machine, known, request);
  const { limitedAt: _, ...rest } = reading;
  return { ...rest, isLimiter, ...(isLimiter && at && { limitedAt: at }) };
}

function readByName(machine: Machine, guard: NamedGuardValue, request: Request, depth: number): Reading {
  const { name, argument, given } = partsOf(guard.name);
  if (isSpared(machine, guard, request)) return spared(guard.name);
  const asked: Request = { ...request, given };
  if (guard.of) return ofClass(machine, guard.of, guard, asked);
  const own = guard.own.find(one => one.name === name);
  const said = depth > DEPTH ? undefined : guardsNamed(machine, guard, name);
  const ofFramework: Reading | undefined = own && {
    ...simple(own.effect, guard.name, own.why, guard.at),
    mechanisms: own.effect === 'required' || own.effect === 'optional' ? (mechanismOf(own, argument) ?? []) : [],
    isLimiter: own.limiter === true,
  };
  if (!said) {
    const cls = own ? undefined : classOfName(machine, guard, name);
    if (cls) return ofClass(machine, cls, guard, asked);
    if (ofFramework) return own?.mechanisms ? byDrivers(machine, ofFramework, guard, asked) : ofFramework;
    return simple('unknown', guard.name, 'nothing in the tree says what this name stands for', guard.at);
  }
  const readings = said.map(one =>
    one.kind === 'text'
      ? readNamed(machine, { ...guard, name: one.value }, request, depth + 1)
      : one.kind === 'named-guard'
        ? readGuard(machine, one, request)
        : ofClass(machine, one, guard, asked),
  );
  if (ofFramework && isAddedOnly(machine, guard, name)) readings.push(ofFramework);
  const reading = strongest(readings);
  const isPlain = own !== undefined && own.mechanism === reading.mechanisms[0] && reading.mechanisms.length === 1;
  const mechanisms = isPlain && reading.effect === 'required' ? mechanismOf(own, argument) : undefined;
  return {
    ...reading,
    what: readings.length === 1 && reading.what !== guard.name ? `${guard.name} (${reading.what})` : guard.name,
    ...(mechanisms && argument !== undefined ? { mechanisms } : {}),
    ...limitingOf(readings),
  };
}

/** A class that stands behind a name, or is given something by its own: `Authenticate::class . ':api'` asks as `auth:api` does. */
function ofClass(machine: Machine, value: Value, guard: NamedGuardValue, asked: Request): Reading {
  const reading = withMechanism(readGuard(machine, value, asked), guard, partsOf(guard.name).argument);
  return isAsking(value, guard) ? byDrivers(machine, reading, guard, asked) : reading;
}

/** Whether a class is, or derives from, the one by which the framework asks the guards of its settings. */
function isAsking(value: Value, { own }: NamedGuardValue): boolean {
  const asking = own.find(one => one.mechanisms !== undefined)?.stands;
  const line = value.kind === 'class' ? lineOf(value) : [value];
  return line.some(
    one => one.kind === 'external' && fullNames(one).some(full => full.replaceAll('.', '\\') === asking),
  );
}

/** The mechanism of the guard that is named there. */
function withMechanism(reading: Reading, { own }: NamedGuardValue, argument: string | undefined): Reading {
  const [only, ...others] = reading.mechanisms;
  const named = own.find(one => one.mechanisms !== undefined && one.mechanism === only);
  if (argument === undefined || !named || others.length > 0) return reading;
  return { ...reading, mechanisms: mechanismOf(named, argument) ?? reading.mechanisms };
}

function mechanismOf(
  own: NamedGuardValue['own'][number],
  argument: string | undefined,
): Reading['mechanisms'] | undefined {
  const mechanism = (argument === undefined ? undefined : own.mechanisms?.[argument]) ?? own.mechanism;
  return mechanism && [mechanism];
}
