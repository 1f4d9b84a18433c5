import { expect, test } from 'vitest';
import { operation, reportOf, sampleParts, sampleReport } from '../../tests/support/sample-report.ts';
import { widthOf } from './layout.ts';
import { terminalSummary } from './terminal.ts';

const wide = { columns: 120, isColoured: false, elapsed: '2.1 s', today: '2026-11-14' };

test('the summary of a report, on a wide terminal', () => {
  expect(terminalSummary(sampleReport(), wide)).toMatchInlineSnapshot(`
    "apiassay 0.1.0 · acme/shop @ 4f2a91c (2 days old) · 1 component · 1 API · 6 operations · 2.1 s

      Inventory   ▒  emerging .. established  2 shadow, 1 zombie, 1 phantom operations
      Testing     ░  non-existent             ZAP runs nightly but cannot fail the build
      Protection  ?  not observed             no gateway configuration was given
      Overall     emerging (non-existent .. emerging)
      one cell an activity: █ established  ▒ emerging  ░ non-existent  ? not known

      Salt  stage 1 of 5 (0 .. 2) · 1 of 2 practices of stage 2 · adoption is one stage ahead of security

      Authentication  1 required · 3 none · 0 optional · 1 unknown
                      ! 2 writes answer without credentials: DELETE /v1/carts/{id}, POST /v1/coupons

      Next steps, by what they move
       1  Make the job dast required on main  Testing → emerging · 2 places
       2  Describe 2 operations of shop  Inventory → established · shop/openapi.yaml:1

      Not seen  hosting settings (no token for github.com); traffic (not given); Java (12 files: not read yet, nothing is
                claimed about them); Python (3 files: not read yet, nothing is claimed about them); 1 of 3 signals (no
                detector yet); 1,204 files read, 1 not
      Every line unfolds to file and line: apiassay explain ID, with ID a domain, an operation, auth, files, visibility …
    "
  `);
});

test.each([40, 60, 72, 100, 200])('on %i columns no line is wider than the terminal, or than 60', columns => {
  const lines = terminalSummary(sampleReport(), { ...wide, columns }).split('\n');
  expect(lines.filter(line => widthOf(line) > Math.max(60, columns))).toEqual([]);
});

test('colour adds nothing but colour', () => {
  const coloured = terminalSummary(sampleReport(), { ...wide, isColoured: true });
  expect(coloured).not.toBe(terminalSummary(sampleReport(), wide));
  expect(coloured.replace(/\u001b\[[0-9;]*m/g, '')).toBe(terminalSummary(sampleReport(), wide));
});

test('text of the scanned tree cannot steer the terminal', () => {
  const parts = sampleParts();
  const hostile = operation('POST', '/\u001b[2J\u202e\n', 3, {
    auth: { status: 'none', reason: '', mechanisms: [], scopes: [], chain: [], source: 'code' },
    risk: 'critical',
  });
  const report = reportOf({
    ...parts,
    target: { ...parts.target, name: 'evil\u001b]0;title\u0007' },
    inventory: { ...parts.inventory, operations: [hostile] },
  });
  const summary = terminalSummary(report, wide);
  expect(summary.replace(/\n/g, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(summary).toContain('POST /\\u{1b}[2J\\u{202e}\\u{a}');
});

test('a partial result and an empty one say so before any verdict', () => {
  const parts = sampleParts();
  const report = reportOf({
    ...parts,
    incompleteBecause: ['interrupted'],
    evidence: [],
    coverage: { ...parts.coverage, files: { read: 0, readByRole: {}, excluded: {}, failed: [] } },
  });
  expect(terminalSummary(report, wide).split('\n').slice(1, 4)).toEqual([
    '! incomplete: interrupted',
    '! no file was read: there is nothing to judge',
    '',
  ]);
});
