import { expect, test } from 'vitest';
import { loadModels } from '../../models/load.ts';
import type { Spread } from '../core/assessment.ts';
import { api, inputOf, op, record, type InputSketch } from './input.test-support.ts';
import { score } from './score.ts';

const models = loadModels();

function distributionOf(sketch: InputSketch): readonly Spread[] {
  return score(inputOf(models, sketch)).flatMap(each => (each.kind === 'domains' ? each.distribution : []));
}

/** `exposure external 0.8: 0.5 0.25 0 0.25` of one domain. */
function linesOf(spreads: readonly Spread[], domain: string): readonly string[] {
  return spreads
    .filter(each => each.domain === domain)
    .map(
      ({ by, value, weight, levels: { established, emerging, nonExistent, unknown } }) =>
        `${by} ${value ?? '-'} ${weight}: ${established} ${emerging} ${nonExistent} ${unknown}`,
    );
}

const kong = { kind: 'gateway' as const, file: 'kong.yaml', line: 1, column: 1, what: 'kong', excerpt: '' };

/** Two APIs that were read, one of them well tested, and a repository that was not. */
const ESTATE: InputSketch = {
  apis: [
    { ...api('carts', 'high', 'one'), repository: 'one', owner: 'web' },
    { ...api('ledger', 'medium', 'two'), repository: 'two' },
  ],
  components: [
    { id: 'one', languages: ['JavaScript', 'TypeScript'] },
    { id: 'two', languages: ['TypeScript'] },
  ],
  operations: [
    op('GET /carts', { api: 'carts', component: 'one', exposed: 'no', sources: [kong] }),
    op('POST /ledger', { api: 'ledger', component: 'two', exposed: 'unknown' }),
  ],
  repositories: [
    { id: 'one', apis: ['carts'], isScanned: true },
    { id: 'two', apis: ['ledger'], isScanned: true },
    { id: 'dark', apis: [], isScanned: false },
  ],
  evidence: [
    record({ signal: 'test.authn-negative', on: 'operation:op:carts:GET /carts', tier: 'E4' }),
    record({ signal: 'test.status-codes', on: 'operation:op:carts:GET /carts', tier: 'E4' }),
    record({ signal: 'test.invalid-input', on: 'operation:op:carts:GET /carts', tier: 'E4' }),
  ],
  isOrganisation: true,
};

test('weight is spread over levels by what APIs have in common; what was not read is weight of which nothing is known', () => {
  const spreads = distributionOf(ESTATE);
  const levels = linesOf(spreads, 'inventory').map(line => line.split(':')[0]);
  expect(levels).toEqual([
    'all - 1',
    'risk high 0.5',
    'risk medium 0.25',
    'risk - 0.25',
    'exposure external 0.5',
    'exposure internal 0.5',
    'team web 0.5',
    'team - 0.5',
    'language JavaScript 0.5',
    'language TypeScript 0.75',
    'language - 0.25',
    'gateway kong 0.5',
    'gateway - 0.5',
  ]);
  expect(
    spreads.filter(({ by, value }) => by === 'risk' && value === null).map(({ levels: of }) => of.unknown),
  ).toEqual(spreads.filter(({ by }) => by === 'all').map(() => 1));
});

test('the shares of each row are of its own weight and add up to it', () => {
  for (const { levels } of distributionOf(ESTATE))
    expect(levels.established + levels.emerging + levels.nonExistent + levels.unknown).toBeCloseTo(1, 3);
});

test('one API has no distribution: its levels are those of the whole', () => {
  expect(distributionOf({ apis: [api('api')], operations: [op('GET /a')] })).toEqual([]);
});

test('domains are those of the model, in its order', () => {
  const [model] = models.models;
  if (model?.kind !== 'domains') throw new Error('the first model is one of domains');
  expect([...new Set(distributionOf(ESTATE).map(({ domain }) => domain))]).toEqual(model.domains.map(({ id }) => id));
});
