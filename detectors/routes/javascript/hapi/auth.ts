import type { GuardEffect, Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { mechanismNamed } from '../mechanism-name.ts';
import { type LocalValues, optionOf } from '../values.ts';

/** Guards of a route, each a node of its own, and what they are. */
type Auth = { readonly guards: readonly Expr[]; readonly facts: readonly ProgramFact[] };

/**
 * `options.auth`: the name of a strategy, or `{ strategy, mode, scope }`; false switches the default off.
 *
 * With `mode: 'try'` or `'optional'` requests without credentials pass. Source: hapi API, `route.options.auth`.
 */
export function authOf(options: Expr | undefined, local: LocalValues): Auth {
  const given = optionOf(options, 'auth', local);
  const auth = given && local.valueOf(given);
  if (!given || !auth || (auth.kind === 'boolean' && !auth.value)) return { guards: [], facts: [] };
  const strategy =
    auth.kind === 'record' ? (optionOf(auth, 'strategy', local) ?? optionOf(auth, 'strategies', local)) : auth;
  const scope = auth.kind === 'record' ? optionOf(auth, 'scope', local) : undefined;
  const guard: Expr = { kind: 'unknown', at: given.at, text: 'auth', parts: [] };
  const mechanism = mechanismOf(strategy && local.valueOf(strategy));
  const fact: ProgramFact = {
    kind: 'guard-kind',
    at: given.at,
    framework: 'hapi',
    site: guard,
    effect: effectOf(auth, local),
    mechanism,
    ...(scope && { scopes: [scope] }),
    why: 'a route with an authentication strategy of hapi',
  };
  return { guards: [guard], facts: [fact] };
}

function effectOf(auth: Expr, local: LocalValues): GuardEffect {
  if (auth.kind === 'text') return 'required';
  if (auth.kind !== 'record') return 'unknown';
  const given = optionOf(auth, 'mode', local);
  const mode = given && local.valueOf(given);
  if (mode === undefined) return 'required';
  if (mode.kind !== 'text') return 'unknown';
  return mode.value === 'required' ? 'required' : 'optional';
}

/** `server.auth.default(strategy)`: covers the routes that say nothing themselves; which those are is not followed. */
export function defaultAuth(call: CallExpr, on: Expr, given: Expr, local: LocalValues): readonly ProgramFact[] {
  const guard: Expr = { kind: 'unknown', at: given.at, text: 'auth', parts: [] };
  const auth = local.valueOf(given);
  const strategy = auth.kind === 'record' ? optionOf(auth, 'strategy', local) : auth;
  const why = 'the default strategy of the server, which routes may leave';
  const mechanism = mechanismOf(strategy && local.valueOf(strategy));
  return [
    { kind: 'guard-kind', at: given.at, framework: 'hapi', site: guard, effect: 'unknown', mechanism, why },
    { kind: 'guard', at: given.at, framework: 'hapi', site: call, on, guards: [guard] },
  ];
}

function mechanismOf(strategy: Expr | undefined): Mechanism {
  return mechanismNamed(strategy?.kind === 'text' ? strategy.value : '');
}
