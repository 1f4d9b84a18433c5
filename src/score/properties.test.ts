/** What must hold of every score, tried on generated estates. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadModels } from '../../models/load.ts';
import type { Assessment, Level } from '../core/assessment.ts';
import type { Plane, Scope, Tier } from '../core/evidence.ts';
import type { RiskClass } from '../core/operation.ts';
import type { ReportEndpoint as Operation, ReportEvidence as Evidence } from '../core/report.ts';
import { itemSpace } from './items.ts';
import { api, inputOf, op, record, TODAY, type InputSketch } from './input.test-support.ts';
import { levelRank } from './levels.ts';
import { score } from './score.ts';

const models = loadModels();
const RUNS = { numRuns: 40 };

/** Signals of the architecture describe the estate; "more" of them is not "better". */
const signals = [...models.catalogue.values()].filter(
  signal => signal.tiers !== 'none' && signal.family !== 'architecture',
);
const NAMES = [
  'GET /carts',
  'POST /carts',
  'GET /carts/{id}',
  'DELETE /carts/{id}',
  'POST /login',
  'GET /admin/users',
  'POST /bookings',
  'GET /me',
];
const RISKS: readonly RiskClass[] = ['critical', 'high', 'medium', 'low'];
const PLANES: readonly Plane[] = ['repo', 'ci', 'host', 'gwx', 'run', 'att'];
const TIERS: readonly Tier[] = ['E0', 'E1', 'E2', 'E3', 'E4', 'E5'];

const estate: fc.Arbitrary<Pick<InputSketch, 'apis' | 'operations' | 'planes' | 'isOrganisation' | 'supported'>> = fc
  .record({
    risks: fc.array(fc.constantFrom(...RISKS), { minLength: 1, maxLength: 3 }),
    names: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 6 }),
    planes: fc.subarray([...PLANES]),
    isOrganisation: fc.boolean(),
    missing: fc.subarray(
      signals.map(signal => signal.id),
      { maxLength: 20 },
    ),
  })
  .map(({ risks, names, planes, isOrganisation, missing }) => {
    const apis = risks.map((risk, at) => api(`api-${at}`, risk, `service-${at}`));
    const operations = apis.flatMap((each, at) =>
      names.map((name, place) =>
        op(name, {
          api: each.id,
          component: each.component,
          risk: RISKS[(at + place) % 4] ?? 'low',
          dataClasses: name === 'GET /me' ? ['personal'] : [],
        }),
      ),
    );
    return { apis, operations, planes, isOrganisation, supported: (signal: string) => !missing.includes(signal) };
  });

function recordsFor(
  operations: readonly Operation[],
  apis: readonly { readonly id: string }[],
  polarity: Evidence['polarity'],
): fc.Arbitrary<Evidence> {
  const able = signals.filter(signal => signal.polarity === 'either' || signal.polarity === polarity);
  return fc
    .record({
      signal: fc.constantFrom(...able),
      pick: fc.nat(),
      tier: fc.nat({ max: 5 }),
      date: fc.constantFrom(undefined, TODAY, '2026-04-01'),
      confidence: fc.constantFrom(0.5, 0.7, 0.9),
    })
    .map(({ signal, pick, tier, date, confidence }) => {
      const subjects: { readonly [S in Scope]: string } = {
        operation: operations[pick % operations.length]?.id ?? '',
        api: apis[pick % apis.length]?.id ?? '',
        repository: 'shop',
        organisation: 'acme',
      };
      const range =
        signal.tiers === 'none'
          ? TIERS
          : TIERS.filter(
              each =>
                each >= (signal.tiers === 'none' ? 'E0' : signal.tiers.min) &&
                each <= (signal.tiers === 'none' ? 'E5' : signal.tiers.max),
            );
      return record({
        signal: signal.id,
        on: `${signal.scope}:${subjects[signal.scope]}`,
        tier: range[tier % range.length] ?? 'E1',
        polarity,
        plane: signal.planes[0] ?? 'repo',
        confidence,
        ...(date === undefined ? {} : { observedAt: date }),
      });
    });
}

