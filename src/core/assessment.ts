/** Verdicts of a maturity model, and the proof behind each number. */

export type Level = 'non-existent' | 'emerging' | 'established';

/** A level, or why there is none. `not-observed`: the plane was not readable; `not-observable`: no plane exists. */
export type Verdict = Level | 'insufficient-evidence' | 'not-observed' | 'not-observable' | 'not-applicable';

/** Low counts unknown as missing, high as present; equal when nothing is unknown. */
export type Interval = { readonly low: Level; readonly high: Level };

/** One number of the proof: what was counted, over what, and the items on each side. */
export type Coverage = {
  /** `C_E3`: share at tier E3 or better; `C_E3(hc)`: of high and critical ones; `x`: contradicted share. */
  readonly name: string;
  readonly numerator: number;
  readonly denominator: number;
  /** Weight whose answer is not known. */
  readonly unknown: number;
  /** Share without weights, always shown beside the weighted one. */
  readonly unweighted: number;
  readonly items: number;
};

/** A condition of a rule as it was judged, down to the shares it counts: the inner nodes of the proof tree. */
export type Proof = {
  /** The condition with its numbers. */
  readonly text: string;
  readonly holds: Holds;
  /** False: it speaks of items that there are none of, and decides nothing. */
  readonly applies: boolean;
  readonly coverage: Coverage | null;
  /** The threshold of a share, and how far the share is from it. */
  readonly threshold: { readonly side: 'at-least' | 'at-most'; readonly value: number; readonly margin: number } | null;
  /** So close to the threshold that a small change of either turns it. */
  readonly isBorderline: boolean;
  readonly inside: readonly Proof[];
};

/** By what is known, whatever the unknown turns out to be; `unknown`: it decides. */
export type Holds = 'yes' | 'no' | 'unknown';

/** What thresholds that are all stricter, or all looser, by one step would give. Source: scoring §D.14. */
export type Sensitivity<T> = { readonly stricter: T; readonly looser: T };

/** Two records that speak of one thing and disagree; both are shown. Source: scoring §D.4. */
export type Conflict = {
  /** Id of the evidence that supports. */
  readonly claim: string;
  /** Id of the evidence against it. */
  readonly observation: string;
  /** Which of them counts, and why. */
  readonly why: string;
};

export type Missing = {
  /** What would settle or raise it, in words. */
  readonly what: string;
  /** The first of them, critical ones before others. */
  readonly subjects: readonly string[];
  /** Subjects beyond those. */
  readonly more: number;
};

export type ActivityAssessment = {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly interval: Interval;
  readonly confidence: number;
  /** The sentence of the rule that decided, with its numbers. */
  readonly rule: string;
  readonly coverage: readonly Coverage[];
  readonly proof: { readonly emerging: Proof; readonly established: Proof };
  readonly sensitivity: Sensitivity<Interval>;
  /** Names of the shares that are so close to their threshold that the verdict hangs on it. */
  readonly borderline: readonly string[];
  /** What it counts in its domain: 1, or more for a dominant threat. */
  readonly weight: number;
  /** Ids of evidence that counts, then of evidence seen and not counted. */
  readonly evidence: readonly string[];
  readonly notCounted: readonly string[];
  /** Those of `evidence` that a document attests and nobody observed. */
  readonly attested: readonly string[];
  readonly conflicts: readonly Conflict[];
  /** Signals of the activity that no detector supports yet: they only widen the interval. */
  readonly notSupported: readonly string[];
  /** Planes that were not readable, and which input would settle it. */
  readonly notObserved: readonly { readonly plane: string; readonly why: string }[];
  readonly missing: readonly Missing[];
};

export type DoubledActivity = { readonly activity: string; readonly threat: string; readonly share: number };

export type DomainAssessment = {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly interval: Interval;
  readonly rule: string;
  /** Weight of its activities: all that apply, those that are known, and those that reach a level by what is known. */
  readonly weights: {
    readonly applicable: number;
    readonly known: number;
    readonly emerging: number;
    readonly established: number;
  };
  readonly thresholds: { readonly known: number; readonly emerging: number; readonly established: number };
  /** Activities that count twice, each with the threat that dominates so large a share of API weight. */
  readonly doubled: readonly DoubledActivity[];
  /** A threshold 0.05 higher or lower would give another level. */
  readonly isBorderline: boolean;
  readonly sensitivity: Sensitivity<Interval>;
  /** Gates, each with whether it holds, fails or is not known. */
  readonly gates: readonly { readonly level: Level; readonly text: string; readonly holds: Holds }[];
  readonly activities: readonly ActivityAssessment[];
};

