import type { PipelineActivity, StepBlocking } from '../../src/core/facts/pipeline.ts';

/**
 * A row of the tool table: how a tool is recognised, and when a failed check of it fails the step.
 *
 * `run` lists command forms: the program's name, then words that must follow in this order before any other argument that
 * is not an option; `~x` is any word that holds `x`, `-x` an option that must be there. The longest matching form wins.
 */
export type Tool = {
  readonly id: string;
  readonly activity: PipelineActivity;
  readonly run?: readonly string[];
  /** Actions by `owner/repo`, or `owner/repo/path` when one repository holds several. */
  readonly uses?: readonly string[];
  /** Container images without registry host and tag; the words after the image are arguments of `run`'s first form. */
  readonly images?: readonly string[];
  /** What a failed check does without any option; `why` says so when it is not `yes`. */
  readonly blocking: StepBlocking;
  readonly why?: string;
  /** Options (`--x`) and action inputs that change it; the last one that applies decides. */
  readonly rules?: readonly Rule[];
  /** Options and inputs that hold what it is pointed at; `@` for the words that are no options. */
  readonly targets?: readonly string[];
  /** Options and inputs by which it is given an API description; `always` when it works on nothing else. */
  readonly description?: 'always' | readonly string[];
  /** Options and inputs by which it is given a credential to test with. */
  readonly credentials?: readonly string[];
  readonly ruleset?: readonly string[];
  /** Options that name the severity from which on it fails; `error` without them. */
  readonly severity?: readonly string[];
  /** Options and inputs that name the file which decides whether it can fail; `@` for the first word. */
  readonly config?: readonly string[];
  /** It keeps its results itself (code scanning, issues, the vendor's service). */
  readonly records?: boolean;
};

export type Rule = {
  /** Option with its dashes, or input. */
  readonly on: string;
  readonly when:
    | 'present'
    | 'absent'
    | 'true'
    | 'false'
    | { readonly is: readonly string[] }
    | { readonly not: readonly string[] };
  /** `never-runs`: the step does something else (a dry run, a print of versions) and is left out. */
  readonly then: StepBlocking | 'never-runs';
  readonly why: string;
};

export const soft = (on: string, why: string, when: Rule['when'] = 'present'): Rule => ({ on, when, then: 'no', why });
export const hard = (on: string, why: string, when: Rule['when'] = 'present'): Rule => ({ on, when, then: 'yes', why });
export const unclear = (on: string, why: string, when: Rule['when'] = 'present'): Rule => ({
  on,
  when,
  then: 'unknown',
  why,
});
