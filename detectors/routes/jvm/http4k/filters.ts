/** Filters of http4k: those of the library that authenticate, and how filters are put before what they guard. */
import type { Control, GuardEffect, Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr } from '../../../../src/core/program.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../javascript/values.ts';
import { RULES } from './rules.ts';

type Known = { readonly effect: GuardEffect; readonly mechanism?: Mechanism; readonly controls?: readonly Control[] };

const FILTERS: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['BearerAuth', { effect: 'required', mechanism: 'bearer' }],
  ['BasicAuth', { effect: 'required', mechanism: 'basic' }],
  ['DigestAuth', { effect: 'required', mechanism: 'custom' }],
  ['ApiKeyAuth', { effect: 'required', mechanism: 'api-key' }],
  ['CatchAll', { effect: 'none', controls: ['error-mapper'] }],
  ...[
    'CatchLensFailure',
    'Cors',
    'GZip',
    'GZipContentTypes',
    'InitialiseRequestContext',
    'RequestTracing',
    'SetContentType',
    'CopyHeaders',
    'OpenTelemetryTracing',
    'ReplaceResponseContentsWithStaticFile',
    'HandleRemoteRequestFailed',
  ].map(name => [name, { effect: 'none' }] as const satisfies readonly [string, Known]),
]);

const PACKAGE = 'org.http4k.filter';

export function filterFacts(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: 'http4k', site: call } as const;
  const origin = file.originOf(call.callee);
  for (const [filter, known] of FILTERS) {
    const isIt = ['ServerFilters', 'ServerFilters.invoke'].some(
      owner => isFrom(origin, PACKAGE, `${owner}.${filter}`) || isFrom(origin, `${PACKAGE}.ServerFilters`, filter),
    );
    if (isIt) return [{ kind: 'guard-kind', ...base, ...known, why: `http4k's filter ${filter}` }];
  }
  if (isFrom(origin, 'org.http4k.core', 'Filter')) return ownFilter(call);
  const [next] = call.args;
  const isOfHttp4k = file.module.imports.some(({ module }) =>
    module.split(',').some(one => one.startsWith('org.http4k.')),
  );
  if (name !== 'then' || !receiver || !next || call.args.length !== 1 || !isOfHttp4k) return [];
  return [{ kind: 'compose', ...base, guards: [receiver], of: next, rules: RULES }];
}

/** A filter that the program writes: where it speaks of refusing, what it lets pass is not known. */
function ownFilter(call: CallExpr): readonly ProgramFact[] {
  const refuses = [...nodesIn(call.args)].some(
    node => typeof node['name'] === 'string' && /^(?:UNAUTHORIZED|FORBIDDEN)$/.test(node['name']),
  );
  if (!refuses) return [];
  const why = 'a filter of the program that may refuse requests, by what was not followed';
  return [{ kind: 'guard-kind', at: call.nameAt, framework: 'http4k', site: call, effect: 'unknown', why }];
}
