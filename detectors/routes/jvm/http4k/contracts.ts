/** Contracts of http4k: blocks that gather routes, and the security that they and their routes ask for. */
import type { GuardEffect, Implicit, Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../javascript/values.ts';
import { madeAt } from '../lambdas.ts';
import { RULES } from './rules.ts';

/** A route's own security stands for that of its contract. */
export const SECURITY = 'http4k security';

const HERE: Implicit = { otherwise: 'assumed', rules: RULES };

/** `routes += route`, `routes += listOf(…)` in the block of a contract. */
export function additionsIn(file: ProgramFile): readonly ProgramFact[] {
  if (!file.module.imports.some(({ module }) => module.split(',').some(one => one.startsWith('org.http4k.contract'))))
    return [];
  return assignmentsTo(file.module.body, 'routes').flatMap((value): readonly ProgramFact[] => {
    if (value.kind !== 'operation' || value.operator !== 'arithmetic') return [];
    const [, ...added] = value.operands;
    return [{ kind: 'mount', at: value.at, framework: 'http4k', site: value, implicit: HERE, chain: added }];
  });
}

function assignmentsTo(root: unknown, name: string): readonly Expr[] {
  const found: Expr[] = [];
  for (const node of nodesIn(root)) {
    if (node['kind'] !== 'assign') continue;
    // An assignment has these fields; the generic walk has forgotten it.
    const { target, value } = node as unknown as { readonly target: Expr; readonly value: Expr };
    if (target.kind === 'name' && target.name === name) found.push(value);
  }
  return found.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

type Security = { readonly guard: Expr; readonly facts: readonly ProgramFact[] };

/** What `security = …` says in a block, without the blocks inside it. */
export function securityIn(block: FunctionNode): readonly Security[] {
  return assignmentsTo(block.body, 'security').map(value => security(value));
}

function security(value: Expr): Security {
  const guard = madeAt(value.at);
  const name = value.kind === 'call' ? nameOf(value.callee) : nameOf(value);
  const known = SECURITIES.get(name);
  const base = { at: value.at, framework: 'http4k' } as const;
  const fact: ProgramFact = known
    ? { kind: 'guard-kind', ...base, site: guard, ...known, why: `the contract asks for ${name}` }
    : {
        kind: 'guard-kind',
        ...base,
        site: guard,
        effect: 'unknown',
        why: 'the security of the contract was not followed',
      };
  return { guard, facts: [fact] };
}

const SECURITIES: ReadonlyMap<string, { readonly effect: GuardEffect; readonly mechanism?: Mechanism }> = new Map([
  ['BearerAuthSecurity', { effect: 'required', mechanism: 'bearer' }],
  ['BasicAuthSecurity', { effect: 'required', mechanism: 'basic' }],
  ['ApiKeySecurity', { effect: 'required', mechanism: 'api-key' }],
  ['AuthCodeOAuthSecurity', { effect: 'required', mechanism: 'oauth2' }],
  ['ImplicitOAuthSecurity', { effect: 'required', mechanism: 'oauth2' }],
  ['OAuthSecurity', { effect: 'required', mechanism: 'oauth2' }],
  ['NoSecurity', { effect: 'none' }],
]);

function nameOf(expr: Expr): string {
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

/** The security of whole contracts; a route that says its own has that instead. Source: http4k, ContractBuilder. */
export function securityFacts(owners: ReadonlyMap<FunctionNode, CallSite>): readonly ProgramFact[] {
  return [...owners].flatMap(([block, { call, name, receiver }]): readonly ProgramFact[] => {
    if (name !== 'contract' || receiver) return [];
    // Only assignments of the block itself: routes in it may have blocks of their own.
    return block.body.flatMap((statement): readonly ProgramFact[] => {
      if (statement.kind !== 'assign' || nameOf(statement.target) !== 'security') return [];
      const { value } = statement;
      const { guard, facts } = security(value);
      const base = { at: value.at, framework: 'http4k', site: call, on: call } as const;
      return [...facts, { kind: 'guard', ...base, guards: [guard], slot: SECURITY }];
    });
  });
}
