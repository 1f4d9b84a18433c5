import type { Assessment } from '../core/assessment.ts';
import { describe, expect, test } from 'vitest';
import {
  addBook,
  addCoupon,
  at,
  listBooks,
  oldBooks,
  operation,
  refund,
  removeCart,
  sampleParts,
  sampleReport,
  reportOf as reportFrom,
  sampleAssessments,
} from '../../tests/support/sample-report.ts';
import type { OperationChange } from '../core/diff.ts';
import type { Operation } from '../core/operation.ts';
import type { Report } from '../core/report.ts';
import { diffReports } from './diff.ts';

type Change = Parameters<typeof sampleReport>[0];

const parts = sampleParts();

/** The sample's verdicts, some of them changed. */
function assessed(change: (assessment: Assessment) => Assessment): typeof sampleAssessments {
  return sampleAssessments.map(each => ({ ...each, assessment: change(each.assessment) }));
}

const all = [refund, oldBooks, addCoupon, removeCart, listBooks, addBook];
const before = sampleReport();

function reportOf(operations: readonly Operation[], change: Change = {}): Report {
  return sampleReport({ inventory: { ...parts.inventory, operations }, ...change });
}

/** The same tree at another commit, which is in the ledger as well. */
function atCommit(commit: string | null): NonNullable<Change> {
  return {
    target: { ...parts.target, commit },
    coverage: {
      ...parts.coverage,
      files: { ...parts.coverage.files, failed: [] },
      repositories: [{ name: 'acme/shop', status: 'scanned', why: null, commit }],
    },
  };
}

const NEXT = atCommit('5'.repeat(40));
const linesOf = (changes: readonly OperationChange[]): readonly string[] =>
  changes.map(change => {
    const words = 'from' in change ? ` ${change.from} → ${change.to}` : '';
    return `${change.kind} ${change.operation.method} ${change.operation.path}${words} [${change.causes.join(' ')}]`;
  });

const unguarded: Operation = { ...addBook, auth: { ...addCoupon.auth, reason: 'no guard on the whole chain' } };

test('a report does not differ from itself', () => {
  const diff = diffReports(before, before);
  expect([diff.notes, diff.repositories, diff.operations, diff.levels, diff.visibility]).toEqual([[], [], [], [], []]);
});

test('a guard that was removed is exactly that change', () => {
  const after = reportOf(
    all.map(one => (one === addBook ? unguarded : one)),
    NEXT,
  );
  const diff = diffReports(before, after);
  expect(diff.operations).toEqual([
    {
      kind: 'authentication',
      operation: {
        id: addBook.id,
        repository: 'acme/shop',
        component: 'shop',
        method: 'POST',
        path: '/v1/books',
        state: 'matched',
        auth: 'none',
        at: expect.objectContaining({ line: expect.any(Number) }),
      },
      from: 'required',
      to: 'none',
      isLost: true,
      reason: 'no guard on the whole chain',
      causes: ['code'],
    },
  ]);
  expect(diff.levels).toEqual([]);
});

test.each([
  ['another commit', NEXT, ['code']],
  ['no commit on either side', atCommit(null), ['code']],
  ['the same commit, another tool', { toolVersion: '0.2.0' }, ['tool']],
  ['the same commit, other rules', { rules: 'rules-other' }, ['tool']],
  ['both', { ...NEXT, toolVersion: '0.2.0' }, ['code', 'tool']],
  ['nothing that is recorded', {}, []],
])('with %s an operation changed by %j', (_, change: Change, causes) => {
  const from = change?.target?.commit === null ? sampleReport(change) : before;
  const after = reportOf(
    all.map(one => (one === addBook ? unguarded : one)),
    change,
  );
  expect(diffReports(from, after).operations.map(one => one.causes)).toEqual([causes]);
});

test('appeared, vanished, state and authentication changes come in one order, lost authentication first', () => {
  const fresh = operation('PUT', '/v1/books/{id}', 60);
  const guarded: Operation = { ...addCoupon, auth: addBook.auth };
  const shadow: Operation = { ...listBooks, state: 'shadow' };
  const after = reportOf([refund, oldBooks, guarded, shadow, unguarded, fresh], NEXT);
  expect(linesOf(diffReports(before, after).operations)).toEqual([
    'authentication POST /v1/books required → none [code]',
    'authentication POST /v1/coupons none → required [code]',
    'appeared PUT /v1/books/{id} [code]',
    'vanished DELETE /v1/carts/{id} [code]',
    'state GET /v1/books matched → shadow [code]',
  ]);
});

test('a parameter that is renamed is the same operation', () => {
  const renamed: Operation = { ...removeCart, path: '/v1/carts/{cartId}' };
  expect(
    diffReports(before, reportOf([refund, oldBooks, addCoupon, renamed, listBooks, addBook], NEXT)).operations,
  ).toEqual([]);
});

