/** Facts about CI pipelines and the tools that they run. */
import type { Location } from '../location.ts';

export type PipelineTrigger =
  | 'pull-request'
  | 'push-default'
  | 'push-other'
  | 'merge-queue'
  | 'schedule'
  | 'release'
  | 'deploy'
  | 'manual'
  | 'called'
  | 'unknown';

/**
 * What a step is for. `build` and `deploy` steps are kept because gates are judged against them; `call` runs something that
 * is defined elsewhere in the tree, and says nothing until it is followed.
 */
export type PipelineActivity =
  | 'test'
  | 'api-test'
  | 'contract-test'
  | 'fuzz'
  | 'dast'
  | 'sast'
  | 'sca'
  | 'secret-scan'
  | 'iac-scan'
  | 'spec-lint'
  | 'spec-audit'
  | 'spec-diff'
  | 'spec-publish'
  | 'load-test'
  | 'waf-test'
  | 'drift'
  | 'discovery'
  | 'codegen'
  | 'build'
  | 'deploy'
  | 'call';

/** Whether a failure of the step fails its job. `unknown`: it hangs on a value that is not in the tree. */
export type StepBlocking = 'yes' | 'no' | 'unknown';

/** Where a definition stands that a step can run by name. */
export type ScriptRunner = 'npm' | 'make' | 'shell' | 'composite' | 'workflow';

/** The use of a definition: a package script, a Makefile target, a shell script, a local action, a reusable workflow. */
export type ScriptCall = {
  readonly runner: ScriptRunner;
  /** Script or target name; for `shell`, `composite` and `workflow` the path from the root of the tree. Empty: the default target. */
  readonly name: string;
  /** Folder it is called in; `**` for every package of the workspace; undefined when it is computed. */
  readonly folder?: string;
  /** Package it is limited to (`--filter`, `--workspace`), when that is written down. */
  readonly package?: string;
};

/** A construct that swallows a failure, with the words for the report. */
export type Softening = { readonly at: Location; readonly what: string };

/** One run of one tool, wherever it is written. */
export type ToolRun = {
  readonly at: Location;
  readonly activity: PipelineActivity;
  /** Id of the tool table's row: `zap-api-scan`, `semgrep`, `schemathesis`, `jest` …; of a call: `npm-script`, `make`, `script`, `composite`, `reusable`. */
  readonly tool: string;
  readonly blocking: StepBlocking;
  /** Each construct that swallows the failure, with its place and the words for the report. */
  readonly softened: readonly Softening[];
  /** A condition can skip it while the run counts as successful. */
  readonly skippable: boolean;
  /** Folder it runs in, from the root of the tree; undefined when it is computed. */
  readonly folder?: string;
  /** What it is pointed at: description files, URLs, folders, as written. */
  readonly targets: readonly string[];
  /** Given a credential to test with. */
  readonly hasCredentials: boolean;
  /** Given an API description to work from. */
  readonly isApiAware: boolean;
  /** Local file it loads its rules from, when it names one. */
  readonly ruleset?: string;
  /** Severity below `error` from which on a finding fails it (`warn`, `info`, `hint`), when it is told so. */
  readonly failsFrom?: string;
  /** Local file that decides what it does and whether it can fail: a load script, a collection, a scan plan. */
  readonly config?: string;
  /** Reusable definition from another repository (`org/repo/.github/workflows/x.yml@ref`). */
  readonly external?: string;
  /** What it runs, when that stands elsewhere in the tree. */
  readonly call?: ScriptCall;
};

export type PipelineFact =
  | {
      readonly kind: 'pipeline';
      readonly at: Location;
      readonly provider: string;
      readonly name: string;
      readonly triggers: readonly PipelineTrigger[];
      /** Path filters of its triggers; empty when it runs on every change. `!x` is left out. */
      readonly paths: readonly string[];
      /** Paths whose change alone does not start it (`paths-ignore`, `!x`). */
      readonly exceptPaths?: readonly string[];
      /** Never runs as written (`if: false`, hidden job, no trigger), and why. */
      readonly disabled?: string;
    }
  | (ToolRun & {
      readonly kind: 'pipeline-step';
      readonly provider: string;
      /** File of the pipeline; the same as `at.file` unless the step stands in a local action, script or reusable workflow. */
      readonly pipeline: string;
      readonly job: string;
      /** Name under which the host reports the job as a check. A matrix job reports one a leg: `*` stands for the values. */
      readonly check: string;
      /** Empty: as written it never runs (`if: false`). */
      readonly triggers: readonly PipelineTrigger[];
      /** A job or later step that deploys or releases does not run when this step fails, nor when its job was skipped. */
      readonly gatesDeploy: boolean;
      /** Jobs of the pipeline that do not run when this one fails, directly or through others. */
      readonly waitingJobs: readonly string[];
      /** Checks of other jobs that fail when this one fails (a job that always runs and looks at its result). */
      readonly alsoChecks: readonly string[];
      /** Checks of jobs that this one needs: when one of them fails, this job is skipped, which its own check reports as success. */
      readonly needs: readonly string[];
      /** Its result is kept somewhere (SARIF upload, artefact, issue), even when it does not block. */
      readonly isRecorded: boolean;
    })
  /** A definition that steps run by name. Its runs are judged against the exit status of the definition. */
  | {
      readonly kind: 'script';
      readonly at: Location;
      readonly runner: ScriptRunner;
      /** As in `ScriptCall`. */
      readonly name: string;
      /** Folder of the file that defines it. */
      readonly folder: string;
      /** Name of the package that defines it, for package scripts. */
      readonly package?: string;
      readonly steps: readonly ToolRun[];
    }
  /** A file that decides whether a tool can fail at all, and what it is pointed at (`config` of a run refers to it). */
  | {
      readonly kind: 'tool-config';
      readonly at: Location;
      /** Id of the tool table's row. */
      readonly tool: string;
      /** Whether a failed check fails the tool; `why` says which setting decides. */
      readonly blocking: StepBlocking;
      readonly why: string;
      readonly targets: readonly string[];
      readonly hasCredentials: boolean;
      readonly isApiAware: boolean;
    };
