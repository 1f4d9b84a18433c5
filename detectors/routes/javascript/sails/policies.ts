import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { textAt } from '../values.ts';

/** An expression with the facts that give it its value. */
export type Asked = { readonly value: Expr; readonly facts: readonly ProgramFact[] };

/** A name of the configuration, or what stands in its place where the application says nothing of it. */
export function setting(at: Location, name: string, otherwise: Expr): Asked {
  const value: Expr = { ...otherwise };
  return {
    value,
    facts: [{ kind: 'named-lookup', at, framework: 'sails', site: value, name: textAt(at, name) }],
  };
}

/**
 * The policy that stands before an action: the one under its own name, else the one of its folder, else that of all.
 *
 * `true` is everyone; a name is a file of `api/policies`. Source: Sails, Policies, `config/policies.js`.
 */
export function policyOf(at: Location, action: string, policies: string): Asked {
  const folder = action.split('/').slice(0, -1).join('/');
  const names = [action, ...(folder === '' ? [] : [`${folder}/*`]), '*'];
  const asked = names.map(name => setting(at, `sails-policies.${name}`, { kind: 'nothing', at }));
  const policy = asked
    .map(({ value }) => value)
    .reduceRight((otherwise, value): Expr => ({ kind: 'choice', at, test: isGiven(value), then: value, otherwise }));
  const isOpen: Expr = equal(policy, { kind: 'boolean', at, value: true });
  const file: Expr = { kind: 'load', at, module: { kind: 'concat', at, parts: [textAt(at, `${policies}/`), policy] } };
  const guard: Expr = { kind: 'choice', at, test: isGiven(policy), then: file, otherwise: empty(at) };
  return {
    value: { kind: 'choice', at, test: isOpen, then: empty(at), otherwise: guard },
    facts: asked.flatMap(({ facts }) => facts),
  };
}

function isGiven(value: Expr): Expr {
  return {
    kind: 'operation',
    at: value.at,
    operator: 'not-equal',
    operands: [value, { kind: 'nothing', at: value.at }],
  };
}

export function equal(one: Expr, other: Expr): Expr {
  return { kind: 'operation', at: one.at, operator: 'equal', operands: [one, other] };
}

function empty(at: Location): Expr {
  return { kind: 'list', at, items: [] };
}
