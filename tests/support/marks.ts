/** A comment under a line of a snippet that says which fact is expected there. */
export type ExpectedFact = {
  /** Line and columns of the marked characters; `endColumn` is exclusive. All count from 1. */
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly text: string;
};

/**
 * The marks of a snippet, in source order.
 *
 * `//    ^^^^ text` marks the characters above the carets in the nearest line above that is not a mark itself; `#` does
 * the same where that is the comment sign. Characters under the comment sign cannot be reached by carets:
 * `// <~--- text` marks, counted from the column of the comment sign, as many characters as there are `-`, after
 * skipping as many as there are `~`. A comment of any other form is part of the snippet.
 */
export function marksIn(text: string): readonly ExpectedFact[] {
  const marks: ExpectedFact[] = [];
  let target = 0;
  text.split(/\r\n|\r|\n/).forEach((content, index) => {
    const columns = markedColumns(content);
    if (columns === undefined) {
      target = index + 1;
      return;
    }
    marks.push({ line: target, ...columns });
  });
  return marks;
}

function markedColumns(content: string): Omit<ExpectedFact, 'line'> | undefined {
  const carets = /^(\s*(?:\/\/|#|--)\s*)(\^+) (.+)$/.exec(content);
  if (carets) {
    const [, before = '', signs = '', text = ''] = carets;
    return { column: before.length + 1, endColumn: before.length + signs.length + 1, text: text.trim() };
  }
  const arrow = /^(\s*)(?:\/\/|#|--)\s*<(~*)(-+) (.+)$/.exec(content);
  if (arrow) {
    const [, indent = '', skipped = '', signs = '', text = ''] = arrow;
    const column = indent.length + skipped.length + 1;
    return { column, endColumn: column + signs.length, text: text.trim() };
  }
  return undefined;
}
