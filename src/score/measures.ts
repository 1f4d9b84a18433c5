import type { MeasureAssessment } from '../core/assessment.ts';
import type { Measure } from '../../models/schema.ts';
import { statesOf, type World } from './answers.ts';
import { judge, type Ground, type Judged } from './conditions.ts';
import { confidenceOf, itemsForConfidence } from './confidence.ts';
import { NOTHING } from './levels.ts';
import { lookUp } from './look-up.ts';
import { planOf, type Change } from './plan.ts';
import { borderlineOf, proofOf } from './proof.ts';

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
  /** By what is known, under thresholds that much stricter or looser. */
  readonly lowAt: (shift: number) => Satisfaction;
  readonly assessment: Omit<MeasureAssessment, 'satisfaction' | 'high' | 'liftedBy' | 'rule'>;
};

/**
 * Judges one measure: satisfied, partial or not, each by what is known and with what is not. A test that only ageing or
 * undated documents pass is partial. Source: salt §B.2.
 */
export function judgeMeasure(world: World, measure: Measure, matrix: Ground['matrix']): JudgedMeasure {
  const { borderline: within, sensitivity: step } = world.input.parameters;
  const selection = statesOf(world, measure.items, measure.signals);
  // Without any API, nothing was shown to be missing: the place may be one that was not seen.
  const isOpen = world.space.isEmpty && selection.states.length === 0;
  const rules = measureJudge(world, measure, matrix);
  const decide = (shift: number): Decision => {
    const { satisfied, ageing, partial } = rules(shift);
    const partly = partial === undefined ? [ageing] : [ageing, partial];
    const low: Satisfaction = satisfied.low ? 1 : partly.some(each => each.low) ? 0.5 : 0;
    const high: Satisfaction = satisfied.high || isOpen ? 1 : partly.some(each => each.high) ? 0.5 : 0;
    return { satisfied, partial, low, high: high < low ? low : high };
  };
  const { satisfied, partial, low, high } = decide(0);
  const lows = new Map([-step, step].map(shift => [shift, decide(shift).low]));
  const isApplicable =
    satisfied.applies && (selection.states.length > 0 || selection.undetermined > 0 || world.space.isEmpty);
  const isBorderline = [-within, within].some(shift => decide(shift).low !== low || decide(shift).high !== high);
  const contradictions = selection.states.flatMap(state => state.contradictions.map(each => each.evidence.id));
  const items = itemsForConfidence(
    world,
    selection.states.map(state => state.item),
    measure.items.of,
    measure.signals,
  );
  const records = confidenceOf(world, items, measure.signals).records();
  const plan = planOf(world, satisfied, measure.signals);
  world.memo.delete(measure.signals);
  const proof = {
    satisfied: proofOf(satisfied, within),
    partial: partial === undefined ? null : proofOf(partial, within),
  };
  const borderline = isBorderline
    ? borderlineOf(proof.satisfied, ...(proof.partial === null ? [] : [proof.partial]))
    : [];
  return {
    measure,
    isApplicable: isApplicable || isOpen,
    low,
    high,
    lowAt: lookUp(lows, low),
    plan,
    rule: [
      `${measure.test} ${satisfied.text}`,
      ...(borderline.length === 0 ? [] : [`borderline: ${borderline.join(', ')}`]),
    ].join('; '),
    assessment: {
      id: measure.id,
      title: measure.title,
      ladder: measure.ladder,
      coverage: satisfied.coverage,
      proof,
      borderline,
      evidence: [...new Set([...records.map(each => each.evidence.id), ...contradictions])].sort(),
      notSupported: measure.signals
        .filter(use => use.role !== 'nullifies' && !world.visible.isSupported(use.signal))
        .map(use => use.signal)
        .sort(),
    },
  };
}

type Rules = { readonly satisfied: Judged; readonly ageing: Judged; readonly partial: Judged | undefined };

/** Judges the tests of a measure under shifted thresholds; `ageing` is the full test with documents that only count there. */
export function measureJudge(world: World, measure: Measure, matrix: Ground['matrix']): (shift: number) => Rules {
  const counts = { emerging: new Map(), established: new Map() };
  return shift => {
    const ground = (view: Ground['view']): Ground => ({
      world,
      items: measure.items,
      uses: measure.signals,
      view,
      shift,
      levelOf: () => ({ interval: NOTHING, isApplicable: false }),
      ...(matrix === undefined ? {} : { matrix }),
      counts: counts[view],
    });
    return {
      satisfied: judge(measure.satisfied, ground('established')),
      ageing: judge(measure.satisfied, ground('emerging')),
      partial: measure.partial === undefined ? undefined : judge(measure.partial, ground('emerging')),
    };
  };
}

type Decision = {
  readonly satisfied: Judged;
  readonly partial: Judged | undefined;
  readonly low: Satisfaction;
  readonly high: Satisfaction;
};
