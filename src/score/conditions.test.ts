import { describe, expect, test } from 'vitest';
import { loadModels } from '../../models/load.ts';
import type { Condition, Items, SignalUse } from '../../models/schema.ts';
import type { Interval, Level } from '../core/assessment.ts';
import type { ReportEvidence as Evidence } from '../core/report.ts';
import { makeWorld } from './answers.ts';
import { judge, type Judged } from './conditions.ts';
import { api, inputOf, op, record, type InputSketch } from './input.test-support.ts';
import { itemSpace } from './items.ts';

const models = loadModels();
const ITEMS: Items = { of: 'operations', where: [], exemptBy: [] };
const ORGANISATION: Items = { of: 'organisation', where: [], exemptBy: [] };
const USES: readonly SignalUse[] = [
  { signal: 'test.status-codes', role: 'supports' },
  { signal: 'test.rate-limit', role: 'supports' },
  { signal: 'traffic.unauthenticated-success', role: 'contradicts' },
];
const operations = ['GET /a', 'GET /b', 'GET /c', 'GET /d'].map((name, at) =>
  op(name, { risk: at === 0 ? 'critical' : 'medium' }),
);

function idOf(at: number): string {
  return operations[at]?.id ?? '';
}

type Levels = Readonly<Record<string, Interval | 'not-applicable'>>;

function judged(
  condition: Condition,
  sketch: InputSketch = {},
  levels: Levels = {},
  uses: readonly SignalUse[] = USES,
): string {
  const { low, high, applies } = judgedWhole(condition, sketch, levels, uses);
  return !applies ? 'does not apply' : low ? 'holds' : high ? 'unknown' : 'fails';
}

function textOf(condition: Condition): string {
  return judgedWhole(condition, {}, {}, USES).text;
}

function judgedWhole(condition: Condition, sketch: InputSketch, levels: Levels, uses: readonly SignalUse[]): Judged {
  const input = inputOf(models, { apis: [api('api')], operations, planes: ['repo', 'ci', 'host', 'run'], ...sketch });
  return judge(condition, {
    world: makeWorld(input, itemSpace(input)),
    items: ITEMS,
    uses,
    view: 'established',
    shift: 0,
    counts: new Map(),
    levelOf: id => {
      const level = levels[id];
      return level === undefined || level === 'not-applicable'
        ? { interval: { low: 'non-existent', high: 'non-existent' }, isApplicable: false }
        : { interval: level, isApplicable: true };
    },
  });
}

function covered(...places: readonly number[]): readonly Evidence[] {
  return places.map(at => record({ signal: 'test.status-codes', on: `operation:${idOf(at)}`, tier: 'E3' }));
}

const share = (
  tier: 'E2' | 'E3' | 'E4',
  atLeast: number,
  rest: Partial<Extract<Condition, { share: unknown }>> = {},
): Condition => ({ share: tier, of: 'all', distinct: 1, atLeast, ...rest });

describe('a share', () => {
  test.each<[string, Condition, InputSketch, string]>([
    ['is met at its threshold', share('E3', 0.5), { evidence: covered(0, 1) }, 'holds'],
    ['is not met below it', share('E3', 0.51), { evidence: covered(0, 1) }, 'fails'],
    ['does not count a lower tier', share('E4', 0.25), { evidence: covered(0, 1) }, 'fails'],
    ['of high and critical items asks only them', share('E3', 1, { of: 'hc' }), { evidence: covered(0) }, 'holds'],
    [
      'of critical items fails when they are left out',
      share('E3', 0.1, { of: 'critical' }),
      { evidence: covered(1, 2, 3) },
      'fails',
    ],
    [
      'is unknown while the run history could show more',
      share('E4', 0.5),
      { evidence: covered(0, 1), planes: ['repo', 'host'] },
      'unknown',
    ],
    [
      'is unknown while a signal has no detector',
      share('E3', 0.5),
      { supported: signal => signal !== 'test.rate-limit' },
      'unknown',
    ],
    [
      'asks for different signals when told to',
      share('E3', 0.25, { distinct: 2 }),
      { evidence: covered(0, 1, 2, 3) },
      'fails',
    ],
    [
      'finds two different signals on one item',
      share('E3', 0.25, { distinct: 2 }),
      { evidence: [...covered(0), record({ signal: 'test.rate-limit', on: `operation:${idOf(0)}`, tier: 'E3' })] },
      'holds',
    ],
    [
      'of nothing decides nothing',
      share('E3', 0.5, { items: { of: 'operations', where: ['recovery'], exemptBy: [] } }),
      {},
      'does not apply',
    ],
    [
      'of items that cannot be told is unknown',
      share('E3', 0.5, { items: { of: 'operations', where: ['internal'], exemptBy: [] } }),
      {},
      'unknown',
    ],
  ])('%s', (_, condition, sketch, expected) => {
    expect(judged(condition, sketch)).toBe(expected);
  });
});

describe('a contradicted share', () => {
  const leak = [
    record({
      signal: 'traffic.unauthenticated-success',
      on: `operation:${idOf(1)}`,
      tier: 'E5',
      polarity: 'contradicts',
      plane: 'run',
    }),
  ];
  test.each<[string, Condition, readonly Evidence[], string]>([
    ['holds without contradictions', { contradicted: 'all', atMost: 0 }, [], 'holds'],
    ['fails above its threshold', { contradicted: 'all', atMost: 0.2 }, leak, 'fails'],
    ['holds below it', { contradicted: 'all', atMost: 0.3 }, leak, 'holds'],
    ['asks only its part', { contradicted: 'critical', atMost: 0 }, leak, 'holds'],
  ])('%s', (_, condition, evidence, expected) => {
    expect(judged(condition, { evidence })).toBe(expected);
  });
});

