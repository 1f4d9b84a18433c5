/** `.gitignore` rules of a folder that git does not know. */
import ignore from 'ignore';

/** Rules of one `.gitignore`, and the folder they count from: `''` for the root, else with a last slash. */
export type IgnoreRules = { readonly base: string; readonly rules: ReturnType<typeof ignore> };

/**
 * Wildcards that one rule may have. The library turns a rule into a regular expression, whose time grows with the length of
 * a path to the power of this number; honest rules have one or two.
 */
const MAX_WILDCARDS = 4;
const MAX_LENGTH = 500;
const MAX_RULES = 5_000;

/** Reads a `.gitignore`; `skipped` rules are those that could take too long. */
export function parseIgnoreRules(
  base: string,
  text: string,
): { readonly rules: IgnoreRules; readonly skipped: number } {
  const lines = text.split(/\r?\n/);
  const kept = lines
    .slice(0, MAX_RULES)
    .filter(line => line.length <= MAX_LENGTH && (line.match(/[*?]+/g)?.length ?? 0) <= MAX_WILDCARDS);
  return {
    rules: { base, rules: ignore({ allowRelativePaths: true }).add(kept) },
    skipped: lines.length - kept.length,
  };
}

/**
 * Whether the chain of rules from the root to the folder of `path` leaves it out: the deepest file with an opinion wins.
 * A folder is given with a last slash.
 *
 * Source: gitignore(5).
 */
export function isIgnored(chain: readonly IgnoreRules[], path: string): boolean {
  for (const { base, rules } of chain.toReversed()) {
    const verdict = rules.test(path.slice(base.length));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}
