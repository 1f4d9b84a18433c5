/** Small estates with the verdicts that follow from the model by hand. */
import { describe, expect, test } from 'vitest';
import { loadModels } from '../../models/load.ts';
import type { ActivityAssessment, Assessment } from '../core/assessment.ts';
import type { ReportEvidence as Evidence } from '../core/report.ts';
import { api, inputOf, op, record, type EvidenceSketch, type InputSketch } from './input.test-support.ts';
import { score } from './score.ts';

const models = loadModels();

function domainsOf(sketch: InputSketch): Extract<Assessment, { kind: 'domains' }> {
  const found = score(inputOf(models, sketch)).find(each => each.kind === 'domains');
  if (found === undefined) throw new Error('no model of domains');
  return found;
}

function activity(sketch: InputSketch, id: string): ActivityAssessment {
  const found = domainsOf(sketch)
    .domains.flatMap(domain => domain.activities)
    .find(each => each.id === id);
  if (found === undefined) throw new Error(`no activity ${id}`);
  return found;
}

function brief(sketch: InputSketch, id: string): string {
  const { verdict, interval } = activity(sketch, id);
  return `${verdict} ${interval.low}..${interval.high}`;
}

const NAMES = [
  'GET /carts',
  'POST /carts',
  'GET /carts/{id}',
  'DELETE /carts/{id}',
  'PUT /carts/{id}',
  'GET /orders',
  'POST /orders',
  'GET /orders/{id}',
  'GET /items',
  'GET /items/{id}',
];
const operations = NAMES.map(name => op(name));

function onEach(count: number, sketch: Omit<EvidenceSketch, 'on'>): readonly Evidence[] {
  return operations.slice(0, count).map(operation => record({ ...sketch, on: `operation:${operation.id}` }));
}

describe('an empty target', () => {
  const empty: InputSketch = { apis: [], repositories: [{ id: 'shop', apis: [], isScanned: true }] };

  test('is observed in no domain, and missing in none', () => {
    expect(domainsOf(empty).domains.map(({ id, verdict, interval }) => ({ id, verdict, interval }))).toEqual(
      ['inventory', 'design', 'development', 'testing', 'protection', 'governance'].map(id => ({
        id,
        verdict: 'not-observed',
        interval: { low: 'non-existent', high: 'established' },
      })),
    );
  });

  test('no activity is called non-existent, and every number is finite', () => {
    const activities = domainsOf(empty).domains.flatMap(domain => domain.activities);
    expect(activities.filter(each => each.verdict === 'non-existent')).toEqual([]);
    expect(
      activities
        .flatMap(each => each.coverage)
        .filter(each => !Number.isFinite(each.numerator + each.unweighted + each.denominator)),
    ).toEqual([]);
  });

  test('has no stage, and may have any', () => {
    const stages = score(inputOf(models, empty)).find(each => each.kind === 'stages');
    expect(stages?.kind === 'stages' && { fit: stages.fit.practices, high: stages.fit.high }).toEqual({
      fit: 0,
      high: 5,
    });
  });
});

