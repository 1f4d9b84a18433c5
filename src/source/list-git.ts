/** What git says of a folder of a checkout: its files, its commit, and whether they agree. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { filterOverrides, type GitOverride, runGit } from './git-process.ts';
import { splitNul } from './path-bytes.ts';

export type GitListing = {
  /** Paths relative to the folder, as bytes, tracked and untracked-not-ignored, not sorted. */
  readonly files: readonly Buffer[];
  /** Folders with a repository of their own that the checkout does not track; without the last slash. */
  readonly nested: readonly Buffer[];
  /** Submodules that the checkout names. */
  readonly submodules: readonly Buffer[];
  /** Entries that ignore rules leave out; a folder counts once. */
  readonly ignored: number;
  readonly commit?: string;
  readonly committedAt?: string;
  readonly dirty: boolean;
};

const SUBMODULE = '160000';

/**
 * `none`: not in a checkout, or git ignores all of the folder (build output that is scanned on purpose). `failed`: there is
 * a `.git`, and git cannot read it, so commit, dates and what is tracked are not known.
 */
export type GitAnswer =
  | { readonly kind: 'listed'; readonly listing: GitListing }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'none' };

/** Git waits for ever for a pipe in place of `.gitignore`; 83,000 files take it a tenth of a second. */
const LISTING_TIMEOUT_MS = 20_000;

/** Lists `folder` by git. Where it gives no listing the caller walks the folder. */
export function listByGit(folder: string): GitAnswer {
  const inside = runGit({ args: ['rev-parse', '--is-inside-work-tree'], cwd: folder, timeoutMs: LISTING_TIMEOUT_MS });
  if (!inside.ok)
    return lstatSync(join(folder, '.git'), { throwIfNoEntry: false })
      ? { kind: 'failed', why: inside.why }
      : { kind: 'none' };
  if (inside.output.toString('latin1').trim() !== 'true') return { kind: 'none' };
  const tracked = runGit({ args: ['ls-files', '-z', '-s', '--', '.'], cwd: folder, timeoutMs: LISTING_TIMEOUT_MS });
  if (!tracked.ok) return { kind: 'failed', why: tracked.why };
  const others = runGit({
    args: ['ls-files', '-z', '--others', '--exclude-standard', '--', '.'],
    cwd: folder,
    timeoutMs: LISTING_TIMEOUT_MS,
  });
  if (!others.ok) return { kind: 'failed', why: others.why };

  const index = parseIndex(tracked.output);
  const untracked = splitNul(others.output);
  if (index.files.length + index.submodules.length + untracked.length === 0) return { kind: 'none' };

  const nested = untracked.filter(isFolder).map(path => path.subarray(0, -1));
  const untrackedFiles = untracked.filter(path => !isFolder(path));
  const head = headOf(folder);
  const listing: GitListing = {
    files: [...index.files, ...untrackedFiles],
    nested,
    submodules: index.submodules,
    ignored: ignoredEntries(folder),
    ...head,
    dirty: head.commit !== undefined && (untracked.length > 0 || differsFromHead(folder)),
  };
  return { kind: 'listed', listing };
}

/** `mode SP blob SP stage TAB path`. A path in conflict stands there up to three times. */
function parseIndex(output: Buffer): { files: Buffer[]; submodules: Buffer[] } {
  const files: Buffer[] = [];
  const submodules: Buffer[] = [];
  let previous: Buffer | undefined;
  for (const record of splitNul(output)) {
    const tab = record.indexOf(0x09);
    const path = record.subarray(tab + 1);
    if (tab === -1 || (previous !== undefined && path.equals(previous))) continue;
    previous = path;
    (record.subarray(0, 6).toString('latin1') === SUBMODULE ? submodules : files).push(path);
  }
  return { files, submodules };
}

function isFolder(path: Buffer): boolean {
  return path.at(-1) === 0x2f;
}

function headOf(folder: string): { commit?: string; committedAt?: string } {
  const head = runGit({ args: ['log', '-1', '--no-show-signature', '--format=%H %ct', 'HEAD', '--'], cwd: folder });
  if (!head.ok) return {};
  const [commit, seconds] = head.output.toString('latin1').trim().split(' ');
  if (commit === undefined || seconds === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return {};
  return { commit, committedAt: isoSeconds(Number(seconds)) };
}

/** `2026-01-31T12:00:00Z` of seconds since 1970. */
export function isoSeconds(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** Index against commit, then files against index; the latter would run clean filters, so those are taken away. */
function differsFromHead(folder: string): boolean {
  const overrides: readonly GitOverride[] = filterOverrides(folder);
  const staged = runGit({
    args: ['diff-index', '--cached', '--name-only', '--no-ext-diff', '-z', 'HEAD', '--', '.'],
    cwd: folder,
  });
  if (!staged.ok || staged.output.length > 0) return true;
  const modified = runGit({ args: ['ls-files', '-z', '--modified', '--', '.'], cwd: folder, overrides });
  return !modified.ok || modified.output.length > 0;
}

function ignoredEntries(folder: string): number {
  const ignored = runGit({
    args: ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory', '--', '.'],
    cwd: folder,
  });
  return ignored.ok ? splitNul(ignored.output).length : 0;
}
