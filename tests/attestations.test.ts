/** Attested documents from file to report: what they move, and what they leave open. */
import { expect, test } from 'vitest';
import type { Report } from '../src/core/report.ts';
import { scanTree } from '../src/scan.ts';
import { memoryTree } from './support/memory-tree.ts';
import { SMALL_APP } from './support/small-app.ts';

const WHITEBOARD = `attestation: 1
activity: design.threat-modelling
subject: /orders/{id}
date: 2026-05-01
author: ann
summary: Threats to the orders were modelled at the whiteboard.
`;

function scan(files: Readonly<Record<string, string>>): Promise<Report> {
  return scanTree(memoryTree({ ...SMALL_APP, ...files }), {
    today: '2026-06-30',
    generatedAt: '2026-06-30T00:00:00Z',
    toolVersion: '0.0.0',
  });
}

function threatModelling({ assessments }: Report): readonly unknown[] {
  return assessments.flatMap(assessment =>
    assessment.kind === 'domains'
      ? assessment.domains
          .flatMap(domain => domain.activities)
          .filter(({ id }) => id === 'design.threat-modelling')
          .map(({ low, high, attested }) => [low, high, attested.length])
      : [],
  );
}

test('an approved attestation makes emerging what nothing shows; one without approver is shown', async () => {
  const report = await scan({ 'attestations/a.yaml': `${WHITEBOARD}approver: eve\n` });
  expect(threatModelling(report)).toEqual([['emerging', 'established', 1]]);
  expect(threatModelling(await scan({ 'attestations/a.yaml': WHITEBOARD }))).toEqual([
    ['non-existent', 'established', 1],
  ]);
  expect(threatModelling(await scan({}))).toEqual([['non-existent', 'established', 0]]);
});

test('the ledger says that attestations were read, and that what is not attested stays unknown', async () => {
  const report = await scan({
    'attestations/a.yaml': WHITEBOARD,
    'attestations/b.yaml': WHITEBOARD.replace('design.threat-modelling', 'design.everything'),
  });
  expect(report.visibility.filter(({ plane }) => plane === 'att').map(({ readable, why }) => [readable, why])).toEqual([
    [
      'not-given',
      '2 attestations of the repository were read for what they name; no attested documents were given beside those in the repository',
    ],
  ]);
  expect(
    report.diagnostics.filter(({ code }) => code === 'unclear-attestation').map(({ file, message }) => [file, message]),
  ).toEqual([
    [
      'attestations/b.yaml',
      'design.everything is neither a signal nor an activity; the attestation counts for nothing',
    ],
  ]);
});
