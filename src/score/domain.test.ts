import { describe, expect, test } from 'vitest';
import { loadModels } from '../../models/load.ts';
import { proof, steady } from '../../tests/support/sample-report.ts';
import type { DomainModel } from '../../models/schema.ts';
import type { DomainAssessment, Interval, Level, Verdict } from '../core/assessment.ts';
import type { JudgedActivity } from './activity.ts';
import { makeWorld } from './answers.ts';
import { assessDomain } from './domain.ts';
import { headlineOf } from './headline.ts';
import { inputOf } from './input.test-support.ts';
import { itemSpace } from './items.ts';

const models = loadModels();
const model = domainModel();
const input = inputOf(models);
const world = makeWorld(input, itemSpace(input));

function domainModel(): DomainModel {
  const found = models.models.find((each): each is DomainModel => each.kind === 'domains');
  if (found === undefined) throw new Error('no model of domains');
  return found;
}

/** `E`, `e`, `n`: established, emerging, non-existent. `?`: not observed, anything. `e?`: emerging, perhaps established. `-`: not applicable. */
type Sketch = 'E' | 'e' | 'n' | '?' | 'e?' | '-';
const READ: { readonly [S in Sketch]: { readonly verdict: Verdict; readonly interval: Interval } } = {
  E: { verdict: 'established', interval: { low: 'established', high: 'established' } },
  e: { verdict: 'emerging', interval: { low: 'emerging', high: 'emerging' } },
  n: { verdict: 'non-existent', interval: { low: 'non-existent', high: 'non-existent' } },
  '?': { verdict: 'not-observed', interval: { low: 'non-existent', high: 'established' } },
  'e?': { verdict: 'emerging', interval: { low: 'emerging', high: 'established' } },
  '-': { verdict: 'not-applicable', interval: { low: 'non-existent', high: 'non-existent' } },
};

/** The domain with each activity as sketched, in the order of the model; `doubled` ones count twice. */
function domainOf(id: string, sketches: readonly Sketch[], doubled: readonly string[] = []): string {
  const own = model.activities.filter(activity => activity.domain === id);
  const activities = own.map((activity, at): JudgedActivity => {
    const { verdict, interval } = READ[sketches[at] ?? '?'];
    return {
      activity,
      assessment: {
        id: activity.id,
        title: activity.title,
        verdict,
        interval,
        confidence: 0.9,
        rule: '',
        coverage: [],
        proof: { emerging: proof(''), established: proof('') },
        sensitivity: steady(interval),
        borderline: [],
        weight: 1,
        evidence: [],
        notCounted: [],
        attested: [],
        conflicts: [],
        notSupported: [],
        notObserved: [],
        missing: [],
      },
      isApplicable: verdict !== 'not-applicable',
      isKnown: verdict === 'established' || verdict === 'emerging' || verdict === 'non-existent',
      intervalAt: () => interval,
      plan: undefined,
    };
  });
  const domain = model.domains.find(each => each.id === id);
  if (domain === undefined) throw new Error(`no domain ${id}`);
  const byId = new Map(activities.map(each => [each.activity.id, each]));
  const { verdict, interval } = assessDomain({
    world,
    model: model,
    domain,
    activities,
    doubled: new Map(doubled.map(id => [id, { activity: id, threat: 'payment', share: 1 }])),
    levelsAt: () => each => ({
      interval: byId.get(each)?.assessment.interval ?? READ.n.interval,
      isApplicable: byId.get(each)?.isApplicable ?? false,
    }),
  });
  return `${verdict} ${interval.low}..${interval.high}`;
}

