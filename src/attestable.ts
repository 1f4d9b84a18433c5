/** What attestations may name, read off the catalogue and the models that a scan is scored by. */
import type { Models, SignalCatalogue, SignalUse } from '../models/schema.ts';
import type { Attestable } from './core/inventory.ts';

type Named = Attestable extends ReadonlyMap<string, infer N> ? N : never;

/**
 * Signals of the catalogue and activities and measures of the models. An id that several models have stands for what any of
 * them is decided by.
 */
export function attestableBy({ catalogue, models }: Models): Attestable {
  const activities = new Map<string, readonly string[]>();
  for (const model of models) {
    for (const { id, signals } of model.kind === 'domains' ? model.activities : model.measures)
      activities.set(id, [...new Set([...(activities.get(id) ?? []), ...attestableIn(signals, catalogue)])].toSorted());
  }
  const named = new Map<string, Named>(
    [...activities].map(([id, signals]) => [id, { kind: 'activity', signals }] as const),
  );
  for (const { id, scope, planes } of catalogue.values())
    named.set(id, { kind: 'signal', scope, isAttestable: planes.includes('att') });
  return named;
}

function attestableIn(uses: readonly SignalUse[], catalogue: SignalCatalogue): readonly string[] {
  return uses
    .filter(use => use.role === 'supports' && catalogue.get(use.signal)?.planes.includes('att') === true)
    .map(use => use.signal);
}
