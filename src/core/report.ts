/**
 * The report: the one document that programs read and reporters print (design §5).
 *
 * Every key is always present. `null` says that there is none or that it is not known, so that a key that disappears is
 * a fault of the document and never a statement. Additions raise the minor version of `SCHEMA_VERSION`, anything else the
 * major one. The published JSON Schema (`schema/report.schema.json`) is generated from here by `npm run generate`.
 */
import { z } from 'zod';

export const SCHEMA_VERSION = '1.2.0';

/** `$id` of the JSON Schema; it carries the version. */
export const SCHEMA_ID = `urn:apiassay:report:${SCHEMA_VERSION}`;

const Tristate = z.enum(['yes', 'no', 'unknown']);
const AuthStatus = z.enum(['required', 'optional', 'none', 'unknown']);
const RiskClass = z.enum(['critical', 'high', 'medium', 'low']);
const SourceKind = z.enum(['code', 'description', 'gateway', 'traffic']);
const Plane = z.enum(['repo', 'ci', 'host', 'gwx', 'run', 'att']);
const Level = z.enum(['non-existent', 'emerging', 'established']);
const Verdict = z.enum([...Level.options, 'insufficient-evidence', 'not-observed', 'not-observable', 'not-applicable']);
const Interval = z.strictObject({ low: Level, high: Level });
const Count = z.int().min(0);

/**
 * A place in the scanned tree. `file` is relative to its root, with forward slashes; in the report of an organisation its
 * first two segments are the repository (`acme/shop/src/app.ts`). Lines and columns count from 1.
 */
const place = { file: z.string(), line: z.int().min(1), column: z.int().min(1) };
const Place = z.strictObject(place);

const Target = z.strictObject({
  kind: z.enum(['tree', 'repository', 'organisation']),
  name: z.string(),
  /** Subject id of evidence about the organisation. */
  organisation: z.string(),
  commit: z.string().nullable(),
  committedAt: z.string().nullable(),
});

/** The report speaks of a part of its target: everything in it is of that part, or inherited by it. */
const View = z.strictObject({
  kind: z.enum(['team', 'component', 'api', 'repository']),
  /** Owner, path of the component, title of the API (its id where the title is not unique), or repository. */
  name: z.string(),
  /** Ids of evidence about something larger than the part: the organisation, or a repository shared with others. Sorted. */
  inherited: z.array(z.string()),
  /** What evidence is worth at most for what stands in the rest of the target: the same text, or the same change, in many places. */
  limits: z.array(z.strictObject({ evidence: z.string(), most: z.literal([0, 1, 2, 3, 4, 5]), why: z.string() })),
  /** The target that it is a part of; `repositories` are those that belong to it, read or not, without excluded ones. */
  whole: z.strictObject({ apis: Count, repositories: Count, scanned: Count, excluded: Count }),
});

const CoverageOfScan = z.strictObject({
  files: z.strictObject({
    read: Count,
    /** Of the files that were read: how many of each role (`product`, `test`, …). */
    readByRole: z.record(z.string(), Count),
    /** Files left out, by the rule that left them out. */
    excluded: z.record(z.string(), Count),
    failed: z.array(z.strictObject({ file: z.string(), why: z.string() })),
  }),
  /** Each repository exactly once. */
  repositories: z.array(
    z.strictObject({
      name: z.string(),
      status: z.enum(['scanned', 'excluded', 'failed', 'invisible']),
      why: z.string().nullable(),
      commit: z.string().nullable(),
    }),
  ),
  /** Languages that are there and that no front end reads yet: nothing is claimed about their files. */
  languagesNotRead: z.array(z.strictObject({ language: z.string(), files: Count })),
});

const Visibility = z.strictObject({
  plane: Plane,
  subject: z.string(),
  readable: z.enum(['yes', 'no', 'not-given']),
  why: z.string(),
});

const Component = z.strictObject({
  id: z.string(),
  path: z.string(),
  name: z.string(),
  manifests: z.array(z.string()),
  languages: z.array(z.string()),
  frameworks: z.array(z.string()),
});

const Api = z.strictObject({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  protocol: z.enum(['http', 'graphql', 'grpc']),
  component: z.string(),
  /** Name of the repository that holds it, as in `coverage.repositories`. */
  repository: z.string(),
  owner: z.string().nullable(),
  risk: z.strictObject({ class: RiskClass, reasons: z.array(z.string()) }),
  descriptions: z.array(z.string()),
});

