/** Values that stand for others: what is included by name, guards that spare some paths, plugins that share a scope. */
import type { ProgramFact } from '../core/facts/program.ts';
import type { Frame } from './frame.ts';
import type { Machine } from './machine.ts';
import { memberOf } from './members.ts';
import { importedValue } from './modules.ts';
import { type Value, either, flatten, optionsOf, routersIn, unknown } from './value.ts';

/** `include('module')`: a member of a module that is given, by its name or itself; `(module, name)`: that of the first. */
export function memberMeant(machine: Machine, frame: Frame, given: Value, member: string): Value {
  return either(
    optionsOf(given).map(option => {
      const [first, second] = option.kind === 'list' ? option.items : [];
      const isNamed = first !== undefined && second?.kind === 'text' && routersIn(first).length === 0;
      const value = isNamed ? first : option;
      if (value.kind === 'text')
        return memberOf(
          machine,
          importedValue(machine, frame.scope.file, '*', value.value) ?? unknown('a module', value.value),
          member,
        );
      return value.kind === 'record' ? memberOf(machine, value, member) : value;
    }),
  );
}

export function aliasOf(value: Value, fact: Extract<ProgramFact, { kind: 'alias' }>, except: Value | undefined): Value {
  if (except) return { kind: 'sparing', guards: flatten(value), except };
  return fact.sharesScope && value.kind === 'closure' ? { ...value, sharesScope: true } : value;
}
