import type { Location } from '../../../src/core/location.ts';
import type { Expr } from '../../../src/core/program.ts';
import { textAt } from './values.ts';

/** Optional segments beyond these are taken as present: each doubles the paths. */
const MOST_OPTIONAL = 3;

/**
 * The path of a route file as an expression: `[[lang]]`, an optional segment, makes a list of the path with and without
 * it. Catch-alls `[[...rest]]` stay as they are.
 */
export function filePath(at: Location, path: string): Expr {
  const paths = expanded(path.split('/'), MOST_OPTIONAL).map(segments => segments.join('/') || '/');
  const [only] = paths;
  if (paths.length === 1 && only !== undefined) return textAt(at, only);
  return { kind: 'list', at, items: paths.map(one => textAt(at, one)) };
}

function expanded(segments: readonly string[], left: number): readonly (readonly string[])[] {
  const index = segments.findIndex(segment => /^\[\[(?!\.\.\.).+\]\]$/.test(segment));
  const optional = segments[index];
  if (optional === undefined) return [segments];
  const present = segments.with(index, optional.slice(1, -1));
  if (left === 0) return expanded(present, left);
  return [...expanded(segments.toSpliced(index, 1), left - 1), ...expanded(present, left - 1)];
}
