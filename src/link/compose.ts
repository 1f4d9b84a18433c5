/** Guards that are put before a value, which may be a router or a function. */
import type { ProgramFact } from '../core/facts/program.ts';
import { push } from './events.ts';
import type { Frame } from './frame.ts';
import { operand } from './interpreter.ts';
import { type Machine, addRouter } from './machine.ts';
import { ROOT } from './path-values.ts';
import { type Value, flatten, optionsOf } from './value.ts';

type Composing = Extract<ProgramFact, { kind: 'compose' }>;

/** A router behind guards is a router of its own; anything else is a function behind them, or one guard after the others. */
export function composed(machine: Machine, frame: Frame, fact: Composing): Value {
  const guards = fact.guards.flatMap(guard => flatten(operand(machine, frame, guard)));
  const of = operand(machine, frame, fact.of);
  const inner = optionsOf(of).find(option => option.kind === 'router');
  if (inner?.kind !== 'router') return { kind: 'wrapped', guards, of };
  const router = addRouter(machine, {
    framework: fact.framework,
    at: fact.at,
    role: inner.router.role,
    rules: fact.rules,
  });
  push(machine, router, { kind: 'guard', at: fact.at, covers: 'below', paths: [], guards });
  push(machine, router, { kind: 'mount', at: fact.at, paths: ROOT, items: [of] });
  return { kind: 'router', router };
}
