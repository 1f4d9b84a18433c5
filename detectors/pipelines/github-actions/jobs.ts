/** The graph of jobs of one workflow: who waits for whom, who can be skipped, who looks at whose result. */
import type { Tristate } from '../../../src/core/operation.ts';
import { asksStatus, evaluateCondition } from './expression.ts';
import { Step } from './schema.ts';
import type { Job } from './schema.ts';
import { contextOf } from './triggers.ts';
import type { Start } from './triggers.ts';

/** A condition as written; `true` when there is none. */
export function conditionOf(value: string | boolean | undefined): string {
  return value === undefined ? 'true' : String(value);
}

/** Whether a condition lets its job or step run on this start, when nothing before it failed. */
export function runsOn(condition: string, start: Start): Tristate {
  return evaluateCondition(condition, {
    value: contextOf(start, condition),
    status: name => name === 'always' || name === 'success',
  });
}

/** Whether a condition is a constant `false`. */
export function isSwitchedOff(condition: string): boolean {
  return (
    evaluateCondition(condition, { value: () => undefined, status: () => true }) === 'no' &&
    !/[a-z]\.|\(/i.test(condition.replaceAll(/\bfalse\b/g, ''))
  );
}

/** Starts on which a change is judged: a condition that may be false on one of them can be used to pass. */
const JUDGED: ReadonlySet<string> = new Set(['pull-request', 'merge-queue', 'push-default']);

/** Whether the condition can skip its job or step on a start that matters while the run goes on. */
export function canSkip(condition: string, starts: readonly Start[]): boolean {
  const judged = starts.filter(start => JUDGED.has(start.trigger));
  return (judged.length > 0 ? judged : starts).some(start => runsOn(condition, start) !== 'yes');
}

/** Whether a later job or step waits for success: without a status function GitHub adds `success()`. */
export function waitsForSuccess(condition: string, job?: string): boolean {
  if (!asksStatus(condition, 'always', 'cancelled', 'failure')) return true;
  // It runs after a failure too, unless its condition asks for the result; tried with a failure and with a skipped job.
  return ['failure', 'skipped'].every(
    result =>
      evaluateCondition(condition, {
        value: path => (job !== undefined && path === `needs.${job.toLowerCase()}.result` ? result : undefined),
        status: name => name === 'always' || (name === 'failure' && result === 'failure'),
      }) === 'no',
  );
}

export type JobGraph = {
  /** Jobs that a job needs, directly or through others. */
  readonly needed: ReadonlyMap<string, readonly string[]>;
  /** Jobs that do not run when a job fails, directly or through others. */
  readonly waiting: ReadonlyMap<string, readonly string[]>;
  /** Jobs that always run, look at the result of a job, and fail with it. */
  readonly aggregators: ReadonlyMap<string, readonly string[]>;
};

export function graphOf(jobs: ReadonlyMap<string, Job>): JobGraph {
  const ids = [...jobs.keys()];
  const needs = (id: string): readonly string[] => jobs.get(id)?.needs.filter(other => jobs.has(other)) ?? [];
  const waits = (id: string): readonly string[] =>
    needs(id).filter(other => waitsForSuccess(conditionOf(jobs.get(id)?.if), other));
  const needed = new Map(ids.map(id => [id, reachable(id, needs)]));
  const waitedFor = new Map(ids.map(id => [id, reachable(id, waits)]));
  const waiting = new Map(ids.map(id => [id, ids.filter(other => waitedFor.get(other)?.includes(id))]));
  const aggregators = new Map(
    ids.map(id => [id, ids.filter(other => needed.get(other)?.includes(id) && aggregates(jobs.get(other), id))]),
  );
  return { needed, waiting, aggregators };
}

function reachable(from: string, next: (id: string) => readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const todo = [...next(from)];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    todo.push(...next(id));
  }
  return [...seen].toSorted();
}

/** A job that runs whatever happened, reads the result of the other and can end in failure. */
function aggregates(job: Job | undefined, other: string): boolean {
  if (!job || !asksStatus(conditionOf(job.if), 'always', 'cancelled', 'failure')) return false;
  return job.steps.some(raw => {
    const step = Step.safeParse(raw).data;
    if (!step) return false;
    if (/^re-actors\/alls-green(?:@|$)/i.test(step.uses ?? '')) return true;
    const text = `${step.run ?? ''}\n${conditionOf(step.if)}\n${Object.values(step.env).join('\n')}`;
    const reads =
      text.includes(`needs.${other}.result`) || text.includes('needs.*.result') || /toJSON\(\s*needs\s*\)/i.test(text);
    return reads && /\bexit (?!0\b)\S|\bfalse\b|core\.setFailed/.test(step.run ?? String(step.with['script'] ?? ''));
  });
}

/** The name under which the host reports a job; `*` stands for parts that a matrix fills in. */
export function checkOf(id: string, job: Job): string {
  const hasMatrix = job.strategy?.matrix !== undefined && job.strategy.matrix !== null;
  const name = job.name ?? id;
  if (name.includes('${{')) return name.replaceAll(/\$\{\{.*?\}\}/g, '*');
  return hasMatrix ? `${name} (*)` : name;
}
