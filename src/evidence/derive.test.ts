import { expect, test } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { inputOf } from '../../tests/support/evidence-of.ts';
import { deriveEvidence } from './derive.ts';

const detectors = DETECTORS.filter(({ kind }) => kind === 'governance');

test('a support carries the change that brought its file in (G19), where history reaches back to it', async () => {
  const change = { at: '2026-06-20', by: 'a1b2c3d4e5f6' };
  const input = await inputOf({
    detectors,
    operations: { orders: ['GET /orders'], users: ['GET /users'] },
    files: {
      'apis.json': '{ "apis": [{ "name": "orders" }, { "name": "billing" }] }',
      'renovate.json': '{ "extends": ["config:recommended"] }',
    },
    introduced: { 'apis.json': change },
  });
  const ofFiles = deriveEvidence(input, new Map()).evidence.filter(({ facts }) => facts[0]?.at.file.endsWith('.json'));
  const seen = ofFiles.map(
    ({ polarity, facts, introduced }) => `${polarity} ${facts[0]?.at.file} ${introduced?.by ?? 'unknown'}`,
  );
  expect([...new Set(seen)].toSorted()).toEqual([
    'contradicts apis.json unknown',
    'supports apis.json a1b2c3d4e5f6',
    'supports renovate.json unknown',
  ]);
});
