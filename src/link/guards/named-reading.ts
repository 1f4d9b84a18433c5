/** Reads guards that are given by name. */
import { classOfName, guardsNamed, isAddedOnly, partsOf } from '../guard-names.ts';
import type { Machine } from '../machine.ts';
import type { NamedGuardValue } from '../value.ts';
import { readGuard } from './reading.ts';
import { type Reading, simple, strongest } from './readings.ts';
import type { Request } from './request.ts';
import { isSpared, spared } from './sparing.ts';

/** Names for names that are followed. */
const DEPTH = 8;

export function readNamed(machine: Machine, guard: NamedGuardValue, request: Request, depth = 0): Reading {
  const { name, argument, given } = partsOf(guard.name);
  if (isSpared(machine, guard, request)) return spared(guard.name);
  const asked: Request = { ...request, given };
  if (guard.of) return withMechanism(readGuard(machine, guard.of, asked), guard, argument);
  const own = guard.own.find(one => one.name === name);
  const said = depth > DEPTH ? undefined : guardsNamed(machine, guard, name);
  const ofFramework: Reading | undefined = own && {
    ...simple(own.effect, guard.name, own.why, guard.at),
    mechanisms: own.effect === 'required' || own.effect === 'optional' ? (mechanismOf(own, argument) ?? []) : [],
    isLimiter: own.limiter === true,
  };
  if (!said) {
    const cls = own ? undefined : classOfName(machine, guard, name);
    if (cls) return withMechanism(readGuard(machine, cls, asked), guard, argument);
    return ofFramework ?? simple('unknown', guard.name, 'nothing in the tree says what this name stands for', guard.at);
  }
  const readings = said.map(one =>
    one.kind === 'text'
      ? readNamed(machine, { ...guard, name: one.value }, request, depth + 1)
      : readGuard(machine, one, one.kind === 'named-guard' ? request : asked),
  );
  if (ofFramework && isAddedOnly(machine, guard, name)) readings.push(ofFramework);
  const reading = strongest(readings);
  const mechanisms = own && reading.effect === 'required' ? mechanismOf(own, argument) : undefined;
  return {
    ...reading,
    what: readings.length === 1 && reading.what !== guard.name ? `${guard.name} (${reading.what})` : guard.name,
    ...(mechanisms && argument !== undefined ? { mechanisms } : {}),
    isLimiter: readings.some(({ isLimiter }) => isLimiter),
  };
}

/** `Authenticate::class . ':api'` asks as `auth:api` does. */
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
