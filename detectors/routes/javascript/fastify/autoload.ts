import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { type LocalValues, optionOf } from '../values.ts';

/**
 * `fastify.register(autoload, { dir, dirNameRoutePrefix, routeParams, autoHooks, cascadeHooks, options: { prefix } })`.
 *
 * Source: README of `@fastify/autoload`. Names of folders are prefixes unless `dirNameRoutePrefix` is false.
 */
export function autoloadOf(
  call: CallExpr,
  on: Expr,
  options: Expr | undefined,
  local: LocalValues,
): readonly ProgramFact[] {
  const directory = optionOf(options, 'dir', local);
  if (!directory) return [];
  const inner = optionOf(options, 'options', local);
  const prefix = optionOf(inner, 'prefix', local);
  const is = (key: string, wanted: boolean): boolean => {
    const value = optionOf(options, key, local);
    return value?.kind === 'boolean' && value.value === wanted;
  };
  return [
    {
      kind: 'mount-directory',
      at: directory.at,
      framework: 'fastify',
      site: call,
      on,
      directory,
      ...(prefix && { prefix }),
      directoryPrefixes: !is('dirNameRoutePrefix', false),
      ...(is('routeParams', true) && { directoryParameters: true }),
      ...(is('autoHooks', true) && { hookFiles: is('cascadeHooks', true) ? 'cascade' : 'own' }),
    },
  ];
}