const span = (low: Level, high: Level = low): Interval => ({ low, high });
const asks = (activity: string, atLeast: Level): Condition => ({ activity, atLeast });

describe('a gate', () => {
  test.each<[string, Condition, Levels, string]>([
    ['holds when the activity is there', asks('a', 'emerging'), { a: span('established') }, 'holds'],
    ['fails when it cannot be', asks('a', 'established'), { a: span('emerging') }, 'fails'],
    ['is unknown when it may be', asks('a', 'established'), { a: span('emerging', 'established') }, 'unknown'],
    [
      'of all is as weak as its weakest',
      { all: [asks('a', 'emerging'), asks('b', 'emerging')] },
      { a: span('established'), b: span('non-existent', 'emerging') },
      'unknown',
    ],
    [
      'of any is as strong as its strongest',
      { any: [asks('a', 'emerging'), asks('b', 'emerging')] },
      { a: span('non-existent'), b: span('emerging') },
      'holds',
    ],
    [
      'skips what is not applicable',
      { all: [asks('a', 'emerging'), asks('b', 'emerging')] },
      { a: span('emerging'), b: 'not-applicable' },
      'holds',
    ],
    [
      'that names only what is not applicable decides nothing',
      asks('a', 'emerging'),
      { a: 'not-applicable' },
      'does not apply',
    ],
    [
      'counts activities',
      { count: { of: ['a', 'b', 'c'], atLeast: 2, level: 'emerging' } },
      { a: span('emerging'), b: span('established'), c: span('non-existent') },
      'holds',
    ],
    [
      'counts what may be towards the upper end',
      { count: { of: ['a', 'b', 'c'], atLeast: 3, level: 'emerging' } },
      { a: span('emerging'), b: span('established'), c: span('non-existent', 'emerging') },
      'unknown',
    ],
    [
      'asks for no more than there are',
      { count: { of: ['a', 'b'], atLeast: 2, level: 'emerging' } },
      { a: span('emerging'), b: 'not-applicable' },
      'holds',
    ],
  ])('%s', (_, condition, levels, expected) => {
    expect(judged(condition, {}, levels)).toBe(expected);
  });
});

describe('where nothing at all was found', () => {
  const everywhere = { apis: [], operations: [], planes: ['repo', 'ci', 'host', 'gwx', 'run', 'att'] } as const;
  const standard: Condition = { exists: 'E1', signals: ['org.standard.published'], items: ORGANISATION, count: 1 };
  const evidence = [
    record({ signal: 'org.standard.published', on: 'organisation:acme', tier: 'E1', observedAt: '2026-05-01' }),
  ];
  const uses: readonly SignalUse[] = [...USES, { signal: 'org.standard.published', role: 'supports' }];

  test('a share is not known, and the organisation alone fulfils no rule that asks for one', () => {
    expect(judged(standard, { ...everywhere, evidence }, {}, uses)).toBe('holds');
    expect(judged(share('E3', 0.5), { ...everywhere, evidence }, {}, uses)).toBe('unknown');
    expect(judged({ all: [standard, share('E3', 0.5)] }, { ...everywhere, evidence }, {}, uses)).toBe('unknown');
  });

  test('beside APIs that are known, items that there are none of are left out', () => {
    const flows = share('E3', 0.5, { items: { ...ITEMS, where: ['business-flow'] } });
    expect(judged(flows, { evidence }, {}, uses)).toBe('does not apply');
    expect(judged({ all: [standard, flows] }, { evidence }, {}, uses)).toBe('holds');
  });
});

describe('a share of APIs by their operations', () => {
  const eachOf = (atLeast: number): Condition =>
    share('E3', 1, { items: { of: 'apis', where: [], exemptBy: [] }, each: { of: 'operations', atLeast } });

  test.each<[string, Condition, InputSketch, string]>([
    // The first is critical and all weigh alike, as they are of one API.
    ['counts an API whose operations reach it', eachOf(0.5), { evidence: covered(0, 1) }, 'holds'],
    ['and not one of which too few do', eachOf(0.6), { evidence: covered(0, 1) }, 'fails'],
    [
      'nor one without operations',
      eachOf(0.5),
      { apis: [api('api'), api('bare')], evidence: covered(0, 1, 2, 3) },
      'fails',
    ],
    [
      'and is unknown as long as more operations may reach it',
      eachOf(0.6),
      { evidence: covered(0, 1), supported: signal => signal !== 'test.rate-limit' },
      'unknown',
    ],
  ])('%s', (_, condition, sketch, expected) => {
    expect(judged(condition, sketch)).toBe(expected);
  });

  test('says so', () => {
    expect(textOf(eachOf(0.6))).toBe('C_E3 on 60 % of the operations of each API is 0 %, at least 100 % needed');
  });
});

test('a share of several different signals says how many', () => {
  const signals = ['test.status-codes', 'test.rate-limit'];
  expect(textOf(share('E3', 0.5, { signals, distinct: 2 }))).toBe(
    'C_E3 of at least 2 of test.status-codes, test.rate-limit is 0 %, at least 50 % needed',
  );
  expect(textOf(share('E3', 0.5, { distinct: 2 }))).toBe('C_E3 of at least 2 signals is 0 %, at least 50 % needed');
});