describe('a test that refuses missing credentials', () => {
  const of = (count: number, sketch: Partial<EvidenceSketch> = {}): readonly Evidence[] =>
    onEach(count, { signal: 'test.authn-negative', tier: 'E4', ...sketch });

  test('on no operation is non-existent where tests and reports were read', () => {
    expect(brief({ operations, planes: ['repo', 'ci', 'att', 'host'] }, 'testing.authn-bypass')).toBe(
      'non-existent non-existent..non-existent',
    );
  });

  test('on every operation, gating, is established', () => {
    expect(brief({ operations, evidence: of(10) }, 'testing.authn-bypass')).toBe(
      'established established..established',
    );
  });

  test('is only seen, not judged, when its signal has no detector', () => {
    const sketch: InputSketch = {
      operations,
      planes: ['repo', 'ci', 'att'],
      supported: signal => signal !== 'test.authn-negative',
    };
    expect(brief(sketch, 'testing.authn-bypass')).toBe('not-observed non-existent..established');
    expect(activity(sketch, 'testing.authn-bypass').notSupported).toEqual(['test.authn-negative']);
  });

  test('that swallows its failure is emerging', () => {
    const evidence = of(10, { nullifiedBy: [{ kind: 'enforcement', why: 'continue-on-error is set' }] });
    expect(brief({ operations, evidence, planes: ['repo', 'ci', 'host', 'att'] }, 'testing.authn-bypass')).toBe(
      'emerging emerging..emerging',
    );
  });

  test('that proves nothing counts for nothing, and is shown', () => {
    const evidence = of(10, { rejected: [{ rule: 'G13', why: 'the guard is mocked' }] });
    const found = activity({ operations, evidence, planes: ['repo', 'ci', 'host', 'att'] }, 'testing.authn-bypass');
    expect({ verdict: found.verdict, counted: found.evidence, shown: found.notCounted.length }).toEqual({
      verdict: 'non-existent',
      counted: [],
      shown: 10,
    });
  });

  test('counts nothing on operations where requests without credential succeed', () => {
    const leaks = onEach(6, {
      signal: 'traffic.unauthenticated-success',
      tier: 'E5',
      polarity: 'contradicts',
      plane: 'run',
    });
    expect(brief({ operations, evidence: [...of(10), ...leaks] }, 'testing.authn-bypass')).toBe(
      'non-existent non-existent..non-existent',
    );
  });

  test('with one leak is emerging at most', () => {
    const leak = onEach(1, {
      signal: 'traffic.unauthenticated-success',
      tier: 'E5',
      polarity: 'contradicts',
      plane: 'run',
    });
    expect(brief({ operations, evidence: [...of(10), ...leak] }, 'testing.authn-bypass')).toBe(
      'emerging emerging..emerging',
    );
  });
});

test('a share counts writes double: three of ten operations that only read are under 30 %', () => {
  const reads = operations.filter(operation => operation.method === 'GET').slice(0, 3);
  const evidence = reads.map(operation =>
    record({ signal: 'test.status-codes', on: `operation:${operation.id}`, tier: 'E3' }),
  );
  const [share] = activity({ operations, evidence, planes: ['repo', 'ci', 'host'] }, 'testing.response-codes').coverage;
  // Six reads of weight 1 and four writes of weight 2 share the component's weight of 2: three reads have 3/14 of it.
  expect(share).toEqual({
    name: 'C_E2 of test.status-codes',
    numerator: 0.4286,
    denominator: 2,
    unknown: 0,
    unweighted: 0.3,
    items: 10,
  });
});

test('one kind of evidence alone is emerging, likely higher', () => {
  const evidence = onEach(10, { signal: 'route.validation.request', tier: 'E3' });
  expect(brief({ operations, evidence }, 'development.input-distrust')).toBe('emerging emerging..established');
  // Where every plane was read, no other kind of evidence can be left.
  const planes: InputSketch['planes'] = ['repo', 'ci', 'host', 'gwx', 'run', 'att'];
  expect(brief({ operations, evidence, planes }, 'development.input-distrust')).toBe('emerging emerging..emerging');
  const both = [...evidence, ...onEach(10, { signal: 'spec.schema.request-constrained', tier: 'E1' })];
  expect(brief({ operations, evidence: both }, 'development.input-distrust')).toBe(
    'established established..established',
  );
});

test('a control that is configured and does not act on requests is non-existent in Protection', () => {
  const mapped = operations.map(operation => ({
    ...operation,
    sources: [
      ...operation.sources,
      { kind: 'gateway' as const, file: 'kong.yaml', line: 1, column: 1, what: 'kong', excerpt: '' },
    ],
  }));
  const evidence = onEach(10, {
    signal: 'gateway.rate-limit',
    tier: 'E4',
    nullifiedBy: [{ kind: 'effect', why: 'dry run' }],
  });
  expect(brief({ operations: mapped, evidence, planes: ['repo', 'gwx', 'run'] }, 'protection.brute-force')).toBe(
    'non-existent non-existent..non-existent',
  );
});

test('without gateway configuration Protection is not observed', () => {
  expect(brief({ operations }, 'protection.gateway-mediation')).toBe('not-observed non-existent..established');
});

test('an operation whose guard could not be followed is unknown, never unguarded', () => {
  const dim = operations.map(operation => ({ ...operation, auth: { ...operation.auth, status: 'unknown' as const } }));
  expect(
    brief(
      { operations: dim, planes: ['repo', 'gwx'], supported: signal => signal !== 'route.auth.central' },
      'development.central-enforcement',
    ),
  ).toBe('not-observed non-existent..established');
});

