/** Headings, tables and dates of Markdown documents, as far as governance records need them. */
import type { Location } from '../../src/core/location.ts';
import type { TextFile } from '../../src/parse/text-file.ts';

export type Title = { readonly title: string; readonly at: Location };

/** The first heading (`# x`, or `x` underlined with `=`), or the file's name at its first line. */
export function titleOf(file: TextFile): Title {
  const lines = bodyLines(file);
  for (const { text, offset } of lines) {
    const heading = /^#{1,2}[ \t]+(.*\S)/.exec(text);
    if (heading?.[1])
      return { title: heading[1].replace(/#+$/, '').trim(), at: file.locate(offset, offset + text.trimEnd().length) };
  }
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  return { title: name.replace(/\.[a-z]+$/i, ''), at: file.locate(0, Math.max(0, file.lines[0]?.length ?? 0)) };
}

/** Characters of a line that are read: what is longer was not written by people. */
const LINE = 2_000;

export type Line = { readonly text: string; readonly offset: number; readonly number: number };

/** Lines with their offsets, without those in fenced code and HTML comments: what stands there is not said by the document. */
export function bodyLines(file: TextFile): readonly Line[] {
  const lines: Line[] = [];
  let fence: string | undefined;
  let comment = false;
  let offset = 0;
  file.lines.forEach((text, index) => {
    const marker = /^\s{0,3}(```|~~~)/.exec(text)?.[1];
    if (fence !== undefined) {
      if (marker === fence) fence = undefined;
    } else if (marker) fence = marker;
    else if (comment) comment = !text.includes('-->');
    else if (/^\s*<!--/.test(text)) comment = !text.includes('-->');
    else lines.push({ text: text.slice(0, LINE), offset, number: index + 1 });
    offset += text.length;
    offset += file.text.startsWith('\r\n', offset) ? 2 : 1;
  });
  return lines;
}

export type Table = {
  readonly header: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly at: Location }[];
  readonly at: Location;
};

/** Pipe tables: a header, a line of dashes, rows. Cells are trimmed; columns without a header are kept. */
export function tablesOf(file: TextFile): readonly Table[] {
  const lines = bodyLines(file);
  const tables: Table[] = [];
  for (let index = 0; index + 1 < lines.length; index++) {
    const head = lines[index];
    const rule = lines[index + 1];
    if (!head?.text.includes('|') || !rule || !/^[\s|:-]*-[\s|:-]*$/.test(rule.text) || !rule.text.includes('|'))
      continue;
    const rows: Table['rows'][number][] = [];
    let next = index + 2;
    for (let line = lines[next]; line?.text.includes('|'); line = lines[++next])
      rows.push({ cells: cellsOf(line.text), at: spanOf(file, line) });
    tables.push({ header: cellsOf(head.text), rows, at: spanOf(file, head) });
    index = next - 1;
  }
  return tables;
}

function cellsOf(text: string): readonly string[] {
  const inner = text.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split('|').map(cell => cell.trim());
}

export function spanOf(file: TextFile, line: Line): Location {
  const indent = line.text.length - line.text.trimStart().length;
  return file.locate(line.offset + indent, line.offset + Math.max(indent, line.text.trimEnd().length));
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** A date in a cell or after a label, as `YYYY-MM-DD`; a month alone counts from its first day. */
export function dateIn(text: string): string | undefined {
  const iso = /\b(20\d{2})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?\b/.exec(text);
  if (iso) return `${iso[1]}-${iso[2]}-${iso[3] ?? '01'}`;
  const words =
    /\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([A-Za-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(20\d{2})\b/.exec(text);
  if (!words) return undefined;
  const month = MONTHS.findIndex(
    name =>
      name.startsWith((words[2] ?? '').toLowerCase().slice(0, 3)) &&
      name.startsWith((words[2] ?? '').toLowerCase().replace(/^sept$/, 'sep')),
  );
  const day = Number(words[1] ?? words[3] ?? 1);
  return month < 0 || day < 1 || day > 31
    ? undefined
    : `${words[4]}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const DATE_LABEL =
  /^[\s|*_>-]{0,8}(?:date|dated|last[ -]?(?:updated|reviewed|modified|change)|updated|reviewed(?: on)?|review date|approved(?: on)?|created|effective|status date)\b[\s*_:|"']{0,8}/i;

/** The latest date that the document gives itself with a label (`Date: 2026-01-31`, `| Last reviewed | … |`), also in front matter. */
export function documentDate(file: TextFile): string | undefined {
  const dates = bodyLines(file)
    .slice(0, 400)
    .flatMap(({ text }) => {
      const label = DATE_LABEL.exec(text);
      const date = label ? dateIn(text.slice(label[0].length, label[0].length + 60)) : undefined;
      return date === undefined ? [] : [date];
    });
  return dates.toSorted().at(-1);
}

/** Rows of a comma-separated file; quoted cells may hold commas, not line breaks. */
export function commaRows(file: TextFile): Table | undefined {
  const lines = bodyLines(file).filter(({ text }) => text.trim() !== '');
  const [head, ...rest] = lines;
  if (!head) return undefined;
  return {
    header: commaCells(head.text),
    at: spanOf(file, head),
    rows: rest.map(line => ({ cells: commaCells(line.text), at: spanOf(file, line) })),
  };
}

function commaCells(text: string): readonly string[] {
  const separator = text.includes(';') && !text.includes(',') ? ';' : ',';
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  return [...cells, cell.trim()];
}

/** Column of a table whose header says one of these words. */
export function columnOf(table: Table, words: RegExp): number {
  return table.header.findIndex(header => words.test(header));
}
