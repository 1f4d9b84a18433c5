/** What a framework gives to the parameters of a function, as a stranger makes it. */
import type { Mechanism } from '../../core/facts/program.ts';
import type { FunctionNode } from '../../core/program.ts';
import { lineOf } from '../ancestors.ts';
import { rulesAt } from '../language.ts';
import type { Machine } from '../machine.ts';
import { type Supplied, suppliedBy, withSupplied } from '../supplied.ts';
import type { ClosureValue, KnownGuard, Value } from '../value.ts';
import { fail } from './calls.ts';
import { memberSeen } from './expressions.ts';
import { isRefused, stepsOf } from './follow.ts';
import { exportedGuard, readGuard } from './reading.ts';
import { ABSENT, ANY, type Context, FORGED, type Seen, type Way, fork } from './seen.ts';
import { credentialAt } from './vocabulary.ts';

/**
 * What a framework resolves for a parameter: a credential is not there when a stranger sends none, and neither is what a
 * function that reads one gives; where one is demanded, the function does not run without. Undefined where nothing is
 * resolved for the parameter.
 */
export function suppliedSeen(
  context: Context,
  way: Way,
  closure: ClosureValue,
  parameter: FunctionNode['parameters'][number],
): Seen | undefined {
  const supplied = suppliedBy(context.machine, closure, parameter);
  if (supplied.length === 0) return undefined;
  if (context.caller === 'anyone') return ANY;
  const name = parameter.pattern.kind === 'name' ? parameter.pattern.name : 'a parameter';
  const credential = supplied.flatMap(one => credentialIn(context.machine, one, name))[0];
  if (credential) {
    way.reads.add(name);
    way.mechanisms.add(credential.mechanism);
    if (context.caller === 'forging') return { kind: 'forged', isWhole: true };
    if (credential.isDemanded) fail(way, 401);
    return ABSENT;
  }
  if (context.depth > 0) return ANY;
  const { at, pattern } = parameter;
  // In `Bearer(token): Bearer` the name is that of what is inside.
  const isInside = at.line !== pattern.at.line || at.column !== pattern.at.column;
  return givenByGuards(context, way, { closure, supplied, name, isInside });
}

/** A parameter of a function, what is resolved for it, and whether it stands for what is in that. */
type Wanted = {
  readonly closure: ClosureValue;
  readonly supplied: readonly Supplied[];
  readonly name: string;
  readonly isInside: boolean;
};

/** What a function that reads a credential itself gives to a stranger. */
function givenByGuards(context: Context, way: Way, { closure, supplied, name, isInside }: Wanted): Seen {
  const readings = withSupplied(context.machine, supplied).map(guard =>
    guard.kind === 'closure' && guard.fn === closure.fn
      ? undefined
      : readGuard(context.machine, guard, context.request),
  );
  const known = readings.filter(one => one && one.effect !== 'none');
  const reading = known.find(one => one && (one.reads?.length ?? 0) > 0) ?? known[0];
  if (!reading) return ANY;
  // What is made of a request by its type is there whenever the function runs, unless its type says that it may be missing.
  const guards = supplied.flatMap(one => one.guards);
  // What a package makes of who calls, for those who have logged in alone (`Option<Identity>`).
  const isEstablished = guards.some(guard => guard.kind === 'guard' && guard.effect === 'optional' && !guard.hands);
  const isThere =
    rulesAt(context.machine, closure.scope.file).suppliesByType === true &&
    !isEstablished &&
    !guards.some(guard => guard.kind === 'closure' && guard.mayBeMissing === true);
  if (isThere && context.caller === 'without') {
    const made = reading.effect === 'required' ? undefined : madeFor(context, way, supplied);
    if (!made) return ANY;
    way.reads.add(name);
    for (const read of reading.mechanisms) way.mechanisms.add(read);
    return isInside ? memberSeen(context, way, made, '0') : made;
  }
  way.reads.add(name);
  for (const read of reading.mechanisms) way.mechanisms.add(read);
  // Whoever makes a credential up comes this far only with what the function before took for good.
  if (context.caller === 'forging') {
    // Nobody has logged in with a session that is made up.
    const told = isEstablished ? ABSENT : toldBy(context, way, supplied);
    if (told === 'refused') fail(way, 401);
    way.isVerified ||= reading.effect === 'required' || told !== undefined;
    return told === undefined || told === 'refused' ? FORGED : isInside ? memberSeen(context, way, told, '0') : told;
  }
  return ABSENT;
}

