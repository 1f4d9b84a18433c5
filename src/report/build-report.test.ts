import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reportOf, sampleAssessments, sampleParts, sampleReport } from '../../tests/support/sample-report.ts';
import { Report } from '../core/report.ts';
import { digestOf } from './build-report.ts';
import type { ReportParts } from './build-report.ts';
import { reportJson } from './json.ts';

test('what is built is what the schema describes, and reading it back changes nothing', () => {
  const report = sampleReport();
  expect(Report.parse(JSON.parse(reportJson(report)))).toEqual(report);
});

test('whatever the order of the parts, the bytes are the same', () => {
  const expected = reportJson(sampleReport());
  fc.assert(
    fc.property(fc.integer(), seed => {
      expect(reportJson(reportOf(shuffledParts(sampleParts(), seed), sampleAssessments.toReversed()))).toBe(expected);
    }),
    { numRuns: 25 },
  );
});

test('the time of the scan is not part of the digest; any digit of the content is', () => {
  const report = sampleReport();
  const later = sampleReport({ generatedAt: '2027-01-01T00:00:00Z' });
  expect(later.digest).toBe(report.digest);
  const text = reportJson(report);
  const changed = JSON.parse(text.replace('"line": 41', '"line": 42')) as typeof report;
  expect(changed).not.toEqual(report);
  expect(digestOf(changed)).not.toBe(report.digest);
  expect(digestOf(JSON.parse(text) as typeof report)).toBe(report.digest);
});

test('a reason makes the report incomplete', () => {
  const { complete, incompleteBecause } = sampleReport({
    incompleteBecause: ['interrupted after 3 of 12 repositories'],
  });
  expect({ complete, incompleteBecause }).toEqual({
    complete: false,
    incompleteBecause: ['interrupted after 3 of 12 repositories'],
  });
});

test('a fault that two stages met is told once', () => {
  const { diagnostics } = sampleReport({ diagnostics: sampleParts().inventory.diagnostics });
  expect(diagnostics).toEqual([
    {
      code: 'unreadable-yaml',
      file: 'deploy/values.yaml',
      line: 14,
      column: 3,
      message: 'mapping key repeated; the file was left out of the inventory',
    },
  ]);
});

test('guards keep the order in which they run', () => {
  const parts = sampleParts();
  const [first, ...rest] = parts.inventory.operations;
  const chain = ['z', 'a', 'm'].map(what => ({
    at: { file: 'a.ts', line: 1, column: 1, endLine: 1, endColumn: 2 },
    what,
    effect: 'unknown' as const,
    why: 'not followed',
  }));
  if (!first) throw new Error('the sample has operations');
  const report = reportOf({
    ...parts,
    inventory: { ...parts.inventory, operations: [{ ...first, auth: { ...first.auth, chain } }, ...rest] },
  });
  expect(report.endpoints.find(({ id }) => id === first.id)?.auth.chain.map(({ what }) => what)).toEqual([
    'z',
    'a',
    'm',
  ]);
});

/** Every list whose order means nothing, in an order that the seed decides. */
function shuffledParts(parts: ReportParts, seed: number): ReportParts {
  const shuffle = <T>(items: readonly T[]): readonly T[] => {
    const ranked = items.map((item, index) => ({ item, rank: Math.imul(seed ^ (index + 1), 2_654_435_761) >>> 0 }));
    return ranked.toSorted((a, b) => a.rank - b.rank).map(({ item }) => item);
  };
  const { inventory, coverage } = parts;
  return {
    ...parts,
    visibility: shuffle(parts.visibility),
    signals: shuffle(parts.signals),
    evidence: shuffle(parts.evidence),
    coverage: { ...coverage, languagesNotRead: [...shuffle(coverage.languagesNotRead)] },
    inventory: {
      ...inventory,
      operations: shuffle(inventory.operations).map(operation => ({
        ...operation,
        sources: shuffle(operation.sources),
      })),
    },
  };
}
