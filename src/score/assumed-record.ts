import type { Plane, Tier } from '../core/evidence.ts';
import type { ReportEvidence } from '../core/report.ts';
import type { CatalogueSignal } from '../../models/schema.ts';

type Varying = Pick<ReportEvidence, 'id' | 'subject' | 'polarity' | 'summary'>;

/** A record of something that nobody saw: marked as such, without a place, as sure as observation is. */
export function assumedRecord(signal: CatalogueSignal, tier: Tier, today: string, varying: Varying): ReportEvidence {
  return {
    ...varying,
    signal: signal.id,
    tier,
    plane: planeFor(signal, tier),
    confidence: 0.95,
    facts: [],
    observedAt: today,
    introduced: null,
    likeness: null,
    assumed: true,
    rejected: [],
    nullifiedBy: [],
  };
}

/** Where it would be seen: E5 needs a record of a run where the signal can have one. */
function planeFor({ planes }: CatalogueSignal, tier: Tier): Plane {
  const running = planes.find(plane => plane === 'ci' || plane === 'run');
  return (tier === 'E5' ? running : undefined) ?? planes[0] ?? 'repo';
}
