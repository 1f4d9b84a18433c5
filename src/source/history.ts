/** When each file came in and was last changed, by the history of a checkout. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { digest } from '../core/operation.ts';
import type { Introduction, Tree } from '../core/tree.ts';
import { runGit } from './git-process.ts';
import { pathText, splitNul } from './path-bytes.ts';

/** Commits that are looked at; a file that none of them touches has no known date. */
const MAX_COMMITS = 20_000;
const TIMEOUT_MS = 60_000;
const COMMIT_MARK = 0x01;
const ADDED = 'A';

/**
 * What history says of the paths of `folder`, from one pass over it that is made when the first answer is asked for.
 *
 * `changedAt` is the day (`YYYY-MM-DD`, UTC) of the newest commit that changed a path, `introducedBy` the oldest one that
 * added it. Merges are passed over. `undefined` where history does not say: the file is not committed, or the clone is
 * shallow and its oldest commits pretend to have added everything.
 */
export function historyOf(folder: string): Required<Pick<Tree, 'changedAt' | 'introducedBy'>> {
  let files: ReadonlyMap<string, FileHistory> | undefined;
  const of = (path: string): FileHistory | undefined => (files ??= readHistory(folder)).get(path);
  return { changedAt: path => of(path)?.changedAt, introducedBy: path => of(path)?.introduced };
}

type FileHistory = { readonly changedAt: string; introduced?: Introduction };

function readHistory(folder: string): ReadonlyMap<string, FileHistory> {
  const files = new Map<string, FileHistory>();
  const boundary = shallowCommits(folder);
  if (boundary === undefined) return files;
  const log = runGit({
    args: [
      'log',
      '-z',
      `--max-count=${MAX_COMMITS}`,
      '--no-merges',
      '--no-renames',
      '--no-ext-diff',
      '--no-textconv',
      '--no-show-signature',
      '--relative',
      '--name-status',
      '--format=%x01%H %ct %at %ae %s',
      'HEAD',
      '--',
      '.',
    ],
    cwd: folder,
    timeoutMs: TIMEOUT_MS,
  });
  if (!log.ok) return files;
  let change: Introduction | undefined;
  let status: string | undefined;
  for (const record of splitNul(log.output)) {
    if (record[0] === COMMIT_MARK && status === undefined) {
      change = changeOf(record.subarray(1).toString('utf8'), boundary);
      continue;
    }
    // A status comes before its path; the first one after a commit has the line break that ends its header.
    if (status === undefined) {
      status = record.toString('latin1').trim() || undefined;
      continue;
    }
    const path = pathText(record);
    const known = files.get(path) ?? (change && { changedAt: change.at });
    // Commits come newest first, so that the last addition that is seen is the first that was made.
    if (known) files.set(path, status === ADDED && change ? { ...known, introduced: change } : known);
    status = undefined;
  }
  return files;
}

/** A commit by its header; undefined for one at the edge of a shallow clone. */
function changeOf(header: string, boundary: ReadonlySet<string>): Introduction | undefined {
  const [commit = '', seconds = '', authored = '', author = '', ...subject] = header.split(' ');
  if (boundary.has(commit)) return undefined;
  // The number of a pull request is another in each repository.
  const words = subject
    .join(' ')
    .replace(/\s{0,9}\(#\d{1,9}\)$/, '')
    .trim();
  return { at: dayOf(seconds), by: digest(`${author}\n${dayOf(authored)}\n${words}`) };
}

/** A day that no calendar has, which a commit object may hold, is the first one. */
function dayOf(seconds: string): string {
  const date = new Date(Number(seconds) * 1000);
  return (Number.isNaN(date.getTime()) ? new Date(0) : date).toISOString().slice(0, 10);
}

/** Commits whose parents were not fetched; `undefined` when that cannot be told. */
function shallowCommits(folder: string): ReadonlySet<string> | undefined {
  const shallow = runGit({ args: ['rev-parse', '--is-shallow-repository'], cwd: folder });
  if (!shallow.ok) return undefined;
  if (shallow.output.toString('latin1').trim() !== 'true') return new Set();
  const file = runGit({ args: ['rev-parse', '--git-path', 'shallow'], cwd: folder });
  if (!file.ok) return undefined;
  try {
    return new Set(readFileSync(resolve(folder, file.output.toString('utf8').trim()), 'latin1').split('\n'));
  } catch {
    // A shallow clone whose boundary cannot be read: no date of it can be trusted.
    return undefined;
  }
}