// Testing: authn-bypass, authz-bypass, data-exposure, invalid-requests, response-codes, rate-limits, config-drift, ci-integration, release-gating, all-stages.
describe('the Testing domain', () => {
  test.each<[string, readonly Sketch[], string]>([
    [
      'is emerging with its gates and six of ten',
      ['E', 'E', 'E', 'e', 'e', 'e', 'n', 'E', 'E', 'E'],
      'emerging emerging..emerging',
    ],
    [
      'is established with its gates and 70 % of weight',
      ['E', 'E', 'E', 'E', 'e', 'e', 'n', 'E', 'E', 'E'],
      'established established..established',
    ],
    [
      'is emerging when nothing can block a release',
      ['E', 'E', 'E', 'E', 'E', 'E', 'E', 'E', 'n', 'E'],
      'emerging emerging..emerging',
    ],
    [
      'needs authentication or authorization among the established aspects',
      ['e', 'e', 'E', 'E', 'E', 'E', 'E', 'E', 'E', 'E'],
      'emerging emerging..emerging',
    ],
    [
      'is non-existent with one aspect alone',
      ['E', 'n', 'n', 'n', 'n', 'n', 'n', 'n', 'n', 'n'],
      'non-existent non-existent..non-existent',
    ],
    [
      'is non-existent without any aspect',
      ['n', 'n', 'n', 'n', 'n', 'n', 'n', 'E', 'E', 'E'],
      'non-existent non-existent..non-existent',
    ],
    [
      'may be established when only the branch rules are unknown',
      ['E', 'E', 'E', 'E', 'E', 'E', 'E', 'E', '?', 'E'],
      'emerging emerging..established',
    ],
    [
      'is insufficient evidence when most is unknown, and emerging at most without CI',
      ['e', '?', '?', '?', '?', '?', 'n', 'n', '?', '?'],
      'insufficient-evidence non-existent..emerging',
    ],
    [
      'is not observed when nothing was',
      ['?', '?', '?', '?', '?', '?', '?', '?', '?', '?'],
      'not-observed non-existent..established',
    ],
    [
      'leaves out what does not apply',
      ['e', 'e', '-', '-', 'n', 'n', 'n', '-', '-', '-'],
      'emerging emerging..emerging',
    ],
  ])('%s', (_, sketches, expected) => {
    expect(domainOf('testing', sketches)).toBe(expected);
  });

  test('is not established while an activity of its dominant threat is missing', () => {
    const sketches: readonly Sketch[] = ['E', 'E', 'E', 'E', 'E', 'n', 'E', 'E', 'E', 'E'];
    expect([domainOf('testing', sketches), domainOf('testing', sketches, ['testing.rate-limits'])]).toEqual([
      'established established..established',
      'emerging emerging..emerging',
    ]);
  });
});

// Design: spec-first, authn-methods, authz-model, data-privacy, data-exposure, compliance, account-reset, use-abuse-cases, key-token-lifecycle, rate-limit-quota, threat-modelling, standard-patterns.
describe('the Design domain', () => {
  test('without a description is non-existent for certain, however little else is known', () => {
    expect(domainOf('design', ['n', '?', '?', '?', '?', '?', '?', '?', '?', '?', '?', '?'])).toBe(
      'non-existent non-existent..non-existent',
    );
  });

  test('is emerging, and established only as an upper bound, while threat modelling could not be verified', () => {
    expect(domainOf('design', ['E', 'E', 'E', 'E', 'E', 'E', 'E', 'E', 'E', 'E', '?', 'E'])).toBe(
      'emerging emerging..established',
    );
  });
});

describe('the headline', () => {
  const of = (levels: readonly Level[]): string => {
    const domains = levels.map((level, at): DomainAssessment => ({
      id: model.domains[at]?.id ?? '',
      title: '',
      verdict: level,
      interval: { low: level, high: level },
      rule: '',
      weights: { applicable: 1, known: 1, emerging: 1, established: 1 },
      isBorderline: false,
      thresholds: model.parameters.domain,
      doubled: [],
      sensitivity: steady({ low: level, high: level }),
      gates: [],
      activities: [],
    }));
    return headlineOf(domains, model).verdict;
  };
  const [n, e, s] = ['non-existent', 'emerging', 'established'] as const;
  test.each<[string, readonly Level[], Level]>([
    ['is what four domains reach', [e, e, e, e, n, n], e],
    ['is not reached by three', [e, e, e, n, n, n], n],
    ['cannot rise above the inventory', [n, s, s, s, s, s], n],
    ['is not established with a domain two below', [s, s, s, s, s, n], e],
    ['is established with the rest one below', [s, s, s, s, e, e], s],
  ])('%s', (_, levels, expected) => {
    expect(of(levels)).toBe(expected);
  });
});
