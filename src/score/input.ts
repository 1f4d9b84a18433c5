import type { Report, ReportApi, ReportComponent, ReportEndpoint, ReportEvidence } from '../core/report.ts';
import type { ScoringParameters } from '../../models/parameters.ts';
import type { Model, SignalCatalogue } from '../../models/schema.ts';
import type { TierLimit } from './tiers.ts';

/** A repository of the target, and whether it was read. */
export type RepositoryScope = {
  /** Subject id of repository-scoped evidence. */
  readonly id: string;
  /** Ids of the APIs of the inventory that its code holds. */
  readonly apis: readonly string[];
  /** Not scanned: its weight is unknown weight, never missing practice. */
  readonly isScanned: boolean;
};

/** All that a score is computed from: nothing else decides a number. */
export type ScoreInput = {
  readonly models: readonly Model[];
  readonly signals: SignalCatalogue;
  readonly parameters: ScoringParameters;
  readonly evidence: readonly ReportEvidence[];
  /** Which signals have a detector, one line each; a signal without a line here has none. */
  readonly coverage: Report['signals'];
  readonly apis: readonly ReportApi[];
  readonly components: readonly Pick<ReportComponent, 'id' | 'languages'>[];
  readonly operations: readonly ReportEndpoint[];
  readonly visibility: Report['visibility'];
  /** Day against which ages are counted, `YYYY-MM-DD`. */
  readonly today: string;
  /** Subject id of organisation-scoped evidence. */
  readonly organisation: string;
  /** A whole organisation is judged, not a part of it: the tail rule holds. */
  readonly isOrganisation: boolean;
  /** What was read of the target, whatever part of it is judged. */
  readonly reading: {
    /** Repositories that were read. */
    readonly scanned: number;
    /** Only where a whole organisation was read can an absence speak of the organisation. */
    readonly isWhole: boolean;
  };
  /** What records are worth at most for what stands outside of the part that is judged; undefined where all is judged. */
  readonly limits: ReadonlyMap<string, TierLimit> | undefined;
  readonly repositories: readonly RepositoryScope[];
};
