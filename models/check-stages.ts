import { checkRepeated, unknownSignal, type Report } from './check-items.ts';
import { outOfOrder } from './check-order.ts';
import { checkRule } from './check-rule.ts';
import { checkedAsker } from './check-uses.ts';
import { foundText, unknownName } from './found.ts';
import type { DomainModel, Items, Measure, Model, SignalCatalogue, StageModel } from './schema.ts';
import type { Path } from './yaml-tree.ts';

/** What a schema cannot see of a model of stages. `others` are the models that its matrix may judge by. */
export function checkStages(
  model: StageModel,
  catalogue: SignalCatalogue,
  others: readonly Model[],
  report: Report,
): void {
  const stages = model.stages.map(stage => stage.stage);
  checkRepeated(stages, ['stages'], report, 'stage');
  checkRepeated(
    model.ladders.map(ladder => ladder.id),
    ['ladders'],
    report,
    'id',
  );
  checkRepeated(
    model.measures.map(measure => measure.id),
    ['measures'],
    report,
    'id',
  );
  const { emergingAbove, nonExistentAbove } = model.parameters.contradiction;
  if (emergingAbove > nonExistentAbove)
    report(
      ['parameters', 'contradiction', 'emergingAbove'],
      `expected at most ${nonExistentAbove}, which is nonExistentAbove, found ${emergingAbove}`,
    );
  model.ladders.forEach((ladder, at) => {
    const path = ['ladders', at, 'rungs'];
    checkRepeated(
      ladder.rungs.map(rung => rung.stage),
      path,
      report,
      'stage',
    );
    ladder.rungs.forEach((rung, of) => checkStage(rung.stage, stages, [...path, of, 'stage'], report));
  });
  model.measures.forEach((measure, at) => checkMeasure(model, measure, ['measures', at], catalogue, report));
  if (model.matrix !== undefined) checkMatrix(model.matrix, catalogue, others, report);
}

function checkStage(stage: number, stages: readonly number[], path: Path, report: Report): void {
  if (!stages.includes(stage)) report(path, `expected a stage of the model, ${stages.join(', ')}, found ${stage}`);
}

function checkMeasure(
  model: StageModel,
  measure: Measure,
  path: Path,
  catalogue: SignalCatalogue,
  report: Report,
): void {
  checkStage(
    measure.stage,
    model.stages.map(stage => stage.stage),
    [...path, 'stage'],
    report,
  );
  checkLadder(model, measure, measure.ladder, [...path, 'ladder'], report);
  measure.alsoOn.forEach((id, at) => checkLadder(model, measure, id, [...path, 'alsoOn', at], report));
  const asker = checkedAsker({ uses: measure.signals, items: measure.items }, path, catalogue, report);
  const ground = { catalogue, activities: undefined, hasMatrix: model.matrix !== undefined, asker };
  checkRule(measure.satisfied, [...path, 'satisfied'], ground, report);
  if (measure.partial === undefined) return;
  checkRule(measure.partial, [...path, 'partial'], ground, report);
  for (const { lower, higher, side } of outOfOrder(measure.partial, measure.satisfied))
    report(
      [...path, 'partial', ...lower.path],
      `expected ${side} ${higher.value}, which satisfied asks for, found ${lower.value}`,
    );
}

function checkLadder({ ladders }: StageModel, { group, stage }: Measure, id: string, path: Path, report: Report): void {
  const ladder = ladders.find(each => each.id === id);
  if (ladder === undefined)
    report(
      path,
      unknownName(
        'a ladder of the model',
        id,
        ladders.map(each => each.id),
      ),
    );
  else if (ladder.group !== group)
    report(path, `expected a ladder of the group ${group}, found ${foundText(id)} of ${ladder.group}`);
  else if (!ladder.rungs.some(rung => rung.stage === stage))
    report(path, `expected a ladder with a rung at stage ${stage}, found ${foundText(id)} without one`);
}

function checkMatrix(
  matrix: NonNullable<StageModel['matrix']>,
  catalogue: SignalCatalogue,
  others: readonly Model[],
  report: Report,
): void {
  const judging = others.filter((other): other is DomainModel => other.kind === 'domains');
  const judge = judging.find(other => other.id === matrix.model);
  if (judge === undefined)
    report(
      ['matrix', 'model'],
      unknownName(
        'a model of domains that is loaded',
        matrix.model,
        judging.map(other => other.id),
      ),
    );
  const risks = new Set(matrix.risks.map(risk => risk.id));
  checkRepeated(
    matrix.risks.map(risk => risk.id),
    ['matrix', 'risks'],
    report,
    'id',
  );
  matrix.core.forEach((id, at) => {
    if (!risks.has(id)) report(['matrix', 'core', at], unknownName('a risk of the matrix', id, risks));
  });
  matrix.risks.forEach((risk, at) => {
    const path = ['matrix', 'risks', at];
    const items: Items = { of: 'operations', where: [], exemptBy: [] };
    const asker = checkedAsker({ uses: risk.signals, items }, path, catalogue, report);
    if (risk.appliesWithSignal !== undefined && !catalogue.has(risk.appliesWithSignal))
      report([...path, 'appliesWithSignal'], unknownSignal(risk.appliesWithSignal, catalogue));
    // Without the model that judges, nothing can be said of its activities.
    const activities = judge === undefined ? undefined : new Set(judge.activities.map(activity => activity.id));
    if (activities !== undefined)
      checkRule(risk.needs, [...path, 'needs'], { catalogue, activities, hasMatrix: false, asker }, report);
  });
}
