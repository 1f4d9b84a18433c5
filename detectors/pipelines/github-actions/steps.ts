/** One step of a job (or of a composite action) to the runs of tools in it. */
import type { ToolRun } from '../../../src/core/facts/pipeline.ts';
import type { Location } from '../../../src/core/location.ts';
import type { DataDocument, DataFile } from '../../../src/parse/data-file.ts';
import { toolOfAction, toolOfImage, verdictOf } from '../match.ts';
import type { Arguments } from '../match.ts';
import { scalarPlace } from '../scalar-place.ts';
import type { ShellOptions } from '../shell/runs.ts';
import { joinFolder } from '../shell/runs.ts';
import { facetsOf, hasCredential, passesSecret, PLAIN_SHELL, toolRunsIn, under, verdictFields } from '../tool-runs.ts';
import type { Job, Step, Workflow } from './schema.ts';

/** A run, and whether the tool keeps its result itself. */
export type RecordedRun = ToolRun & { readonly records: boolean };

export type StepContext = {
  readonly step: Step;
  readonly job: Pick<Job, 'defaults' | 'env' | 'runs-on'>;
  readonly jobId: string;
  readonly index: number;
  readonly workflow: Pick<Workflow, 'defaults' | 'env'>;
  readonly file: DataFile;
  readonly document: DataDocument;
};

export function toolRunsOfStep(context: StepContext): readonly RecordedRun[] {
  const { step, jobId, index } = context;
  return runsOfStep(context, ['jobs', jobId, 'steps', index]);
  function runsOfStep(given: StepContext, path: readonly (string | number)[]): readonly RecordedRun[] {
    return step.uses === undefined ? commandRuns(given, path) : actionRuns(given, path, step.uses);
  }
}

/** The same for a step of a composite action, which stands elsewhere in its file. */
export function toolRunsAt(
  context: Omit<StepContext, 'jobId' | 'index'>,
  path: readonly (string | number)[],
): readonly RecordedRun[] {
  const given = { ...context, jobId: '', index: 0 };
  return context.step.uses === undefined ? commandRuns(given, path) : actionRuns(given, path, context.step.uses);
}

function commandRuns(context: StepContext, path: readonly (string | number)[]): readonly RecordedRun[] {
  const { step, file, document } = context;
  if (step.run === undefined) return [];
  const shell = shellOf(context);
  if (!shell) return [];
  const runs = toolRunsIn({
    text: step.run,
    options: shell.options,
    folder: folderOf(context),
    place: scalarPlace(file, document, [...path, 'run'], step.run),
    hasCredentials: passesSecretIn(step.env),
    secretNames: secretNames(context),
  });
  return runs.map(run => ({
    ...(shell.isUnclear && run.blocking !== 'no' ? { ...run, blocking: 'unknown' } : run),
    records: false,
  }));
}

/** Options of the shell that runs a script; undefined for an interpreter that is no shell. Source: GitHub Docs, `jobs.<id>.steps[*].shell`. */
function shellOf({
  step,
  job,
  workflow,
}: StepContext): { readonly options: ShellOptions; readonly isUnclear: boolean } | undefined {
  const shell = step.shell ?? job.defaults.run.shell ?? workflow.defaults.run.shell;
  if (shell === undefined) {
    const onWindows = typeof job['runs-on'] === 'string' && job['runs-on'].startsWith('windows');
    return onWindows
      ? { options: PLAIN_SHELL, isUnclear: true }
      : { options: { errexit: true, pipefail: false }, isUnclear: false };
  }
  if (shell === 'bash') return { options: { errexit: true, pipefail: true }, isUnclear: false };
  if (shell === 'sh') return { options: { errexit: true, pipefail: false }, isUnclear: false };
  const words = shell.split(/\s+/);
  if (/(?:^|\/)(?:ba|z|da)?sh$/.test(words[0] ?? '')) {
    const errexit = words.some(word => /^-[a-z]*e/.test(word));
    return { options: { errexit, pipefail: words.includes('pipefail') }, isUnclear: false };
  }
  if (/^(?:pwsh|powershell|cmd)/.test(shell) || shell.includes('${{')) return { options: PLAIN_SHELL, isUnclear: true };
  return undefined;
}

function folderOf({ step, job, workflow }: StepContext): string | undefined {
  const folder =
    step['working-directory'] ?? job.defaults.run['working-directory'] ?? workflow.defaults.run['working-directory'];
  return folder === undefined
    ? '.'
    : joinFolder('.', { text: folder, start: 0, end: 0, isDynamic: folder.includes('$'), isQuoted: false });
}

/** Actions that run a command given as an input, and the name of that input. */
const COMMAND_INPUTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['nick-fields/retry', ['command']],
  ['nick-invision/retry', ['command']],
  ['wandalen/wretry.action', ['command']],
  ['addnab/docker-run-action', ['run']],
  ['gabrielbb/xvfb-action', ['run']],
  ['coactions/setup-xvfb', ['run']],
  ['cypress-io/github-action', ['command']],
  ['devcontainers/ci', ['runCmd']],
  ['borales/actions-yarn', ['cmd']],
  ['reactivecircus/android-emulator-runner', ['script']],
  ['nick-invision/retry-action', ['command']],
]);

