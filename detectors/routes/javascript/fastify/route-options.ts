import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { entryOf, type LocalValues, optionOf } from '../values.ts';

/** Options of a route that hold hooks, in the order in which they run. */
const HOOKS: readonly string[] = ['onRequest', 'preParsing', 'preValidation', 'preHandler'];

/** Parts of a schema by which requests are checked; `response` only shapes answers. */
const REQUEST_PARTS: readonly string[] = ['body', 'querystring', 'query', 'params', 'headers'];

/** The hooks among the options of a route. Those of options made elsewhere are members, to be evaluated. */
export function guardsOf(options: Expr, local: LocalValues): { readonly guards?: readonly Expr[] } {
  const guards = HOOKS.flatMap(hook => {
    const value = optionOf(options, hook, local);
    return value ? [value] : [];
  });
  return guards.length === 0 ? {} : { guards };
}

/** The place of a request schema among the options of a route. */
export function validationOf(options: Expr, local: LocalValues): { readonly validated?: Location } {
  const record = local.valueOf(options);
  const entry = record.kind === 'record' ? entryOf(record, 'schema') : undefined;
  const schema = entry && local.valueOf(entry.value);
  if (!entry || schema?.kind !== 'record') return {};
  return REQUEST_PARTS.some(part => entryOf(schema, part)) ? { validated: entry.keyAt } : {};
}