test('what vanished from a repository that could not be scanned is not closed, and access is the cause', () => {
  const row = (status: 'scanned' | 'failed', commit: string | null, why: string | null) => ({
    target: { ...parts.target, kind: 'organisation' as const, name: 'acme', commit: null },
    coverage: {
      ...parts.coverage,
      files: { ...parts.coverage.files, failed: [] },
      repositories: [{ name: 'acme/shop', status, why, commit }],
    },
  });
  const inOrganisation: Operation = {
    ...addBook,
    sources: addBook.sources.map(source => ({ ...source, at: at('acme/shop/src/app.ts', 3) })),
  };
  const from = reportOf([inOrganisation], row('scanned', '1'.repeat(40), null));
  const lost = diffReports(
    from,
    reportOf([], { ...row('failed', null, 'timed out'), incompleteBecause: ['acme/shop: timed out'] }),
  );
  const gone = diffReports(from, reportOf([], row('scanned', '2'.repeat(40), null)));
  expect(lost.operations).toEqual([expect.objectContaining({ kind: 'vanished', isClosed: false, causes: ['access'] })]);
  expect(lost.repositories).toEqual([{ name: 'acme/shop', from: 'scanned', to: 'failed', why: 'timed out' }]);
  expect(lost.notes).toEqual(['the later report is incomplete: what vanished may still be there']);
  expect(gone.operations).toEqual([
    expect.objectContaining({
      kind: 'vanished',
      isClosed: true,
      causes: ['code'],
      operation: expect.objectContaining({ repository: 'acme/shop' }),
    }),
  ]);
});

test('a file that could not be read keeps what vanished from being closed', () => {
  const after = reportOf(all.slice(1), {
    ...NEXT,
    coverage: { ...parts.coverage, repositories: NEXT.coverage?.repositories ?? [] },
  });
  expect(diffReports(before, after).operations).toEqual([
    expect.objectContaining({ kind: 'vanished', isClosed: false, causes: ['code'] }),
  ]);
});

test('levels that moved name domain and activity, the direction and what it can have come from', () => {
  const assessments = assessed(assessment => {
    if (assessment.kind !== 'domains') return assessment;
    const [first, ...rest] = assessment.domains;
    if (first === undefined) throw new Error('the sample has a domain');
    return {
      ...assessment,
      modelVersion: 'next',
      domains: [
        {
          ...first,
          verdict: 'established' as const,
          interval: { low: 'established' as const, high: 'established' as const },
        },
        ...rest,
      ],
    };
  });
  const visibility = parts.visibility.map(entry =>
    entry.plane === 'host' ? { ...entry, readable: 'yes' as const, why: 'a token was given' } : entry,
  );
  const diff = diffReports(before, reportFrom({ ...parts, visibility, rules: 'rules-next' }, assessments));
  const earlier = before.assessments.find(assessment => assessment.kind === 'domains');
  const moved = diff.levels[0];
  expect(diff.levels.length).toBe(1);
  expect(moved).toMatchObject({
    model: earlier?.model,
    scope: 'domain',
    to: { level: 'established', low: 'established', high: 'established' },
    causes: ['access', 'model'],
  });
  expect(diff.visibility).toEqual([
    { plane: 'host', subject: 'acme/shop', from: 'no', to: 'yes', why: 'a token was given' },
  ]);
  const back = diffReports(reportFrom({ ...parts, visibility }, assessments), before).levels[0];
  expect([back?.from, back?.to]).toEqual([moved?.to, moved?.from]);
  expect([moved?.direction, back?.direction].sort()).toEqual(
    moved?.direction === 'other' ? ['other', 'other'] : ['down', 'up'],
  );
});

test('stages and measures are compared as numbers', () => {
  const assessments = assessed(assessment =>
    assessment.kind === 'stages' ? { ...assessment, fit: { ...assessment.fit, practices: 0, low: 0 } } : assessment,
  );
  const changes = diffReports(before, reportFrom({ ...parts, ...NEXT }, assessments)).levels;
  expect(changes.map(change => [change.scope, change.to.level, change.direction, change.causes])).toEqual([
    ['fit', '0', 'down', ['code']],
  ]);
});

test('reports of different targets are compared with a warning', () => {
  expect(diffReports(before, sampleReport({ target: { ...parts.target, name: 'acme/other' } })).notes).toEqual([
    'the reports are of different targets: acme/shop and acme/other',
  ]);
});

describe('a part and the whole', () => {
  const part: Report = {
    ...reportOf([listBooks]),
    view: {
      kind: 'team',
      name: 'shelves',
      inherited: [],
      limits: [],
      whole: { apis: 1, repositories: 1, scanned: 1, excluded: 0 },
    },
  };

  test('are not compared silently: what is outside of the part did not vanish, and nothing else moved it', () => {
    const diff = diffReports(before, part);
    expect([diff.from.target, diff.to.target, diff.notes]).toEqual([
      'acme/shop',
      'team shelves of acme/shop',
      [
        'the reports are of different targets: acme/shop and team shelves of acme/shop',
        'what only one of them is about appears, vanishes or moves for that alone',
      ],
    ]);
    expect(new Set(diff.operations.map(change => (change.kind === 'vanished' ? change.isClosed : true)))).toEqual(
      new Set([false]),
    );
    expect(new Set(diff.operations.flatMap(change => change.causes))).toEqual(new Set(['access']));
  });

  test('of the same name are compared like any two reports', () => {
    expect(diffReports(part, part).notes).toEqual([]);
  });
});
