import type { FactBody } from '../../../src/core/fact.ts';
import type { Softening } from '../../../src/core/facts/pipeline.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataDocument, DataFile } from '../../../src/parse/data-file.ts';
import { continueOnError, softenedBy } from './continue-on-error.ts';
import { canSkip, checkOf, conditionOf, graphOf, isSwitchedOff, runsOn, waitsForSuccess } from './jobs.ts';
import { Job, Step, Workflow } from './schema.ts';
import { recordsResult, toolRunsOfStep } from './steps.ts';
import type { RecordedRun } from './steps.ts';
import { triggerList, triggersOf } from './triggers.ts';
import type { Start, Triggers } from './triggers.ts';

export const githubActions = defineDetector({
  id: 'github-actions',
  title: 'GitHub Actions workflows',
  kind: 'pipeline',
  docs: 'https://docs.github.com/en/actions/reference/workflow-syntax-for-github-actions',
  reads: 'data',
  // Workflows are read by GitHub from the top level of this folder only.
  files: ['.github/workflows/*.yml', '.github/workflows/*.yaml'],
  emits: ['pipeline', 'pipeline-step'],
  limits: [
    'Whether a workflow is switched off in the settings, and which checks are required, is not in the tree.',
    'The name of the default branch is not in the tree: main, master, trunk and develop are taken for it in filters.',
    'Workflows that another one starts (`workflow_run`) are not joined with it.',
    'Scripts of PowerShell are split by the rules of a POSIX shell; whether a failure stops them is unknown.',
  ],
  version: 2,
  detect: file => file.documents.flatMap(document => workflowFacts(file, document)),
});

const PROVIDER = 'github-actions';

function workflowFacts(file: DataFile, document: DataDocument): readonly FactBody[] {
  const workflow = Workflow.safeParse(document.value).data;
  if (!workflow) return [];
  const jobs = new Map(
    Object.entries(workflow.jobs).flatMap(([id, raw]) => {
      const job = Job.safeParse(raw).data;
      return job ? [[id, job] as const] : [];
    }),
  );
  const triggers = triggersOf(workflow.on);
  const off = [...jobs].every(([, job]) => isSwitchedOff(conditionOf(job.if)))
    ? 'every job is switched off (`if: false`)'
    : undefined;
  const disabled = triggers.never ?? (jobs.size === 0 ? 'it has no job' : off);
  const pipeline: FactBody = {
    kind: 'pipeline',
    at: document.locate(['on']),
    provider: PROVIDER,
    name: workflow.name ?? file.path,
    triggers: triggerList(triggers.starts),
    paths: triggers.paths,
    ...(triggers.exceptPaths.length === 0 ? {} : { exceptPaths: triggers.exceptPaths }),
    ...(disabled === undefined ? {} : { disabled }),
  };
  const context: Context = { file, document, workflow, jobs, triggers, graph: graphOf(jobs) };
  const runs = [...jobs].map(([id, job]) => [id, jobRuns(id, job, context)] as const);
  const deploying = new Set(
    runs
      .filter(([id, list]) => jobs.get(id)?.environment || list.some(one => one.run.activity === 'deploy'))
      .map(([id]) => id),
  );
  return [pipeline, ...runs.flatMap(([id, list]) => stepFacts(id, list, deploying, context))];
}

type Context = {
  readonly file: DataFile;
  readonly document: DataDocument;
  readonly workflow: Workflow;
  readonly jobs: ReadonlyMap<string, Job>;
  readonly triggers: Triggers;
  readonly graph: ReturnType<typeof graphOf>;
};

/** A run of a tool with what its step and job make of it. */
type StepRun = {
  readonly run: RecordedRun;
  readonly condition: string;
  readonly starts: readonly Start[];
  /** A condition of the step itself: the job goes on, and what waits for the job too. */
  readonly stepSkips: boolean;
  readonly isRecorded: boolean;
};

