/** Guards that a detector knows, as values. */
import type { ProgramFact } from '../core/facts/program.ts';
import { GUARD_OF_ACCESS } from './access-effects.ts';
import type { Frame } from './frame.ts';
import { readRule } from './guards/spel.ts';
import { operand } from './interpreter.ts';
import type { Machine } from './machine.ts';
import { methodWords } from './method-words.ts';
import { namedProviders } from './providers.ts';
import type { ClosureValue, KnownGuard, Value } from './value.ts';

export function guardOf(
  machine: Machine,
  frame: Frame,
  fact: Extract<ProgramFact, { kind: 'guard-kind' }>,
): KnownGuard {
  const check = fact.check && operand(machine, frame, fact.check);
  const found = fact.checkIfFound && functionIn(operand(machine, frame, fact.checkIfFound));
  const skips = fact.skips && operand(machine, frame, fact.skips);
  const rule = fact.rule && readRule(operand(machine, frame, fact.rule));
  return {
    kind: 'guard',
    at: fact.at,
    what: fact.why,
    // What it asks and cannot be followed may say yes to anything.
    effect: rule
      ? GUARD_OF_ACCESS[rule.effect]
      : (check && check.kind !== 'closure') || (skips && !isAsked(skips))
        ? 'unknown'
        : fact.effect,
    ...(check?.kind === 'closure' ? { check } : found ? { check: found } : {}),
    ...(skips?.kind === 'closure' ? { skips } : {}),
    ...(fact.hands ? { hands: fact.hands } : {}),
    ...(fact.exemptBy === undefined ? {} : { exemptBy: fact.exemptBy }),
    ...(fact.onlyFor === undefined ? {} : { onlyFor: fact.onlyFor }),
    ...(fact.yieldsTo === undefined ? {} : { yieldsTo: fact.yieldsTo }),
    ...(fact.marks === undefined ? {} : { marks: fact.marks }),
    scopes: rule
      ? rule.scopes.map((scope): Value => ({ kind: 'text', value: scope }))
      : (fact.scopes ?? []).map(scope => operand(machine, frame, scope)),
    ...(fact.needs === undefined ? {} : { needs: fact.needs }),
    limiter: fact.limiter === true,
    ...(fact.controls ? { controls: fact.controls } : {}),
    why: fact.why,
    ...(fact.mechanism ? { mechanism: fact.mechanism } : {}),
    ...(fact.except ? { except: operand(machine, frame, fact.except) } : {}),
    ...(fact.providers || fact.optionalProviders
      ? { providers: namedProviders(fact, expr => operand(machine, frame, expr)) }
      : {}),
    ...(fact.methods ? { methods: methodWords(fact.methods, expr => operand(machine, frame, expr)) } : {}),
  };
}

/** A function, or the one that something of a package is made with: `Kleisli(request => …)`. */
export function functionIn(value: Value): ClosureValue | undefined {
  if (value.kind === 'closure') return value;
  return value.kind === 'outcome' ? value.args.flatMap(arg => (arg.kind === 'closure' ? [arg] : []))[0] : undefined;
}

/** Whether it is known what such a function says; that of a package for want of another one skips nothing. */
function isAsked(skips: Value): boolean {
  if (skips.kind === 'external') return skips.path.at(-1) === 'DefaultSkipper';
  return skips.kind === 'closure' || skips.kind === 'nothing';
}
