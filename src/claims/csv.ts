/** A self-assessment as a table: one row an answer. */
import { CsvError, parse } from 'csv-parse/sync';
import type { Options } from 'csv-parse/sync';
import type { AuditSetAside } from '../core/audit.ts';
import { nearest } from '../../models/nearest.ts';
import { CLAIM_CAPS, faulty, quoted, readOrFaulty } from './claim.ts';
import type { Claim, ClaimFault, ReadClaims } from './claim.ts';
import { columnsOf } from './columns.ts';
import type { Columns } from './columns.ts';
import { dayOf } from './dates.ts';
import { readAnswer } from './levels.ts';
import type { Questions } from './questions.ts';

/** A row with the line that it begins in. */
type Row = { readonly line: number; readonly cells: readonly string[] };

type Rows =
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly count: number }
  | { readonly kind: 'broken'; readonly fault: ClaimFault };

const SEPARATORS = [',', ';', '\t'] as const;
type Separator = (typeof SEPARATORS)[number];

/**
 * Reads a header row and the answers below it. Columns stand in any order, separated by commas, semicolons or tabs: by those
 * under which the header names both an activity and a level. Cells are text and nothing else; formulas stay what was typed.
 */
export function readCsv(text: string, questions: Questions): ReadClaims {
  const { body, firstLine } = withoutHint(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
  const separator = separatorOf(body);
  const read = rowsOf(body, separator);
  if (read.kind === 'broken') return faulty(read.fault.line + firstLine - 1, read.fault.message);
  const [header, ...rows] = read.rows.map(row => ({ ...row, line: row.line + firstLine - 1 }));
  if (!header) return faulty(1, 'the file is empty');
  const found = columnsOf(header.cells);
  if (found.kind === 'missing') return faulty(header.line, found.why);
  if (read.count > CLAIM_CAPS.rows + 1) return faulty(1, `more than ${CLAIM_CAPS.rows} rows, blank ones among them`);
  return claimsOf(rows, { columns: found.columns, width: header.cells.length, questions });
}

/** Whether the text begins with a header that `readCsv` understands. */
export function looksLikeCsv(text: string): boolean {
  const { body } = withoutHint(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
  return SEPARATORS.some(separator => headerFits(body, separator));
}

/** Excel writes `sep=;` above the header for itself. */
function withoutHint(text: string): { readonly body: string; readonly firstLine: number } {
  const hint = /^sep=[,;\t]\n/i.exec(text);
  return hint ? { body: text.slice(hint[0].length), firstLine: 2 } : { body: text, firstLine: 1 };
}

function separatorOf(text: string): Separator {
  return SEPARATORS.find(separator => headerFits(text, separator)) ?? ',';
}

function headerFits(text: string, separator: Separator): boolean {
  try {
    const [header] = parse(text, { ...formOf(separator), skip_records_with_empty_values: true, to: 1 });
    return header !== undefined && columnsOf(header).kind === 'found';
  } catch (error) {
    // What is wrong with it is said when the file is read.
    if (error instanceof CsvError) return false;
    throw error;
  }
}

function formOf(separator: Separator): Options {
  return {
    delimiter: separator,
    record_delimiter: '\n',
    relax_column_count: true,
    // A space between separator and quote is common; a tab there is a separator.
    trim: separator !== '\t',
    max_record_size: CLAIM_CAPS.recordCharacters,
  };
}

/** Rows with anything in them, and the count of all: the header, as many as a file may have, and one more if there are more. */
function rowsOf(text: string, separator: Separator): Rows {
  let line = 1;
  let count = 0;
  const rows: Row[] = [];
  try {
    parse(text, {
      ...formOf(separator),
      to: CLAIM_CAPS.rows + 2,
      on_record: (cells: string[], { lines }) => {
        if (cells.some(cell => cell.trim() !== '')) rows.push({ line, cells });
        line = lines + 1;
        count++;
        return cells;
      },
    });
    return { kind: 'rows', rows, count };
  } catch (error) {
    if (error instanceof CsvError) return { kind: 'broken', fault: { line, message: brokenText(error) } };
    throw error;
  }
}

function brokenText({ code }: CsvError): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'the row that begins here has a quote that is never closed';
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return 'the row that begins here has a quote inside a cell; a cell with quotes is quoted as a whole, with "" for each of them';
    case 'CSV_MAX_RECORD_SIZE':
      return `the row that begins here has more than ${CLAIM_CAPS.recordCharacters} characters`;
    default:
      return `the row that begins here cannot be read (${code})`;
  }
}