/** What APIs are told apart by. */
export type Trait = 'all' | 'risk' | 'exposure' | 'team' | 'language' | 'gateway';

/** How the weight of the APIs that share a trait spreads over the levels of a domain. Source: scoring §D.12. */
export type Spread = {
  readonly domain: string;
  readonly by: Trait;
  /** Null: none is known, or what would have it was not read. */
  readonly value: string | null;
  /** Share of all API weight. */
  readonly weight: number;
  /** Shares of that weight; they add up to 1. */
  readonly levels: {
    readonly established: number;
    readonly emerging: number;
    readonly nonExistent: number;
    readonly unknown: number;
  };
};

export type MeasureAssessment = {
  readonly id: string;
  readonly title: string;
  readonly ladder: string;
  /** 1 satisfied, 0.5 partial, 0 not; `unknown` and `not-applicable` have no number. */
  readonly satisfaction: 1 | 0.5 | 0 | 'unknown' | 'not-applicable';
  /** Whether a higher rung of the ladder lifted it. */
  readonly liftedBy?: string;
  /** The same with what is not known. */
  readonly high: 0 | 0.5 | 1;
  readonly rule: string;
  readonly coverage: readonly Coverage[];
  readonly proof: { readonly satisfied: Proof; readonly partial: Proof | null };
  readonly borderline: readonly string[];
  readonly evidence: readonly string[];
  readonly notSupported: readonly string[];
};

/** What one API does against each risk of the mitigation matrix. Source: salt §B.3. */
export type ApiMitigation = {
  readonly api: string;
  readonly passes: Holds;
  /** Threats that dominate it, by the words of its operations. */
  readonly threats: readonly string[];
  readonly risks: readonly {
    readonly id: string;
    readonly applies: Holds;
    /** It must be mitigated for the API to pass: a core risk, or one of its dominant threats. */
    readonly mustHold: boolean;
    readonly mitigated: Holds;
    readonly why: string;
  }[];
};

export type StageAssessment = {
  readonly stage: 1 | 2 | 3 | 4 | 5;
  readonly title: string;
  readonly practices: {
    readonly low: number;
    readonly high: number;
    readonly holds: boolean;
    readonly measures: readonly MeasureAssessment[];
  };
  readonly barometer: {
    readonly low: number;
    readonly high: number;
    readonly holds: boolean;
    readonly measures: readonly MeasureAssessment[];
  };
};

export type RoadmapStep = {
  /** An imperative sentence. */
  readonly step: string;
  /** What it moves: `Testing → emerging`. */
  readonly gain: string;
  /** Weight gained over items to touch; steps are ordered by it. */
  readonly value: number;
  /** Files, operations or settings to touch. */
  readonly touches: readonly string[];
  /** Further ones. */
  readonly more: number;
  /** What to assume (`--what-if`) to see what the step would do; empty where it touches more than are listed. */
  readonly whatIf: readonly string[];
  /** Activity or measure whose `explain` shows more. */
  readonly about: string;
};

export type Assessment =
  | {
      readonly kind: 'domains';
      readonly model: string;
      readonly modelVersion: string;
      readonly title: string;
      /** Derived headline: scoring §D.11. */
      readonly headline: {
        readonly verdict: Verdict;
        readonly interval: Interval;
        readonly rule: string;
        readonly sensitivity: Sensitivity<Interval>;
      };
      readonly domains: readonly DomainAssessment[];
      /** Each API judged on its own; empty where there are no two to compare. */
      readonly distribution: readonly Spread[];
      readonly roadmap: readonly RoadmapStep[];
    }
  | {
      readonly kind: 'stages';
      readonly model: string;
      readonly modelVersion: string;
      readonly title: string;
      /** Best-fit stage of security practices; 0 is below stage 1. */
      readonly fit: {
        readonly practices: number;
        readonly low: number;
        readonly high: number;
        readonly barometer: number;
        readonly rule: string;
        /** `practices` under stricter and looser thresholds. */
        readonly sensitivity: Sensitivity<number>;
      };
      readonly nextStage: { readonly stage: number; readonly satisfied: number; readonly of: number } | null;
      readonly advanceReady: boolean;
      readonly messages: readonly string[];
      /** Observed rung of each ladder, 0 when none. */
      readonly ladders: readonly { readonly id: string; readonly rung: number; readonly high: number }[];
      readonly stages: readonly StageAssessment[];
      /** Empty where the model has no matrix. */
      readonly matrix: readonly ApiMitigation[];
      readonly roadmap: readonly RoadmapStep[];
    };
