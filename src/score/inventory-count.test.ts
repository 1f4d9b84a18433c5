import { describe, expect, test } from 'vitest';
import { loadModels } from '../../models/load.ts';
import type { Condition } from '../../models/schema.ts';
import { makeWorld } from './answers.ts';
import { api, inputOf, op, record, type InputSketch } from './input.test-support.ts';
import { inventoryCount } from './inventory-count.ts';
import { itemSpace } from './items.ts';

const models = loadModels();

type InventoryCondition = Extract<Condition, { inventory: unknown }>;

function judged(condition: InventoryCondition, sketch: InputSketch): string {
  const input = inputOf(models, { apis: [api('api')], ...sketch });
  const { low, high } = inventoryCount(condition, makeWorld(input, itemSpace(input)));
  return low ? 'holds' : high ? 'unknown' : 'fails';
}

describe('the inventory', () => {
  const client = (host: string, tier: 'E2' | 'E3') => ({
    ...record({
      signal: 'arch.integration-clients',
      on: 'organisation:acme',
      tier,
      confidence: 0.9 - host.length / 100,
    }),
    summary: `The code calls ${host}.`,
  });
  const served = [
    op('GET /a', { component: 'one' }),
    op('GET /b', { component: 'one' }),
    op('GET /c', { component: 'two' }),
  ];

  test.each<[string, InventoryCondition, InputSketch, string]>([
    [
      'has a service for each component that serves',
      { inventory: 'services', atLeast: 2 },
      { operations: served },
      'holds',
    ],
    [
      'and none for what is merely described',
      { inventory: 'services', atLeast: 2 },
      {
        operations: served.map(each => ({
          ...each,
          implemented: each.component === 'two' ? 'no' : 'yes',
          exposed: 'no',
        })),
      },
      'fails',
    ],
    [
      'has an API that is called for each name',
      { inventory: 'consumed-apis', atLeast: 2 },
      { evidence: [client('pay.test', 'E3'), client('mail.test', 'E3')] },
      'holds',
    ],
    [
      'and none for what is not named',
      { inventory: 'consumed-apis', atLeast: 2 },
      { evidence: [client('pay.test', 'E3'), client('something', 'E2')] },
      'fails',
    ],
  ])('%s', (_, condition, sketch, expected) => {
    expect(judged(condition, sketch)).toBe(expected);
  });
});