type Context = { readonly columns: Columns; readonly width: number; readonly questions: Questions };

type ReadRow =
  | { readonly kind: 'claim'; readonly claim: Claim }
  | { readonly kind: 'set-aside'; readonly setAside: AuditSetAside }
  | { readonly kind: 'faults'; readonly faults: readonly ClaimFault[] };

function claimsOf(rows: readonly Row[], context: Context): ReadClaims {
  const claims: Claim[] = [];
  const setAside: AuditSetAside[] = [];
  const faults: ClaimFault[] = [];
  for (const row of rows) {
    if (faults.length >= CLAIM_CAPS.faults) {
      faults.push({
        line: row.line,
        message: 'this row and those below were not looked at: too much is wrong already',
      });
      break;
    }
    const read = readRow(row, context);
    if (read.kind === 'claim') claims.push(read.claim);
    else if (read.kind === 'set-aside') setAside.push(read.setAside);
    else faults.push(...read.faults);
  }
  return readOrFaulty({ format: 'csv', claims, setAside, ignored: context.columns.ignored }, faults);
}

function readRow({ line, cells }: Row, { columns, width, questions }: Context): ReadRow {
  const fault = (message: string): ReadRow => ({ kind: 'faults', faults: [{ line, message }] });
  if (cells.slice(width).some(cell => cell.trim() !== ''))
    return fault(`${cells.length} cells where the header has ${width}; quote a cell that holds the separator`);
  const cell = (position: number | undefined) => (position === undefined ? '' : (cells[position] ?? '').trim());
  const name = cell(columns.activity);
  const written = cell(columns.level);
  const owner = cell(columns.owner) || null;

  if (name === '') return fault('no activity is named');
  const question = questions.known.get(name.toLowerCase());
  if (!question) return fault(unknownText(name, questions));
  const answer = readAnswer(question.kind, written);
  const date = readDay(cell(columns.date));
  const expires = readDay(cell(columns.expires));
  const faults = [
    ...(answer.kind === 'unknown' ? [`level ${quoted(written)} is not known; accepted: ${answer.accepted}`] : []),
    ...(date === undefined ? [`date ${quoted(cell(columns.date))} is not of the form 2026-03-31`] : []),
    ...(expires === undefined ? [`expiry date ${quoted(cell(columns.expires))} is not of the form 2026-03-31`] : []),
  ];
  if (answer.kind === 'unknown' || date === undefined || expires === undefined)
    return { kind: 'faults', faults: faults.map(message => ({ line, message })) };
  if (answer.kind !== 'level')
    return { kind: 'set-aside', setAside: { line, name: question.id, owner, written, why: answer.kind } };
  const notes = columns.notes.map(cell).filter(text => text !== '');
  const note = notes.length === 0 ? null : notes.join('\n');
  const rest = { owner, date, expires, note, via: null };
  return { kind: 'claim', claim: { line, about: question.id, claimed: answer.level, written, ...rest } };
}

/** Null for an empty cell, undefined for one that holds no day. */
function readDay(text: string): string | null | undefined {
  return text === '' ? null : dayOf(text);
}

function unknownText(name: string, { known }: Questions): string {
  // A cell can be as long as a file; what is nearest to a page of text is of no interest.
  const close = nearest(
    name.slice(0, 100),
    [...known.values()].map(({ id }) => id),
  );
  return `no activity or measure is called ${quoted(name)}${close === undefined ? '' : `; the nearest is ${close}`}`;
}
