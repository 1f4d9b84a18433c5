import type { DoubledActivity } from '../core/assessment.ts';
import type { ReportEndpoint as Operation } from '../core/report.ts';
import type { DomainModel } from '../../models/schema.ts';
import { rounded } from './coverage.ts';
import type { Space } from './items.ts';
import { isServed } from '../core/served.ts';
import type { ScoringParameters } from '../../models/parameters.ts';
import { pathWords } from './words.ts';

type Threat = DomainModel['dominantThreats'][number];

/** Threats whose words stand in the paths of an API's operations. Source: scoring §D.8. */
export function threatsOf(operations: readonly Operation[], model: DomainModel): readonly Threat[] {
  const words = new Set(operations.filter(isServed).flatMap(pathWords));
  return model.dominantThreats.filter(threat => threat.words.some(word => words.has(word)));
}

/** Activities that count twice: their threat dominates APIs that hold half of all weight or more. */
export function doubledActivities(
  space: Space,
  model: DomainModel,
  { weights, dominantThreat }: ScoringParameters,
): ReadonlyMap<string, DoubledActivity> {
  const byApi = new Map<string, Operation[]>();
  for (const operation of space.operations) {
    const own = byApi.get(operation.api);
    if (own === undefined) byApi.set(operation.api, [operation]);
    else own.push(operation);
  }
  const total = space.apis.reduce((sum, api) => sum + weights.risk[api.risk.class], 0);
  const doubled = new Map<string, DoubledActivity>();
  if (total === 0) return doubled;
  const found = new Map(
    space.apis.map(api => [api.id, new Set(threatsOf(byApi.get(api.id) ?? [], model).map(threat => threat.id))]),
  );
  for (const threat of model.dominantThreats) {
    const weight = space.apis
      .filter(api => found.get(api.id)?.has(threat.id))
      .reduce((sum, api) => sum + weights.risk[api.risk.class], 0);
    const share = weight / total;
    if (share < dominantThreat) continue;
    for (const activity of threat.doubles)
      if (share > (doubled.get(activity)?.share ?? 0))
        doubled.set(activity, { activity, threat: threat.id, share: rounded(share) });
  }
  return doubled;
}
