import { z } from 'zod';
import type { FactBody } from '../../../src/core/fact.ts';
import type { ToolRun } from '../../../src/core/facts/pipeline.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataDocument, DataFile } from '../../../src/parse/data-file.ts';
import { continueOnError, softenedBy } from '../github-actions/continue-on-error.ts';
import { conditionOf, isSwitchedOff } from '../github-actions/jobs.ts';
import { Step } from '../github-actions/schema.ts';
import { toolRunsAt } from '../github-actions/steps.ts';
import { folderOf } from '../package-scripts/package-scripts.ts';

export const compositeAction = defineDetector({
  id: 'composite-action',
  title: 'Composite actions of the repository',
  kind: 'pipeline',
  docs: 'https://docs.github.com/en/actions/reference/metadata-syntax-for-github-actions',
  reads: 'data',
  files: ['**/action.yml', '**/action.yaml'],
  words: ['composite'],
  emits: ['script'],
  limits: ['Inputs of the action are not filled in: what hangs on one is unknown.'],
  version: 2,
  detect: file => file.documents.flatMap(document => actionFacts(file, document)),
});

const Action = z.object({ runs: z.object({ using: z.literal('composite'), steps: z.array(z.unknown()) }) });
const NO_DEFAULTS = { defaults: { run: {} }, env: {} };

function actionFacts(file: DataFile, document: DataDocument): readonly FactBody[] {
  const action = Action.safeParse(document.value).data;
  if (!action) return [];
  const folder = folderOf(file.path);
  const steps = action.runs.steps.flatMap((raw, index): readonly ToolRun[] => {
    const step = Step.safeParse(raw).data;
    const condition = conditionOf(step?.if);
    if (!step || isSwitchedOff(condition)) return [];
    const path = ['runs', 'steps', index];
    const outcome = continueOnError(
      step['continue-on-error'],
      () => document.locate([...path, 'continue-on-error']),
      'the step of the action',
    );
    return toolRunsAt({ step, job: NO_DEFAULTS, workflow: NO_DEFAULTS, file, document }, path).map(
      ({ records: _, ...run }) => ({
        ...softenedBy(run, outcome),
        skippable: run.skippable || step.if !== undefined,
      }),
    );
  });
  return [{ kind: 'script', at: document.locate(['runs', 'using']), runner: 'composite', name: folder, folder, steps }];
}
