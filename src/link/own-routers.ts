/** Routers that a program writes itself: it gives them paths and handlers, and what they make of these is not followed. */
import type { ProgramFact } from '../core/facts/program.ts';
import type { FunctionNode } from '../core/program.ts';
import { isOtherThanRouter } from './assumed.ts';
import { innermost } from './calling.ts';
import type { Frame } from './frame.ts';
import { push } from './events.ts';
import { goRole } from './guards/go-roles.ts';
import { operand } from './interpreter.ts';
import { type Machine, addRouter } from './machine.ts';
import { isStruct } from './structs.ts';
import { type ClosureValue, type Value, optionsOf } from './value.ts';

type Fact = Extract<ProgramFact, { kind: 'own-route' }>;

/**
 * Once all is known: a route for which a type of the tree was asked, and of which no router that is followed was told. It is
 * served somewhere unknown, behind whatever.
 */
export function noteOwnRoute(machine: Machine, frame: Frame, fact: Fact): void {
  const on = optionsOf(operand(machine, frame, fact.on)).find(option => option.kind === 'instance');
  const handler = innermost(operand(machine, frame, fact.handler));
  if (on?.kind !== 'instance' || on.router || !isStruct(machine, on.of)) return;
  const name = on.of.cls.name ?? '';
  if (isOtherThanRouter(name) || handler.kind !== 'closure' || !answers(handler.fn)) return;
  machine.fired.add(fact.site);
  machine.last.push(() => {
    if (isServed(machine, handler)) return;
    const router = routerFor(machine, fact, `${on.of.cls.id} own`, name);
    const { at, methods } = fact;
    push(machine, router, {
      kind: 'route',
      at,
      methods,
      paths: [{ kind: 'text', text: fact.path.value }],
      guards: [],
      chain: [handler],
    });
  });
}

function routerFor(machine: Machine, { at, framework }: Fact, key: string, name: string): ReturnType<typeof addRouter> {
  const known = machine.roots.get(key);
  const router =
    known ??
    addRouter(machine, {
      framework,
      at,
      role: 'router',
      // Both ways of writing parameters are taken: which of them it has is not known.
      rules: { syntax: 'fasthttp', guards: 'always' },
      assumed: `${name} is used as a router, and what it does with routes could not be followed`,
    });
  machine.roots.set(key, router);
  return router;
}

/** Whether a router that is followed has the handler, too. */
function isServed(machine: Machine, handler: ClosureValue): boolean {
  const isOne = (value: Value): boolean => {
    const inner = innermost(value);
    return inner.kind === 'closure' && inner.fn.id === handler.fn.id;
  };
  return machine.routers.some(
    ({ events, assumed }) =>
      assumed === undefined && events.some(event => event.kind === 'route' && event.chain.some(isOne)),
  );
}

/** Whether a function answers requests: it has the answer in its hands, beside the request or in one with it. */
function answers({ parameters }: FunctionNode): boolean {
  const roles = parameters.map(({ pattern }) => goRole(pattern).kind);
  const hasRequest = roles.includes('request');
  const isContext = parameters.some(
    ({ pattern }) => goRole(pattern).kind === 'request' && pattern.type?.name !== 'Request',
  );
  return hasRequest && (isContext || roles.includes('response'));
}
