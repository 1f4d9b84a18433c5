/** Where the values of a data file stand, as offsets of its text. */
export type Span = { readonly start: number; readonly end: number };

export type Place =
  | { readonly kind: 'scalar'; readonly span: Span }
  | { readonly kind: 'list'; readonly span: Span; readonly items: readonly Place[] }
  | {
      readonly kind: 'record';
      readonly span: Span;
      readonly entries: ReadonlyMap<string, { readonly key: Span; readonly value: Place }>;
      /** Records whose entries a merge key brings in, first wins. */
      readonly merged: readonly Place[];
    };

/**
 * The narrowest token that shows the value at a path: the scalar itself; of a record or list its key, or its first token
 * when it stands in a list. What does not exist is shown by its nearest ancestor that does.
 */
export function placeIn(root: Place | undefined, path: readonly (string | number)[]): Span {
  if (!root) return { start: 0, end: 0 };
  let shown = firstToken(root);
  let place = root;
  for (const step of path) {
    if (place.kind === 'list') {
      const item = place.items[Number(step)];
      if (!item) return shown;
      place = item;
      shown = firstToken(item);
    } else {
      const entry = entryOf(place, String(step), 0);
      if (!entry) return shown;
      place = entry.value;
      shown =
        entry.value.kind === 'scalar' && entry.value.span.end > entry.value.span.start ? entry.value.span : entry.key;
    }
  }
  return shown;
}

/** Merges of merges are followed to a depth that no honest file has. */
const MERGE_DEPTH = 20;

function entryOf(place: Place, key: string, depth: number): { readonly key: Span; readonly value: Place } | undefined {
  if (place.kind !== 'record') return undefined;
  const own = place.entries.get(key);
  if (own || depth > MERGE_DEPTH) return own;
  for (const merged of place.merged) {
    const found = entryOf(merged, key, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function firstToken(place: Place): Span {
  if (place.kind === 'record') {
    const [first] = place.entries.values();
    return first ? first.key : place.span;
  }
  if (place.kind === 'list') {
    const [first] = place.items;
    return first ? firstToken(first) : place.span;
  }
  return place.span;
}
