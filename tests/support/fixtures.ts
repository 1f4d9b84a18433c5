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

const Expected = z.strictObject({ origin: z.string(), endpoints: z.array(ExpectedEndpoint) });

export type Fixture = {
  readonly name: string;
  readonly folder: string;
  readonly endpoints: readonly ExpectedEndpoint[];
};

export function fixtures(): readonly Fixture[] {
  return readdirSync(FIXTURES)
    .toSorted()
    .map(name => ({ name, folder: join(FIXTURES, name) }))
    .filter(({ folder }) => existsSync(join(folder, 'expected.json')))
    .map(({ name, folder }) => ({
      name,
      folder,
      endpoints: Expected.parse(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))).endpoints,
    }));
}
