/** When each file was last changed, by the history of a checkout. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runGit } from './git-process.ts';
import { pathText, splitNul } from './path-bytes.ts';

/** Commits that are looked at; a file that none of them touches has no known date. */
const MAX_COMMITS = 20_000;
const TIMEOUT_MS = 60_000;
const COMMIT_MARK = 0x01;

/**
 * Gives the day (`YYYY-MM-DD`, UTC) of the newest commit that changed a path of `folder`, from one pass over the history
 * that is made when the first date is asked for. Merges are passed over. `undefined` where history does not say: the file
 * is not committed, or the clone is shallow and its oldest commits pretend to have added everything.
 */
export function changeDates(folder: string): (path: string) => string | undefined {
  let dates: ReadonlyMap<string, string> | undefined;
  return path => {
    dates ??= readDates(folder);
    return dates.get(path);
  };
}

function readDates(folder: string): ReadonlyMap<string, string> {
  const dates = new Map<string, string>();
  const boundary = shallowCommits(folder);
  if (boundary === undefined) return dates;
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
      '--name-only',
      '--format=%x01%H %ct',
      'HEAD',
      '--',
      '.',
    ],
    cwd: folder,
    timeoutMs: TIMEOUT_MS,
  });
  if (!log.ok) return dates;
  let day: string | undefined;
  for (const record of splitNul(log.output)) {
    if (record[0] === COMMIT_MARK) {
      const [commit = '', seconds] = record.subarray(1).toString('latin1').split(' ');
      day = boundary.has(commit) ? undefined : new Date(Number(seconds) * 1000).toISOString().slice(0, 10);
      continue;
    }
    // The first name after a commit has the line break that ends its header.
    const path = pathText(record[0] === 0x0a ? record.subarray(1) : record);
    if (day !== undefined && path !== '' && !dates.has(path)) dates.set(path, day);
  }
  return dates;
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
