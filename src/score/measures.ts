import type { MeasureAssessment } from '../core/assessment.ts';
import type { Measure } from '../../models/schema.ts';
import { statesOf, type World } from './answers.ts';
import { judge, type Ground } from './conditions.ts';
import { confidenceOf, itemsForConfidence } from './confidence.ts';
import { NOTHING } from './levels.ts';
import { planOf, type Change } from './plan.ts';

export type Satisfaction = 0 | 0.5 | 1;

/** A measure by what is known, and with what is not; the ladder may still lift both. */
export type JudgedMeasure = {
  readonly measure: Measure;
  readonly isApplicable: boolean;
  readonly low: Satisfaction;
  readonly high: Satisfaction;
  /** The smallest changes that satisfy it; undefined when no change to an item can. */
  readonly plan: readonly Change[] | undefined;
  readonly rule: string;
  readonly assessment: Omit<MeasureAssessment, 'satisfaction' | 'liftedBy' | 'rule'>;
};

/**
 * Judges one measure: satisfied, partial or not, each by what is known and with what is not. A test that only ageing or
 * undated documents pass is partial. Source: salt §B.2.
 */
export function judgeMeasure(world: World, measure: Measure, matrix: Ground['matrix']): JudgedMeasure {
  const ground = (view: Ground['view']): Ground => ({
    world,
    items: measure.items,
    uses: measure.signals,
    view,
    levelOf: () => ({ interval: NOTHING, isApplicable: false }),
    ...(matrix === undefined ? {} : { matrix }),
  });
  const satisfied = judge(measure.satisfied, ground('established'));
  const partly = [
    judge(measure.satisfied, ground('emerging')),
    ...(measure.partial === undefined ? [] : [judge(measure.partial, ground('emerging'))]),
  ];
  const selection = statesOf(world, measure.items, measure.signals);
  const isApplicable =
    satisfied.applies && (selection.states.length > 0 || selection.undetermined > 0 || world.space.isEmpty);
  const low: Satisfaction = satisfied.low ? 1 : partly.some(each => each.low) ? 0.5 : 0;
  // Without any API, nothing was shown to be missing: the place may be one that was not seen.
  const isOpen = world.space.isEmpty && selection.states.length === 0;
  const high: Satisfaction = satisfied.high || isOpen ? 1 : partly.some(each => each.high) ? 0.5 : 0;
  const contradictions = selection.states.flatMap(state => state.contradictions.map(each => each.evidence.id));
  const items = itemsForConfidence(
    world,
    selection.states.map(state => state.item),
    measure.items.of,
    measure.signals,
  );
  const { records } = confidenceOf(world, items, measure.signals);
  const plan = planOf(world, satisfied, measure.signals);
  world.memo.delete(measure.signals);
  return {
    measure,
    isApplicable: isApplicable || isOpen,
    low,
    high: high < low ? low : high,
    plan,
    rule: `${measure.test} ${satisfied.text}`,
    assessment: {
      id: measure.id,
      title: measure.title,
      ladder: measure.ladder,
      coverage: satisfied.coverage,
      evidence: [...new Set([...records.map(each => each.evidence.id), ...contradictions])].sort(),
      notSupported: measure.signals
        .filter(
          use => use.role !== 'nullifies' && !world.visible.isSupported(use.signal, world.input.repositories[0]?.id),
        )
        .map(use => use.signal)
        .sort(),
    },
  };
}
