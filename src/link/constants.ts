/** Constants that a program defines by calling a function with their names. Source: PHP manual, define. */
import type { Machine } from './machine.ts';
import { type Value, either, optionsOf } from './value.ts';

/** One that is defined in several places has the value of any; a default beside what is set outside is taken. */
export function defineConstant(machine: Machine, file: string, name: string, value: Value): void {
  const key = keyOf(machine, file, name);
  const before = machine.constants.get(key);
  const options = optionsOf(before ? either([before, value]) : value);
  const known = options.filter(option => option.kind !== 'unknown' && option.kind !== 'outcome');
  machine.constants.set(key, either(known.length > 0 ? known : options));
}

export function definedConstant(machine: Machine, file: string, name: string): Value | undefined {
  return machine.constants.size === 0 ? undefined : machine.constants.get(keyOf(machine, file, name));
}

/** What another component defines is another program's. */
function keyOf(machine: Machine, file: string, name: string): string {
  return `${machine.program.componentOf(file)}#${name}`;
}
