import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { type LocalValues, optionOf } from '../values.ts';

/** A server that is given no context knows no caller; with one, its resolvers may refuse. */
export function handlerOf(
  options: Expr | undefined,
  local: LocalValues,
): { readonly handler: readonly Expr[]; readonly facts: readonly ProgramFact[] } {
  const context = optionOf(options, 'context', local);
  if (!context) return { handler: [], facts: [] };
  const handler: Expr = { kind: 'unknown', at: context.at, text: 'context', parts: [] };
  return {
    handler: [handler],
    facts: [
      {
        kind: 'guard-kind',
        at: context.at,
        framework: 'graphql-endpoint',
        site: handler,
        effect: 'unknown',
        why: 'it has a context: resolvers may ask who calls, field by field',
      },
    ],
  };
}
