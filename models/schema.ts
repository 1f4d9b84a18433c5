/**
 * What a model file and a signal file may hold. Unknown keys are errors, so that a misspelt threshold is never silently a default.
 *
 * Sources: model/conventions §0, model/scoring §D.2–D.11, model/salt §B.
 */
import { z } from 'zod';
import type { ScoringParameters } from './parameters.ts';

export const TierName = z.enum(['E0', 'E1', 'E2', 'E3', 'E4', 'E5']);
export const LevelName = z.enum(['non-existent', 'emerging', 'established']);
const PlaneName = z.enum(['repo', 'ci', 'host', 'gwx', 'run', 'att']);
const Days = z.number().int().min(0);
const Share = z.number().min(0).max(1);
const Sentence = z.string().min(8);
const SignalId = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)+$/, 'an id of two or more lower-case words joined by dots and hyphens');
const NodeId = z
  .string()
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'an id of lower-case words joined by dots and hyphens');

/** A question of the catalogue. It knows no maturity model. */
export const Signal = z.strictObject({
  id: SignalId,
  title: z.string().min(3),
  question: Sentence,
  scope: z.enum(['organisation', 'repository', 'api', 'operation']),
  planes: z.array(PlaneName).min(1),
  /** `either`: evidence supports or contradicts, by what was found. */
  polarity: z.enum(['supports', 'contradicts', 'either']),
  /** Shows that a control has no effect; the records it hits carry it as `nullifiedBy`. */
  nullifies: z.enum(['enforcement', 'effect', 'existence']).optional(),
  /** `none`: it lends no strength of its own. */
  tiers: z.union([z.strictObject({ min: TierName, max: TierName }), z.literal('none')]),
  /** Class of ageing: scoring §D.6. */
  freshness: z.enum(['head', 'run', 'set', 'win', 'doc']),
  /** Planes that suffice to call it absent; all of `planes` when left out. */
  decidedBy: z.array(PlaneName).min(1).optional(),
  /** Planes that, unread, might show what was found to be stronger; those outside `decidedBy` when left out. */
  raisedBy: z.array(PlaneName).optional(),
  /** In the repository plane, absent only for what gateway configuration that was read leads to. */
  needsMapping: z.boolean().optional(),
  howDetected: Sentence,
  looksIn: z.array(z.string().min(2)).min(1),
  remediation: Sentence,
  /** Why no model uses it, where none does. */
  unusedBecause: Sentence.optional(),
});
export type Signal = z.infer<typeof Signal>;

export const SignalFamily = z.strictObject({
  family: NodeId,
  title: z.string().min(3),
  /** Independence group of records seen in the repository plane: scoring §D.7. */
  group: z.enum(['spec', 'code', 'ci', 'host', 'gateway', 'traffic', 'attested']),
  signals: z.array(Signal).min(1),
});
export type SignalFamily = z.infer<typeof SignalFamily>;

/** Named filters over the inventory; `src/score/items.ts` defines each. */
export const FilterName = z.enum([
  'inventory',
  'external',
  'internal',
  'non-public',
  'with-input',
  'with-object-id',
  'privileged',
  'authz-relevant',
  'sensitive',
  'personal-data',
  'credential',
  'recovery',
  'business-flow',
  'high-risk',
  'deprecated',
  'api-bearing',
]);
export type FilterName = z.infer<typeof FilterName>;

/** What shares are taken of. Filters are joined by "and". */
export const Items = z.strictObject({
  of: z.enum(['operations', 'apis', 'repositories', 'organisation']),
  where: z.array(FilterName).default([]),
  /** Uncovered items that have support of one of these leave the denominator (explicitly public operations). */
  exemptBy: z.array(SignalId).default([]),
});
export type Items = z.infer<typeof Items>;

const Part = z.enum(['all', 'hc', 'hc-or-all', 'critical']);

