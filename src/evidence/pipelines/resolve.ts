/**
 * Follows what pipeline steps call: package scripts, Makefile targets, shell scripts, local actions and reusable workflows,
 * and joins each run with the file that configures it.
 */
import { factsOf } from '../../core/fact.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { ScriptCall, StepBlocking, ToolRun } from '../../core/facts/pipeline.ts';
import type { Location } from '../../core/location.ts';

/** A run of a tool as a pipeline reaches it. */
export type ResolvedStep = FactOf<'pipeline-step'> & {
  /** Places of the calls that lead to it, outermost first; empty when it stands in the pipeline itself. */
  readonly via: readonly { readonly at: Location; readonly what: string }[];
  /** Why a call could not be followed: what it runs is unknown, never nothing. */
  readonly unresolved?: string;
  /** Why the pipeline never runs. */
  readonly disabled?: string;
};

/** Calls inside calls beyond this are unresolved. */
const HOPS = 5;

/** Every run that the pipelines of a tree reach, in the order of their steps. Workflows that are only called count through their callers. */
export function resolveSteps(facts: readonly Fact[]): readonly ResolvedStep[] {
  const index = indexOf(facts);
  const steps = factsOf(facts, 'pipeline-step').filter(step => !isOnlyCalled(step));
  const resolved = steps.flatMap(step => follow({ ...step, via: [], ...disabledOf(step, index) }, index, []));
  const deploying = new Set(
    resolved.filter(step => step.activity === 'deploy').map(step => jobKey(step.pipeline, step.job)),
  );
  return resolved.map(step => {
    const gates = !step.skippable && step.waitingJobs.some(job => deploying.has(jobKey(step.pipeline, job)));
    return gates && !step.gatesDeploy ? { ...step, gatesDeploy: true } : step;
  });
}

type Index = {
  readonly scripts: ReadonlyMap<string, readonly FactOf<'script'>[]>;
  readonly workflows: ReadonlyMap<string, readonly FactOf<'pipeline-step'>[]>;
  readonly pipelines: ReadonlyMap<string, FactOf<'pipeline'>>;
  readonly configs: ReadonlyMap<string, FactOf<'tool-config'>>;
};

function indexOf(facts: readonly Fact[]): Index {
  return {
    scripts: Map.groupBy(factsOf(facts, 'script'), script => `${script.runner}:${script.name}`),
    workflows: Map.groupBy(factsOf(facts, 'pipeline-step'), step => step.pipeline),
    pipelines: new Map(factsOf(facts, 'pipeline').map(pipeline => [pipeline.at.file, pipeline])),
    configs: new Map(factsOf(facts, 'tool-config').map(config => [config.at.file, config])),
  };
}

function isOnlyCalled(step: FactOf<'pipeline-step'>): boolean {
  return step.triggers.length > 0 && step.triggers.every(trigger => trigger === 'called');
}

function disabledOf(step: FactOf<'pipeline-step'>, index: Index): { readonly disabled?: string } {
  const disabled =
    index.pipelines.get(step.pipeline)?.disabled ??
    (step.triggers.length === 0 ? 'a condition that is never true keeps it from running' : undefined);
  return disabled === undefined ? {} : { disabled };
}

function follow(step: ResolvedStep, index: Index, path: readonly string[]): readonly ResolvedStep[] {
  if (step.activity !== 'call') return [configured(step, index)];
  if (step.external !== undefined) return [{ ...step, unresolved: 'it stands in another repository' }];
  const { call } = step;
  if (!call) return [{ ...step, unresolved: 'it names nothing that can be followed' }];
  const key = `${call.runner}:${call.folder ?? '?'}:${call.name}:${call.package ?? ''}`;
  if (path.includes(key)) return [];
  if (path.length >= HOPS) return [{ ...step, unresolved: `more than ${HOPS} calls deep` }];
  const via = [...step.via, { at: step.at, what: wordsOf(call) }];
  if (call.runner === 'workflow') {
    const inner = index.workflows.get(call.name) ?? [];
    if (inner.length === 0)
      return index.pipelines.has(call.name) ? [] : [{ ...step, unresolved: `there is no workflow ${call.name}` }];
    return inner.flatMap(one => follow(inWorkflow(step, one, via), index, [...path, key]));
  }
  const definitions = definitionsOf(call, index);
  if (typeof definitions === 'string') return [{ ...step, unresolved: definitions }];
  return definitions.flatMap(script =>
    script.steps.flatMap(run => follow(inScript(step, rebased(run, call, index), via), index, [...path, key])),
  );
}

/** What a call may stand for; or why it cannot be told. A script that exists and runs no known tool gives a definition without steps. */
function definitionsOf(call: ScriptCall, index: Index): readonly FactOf<'script'>[] | string {
  const named = index.scripts.get(`${call.runner}:${call.name}`) ?? [];
  if (call.runner === 'shell' || call.runner === 'composite')
    return named.length > 0
      ? named
      : `there is no ${call.runner === 'shell' ? 'script' : 'action'} ${call.name} that is read`;
  const inPackage =
    call.package === undefined
      ? named
      : named.filter(
          script =>
            script.package === call.package ||
            script.folder === call.package ||
            script.folder.endsWith(`/${call.package}`),
        );
  const found = call.folder === '**' ? inPackage : inPackage.filter(script => script.folder === call.folder);
  const [only, ...more] = inPackage;
  const where = call.folder === undefined ? 'in a computed folder' : `in ${call.folder}`;
  if (found.length === 0 && call.folder === undefined && only && more.length === 0)
    return withHooks([only], call, index);
  return found.length > 0
    ? withHooks(found, call, index)
    : `there is no ${call.runner === 'npm' ? 'script' : 'target'} ${call.name || '(default)'} ${where}`;
}

