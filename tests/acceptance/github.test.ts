/** An organisation on a GitHub of one's own: every repository has its fate, and the token goes nowhere. */
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  apiassay,
  operationsOf,
  schemaErrors,
  scanned,
  workFolder,
  type Ended,
  type RunOptions,
  type Scanned,
} from '../support/cli.ts';
import { startGithub, type GithubServer } from '../support/github-server.ts';

const TOKEN = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';
const BASIC = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');

const folder = workFolder();
const spool = folder('tmp');
const argumentLog = join(folder('log'), 'arguments.log');
/** Command lines and files that held the token while git was fetching. */
const leaks: string[] = [];
let github: GithubServer;
let enterprise: { readonly url: string; readonly server: Server };
let searchPath = '';

beforeAll(async () => {
  github = await startGithub({ root: folder('server'), token: TOKEN, onGitRequest: lookForToken });
  enterprise = await startEnterprise(github.url);
  // Notes the arguments of every git that is started.
  const shims = folder('bin');
  const real = execFileSync('which', ['git']).toString('utf8').trim();
  writeFileSync(join(shims, 'git'), `#!/bin/sh\nprintf '%s\\n' "$*" >> '${argumentLog}'\nexec '${real}' "$@"\n`);
  chmodSync(join(shims, 'git'), 0o755);
  searchPath = `${shims}:${process.env['PATH'] ?? ''}`;
}, 60_000);

afterAll(async () => {
  await github.close();
  enterprise.server.closeAllConnections();
  enterprise.server.close();
});

