/** Names by which guards are given, and what stands behind them. */
import type { ProgramFact } from '../core/facts/program.ts';
import { sharedFolders } from './folders.ts';
import type { Machine } from './machine.ts';
import type { Router } from './router.ts';
import { type NamedGuardValue, type Value, HOLE, flatten, optionsOf } from './value.ts';

/** What a file says of names; its values are looked up when a guard is read, as classes may load each other in circles. */
export type GuardNames = {
  readonly file: string;
  readonly framework: string;
  readonly adds: boolean;
  readonly names: () => Value;
};

export function noteGuardNames(
  machine: Machine,
  fact: Extract<ProgramFact, { kind: 'guard-names' }>,
  names: () => Value,
): void {
  machine.guardNames.push({ file: fact.at.file, framework: fact.framework, adds: fact.adds === true, names });
}

/** Guards of a router whose framework knows them by name: texts are names, several of which may be joined by bars. */
export function namedGuards(router: Router, at: NamedGuardValue['at'], guards: readonly Value[]): readonly Value[] {
  const { named } = router.rules;
  if (!named) return guards;
  return guards.flatMap(guard => {
    if (guard.kind !== 'text') return [guard];
    return guard.value
      .split('|')
      .filter(name => name !== '')
      .map((name): Value => {
        return { kind: 'named-guard', name, framework: router.framework, at, own: named.guards };
      });
  });
}

/** The name without what is given to it, and the first of that. */
export function partsOf(name: string): { readonly name: string; readonly argument: string | undefined } {
  const colon = name.indexOf(':');
  if (colon < 0) return { name, argument: undefined };
  const [first] = name.slice(colon + 1).split(',');
  return { name: name.slice(0, colon), argument: first };
}

/**
 * What the program says that a name stands for, nearest to where the guard is given; undefined where it says nothing. A name
 * that is part of the text alone known (`HOLE`) is not looked up.
 */
export function guardsNamed(
  machine: Machine,
  { framework, at }: NamedGuardValue,
  name: string,
): readonly Value[] | undefined {
  if (name.includes(HOLE)) return undefined;
  const said = machine.guardNames
    .filter(one => one.framework === framework)
    .flatMap(({ file, adds, names }) =>
      optionsOf(names()).flatMap(option => {
        const value = option.kind === 'record' ? option.fields.get(name) : undefined;
        return value ? [{ shared: sharedFolders(file, at.file), adds, value }] : [];
      }),
    );
  const main = said.filter(({ adds }) => !adds);
  const most = Math.max(0, ...main.map(({ shared }) => shared));
  const nearest = main.filter(({ shared }) => shared === most);
  if (said.length === 0) return undefined;
  const added = said.filter(({ adds }) => adds);
  return [...nearest.slice(0, 1), ...added].flatMap(({ value }) => flatten(value));
}

/** Whether all that is known of a name was added to what the framework has under it. */
export function isAddedOnly(machine: Machine, { framework }: NamedGuardValue, name: string): boolean {
  return !machine.guardNames.some(
    one =>
      one.framework === framework &&
      !one.adds &&
      optionsOf(one.names()).some(option => option.kind === 'record' && option.fields.has(name)),
  );
}
