import { expect, test } from 'vitest';
import { described, sampleParts, sampleReport, zapRuns } from '../../tests/support/sample-report.ts';
import type { Report } from '../core/report.ts';
import { restsOnDocuments } from './attested.ts';
import { reportMarkdown } from './markdown.ts';
import { terminalSummary } from './terminal.ts';

/** The sample, with what the inventory rests on seen in these planes and so attested or not. */
function reportWith(evidence: readonly string[], attested: readonly string[]): Report {
  const report = sampleReport({
    evidence: [described, { ...zapRuns, polarity: 'supports' }, ...sampleParts().evidence],
  });
  return {
    ...report,
    assessments: report.assessments.map(assessment =>
      assessment.kind === 'stages'
        ? assessment
        : {
            ...assessment,
            domains: assessment.domains.map(domain =>
              domain.id === 'inventory'
                ? {
                    ...domain,
                    activities: domain.activities.map(each => ({
                      ...each,
                      evidence: [...evidence],
                      attested: [...attested],
                    })),
                  }
                : domain,
            ),
          },
    ),
  };
}

function markedIn(report: Report): readonly string[] {
  return report.assessments.flatMap(assessment =>
    assessment.kind === 'domains'
      ? assessment.domains.filter(domain => restsOnDocuments(report, domain)).map(({ id }) => id)
      : [],
  );
}

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['a document alone', [described.id], [described.id], ['inventory']],
  ['a document and something observed', [described.id, zapRuns.id], [described.id], []],
  ['something observed', [described.id], [], []],
  ['nothing at all', [], [], []],
])('a level that rests on %s', (_, evidence, attested, marked) => {
  expect(markedIn(reportWith(evidence, attested))).toEqual(marked);
});

test('says so beside the level, on the terminal and in Markdown', () => {
  const report = reportWith([described.id], [described.id]);
  const line = (text: string): string | undefined => text.split('\n').find(each => each.includes('attested'));
  expect([line(terminalSummary(report, { columns: 120, isColoured: false })), line(reportMarkdown(report))]).toEqual([
    '  Inventory   ▒  emerging .. established, attested  2 shadow, 1 zombie, 1 phantom operations',
    '| Inventory | **emerging .. established, attested** | 2 shadow, 1 zombie, 1 phantom operations |',
  ]);
});
