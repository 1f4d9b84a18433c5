import { describe, expect, test } from 'vitest';
import { loadModels } from '../../models/load.ts';
import { proof } from '../../tests/support/sample-report.ts';
import type { StageModel } from '../../models/schema.ts';
import type { Assessment } from '../core/assessment.ts';
import { inputOf, op, record, type InputSketch } from './input.test-support.ts';
import { closeLadders, rungsOf } from './ladders.ts';
import type { JudgedMeasure, Satisfaction } from './measures.ts';
import { score } from './score.ts';
import { bestFit, holds } from './stages.ts';

const models = loadModels();
const model = models.models.find((each): each is StageModel => each.kind === 'stages');

function measure(id: string, low: Satisfaction, high: Satisfaction = low, isApplicable = true): JudgedMeasure {
  const found = model?.measures.find(each => each.id === id);
  if (found === undefined) throw new Error(`no measure ${id}`);
  return {
    measure: found,
    isApplicable,
    low,
    high,
    rule: '',
    assessment: {
      id,
      title: '',
      ladder: found.ladder,
      coverage: [],
      proof: { satisfied: proof(''), partial: null },
      borderline: [],
      evidence: [],
      notSupported: [],
    },
    lowAt: () => low,
    plan: undefined,
  };
}

describe('a ladder', () => {
  test('lifts every lower rung when a higher one is satisfied, and never the other way', () => {
    const closed = closeLadders([
      measure('stage1.practices.traditional-protection', 0),
      measure('stage2.practices.gateway-added', 0.5),
      measure('stage3.practices.dedicated-tooling-external', 1),
      measure('stage4.practices.tooling-high-value-internal', 0),
    ]);
    expect(closed.map(({ low, liftedBy }) => ({ low, liftedBy }))).toEqual([
      { low: 1, liftedBy: 'stage3.practices.dedicated-tooling-external' },
      { low: 1, liftedBy: 'stage3.practices.dedicated-tooling-external' },
      { low: 1, liftedBy: undefined },
      { low: 0, liftedBy: undefined },
    ]);
  });

  test('lifts only the upper end where the higher rung may be satisfied', () => {
    const closed = closeLadders([
      measure('stage1.practices.traditional-protection', 0),
      measure('stage2.practices.gateway-added', 0, 1),
    ]);
    expect(closed.map(({ low, high }) => ({ low, high }))).toEqual([
      { low: 0, high: 1 },
      { low: 0, high: 1 },
    ]);
  });

  test('leaves what does not apply alone', () => {
    const closed = closeLadders([
      measure('stage3.practices.mediates-readily', 0, 0, false),
      measure('stage5.practices.all-mediated', 1),
    ]);
    expect(closed[0]?.low).toBe(0);
  });

  test('reports the highest rung that is satisfied', () => {
    const closed = closeLadders([
      measure('stage1.practices.manual-inventory', 0),
      measure('stage2.practices.documentation-started', 1),
      measure('stage3.practices.documents-readily', 0, 1),
    ]);
    expect(model === undefined ? [] : rungsOf(model, closed).filter(each => each.rung + each.high > 0)).toEqual([
      { id: 'inventory-docs', rung: 2, high: 3 },
    ]);
  });
});

const low = (each: JudgedMeasure): Satisfaction => each.low;
const group = (...values: readonly Satisfaction[]): readonly JudgedMeasure[] =>
  values.map(value => measure('stage1.practices.manual-inventory', value));

test.each<[string, readonly Satisfaction[], boolean]>([
  ['exactly half is no majority', [1, 0], false],
  ['two of three are', [1, 1, 0], true],
  ['partial ones alone are not: one must be satisfied', [0.5, 0.5, 0.5], false],
  ['one satisfied with two partial ones is', [1, 0.5, 0.5], true],
  ['one satisfied of three is not', [1, 0.5, 0], false],
  ['nothing to satisfy is no majority', [], false],
])('majority: %s', (_, values, expected) => {
  expect(holds(group(...values), low, 0.5)).toBe(expected);
});

test.each<[string, readonly (readonly Satisfaction[])[], number]>([
  ['the highest stage with all below it', [[1], [1], [0], [0], [0]], 2],
  ['a lucky high rung places nobody', [[1], [0], [1], [1], [1]], 1],
  ['nothing is below stage 1', [[0], [1], [1], [1], [1]], 0],
  ['a stage without measures is passed over', [[1], [], [1], [0], [0]], 3],
])('continuity: %s', (_, stages, expected) => {
  expect(bestFit([1, 2, 3, 4, 5], stage => group(...(stages[stage - 1] ?? [])), low, 0.5)).toBe(expected);
});

function stagesOf(sketch: InputSketch): Extract<Assessment, { kind: 'stages' }> {
  const found = score(inputOf(models, sketch)).find(each => each.kind === 'stages');
  if (found?.kind !== 'stages') throw new Error('no model of stages');
  return found;
}

test('an estate with register, guards and descriptions, and no gateway, is at stage 1 and may be further', () => {
  const operations = ['GET /carts', 'POST /carts', 'GET /carts/{id}'].map(name => op(name));
  const evidence = [
    record({ signal: 'org.api-register.central', on: 'organisation:acme', tier: 'E3' }),
    record({ signal: 'spec.openapi.present', on: 'api:api', tier: 'E1' }),
    ...operations.flatMap(each => [
      record({ signal: 'route.auth.middleware', on: `operation:${each.id}`, tier: 'E3' }),
      record({ signal: 'spec.matches-code', on: `operation:${each.id}`, tier: 'E2' }),
    ]),
  ];
  const found = stagesOf({ operations, evidence });
  // Stage 1: register and access control of three practices; the firewall is unknown. Stage 2: descriptions of two, the gateway unknown.
  expect({
    fit: found.fit.practices,
    high: found.fit.high,
    next: found.nextStage,
    stage1: found.stages[0]?.practices.low,
    docs: found.ladders.find(each => each.id === 'inventory-docs'),
  }).toEqual({
    fit: 1,
    high: 3,
    next: { stage: 2, satisfied: 1, of: 2 },
    stage1: 0.6667,
    docs: { id: 'inventory-docs', rung: 3, high: 3 },
  });
});

test('an undated list is a partial inventory', () => {
  const of = (observedAt?: string): unknown =>
    stagesOf({
      operations: [op('GET /a')],
      isOrganisation: true,
      planes: ['repo', 'att'],
      evidence: [
        record({
          signal: 'org.api-register.manual',
          on: 'organisation:acme',
          tier: 'E1',
          ...(observedAt === undefined ? {} : { observedAt }),
        }),
      ],
    }).stages[0]?.practices.measures.find(each => each.id === 'stage1.practices.manual-inventory')?.satisfaction;
  expect([of(), of('2026-02-01')]).toEqual([0.5, 1]);
});
