/** What a change of the surface takes from a threat model: scoring §D.6. */
import { expect, test } from 'vitest';
import { api, inputOf, op, record } from '../src/score/input.test-support.ts';
import { score } from '../src/score/score.ts';
import { loadModels } from './load.ts';

const models = loadModels();
const on = 'api:api';
const MODELLED = [
  record({ signal: 'design.threat-model.file', on, tier: 'E1', observedAt: '2026-03-01' }),
  record({ signal: 'design.threat-model.linked', on, tier: 'E5', plane: 'host', observedAt: '2026-05-30' }),
  record({ signal: 'design.review-before-code', on, tier: 'E4', plane: 'host', observedAt: '2026-05-30' }),
];
const STALE = record({ signal: 'design.threat-model.stale', on, tier: 'E3', polarity: 'contradicts' });

test.each([
  ['a fresh model that led to work', MODELLED, ['established', 'established']],
  ['the same with a surface that is newer', [...MODELLED, STALE], ['emerging', 'emerging']],
] as const)('%s', (_, evidence, expected) => {
  const levels = score(
    inputOf(models, {
      apis: [api('api', 'high')],
      operations: [op('GET /a', { risk: 'high' })],
      evidence,
      planes: ['repo', 'ci', 'host', 'gwx', 'run', 'att'],
    }),
  ).flatMap(assessment =>
    assessment.kind === 'domains'
      ? assessment.domains
          .flatMap(domain => domain.activities)
          .filter(({ id }) => id === 'design.threat-modelling')
          .map(({ interval }) => [interval.low, interval.high])
      : [],
  );
  expect(levels).toEqual([expected]);
});
