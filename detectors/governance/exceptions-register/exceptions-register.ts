import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { columnOf, commaRows, dateIn, tablesOf } from '../markdown.ts';
import type { Table } from '../markdown.ts';
import { isPlaceholderOwner } from '../placeholder.ts';

export const exceptionsRegister = defineDetector({
  id: 'exceptions-register',
  title: 'Registers of exceptions and accepted risks',
  kind: 'governance',
  docs: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
  reads: 'text',
  files: [
    '**/{security,risk,risks,governance,exceptions,waivers}/**/*{exception,waiver,accepted,risk-register}*.{md,csv}',
    '**/{exceptions,waivers,risk-register,risk_register,accepted-risks,security-exceptions}.{md,csv}',
  ],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: ['Exceptions in documents that are no table are not read.'],
  version: 2,
  detect: (file: TextFile): readonly FactBody[] => {
    const rows = file.path.endsWith('.csv') ? commaRows(file) : undefined;
    return (rows ? [rows] : tablesOf(file)).filter(isRegister).flatMap(table => entriesOf(table));
  },
});

function isRegister(table: Table): boolean {
  return (
    columnOf(table, WHAT) >= 0 &&
    (columnOf(table, EXPIRES) >= 0 || columnOf(table, OWNER) >= 0 || columnOf(table, REASON) >= 0)
  );
}

const WHAT = /exception|waiver|risk|deviation|finding|rule|subject/i;
const REASON = /reason|justification|rationale|why/i;
const OWNER = /owner|approv|accepted by|responsible/i;
const EXPIRES = /expir|until|valid to|review (?:date|by)|end date|due/i;

function entriesOf(table: Table): readonly FactBody[] {
  const cell = (cells: readonly string[], words: RegExp): string => {
    const column = columnOf(table, words);
    const text = column < 0 ? '' : (cells[column] ?? '');
    return /^(?:-+|n\/?a|none|tbd|todo|\?+)$/i.test(text) ? '' : text;
  };
  const rows = table.rows.filter(({ cells }) => cells.some(text => text !== ''));
  if (rows.length === 0)
    return [{ kind: 'artefact', artefact: 'exceptions-register', at: table.at, hasReason: false, hasOwner: false }];
  return rows.map(({ cells, at }): FactBody => {
    const expires = dateIn(cell(cells, EXPIRES));
    return {
      kind: 'artefact',
      artefact: 'exceptions-register',
      at,
      what: cell(cells, WHAT).slice(0, 120),
      hasReason: cell(cells, REASON) !== '',
      hasOwner: !isPlaceholderOwner(cell(cells, OWNER)),
      ...(expires === undefined ? {} : { expires }),
    };
  });
}
