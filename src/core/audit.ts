/**
 * The audit of a self-assessment: what was claimed, beside what a report shows.
 *
 * As in the report every key is always present, `null` says that there is none, and additions raise the minor version. The
 * published JSON Schema (`schema/audit.schema.json`) is generated from here by `npm run generate`.
 */
import { z } from 'zod';

export const AUDIT_SCHEMA_VERSION = '1.0.0';

/** `$id` of the JSON Schema; it carries the version. */
export const AUDIT_SCHEMA_ID = `urn:apiassay:audit:${AUDIT_SCHEMA_VERSION}`;

const Level = z.enum(['non-existent', 'emerging', 'established']);
const Share = z.union([z.literal(0), z.literal(0.5), z.literal(1)]);
const Count = z.int().min(0);
const Line = z.int().min(1);

const Place = z.strictObject({ file: z.string(), line: Line, column: Line });

/** An activity is claimed as a level, a measure as how much of it is satisfied. */
const Claimed = z.union([Level, Share]);

const Remark = z.enum([
  'observed-higher',
  'nothing-claimed',
  'not-applicable',
  'not-in-report',
  'attested-only',
  'expired',
  'stale',
]);

const Claim = z.strictObject({
  line: Line,
  /** Id of an activity or measure; what was observed of it stands in `subjects`. */
  about: z.string(),
  claimed: Claimed,
  /** The answer as it stands in the file. */
  written: z.string(),
  owner: z.string().nullable(),
  date: z.iso.date().nullable(),
  expires: z.iso.date().nullable(),
  note: z.string().nullable(),
  /** The activity of DSOMM that was answered, with its level there; null when ours was. */
  via: z.strictObject({ model: z.literal('dsomm'), name: z.string(), level: z.int().min(1).max(5) }).nullable(),
  verdict: z.enum(['supported', 'contradicted', 'unverifiable']),
  remarks: z.array(z.strictObject({ code: Remark, text: z.string() })),
});

/** A piece of evidence with its places, and what was held against it. */
const Citation = z.strictObject({
  id: z.string(),
  signal: z.string(),
  tier: z.string(),
  plane: z.string(),
  summary: z.string(),
  places: z.array(Place),
  because: z.array(z.strictObject({ rule: z.string(), why: z.string(), at: Place.nullable() })),
});

const Subject = z.strictObject({
  id: z.string(),
  model: z.string(),
  kind: z.enum(['activity', 'measure']),
  title: z.string(),
  /** The verdict of the report, and the interval that claims are compared with. */
  level: z.string(),
  low: Claimed,
  high: Claimed,
  rule: z.string(),
  /** Documents that say so are never mixed with what was observed. */
  supporting: z.strictObject({ observed: z.array(Citation), attested: z.array(Citation) }),
  opposing: z.array(Citation),
  notCounted: z.array(Citation),
  missing: z.array(
    z.strictObject({
      what: z.string(),
      subjects: z.array(z.strictObject({ id: z.string(), name: z.string(), at: Place.nullable() })),
    }),
  ),
  /** What would settle a claim that could not be verified. */
  notObserved: z.array(z.strictObject({ plane: z.string(), why: z.string() })),
  notSupported: z.array(z.string()),
});

const SetAside = z.strictObject({
  line: Line,
  name: z.string(),
  owner: z.string().nullable(),
  written: z.string(),
  why: z.enum(['not-mapped', 'no-answer', 'not-applicable']),
});

/** The schema of the whole document; it describes every key, and no other key is allowed. */
export const Audit = z.strictObject({
  schemaVersion: z.literal(AUDIT_SCHEMA_VERSION),
  tool: z.strictObject({ name: z.literal('apiassay'), version: z.string() }),
  /** `sha256` is over the bytes of the file. */
  claimsFile: z.strictObject({
    name: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    format: z.enum(['csv', 'dsomm-progress', 'dsomm-activities']),
    ignoredColumns: z.array(z.string()),
    /** Claims of other owners were left out by the person who asked; null: nobody's were. */
    onlyOwner: z.string().nullable(),
  }),
  /** The report that was compared with, by its digest. */
  report: z.strictObject({
    target: z.string(),
    commit: z.string().nullable(),
    generatedAt: z.iso.datetime(),
    digest: z.string(),
    complete: z.boolean(),
    incompleteBecause: z.array(z.string()),
  }),
  summary: z.strictObject({
    claims: Count,
    supported: Count,
    contradicted: Count,
    unverifiable: Count,
    /** Of the supported: by attested documents alone, and those that claim nothing, which no observation could contradict. */
    attestedOnly: Count,
    nothingClaimed: Count,
  }),
  /** In the order of the file. */
  claims: z.array(Claim),
  /** Each activity and measure that is claimed, once, by id. */
  subjects: z.array(Subject),
  /** Answers that were not compared. */
  setAside: z.array(SetAside),
});

type Deep<T> = T extends readonly (infer Item)[]
  ? readonly Deep<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Deep<T[Key]> }
    : T;

export type Audit = Deep<z.infer<typeof Audit>>;
export type AuditClaim = Audit['claims'][number];
export type AuditRemark = AuditClaim['remarks'][number];
export type AuditSubject = Audit['subjects'][number];
export type AuditCitation = AuditSubject['opposing'][number];
export type AuditSetAside = Audit['setAside'][number];
export type AuditVerdict = AuditClaim['verdict'];
export type ClaimedLevel = AuditClaim['claimed'];
