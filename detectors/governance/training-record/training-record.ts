import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { bodyLines, columnOf, commaRows, dateIn, documentDate, tablesOf, titleOf } from '../markdown.ts';
import { rejectedPlaceholder } from '../placeholder.ts';

export const trainingRecord = defineDetector({
  id: 'training-record',
  title: 'Training records and course material on API security',
  kind: 'governance',
  docs: 'https://owaspsamm.org/model/governance/education-and-guidance/',
  reads: 'text',
  files: ['**/*{training,course,workshop,curriculum}*.{md,csv}', '**/{training,enablement}/**/*.{md,csv}'],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: ['Records of a learning platform are not in the tree; an exported table is.'],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    if (!/\bAPI security\b|\bOWASP API\b|\bsecure (?:API|coding)\b/i.test(file.text)) return [];
    const rows = file.path.endsWith('.csv') ? commaRows(file) : undefined;
    const table = (rows ? [rows] : tablesOf(file)).find(
      each =>
        columnOf(each, /name|person|attendee|developer|employee|team/i) >= 0 &&
        columnOf(each, /date|completed|attended/i) >= 0,
    );
    const { title, at } = titleOf(file);
    if (table) {
      const column = columnOf(table, /date|completed|attended/i);
      const dates = table.rows.map(({ cells }) => dateIn(cells[column] ?? '')).filter(date => date !== undefined);
      const latest = dates.toSorted().at(-1);
      return [
        {
          kind: 'artefact',
          artefact: 'training-record',
          at: table.at,
          title,
          ...(latest === undefined ? {} : { date: latest }),
          record: 'completion',
          people: dates.length,
        },
      ];
    }
    if (file.path.endsWith('.csv') || bodyLines(file).filter(({ text }) => /^#{1,6}\s/.test(text)).length < 2)
      return [];
    const date = documentDate(file);
    return [
      {
        kind: 'artefact',
        artefact: 'training-record',
        at,
        title,
        ...(date === undefined ? {} : { date }),
        record: 'material',
        people: 0,
        ...rejectedPlaceholder(file.text),
      },
    ];
  },
});