/** npm runs `pretest` before and `posttest` behind `test`. */
function withHooks(found: readonly FactOf<'script'>[], call: ScriptCall, index: Index): readonly FactOf<'script'>[] {
  if (call.runner !== 'npm') return found;
  const hook = (prefix: string, folder: string): readonly FactOf<'script'>[] =>
    (index.scripts.get(`npm:${prefix}${call.name}`) ?? []).filter(script => script.folder === folder);
  return found.flatMap(script => [...hook('pre', script.folder), script, ...hook('post', script.folder)]);
}

/** A shell script runs where it is called from: its folders are taken from there. */
function rebased(run: ToolRun, call: ScriptCall, index: Index): ToolRun {
  const base = call.folder;
  if (call.runner !== 'shell' || base === '.') return run;
  const { folder: _, ...rest } = run;
  if (base === undefined || base === '**') return rest;
  const moved = { ...rest, ...(run.folder === undefined ? {} : { folder: joined(base, run.folder) }) };
  if (!run.call || run.call.folder === undefined || run.call.folder === '**') return moved;
  const isKnown = run.call.runner !== 'shell' || index.scripts.has(`shell:${run.call.name}`);
  return {
    ...moved,
    call: {
      ...run.call,
      folder: joined(base, run.call.folder),
      name: isKnown ? run.call.name : joined(base, run.call.name),
    },
  };
}

function joined(base: string, folder: string): string {
  return folder === '.' ? base : `${base}/${folder}`;
}

/** The run of a definition in the place of the step that calls it. */
function inScript(step: ResolvedStep, run: ToolRun, via: ResolvedStep['via']): ResolvedStep {
  const { call: _, unresolved: __, folder: ___, ...outer } = step;
  return {
    ...outer,
    ...run,
    via,
    blocking: weaker(step.blocking, run.blocking),
    softened: [...run.softened, ...step.softened],
    skippable: step.skippable || run.skippable,
    gatesDeploy: step.gatesDeploy && !run.skippable,
    hasCredentials: step.hasCredentials || run.hasCredentials,
  };
}

/** The step of a reusable workflow in the place of the job that calls it. */
function inWorkflow(step: ResolvedStep, inner: FactOf<'pipeline-step'>, via: ResolvedStep['via']): ResolvedStep {
  return {
    ...inScript(step, inner, via),
    pipeline: step.pipeline,
    job: step.job,
    waitingJobs: step.waitingJobs,
    alsoChecks: step.alsoChecks,
    check: `${step.check} / ${inner.check}`,
    gatesDeploy: (step.gatesDeploy && !inner.skippable) || inner.gatesDeploy,
    needs: [...step.needs, ...inner.needs.map(need => `${step.check} / ${need}`)],
    isRecorded: inner.isRecorded,
    triggers: inner.triggers.length === 0 ? [] : step.triggers,
  };
}

/** Files that tools read when none is named. */
const DEFAULT_CONFIGS: ReadonlyMap<string, string> = new Map([
  ['stackhawk', 'stackhawk.yml'],
  ['sonar', 'sonar-project.properties'],
]);

/** Tools that can fail only as their configuration says; without one, some are known to pass, of the others nobody can tell. */
const DECIDED_BY_CONFIG: ReadonlyMap<string, StepBlocking> = new Map([
  ['k6', 'unknown'],
  ['artillery', 'unknown'],
  ['stackhawk', 'unknown'],
  ['zap-plan', 'unknown'],
  ['sonar', 'no'],
]);

function configured(step: ResolvedStep, index: Index): ResolvedStep {
  const byDefault = DEFAULT_CONFIGS.get(step.tool);
  const file =
    step.config ??
    (byDefault !== undefined && step.folder !== undefined
      ? joined(step.folder, byDefault).replace(/^\.\//, '')
      : undefined);
  const config = file === undefined ? undefined : index.configs.get(file);
  if (!config) return step;
  // The one reason against such a tool is that its configuration decides: here it does.
  const isOpen = DECIDED_BY_CONFIG.get(step.tool) === step.blocking && step.softened.length === 1;
  const blocking = isOpen ? config.blocking : weaker(step.blocking, config.blocking);
  const own = isOpen ? [] : step.softened;
  return {
    ...step,
    blocking,
    softened: config.blocking === 'yes' ? own : [...own, { at: config.at, what: config.why }],
    targets: [...new Set([...step.targets, ...config.targets])],
    hasCredentials: step.hasCredentials || config.hasCredentials,
    isApiAware: step.isApiAware || config.isApiAware,
  };
}

function weaker(a: StepBlocking, b: StepBlocking): StepBlocking {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'unknown' || b === 'unknown' ? 'unknown' : 'yes';
}

function wordsOf(call: ScriptCall): string {
  const where =
    call.folder === undefined || call.folder === '.'
      ? ''
      : ` in ${call.folder === '**' ? 'the packages of the workspace' : call.folder}`;
  switch (call.runner) {
    case 'npm':
      return `package script ${call.name}${where}`;
    case 'make':
      return `make ${call.name}`.trim() + where;
    case 'shell':
      return `script ${call.name}`;
    case 'composite':
      return `action ${call.name}`;
    case 'workflow':
      return `workflow ${call.name}`;
  }
}

function jobKey(pipeline: string, job: string): string {
  return `${pipeline}#${job}`;
}
