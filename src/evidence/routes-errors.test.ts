import { expect, test } from 'vitest';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { SeenControl } from '../core/operation.ts';
import { errorDerivers } from './routes-errors.ts';

const at = { file: 'app.ts', line: 3, column: 1, endLine: 3, endColumn: 5 };

async function withControls(controls: readonly (readonly SeenControl['control'][])[]): Promise<EvidenceInput> {
  const operations = { shop: controls.map((_, index) => `GET /o${index}`) };
  const input = await inputOf({ files: {}, detectors: [], operations });
  const linked = input.inventory.operations.map(({ id }, index) => {
    const seen = (controls[index] ?? []).map((control): SeenControl => ({ control, at, what: 'it' }));
    return [id, { controls: seen }] as const;
  });
  return { ...input, linked: new Map(linked) };
}

test('one place for nearly all failures is central; one for some is not', async () => {
  expect(
    answers(errorDerivers, 'route.error-handler.central', await withControls([['error-mapper'], ['error-mapper']])),
  ).toEqual(['+E3 repository acme/shop: failures of 2 of 2 operations are answered in one place']);
  expect(answers(errorDerivers, 'route.error-handler.central', await withControls([['error-mapper'], []]))).toEqual([]);
});

test('a leak contradicts for the operation that it is on', async () => {
  expect(answers(errorDerivers, 'route.error.leak', await withControls([['error-leak'], []]))).toEqual([
    '-E3 operation GET /o0: GET /o0 tells its callers what went wrong inside',
  ]);
});
