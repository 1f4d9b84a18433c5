/** Routers that were never seen being made: a parameter that is used as one. */
import type { ProgramFact } from '../core/facts/program.ts';
import type { Registering } from './fire.ts';
import type { Frame } from './frame.ts';
import { operand } from './interpreter.ts';
import { type Machine, addRouter } from './machine.ts';
import { pathsOf } from './path-values.ts';
import type { Router } from './router.ts';
import { type Value, flatten, optionsOf } from './value.ts';

/**
 * A parameter that nothing in the tree passes anything to, used as a router of a framework that its component depends
 * on. The router is assumed, and never known to be mounted anywhere.
 */
export function assumedRouter(
  machine: Machine,
  frame: Frame,
  fact: Registering | Extract<ProgramFact, { kind: 'router' }>,
  on: Value,
): Router | undefined {
  if (on.kind !== 'unknown' || !on.parameter || isOtherThanRouter(on.name ?? '')) return undefined;
  if (!machine.program.usesFramework(machine.program.componentOf(fact.at.file), fact.framework)) return undefined;
  const key = `parameter ${on.parameter.fn}#${on.parameter.index}#${fact.framework}`;
  const known = machine.roots.get(key);
  if (known) return known;
  if (!looksRegistered(machine, frame, fact)) return undefined;
  const rules = rulesOf(machine, fact.framework);
  const router = addRouter(machine, {
    framework: fact.framework,
    at: fact.at,
    role: 'router',
    rules,
    assumed: `parameter ${on.name ?? ''} is used as one`,
  });
  machine.roots.set(key, router);
  return router;
}

export function isOtherThanRouter(name: string): boolean {
  return SOMETHING_ELSE.test(name);
}

/** Names of what has methods like a router's and is none: `cache.get('/users', load)`, `client.post('/users', done)`. */
const SOMETHING_ELSE = /(?:cache|client|store|storage|logger|log|axios|fetcher|repository|redis|queue|emitter|mock)$/i;

/** How routers of a framework work, as those say that are seen being made. */
function rulesOf(machine: Machine, framework: string): Router['rules'] {
  const made = machine.program.facts.find(fact => fact.kind === 'router' && fact.framework === framework);
  return made?.kind === 'router' ? made.rules : (RULES_OF_ASSUMED[framework] ?? { syntax: 'express', guards: 'after' });
}

const RULES_OF_ASSUMED: Readonly<Record<string, Router['rules']>> = {
  fastify: { syntax: 'fastify', guards: 'always' },
  hono: { syntax: 'hono', guards: 'after' },
  koa: { syntax: 'koa', guards: 'after' },
  oak: { syntax: 'koa', guards: 'after' },
  pyramid: { syntax: 'braces', guards: 'always' },
};

/** A path that starts with a slash and a function to answer: what a route has and a lookup or a client call has not. */
function looksRegistered(
  machine: Machine,
  frame: Frame,
  fact: Registering | Extract<ProgramFact, { kind: 'router' }>,
): boolean {
  if (fact.kind === 'router')
    return (
      fact.prefix !== undefined &&
      pathsOf(operand(machine, frame, fact.prefix)).some(path => path.kind === 'text' && path.text.startsWith('/'))
    );
  if (fact.kind === 'mount')
    return fact.chain.some(item =>
      flatten(operand(machine, frame, item)).some(
        value => value.kind === 'router' || (fact.calls !== undefined && value.kind === 'closure'),
      ),
    );
  if (fact.kind === 'named-path')
    return optionsOf(operand(machine, frame, fact.path)).some(
      option => option.kind === 'text' && option.value.startsWith('/'),
    );
  if (fact.kind !== 'route' || !fact.path) return false;
  const path = operand(machine, frame, fact.path);
  const handler = fact.chain.at(-1);
  const answer = handler && operand(machine, frame, handler);
  return (
    optionsOf(path).some(option => option.kind === 'text' && option.value.startsWith('/')) &&
    answer !== undefined &&
    flatten(answer).some(value => value.kind === 'closure' || value.kind === 'method' || value.kind === 'guard')
  );
}
