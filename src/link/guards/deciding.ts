import type { Machine } from '../machine.ts';
import type { ClosureValue, Value } from '../value.ts';
import { exploreClosure } from './explore.ts';
import { type Named, readGuard } from './reading.ts';
import { type Reading, simple } from './readings.ts';
import type { Request } from './request.ts';

/**
 * What a function does whose answer alone decides whom frameworks let pass: it refuses strangers where no way gives yes to
 * one, whatever it looks at; and where some may, what that hangs on is not known.
 */
export function readDeciding(
  machine: Machine,
  closure: ClosureValue,
  request: Request,
  { what, at }: Named,
): Reading & { readonly leavesItTo?: string } {
  const explored = exploreClosure(machine, closure, request, { style: 'decision' });
  const base: Reading = {
    ...simple('required', what, 'it lets no stranger pass', at),
    mechanisms: explored.mechanisms,
    reads: explored.reads,
    exempt: explored.exemptBy !== undefined,
  };
  if (explored.isIncomplete) return { ...base, effect: 'unknown', why: 'its body is too long to be followed' };
  if (explored.passes === 0) {
    const forged = exploreClosure(machine, closure, request, { style: 'decision', caller: 'forging' });
    return forged.passesUnverified
      ? {
          ...base,
          effect: 'unknown',
          why: `it looks whether ${explored.reads.join(', ')} is there, and nothing that verifies it was found`,
        }
      : base;
  }
  if (explored.uncertainPasses < explored.passes) return { ...base, effect: 'none', why: 'it lets strangers pass' };
  const { mayReadBy, condition } = explored;
  return {
    ...base,
    effect: 'unknown',
    why: `whom it lets pass hangs on ${condition ?? 'a condition'}`,
    ...(mayReadBy === undefined ? {} : { leavesItTo: mayReadBy }),
  };
}

/** What decides in place of a guard: all of it has to be seen, and what lets nobody pass lets no stranger pass. */
export function readAsked(machine: Machine, asked: Value, request: Request): Reading {
  const [by] = asked.kind === 'composed' && asked.how === 'decides' ? asked.of : [];
  if (by?.kind === 'closure')
    return readDeciding(machine, by, request, { what: 'a function that decides', at: by.fn.at, name: by.fn.name });
  const reading = readGuard(machine, asked, request);
  if (reading.refusesAll) return { ...reading, effect: 'required', why: 'it lets no stranger pass' };
  const isSeen =
    asked.kind === 'closure' || asked.kind === 'class' || asked.kind === 'instance' || asked.kind === 'composed';
  return isSeen || reading.effect !== 'none'
    ? reading
    : { ...reading, effect: 'unknown', why: 'what decides whom it lets pass was not found' };
}