const scene = estate.chain(sketch =>
  fc.record({
    sketch: fc.constant(sketch),
    evidence: fc.array(
      fc.oneof(
        recordsFor(sketch.operations ?? [], sketch.apis ?? [], 'supports'),
        recordsFor(sketch.operations ?? [], sketch.apis ?? [], 'contradicts'),
      ),
      { maxLength: 60 },
    ),
    support: fc.array(recordsFor(sketch.operations ?? [], sketch.apis ?? [], 'supports'), {
      minLength: 1,
      maxLength: 5,
    }),
    contradiction: fc.array(recordsFor(sketch.operations ?? [], sketch.apis ?? [], 'contradicts'), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
);

/** Every level of a score by name: what is known, the verdict, and what may be. */
function ranksOf(
  assessments: readonly Assessment[],
): ReadonlyMap<string, { readonly low: number; readonly point: number; readonly high: number }> {
  const ranks = new Map<string, { readonly low: number; readonly point: number; readonly high: number }>();
  const point = (verdict: string, low: Level): number =>
    verdict === 'non-existent' || verdict === 'emerging' || verdict === 'established'
      ? levelRank(verdict)
      : levelRank(low);
  for (const each of assessments) {
    if (each.kind === 'stages') {
      ranks.set('fit', { low: each.fit.low, point: each.fit.practices, high: each.fit.high });
      continue;
    }
    const all = [
      { id: 'headline', ...each.headline },
      ...each.domains,
      ...each.domains.flatMap(domain => domain.activities),
    ];
    for (const { id, verdict, interval } of all) {
      // What is not applicable has no level to compare.
      if (verdict !== 'not-applicable')
        ranks.set(id, {
          low: levelRank(interval.low),
          point: point(verdict, interval.low),
          high: levelRank(interval.high),
        });
    }
  }
  return ranks;
}

function fallen(
  before: readonly Assessment[],
  after: readonly Assessment[],
  side: 'low' | 'point' | 'high',
): readonly string[] {
  const later = ranksOf(after);
  return [...ranksOf(before)].flatMap(([id, rank]) =>
    (later.get(id)?.[side] ?? rank[side]) < rank[side] ? [`${id}: ${rank[side]} → ${later.get(id)?.[side]}`] : [],
  );
}

describe('for every estate', () => {
  test('low is not above the point, and the point not above high', () => {
    fc.assert(
      fc.property(scene, ({ sketch, evidence }) => {
        const wrong = [...ranksOf(score(inputOf(models, { ...sketch, evidence })))].filter(
          ([, { low, point, high }]) => low > point || point > high,
        );
        expect(wrong).toEqual([]);
      }),
      RUNS,
    );
  });

  test('more support lowers nothing', () => {
    fc.assert(
      fc.property(scene, ({ sketch, evidence, support }) => {
        const before = score(inputOf(models, { ...sketch, evidence }));
        const after = score(inputOf(models, { ...sketch, evidence: [...evidence, ...support] }));
        expect({ low: fallen(before, after, 'low'), point: fallen(before, after, 'point') }).toEqual({
          low: [],
          point: [],
        });
      }),
      RUNS,
    );
  });

  test('a contradiction raises nothing', () => {
    fc.assert(
      fc.property(scene, ({ sketch, evidence, contradiction }) => {
        const before = score(inputOf(models, { ...sketch, evidence }));
        const after = score(inputOf(models, { ...sketch, evidence: [...evidence, ...contradiction] }));
        expect({ low: fallen(after, before, 'low'), high: fallen(after, before, 'high') }).toEqual({
          low: [],
          high: [],
        });
      }),
      RUNS,
    );
  });

  test('the order of records, operations and lines changes nothing', () => {
    fc.assert(
      fc.property(scene, ({ sketch, evidence }) => {
        const input = inputOf(models, { ...sketch, evidence });
        const turned = {
          ...input,
          evidence: [...input.evidence].reverse(),
          coverage: [...input.coverage].reverse(),
          visibility: [...input.visibility].reverse(),
          apis: [...input.apis].reverse(),
          operations: [...input.operations].reverse(),
        };
        expect(score(turned)).toEqual(score(input));
      }),
      RUNS,
    );
  });

  test('without evidence nothing is met, whatever could not be seen', () => {
    fc.assert(
      fc.property(estate, sketch => {
        const met = [...ranksOf(score(inputOf(models, sketch)))].filter(([id, rank]) => rank.low > 0 && id !== 'fit');
        expect(met).toEqual([]);
      }),
      RUNS,
    );
  });

  test('a signal without a detector makes nothing non-existent', () => {
    fc.assert(
      fc.property(estate, sketch => {
        const called = score(inputOf(models, { ...sketch, supported: () => false }))
          .flatMap(each => (each.kind === 'domains' ? each.domains.flatMap(domain => domain.activities) : []))
          .filter(each => each.verdict === 'non-existent');
        expect(called).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('the weight of an API', () => {
  const share = (
    apis: NonNullable<InputSketch['apis']>,
    operations: readonly Operation[],
    covered: ReadonlySet<string>,
  ): number => {
    const { items } = itemSpace(inputOf(models, { apis, operations })).select({
      of: 'operations',
      where: [],
      exemptBy: [],
    });
    const total = items.reduce((sum, item) => sum + item.weight, 0);
    return items.filter(item => covered.has(item.label)).reduce((sum, item) => sum + item.weight, 0) / total;
  };
  const names = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 8 });

  test('is the same when it is split in two', () => {
    fc.assert(
      fc.property(names, fc.nat({ max: 7 }), fc.nat({ max: 7 }), (all, at, cut) => {
        const covered = new Set(all.slice(0, at));
        const whole = all.map(name => op(name, { api: 'a', component: 'one' }));
        const parts = all.map((name, place) => op(name, { api: place < cut ? 'a' : 'b', component: 'one' }));
        const other = op('GET /other', { api: 'c', component: 'two' });
        const before = share([api('a', 'medium', 'one'), api('c', 'medium', 'two')], [...whole, other], covered);
        const after = share(
          [api('a', 'medium', 'one'), api('b', 'medium', 'one'), api('c', 'medium', 'two')],
          [...parts, other],
          covered,
        );
        expect(after).toBeCloseTo(before);
      }),
      RUNS,
    );
  });

  test('is not raised by operations that only a description knows', () => {
    fc.assert(
      fc.property(names, fc.nat({ max: 7 }), fc.nat({ max: 20 }), (all, at, padding) => {
        const covered = new Set(all.slice(0, at));
        const operations = all.map(name => op(name));
        const padded = Array.from({ length: padding }, (_, place) =>
          op(`GET /padding-${place}`, { implemented: 'no', exposed: 'no', state: 'phantom' }),
        );
        expect(share([api('api')], [...operations, ...padded], covered)).toBeCloseTo(
          share([api('api')], operations, covered),
        );
      }),
      RUNS,
    );
  });
});
