import type { Location } from '../../src/core/location.ts';
import { compareLocations } from '../../src/core/location.ts';
import type { DataDocument, DataFile } from '../../src/parse/data-file.ts';
import { textFile } from '../../src/parse/text-file.ts';
import type { TextFile } from '../../src/parse/text-file.ts';

/**
 * Places of parts of a text value in a YAML or JSON file: `place(start, end)` takes offsets of the value.
 *
 * Exact for literal blocks (`|`) and for values on one line; of a folded or escaped value the part is searched for in the
 * source of the value, and when it is not there as written the place of the whole value is given.
 */
export function scalarPlace(
  file: DataFile,
  document: DataDocument,
  path: readonly (string | number)[],
  value: string,
): (start: number, end: number) => Location {
  let places: Places | undefined;
  return (start, end) => {
    places ??= {
      whole: document.locate(path),
      source: textFile(file.path, file.role, file.text).lines,
      value: textFile(file.path, file.role, value),
    };
    return (
      literalPart(places, start, end) ??
      searchedPart(places.source, places.whole, value.slice(start, end)) ??
      places.whole
    );
  };
}

type Places = { readonly whole: Location; readonly source: readonly string[]; readonly value: TextFile };

function literalPart(places: Places, start: number, end: number): Location | undefined {
  const { whole, source, value } = places;
  const header = source[whole.line - 1]?.slice(whole.column - 1) ?? '';
  if (!header.startsWith('|')) return undefined;
  const meant = value.locate(start, end);
  const first = shifted(places, meant.line, meant.column);
  const last = shifted(places, meant.endLine, meant.endColumn);
  return first && last
    ? { file: whole.file, line: first.line, column: first.column, endLine: last.line, endColumn: last.column }
    : undefined;
}

/** The place in the file of a place in a literal block, which starts on the line behind its header: the indentation is added. */
function shifted(
  { whole, source, value }: Places,
  line: number,
  column: number,
): { readonly line: number; readonly column: number } | undefined {
  const written = source[whole.line + line - 1];
  const meant = value.lines[line - 1];
  if (written === undefined || meant === undefined || !written.trimEnd().endsWith(meant.trimEnd())) return undefined;
  const indentation = written.length - written.trimStart().length - (meant.length - meant.trimStart().length);
  return { line: whole.line + line, column: indentation + column };
}

function searchedPart(lines: readonly string[], whole: Location, part: string): Location | undefined {
  // A part that spans lines in the value is found by its first words.
  const wanted = part.split('\n')[0]?.trim() ?? '';
  if (wanted === '') return undefined;
  for (let line = whole.line; line <= whole.endLine; line++) {
    const from = line === whole.line ? whole.column - 1 : 0;
    const at = lines[line - 1]?.indexOf(wanted, from) ?? -1;
    if (at < 0) continue;
    const found: Location = {
      file: whole.file,
      line,
      column: at + 1,
      endLine: line,
      endColumn: at + 1 + wanted.length,
    };
    return compareLocations(found, whole) >= 0 ? found : undefined;
  }
  return undefined;
}
