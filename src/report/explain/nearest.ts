/** "Did you mean": the known ids that are nearest to a mistyped one. */

const SHOWN = 3;

/**
 * At most three, best first: those that contain what was typed, then those within a third of its length in edits.
 * Both sides are compared without case.
 */
export function nearestTo(typed: string, known: readonly string[]): readonly string[] {
  const wanted = typed.toLowerCase().slice(0, 200);
  const reach = Math.max(1, Math.floor(wanted.length / 3));
  const ranked = [...new Set(known)]
    .map(id => ({ id, distance: rank(wanted, id.toLowerCase(), reach) }))
    .filter(({ distance }) => distance <= reach)
    .toSorted((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));
  return ranked.slice(0, SHOWN).map(({ id }) => id);
}

function rank(wanted: string, id: string, reach: number): number {
  if (wanted.length >= 3 && id.includes(wanted)) return 1;
  // Lengths that differ by more than the reach cannot be within it; long paths are not worth a matrix.
  if (Math.abs(wanted.length - id.length) > reach) return Number.POSITIVE_INFINITY;
  return editDistance(wanted, id);
}

/** Insertions, deletions and replacements of one character (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
