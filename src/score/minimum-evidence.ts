import type { Level } from '../core/assessment.ts';
import type { Activity, DomainModel } from '../../models/schema.ts';
import type { ItemState, World } from './answers.ts';
import type { Judged } from './conditions.ts';
import { itemsForConfidence, type Confidence } from './confidence.ts';

type Needs = DomainModel['parameters']['minimumEvidence'];

/** The minimum of the model, where the activity states none of its own. */
export function needsOf(model: DomainModel, { minimumEvidence: own }: Activity): Needs {
  const common = model.parameters.minimumEvidence;
  return {
    recordConfidence: own?.recordConfidence ?? common.recordConfidence,
    establishedConfidence: own?.establishedConfidence ?? common.establishedConfidence,
    groups: own?.groups ?? common.groups,
    readable: own?.readable ?? common.readable,
  };
}

/** Low confidence never gives established; it gives "emerging, likely higher". Source: scoring §D.7. */
export function withMinimumEvidence(
  level: Level,
  confidence: Confidence,
  needs: Needs,
  rank: number,
): { readonly level: Level; readonly why: readonly string[] } {
  if (level === 'non-existent') return { level, why: [] };
  if (confidence.atRank(rank) < needs.recordConfidence)
    return { level: 'non-existent', why: [`no record of confidence ${needs.recordConfidence} at the needed tier`] };
  if (level === 'emerging') return { level, why: [] };
  const isIndependent = confidence.groups >= needs.groups || confidence.hasExercised;
  if (isIndependent && confidence.value >= needs.establishedConfidence) return { level, why: [] };
  const lacks = isIndependent
    ? `confidence ${confidence.value} is below ${needs.establishedConfidence}`
    : `${confidence.groups} of ${needs.groups} independent kinds of evidence`;
  return { level: 'emerging', why: [`emerging, likely higher: ${lacks}`] };
}

/**
 * Whether something that was not read could bring the independence or the confidence that is lacking: only then may the
 * level be higher than shown. Signals that were looked for in all their planes and not found bring nothing.
 */
export function couldBeSurer(world: World, activity: Activity, states: readonly ItemState[]): boolean {
  const items = states.map(state => state.item);
  return activity.signals
    .filter(use => use.role === 'supports' || use.role === 'corroborates')
    .some(use => {
      const signal = world.input.signals.get(use.signal);
      if (signal === undefined || signal.tiers === 'none') return false;
      return itemsForConfidence(world, items, activity.items.of, [use]).some(
        item => !world.visible.isAbsenceKnown(signal, item) || world.visible.unread(signal, item).length > 0,
      );
    });
}

/** The lowest rank that the emerging rule asks for anywhere. */
export function neededRank(judged: Judged): number {
  const { condition } = judged;
  const own =
    'share' in condition ? Number(condition.share[1]) : 'exists' in condition ? Number(condition.exists[1]) : undefined;
  const inside = judged.inside.map(neededRank);
  return Math.min(own ?? 5, ...inside.filter(rank => rank > 0), 5) || 1;
}
