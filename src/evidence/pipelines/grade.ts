/** How strong one step of a pipeline is as evidence, and what takes its strength away. Source: annex X3, scoring §D.4, §D.9. */
import picomatch from 'picomatch';
import type { Evidence, EvidenceFact, NullifierKind, Tier } from '../../core/evidence.ts';
import { factsOf } from '../../core/fact.ts';
import type { PipelineTrigger } from '../../core/facts/pipeline.ts';
import type { EvidenceInput } from '../../core/inventory.ts';
import { placeOf } from '../../core/location.ts';
import { resolveSteps } from './resolve.ts';
import type { ResolvedStep } from './resolve.ts';

/** Name of the hosting setting that holds one required check of the default branch; one fact a check. */
export const REQUIRED_CHECK = 'required-check';

/** Confidence of the way from a pipeline to a tool: scoring §D.7. */
export const CI_CONFIDENCE = 0.85;

export type Grade = {
  readonly tier: Tier;
  readonly nullifiedBy: Evidence['nullifiedBy'];
  /** Why it is no better, for the summary; empty for E4. */
  readonly why: string;
};

const resolved = new WeakMap<EvidenceInput, readonly ResolvedStep[]>();

/** The steps of all pipelines of the input, with their calls followed. */
export function stepsOf(input: EvidenceInput): readonly ResolvedStep[] {
  const known = resolved.get(input);
  if (known) return known;
  const steps = resolveSteps(input.facts);
  resolved.set(input, steps);
  return steps;
}

/** Triggers on which a change of the default branch, a release or the product as it stands is judged. */
const RELEVANT: ReadonlySet<PipelineTrigger> = new Set([
  'pull-request',
  'merge-queue',
  'push-default',
  'release',
  'deploy',
  'schedule',
]);

/** Steps belong to one input, so that the grade of a step is always the same. */
const graded = new WeakMap<ResolvedStep, Grade>();

/** Invoked E2; on a relevant trigger E3; E4 only where a failure stops a deployment or a required check. */
export function gradeOf(step: ResolvedStep, input: EvidenceInput): Grade {
  const known = graded.get(step) ?? computeGrade(step, input);
  graded.set(step, known);
  return known;
}

function computeGrade(step: ResolvedStep, input: EvidenceInput): Grade {
  if (step.disabled !== undefined) return lowered('E2', 'effect', step.disabled, step);
  if (!step.triggers.some(trigger => RELEVANT.has(trigger)))
    return { tier: 'E2', nullifiedBy: [], why: `it runs only on ${step.triggers.join(', ')}` };
  if (!reachesApi(step, input))
    return lowered('E2', 'effect', 'the path filters of its workflow leave out the code of the API', step);
  if (step.blocking === 'no') {
    const nullifiedBy = step.softened.map(({ at, what }) => ({ kind: 'enforcement' as const, why: what, at }));
    return { tier: step.isRecorded ? 'E3' : 'E2', nullifiedBy, why: step.softened.map(({ what }) => what).join('; ') };
  }
  if (step.blocking === 'unknown')
    return {
      tier: 'E3',
      nullifiedBy: [],
      why: step.softened.map(({ what }) => what).join('; ') || 'whether a failure stops anything is not known',
    };
  if (step.gatesDeploy) return { tier: 'E4', nullifiedBy: [], why: '' };
  const required = requiredChecks(input);
  if (required.length === 0)
    return { tier: 'E3', nullifiedBy: [], why: 'it fails its job; whether the check is required is not known' };
  const ways = waysAround(step, required);
  return ways.length === 0
    ? { tier: 'E4', nullifiedBy: [], why: '' }
    : { tier: 'E3', nullifiedBy: [], why: ways.join('; ') };
}

function lowered(tier: Tier, kind: NullifierKind, why: string, step: ResolvedStep): Grade {
  return { tier, nullifiedBy: [{ kind, why, at: step.at }], why };
}

/** Names of the checks that the host requires; none when nobody could read them. */
export function requiredChecks(input: EvidenceInput): readonly string[] {
  return factsOf(input.facts, 'setting')
    .filter(setting => setting.name === REQUIRED_CHECK)
    .map(setting => setting.value);
}

/** Whether the check of a step, or one that fails with it, is required. */
export function isRequired(step: ResolvedStep, required: readonly string[]): boolean {
  return [step.check, ...step.alsoChecks].some(check => required.some(name => matchesCheck(check, name)));
}

/** `Tests (*)` stands for the checks of all legs of a matrix. */
function matchesCheck(check: string, name: string): boolean {
  const parts = check.split('*');
  if (parts.length === 1) return check === name;
  return (
    name.startsWith(parts[0] ?? '') &&
    name.endsWith(parts.at(-1) ?? '') &&
    name.length >= check.length - parts.length + 1
  );
}

/** How a change can pass although the step would have failed. Rules G5 and G7. */
export function waysAround(step: ResolvedStep, required: readonly string[]): readonly string[] {
  if (!isRequired(step, required)) return ['its check is not required'];
  const ways: string[] = [];
  const isOwn = required.some(name => matchesCheck(step.check, name));
  if (step.skippable) ways.push('a condition can skip it, and a skipped check counts as passed');
  const optional = isOwn ? step.needs.filter(need => !required.some(name => matchesCheck(need, name))) : [];
  if (optional.length > 0) ways.push(`it is skipped when ${optional.join(', ')} fails, which is not required`);
  if (!step.triggers.includes('pull-request') && !step.triggers.includes('merge-queue'))
    ways.push('it does not run on pull requests');
  return ways;
}

/** Whether a change of the API's code starts the pipeline: its path filters cover a file that serves an operation. */
export function reachesApi(step: ResolvedStep, input: EvidenceInput): boolean {
  const paths = factsOf(input.facts, 'pipeline').find(pipeline => pipeline.at.file === step.pipeline)?.paths ?? [];
  if (paths.length === 0) return true;
  const files = input.inventory.operations.flatMap(operation => operation.sources.map(source => source.at.file));
  if (files.length === 0) return true;
  const covers = picomatch([...paths], { dot: true });
  return files.some(file => covers(file));
}

/** The places that prove a step: where it stands, and every call that leads to it. */
export function stepFacts(step: ResolvedStep): readonly EvidenceFact[] {
  return [
    { at: step.at, excerpt: step.excerpt, what: `${step.tool} in job ${step.job} of ${step.pipeline}` },
    ...step.via.map(({ at, what }) => ({ at, excerpt: '', what: `calls ${what}` })),
  ];
}

/** `Semgrep at .github/workflows/ci.yml:12 (E3): …`. */
export function stepSummary(step: ResolvedStep, grade: Grade): string {
  const on = step.triggers.length === 0 ? 'never' : `on ${step.triggers.join(', ')}`;
  return `${step.tool} runs ${on} (${placeOf(step.at)})${grade.why === '' ? (step.gatesDeploy ? ', and a deployment waits for it' : ', and its check is required') : `; ${grade.why}`}.`;
}
