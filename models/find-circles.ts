/** Circles among ids that ask for each other, each once: `[a, b, a]`. An id that is in no circle is in none of them. */
export function findCircles(asks: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const circles: (readonly string[])[] = [];
  const done = new Set<string>();
  for (const start of asks.keys()) {
    // A trail of its own instead of recursion: a chain may be as long as a file has activities.
    const trail: { readonly id: string; readonly open: string[] }[] = [];
    const enter = (id: string): void => void trail.push({ id, open: [...(asks.get(id) ?? [])].reverse() });
    if (!done.has(start)) enter(start);
    while (trail.length > 0) {
      const { id, open } = trail[trail.length - 1] ?? { id: '', open: [] };
      const next = open.pop();
      if (next === undefined) {
        done.add(id);
        trail.pop();
        continue;
      }
      const at = trail.findIndex(each => each.id === next);
      if (at >= 0) circles.push([...trail.slice(at).map(each => each.id), next]);
      else if (!done.has(next)) enter(next);
    }
  }
  return circles;
}
