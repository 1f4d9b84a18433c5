import type { Assessment, MeasureAssessment, StageAssessment } from '../core/assessment.ts';
import type { StageModel } from '../../models/schema.ts';
import type { World } from './answers.ts';
import { rounded } from './coverage.ts';
import { closeLadders, rungsOf, type ClosedMeasure } from './ladders.ts';
import { matrixOf } from './matrix.ts';
import { judgeMeasure, type Satisfaction } from './measures.ts';
import { stageRoadmap } from './roadmap.ts';

type StagesAssessment = Extract<Assessment, { kind: 'stages' }>;
type Group = 'practices' | 'barometer';
type Read = (measure: ClosedMeasure) => Satisfaction;

const LOW: Read = measure => measure.low;
const HIGH: Read = measure => measure.high;

/** Scores a model of stages: ladders closed, majority, continuity, best fit by low and high. Source: salt §B.4. */
export function assessStages(world: World, model: StageModel): StagesAssessment {
  const matrix = matrixOf(world, model);
  const judged = model.measures.map(measure => judgeMeasure(world, measure, matrix?.counted));
  const measures = closeLadders(judged);
  const of = (stage: number, group: Group): readonly ClosedMeasure[] =>
    measures.filter(each => each.isApplicable && each.measure.stage === stage && each.measure.group === group);
  const numbers = model.stages.map(stage => stage.stage);
  const { majority } = model.parameters;
  const fitAt = (shift: number): number => {
    const shifted = closeLadders(judged.map(each => ({ ...each, low: each.lowAt(shift) })));
    const practicesOf = (stage: number): readonly ClosedMeasure[] =>
      shifted.filter(each => each.isApplicable && each.measure.stage === stage && each.measure.group === 'practices');
    return bestFit(numbers, practicesOf, LOW, majority);
  };
  const { sensitivity: step } = world.input.parameters;
  const fit = (group: Group, read: Read): number => bestFit(numbers, stage => of(stage, group), read, majority);
  const practices = fit('practices', LOW);
  const high = Math.max(practices, fit('practices', HIGH));
  const barometer = fit('barometer', LOW);
  const next = numbers.find(stage => stage > practices && of(stage, 'practices').length > 0);
  const nextMeasures = next === undefined ? [] : of(next, 'practices');
  return {
    kind: 'stages',
    model: model.id,
    modelVersion: model.version,
    title: model.title,
    fit: {
      practices,
      low: practices,
      high,
      barometer,
      sensitivity: { stricter: fitAt(step), looser: fitAt(-step) },
      rule: `the highest stage of which more than ${majority * 100} % of practices is satisfied, with every stage below holding as well`,
    },
    nextStage:
      next === undefined
        ? null
        : { stage: next, satisfied: nextMeasures.reduce((sum, each) => sum + each.low, 0), of: nextMeasures.length },
    advanceReady:
      practices > 0 &&
      satisfaction(of(practices, 'practices'), LOW) >= model.parameters.advance.practices &&
      satisfaction(of(practices, 'barometer'), LOW) >= model.parameters.advance.barometer,
    messages: messagesOf({
      model,
      practices,
      high,
      barometer,
      deciding: of(next ?? practices, 'practices'),
      decidingStage: next,
    }),
    ladders: rungsOf(model, measures),
    stages: model.stages.map(({ stage, title }) => {
      const group = (name: Group): StageAssessment['practices'] => ({
        low: rounded(satisfaction(of(stage, name), LOW)),
        high: rounded(satisfaction(of(stage, name), HIGH)),
        holds: holds(of(stage, name), LOW, majority),
        measures: measures
          .filter(each => each.measure.stage === stage && each.measure.group === name)
          .map(assessmentOf),
      });
      // The schema allows the stages 1 to 5 alone.
      return {
        stage: stage as StageAssessment['stage'],
        title,
        practices: group('practices'),
        barometer: group('barometer'),
      };
    }),
    matrix: matrix?.apis() ?? [],
    roadmap: stageRoadmap({ world, measures: nextMeasures.filter(each => each.low < 1), stage: next }),
  };
}

/** `L(X)` and `H(X)`: mean satisfaction; nothing to satisfy is no satisfaction. */
export function satisfaction(measures: readonly ClosedMeasure[], read: Read): number {
  return measures.length === 0 ? 0 : measures.reduce((sum, each) => sum + read(each), 0) / measures.length;
}

/** Majority: more than half satisfied in sum and in number of partial ones, one of them in full. */
export function holds(measures: readonly ClosedMeasure[], read: Read, majority: number): boolean {
  const begun = measures.filter(each => read(each) >= 0.5).length;
  return (
    satisfaction(measures, read) > majority && begun > measures.length / 2 && measures.some(each => read(each) === 1)
  );
}

/** The highest stage that holds with every lower one that has measures: one lucky high rung places nobody. */
export function bestFit(
  stages: readonly number[],
  of: (stage: number) => readonly ClosedMeasure[],
  read: Read,
  majority: number,
): number {
  let best = 0;
  for (const stage of [...stages].sort((a, b) => a - b)) {
    const measures = of(stage);
    if (measures.length === 0) continue;
    if (!holds(measures, read, majority)) return best;
    best = stage;
  }
  return best;
}

function assessmentOf(each: ClosedMeasure): MeasureAssessment {
  const satisfied = !each.isApplicable ? 'not-applicable' : each.low === 0 && each.high > 0 ? 'unknown' : each.low;
  const lift = each.liftedBy === undefined ? {} : { liftedBy: each.liftedBy };
  const rule = !each.isApplicable && each.measure.notApplicable !== undefined ? each.measure.notApplicable : each.rule;
  return { ...each.assessment, satisfaction: satisfied, high: each.high, ...lift, rule };
}

type MessageInput = {
  readonly model: StageModel;
  readonly practices: number;
  readonly high: number;
  readonly barometer: number;
  readonly deciding: readonly ClosedMeasure[];
  readonly decidingStage: number | undefined;
};

function messagesOf({ model, practices, high, barometer, deciding, decidingStage }: MessageInput): readonly string[] {
  const messages: string[] = [];
  if (practices === 0)
    messages.push(
      high === 0
        ? 'below stage 1 criteria (the floor of the model is stage 1)'
        : 'stage 1 is not shown by what could be seen',
    );
  const ahead = barometer - practices;
  if (ahead >= 1)
    messages.push(`API adoption is ahead of API security by ${ahead} ${ahead === 1 ? 'stage' : 'stages'}`);
  const isUnknown = (each: ClosedMeasure): boolean => each.low === 0 && each.high > 0;
  const known = deciding.length === 0 ? 1 : deciding.filter(each => !isUnknown(each)).length / deciding.length;
  if (decidingStage !== undefined && high > practices && known < model.parameters.known) {
    const planes = [...new Set(deciding.filter(isUnknown).flatMap(each => each.measure.planes))].sort();
    messages.push(
      `insufficient evidence to separate stage ${practices} from ${high}; it would be decided by ${planes.map(plane => INPUTS[plane]).join(', ')}`,
    );
  }
  return messages;
}

const INPUTS = {
  repo: 'the source repositories',
  ci: 'run history',
  host: 'branch rules',
  gwx: 'a gateway export',
  run: 'a traffic window',
  att: 'attested documents',
} as const;
