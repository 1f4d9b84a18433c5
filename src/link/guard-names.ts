/** Names by which guards are given, and what stands behind them. */
import type { ProgramFact } from '../core/facts/program.ts';
import { sharedFolders } from './folders.ts';
import type { Machine } from './machine.ts';
import { importedValue } from './modules.ts';
import type { Router } from './router.ts';
import { type NamedGuardValue, type Value, HOLE, flatten, optionsOf, unknown, withoutSet } from './value.ts';

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

/**
 * Guards of a router whose framework knows them by name: texts are names, several of which may be joined by bars; what begins
 * with a colon is given to the guard before it. What a function made of a text that is not known is not known either.
 */
export function namedGuards(router: Router, at: NamedGuardValue['at'], guards: readonly Value[]): readonly Value[] {
  const { named } = router.rules;
  if (!named) return guards;
  const asNamed = (name: string, of?: Value): NamedGuardValue => {
    return { kind: 'named-guard', name, framework: router.framework, at, own: named.guards, ...(of && { of }) };
  };
  return withArguments(guards.flatMap(byDefault), asNamed).flatMap((guard): readonly Value[] => {
    if (guard.kind === 'outcome' && !guard.call.isNew && guard.of.kind !== 'guard')
      return [unknown('what names it could not be followed', 'a guard')];
    if (guard.kind !== 'text') return [guard];
    return guard.value
      .split('|')
      .filter(name => name !== '')
      .map(name => asNamed(name));
  });
}

/** Names that the environment may replace are those that stand there. */
function byDefault(guard: Value): readonly Value[] {
  if (guard.kind !== 'either') return [guard];
  const [only, ...others] = withoutSet(guard.options);
  return only && others.length === 0 ? flatten(only) : [guard];
}

/** Guards, each with the text behind it that begins with a colon. */
function withArguments(guards: readonly Value[], asNamed: (name: string, of: Value) => Value): readonly Value[] {
  const out: Value[] = [];
  for (const guard of guards) {
    const before = out.at(-1);
    if (guard.kind === 'text' && guard.value.startsWith(':') && before)
      out[out.length - 1] = asNamed(guard.value, before);
    else out.push(guard);
  }
  return out;
}

/** The name without what is given to it, the first of that, and all of it. */
export function partsOf(name: string): {
  readonly name: string;
  readonly argument: string | undefined;
  readonly given: readonly string[];
} {
  const colon = name.indexOf(':');
  if (colon < 0) return { name, argument: undefined, given: [] };
  const given = name.slice(colon + 1).split(',');
  return { name: name.slice(0, colon), argument: given[0], given };
}

/** What a name stands for that is the full name of a class: `App\Http\Middleware\Key:admin`. */
export function classOfName(machine: Machine, { at }: NamedGuardValue, name: string): Value | undefined {
  const last = name.lastIndexOf('\\');
  if (last < 1 || name.includes(HOLE)) return undefined;
  return importedValue(machine, at.file, name.slice(last + 1), name.slice(name.startsWith('\\') ? 1 : 0, last));
}

/**
 * What the program says that a name stands for, nearest to where the guard is given; undefined where it says nothing. A name
 * that is part of the text alone known (`HOLE`) is not looked up.
 */
export function guardsNamed(machine: Machine, guard: NamedGuardValue, name: string): readonly Value[] | undefined {
  const { framework, at } = guard;
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
  return withArguments(
    [...nearest.slice(0, 1), ...added].flatMap(({ value }) => flatten(value)),
    (given, of) => ({ ...guard, name: given, of }),
  );
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
