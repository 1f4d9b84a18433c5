import type { Location } from '../../src/core/location.ts';
import { compareLocations } from '../../src/core/location.ts';
import type { DataDocument, DataFile } from '../../src/parse/data-file.ts';
import { textFile } from '../../src/parse/text-file.ts';

/**
 * Places of parts of a text value in a YAML or JSON file: `place(start, end)` takes offsets of the value.
 *
 * Exact for literal blocks (`|`) and for values on one line; of a folded or escaped value the part is searched for in the
 * source of the value, and when it is not there as written the place of the whole value is given.
 */
export function scalarPlace(file: DataFile, document: DataDocument, path: readonly (string | number)[], value: string): (start: number, end: number) => Location {
  const source = textFile(file.path, file.role, file.text);
  let whole: Location | undefined;
  return (start, end) => {
    whole ??= document.locate(path);
    return literalPart(source.lines, whole, value, start, end) ?? searchedPart(source.lines, whole, value.slice(start, end)) ?? whole;
  };
}

function literalPart(lines: readonly string[], whole: Location, value: string, start: number, end: number): Location | undefined {
  const header = lines[whole.line - 1]?.slice(whole.column - 1) ?? '';
  if (!header.startsWith('|')) return undefined;
  const from = positionIn(value, start);
  const to = positionIn(value, end);
  const first = shifted(lines, whole.line, value, from);
  const last = shifted(lines, whole.line, value, to);
  return first && last ? { file: whole.file, line: first.line, column: first.column, endLine: last.line, endColumn: last.column } : undefined;
}

type Position = { readonly line: number; readonly column: number };

/** Line and column of an offset of the value, both from 0. */
function positionIn(value: string, offset: number): Position {
  const before = value.slice(0, offset);
  const line = before.split('\n').length - 1;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) };
}

/** The place in the file of a place in a literal block that starts behind line `header`: the indentation is added. */
function shifted(lines: readonly string[], header: number, value: string, position: Position): Position | undefined {
  const line = header + 1 + position.line;
  const written = lines[line - 1];
  const meant = value.split('\n')[position.line];
  if (written === undefined || meant === undefined || !written.trimEnd().endsWith(meant.trimEnd())) return undefined;
  const indentation = written.length - written.trimStart().length - (meant.length - meant.trimStart().length);
  return { line, column: indentation + position.column + 1 };
}

function searchedPart(lines: readonly string[], whole: Location, part: string): Location | undefined {
  // A part that spans lines in the value is found by its first words.
  const wanted = part.split('\n')[0]?.trim() ?? '';
  if (wanted === '') return undefined;
  for (let line = whole.line; line <= whole.endLine; line++) {
    const from = line === whole.line ? whole.column - 1 : 0;
    const at = lines[line - 1]?.indexOf(wanted, from) ?? -1;
    if (at < 0) continue;
    const found: Location = { file: whole.file, line, column: at + 1, endLine: line, endColumn: at + 1 + wanted.length };
    return compareLocations(found, whole) >= 0 ? found : undefined;
  }
  return undefined;
}
