/** What functions cost that register nothing. */
import { rulesAt } from './language.ts';
import { COSTLY_CALL, type Machine } from './machine.ts';
import type { ClosureValue } from './value.ts';

/** How things stood before a function was called. */
export type Before = {
  readonly steps: number;
  readonly fired: number;
  readonly registered: number;
  readonly isScript: boolean;
};

export function idleFrom(machine: Machine, { scope }: ClosureValue): Before {
  return {
    steps: machine.steps,
    fired: machine.fired.size,
    registered: machine.registered,
    isScript: rulesAt(machine, scope.file).includes === true,
  };
}

/** Keeps count of what a function costs while it registers nothing, so that helpers called everywhere do not use up the budget. */
export function countIdle(machine: Machine, fn: string, before: Before): void {
  // Each script that a server is asked for registers its own, by functions that others call, too.
  const registersOwn = before.isScript && machine.registered > before.registered;
  if (machine.fired.size > before.fired || registersOwn) {
    machine.idleSteps.delete(fn);
    return;
  }
  const cost = Math.max(0, machine.steps - before.steps);
  machine.idleSteps.set(fn, (machine.idleSteps.get(fn) ?? 0) + (cost > COSTLY_CALL ? 4 * cost : cost));
}
