/** Guards of the routers around that an operation says do not stand before it. Source: Laravel, `Router::resolveMiddleware`. */
import { lineOf } from '../ancestors.ts';
import { classOfName, guardsNamed, partsOf } from '../guard-names.ts';
import type { Machine } from '../machine.ts';
import { type NamedGuardValue, type Value, isSame } from '../value.ts';
import { type Reading, simple } from './readings.ts';
import type { Request } from './request.ts';

/** Metadata of an operation that lists these guards. */
export const WITHOUT = '#without';

/** Names for names that are followed. */
const DEPTH = 8;

/** What a guard comes to: a class of the tree or of a package, or a name that nothing is known of; with what it is given. */
type Resolved = { readonly value?: Value; readonly name?: string; readonly given: string };

/**
 * Whether an operation says that this guard does not stand before it. Both are what their names stand for, with what they are
 * given: `auth` takes `auth:api` away from nothing. A class takes away those that derive from it, where they are given nothing.
 */
export function isSpared(machine: Machine, guard: Value, request: Request): boolean {
  const without = listed(request);
  if (without.length === 0) return false;
  if (guard.kind === 'named-guard' && without.some(item => item.kind === 'named-guard' && isSameName(item, guard)))
    return true;
  const excluded = without.flatMap(item => resolved(machine, item, '', 0));
  return resolved(machine, guard, (request.given ?? []).join(), DEPTH).some(one =>
    excluded.some(other => isTakenAway(one, other)),
  );
}

/** Whether it could not be told which guards an operation goes without. */
export function isUnclear(request: Pick<Request, 'metadata'>): boolean {
  return listed(request).some(
    ({ kind }) => kind === 'unknown' || kind === 'outcome' || kind === 'either' || kind === 'method',
  );
}

function listed({ metadata }: Pick<Request, 'metadata'>): readonly Value[] {
  const without = metadata.get(WITHOUT);
  return without?.kind === 'list' ? without.items : [];
}

function isSameName(one: NamedGuardValue, other: NamedGuardValue): boolean {
  return one.of || other.of ? false : one.name === other.name;
}

/** `depth`: names that were followed on the way; at the most, a name is not followed any further. */
function resolved(machine: Machine, guard: Value, given: string, depth: number): readonly Resolved[] {
  if (guard.kind !== 'named-guard') return [{ value: guard, given }];
  const { name, given: own } = partsOf(guard.name);
  const args = own.length > 0 ? own.join() : given;
  if (guard.of) return resolved(machine, guard.of, args, depth);
  const said = depth < DEPTH ? guardsNamed(machine, guard, name) : undefined;
  if (said)
    return said.flatMap(one =>
      resolved(machine, one.kind === 'text' ? { ...guard, name: one.value } : one, args, depth + 1),
    );
  const cls = classOfName(machine, guard, guard.own.find(one => one.name === name)?.stands ?? name);
  return [{ ...(cls ? { value: cls } : { name }), given: args }];
}

function isTakenAway(guard: Resolved, excluded: Resolved): boolean {
  if (guard.name !== undefined) return guard.name === excluded.name && guard.given === excluded.given;
  const { value } = guard;
  const other = excluded.value;
  if (!value || !other) return false;
  if (isSame(value, other)) return guard.given === excluded.given;
  const isPlain = guard.given === '' && excluded.given === '';
  return isPlain && value.kind === 'class' && lineOf(value).some(above => isSame(above, other));
}

export function spared(what: string): Reading {
  return { ...simple('none', what, 'the operation says that it does not stand before it'), exempt: true };
}
