import type { Diagnostic } from './diagnostic.ts';
import type { Fact } from './fact.ts';
import type { Location } from './location.ts';
import type { Api, Operation, SeenControl } from './operation.ts';
import type { Component, Introduction } from './tree.ts';
import type { Scope, Visibility } from './evidence.ts';

/** The joined inventory of one repository. */
export type Inventory = {
  readonly components: readonly (Component & { readonly frameworks: readonly string[] })[];
  readonly apis: readonly Api[];
  readonly operations: readonly Operation[];
  /** Description files, and for each whether it counts and under which rule it does not. */
  readonly descriptions: readonly DescriptionStatus[];
  readonly diagnostics: readonly Diagnostic[];
};

export type DescriptionStatus = {
  readonly file: string;
  readonly api?: string;
  readonly accepted: boolean;
  readonly rejectedBy?: { readonly rule: string; readonly why: string };
  readonly operations: number;
  readonly matched: number;
};

/** All that evidence is derived from. One repository, or one tree of several. */
export type EvidenceInput = {
  /** `org/name` of the repository, or the tree's name. Subject id of repository-scoped evidence. */
  readonly repository: string;
  readonly organisation: string;
  readonly facts: readonly Fact[];
  readonly inventory: Inventory;
  /** Operations of code with what the linker saw beside them, by operation id. */
  readonly linked: ReadonlyMap<string, LinkedDetail>;
  readonly visibility: readonly Visibility[];
  /** The day against which ages are counted, `YYYY-MM-DD`. Passed in: no stage reads a clock. */
  readonly today: string;
  /** Date a file was last changed by a commit, when history is there. */
  readonly changedAt: (file: string) => string | undefined;
  /** The change that brought a file in, when history reaches back to it. */
  readonly introducedBy?: (file: string) => Introduction | undefined;
};

/**
 * What an attestation may name, by id: a signal, or an activity with those of its deciding signals that documents can
 * attest. Passed in: the stage that derives evidence knows neither catalogue nor models.
 */
export type Attestable = ReadonlyMap<
  string,
  | { readonly kind: 'signal'; readonly scope: Scope; readonly isAttestable: boolean }
  | { readonly kind: 'activity'; readonly signals: readonly string[] }
>;

/** What only the linker knows of an operation. */
export type LinkedDetail = {
  readonly validation?: Location;
  readonly limiter?: Location;
  /** What stands before every handler that serves it; never empty. */
  readonly controls?: readonly SeenControl[];
};
