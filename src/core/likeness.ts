/** Estimated Jaccard similarity of two MinHash signatures, 0 to 1. */
export function similarity(a: string, b: string): number {
  const size = Math.min(a.length, b.length) / 4;
  if (size === 0) return 0;
  let same = 0;
  for (let at = 0; at < size; at++) if (a.slice(at * 4, at * 4 + 4) === b.slice(at * 4, at * 4 + 4)) same++;
  return same / size;
}
