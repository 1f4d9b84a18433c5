import { expect, test } from 'vitest';
import { loadModels } from '../../models/load.ts';
import type { Condition } from '../../models/schema.ts';
import { makeWorld } from './answers.ts';
import { inputOf } from './input.test-support.ts';
import { itemSpace } from './items.ts';
import { withTail } from './tail.ts';

const models = loadModels();

function tailOf(rule: Condition, isOrganisation = true): Condition {
  const input = inputOf(models, { isOrganisation });
  return withTail(rule, makeWorld(input, itemSpace(input)));
}

const share = (tier: 'E2' | 'E3' | 'E4' | 'E5'): Condition => ({ share: tier, of: 'all', distinct: 1, atLeast: 0.8 });
const critical = (tier: 'E2' | 'E3'): Condition => ({ share: tier, of: 'critical', distinct: 1, atLeast: 0.95 });
const settled = (tier: 'E2' | 'E3'): Condition => ({ unsettled: tier, of: 'all', atMost: 0.1 });

test('one repository has no tail', () => {
  expect(tailOf(share('E3'), false)).toEqual(share('E3'));
});

test('a share asks for the critical items, and for little that is unknown', () => {
  expect(tailOf(share('E3'))).toEqual({ all: [share('E3'), critical('E3'), settled('E3')] });
});

test('of several, the lower ones are asked; where there are only enforced or exercised ones, those at E3', () => {
  expect(tailOf({ all: [share('E3'), share('E4')] })).toEqual({
    all: [share('E3'), share('E4'), critical('E3'), settled('E3')],
  });
  expect(tailOf({ all: [share('E5')] })).toEqual({ all: [share('E5'), critical('E3'), settled('E3')] });
});

test('each alternative has its own', () => {
  expect(tailOf({ any: [share('E2'), { exists: 'E4', count: 1 }] })).toEqual({
    any: [{ all: [share('E2'), critical('E2'), settled('E2')] }, { exists: 'E4', count: 1 }],
  });
});
