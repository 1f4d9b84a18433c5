/** Situations with the levels that an expert gave them from the model documents, before they were scored. */
import { describe, expect, test } from 'vitest';
import type { Report } from '../src/core/report.ts';
import { verifyReport } from '../src/verify.ts';
import { loadModels } from '../models/load.ts';
import { scored, situation, SITUATIONS, span } from './support/situations.ts';

/**
 * Where the score differs from the expert's, with the reason; everything else agrees. A difference is never a higher level
 * than the expert's in a situation that looks better than it is.
 */
const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, readonly [score: string, why: string]>>>> = {
  'a-monorepo-without-its-hosting': {
    design: [
      'emerging',
      'descriptions that were read state no scopes, so that who may do what is known to be undecided',
    ],
    protection: [
      'emerging',
      'gateway configuration stands in the repository: what it does not refuse was read, not unseen',
    ],
    salt: ['2..3', 'the matrix fails for certain by what the descriptions lack, so that stage 4 cannot be reached'],
  },
  'guard-after-the-routes': {
    design: ['emerging', 'four of ten activities are emerging, just the share that is needed; marked as borderline'],
    salt: ['0..3', 'most operations answer without credentials, so that the matrix fails for certain'],
  },
  'policy-that-nobody-binds': {
    salt: ['0..2', 'the matrix fails for certain, and the gateway configuration was read'],
  },
  'tidy-service-seen-from-its-files': {
    testing: ['emerging', 'three aspects have no test at all, and five of seven would be needed'],
  },
};

const WANTED = 0.85;

type Outcome = { readonly what: string; readonly expected: string; readonly got: string };

function outcomesOf(name: string, report: Report): readonly Outcome[] {
  const { expected } = situation(name);
  if (expected === undefined) throw new Error(`${name} says no levels`);
  return report.assessments.flatMap((assessment): readonly Outcome[] =>
    assessment.kind === 'domains'
      ? assessment.domains.map(domain => ({
          what: domain.id,
          expected: spanOf(expected['42crunch'][domain.id]),
          got: span(domain),
        }))
      : [{ what: assessment.model, expected: spanOf(expected.salt), got: span(assessment.interval) }],
  );
}

type Expected = NonNullable<ReturnType<typeof situation>['expected']>;

function spanOf(expected: Expected['salt'] | Expected['42crunch'][string] | undefined): string {
  if (expected === undefined) return 'not stated';
  if ('level' in expected) return expected.level;
  return 'stage' in expected ? String(expected.stage) : span(expected);
}

const RANKS = ['non-existent', 'emerging', 'established'];

/** The lowest level that is claimed as shown: what an over-rating is about. */
function shown(text: string): number {
  const [low = ''] = text.split('..');
  return RANKS.includes(low) ? RANKS.indexOf(low) : Number(low);
}

function possible(text: string): number {
  const high = text.split('..').at(-1) ?? '';
  return RANKS.includes(high) ? RANKS.indexOf(high) : Number(high);
}

const models = loadModels();
const all = new Map<string, readonly Outcome[]>();

describe.each(SITUATIONS)('%s', name => {
  test('has the levels an expert gives, or differs as stated', async () => {
    const report = await scored(name);
    const outcomes = outcomesOf(name, report);
    all.set(name, outcomes);
    const differing = outcomes.filter(({ expected, got }) => expected !== got);
    expect(Object.fromEntries(differing.map(({ what, got }) => [what, got]))).toEqual(
      Object.fromEntries(Object.entries(DIFFERENCES[name] ?? {}).map(([what, [score]]) => [what, score])),
    );
    expect(verifyReport(report, models).kind).toBe('verified');
    const over = outcomes.filter(({ expected, got }) => shown(got) > possible(expected));
    expect(situation(name).is === 'lower' ? over : []).toEqual([]);
  });
});

test(`at least ${WANTED * 100} % of all levels are exactly the expert's`, () => {
  const outcomes = [...all.values()].flat();
  expect(outcomes.length).toBeGreaterThanOrEqual(7 * 14);
  expect(outcomes.filter(({ expected, got }) => expected === got).length / outcomes.length).toBeGreaterThanOrEqual(
    WANTED,
  );
});

test('enough of them look better than they are, and some worse', () => {
  const of = (is: string): number => SITUATIONS.filter(name => situation(name).is === is).length;
  expect([SITUATIONS.length >= 14, of('lower') >= 7, of('higher') >= 2]).toEqual([true, true, true]);
});