const ShareCondition = z.strictObject({
  /** Share of items whose effective tier is at least this. */
  share: TierName,
  of: Part.default('all'),
  /** Only these signals count; every supporting one when left out. */
  signals: z.array(SignalId).min(1).optional(),
  items: Items.optional(),
  /** This many different signals must each reach the tier on an item. */
  distinct: z.number().int().min(1).default(1),
  /** Items are APIs, and one counts when this share of its operations reaches the tier. */
  each: z.strictObject({ of: z.literal('operations'), atLeast: Share }).optional(),
  /** One of these must reach the tier on the same item as well: a check is worth nothing where nobody is asked. */
  beside: z.array(SignalId).min(1).optional(),
  atLeast: Share,
});
const ContradictedCondition = z.strictObject({
  /** Share of items with an open contradiction. */
  contradicted: Part,
  signals: z.array(SignalId).min(1).optional(),
  items: Items.optional(),
  atMost: Share,
});
const UnsettledCondition = z.strictObject({
  /** Share of items of which it is not known, or disputed, whether they reach this tier. */
  unsettled: TierName,
  of: Part.default('all'),
  signals: z.array(SignalId).min(1).optional(),
  items: Items.optional(),
  atMost: Share,
});
const ExistsCondition = z.strictObject({
  /** At least `count` items at this tier. */
  exists: TierName,
  signals: z.array(SignalId).min(1).optional(),
  items: Items.optional(),
  count: z.number().int().min(1).default(1),
});
const ActivityCondition = z.strictObject({
  activity: NodeId,
  atLeast: LevelName,
  /** Said of the upper bound when the activity could not be verified. */
  unverified: Sentence.optional(),
});
const CountCondition = z.strictObject({
  count: z.strictObject({ of: z.array(NodeId).min(1), atLeast: z.number().int().min(1), level: LevelName }),
});
const MatrixCondition = z.strictObject({
  /** Share of APIs that pass the mitigation matrix of the model. */
  matrix: z.literal('pass'),
  items: Items,
  atLeast: Share,
});
const InventoryCondition = z.strictObject({
  /** `services`: components that serve operations; `consumed-apis`: hosts and SDKs that are called. */
  inventory: z.enum([
    'apis',
    'operations',
    'services',
    'protocols',
    'apis-or-clients',
    'consumed-apis',
    'zombies',
    'shadows',
  ]),
  atLeast: z.number().int().min(0).optional(),
  atMost: z.number().int().min(0).optional(),
});

/** The language of rules and gates: conditions joined by `all` and `any`. Evaluated three-valued. */
export type Condition =
  | z.infer<typeof ShareCondition>
  | z.infer<typeof ContradictedCondition>
  | z.infer<typeof UnsettledCondition>
  | z.infer<typeof ExistsCondition>
  | z.infer<typeof ActivityCondition>
  | z.infer<typeof CountCondition>
  | z.infer<typeof MatrixCondition>
  | z.infer<typeof InventoryCondition>
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    ShareCondition,
    ContradictedCondition,
    UnsettledCondition,
    ExistsCondition,
    ActivityCondition,
    CountCondition,
    MatrixCondition,
    InventoryCondition,
    z.strictObject({ all: z.array(Condition).min(1) }),
    z.strictObject({ any: z.array(Condition).min(1) }),
  ]),
);

/**
 * How a signal bears on an activity.
 *
 * `supports`: decides; its absence must be known before anything is called non-existent. `corroborates`: adds to confidence
 * and independence, covers no item. `contradicts`: only its negative answers count. `nullifies`: shown with what it caps.
 */
export const SignalUse = z.strictObject({
  signal: SignalId,
  role: z.enum(['supports', 'corroborates', 'contradicts', 'nullifies']),
  /** What it is taken to show here. */
  claim: z.string().min(3).optional(),
  /** The strongest it can be for this claim. */
  maxTier: TierName.optional(),
  /**
   * What a contradicting record does. `answer`: this signal alone is answered no. `caps`: the activity is emerging at most
   * when too many items have one. `uncovers`: the item leaves the covered set.
   * `opposes`: that, and it counts as contradicted. Left out: `answer` for signals of either polarity, else `opposes`.
   */
  negative: z.enum(['answer', 'caps', 'uncovers', 'opposes']).optional(),
  /**
   * Days for which a document of it counts here, in place of the common ages of documents: in full while fresh, for
   * emerging or partial alone until stale, then for nothing.
   */
  age: z.strictObject({ fresh: Days, stale: Days }).optional(),
});
export type SignalUse = z.infer<typeof SignalUse>;

const Rule = z.strictObject({
  template: z.string().min(2),
  /** Observation needs no blocking control; declared intent can reach only E1. Source: conventions §0.1, scoring §D.2. */
  mode: z.enum(['control', 'observation', 'declarative']).default('control'),
  emerging: Condition.optional(),
  established: Condition.optional(),
});

const MinimumEvidence = z.strictObject({
  recordConfidence: Share,
  establishedConfidence: Share,
  groups: z.number().int().min(1),
  readable: Share,
});

const Observable = z.strictObject({
  planes: z.array(PlaneName).min(1),
  /** `attested`: no plane shows it directly; only a dated document could. */
  by: z.enum(['planes', 'attested']).default('planes'),
  /** Printed when it could not be seen: what was missing and what would be accepted. */
  otherwise: Sentence,
});

export const Activity = z.strictObject({
  id: NodeId,
  title: z.string().min(3),
  domain: NodeId,
  levels: z.strictObject({
    'non-existent': z.string().min(3),
    emerging: z.string().min(3),
    established: z.string().min(3),
  }),
  rule: Rule,
  items: Items,
  signals: z.array(SignalUse).min(1),
  observable: Observable,
  notApplicable: Sentence.optional(),
  minimumEvidence: MinimumEvidence.partial().optional(),
  crosswalk: z.strictObject({
    owasp: z.array(z.string()).default([]),
    nist: z.array(z.string()).default([]),
    samm: z.array(z.string()).default([]),
    dsomm: z.array(z.string()).default([]),
    scorecard: z.array(z.string()).default([]),
  }),
});
export type Activity = z.infer<typeof Activity>;

