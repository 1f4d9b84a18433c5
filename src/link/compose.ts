/** Guards that are put before a value, which may be a router or a function. */
import type { ProgramFact } from '../core/facts/program.ts';
import { push } from './events.ts';
import type { Frame } from './frame.ts';
import { operand } from './interpreter.ts';
import { type Machine, addRouter } from './machine.ts';
import { ROOT } from './path-values.ts';
import type { Router } from './router.ts';
import { type Value, flatten, optionsOf } from './value.ts';

type Composing = Extract<ProgramFact, { kind: 'compose' }>;

/** A router behind guards is a router of its own; anything else is a function behind them, or one guard after the others. */
export function composed(machine: Machine, frame: Frame, fact: Composing): Value {
  const guards = fact.guards.flatMap(guard => flatten(operand(machine, frame, guard)));
  const of = operand(machine, frame, fact.of);
  const inner = optionsOf(of).find(option => option.kind === 'router');
  if (inner?.kind !== 'router') return { kind: 'wrapped', guards, of };
  return guardedRouter(machine, inner.router, guards, fact);
}

/** A router that mounts another one, behind guards. */
export function guardedRouter(
  machine: Machine,
  inner: Router,
  guards: readonly Value[],
  { framework, at, rules }: Pick<Router, 'framework' | 'at' | 'rules'>,
): Value {
  const router = addRouter(machine, { framework, at, role: inner.role, rules });
  push(machine, router, { kind: 'guard', at, covers: 'below', paths: [], guards });
  push(machine, router, { kind: 'mount', at, paths: ROOT, items: [{ kind: 'router', router: inner }] });
  return { kind: 'router', router };
}
