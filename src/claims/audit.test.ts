import { describe, expect, test } from 'vitest';
import { Audit } from '../core/audit.ts';
import type { AuditClaim, AuditSubject } from '../core/audit.ts';
import type { Assessment } from '../core/assessment.ts';
import { evidenceId } from '../core/evidence.ts';
import type { Evidence } from '../core/evidence.ts';
import {
  described,
  removeCart,
  reportOf,
  sampleAssessments,
  sampleParts,
  sampleReport,
  zapRuns,
} from '../../tests/support/sample-report.ts';
import { auditClaims, ownersOf } from './audit.ts';
import type { Claim, Claims } from './claim.ts';

const CONTEXT = { toolVersion: '0.1.0', file: { name: 'answers.csv', sha256: 'a'.repeat(64) } };

function claim(about: string, claimed: Claim['claimed'], rest: Partial<Claim> = {}): Claim {
  return {
    line: 2,
    about,
    claimed,
    written: '',
    owner: null,
    date: null,
    expires: null,
    note: null,
    via: null,
    ...rest,
  };
}

function claimsOf(...claims: readonly Claim[]): Claims {
  return { format: 'csv', claims, setAside: [], ignored: [] };
}

function audited(claims: Claims, report = sampleReport()): Audit {
  return auditClaims(claims, report, CONTEXT);
}

function judged(one: Claim, report = sampleReport()): AuditClaim {
  const [first] = audited(claimsOf(one), report).claims;
  if (!first) throw new Error('the claim was lost');
  return first;
}

function subjectOf(about: string, report = sampleReport()): AuditSubject {
  const [first] = audited(claimsOf(claim(about, 'emerging')), report).subjects;
  if (!first) throw new Error(`${about} is not in the report`);
  return first;
}

type Activity = Extract<Assessment, { kind: 'domains' }>['domains'][number]['activities'][number];

/** The sample with something else said of one activity. */
function withActivity(id: string, change: Partial<Activity>, evidence: readonly Evidence[] = []) {
  const parts = sampleParts();
  const assessments = assessed(assessment =>
    assessment.kind === 'stages'
      ? assessment
      : {
          ...assessment,
          domains: assessment.domains.map(domain => ({
            ...domain,
            activities: domain.activities.map(item => (item.id === id ? { ...item, ...change } : item)),
          })),
        },
  );
  return reportOf({ ...parts, evidence: [...parts.evidence, ...evidence] }, assessments);
}

/** The sample's verdicts, some of them changed. */
function assessed(change: (assessment: Assessment) => Assessment): typeof sampleAssessments {
  return sampleAssessments.map(each => ({ ...each, assessment: change(each.assessment) }));
}

const LEVELS = ['non-existent', 'emerging', 'established'] as const;

describe('an activity, by the interval of the report', () => {
  test.each([
    ['non-existent', 'non-existent', ['supported', 'contradicted', 'contradicted']],
    ['non-existent', 'emerging', ['supported', 'unverifiable', 'contradicted']],
    ['non-existent', 'established', ['supported', 'unverifiable', 'unverifiable']],
    ['emerging', 'emerging', ['supported', 'supported', 'contradicted']],
    ['emerging', 'established', ['supported', 'supported', 'unverifiable']],
    ['established', 'established', ['supported', 'supported', 'supported']],
  ] as const)('%s .. %s', (low, high, verdicts) => {
    const report = withActivity('inventory.accuracy', { verdict: low, interval: { low, high } });
    expect(LEVELS.map(level => judged(claim('inventory.accuracy', level), report).verdict)).toEqual(verdicts);
  });
});

test.each([
  ['stage2.practices.documentation-started', ['supported', 'supported', 'supported']],
  ['stage2.practices.gateway-added', ['supported', 'unverifiable', 'unverifiable']],
  ['stage2.barometer.pilot-projects', ['supported', 'supported', 'contradicted']],
])('the measure %s, claimed 0, 0.5 and 1', (id, verdicts) => {
  expect(([0, 0.5, 1] as const).map(level => judged(claim(id, level)).verdict)).toEqual(verdicts);
});

