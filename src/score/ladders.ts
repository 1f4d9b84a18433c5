import type { StageModel } from '../../models/schema.ts';
import type { JudgedMeasure, Satisfaction } from './measures.ts';

/** A measure after its ladders: a satisfied higher rung satisfies every lower one. */
export type ClosedMeasure = JudgedMeasure & { readonly liftedBy?: string };

/** A lower rung never lifts a higher one; what does not apply is left alone. Source: salt §B.4, rule 1. */
export function closeLadders(measures: readonly JudgedMeasure[]): readonly ClosedMeasure[] {
  return measures.map(each => {
    if (!each.isApplicable) return each;
    const above = measures
      .filter(
        other =>
          other.isApplicable &&
          other.measure.stage > each.measure.stage &&
          laddersOf(other).some(ladder => laddersOf(each).includes(ladder)),
      )
      .sort((a, b) => a.measure.stage - b.measure.stage || (a.measure.id < b.measure.id ? -1 : 1));
    const lifter = each.low === 1 ? undefined : above.find(other => other.low === 1);
    const low: Satisfaction = lifter === undefined ? each.low : 1;
    const high: Satisfaction = low === 1 || above.some(other => other.high === 1) ? 1 : each.high;
    return { ...each, low, high, ...(lifter === undefined ? {} : { liftedBy: lifter.measure.id }) };
  });
}

/** The highest rung of each ladder whose measures are all satisfied, by what is known and with what is not; 0 when none is. */
export function rungsOf(
  model: StageModel,
  measures: readonly ClosedMeasure[],
): readonly { readonly id: string; readonly rung: number; readonly high: number }[] {
  return model.ladders.map(ladder => {
    const rung = (read: (each: ClosedMeasure) => Satisfaction): number =>
      Math.max(
        0,
        ...ladder.rungs
          .map(each => each.stage)
          .filter(stage => {
            const on = measures.filter(
              each => each.isApplicable && each.measure.stage === stage && laddersOf(each).includes(ladder.id),
            );
            return on.length > 0 && on.every(each => read(each) === 1);
          }),
      );
    return { id: ladder.id, rung: rung(each => each.low), high: rung(each => each.high) };
  });
}

function laddersOf(judged: JudgedMeasure): readonly string[] {
  return [judged.measure.ladder, ...judged.measure.alsoOn];
}
