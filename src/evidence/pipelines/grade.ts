/** How strong one step of a pipeline is as evidence, and what takes its strength away. Source: annex X3, scoring §D.4, §D.9. */
import picomatch from 'picomatch';
import type { Evidence, EvidenceFact, Tier } from '../../core/evidence.ts';
import { factsOf } from '../../core/fact.ts';
import type { FactOf } from '../../core/fact.ts';
import type { PipelineActivity, PipelineTrigger } from '../../core/facts/pipeline.ts';
import type { EvidenceInput } from '../../core/inventory.ts';
import { placeOf } from '../../core/location.ts';
import type { Location } from '../../core/location.ts';
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

/** Triggers on which a change of the default branch, a release or a deployment is judged (G6). */
const ON_CHANGE: ReadonlySet<PipelineTrigger> = new Set([
  'pull-request',
  'merge-queue',
  'push-default',
  'release',
  'deploy',
]);

/** What looks at the product as it stands: for these a schedule is the trigger that matters. Source: conventions §0.1, E3+. */
const OBSERVING: ReadonlySet<PipelineActivity> = new Set(['drift', 'discovery']);

/** Steps belong to one input, so that the grade of a step is always the same. */
const graded = new WeakMap<ResolvedStep, Grade>();

/** Invoked E2; on a trigger that judges changes E3; E4 only where a failure stops a deployment or a required check. */
export function gradeOf(step: ResolvedStep, input: EvidenceInput): Grade {
  const known = graded.get(step) ?? computeGrade(step, input);
  graded.set(step, known);
  return known;
}

function computeGrade(step: ResolvedStep, input: EvidenceInput): Grade {
  const without = ineffective(step, input);
  const soft = step.blocking === 'no' ? step.softened : [];
  const nullifiedBy: Evidence['nullifiedBy'] = [
    ...without.filter(({ isSettled }) => isSettled).map(({ why, at }) => ({ kind: 'effect' as const, why, at })),
    ...soft.map(({ what, at }) => enforcement(what, at, step.isRecorded)),
  ];
  const whys = [...without.map(({ why }) => why), ...soft.map(({ what }) => what)];
  if (without.length > 0) return { tier: 'E2', nullifiedBy, why: whys.join('; ') };
  if (step.blocking === 'no') return { tier: step.isRecorded ? 'E3' : 'E2', nullifiedBy, why: whys.join('; ') };
  if (step.blocking === 'unknown') return { tier: 'E3', nullifiedBy, why: unclear(step) };
  if (step.gatesDeploy) return { tier: 'E4', nullifiedBy, why: '' };
  const required = requiredChecks(input);
  if (required.length === 0)
    return { tier: 'E3', nullifiedBy, why: 'it fails its job; whether the check is required is not known' };
  const ways = waysAround(step, required);
  if (ways.length === 0) return { tier: 'E4', nullifiedBy, why: '' };
  // The job itself fails, and the host keeps that as the result of its check.
  return { tier: 'E3', nullifiedBy: ways.map(why => enforcement(why, step.at, true)), why: ways.join('; ') };
}

function enforcement(why: string, at: Location, isRecorded: boolean): Evidence['nullifiedBy'][number] {
  return { kind: 'enforcement', why, at, ...(isRecorded ? { isRecorded } : {}) };
}

type Lack = { readonly why: string; readonly at: Location; readonly isSettled: boolean };

/** Why no change is ever judged by the step. What may be otherwise in a place that was not read is not settled. */
function ineffective(step: ResolvedStep, input: EvidenceInput): readonly Lack[] {
  const { triggers } = step;
  if (step.disabled !== undefined) return [{ why: step.disabled, at: step.at, isSettled: true }];
  const isWired =
    triggers.some(trigger => ON_CHANGE.has(trigger)) ||
    (triggers.includes('schedule') && OBSERVING.has(step.activity)) ||
    // Started by hand, a pipeline that deploys is a deployment.
    (step.gatesDeploy && triggers.includes('manual'));
  if (!isWired) {
    const at = pipelineOf(step, input)?.at ?? step.at;
    // A branch may be the default one under another name, and the record of a scheduled run may show that it recurs.
    const isSettled = triggers.every(trigger => trigger === 'manual');
    return [{ why: `it runs only on ${triggers.join(', ')}`, at, isSettled }];
  }
  return reachesApi(step, input)
    ? []
    : [{ why: 'the path filters of its workflow leave out the code of the API', at: step.at, isSettled: true }];
}

function unclear(step: ResolvedStep): string {
  return step.softened.map(({ what }) => what).join('; ') || 'whether a failure stops anything is not known';
}

function pipelineOf(step: ResolvedStep, input: EvidenceInput): FactOf<'pipeline'> | undefined {
  return factsOf(input.facts, 'pipeline').find(pipeline => pipeline.at.file === step.pipeline);
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
  const { paths = [], exceptPaths = [] } = pipelineOf(step, input) ?? {};
  if (paths.length === 0 && exceptPaths.length === 0) return true;
  const files = input.inventory.operations.flatMap(operation => operation.sources.map(source => source.at.file));
  if (files.length === 0) return true;
  const matcher = (patterns: readonly string[]): ((file: string) => boolean) => picomatch([...patterns], { dot: true });
  const covers = paths.length === 0 ? (): boolean => true : matcher(paths);
  const leavesOut = exceptPaths.length === 0 ? (): boolean => false : matcher(exceptPaths);
  return files.map(file => file.replace(/^\.\//, '')).some(file => covers(file) && !leavesOut(file));
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