test.each([
  ['nothing is left open', 0.5, 'contradicted'],
  ['something is left open', 1, 'unverifiable'],
] as const)('a partial measure that is claimed in full, where %s', (_what, high, verdict) => {
  const report = reportOf(
    sampleParts(),
    assessed(assessment =>
      assessment.kind === 'domains'
        ? assessment
        : {
            ...assessment,
            stages: assessment.stages.map(stage => ({
              ...stage,
              barometer: {
                ...stage.barometer,
                measures: stage.barometer.measures.map(measure => ({ ...measure, high })),
              },
            })),
          },
    ),
  );
  expect(judged(claim('stage2.barometer.pilot-projects', 1), report).verdict).toBe(verdict);
});

test.each([
  ['less than is observed', claim('inventory.accuracy', 'non-existent'), ['observed-higher', 'nothing-claimed']],
  ['nothing, and nothing is there', claim('testing.release-gating', 'non-existent'), ['nothing-claimed']],
  ['what the report never asked', claim('inventory.elsewhere', 'emerging'), ['not-in-report']],
  ['as much as is observed', claim('inventory.accuracy', 'emerging'), []],
  ['since the day of the report', claim('inventory.accuracy', 'emerging', { date: '2026-11-14' }), []],
  ['for 18 months', claim('inventory.accuracy', 'emerging', { date: '2025-05-14' }), []],
  ['for a day more than 18 months', claim('inventory.accuracy', 'emerging', { date: '2025-05-13' }), ['stale']],
  ['until the day of the report', claim('inventory.accuracy', 'emerging', { expires: '2026-11-14' }), []],
  ['until the day before', claim('inventory.accuracy', 'emerging', { expires: '2026-11-13' }), ['expired']],
  [
    'something old of what cannot be judged',
    claim('inventory.elsewhere', 'emerging', { date: '2020-01-01', expires: '2021-01-01' }),
    ['not-in-report', 'expired', 'stale'],
  ],
])('who claims %s is told so', (_what, one, codes) => {
  expect(judged(one).remarks.map(({ code }) => code)).toEqual(codes);
});

test('what is not applicable is unverifiable, whatever its interval', () => {
  const interval = { low: 'non-existent', high: 'non-existent' } as const;
  const report = withActivity('testing.release-gating', { verdict: 'not-applicable', interval });
  expect(LEVELS.map(level => judged(claim('testing.release-gating', level), report))).toEqual(
    LEVELS.map(level => ({
      ...claim('testing.release-gating', level),
      verdict: 'unverifiable',
      remarks: [{ code: 'not-applicable', text: 'the report holds it for not applicable' }],
    })),
  );
});

describe('what is cited', () => {
  test('of a contradicted claim: the rule, what was not counted and why', () => {
    expect(subjectOf('testing.release-gating')).toEqual({
      id: 'testing.release-gating',
      model: '42crunch',
      kind: 'activity',
      title: 'Question of testing.release-gating?',
      level: 'non-existent',
      low: 'non-existent',
      high: 'non-existent',
      rule: 'T-API: 1 of 1 APIs at tier E1 or better',
      supporting: { observed: [], attested: [] },
      opposing: [],
      notCounted: [
        {
          id: zapRuns.id,
          signal: 'ci.dast.gating',
          tier: 'E2',
          plane: 'repo',
          summary: 'ZAP runs nightly but cannot fail the build',
          places: [{ file: '.github/workflows/zap.yml', line: 31, column: 9 }],
          because: [
            { rule: 'G5', why: 'fail_action is false by default', at: null },
            {
              rule: 'enforcement',
              why: 'continue-on-error: true',
              at: { file: '.github/workflows/zap.yml', line: 33, column: 9 },
            },
          ],
        },
      ],
      missing: [],
      notObserved: [],
      notSupported: [],
    });
  });

  test('missing operations by name and place, each step once', () => {
    const missing = [{ what: 'describe them', subjects: [removeCart.id], more: 0 }];
    const report = withActivity('inventory.accuracy', { missing: [...missing, ...missing] });
    expect(subjectOf('inventory.accuracy', report).missing).toEqual([
      {
        what: 'describe them',
        subjects: [
          { id: removeCart.id, name: 'DELETE /v1/carts/{id}', at: { file: 'shop/src/routes.ts', line: 41, column: 1 } },
        ],
      },
    ]);
  });

  test('attested documents apart from what was observed, and opposing evidence apart from both', () => {
    const attested = other({ plane: 'att', summary: 'The register is kept by hand' });
    const opposing = other({ polarity: 'contradicts', summary: 'Two operations are in no register' });
    const report = withActivity('inventory.accuracy', { evidence: [described.id, attested.id, opposing.id] }, [
      attested,
      opposing,
    ]);
    const subject = subjectOf('inventory.accuracy', report);
    expect({
      observed: subject.supporting.observed.map(({ id }) => id),
      attested: subject.supporting.attested.map(({ id }) => id),
      opposing: subject.opposing.map(({ id }) => id),
    }).toEqual({ observed: [described.id], attested: [attested.id], opposing: [opposing.id] });
    expect(judged(claim('inventory.accuracy', 'emerging'), report).remarks).toEqual([]);
  });

  test('a claim that documents alone support says so, and is counted', () => {
    const attested = other({ plane: 'att', summary: 'The register is kept by hand' });
    const report = withActivity('inventory.accuracy', { evidence: [attested.id] }, [attested]);
    const audit = audited(claimsOf(claim('inventory.accuracy', 'emerging')), report);
    expect(audit.claims[0]?.remarks).toEqual([{ code: 'attested-only', text: 'attested, not observed' }]);
    expect(judged(claim('inventory.accuracy', 'non-existent'), report).remarks.map(({ text }) => text)).toEqual([
      'attested higher: emerging',
      'claims nothing that could be contradicted',
    ]);
    expect(audit.summary).toEqual({
      claims: 1,
      supported: 1,
      contradicted: 0,
      unverifiable: 0,
      attestedOnly: 1,
      nothingClaimed: 0,
    });
  });
});

