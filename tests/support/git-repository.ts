/** Real repositories, built when a test runs, that do not depend on the machine's git set-up. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ENVIRONMENT = {
  PATH: process.env['PATH'],
  HOME: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
};

/** Runs git for a test; `date` is that of a commit. Gives what it prints, without the last line break. */
export function git(cwd: string, args: readonly string[], date?: string): string {
  const dated = date === undefined ? {} : { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  return execFileSync('git', ['-c', 'init.defaultBranch=main', '-c', 'protocol.file.allow=always', ...args], {
    cwd,
    env: { ...ENVIRONMENT, ...dated },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
    .toString('utf8')
    .trimEnd();
}

/** Writes files below a folder, making the folders between. */
export function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** A repository with one commit of these files. Gives the commit. */
export function makeRepository(root: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(root, { recursive: true });
  git(root, ['init', '-q']);
  writeFiles(root, files);
  git(root, ['add', '-A']);
  git(root, ['commit', '-q', '-m', 'first', '--allow-empty']);
  return git(root, ['rev-parse', 'HEAD']);
}

/** A folder of its own for one test file, by its real path. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'apiassay-test-')));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
