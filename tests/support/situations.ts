/** The situations of `fixtures/scenarios`, scored as the command scores them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadModels } from '../../models/load.ts';
import { scoreFile } from '../../src/cli/score.ts';
import { readSituation } from '../../src/situation/read.ts';
import type { Situation } from '../../src/situation/schema.ts';
import { readFileSync } from 'node:fs';
import type { Report } from '../../src/core/report.ts';

const SCENARIOS = join(import.meta.dirname, '../../fixtures/scenarios');

export const SITUATIONS: readonly string[] = readdirSync(SCENARIOS, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name)
  .toSorted();

export function situation(name: string): Situation {
  return readSituation(readFileSync(fileOf(name), 'utf8'), `${name}/situation.yaml`).situation;
}

export async function scored(name: string): Promise<Report> {
  return scoreFile(fileOf(name), { models: loadModels(), prepare: state => state });
}

function fileOf(name: string): string {
  return join(SCENARIOS, name, 'situation.yaml');
}

/** `emerging`, or `emerging..established`. */
export function span({ low, high }: { readonly low: unknown; readonly high: unknown }): string {
  return low === high ? String(low) : `${low}..${high}`;
}
