/** The audit of a self-assessment, for a terminal. */
import type { Audit, AuditVerdict } from '../core/audit.ts';
import { auditPage } from './audit-page.ts';
import type { AuditEntry } from './audit-page.ts';
import { terminalText } from './escape.ts';
import { beside } from './layout.ts';
import { styleOf } from './style.ts';
import type { Style } from './style.ts';

export type AuditTextOptions = {
  readonly columns: number;
  readonly isColoured: boolean;
  readonly explainBy: string;
};

export function auditText(audit: Audit, { columns, isColoured, explainBy }: AuditTextOptions): string {
  const page = auditPage(audit, explainBy);
  const style = styleOf(isColoured);
  const width = Math.max(MIN_WIDTH, columns);
  const set = (head: string, text: string) => beside(head, terminalText(text), width);
  const lines = [
    ...set('', page.title),
    style.bold(page.summary),
    ...page.warnings.flatMap(text => set('! ', text).map(style.bad)),
    ...page.notes.flatMap(text => set('  ', text).map(style.dim)),
    ...page.sections.flatMap(({ title, verdict, entries }) => [
      '',
      colourOf(verdict, style)(title),
      ...entries.flatMap(entry => entryLines(entry, style, width)),
    ]),
    ...page.setAside.flatMap(({ title, items }) => ['', title, ...items.flatMap(item => set('  ', item))]),
  ];
  return `${lines.join('\n')}\n`;
}

const MIN_WIDTH = 60;

function colourOf(verdict: AuditVerdict, style: Style): (text: string) => string {
  switch (verdict) {
    case 'contradicted':
      return style.bad;
    case 'unverifiable':
      return style.middling;
    case 'supported':
      return style.good;
  }
}

function entryLines({ head, fields }: AuditEntry, style: Style, width: number): readonly string[] {
  return [
    ...beside('  ', terminalText(head), width).map(style.bold),
    ...fields.flatMap(({ label, items }) => {
      // A label that is wider than its column stands on a line of its own.
      const isWide = label.length > LABEL_WIDTH - 1;
      return [
        ...(isWide ? [`    ${label}`] : []),
        ...items.flatMap((item, index) =>
          beside(`    ${(index === 0 && !isWide ? label : '').padEnd(LABEL_WIDTH)}`, terminalText(item), width),
        ),
      ];
    }),
  ];
}

const LABEL_WIDTH = 13;
