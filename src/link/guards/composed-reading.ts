/** Guards that are put together: with `&`, `|` and `~`, in lists of which one is enough, and functions that decide. */
import type { Machine } from '../machine.ts';
import type { Value } from '../value.ts';
import { exploreClosure } from './explore.ts';
import { readBody, readGuard } from './reading.ts';
import { type Reading, oneOf, simple, strongest } from './readings.ts';
import type { Request } from './request.ts';
import { speaksOfAuthentication } from './vocabulary.ts';

/** What a composition does to a stranger. */
export function readComposed(
  machine: Machine,
  { how, of }: Extract<Value, { kind: 'composed' }>,
  request: Request,
): Reading {
  switch (how) {
    case 'all':
      return strongest(of.map(one => readGuard(machine, one, request)));
    case 'any':
      return weakest(of.map(one => readGuard(machine, one, request)));
    case 'not': {
      const [reading] = of.map(one => readGuard(machine, one, request));
      return reading?.effect === 'required'
        ? { ...reading, effect: 'none', why: `it lets pass whom ${reading.what} refuses` }
        : simple('unknown', reading?.what ?? 'a guard', 'it is the opposite of a guard that lets strangers pass');
    }
    case 'refuses': {
      // What is missing, and has a name that says nothing of callers, is about something else.
      const known = of.filter(one => one.kind !== 'unknown' || speaksOfAuthentication(one.name ?? ''));
      const reading = strongest(known.map(one => readGuard(machine, one, request)));
      return reading.effect === 'optional' ? { ...reading, effect: 'none' } : reading;
    }
    case 'makes':
      return strongest(of.map(one => readMaking(machine, one, request)));
    case 'decides':
    case 'judges':
      return strongest(of.map(one => readDecision(machine, one, request, how)));
  }
}

/** Of guards of which one is enough, what the weakest does; several that may be it leave that open. */
function weakest(all: readonly Reading[]): Reading {
  const some = all.filter(({ refusesAll }) => !refusesAll);
  const readings = some.length > 0 ? some : all;
  return (
    readings.find(({ effect }) => effect === 'none') ??
    readings.find(({ effect }) => effect === 'optional') ??
    oneOf(readings)
  );
}

/** A constructor: whoever it ends a request of may be refused for want of a credential, wherever that could not be told. */
function readMaking(machine: Machine, by: Value, request: Request): Reading {
  if (by.kind !== 'closure') return readGuard(machine, by, request);
  const named = { what: 'the constructor of the controller', at: by.fn.at, name: undefined };
  const reading = readBody(machine, by, request, { style: 'supplier' }, named);
  if (reading.effect === 'optional') return { ...reading, effect: 'none' };
  if (reading.effect !== 'none') return reading;
  const { refusals } = exploreClosure(machine, by, request, { style: 'supplier' });
  return refusals === 0
    ? reading
    : { ...reading, effect: 'unknown', why: 'it may refuse callers, by what could not be told' };
}

function readDecision(machine: Machine, by: Value, request: Request, how: 'decides' | 'judges'): Reading {
  if (by.kind !== 'closure') {
    const reading = readGuard(machine, by, request);
    return reading.effect === 'none'
      ? simple('unknown', reading.what, 'the function that decides could not be followed')
      : reading;
  }
  const name = by.fn.name ?? machine.namesOf.get(by.fn.id);
  return readBody(
    machine,
    by,
    request,
    { style: how === 'judges' ? 'judgement' : 'decision' },
    { what: name ?? 'a function that decides', at: by.fn.at, name },
  );
}
