import { describe, expect, test } from 'vitest';
import { auditClaims } from '../claims/audit.ts';
import type { Claim } from '../claims/claim.ts';
import type { Audit } from '../core/audit.ts';
import { sampleReport } from '../../tests/support/sample-report.ts';
import { auditMarkdown } from './audit-markdown.ts';
import { auditText } from './audit-text.ts';

const HOSTILE = '\u001b[2J\u202e<img src=x onerror=alert(1)> | `x` [a](http://b.test) @all\n# heading';

function claim(line: number, about: string, claimed: Claim['claimed'], rest: Partial<Claim> = {}): Claim {
  return { line, about, claimed, written: '', owner: null, date: null, expires: null, note: null, via: null, ...rest };
}

function auditOf(claims: readonly Claim[], change: Parameters<typeof sampleReport>[0] = {}): Audit {
  return auditClaims(
    {
      format: 'csv',
      claims,
      setAside: [
        { line: 20, name: 'Version control', owner: 'Shop', written: 'Started', why: 'not-mapped' },
        { line: 21, name: 'testing.rate-limits', owner: null, written: '', why: 'no-answer' },
        { line: 22, name: 'design.compliance', owner: null, written: 'n/a', why: 'not-applicable' },
      ],
      ignored: ['Priority'],
    },
    sampleReport(change),
    { toolVersion: '0.1.0', file: { name: 'answers.csv', sha256: 'a'.repeat(64) } },
  );
}

const CLAIMS = [
  claim(2, 'inventory.accuracy', 'emerging', { owner: 'Shop' }),
  claim(3, 'protection.secure-transport', 'established', { note: 'TLS 1.3\n\neverywhere' }),
  claim(4, 'testing.release-gating', 'established', { date: '2024-01-01' }),
  claim(5, 'testing.release-gating', 'emerging', {
    owner: 'Billing',
    via: { model: 'dsomm', name: 'Require status checks to pass', level: 3 },
    written: 'Started',
  }),
  claim(6, 'stage2.practices.documentation-started', 0.5),
];

function text(audit: Audit): string {
  return auditText(audit, { columns: 100, isColoured: false, explainBy: '--report r.json' });
}

test('a terminal is told the verdicts, the worst first, with places', () => {
  expect(text(auditOf(CLAIMS))).toMatchSnapshot();
});

test('Markdown says the same', () => {
  // The digest of the sample changes with every key of the report, and says nothing here.
  const page = auditMarkdown(auditOf(CLAIMS), '--report r.json').replace(/report [0-9a-f]{64}/, 'report DIGEST');
  expect(page).toMatchSnapshot();
});

test('an incomplete report is named before any verdict', () => {
  const audit = auditOf(CLAIMS, { incompleteBecause: ['acme/pay could not be read'] });
  expect(text(audit).split('\n').slice(0, 3)).toEqual([
    'Audit of answers.csv against acme/shop, 2026-11-14, commit 4f2a91c',
    '5 claims: 2 supported, 2 contradicted, 1 unverifiable',
    '! The report is incomplete: acme/pay could not be read',
  ]);
  expect(auditMarkdown(audit, '.').split('\n\n')[2]).toBe('> **The report is incomplete: acme/pay could not be read**');
});

test('what documents alone say is not called observed', () => {
  const audit = auditOf(CLAIMS.slice(0, 1));
  const attested: Audit = {
    ...audit,
    subjects: audit.subjects.map(subject => ({
      ...subject,
      supporting: { observed: [], attested: subject.supporting.observed },
    })),
  };
  expect(text(attested).split('\n').slice(5, 9)).toEqual([
    'Supported',
    '  line 2: inventory.accuracy, claimed emerging, attested emerging, by Shop',
    '    attested, not observed',
    '                 E1 OpenAPI 3.1.0 describes Shop (ev-80cb1667df67) · at shop/openapi.yaml:1',
  ]);
});

test('lines fit the terminal', () => {
  const narrow = auditText(auditOf(CLAIMS), { columns: 60, isColoured: false, explainBy: '.' });
  expect(narrow.split('\n').filter(line => line.length > 60)).toEqual([]);
});

describe('text of others', () => {
  const hostile = auditOf([
    claim(2, 'testing.release-gating', 'established', {
      owner: HOSTILE,
      note: HOSTILE,
      written: HOSTILE,
      via: { model: 'dsomm', name: HOSTILE, level: 3 },
    }),
    claim(3, HOSTILE, 'emerging'),
  ]);
  const everywhere: Audit = {
    ...hostile,
    claimsFile: { ...hostile.claimsFile, name: HOSTILE, ignoredColumns: [HOSTILE] },
    setAside: [{ line: 4, name: HOSTILE, owner: HOSTILE, written: HOSTILE, why: 'not-mapped' }],
  };

  test('cannot steer a terminal', () => {
    const controls = [...text(everywhere)].filter(character => character !== '\n' && /[\p{Cc}\p{Cf}]/u.test(character));
    expect(controls).toEqual([]);
  });

  test('is no markup', () => {
    const markdown = auditMarkdown(everywhere, '.');
    expect(markdown).not.toMatch(/<img|[^\\]\[a\]|[^\\]`x|@all|http:\/\/b/);
    expect(markdown.split('\n').filter(line => line.startsWith('# '))).toHaveLength(1);
    expect([...markdown].filter(character => character !== '\n' && /[\p{Cc}\p{Cf}]/u.test(character))).toEqual([]);
  });

  test('a note is shown by its beginning', () => {
    const long = auditOf([
      claim(2, 'inventory.accuracy', 'emerging', { note: `${'x'.repeat(100_000)}\n${'y\n'.repeat(1_000)}` }),
    ]);
    expect(text(long).length).toBeLessThan(3_000);
    expect(text(long)).toContain('and 996 lines more in the file');
  });
});