test('a signal of the organisation is absent only when the organisation was read', () => {
  expect(brief({ operations, planes: ['repo', 'att', 'host'] }, 'governance.stakeholder-enablement')).toBe(
    'not-observable non-existent..established',
  );
  expect(
    brief({ operations, planes: ['repo', 'att', 'host'], isOrganisation: true }, 'governance.stakeholder-enablement'),
  ).toBe('non-existent non-existent..non-existent');
});

test('what nothing in the inventory is subject to is not applicable', () => {
  expect(brief({ operations }, 'design.account-reset')).toBe('not-applicable non-existent..non-existent');
});

test('repositories that were not scanned are unknown weight', () => {
  const evidence = onEach(10, { signal: 'test.authn-negative', tier: 'E4' });
  const repositories = [
    { id: 'shop', apis: ['api'], isScanned: true },
    { id: 'legacy', apis: [], isScanned: false },
  ];
  expect(brief({ operations, evidence, repositories, isOrganisation: true }, 'testing.authn-bypass')).toBe(
    'emerging emerging..established',
  );
});

test('a domain gate that could not be seen widens the upper end alone', () => {
  const testing = domainsOf({
    operations,
    evidence: onEach(10, { signal: 'test.authn-negative', tier: 'E4' }),
  }).domains.find(domain => domain.id === 'testing');
  expect(testing?.gates.map(({ level, holds }) => ({ level, holds }))).toEqual([
    { level: 'emerging', holds: 'yes' },
    { level: 'established', holds: 'no' },
  ]);
});

test('the roadmap names the nullifier that holds a check down, with its place', () => {
  const at = { file: '.github/workflows/zap.yml', line: 31, column: 1 };
  const evidence = [
    record({
      signal: 'ci.sast.gating',
      on: 'repository:shop',
      tier: 'E4',
      nullifiedBy: [{ kind: 'enforcement', why: 'continue-on-error is set', at }],
    }),
  ];
  const step = domainsOf({ operations, evidence, planes: ['repo', 'ci', 'host'] }).roadmap.find(
    each => each.about === 'testing.release-gating',
  );
  expect(step).toMatchObject({
    step: 'Give effect to "ci.sast.gating on repository:shop (repo)": continue-on-error is set (.github/workflows/zap.yml:31).',
    touches: ['.github/workflows/zap.yml:31'],
  });
});

test('an API booked by many makes abuse limits count twice', () => {
  const rule = domainsOf({ operations: [op('POST /bookings'), op('GET /rooms')] }).domains.find(
    domain => domain.id === 'protection',
  )?.rule;
  expect(rule).toContain('counted twice for their dominant threat: protection.brute-force');
});

test('a heavy API outweighs a light one', () => {
  const apis = [api('pay', 'critical', 'pay'), api('news', 'low', 'news')];
  const news = op('GET /news', { api: 'news', component: 'news', risk: 'low' });
  const two = [op('POST /payments', { api: 'pay', component: 'pay', risk: 'critical' }), news];
  const evidence = [record({ signal: 'test.status-codes', on: `operation:${news.id}`, tier: 'E4' })];
  const [share] = activity(
    { apis, operations: two, evidence, planes: ['repo', 'ci', 'host'] },
    'testing.response-codes',
  ).coverage;
  expect(share).toEqual({
    name: 'C_E2 of test.status-codes',
    numerator: 1,
    denominator: 9,
    unknown: 0,
    unweighted: 0.5,
    items: 2,
  });
});

describe('a gateway whose files say block', () => {
  const files = onEach(10, { signal: 'gateway.schema.request', tier: 'E4', plane: 'repo' });
  const seen = (observedAt: string): readonly Evidence[] =>
    onEach(10, {
      signal: 'gateway.schema.request',
      tier: 'E5',
      plane: 'gwx',
      observedAt,
      nullifiedBy: [{ kind: 'effect', why: 'the policy only logs' }],
    });
  const of = (evidence: readonly Evidence[]): string =>
    brief(
      { operations, evidence, planes: ['repo', 'gwx', 'run', 'ci', 'host', 'att'] },
      'protection.request-validation',
    );

  test('counts while nothing higher says otherwise', () => {
    expect(of(files)).toMatch(/^emerging /);
  });

  test('counts for nothing where the running gateway is seen to log only', () => {
    expect(of([...files, ...seen('2026-05-30')])).toBe('non-existent non-existent..non-existent');
  });

  test('counts again when that was seen too long ago', () => {
    expect(of([...files, ...seen('2026-03-01')])).toMatch(/^emerging /);
  });
});
