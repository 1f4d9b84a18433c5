/**
 * Functions that are handed how to make something, and keep what was made: containers of dependencies, lazy values. They look
 * up what they kept by keys and flags that are not known here; so whoever asks again for the same is given the same.
 */
import type { FunctionNode } from '../core/program.ts';
import type { Machine } from './machine.ts';
import type { ClosureValue, Scope, Value } from './value.ts';

/**
 * The same text for calls that hand a function the same thunk: a function without parameters that declares what it gives, and
 * sees nothing but the object in whose method it is written. Undefined for any other call.
 */
export function onceKey(machine: Machine, fn: FunctionNode, args: readonly Value[]): string | undefined {
  const thunks = args.filter((arg): arg is ClosureValue => arg.kind === 'closure');
  if (thunks.length === 0 || !thunks.every(isThunk)) return undefined;
  const objects = thunks.map(({ scope }) => ownerOf(scope));
  if (objects.includes(undefined)) return undefined;
  const others = args.map(arg =>
    arg.kind === 'text' || arg.kind === 'number'
      ? arg.value
      : arg.kind === 'instance'
        ? identityOf(machine, arg)
        : arg.kind,
  );
  const made = thunks.map((thunk, index) => `${thunk.fn.id} of ${identityOf(machine, objects[index])}`);
  return [fn.id, ...made, ...others].join(' ');
}

function isThunk({ fn: { parameters, returnType } }: ClosureValue): boolean {
  return parameters.length === 0 && returnType !== undefined && returnType.name !== 'error';
}

/** The object whose method a function is written in, where it sees nothing else of that method. */
function ownerOf(scope: Scope): Value | undefined {
  const { self } = scope;
  if (self?.kind !== 'instance') return undefined;
  return [...scope.names.values()].every(({ value }) => value === self) ? self : undefined;
}

const IDENTITIES = new WeakMap<Machine, Map<Value | undefined, number>>();

function identityOf(machine: Machine, value: Value | undefined): number {
  const known = IDENTITIES.get(machine) ?? new Map<Value | undefined, number>();
  IDENTITIES.set(machine, known);
  const identity = known.get(value) ?? known.size;
  known.set(value, identity);
  return identity;
}
