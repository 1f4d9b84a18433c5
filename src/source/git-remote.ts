/** Brings one commit of a remote repository into a bare repository of ours. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { simpleGit } from 'simple-git';
import { redactSecrets } from '../core/redact.ts';
import { MAX_FILE_BYTES } from '../core/tree.ts';
import { isLoopback } from './target.ts';

export type FetchOptions = {
  /** `https:`, `ssh:`, `file:` or `user@host:path`; without credentials. See `parseTarget`. */
  readonly url: string;
  /** Sent to the host of `url` alone, by https, or by http to this machine. */
  readonly token?: string;
  /** The remote's default branch when absent. */
  readonly branch?: string;
  /** A folder that is made, or empty. */
  readonly intoDirectory: string;
  readonly signal?: AbortSignal;
};

export type FetchOutcome =
  | { readonly kind: 'fetched'; readonly gitDirectory: string }
  /** The repository has no commit on that branch. */
  | { readonly kind: 'empty' }
  /** `why` is one sentence, with secrets and local paths taken out. */
  | { readonly kind: 'failed'; readonly why: string };

/** The branch that the fetched commit gets in our repository; `HEAD` points to it. */
const BRANCH = 'scanned';
/** Without a byte from the remote for so long, the fetch is given up. */
const SILENCE_MS = 120_000;

/**
 * Fetches the newest commit of one branch: depth 1, no tags, no submodules, no checkout, and no blob larger than what is
 * parsed. No hook, helper or prompt runs.
 *
 * The token reaches git through its environment (`GIT_CONFIG_*`), so that it is in no URL, argument list or file, and is
 * bound to the host of the URL; redirects are not followed while there is one. With a token git's system and user
 * configuration is left out as well: a credential helper of the machine would store or forget it.
 *
 * Source: conventions §9; git-config(1), `http.<url>.extraHeader`, `http.followRedirects`.
 */
export async function fetchRepository(options: FetchOptions): Promise<FetchOutcome> {
  const protocol = protocolOf(options.url);
  if (protocol === undefined) return { kind: 'failed', why: 'the URL is of no git transport that is used' };
  if (options.token !== undefined && !mayCarryToken(options.url)) {
    return { kind: 'failed', why: 'a token is sent by https only, and this URL is not' };
  }
  const gitDirectory = options.intoDirectory;
  makeBareRepository(gitDirectory, options.url, options.token !== undefined);
  try {
    await clientFor(gitDirectory, protocol, options).raw([
      'fetch',
      '--progress',
      '--depth=1',
      '--no-tags',
      '--no-recurse-submodules',
      '--no-auto-maintenance',
      '--no-write-fetch-head',
      '--force',
      `--filter=blob:limit=${MAX_FILE_BYTES + 1}`,
      'origin',
      `${options.branch === undefined ? 'HEAD' : `refs/heads/${options.branch}`}:refs/heads/${BRANCH}`,
    ]);
    return { kind: 'fetched', gitDirectory };
  } catch (error) {
    if (options.signal?.aborted === true) return { kind: 'failed', why: 'it was interrupted' };
    const said = error instanceof Error ? error.message : String(error);
    if (/couldn't find remote ref (?:HEAD|refs\/heads\/)/i.test(said)) return { kind: 'empty' };
    return { kind: 'failed', why: reasonOf(said, options) };
  }
}

/**
 * A repository written by hand: `git init` would copy the templates of the machine, hooks among them. Its configuration
 * holds only what keeps git from running or asking anything.
 */
function makeBareRepository(gitDirectory: string, url: string, hasToken: boolean): void {
  for (const folder of ['objects', 'refs', 'empty-home']) mkdirSync(join(gitDirectory, folder), { recursive: true });
  writeFileSync(join(gitDirectory, 'HEAD'), `ref: refs/heads/${BRANCH}\n`);
  const quoted = url.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  writeFileSync(
    join(gitDirectory, 'config'),
    [
      '[core]',
      'repositoryFormatVersion = 0',
      'bare = true',
      `hooksPath = ${devNull}`,
      'fsmonitor = false',
      'askPass = false',
      'sshCommand = ssh -oBatchMode=yes',
      '[gc]',
      'auto = 0',
      '[fetch]',
      'recurseSubmodules = false',
      'writeCommitGraph = false',
      '[remote "origin"]',
      `url = "${quoted}"`,
      ...(hasToken ? ['[http]', 'followRedirects = false', '[credential]', 'helper ='] : []),
      '',
    ].join('\n'),
  );
}

/** Variables of the caller that git and what it calls need: to be found, to reach the network, to trust a certificate. */
const INHERITED = [
  'PATH',
  'Path',
  'PATHEXT',
  'SystemRoot',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SSH_AUTH_SOCK',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'ALL_PROXY',
  'all_proxy',
  'NO_PROXY',
  'no_proxy',
];

function clientFor(gitDirectory: string, protocol: string, options: FetchOptions) {
  const environment: Record<string, string> = {
    GIT_DIR: gitDirectory,
    GIT_TERMINAL_PROMPT: '0',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: protocol,
    LC_ALL: 'C',
    ...inherited(options.token === undefined ? [...INHERITED, 'HOME', 'XDG_CONFIG_HOME', 'USERPROFILE'] : INHERITED),
  };
  if (options.token !== undefined) {
    environment['HOME'] = join(gitDirectory, 'empty-home');
    environment['GIT_CONFIG_NOSYSTEM'] = '1';
    environment['GIT_CONFIG_COUNT'] = '1';
    environment['GIT_CONFIG_KEY_0'] = `http.${new URL(options.url).origin}/.extraHeader`;
    environment['GIT_CONFIG_VALUE_0'] = `Authorization: Basic ${basicCredentials(options.token)}`;
  }
  return simpleGit({
    baseDir: gitDirectory,
    timeout: { block: SILENCE_MS },
    allowEnvironment: Object.keys(environment).filter(name => name.startsWith('GIT_')),
    // The one guard that is lifted: configuration by environment is what keeps the token out of argument lists and files.
    unsafe: options.token === undefined ? {} : { allowUnsafeConfigEnvCount: true },
    ...(options.signal === undefined ? {} : { abort: options.signal }),
  }).env(environment);
}

function inherited(names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** User and token as GitHub takes them over HTTP. */
export function basicCredentials(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString('base64');
}

function protocolOf(url: string): string | undefined {
  if (!url.includes('://')) return /^[^\s/-][^\s/]*@[^\s/:-][^\s/:]*:/.test(url) ? 'ssh' : undefined;
  return /^(https?|ssh|file):\/\//.exec(url)?.[1];
}

function mayCarryToken(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(host));
}

/** The sentence of git that says what went wrong: the `fatal:` line, else the last one. */
function reasonOf(said: string, options: FetchOptions): string {
  const lines = said
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  const line = lines.find(candidate => candidate.startsWith('fatal:')) ?? lines.at(-1) ?? 'git gave no reason';
  const plain = line.replace(/^fatal:\s*/, '').replaceAll(options.intoDirectory, '…');
  return redactSecrets(plain.slice(0, 500), options.token === undefined ? [] : [options.token]);
}
