/** The known id with the smallest edit distance, so that a message can name what was probably meant. */
export function nearest(wanted: string, known: Iterable<string>): string | undefined {
  let best: { readonly id: string; readonly distance: number } | undefined;
  for (const id of [...known].sort()) {
    const distance = editDistance(wanted, id);
    if (best === undefined || distance < best.distance) best = { id, distance };
  }
  return best?.id;
}

/** Levenshtein distance over two rows. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
