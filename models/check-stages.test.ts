import { describe, expect, test } from 'vitest';
import { checkFaults, faultsOf, MATRIX, SMALL_STAGES, type FaultCase } from './small-model.test-support.ts';

test('the small model has no fault, with and without a matrix', () => {
  expect([SMALL_STAGES, SMALL_STAGES + MATRIX].map(faultsOf)).toEqual([[], []]);
});

describe('measures and ladders', () => {
  test.each<FaultCase>([
    [
      'an unknown ladder',
      'ladder: mediation',
      'ladder: meditation',
      ['25 measures[stage1.gateway].ladder: expected a ladder of the model, found "meditation"; nearest: mediation'],
    ],
    [
      'a ladder of the other group',
      `    group: practices
    ladder`,
      `    group: barometer
    ladder`,
      ['25 measures[stage1.gateway].ladder: expected a ladder of the group barometer, found "mediation" of practices'],
    ],
    [
      'a ladder without a rung at the stage',
      `    stage: 1
`,
      `    stage: 2
`,
      ['25 measures[stage1.gateway].ladder: expected a ladder with a rung at stage 2, found "mediation" without one'],
    ],
    [
      'a stage that the model has not',
      'stage: 1, text: Some',
      'stage: 3, text: Some',
      [
        '19 ladders[mediation].rungs[0].stage: expected a stage of the model, 1, 2, found 3',
        '25 measures[stage1.gateway].ladder: expected a ladder with a rung at stage 1, found "mediation" without one',
      ],
    ],
    [
      'a stage that stands twice',
      'stage: 2, title: Second',
      'stage: 1, title: Second',
      ['13 stages[1].stage: expected an entry that stands once, found 1 again'],
    ],
    [
      'partial above satisfied',
      'atLeast: 0.2',
      'atLeast: 0.6',
      ['30 measures[stage1.gateway].partial.atLeast: expected at most 0.5, which satisfied asks for, found 0.6'],
    ],
    [
      'an activity in a measure',
      'partial: {',
      `partial: {activity: testing.fuzzing, atLeast: emerging}
    #{`,
      [
        '30 measures[stage1.gateway].partial.activity: expected no activity in a measure, which is judged by evidence alone, found "testing.fuzzing"',
      ],
    ],
    [
      'the matrix where there is none',
      'partial: {',
      `partial: {matrix: pass, items: {of: apis}, atLeast: 0.1}
    #{`,
      [
        '30 measures[stage1.gateway].partial.matrix: expected another condition, as only measures of a model with a matrix may ask for it, found "matrix"',
      ],
    ],
  ])('%s', (...each) => checkFaults(SMALL_STAGES, each));
});

describe('the matrix', () => {
  test.each<FaultCase>([
    [
      'an unknown model',
      'model: 42crunch',
      'model: 43crunch',
      ['34 matrix.model: expected a model of domains that is loaded, found "43crunch"; nearest: 42crunch'],
    ],
    [
      'an unknown core risk',
      'core: [API8]',
      'core: [API9]',
      ['35 matrix.core[0]: expected a risk of the matrix, found "API9"; nearest: API8'],
    ],
    [
      'an unknown activity',
      'activity: protection.secure-transport',
      'activity: protection.secure-transports',
      [
        '40 matrix.risks[API8].needs.activity: expected an activity of the model, found "protection.secure-transports"; nearest: protection.secure-transport',
      ],
    ],
    [
      'an unknown trigger',
      `title: Misconfiguration
`,
      `title: Misconfiguration
      appliesWithSignal: route.outbound
`,
      [
        '40 matrix.risks[API8].appliesWithSignal: expected a signal of the catalogue, found "route.outbound"; nearest: route.undocumented',
      ],
    ],
    [
      'the matrix of operations',
      'partial: {',
      `partial: {matrix: pass, items: {of: operations}, atLeast: 0.1}
    #{`,
      [
        '30 measures[stage1.gateway].partial.items.of: expected apis, as the matrix judges each API, found "operations"',
      ],
    ],
  ])('%s', (...each) => checkFaults(SMALL_STAGES + MATRIX, each));
});
