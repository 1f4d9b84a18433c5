import type { FileRole } from '../core/fact.ts';
import type { Location } from '../core/location.ts';

/** A file as text. Line ends are kept; a byte-order mark is not. */
export type TextFile = {
  readonly path: string;
  readonly role: FileRole;
  readonly text: string;
  /** Lines without their ends. Line `n` is `lines[n - 1]`. */
  readonly lines: readonly string[];
  /** The span between two offsets of `text`. */
  readonly locate: (start: number, end: number) => Location;
};

export function textFile(path: string, role: FileRole, text: string): TextFile {
  const starts = lineStarts(text);
  return {
    path,
    role,
    text,
    lines: text.split(/\r\n|\r|\n/),
    locate: (start, end) => locationIn(path, starts, start, end),
  };
}

/** Offsets at which lines start; `\r\n`, `\n` and a lone `\r` end a line. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
  }
  return starts;
}

/** The span between two offsets, given where lines start. Columns count UTF-16 units, as editors do. */
export function locationIn(file: string, starts: readonly number[], start: number, end: number): Location {
  const first = lineOf(starts, start);
  const last = lineOf(starts, Math.max(start, end));
  return {
    file,
    line: first + 1,
    column: start - (starts[first] ?? 0) + 1,
    endLine: last + 1,
    endColumn: Math.max(start, end) - (starts[last] ?? 0) + 1,
  };
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
