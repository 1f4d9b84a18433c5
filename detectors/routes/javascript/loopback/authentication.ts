import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { Named } from '../decorated-classes.ts';
import { mechanismNamed } from '../mechanism-name.ts';
import { type LocalValues, optionOf, textAt } from '../values.ts';

export const AUTHENTICATION = '@loopback/authentication';

/** Under this name of the configuration stands the component, where an application has it. */
export const COMPONENT = 'loopback.authentication';

/** A guard of a method, a node of its own, and what it is. */
type Auth = { readonly guards: readonly Expr[]; readonly facts: readonly ProgramFact[] };

/**
 * `@authenticate(strategy)` of the method, else of its class; `@authenticate.skip()` on the method switches that one off.
 * Source: LoopBack 4, Authentication, `@authenticate` decorator.
 */
export function authOf(onClass: readonly Named[], onMethod: readonly Named[], local: LocalValues): Auth {
  const isOne = ({ name }: Named): boolean => name === 'authenticate' || name === 'authenticate.skip';
  const given = onMethod.find(isOne) ?? onClass.find(isOne);
  if (!given || given.name === 'authenticate.skip') return { guards: [], facts: [] };
  const guard: Expr = { kind: 'unknown', at: given.at, text: 'authenticate', parts: [] };
  const component: Expr = { kind: 'unknown', at: given.at, text: COMPONENT, parts: [] };
  const base = { at: given.at, framework: 'loopback', site: guard } as const;
  const mechanism = mechanismNamed(strategyOf(given, local));
  return {
    guards: [guard],
    facts: [
      {
        kind: 'guard-kind',
        ...base,
        effect: 'required',
        mechanism,
        of: { value: component, modules: [AUTHENTICATION] },
        why: '@authenticate asks for the strategy, and the application has the component that does',
      },
      {
        kind: 'guard-kind',
        ...base,
        effect: 'unknown',
        mechanism,
        why: '@authenticate was found, but no application with the component that enforces it',
      },
      { kind: 'named-lookup', at: given.at, framework: 'loopback', site: component, name: textAt(given.at, COMPONENT) },
    ],
  };
}

function strategyOf({ call }: Named, local: LocalValues): string {
  const [first] = call?.args ?? [];
  const value = first && local.valueOf(first);
  const strategy = value?.kind === 'record' ? optionOf(value, 'strategy', local) : value;
  return strategy?.kind === 'text' ? strategy.value : '';
}
