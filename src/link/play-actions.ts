/** Actions of Play in Scala: what a controller's method gives answers, not the method itself. */
import { callClosure } from './calling.ts';
import { rulesAt } from './language.ts';
import type { Machine } from './machine.ts';
import { type Value, unknown } from './value.ts';

/** The action that a method of a controller gives, whatever it is given; any other value as it is. */
export function actionOf(machine: Machine, value: Value): Value {
  if (value.kind !== 'closure' || !value.fn.bindsSelf || !rulesAt(machine, value.scope.file).makesObjects) return value;
  const action = callClosure(machine, value, []);
  return action.kind === 'outcome' || action.kind === 'nothing'
    ? unknown('an action that could not be followed')
    : action;
}