function jobRuns(id: string, job: Job, context: Context): readonly StepRun[] {
  const { document, triggers } = context;
  const condition = conditionOf(job.if);
  const starts = isSwitchedOff(condition) ? [] : triggers.starts.filter(start => runsOn(condition, start) !== 'no');
  const ofJob = continueOnError(
    job['continue-on-error'],
    () => document.locate(['jobs', id, 'continue-on-error']),
    'the job',
  );
  if (job.uses !== undefined) {
    const run = calledWorkflow(job, document.locate(['jobs', id, 'uses']));
    return [{ run: softenedBy(run, ofJob), condition: 'true', starts, stepSkips: false, isRecorded: false }];
  }
  const steps = job.steps.map(raw => Step.safeParse(raw).data);
  return steps.flatMap((step, index): readonly StepRun[] => {
    if (!step) return [];
    const stepCondition = conditionOf(step.if);
    const stepStarts = isSwitchedOff(stepCondition)
      ? []
      : starts.filter(start => runsOn(stepCondition, start) !== 'no');
    const ofStep = continueOnError(
      step['continue-on-error'],
      () => document.locate(['jobs', id, 'steps', index, 'continue-on-error']),
      'the step',
    );
    const stepSkips = canSkip(stepCondition, starts);
    const isRecorded = steps.slice(index + 1).some(later => later !== undefined && recordsResult(later));
    return toolRunsOfStep({
      step,
      job,
      jobId: id,
      index,
      workflow: context.workflow,
      file: context.file,
      document,
    }).map(run => ({
      run: softenedBy(softenedBy(run, ofStep), ofJob),
      condition: stepCondition,
      starts: stepStarts,
      stepSkips,
      isRecorded: isRecorded || run.records,
    }));
  });
}

function stepFacts(
  id: string,
  list: readonly StepRun[],
  deploying: ReadonlySet<string>,
  context: Context,
): readonly FactBody[] {
  const { jobs, graph, triggers } = context;
  const job = jobs.get(id);
  if (!job) return [];
  const needed = graph.needed.get(id) ?? [];
  const waitingJobs = graph.waiting.get(id) ?? [];
  const checks = (ids: readonly string[]): readonly string[] =>
    ids.flatMap(other => {
      const one = jobs.get(other);
      return one ? [checkOf(other, one)] : [];
    });
  const jobSkips = [id, ...needed].some(other => canSkip(conditionOf(jobs.get(other)?.if), triggers.starts));
  return list.map(({ run: { records: _, ...run }, starts, stepSkips, isRecorded }, position): FactBody => {
    const laterDeploys = list
      .slice(position + 1)
      .some(later => later.run.activity === 'deploy' && waitsForSuccess(later.condition));
    const isSkippable = run.skippable || stepSkips;
    return {
      ...run,
      kind: 'pipeline-step',
      provider: PROVIDER,
      pipeline: context.file.path,
      job: id,
      check: checkOf(id, job),
      triggers: triggerList(starts),
      skippable: isSkippable || jobSkips,
      gatesDeploy: !isSkippable && (waitingJobs.some(other => deploying.has(other)) || laterDeploys),
      waitingJobs,
      alsoChecks: checks(graph.aggregators.get(id) ?? []),
      needs: checks(needed),
      isRecorded,
    };
  });
}

/** `./.github/workflows/x.yml` is followed by path; `org/repo/.github/workflows/x.yml@ref` stands in another repository. */
function calledWorkflow(job: Job, at: Softening['at']): RecordedRun {
  const uses = job.uses ?? '';
  const base = {
    at,
    activity: 'call',
    tool: 'reusable',
    blocking: 'yes',
    softened: [],
    skippable: false,
    folder: '.',
    targets: [],
    hasCredentials: job.secrets !== undefined && job.secrets !== null,
    isApiAware: false,
    records: false,
  } as const;
  if (uses.startsWith('./')) return { ...base, call: { runner: 'workflow', name: uses.slice(2), folder: '.' } };
  return { ...base, blocking: 'unknown', external: uses };
}