/** A GitHub Enterprise Server: the API below `/api/v3`, git at the root of the same host. */
async function startEnterprise(behind: string): Promise<{ readonly url: string; readonly server: Server }> {
  let own = '';
  const server = createServer((incoming, outgoing) => {
    const asked = incoming.url ?? '/';
    const isGit = asked.includes('.git/');
    if (!isGit && !asked.startsWith('/api/v3/')) {
      outgoing.writeHead(404).end();
      return;
    }
    const target = new URL(isGit ? asked : asked.slice('/api/v3'.length), behind);
    const { host: _host, ...headers } = incoming.headers;
    const passed = httpRequest(target, { method: incoming.method ?? 'GET', headers }, answer => {
      const { link, ...rest } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, {
        ...rest,
        ...(typeof link === 'string' ? { link: link.replaceAll(behind, `${own}/api/v3`) } : {}),
      });
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  own = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return { url: own, server };
}

function lookForToken(): void {
  for (const pid of (existsSync('/proc') ? readdirSync('/proc') : []).filter(name => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(join('/proc', pid, 'cmdline'), 'latin1');
      if (holdsToken(line)) leaks.push(line);
    } catch {
      // The process ended meanwhile.
    }
  }
  leaks.push(...filesWithToken(spool));
}

function filesWithToken(root: string): readonly string[] {
  try {
    return readdirSync(root, { withFileTypes: true }).flatMap(entry => {
      const path = join(root, entry.name);
      if (entry.isDirectory()) return filesWithToken(path);
      return entry.isFile() && holdsToken(readFileSync(path, 'latin1')) ? [path] : [];
    });
  } catch (error) {
    // Repositories come and go while others are fetched.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function holdsToken(text: string): boolean {
  return text.includes(TOKEN) || text.includes(BASIC);
}

function on(api: string, token: string = TOKEN): RunOptions {
  return { env: { PATH: searchPath, TMPDIR: spool, APIASSAY_GITHUB_API: api, GH_ENTERPRISE_TOKEN: token } };
}

describe('scan github:ORG', () => {
  let whole: Scanned;
  beforeAll(async () => {
    whole = await scanned('github:acme', on(github.url));
  }, 60_000);

  test('all 12 repositories are in the ledger with their fate, and one that failed makes it incomplete: 3', () => {
    const done = (name: string): unknown => ({
      name: `acme/${name}`,
      status: 'scanned',
      why: null,
      commit: github.commits[name],
    });
    const why = `unable to access '${github.url}/acme/unreachable.git/': The requested URL returned error: 500`;
    expect(whole.report.coverage.repositories).toEqual([
      done('Weird.Name_1'),
      done('billing'),
      done('cart'),
      done('docs'),
      {
        name: 'acme/express-fork',
        status: 'excluded',
        why: 'fork: its code belongs to another repository',
        commit: null,
      },
      done('gateway'),
      done('large'),
      {
        name: 'acme/legacy',
        status: 'excluded',
        why: 'archived: it is read-only and no longer maintained',
        commit: null,
      },
      done('links'),
      { name: 'acme/nothing-yet', status: 'excluded', why: 'empty: it has no commit', commit: null },
      done('orders'),
      { name: 'acme/unreachable', status: 'failed', why, commit: null },
    ]);
    expect([whole.code, whole.report.complete, whole.report.incompleteBecause]).toEqual([
      3,
      false,
      [`acme/unreachable: ${why}`],
    ]);
  });

  test('it is one report on the organisation, valid, with the repository before every place', () => {
    const { report } = whole;
    expect([schemaErrors(report), report.target]).toEqual([
      [],
      { kind: 'organisation', name: 'acme', organisation: 'acme', commit: null, committedAt: null },
    ]);
    expect(operationsOf(report)).toEqual(['GET /cart none', 'GET /orders none']);
    expect(
      report.endpoints.map(({ component, sources }) => [
        component,
        ...sources.map(({ file, line }) => `${file}:${line}`),
      ]),
    ).toEqual([
      ['acme/cart', 'acme/cart/src/app.js:1'],
      ['acme/orders', 'acme/orders/src/app.js:1'],
    ]);
    const names = new Set(report.coverage.repositories.map(({ name }) => name));
    const places = [
      ...report.diagnostics,
      ...report.evidence.flatMap(({ facts }) => facts),
      ...report.coverage.files.failed,
    ].map(({ file }) => file);
    expect(places.length).toBeGreaterThan(5);
    expect(places.filter(file => !names.has(file.split('/').slice(0, 2).join('/')))).toEqual([]);
    expect(report.coverage.languagesNotRead).toContainEqual({ language: 'lua', files: 1 });
  });

  test('with --allow-partial the code is 0, the report is as incomplete as before, and -o holds all of it', async () => {
    const file = join(folder('out'), 'acme.json');
    const ended = await apiassay(
      ['scan', 'github:acme', '--format', 'json', '-o', file, '--allow-partial', '--concurrency', '4', '--verbose'],
      on(enterprise.url.concat('/api/v3')),
    );
    expect([ended.code, ended.stdout]).toEqual([0, '']);
    // The same organisation behind another address, with more at once: the same report but for that address.
    expect(
      readFileSync(file, 'utf8')
        .replaceAll(enterprise.url, github.url)
        .replace(/"digest": "[0-9a-f]{64}"/, ''),
    ).toBe(whole.text.replace(/"digest": "[0-9a-f]{64}"/, ''));
    expect(holdsToken(ended.stderr)).toBe(false);
    expect(filesWithToken(folder('out'))).toEqual([]);
  });

  test('the token is in no output, no argument list and no file, and nothing is left behind', () => {
    expect([holdsToken(whole.text), holdsToken(whole.stderr), leaks]).toEqual([false, false, []]);
    const started = readFileSync(argumentLog, 'utf8');
    expect(started).toMatch(/^fetch /m);
    expect(holdsToken(started)).toBe(false);
    expect(readdirSync(spool)).toEqual([]);
    // It is a real one: the server had to be shown it.
    expect(github.requests.some(({ authorization }) => authorization === `token ${TOKEN}`)).toBe(true);
  });
});

test('scan github:ORG/REPO is a report on that repository, with places as they are in it', async () => {
  const { code, report } = await scanned('github:acme/orders', on(github.url));
  const commit = github.commits['orders'] ?? '';
  expect([code, schemaErrors(report), report.complete, report.target]).toEqual([
    0,
    [],
    true,
    { kind: 'repository', name: 'acme/orders', organisation: 'acme', commit, committedAt: null },
  ]);
  expect(report.coverage.repositories).toEqual([{ name: 'acme/orders', status: 'scanned', why: null, commit }]);
  expect(report.endpoints.map(({ method, path: template, sources }) => [method, template, sources[0]?.file])).toEqual([
    ['GET', '/orders', 'src/app.js'],
  ]);
});

type Refusal = readonly [what: string, target: string, code: number, message: RegExp, options?: () => RunOptions];

const REFUSALS: readonly Refusal[] = [
  ['an organisation that nobody sees', 'github:nobody', 4, /nobody.*(?:does not exist|not found|may not see)/i],
  ['a repository that nobody sees', 'github:acme/secret-project', 4, /secret-project/],
  ['a repository that cannot be fetched', 'github:acme/unreachable', 4, /500/],
  ['a token that is not accepted', 'github:acme', 4, /token/, () => on(github.url, 'ghp_wrong')],
  [
    'a token that would travel without TLS',
    'github:acme',
    2,
    /is not https, and a token is not sent to it/,
    () => on('http://203.0.113.7'),
  ],
  ['no name', 'github:', 2, /is not github:ORG or github:ORG\/REPO/],
  ['one name too many', 'github:acme/orders/src', 2, /is not github:ORG or github:ORG\/REPO/],
];

describe.concurrent('there is nothing to report on', () => {
  test.for(REFUSALS)('%s', async ([, target, code, message, options], { expect }) => {
    const ended: Ended = await apiassay(['scan', target, '--format', 'json', '-q'], options?.() ?? on(github.url));
    expect(ended.code).toBe(code);
    expect(ended.stdout === '' ? ended.stderr : ended.stdout).toMatch(message);
    expect(ended.stderr).not.toMatch(/^ +at /m);
    expect([holdsToken(ended.stdout), holdsToken(ended.stderr)]).toEqual([false, false]);
  });
});