function actionRuns(context: StepContext, path: readonly (string | number)[], uses: string): readonly RecordedRun[] {
  const { step, document } = context;
  const at = document.locate([...path, 'uses']);
  const hasSecrets = passesSecretIn(step.env) || passesSecretIn(step.with);
  if (uses.startsWith('./') || uses.startsWith('../')) return [localAction(uses, at, hasSecrets)];
  const name = uses.replace(/@[^@]*$/, '');
  const commands = (COMMAND_INPUTS.get(name.toLowerCase()) ?? []).filter(input => typeof step.with[input] === 'string');
  if (commands.length > 0) return commands.flatMap(input => inputRuns(context, path, input, hasSecrets));
  const image = /^docker:\/\/(.+)$/.exec(uses)?.[1];
  if (image !== undefined) return imageRuns(context, path, image, at, hasSecrets);
  const tool = toolOfAction(uses);
  if (!tool) return [];
  const given = inputsOf(step);
  const verdict = verdictOf(tool, given, true);
  if (!verdict) return [];
  const deciding = (tool.rules ?? []).findLast(rule => rule.on in step.with);
  const place = deciding ? document.locate([...path, 'with', deciding.on]) : at;
  return [
    {
      at,
      folder: '.',
      ...facetsOf(tool, given, '.'),
      ...verdictFields(verdict.blocking, verdict.why, { blocking: 'yes', softened: [] }, place),
      skippable: false,
      hasCredentials: hasSecrets || hasCredential(tool, given),
      records: tool.records === true,
    },
  ];
}

function localAction(uses: string, at: Location, hasCredentials: boolean): RecordedRun {
  return {
    at,
    activity: 'call',
    tool: 'composite',
    blocking: 'yes',
    softened: [],
    skippable: false,
    folder: '.',
    targets: [],
    hasCredentials,
    isApiAware: false,
    call: { runner: 'composite', name: under('.', uses), folder: '.' },
    records: false,
  };
}

function inputRuns(
  context: StepContext,
  path: readonly (string | number)[],
  input: string,
  hasCredentials: boolean,
): readonly RecordedRun[] {
  const { step, file, document } = context;
  const text = String(step.with[input]);
  const softens = step.with['continue_on_error'] === true || step.with['continue_on_error'] === 'true';
  const runs = toolRunsIn({
    text,
    options: PLAIN_SHELL,
    folder: folderOf(context),
    place: scalarPlace(file, document, [...path, 'with', input], text),
    hasCredentials,
    secretNames: secretNames(context),
  });
  const softening = softens
    ? [{ at: document.locate([...path, 'with', 'continue_on_error']), what: '`continue_on_error` is true' }]
    : [];
  return runs.map(run => ({
    ...run,
    blocking: softens ? 'no' : run.blocking,
    softened: [...run.softened, ...softening],
    records: false,
  }));
}

/** `uses: docker://image` with `args` runs the image as `docker run image args` would. */
function imageRuns(
  context: StepContext,
  path: readonly (string | number)[],
  image: string,
  at: Location,
  hasCredentials: boolean,
): readonly RecordedRun[] {
  const args = context.step.with['args'];
  if (!toolOfImage(image)) return [];
  return toolRunsIn({
    text: `docker run ${image} ${typeof args === 'string' ? args : ''}`,
    options: { errexit: true, pipefail: false },
    folder: '.',
    place: () => (typeof args === 'string' ? context.document.locate([...path, 'uses']) : at),
    hasCredentials,
    secretNames: secretNames(context),
  }).map(run => ({ ...run, records: false }));
}

function inputsOf(step: Step): Arguments {
  return {
    named: new Map(Object.entries(step.with).map(([name, value]) => [name, [String(value)]])),
    plain: [],
    behind: new Map(),
  };
}

function passesSecretIn(values: Readonly<Record<string, unknown>>): boolean {
  return Object.values(values).some(value => typeof value === 'string' && passesSecret(value));
}

function secretNames({ step, job, workflow }: StepContext): ReadonlySet<string> {
  const all = { ...workflow.env, ...job.env, ...step.env };
  return new Set(
    Object.entries(all)
      .filter(([, value]) => typeof value === 'string' && passesSecret(value))
      .map(([name]) => name),
  );
}

/** Actions that keep results: code scanning, artefacts, test reports, issues. */
const RECORDERS: readonly string[] = [
  'github/codeql-action/upload-sarif',
  'actions/upload-artifact',
  'mikepenz/action-junit-report',
  'dorny/test-reporter',
  'enricomi/publish-unit-test-result-action',
  'jasonetco/create-an-issue',
  'peter-evans/create-issue-from-file',
  'test-summary/action',
];

export function recordsResult(step: Step): boolean {
  const name = step.uses?.replace(/@[^@]*$/, '').toLowerCase();
  return name !== undefined && RECORDERS.includes(name);
}
