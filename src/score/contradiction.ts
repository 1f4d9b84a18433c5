import type { Level } from '../core/assessment.ts';
import type { DomainModel } from '../../models/schema.ts';
import type { ItemState } from './answers.ts';
import { contradictedShare, weight, type Counted } from './coverage.ts';

/** How far open contradictions hold an activity down. */
export type Caps = {
  readonly most: Level;
  readonly text: readonly string[];
  readonly counted: Counted;
  readonly isRefuted: boolean;
};

/** Open contradictions hold an activity down. Source: scoring §D.4, rule 3. */
export function capsOf(states: readonly ItemState[], model: DomainModel): Caps {
  const { emergingAbove, nonExistentAbove } = model.parameters.contradiction;
  const counted = contradictedShare(states, 'all', undefined);
  const opposed = states.filter(state => state.contradictions.some(each => each.isDeciding && each.mode === 'opposes'));
  const total = weight(states);
  const isRefuted = total > 0 && weight(opposed) / total > nonExistentAbove;
  const critical = opposed.find(
    state =>
      state.item.risk === 'critical' &&
      state.contradictions.some(each => each.mode === 'opposes' && each.evidence.tier === 'E5'),
  );
  if (isRefuted)
    return {
      most: 'non-existent',
      text: [`more than ${nonExistentAbove * 100} % is contradicted`],
      counted,
      isRefuted,
    };
  if (counted.low > emergingAbove)
    return {
      most: 'emerging',
      text: [`more than ${emergingAbove * 100} % is contradicted: emerging at most`],
      counted,
      isRefuted,
    };
  if (critical !== undefined)
    return {
      most: 'emerging',
      text: [`observed on critical ${critical.item.label}: emerging at most`],
      counted,
      isRefuted,
    };
  return { most: 'established', text: [], counted, isRefuted };
}