/**
 * What a type makes of the request of a stranger: with a credential that is not there in it, or not at all, where it refuses.
 * Undefined where nothing of the kind is known.
 */
function madeFor(context: Context, way: Way, supplied: readonly Supplied[]): Seen | undefined {
  const maker = makerOf(supplied);
  if (!maker) return undefined;
  const made = stepsOf(context, fork(way), maker).flatMap(step => (isRefused(step) ? [] : [step.seen]));
  const [only, ...others] = made;
  if (!only) {
    fail(way, 401);
    return ABSENT;
  }
  if (others.length === 0) return only;
  // Of several that it may be, each without the credential, any lacks it.
  return made.every(lacks) ? { kind: 'any', holds: 'absent' } : undefined;
}

/**
 * What a made-up credential gets from what can tell it from a good one: nothing of what it is for, or a refusal. Undefined where
 * it may get anything.
 */
function toldBy(context: Context, way: Way, supplied: readonly Supplied[]): Seen | 'refused' | undefined {
  const maker = rulesAt(context.machine, context.scope.file).suppliesByType ? makerOf(supplied) : undefined;
  const steps = maker ? stepsOf(context, fork(way), maker) : [];
  const isTold = steps.some(step => step.way.isVerified && (isRefused(step) || lacks(step.seen)));
  if (!isTold || !steps.every(step => step.way.isVerified || isRefused(step) || lacks(step.seen))) return undefined;
  const lacking = steps.find(step => !isRefused(step) && lacks(step.seen));
  return lacking?.seen ?? 'refused';
}

/** The one function that makes what is resolved. */
function makerOf(supplied: readonly Supplied[]): ClosureValue | undefined {
  const makers = supplied.flatMap(({ guards }) => guards.filter(guard => guard.kind === 'closure'));
  const [maker, ...others] = makers;
  return others.length === 0 ? maker : undefined;
}

function lacks(seen: Seen): boolean {
  if (seen.kind === 'absent' || (seen.kind === 'known' && seen.value.kind === 'nothing')) return true;
  return seen.kind === 'object' && (seen.holds === 'absent' || [...(seen.fields?.values() ?? [])].some(lacks));
}

type Carried = { readonly mechanism: Mechanism; readonly isDemanded: boolean };

function credentialIn(machine: Machine, supplied: Supplied, parameter: string): readonly Carried[] {
  const { part } = supplied;
  if (part) {
    const name = part.name ?? (part.of === 'headers' ? parameter.replaceAll('_', '-') : parameter);
    const credential = credentialAt([part.of, name]);
    return credential ? [{ mechanism: credential.mechanism, isDemanded: part.isDemanded }] : [];
  }
  return supplied.guards.flatMap(guard => {
    const hands = handing(machine, guard);
    return hands?.hands ? [{ mechanism: hands.mechanism ?? 'custom', isDemanded: hands.hands === 'demanded' }] : [];
  });
}

/** The known guard that only reads a credential, which a value is, or is made of. */
export function handing(machine: Machine, guard: Value): KnownGuard | undefined {
  switch (guard.kind) {
    case 'guard':
      return guard.hands ? guard : undefined;
    case 'external': {
      const known = exportedGuard(machine, guard);
      return known?.kind === 'guard' && known.hands ? known : undefined;
    }
    case 'outcome':
      return handing(machine, guard.of);
    case 'instance':
      return guard.of.cls.members.some(member => member.kind === 'method' && member.name === '__call__')
        ? undefined
        : lineOf(guard.of).flatMap(above => (above.kind === 'class' ? [] : (handing(machine, above) ?? [])))[0];
    default:
      return undefined;
  }
}
