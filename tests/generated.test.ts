import { expect, test } from 'vitest';
import { staleFiles } from '../tools/generated/files.ts';
import { ROOT } from '../tools/root.ts';

test('registry, docs and schema are what npm run generate writes', async () => {
  expect(await staleFiles(ROOT)).toEqual([]);
});
