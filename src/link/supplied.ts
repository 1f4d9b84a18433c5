/** What a framework resolves for the parameters of a function before it calls it. */
import type { Parameter } from '../core/program.ts';
import { operand } from './interpreter.ts';
import type { Machine } from './machine.ts';
import { type Value, flatten, optionsOf } from './value.ts';

export type Supplied = Extract<Value, { kind: 'supplied' }>;

/** What needs what, and so on. */
const DEPTH = 12;

/** The functions that run before a handler because its parameters need what they give, in the order in which they run. */
export function suppliedTo(machine: Machine, handler: Value | undefined, depth = 0): readonly Value[] {
  if (handler?.kind === 'wrapped') return suppliedTo(machine, handler.of, depth);
  if (handler?.kind !== 'closure' || depth > DEPTH) return [];
  return handler.fn.parameters.flatMap(parameter =>
    suppliedBy(machine, handler, parameter).flatMap(({ guards }) => opened(machine, guards, depth + 1)),
  );
}

/** Guards, each after those that its own parameters need. */
export function withSupplied(machine: Machine, guards: readonly Value[]): readonly Value[] {
  return opened(machine, guards, 0);
}

function opened(machine: Machine, guards: readonly Value[], depth: number): readonly Value[] {
  return guards.flatMap((guard): readonly Value[] => {
    if (guard.kind === 'supplied') return opened(machine, guard.guards, depth + 1);
    return guard.kind === 'closure' && guard.fn.parameters.length > 0
      ? [...suppliedTo(machine, guard, depth), guard]
      : [guard];
  });
}

/** What is resolved for one parameter of a function: said by its default, or in its annotation. */
export function suppliedBy(
  machine: Machine,
  { scope }: Extract<Value, { kind: 'closure' }>,
  parameter: Parameter,
): readonly Supplied[] {
  const byDefault = parameter.pattern.byDefault;
  return [byDefault, parameter.annotation].flatMap((expr): readonly Supplied[] => {
    if (!expr) return [];
    const value = operand(machine, { scope, memo: new Map(), returns: [] }, expr);
    return flatten(value)
      .flatMap(item => optionsOf(item))
      .flatMap(item => (item.kind === 'supplied' ? [item] : []));
  });
}
