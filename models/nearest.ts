/** Nothing that a person types for an id is longer; the distance of longer texts is not worth its time. */
const MAX_LENGTH = 100;

/** The known id with the smallest edit distance, so that a message can name what was probably meant. */
export function nearest(wanted: string, known: Iterable<string>): string | undefined {
  if (wanted.length > MAX_LENGTH) return undefined;
  const sorted = [...known].sort();
  const place = sorted.filter(id => id < wanted).length;
  const ranked = sorted.map((id, at) => ({
    id,
    distance: editDistance(wanted, id),
    // Of equally near ones the neighbour in the alphabet: E5 for E6.
    apart: at < place ? place - 1 - at : at - place,
  }));
  return ranked.sort((a, b) => a.distance - b.distance || a.apart - b.apart)[0]?.id;
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
