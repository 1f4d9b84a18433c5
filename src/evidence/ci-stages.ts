import type { PipelineTrigger } from '../core/facts/pipeline.ts';
import type { ResolvedStep } from './pipelines/resolve.ts';

export type Stage = 'pull request' | 'main' | 'release' | 'schedule';

const STAGES: readonly { readonly stage: Stage; readonly triggers: readonly PipelineTrigger[] }[] = [
  { stage: 'pull request', triggers: ['pull-request', 'merge-queue'] },
  { stage: 'main', triggers: ['push-default'] },
  { stage: 'release', triggers: ['release', 'deploy'] },
  { stage: 'schedule', triggers: ['schedule'] },
];

/** Life-cycle stages with a security step of their own: a job that two triggers start is one stage. Stages in fixed order. */
export function securityStages(
  steps: readonly ResolvedStep[],
): readonly { readonly stage: Stage; readonly step: ResolvedStep }[] {
  const taken = new Map<string, Stage>();
  const chosen = new Map<Stage, ResolvedStep>();
  for (const { stage } of STAGES) assign(stage, steps, taken, chosen, new Set());
  return STAGES.flatMap(({ stage }) => {
    const step = chosen.get(stage);
    return step ? [{ stage, step }] : [];
  });
}

/** Gives a job to a stage; a job that another stage has is freed when that one can have another. */
function assign(
  stage: Stage,
  steps: readonly ResolvedStep[],
  taken: Map<string, Stage>,
  chosen: Map<Stage, ResolvedStep>,
  tried: Set<string>,
): boolean {
  const triggers = STAGES.find(one => one.stage === stage)?.triggers ?? [];
  for (const step of steps) {
    const job = `${step.pipeline}#${step.job}`;
    if (tried.has(job) || !step.triggers.some(trigger => triggers.includes(trigger))) continue;
    tried.add(job);
    const holder = taken.get(job);
    if (holder !== undefined && !assign(holder, steps, taken, chosen, tried)) continue;
    taken.set(job, stage);
    chosen.set(stage, step);
    return true;
  }
  return false;
}