function other(change: Partial<Evidence>): Evidence {
  const draft = { ...described, ...change };
  return { ...draft, id: evidenceId(draft) };
}

test('claims keep their order, subjects are sorted and stand once', () => {
  const audit = audited(
    claimsOf(
      claim('testing.release-gating', 'established', { line: 2, owner: 'B' }),
      claim('inventory.accuracy', 'emerging', { line: 3, owner: 'A' }),
      claim('testing.release-gating', 'emerging', { line: 4, owner: 'A' }),
      claim('inventory.elsewhere', 'emerging', { line: 5 }),
    ),
  );
  expect(audit.claims.map(({ line, verdict }) => [line, verdict])).toEqual([
    [2, 'contradicted'],
    [3, 'supported'],
    [4, 'contradicted'],
    [5, 'unverifiable'],
  ]);
  expect(audit.subjects.map(({ id }) => id)).toEqual(['inventory.accuracy', 'testing.release-gating']);
});

test('one owner can be asked for alone', () => {
  const claims: Claims = {
    ...claimsOf(
      claim('inventory.accuracy', 'emerging', { owner: 'A' }),
      claim('inventory.accuracy', 'emerging', { owner: 'B' }),
      claim('inventory.accuracy', 'emerging'),
    ),
    setAside: [{ line: 9, name: 'x', owner: 'C', written: '', why: 'no-answer' }],
  };
  expect(ownersOf(claims)).toEqual(['A', 'B', 'C']);
  const audit = auditClaims(claims, sampleReport(), { ...CONTEXT, owner: 'B' });
  expect(audit.claims.map(({ owner }) => owner)).toEqual(['B']);
  expect([audit.setAside, audit.claimsFile.onlyOwner]).toEqual([[], 'B']);
});

test('an audit is what its schema says', () => {
  const audit = audited(
    claimsOf(
      claim('testing.release-gating', 'established', {
        date: '2020-01-01',
        expires: '2021-01-01',
        via: { model: 'dsomm', name: 'Require status checks to pass', level: 3 },
      }),
      claim('stage2.practices.gateway-added', 0.5),
      claim('protection.secure-transport', 'emerging'),
    ),
  );
  expect(Audit.safeParse(audit).error).toBeUndefined();
});

test('a hundred thousand claims cite what they are about once', () => {
  const many = Array.from({ length: 100_000 }, (_, index) =>
    claim('testing.release-gating', 'emerging', { line: index + 2 }),
  );
  const audit = audited(claimsOf(...many));
  expect([audit.summary.contradicted, audit.subjects.length]).toEqual([100_000, 1]);
});
