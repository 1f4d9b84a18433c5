/** What differs between two reports, and why. */
import type { ReportEndpoint, ReportPlace } from './report.ts';

/**
 * What a change comes from. `code`: the commit differs. `tool`: version or rules of the tool differ. `model`: the version
 * of the maturity model differs. `access`: what could be seen differs (a plane, a repository). Source: conventions §12.
 */
export type ChangeCause = 'code' | 'tool' | 'model' | 'access';

/** One cause: it is told. Several: each of them may be it. None: nothing that is recorded differs. Sorted. */
export type Causes = readonly ChangeCause[];

/** One of the two reports. */
export type DiffSide = {
  readonly target: string;
  readonly commit: string | null;
  readonly generatedAt: string;
  readonly toolVersion: string;
  readonly rules: string;
  readonly complete: boolean;
};

export type RepositoryStatus = 'scanned' | 'excluded' | 'failed' | 'invisible';

/** Null: it is not in the ledger of that side. */
export type RepositoryChange = {
  readonly name: string;
  readonly from: RepositoryStatus | null;
  readonly to: RepositoryStatus | null;
  /** Why it was not scanned on the later side. */
  readonly why: string | null;
};

export type AuthWord = ReportEndpoint['auth']['status'];
export type StateWord = ReportEndpoint['state'];

/** Enough of an operation to print a line of it. */
export type OperationReference = {
  readonly id: string;
  readonly repository: string;
  readonly component: string;
  readonly method: string;
  readonly path: string;
  readonly state: StateWord;
  readonly auth: AuthWord;
  /** Where it is served, else its first source. */
  readonly at: ReportPlace | null;
};

/** `operation` is that of the later report, but for vanished ones. */
export type OperationChange = { readonly operation: OperationReference; readonly causes: Causes } & (
  | { readonly kind: 'appeared' }
  | {
      readonly kind: 'vanished';
      /** Its repository was scanned completely and does not have it; otherwise it was only not seen. */
      readonly isClosed: boolean;
    }
  | {
      readonly kind: 'authentication';
      readonly from: AuthWord;
      readonly to: AuthWord;
      /** It demanded credentials and no longer does, or no longer provably. */
      readonly isLost: boolean;
      /** The reason of the later status. */
      readonly reason: string;
    }
  | { readonly kind: 'state'; readonly from: StateWord; readonly to: StateWord }
);

/** A word of a scale (`emerging`, `2`, `0.5`) with its bounds, which are equal when nothing is unknown. */
export type LevelReading = { readonly level: string; readonly low: string; readonly high: string };

export type LevelChange = {
  readonly model: string;
  readonly scope: 'headline' | 'domain' | 'activity' | 'fit' | 'barometer' | 'measure';
  /** Id of the domain, activity or measure; the model's own for `headline`, `fit` and `barometer`. */
  readonly id: string;
  readonly title: string;
  readonly from: LevelReading;
  readonly to: LevelReading;
  /** `bounds`: the level is the same, its interval is not. `other`: one of the two is not on the scale. */
  readonly direction: 'up' | 'down' | 'bounds' | 'other';
  readonly causes: Causes;
};

export type VisibilityChange = {
  readonly plane: string;
  readonly subject: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly why: string | null;
};

/** Every list is sorted by identity; empty lists mean that nothing of the kind differs. */
export type ReportDiff = {
  readonly from: DiffSide;
  readonly to: DiffSide;
  /** Sentences about what makes the comparison less than certain. */
  readonly notes: readonly string[];
  readonly repositories: readonly RepositoryChange[];
  readonly operations: readonly OperationChange[];
  readonly levels: readonly LevelChange[];
  readonly visibility: readonly VisibilityChange[];
};
