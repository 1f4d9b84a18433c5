/**
 * A situation: an estate and what is known of it, written by hand. It is scored as a scan is, to try models and to test the
 * scorer. The format is documented in `fixtures/scenarios/README.md`.
 */
import { z } from 'zod';

const Tristate = z.enum(['yes', 'no', 'unknown']);
const Risk = z.enum(['critical', 'high', 'medium', 'low']);
const Plane = z.enum(['repo', 'ci', 'host', 'gwx', 'run', 'att']);
const Level = z.enum(['non-existent', 'emerging', 'established']);
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is YYYY-MM-DD');
const OneOrMany = z
  .union([z.string(), z.array(z.string()).min(1)])
  .transform(on => (typeof on === 'string' ? [on] : on));
/** YAML 1.1 readers take a bare yes and no for booleans; both spellings mean the same here. */
const Exposed = z.union([Tristate, z.boolean().transform(value => (value ? ('yes' as const) : ('no' as const)))]);

const Operation = z.strictObject({
  op: z.string().regex(/^[A-Z]+ \/?\S*$/, 'an operation is METHOD /path'),
  auth: z.enum(['required', 'optional', 'none', 'unknown']).default('required'),
  state: z.enum(['matched', 'shadow', 'phantom', 'zombie', 'drifted', 'orphan', 'unresolved']).default('matched'),
  documented: Exposed.optional(),
  implemented: Exposed.optional(),
  exposed: Exposed.optional(),
  data: z
    .array(z.enum(['public', 'internal', 'confidential', 'personal', 'payment', 'health', 'credentials']))
    .default([]),
  scopes: z.array(z.string()).default([]),
  deprecated: z.boolean().default(false),
  gateway: z.boolean().optional(),
  risk: Risk.optional(),
});
export type SituationOperation = z.infer<typeof Operation>;

const Api = z.strictObject({
  id: z.string().min(1),
  repository: z.string().optional(),
  title: z.string().optional(),
  version: z.string().default('1'),
  owner: z.string().optional(),
  protocol: z.enum(['http', 'graphql', 'grpc']).default('http'),
  risk: Risk,
  exposed: Exposed.default('unknown'),
  gateway: z.boolean().default(false),
  operations: z.array(z.union([z.string().transform(op => Operation.parse({ op })), Operation])).min(1),
});

const Record = z.strictObject({
  signal: z.string().min(3),
  on: OneOrMany,
  except: OneOrMany.optional(),
  tier: z.enum(['E0', 'E1', 'E2', 'E3', 'E4', 'E5']),
  polarity: z.enum(['supports', 'contradicts']).default('supports'),
  plane: Plane.optional(),
  confidence: z.number().min(0).max(1).default(0.85),
  observedAt: Day.optional(),
  summary: z.string().optional(),
  nullified: z
    .strictObject({
      kind: z.enum(['enforcement', 'effect', 'existence']),
      why: z.string(),
      recorded: z.boolean().default(false),
    })
    .optional(),
  rejected: z.strictObject({ rule: z.string().regex(/^G\d{1,2}$/), why: z.string() }).optional(),
  introduced: z.strictObject({ at: Day, by: z.string() }).optional(),
  /** Identity of the text of a document: the same over many APIs means the same text. */
  text: z.string().optional(),
});
export type SituationRecord = z.infer<typeof Record>;

const Expected = z.union([
  z.strictObject({ level: Level, because: z.string() }),
  z.strictObject({ low: Level, high: Level, because: z.string() }),
]);
const Stage = z.number().int().min(0).max(5);

export const Situation = z.strictObject({
  situation: z.literal(1),
  title: z.string(),
  story: z.string(),
  looks: z.enum(['mature', 'immature', 'as-it-is']),
  is: z.enum(['lower', 'higher', 'as-it-is']),
  today: Day,
  organisation: z.string().min(1),
  scope: z.enum(['organisation', 'repository']),
  /** Planes that were readable everywhere. */
  read: z.array(Plane),
  unread: z.array(z.strictObject({ plane: Plane, repository: z.string(), why: z.string() })).default([]),
  notSupported: z.array(z.string()).default([]),
  repositories: z.array(z.strictObject({ id: z.string(), scanned: z.boolean().default(true) })).default([]),
  apis: z.array(Api).default([]),
  evidence: z.array(Record).default([]),
  expected: z
    .strictObject({
      '42crunch': z.record(z.string(), Expected),
      salt: z.union([
        z.strictObject({ stage: Stage, because: z.string() }),
        z.strictObject({ low: Stage, high: Stage, because: z.string() }),
      ]),
    })
    .optional(),
});
export type Situation = z.infer<typeof Situation>;