const Endpoint = z.strictObject({
  id: z.string(),
  method: z.string(),
  path: z.string(),
  protocol: z.enum(['http', 'graphql', 'grpc']),
  component: z.string(),
  api: z.string(),
  state: z.enum(['matched', 'shadow', 'phantom', 'zombie', 'drifted', 'orphan', 'unresolved']),
  documented: Tristate,
  implemented: Tristate,
  exposed: Tristate,
  /** Reasons for every `unknown` above and for states that need one. */
  reasons: z.array(z.string()),
  sources: z.array(z.strictObject({ kind: SourceKind, ...place, what: z.string(), excerpt: z.string() })),
  auth: z.strictObject({
    status: AuthStatus,
    reason: z.string(),
    mechanisms: z.array(z.string()),
    scopes: z.array(z.string()),
    /** From the outermost guard to the handler; the order is the order of execution and is kept. */
    chain: z.array(
      z.strictObject({
        ...place,
        what: z.string(),
        effect: z.enum([...AuthStatus.options, 'exempt']),
        why: z.string(),
      }),
    ),
    source: SourceKind,
    described: z.enum([...AuthStatus.options, 'unstated']).nullable(),
  }),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      in: z.enum(['path', 'query', 'header', 'cookie', 'body']),
      type: z.string().nullable(),
    }),
  ),
  dataClasses: z.array(z.string()),
  deprecated: z.boolean(),
  sunset: z.string().nullable(),
  risk: RiskClass,
  tests: z.array(z.strictObject({ ...place, test: z.string(), aspects: z.array(z.string()) })),
  conditional: z.string().nullable(),
  handler: Place.nullable(),
  /** The type of the answer, as the handler declares it. */
  responseType: z.string().nullable(),
});

const Description = z.strictObject({
  file: z.string(),
  api: z.string().nullable(),
  accepted: z.boolean(),
  rejectedBy: z.strictObject({ rule: z.string(), why: z.string() }).nullable(),
  operations: Count,
  matched: Count,
});

const Signal = z.strictObject({
  signal: z.string(),
  status: z.enum(['supported', 'not-supported']),
  why: z.string(),
  /** Repositories that hold no place where it would stand: an absence there is unknown. */
  withoutPlace: z.array(z.string()),
});

const Evidence = z.strictObject({
  id: z.string(),
  signal: z.string(),
  subject: z.strictObject({ scope: z.enum(['organisation', 'repository', 'api', 'operation']), id: z.string() }),
  polarity: z.enum(['supports', 'contradicts']),
  tier: z.enum(['E0', 'E1', 'E2', 'E3', 'E4', 'E5']),
  summary: z.string(),
  plane: Plane,
  confidence: z.number().min(0).max(1),
  facts: z.array(z.strictObject({ ...place, excerpt: z.string(), what: z.string() })),
  observedAt: z.string().nullable(),
  /** Day and change that brought it in, where history tells. */
  introduced: z.strictObject({ at: z.string(), by: z.string() }).nullable(),
  /** Signature of a document's text, to find texts that stand for many APIs. */
  likeness: z.string().nullable(),
  /** Nobody saw it: it was assumed, to see what it would change. */
  assumed: z.boolean(),
  /** Rules that rejected it: it is shown and not counted. */
  rejected: z.array(z.strictObject({ rule: z.string(), why: z.string() })),
  nullifiedBy: z.array(
    z.strictObject({
      kind: z.enum(['enforcement', 'effect', 'existence']),
      why: z.string(),
      at: Place.nullable(),
      /** The softened step really runs and its result is kept somewhere. */
      isRecorded: z.boolean(),
    }),
  ),
});

const Coverage = z.strictObject({
  name: z.string(),
  numerator: z.number(),
  denominator: z.number(),
  unknown: z.number(),
  unweighted: z.number(),
  items: Count,
});

/** A condition as it was judged; `apiassay explain` unfolds what it counted to the evidence of each item. */
export type ReportProof = {
  readonly text: string;
  readonly holds: 'yes' | 'no' | 'unknown';
  readonly applies: boolean;
  readonly coverage: Deep<z.infer<typeof Coverage>> | null;
  readonly threshold: { readonly side: 'at-least' | 'at-most'; readonly value: number; readonly margin: number } | null;
  readonly isBorderline: boolean;
  readonly inside: readonly ReportProof[];
};

