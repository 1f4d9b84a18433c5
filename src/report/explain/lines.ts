/** The shapes in which `explain` writes. */

/** A label with what belongs to it: one line an item, the label on the first. Nothing when there is no item. */
export function field(label: string, items: string | readonly string[]): readonly string[] {
  const lines = typeof items === 'string' ? [items] : items;
  return lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`);
}

const LABEL_WIDTH = 10;

/** A headed list, indented; nothing when it is empty. */
export function section(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ['', `  ${title}`, ...items.map(item => `    ${item}`)];
}

/** The same cells of each row under each other; the last cell is free. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map(row => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.min(64, Math.max(0, ...rows.map(row => (row[column] ?? '').length))),
  );
  return rows.map(row =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
