import type { Assessment, DomainAssessment, Interval, Level, Verdict } from '../core/assessment.ts';
import type { DomainModel } from '../../models/schema.ts';
import { higher, levelOf, levelRank } from './levels.ts';

/** The highest level that enough domains reach, none lies more than one below, and the anchor reaches. Source: scoring §D.11. */
export function headlineOf(
  domains: readonly DomainAssessment[],
  model: DomainModel,
): Extract<Assessment, { kind: 'domains' }>['headline'] {
  const needed = Math.min(model.headline.domains, domains.length);
  const reached = (read: (domain: DomainAssessment) => Level): Level => {
    const ranks = domains.map(domain => levelRank(read(domain)));
    const anchor = domains.find(domain => domain.id === model.headline.anchor);
    const holds = (rank: number): boolean =>
      ranks.filter(each => each >= rank).length >= needed &&
      ranks.every(each => each >= rank - 1) &&
      (anchor === undefined || levelRank(read(anchor)) >= rank);
    return holds(2) ? 'established' : levelOf(holds(1) ? 1 : 0);
  };
  const point = (domain: DomainAssessment): Level => (isLevel(domain.verdict) ? domain.verdict : domain.interval.low);
  const known = domains.filter(domain => isLevel(domain.verdict)).length;
  const low = reached(domain => domain.interval.low);
  const at = (side: 'stricter' | 'looser'): Interval => ({
    low: reached(domain => domain.sensitivity[side].low),
    high: reached(domain => domain.sensitivity[side].high),
  });
  const level = reached(point);
  const high = higher(
    reached(domain => higher(domain.interval.high, point(domain))),
    level,
  );
  const isSeen = domains.some(domain => domain.verdict !== 'not-observed' && domain.verdict !== 'not-applicable');
  const verdict: Verdict = known >= needed ? level : isSeen ? 'insufficient-evidence' : 'not-observed';
  const anchorText = model.headline.anchor === undefined ? '' : `, ${model.headline.anchor} among them`;
  return {
    verdict,
    interval: { low, high },
    sensitivity: { stricter: at('stricter'), looser: at('looser') },
    rule: `the highest level that ${needed} of ${domains.length} domains reach${anchorText}, with none more than one below; ${known} domains are known`,
  };
}

function isLevel(verdict: Verdict): verdict is Level {
  return verdict === 'non-existent' || verdict === 'emerging' || verdict === 'established';
}
