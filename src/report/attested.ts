import type { Report, ReportDomain } from '../core/report.ts';

/** Whether all that reaches the level of a domain rests on what documents attest and nobody observed. */
export function restsOnDocuments({ evidence }: Report, { activities, low }: ReportDomain): boolean {
  if (low === 'non-existent') return false;
  const supporting = new Set(evidence.filter(({ polarity }) => polarity === 'supports').map(({ id }) => id));
  const reaching = activities.filter(activity => activity.low === low || activity.low === 'established');
  return (
    reaching.length > 0 &&
    reaching.every(
      activity =>
        activity.attested.length > 0 &&
        activity.evidence.every(id => !supporting.has(id) || activity.attested.includes(id)),
    )
  );
}