const Proof: z.ZodType<ReportProof> = z.lazy(() =>
  z.strictObject({
    text: z.string(),
    holds: Tristate,
    applies: z.boolean(),
    coverage: Coverage.nullable(),
    threshold: z
      .strictObject({ side: z.enum(['at-least', 'at-most']), value: z.number(), margin: z.number() })
      .nullable(),
    isBorderline: z.boolean(),
    inside: z.array(Proof),
  }),
);

/** What thresholds that are all stricter, or all looser, by one step would give. */
const Intervals = z.strictObject({ stricter: Interval, looser: Interval });

const Activity = z.strictObject({
  id: z.string(),
  title: z.string(),
  level: Verdict,
  low: Level,
  high: Level,
  confidence: z.number().min(0).max(1),
  rule: z.string(),
  coverage: z.array(Coverage),
  proof: z.strictObject({ emerging: Proof, established: Proof }),
  sensitivity: Intervals,
  /** Names of the shares that are so close to their threshold that the verdict hangs on it. */
  borderline: z.array(z.string()),
  /** What it counts in its domain. */
  weight: z.number(),
  /** Ids of evidence that counts, then of evidence that was seen and does not. */
  evidence: z.array(z.string()),
  notCounted: z.array(z.string()),
  /** Those of `evidence` that a document attests and nobody observed. */
  attested: z.array(z.string()),
  /** Evidence for and against one thing: "claim A, observation B". */
  conflicts: z.array(z.strictObject({ claim: z.string(), observation: z.string(), why: z.string() })),
  notSupported: z.array(z.string()),
  notObserved: z.array(z.strictObject({ plane: z.string(), why: z.string() })),
  missing: z.array(z.strictObject({ what: z.string(), subjects: z.array(z.string()), more: Count })),
});

const Domain = z.strictObject({
  id: z.string(),
  title: z.string(),
  level: Verdict,
  low: Level,
  high: Level,
  rule: z.string(),
  /** Weight of its activities: all that apply, those known, and those that reach a level by what is known. */
  weights: z.strictObject({
    applicable: z.number(),
    known: z.number(),
    emerging: z.number(),
    established: z.number(),
  }),
  /** Shares that the model asks for: known weight for a verdict, emerging of known weight, established of all that applies. */
  thresholds: z.strictObject({ known: z.number(), emerging: z.number(), established: z.number() }),
  /** Activities that count twice, each with the threat that dominates so large a share of API weight. */
  doubled: z.array(z.strictObject({ activity: z.string(), threat: z.string(), share: z.number() })),
  /** Thresholds just a little higher or lower would give another level. */
  isBorderline: z.boolean(),
  sensitivity: Intervals,
  gates: z.array(z.strictObject({ level: Level, text: z.string(), holds: Tristate })),
  activities: z.array(Activity),
});

const Measure = z.strictObject({
  id: z.string(),
  title: z.string(),
  ladder: z.string(),
  satisfaction: z.union([
    z.literal(1),
    z.literal(0.5),
    z.literal(0),
    z.literal('unknown'),
    z.literal('not-applicable'),
  ]),
  /** The same with what is not known. */
  high: z.union([z.literal(1), z.literal(0.5), z.literal(0)]),
  liftedBy: z.string().nullable(),
  rule: z.string(),
  coverage: z.array(Coverage),
  proof: z.strictObject({ satisfied: Proof, partial: Proof.nullable() }),
  borderline: z.array(z.string()),
  evidence: z.array(z.string()),
  notSupported: z.array(z.string()),
});

const StageHalf = z.strictObject({ low: z.number(), high: z.number(), holds: z.boolean(), measures: z.array(Measure) });
const Stage = z.strictObject({
  stage: z.int().min(1).max(5),
  title: z.string(),
  practices: StageHalf,
  barometer: StageHalf,
});

const RoadmapStep = z.strictObject({
  step: z.string(),
  gain: z.string(),
  value: z.number(),
  touches: z.array(z.string()),
  more: Count,
  /** What to assume to see what the step would do; empty where it touches more than are listed. */
  whatIf: z.array(z.string()),
  about: z.string(),
});

/** How the weight of the APIs that share a trait spreads over the levels of a domain, each API judged on its own. */
const Spread = z.strictObject({
  domain: z.string(),
  by: z.enum(['all', 'risk', 'exposure', 'team', 'language', 'gateway']),
  /** Null: none is known, or what would have it was not read. */
  value: z.string().nullable(),
  /** Share of all API weight, to four decimals; an API of two languages or gateways stands under both. */
  weight: z.number(),
  /** Shares of that weight. */
  levels: z.strictObject({
    established: z.number(),
    emerging: z.number(),
    nonExistent: z.number(),
    unknown: z.number(),
  }),
});

