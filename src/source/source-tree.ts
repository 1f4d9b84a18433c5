import type { Diagnostic } from '../core/diagnostic.ts';
import type { Tree } from '../core/tree.ts';

/** A tree with what was noticed while it was listed. */
export type SourceTree = Tree & {
  readonly diagnostics: readonly Diagnostic[];
  /**
   * What was seen and not listed, by rule, keys sorted: `git-ignored` (entries that ignore rules leave out, a folder as
   * one), `dependency-folder` (`node_modules` where git does not help), `submodule`, `not-a-file` (pipes, sockets, devices),
   * `symlink-leaves-root` (a file in a folder that a link has taken the place of).
   */
  readonly excluded: Readonly<Record<string, number>>;
  /** Listed files differ from `HEAD`, so that no commit describes what was read. */
  readonly dirty: boolean;
};

/** Counts by rule, to be filled while listing. */
export type Tally = Map<string, number>;

export function count(tally: Tally, rule: string, by = 1): void {
  if (by > 0) tally.set(rule, (tally.get(rule) ?? 0) + by);
}

export function sortedCounts(tally: Tally): Record<string, number> {
  return Object.fromEntries([...tally].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Order of UTF-16 code units: the same on every machine, unlike `localeCompare`. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
