/** Who owns a path by CODEOWNERS: of one file, the last line that matches decides. */
import type { Artefact } from './governance-record.ts';

type Line = Artefact<'code-owners'>;

export type Ownership = { readonly owners: readonly string[]; readonly line?: Line };

/** Places in the order in which they are looked for; the first that exists is the only one that counts. */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** Owners of a path; none when no line matches or when the matching line names nobody. Placeholders are nobody. */
export function ownersOf(lines: readonly Line[], path: string): Ownership {
  const place = PLACES.find(file => lines.some(line => line.at.file === file));
  const line = lines
    .filter(each => each.at.file === place && ownerPatternMatches(each.pattern, path))
    .toSorted((a, b) => a.order - b.order)
    .at(-1);
  if (!line) return { owners: [] };
  return { owners: line.rejected ? [] : line.owners, line };
}

/**
 * Whether a CODEOWNERS pattern matches a file.
 *
 * As in `.gitignore`: a slash at the start or inside anchors it to the root, otherwise it matches at any depth; `*` stays
 * in a segment, `**` does not; a pattern that names a folder covers what is below, except that `folder/*` covers direct
 * files alone. Source: GitHub, About code owners, syntax.
 */
export function ownerPatternMatches(pattern: string, path: string): boolean {
  const anchored = pattern.startsWith('/') || /\/[^/]/.test(pattern);
  const isFolder = pattern.endsWith('/');
  const wanted = pattern.split('/').filter(segment => segment !== '');
  const given = path.split('/');
  const direct = wanted.at(-1) === '*' && wanted.length > 1;
  const starts = anchored ? [0] : given.map((_, index) => index);
  return starts.some(start => matchesFrom(wanted, given.slice(start), { isFolder, direct }));
}

function matchesFrom(
  wanted: readonly string[],
  given: readonly string[],
  how: { readonly isFolder: boolean; readonly direct: boolean },
): boolean {
  // `reach` holds how many segments of the path the pattern so far can have taken.
  let reach = new Set([0]);
  for (const segment of wanted) {
    const next = new Set<number>();
    for (const taken of reach) {
      if (segment === '**') for (let end = taken; end <= given.length; end++) next.add(end);
      else if (taken < given.length && segmentMatches(segment, given[taken] ?? '')) next.add(taken + 1);
    }
    reach = next;
  }
  if (how.direct) return reach.has(given.length);
  return how.isFolder ? [...reach].some(taken => taken < given.length) : reach.size > 0;
}

/** `*` is any run of characters, `?` is one. Linear in the length of both, by remembering the last star. */
function segmentMatches(pattern: string, text: string): boolean {
  let p = 0;
  let star = -1;
  let mark = 0;
  for (let t = 0; t < text.length;) {
    if (p < pattern.length && pattern[p] !== '*' && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