const Mitigation = z.strictObject({
  api: z.string(),
  passes: Tristate,
  /** Threats that dominate the API, by the words of its operations. */
  threats: z.array(z.string()),
  risks: z.array(
    z.strictObject({
      id: z.string(),
      applies: Tristate,
      /** It must be mitigated for the API to pass. */
      mustHold: z.boolean(),
      mitigated: Tristate,
      why: z.string(),
    }),
  ),
});

const assessed = {
  model: z.string(),
  modelVersion: z.string(),
  /** Names the content of the model, its signals and the parameters of scoring: what `verify` must score by. */
  modelDigest: z.string(),
  title: z.string(),
  rule: z.string(),
  roadmap: z.array(RoadmapStep),
};

const Assessment = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('domains'),
    ...assessed,
    level: Verdict,
    interval: Interval,
    sensitivity: Intervals,
    domains: z.array(Domain),
    /** Empty where there are no two APIs to compare. */
    distribution: z.array(Spread),
  }),
  z.strictObject({
    kind: z.literal('stages'),
    ...assessed,
    /** Best-fit stage of security practices; 0 is below stage 1. */
    level: z.int().min(0).max(5),
    interval: z.strictObject({ low: z.int().min(0).max(5), high: z.int().min(0).max(5) }),
    /** `level` under thresholds that are stricter, or looser, by one step. */
    sensitivity: z.strictObject({ stricter: z.int().min(0).max(5), looser: z.int().min(0).max(5) }),
    /** Stage that adoption has reached, beside what security has. */
    barometer: z.int().min(0).max(5),
    nextStage: z.strictObject({ stage: z.int(), satisfied: z.number(), of: z.number() }).nullable(),
    advanceReady: z.boolean(),
    messages: z.array(z.string()),
    ladders: z.array(z.strictObject({ id: z.string(), rung: z.number(), high: z.number() })),
    stages: z.array(Stage),
    /** Each API against each risk; empty where the model has no matrix. */
    matrix: z.array(Mitigation),
  }),
]);

const Diagnostic = z.strictObject({ code: z.string(), ...place, message: z.string() });

/** The schema of the whole document; it describes every key, and no other key is allowed. */
export const Report = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  /** `rules` names the rule set (detectors with their versions, signals, models): reports of different rules are not compared blindly. */
  tool: z.strictObject({ name: z.literal('apiassay'), version: z.string(), rules: z.string() }),
  generatedAt: z.iso.datetime(),
  /** SHA-256 over the canonical JSON (RFC 8785) of everything but `digest` and `generatedAt`. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  target: Target,
  /** Null: the report is about the whole target. */
  view: View.nullable(),
  complete: z.boolean(),
  /** Empty exactly when `complete`. */
  incompleteBecause: z.array(z.string()),
  coverage: CoverageOfScan,
  visibility: z.array(Visibility),
  components: z.array(Component),
  apis: z.array(Api),
  endpoints: z.array(Endpoint),
  descriptions: z.array(Description),
  signals: z.array(Signal),
  evidence: z.array(Evidence),
  /** What was assumed before scoring, as given; empty when everything was seen. */
  assumptions: z.array(z.string()),
  assessments: z.array(Assessment),
  diagnostics: z.array(Diagnostic),
});

type Deep<T> = T extends readonly (infer Item)[]
  ? readonly Deep<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Deep<T[Key]> }
    : T;

export type Report = Deep<z.infer<typeof Report>>;
/** Everything of a report that is scored: what was seen, before any verdict. */
export type ReportState = Omit<Report, 'digest' | 'assessments'>;
export type ReportView = NonNullable<Report['view']>;
export type ReportComponent = Report['components'][number];
export type ReportSpread = ReportDomains['distribution'][number];
export type ReportApi = Report['apis'][number];
export type ReportEndpoint = Report['endpoints'][number];
export type ReportEvidence = Report['evidence'][number];
export type ReportAssessment = Report['assessments'][number];
export type ReportDomains = Extract<ReportAssessment, { readonly kind: 'domains' }>;
export type ReportStages = Extract<ReportAssessment, { readonly kind: 'stages' }>;
export type ReportDomain = ReportDomains['domains'][number];
export type ReportActivity = ReportDomain['activities'][number];
export type ReportStage = ReportStages['stages'][number];
export type ReportMeasure = ReportStage['practices']['measures'][number];
export type ReportPlace = Deep<z.infer<typeof Place>>;
