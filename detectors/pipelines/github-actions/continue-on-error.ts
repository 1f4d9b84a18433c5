/** `continue-on-error`, of a job, a step, or a step of a composite action. */
import type { Softening, StepBlocking, ToolRun } from '../../../src/core/facts/pipeline.ts';
import { weaker } from '../tool-runs.ts';

type Outcome = { readonly blocking: StepBlocking; readonly softened: readonly Softening[] };

export function continueOnError(value: unknown, locate: () => Softening['at'], what: string): Outcome {
  if (value === undefined || value === null || value === false || value === 'false')
    return { blocking: 'yes', softened: [] };
  if (value === true || value === 'true')
    return { blocking: 'no', softened: [{ at: locate(), what: `\`continue-on-error: true\` on ${what}` }] };
  return { blocking: 'unknown', softened: [{ at: locate(), what: `\`continue-on-error\` on ${what} is computed` }] };
}

export function softenedBy<R extends ToolRun>(run: R, outcome: Outcome): R {
  return { ...run, blocking: weaker(run.blocking, outcome.blocking), softened: [...run.softened, ...outcome.softened] };
}
