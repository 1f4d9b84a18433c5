/** Runs `git` on a repository that may be hostile, so that nothing in it is executed and nothing is fetched. */
import { spawnSync } from 'node:child_process';
import { devNull } from 'node:os';

/**
 * Settings of a repository's own configuration that name a program, overruled for every call.
 *
 * A checkout that came as an archive brings a `.git/config` of its author's choosing. `log.showSignature` runs
 * `gpg.program`, `core.fsmonitor` runs on every listing, a lazy fetch runs `core.sshCommand`. Filters are overruled by
 * name in `filterOverrides`. `safe.directory` is set since the folder was named by the person who runs the scan, and a
 * checkout in a container belongs to another user as a rule.
 */
const OVERRULED: readonly (readonly [key: string, value: string])[] = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', devNull],
  ['core.sshCommand', 'false'],
  ['core.pager', 'cat'],
  ['core.quotePath', 'false'],
  ['core.untrackedCache', 'false'],
  ['core.commitGraph', 'false'],
  ['credential.helper', ''],
  ['diff.external', ''],
  ['diff.orderFile', devNull],
  ['gpg.program', 'false'],
  ['gpg.ssh.program', 'false'],
  ['gpg.x509.program', 'false'],
  ['log.showSignature', 'false'],
  ['protocol.allow', 'never'],
  ['safe.directory', '*'],
];

/** What a `git` process inherits: enough to be found and to run, and none of the caller's `GIT_*` variables or tokens. */
const INHERITED = ['PATH', 'Path', 'PATHEXT', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP'];

export type GitOverride = readonly [key: string, value: string];

/** The environment of a `git` process that only reads a local repository. */
export function readingEnvironment(overrides: readonly GitOverride[] = []): Record<string, string> {
  const environment: Record<string, string> = {
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    GIT_NO_LAZY_FETCH: '1',
    // No protocol has this name: a missing object of a partial clone is an error, never a connection or a command.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    LC_ALL: 'C',
    HOME: devNull,
  };
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  const settings = [...OVERRULED, ...overrides];
  environment['GIT_CONFIG_COUNT'] = String(settings.length);
  settings.forEach(([key, value], index) => {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return environment;
}

export type GitOutcome = { readonly ok: true; readonly output: Buffer } | { readonly ok: false; readonly why: string };

export type GitCall = {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly overrides?: readonly GitOverride[];
  readonly input?: string;
  readonly timeoutMs?: number;
};

/** A hostile repository can make `git` wait (a pipe in place of `.gitignore`); honest ones list in seconds. */
const TIMEOUT_MS = 120_000;
const OUTPUT_BYTES = 1024 * 1024 * 1024;

/**
 * Runs one reading `git` command to its end, without a shell. Never throws: a missing binary, a signal and a failure all
 * come back as a sentence.
 */
export function runGit(call: GitCall): GitOutcome {
  const done = spawnSync('git', [...call.args], {
    cwd: call.cwd,
    env: readingEnvironment(call.overrides),
    input: call.input ?? '',
    maxBuffer: OUTPUT_BYTES,
    timeout: call.timeoutMs ?? TIMEOUT_MS,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  if (done.error !== undefined) return { ok: false, why: reasonOf(done.error) };
  if (done.status === 0) return { ok: true, output: done.stdout };
  const said =
    done.stderr
      .toString('utf8')
      .trim()
      .split('\n')[0]
      ?.replace(/^fatal: /, '') ?? '';
  return { ok: false, why: said === '' ? `git ended with ${done.status ?? done.signal}` : withoutPlaces(said) };
}

/** What git said without absolute paths: they are of this machine, and a hostile configuration chooses which are named. */
function withoutPlaces(said: string): string {
  return said.replace(/(^|[\s'"(])(?:\/|[A-Za-z]:[\\/])[^\s'")]{0,4096}/g, '$1…');
}

function reasonOf(error: Error & { readonly code?: string }): string {
  if (error.code === 'ENOENT') return 'git is not installed';
  if (error.code === 'ETIMEDOUT') return 'git took too long';
  return error.message;
}

/**
 * Empty programs for every filter driver that the repository configures. Comparing a file with the index runs its
 * `clean` filter otherwise.
 */
export function filterOverrides(cwd: string): readonly GitOverride[] {
  const found = runGit({ args: ['config', '--null', '--name-only', '--get-regexp', '^filter\\.'], cwd });
  if (!found.ok) return [];
  const drivers = new Set<string>();
  for (const name of found.output.toString('utf8').split('\0')) {
    const driver = name.slice('filter.'.length, name.lastIndexOf('.'));
    if (name.startsWith('filter.') && driver !== '') drivers.add(driver);
  }
  return [...drivers].sort().flatMap((driver): GitOverride[] => [
    [`filter.${driver}.clean`, ''],
    [`filter.${driver}.smudge`, ''],
    [`filter.${driver}.process`, ''],
    [`filter.${driver}.required`, 'false'],
  ]);
}