export const Domain = z.strictObject({
  id: NodeId,
  title: z.string().min(3),
  levels: z.strictObject({ 'non-existent': z.string(), emerging: z.string(), established: z.string() }),
  gates: z.strictObject({ emerging: Condition.optional(), established: Condition.optional() }).default({}),
});
export type Domain = z.infer<typeof Domain>;

const Template = z.strictObject({ emerging: Condition, established: Condition });

const DominantThreat = z.strictObject({
  id: NodeId,
  threat: z.string().min(3),
  /** Words of path segments that show the pattern, singular, lower case. */
  words: z.array(z.string().regex(/^[a-z0-9-]+$/, 'a lower-case word')).min(1),
  risks: z.array(z.string()).default([]),
  doubles: z.array(NodeId).min(1),
});

export const DomainModel = z.strictObject({
  kind: z.literal('domains'),
  id: NodeId,
  version: z.string().min(1),
  title: z.string().min(3),
  source: z.string().min(3),
  parameters: z.strictObject({
    contradiction: z.strictObject({ emergingAbove: Share, nonExistentAbove: Share }),
    minimumEvidence: MinimumEvidence,
    domain: z.strictObject({ emerging: Share, established: Share, known: Share }),
  }),
  templates: z.record(z.string(), Template),
  /** A level is the headline when so many domains reach it, none is more than one below, and the anchor reaches it. */
  headline: z.strictObject({ domains: z.number().int().min(1), anchor: NodeId.optional() }),
  dominantThreats: z.array(DominantThreat).default([]),
  domains: z.array(Domain).min(1),
  activities: z.array(Activity).min(1),
});
export type DomainModel = z.infer<typeof DomainModel>;

export const Measure = z.strictObject({
  id: NodeId,
  title: z.string().min(3),
  stage: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  group: z.enum(['practices', 'barometer']),
  ladder: NodeId,
  /** Further ladders that the measure is a rung of. */
  alsoOn: z.array(NodeId).default([]),
  items: Items,
  signals: z.array(SignalUse).default([]),
  satisfied: Condition,
  partial: Condition.optional(),
  /** The test in words, for reports. */
  test: Sentence,
  planes: z.array(PlaneName).min(1),
  notApplicable: Sentence.optional(),
});
export type Measure = z.infer<typeof Measure>;

const Risk = z.strictObject({
  id: z.string().regex(/^API\d{1,2}$/, 'a risk such as API1'),
  title: z.string().min(3),
  /** Filters that an operation of the API must pass for the risk to apply; empty: always. */
  appliesWhen: z.array(FilterName).default([]),
  /** A signal with any record on the API for the risk to apply. */
  appliesWithSignal: SignalId.optional(),
  signals: z.array(SignalUse).default([]),
  needs: Condition,
});
export type Risk = z.infer<typeof Risk>;

export const StageModel = z.strictObject({
  kind: z.literal('stages'),
  id: NodeId,
  version: z.string().min(1),
  title: z.string().min(3),
  source: z.string().min(3),
  parameters: z.strictObject({
    majority: Share,
    advance: z.strictObject({ practices: Share, barometer: Share }),
    known: Share,
    contradiction: z.strictObject({ emergingAbove: Share, nonExistentAbove: Share }),
  }),
  stages: z.array(z.strictObject({ stage: z.number().int().min(1).max(5), title: z.string().min(3) })).min(1),
  ladders: z
    .array(
      z.strictObject({
        id: NodeId,
        group: z.enum(['practices', 'barometer']),
        title: z.string().min(3),
        rungs: z.array(z.strictObject({ stage: z.number().int().min(1).max(5), text: z.string().min(3) })).min(1),
      }),
    )
    .min(1),
  measures: z.array(Measure).min(1),
  /** Which risks of one API are mitigated, judged by activities of another model on that API alone. */
  matrix: z
    .strictObject({
      model: NodeId,
      core: z.array(z.string()),
      share: Share,
      risks: z.array(Risk).min(1),
    })
    .optional(),
});
export type StageModel = z.infer<typeof StageModel>;

export const Model = z.discriminatedUnion('kind', [DomainModel, StageModel]);
export type Model = DomainModel | StageModel;

/** A signal with the family it stands in. */
export type CatalogueSignal = Signal & { readonly family: string; readonly group: SignalFamily['group'] };

/** All signals, by id. */
export type SignalCatalogue = ReadonlyMap<string, CatalogueSignal>;

export type Models = {
  readonly catalogue: SignalCatalogue;
  readonly models: readonly Model[];
  readonly parameters: ScoringParameters;
};
