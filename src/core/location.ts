/**
 * A span in one file of the scanned tree.
 *
 * `file` is relative to the root of the tree, with forward slashes. Lines and columns count from 1;
 * `endColumn` is exclusive. A fact about a whole file points at its first character.
 */
export type Location = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
};

/** The first character of a file, for facts about the file as a whole. */
export function startOf(file: string): Location {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

/** Orders by file, then by place in it; gives the order in which everything is reported. */
export function compareLocations(a: Location, b: Location): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || a.endLine - b.endLine || a.endColumn - b.endColumn;
}

/** `file:line`, the form that terminals and editors open. */
export function placeOf(at: Pick<Location, 'file' | 'line'>): string {
  return `${at.file}:${at.line}`;
}

/** The location from the start of one place to the end of another in the same file. */
export function between(first: Location, last: Location): Location {
  return { ...first, endLine: last.endLine, endColumn: last.endColumn };
}

/** `file#line:column`. Unique in a tree for what never starts where another of its kind does: functions, classes. */
export function idAt(place: Location): string {
  return `${place.file}#${place.line}:${place.column}`;
}
