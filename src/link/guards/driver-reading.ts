/**
 * What stands behind the names that a guard of a framework is given: `auth:api` asks the guard `api` of the settings, by its
 * driver. Source: Laravel, Authentication (Protecting Routes; Adding Custom Guards, Closure Request Guards).
 */
import { guardsNamed, partsOf } from '../guard-names.ts';
import type { Machine } from '../machine.ts';
import { type ClosureValue, type NamedGuardValue, optionsOf, withoutSet } from '../value.ts';
import { exploreClosure } from './explore.ts';
import type { Reading } from './readings.ts';
import type { Request } from './request.ts';

/** Names under which facts say which driver a guard of the settings has, which guard is asked by default, and what a driver does. */
export const GUARD_PREFIX = '(guard) ';
export const DRIVER_PREFIX = '(driver) ';
export const DEFAULT_GUARD = '(default guard)';

/**
 * A reading of a guard that lets whoever pass that one of the guards of the settings knows. One that gives strangers a user,
 * too, refuses nobody; where what it gives them could not be told, neither can whether it does.
 */
export function byDrivers(machine: Machine, reading: Reading, guard: NamedGuardValue, request: Request): Reading {
  if (reading.effect !== 'required') return reading;
  const own = guard.own.find(one => one.mechanisms !== undefined);
  if (!own) return reading;
  const { given } = partsOf(guard.name);
  const names = given.length > 0 ? given : textsNamed(machine, guard, DEFAULT_GUARD);
  const drivers = names.map(name => textsNamed(machine, guard, GUARD_PREFIX + name)[0]);
  const [driver] = drivers;
  const [only, ...others] = reading.mechanisms;
  // Of the name of the guard, which says less than its driver.
  const isGuessed = others.length === 0 && (only === own.mechanism || only === own.mechanisms?.[given[0] ?? '']);
  const mechanism = isGuessed && given.length > 0 && driver !== undefined ? own.mechanisms?.[driver] : undefined;
  const known = mechanism ? { ...reading, mechanisms: [mechanism] } : reading;
  for (const one of drivers) {
    const [made] = one === undefined ? [] : (guardsNamed(machine, guard, DRIVER_PREFIX + one) ?? []);
    const answer = made?.kind === 'closure' ? ofDriver(machine, made, request) : undefined;
    if (answer === 'user')
      return { ...known, effect: 'optional', why: `the driver ${one ?? ''} gives strangers a user, too` };
    if (answer === 'unknown')
      return { ...known, effect: 'unknown', why: `what the driver ${one ?? ''} gives strangers could not be told` };
  }
  return known;
}

function textsNamed(machine: Machine, guard: NamedGuardValue, name: string): readonly string[] {
  return (guardsNamed(machine, guard, name) ?? [])
    .flatMap(one => withoutSet(optionsOf(one)))
    .flatMap(one => (one.kind === 'text' ? [one.value] : []));
}

/** What a function gives that is asked for the user of a request of a stranger. */
function ofDriver(machine: Machine, made: ClosureValue, request: Request): 'user' | 'nobody' | 'unknown' {
  const explored = exploreClosure(machine, made, request, { style: 'decision' });
  if (explored.passes === 0) return 'nobody';
  if (explored.uncertainPasses < explored.passes) return 'user';
  // Whom it looks up by a credential that is not there it does not find.
  return explored.reads.length > 0 ? 'nobody' : 'unknown';
}
