/** The small repositories under `fixtures/`, with what each is expected to hold. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path/posix';
import { z } from 'zod';

const FIXTURES = join(import.meta.dirname, '../../fixtures');

/** One operation, as read from the sample by a person. `file` and `line` are the place that registers it. */
const ExpectedEndpoint = z.strictObject({
  method: z.string(),
  path: z.string(),
  kind: z.enum(['code', 'description', 'gateway']),
  file: z.string(),
  line: z.int().min(1),
  auth: z.enum(['required', 'optional', 'none', 'unknown']),
  state: z.enum(['matched', 'shadow', 'phantom', 'zombie', 'drifted', 'orphan', 'unresolved']),
});
export type ExpectedEndpoint = z.infer<typeof ExpectedEndpoint>;

/**
 * One piece of evidence, as read from the sample by a person. `subject` is `operation GET /v1/books`, `api Shop`,
 * `repository express-shop`; `file` and `line` are a place that has to be among its facts. `rejected` names the rules that
 * keep it from counting, `nullified` the effects that other evidence takes away.
 */
const ExpectedEvidence = z.strictObject({
  signal: z.string(),
  subject: z.string(),
  polarity: z.enum(['supports', 'contradicts']),
  tier: z.enum(['E0', 'E1', 'E2', 'E3', 'E4', 'E5']),
  file: z.string(),
  line: z.int().min(1),
  rejected: z.array(z.string()).default([]),
  nullified: z.array(z.string()).default([]),
});
export type ExpectedEvidence = z.infer<typeof ExpectedEvidence>;

const Expected = z.strictObject({
  origin: z.string(),
  endpoints: z.array(ExpectedEndpoint),
  /** All evidence of some signals: of a signal that is named here, every piece is. */
  evidence: z.array(ExpectedEvidence).default([]),
});

export type Fixture = {
  readonly name: string;
  readonly folder: string;
  readonly endpoints: readonly ExpectedEndpoint[];
  readonly evidence: readonly ExpectedEvidence[];
};

export function fixtures(): readonly Fixture[] {
  return readdirSync(FIXTURES)
    .toSorted()
    .map(name => ({ name, folder: join(FIXTURES, name) }))
    .filter(({ folder }) => existsSync(join(folder, 'expected.json')))
    .map(({ name, folder }) => {
      const { endpoints, evidence } = Expected.parse(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')));
      return { name, folder, endpoints, evidence };
    });
}
