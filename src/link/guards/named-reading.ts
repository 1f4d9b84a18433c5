/** Reads guards that are given by name, and those that an operation says do not stand before it. */
import { guardsNamed, isAddedOnly, partsOf } from '../guard-names.ts';
import type { Machine } from '../machine.ts';
import { type NamedGuardValue, type Value, isSame } from '../value.ts';
import { readGuard } from './reading.ts';
import { type Reading, simple, strongest } from './readings.ts';
import type { Request } from './request.ts';

/** Metadata of an operation that lists guards which do not stand before it. */
export const WITHOUT = '#without';

/** Names for names that are followed. */
const DEPTH = 8;

export function readNamed(machine: Machine, guard: NamedGuardValue, request: Request, depth = 0): Reading {
  const { name, argument } = partsOf(guard.name);
  if (isSpared(guard, request)) return spared(guard.name);
  const own = guard.own.find(one => one.name === name);
  const said = depth > DEPTH ? undefined : guardsNamed(machine, guard, name);
  const ofFramework: Reading | undefined = own && {
    ...simple(own.effect, guard.name, own.why, guard.at),
    mechanisms: own.effect === 'required' || own.effect === 'optional' ? (mechanismOf(own, argument) ?? []) : [],
    isLimiter: own.limiter === true,
  };
  if (!said)
    return ofFramework ?? simple('unknown', guard.name, 'nothing in the tree says what this name stands for', guard.at);
  const readings = said.map(one =>
    one.kind === 'text'
      ? readNamed(machine, { ...guard, name: one.value }, request, depth + 1)
      : readGuard(machine, one, request),
  );
  if (ofFramework && isAddedOnly(machine, guard, name)) readings.push(ofFramework);
  const reading = strongest(readings);
  const given = own && reading.effect === 'required' ? mechanismOf(own, argument) : undefined;
  return {
    ...reading,
    what: readings.length === 1 && reading.what !== guard.name ? `${guard.name} (${reading.what})` : guard.name,
    ...(given && argument !== undefined ? { mechanisms: given } : {}),
    isLimiter: readings.some(({ isLimiter }) => isLimiter),
  };
}

function mechanismOf(
  own: NamedGuardValue['own'][number],
  argument: string | undefined,
): Reading['mechanisms'] | undefined {
  const mechanism = (argument === undefined ? undefined : own.mechanisms?.[argument]) ?? own.mechanism;
  return mechanism && [mechanism];
}

/** Whether an operation says that this guard does not stand before it. */
export function isSpared(guard: Value, request: Request): boolean {
  const without = request.metadata.get(WITHOUT);
  if (without?.kind !== 'list') return false;
  const name = guard.kind === 'named-guard' ? partsOf(guard.name).name : undefined;
  return without.items.some(item =>
    item.kind === 'text'
      ? name !== undefined && (item.value === name || partsOf(item.value).name === name)
      : isSame(item, guard),
  );
}

export function spared(what: string): Reading {
  return { ...simple('none', what, 'the operation says that it does not stand before it'), exempt: true };
}
