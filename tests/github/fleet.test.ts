import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { githubAccess } from '../../src/fleet/github-access.ts';
import { type FleetOptions, type FleetResult, runFleet } from '../../src/fleet/run-fleet.ts';
import { fetchRepository } from '../../src/source/git-remote.ts';
import type { SourceTree } from '../../src/source/source-tree.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { type GithubServer, startElsewhere, startGithub } from '../support/github-server.ts';

const TOKEN = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';
const BASIC = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');

const temporary = temporaryFolder();
const spool = join(temporary.path, 'tmp');
const argumentLog = join(temporary.path, 'arguments.log');
/** Every command line of this machine, and every file of the run, that held the token while git was fetching. */
const leaks: string[] = [];
let github: GithubServer;
let elsewhere: Awaited<ReturnType<typeof startElsewhere>>;
const originalPath = process.env['PATH'];

beforeAll(async () => {
  mkdirSync(spool);
  elsewhere = await startElsewhere();
  github = await startGithub({
    root: join(temporary.path, 'server'),
    token: TOKEN,
    elsewhere: elsewhere.url,
    onGitRequest: lookForToken,
  });
  const shims = join(temporary.path, 'bin');
  mkdirSync(shims);
  const real = execFileSync('which', ['git']).toString('utf8').trim();
  writeFileSync(join(shims, 'git'), `#!/bin/sh\nprintf '%s\\n' "$*" >> '${argumentLog}'\nexec '${real}' "$@"\n`);
  chmodSync(join(shims, 'git'), 0o755);
  process.env['PATH'] = `${shims}:${originalPath}`;
});

afterAll(async () => {
  process.env['PATH'] = originalPath;
  await github.close();
  await elsewhere.close();
  temporary.remove();
});

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

function filesWithToken(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(
      path => statSync(path, { throwIfNoEntry: false })?.isFile() === true && holdsToken(readFileSync(path, 'latin1')),
    );
}

function holdsToken(text: string): boolean {
  return text.includes(TOKEN) || text.includes(BASIC);
}

function accessWith(token: string | undefined, extra: Readonly<Record<string, string>> = {}) {
  return githubAccess({ environment: { APIASSAY_GITHUB_API: github.url, GH_ENTERPRISE_TOKEN: token, ...extra } });
}

function optionsFor(change: Partial<FleetOptions> = {}): FleetOptions {
  return {
    target: { kind: 'github-organisation', organisation: 'acme' },
    access: accessWith(TOKEN),
    temporaryDirectory: spool,
    secondMs: 5,
    ...change,
  };
}

function done<T>(result: FleetResult<T>): Extract<FleetResult<T>, { kind: 'done' }> {
  if (result.kind !== 'done') throw new Error(result.why);
  return result;
}

const pathsOf = async (tree: SourceTree): Promise<readonly string[]> => tree.paths.map(entry => entry.path);

test('every repository of the organisation is in the ledger with its fate, and the token is nowhere else', async () => {
  const progress: unknown[] = [];
  const result = done(
    await runFleet(optionsFor({ onProgress: event => progress.push(event) }), async tree => {
      leaks.push(...filesWithToken(spool));
      return pathsOf(tree);
    }),
  );

  const scanned = (name: string) => ({
    name: `acme/${name}`,
    status: 'scanned',
    why: null,
    commit: github.commits[name],
  });
  const why = "unable to access '" + github.url + "/acme/unreachable.git/': The requested URL returned error: 500";
  expect(result.ledger).toEqual([
    scanned('Weird.Name_1'),
    scanned('billing'),
    scanned('cart'),
    scanned('docs'),
    {
      name: 'acme/express-fork',
      status: 'excluded',
      why: 'fork: its code belongs to another repository',
      commit: null,
    },
    scanned('gateway'),
    scanned('large'),
    {
      name: 'acme/legacy',
      status: 'excluded',
      why: 'archived: it is read-only and no longer maintained',
      commit: null,
    },
    scanned('links'),
    { name: 'acme/nothing-yet', status: 'excluded', why: 'empty: it has no commit', commit: null },
    scanned('orders'),
    { name: 'acme/unreachable', status: 'failed', why, commit: null },
  ]);
  expect(result.results.map(one => [one.name, one.value])).toEqual([
    ['acme/Weird.Name_1', ['line\nbreak.ts']],
    ['acme/billing', ['main.lua']],
    ['acme/cart', ['src/app.js']],
    ['acme/docs', ['README.md']],
    ['acme/gateway', ['kong.yaml']],
    ['acme/large', ['dump.json', 'src/a.ts']],
    ['acme/links', ['api.yaml', 'broken', 'folder', 'openapi/api.yaml', 'passwd']],
    ['acme/orders', ['package.json', 'src/app.js']],
  ]);
  expect([result.complete, result.incompleteBecause, result.interrupted]).toEqual([
    false,
    [`acme/unreachable: ${why}`],
    false,
  ]);
  expect(progress).toContainEqual({ kind: 'note', level: 'info', text: 'GitHub asks to wait 1 s (too many requests)' });
  expect(progress.at(-1)).toMatchObject({ kind: 'repository', done: 10, total: 10, failed: 1, quota: 4100 });

  expect(leaks).toEqual([]);
  expect(holdsToken(JSON.stringify([result, progress]))).toBe(false);
  const logged = readFileSync(argumentLog, 'utf8');
  expect(logged.match(/^fetch /gm)?.length).toBe(10);
  expect(holdsToken(logged)).toBe(false);
  expect(readdirSync(spool)).toEqual([]);
  expect(elsewhere.requests).toEqual([]);
});

test('a fetched tree reads like a checkout: content, a blob that was too large to fetch, links inside and out, a submodule', async () => {
  const seen = done(
    await runFleet(optionsFor(), async (tree, repository) => {
      if (repository.name !== 'acme/links' && repository.name !== 'acme/large') return null;
      return {
        paths: tree.paths,
        contents: tree.paths.map(({ path }) => {
          const content = tree.read(path);
          return content.kind === 'bytes' ? Buffer.from(content.bytes).toString('utf8') : content.code;
        }),
        unlisted: tree.read('../../etc/passwd').kind,
        diagnostics: tree.diagnostics.map(diagnostic => `${diagnostic.code} ${diagnostic.at.file}`),
        excluded: tree.excluded,
        dates: [tree.committedAt, tree.changedAt?.('src/a.ts')],
      };
    }),
  ).results.filter(result => result.value !== null);

  expect(seen.map(result => result.value)).toEqual([
    {
      paths: [
        { path: 'dump.json', kind: 'file' },
        { path: 'src/a.ts', kind: 'file', size: 11 },
      ],
      contents: ['file-too-large', 'export {};\n'],
      unlisted: 'refused',
      diagnostics: [],
      excluded: {},
      dates: ['2026-01-02T03:04:05Z', undefined],
    },
    {
      paths: [
        { path: 'api.yaml', kind: 'link', size: 15, target: 'openapi/api.yaml' },
        { path: 'broken', kind: 'link' },
        { path: 'folder', kind: 'link', target: 'openapi' },
        { path: 'openapi/api.yaml', kind: 'file', size: 15 },
        { path: 'passwd', kind: 'link' },
      ],
      contents: ['openapi: 3.0.0\n', 'unreadable-file', 'not-a-file', 'openapi: 3.0.0\n', 'symlink-leaves-root'],
      unlisted: 'refused',
      diagnostics: ['broken-symlink broken', 'symlink-leaves-root passwd', 'submodule-not-read vendored'],
      excluded: { submodule: 1 },
      dates: ['2026-01-02T03:04:05Z', undefined],
    },
  ]);
});

test('a scan that throws costs its own row, without the secret in its message', async () => {
  const result = done(
    await runFleet(optionsFor(), async (tree, repository) => {
      if (repository.name === 'acme/cart') throw new Error(`broken by ${TOKEN} in ${tree.name}`);
      return 1;
    }),
  );
  expect(result.ledger.filter(row => row.status === 'failed').map(row => [row.name, row.why])).toEqual([
    ['acme/cart', 'broken by [redacted] in acme/cart'],
    ['acme/unreachable', expect.stringContaining('500')],
  ]);
  expect(result.results.length).toBe(7);
});

test('an interruption keeps what is done and names what is not', async () => {
  const controller = new AbortController();
  const result = done(
    await runFleet(optionsFor({ concurrency: 1, signal: controller.signal }), async tree => {
      if (tree.name === 'acme/billing') controller.abort();
      return tree.name;
    }),
  );
  expect(result.interrupted).toBe(true);
  expect(result.results.map(one => one.name)).toEqual(['acme/Weird.Name_1', 'acme/billing']);
  expect(result.ledger.length).toBe(12);
  expect(new Set(result.ledger.filter(row => row.status === 'failed').map(row => row.why))).toEqual(
    new Set(['not scanned: the run was interrupted']),
  );
  expect(readdirSync(spool)).toEqual([]);
});

test('archived repositories and forks are scanned when asked for, or when named on their own', async () => {
  const all = done(await runFleet(optionsFor({ includeArchived: true, includeForks: true }), async () => 1));
  expect(all.ledger.filter(row => row.status === 'excluded').map(row => row.name)).toEqual(['acme/nothing-yet']);

  const one = done(
    await runFleet(
      optionsFor({ target: { kind: 'github-repository', organisation: 'acme', repository: 'legacy' } }),
      async () => 1,
    ),
  );
  expect([one.ledger, one.complete]).toEqual([
    [{ name: 'acme/legacy', status: 'scanned', why: null, commit: github.commits['legacy'] }],
    true,
  ]);
});

test('a renamed repository is found under its present name; a missing one is invisible, not absent', async () => {
  const target = (repository: string): FleetOptions =>
    optionsFor({ target: { kind: 'github-repository', organisation: 'acme', repository } });

  expect(done(await runFleet(target('old-name'), async () => 1)).ledger.map(row => row.name)).toEqual(['acme/orders']);
  const missing = done(await runFleet(target('secret-project'), async () => 1));
  expect([missing.complete, missing.ledger]).toEqual([
    false,
    [
      {
        name: 'acme/secret-project',
        status: 'invisible',
        why: expect.stringContaining('it does not exist, or this token may not see it'),
        commit: null,
      },
    ],
  ]);
});

test('a name that is no organisation is looked for among users, and what they say they have beyond the list is not hidden', async () => {
  const result = done(
    await runFleet(optionsFor({ target: { kind: 'github-organisation', organisation: 'ada' } }), async () => 1),
  );
  expect(result.ledger.map(row => row.name)).toEqual(['acme/cart', 'acme/orders']);
  expect(result.incompleteBecause).toEqual([
    '1 repositories that the account says it has are not visible to this token',
  ]);
});

test.each([
  ['a page link', { kind: 'github-organisation', organisation: 'hostile-page' }],
  ['a redirect', { kind: 'github-repository', organisation: 'acme', repository: 'moved-away' }],
] as const)('%s to another host is not followed', async (_, target) => {
  const result = await runFleet(optionsFor({ target }), async () => 1);
  expect(result).toMatchObject({
    kind: 'not-listed',
    reason: 'network',
    why: expect.stringContaining('points to another host'),
  });
  expect(elsewhere.requests).toEqual([]);
});

test('a redirect of git to another host is not followed while there is a token', async () => {
  const outcome = await fetchRepository({
    url: `${github.url}/acme/moved.git`,
    token: TOKEN,
    intoDirectory: join(temporary.path, 'moved'),
  });
  expect(outcome.kind).toBe('failed');
  expect(holdsToken(JSON.stringify(outcome))).toBe(false);
  expect(elsewhere.requests).toEqual([]);
  expect(filesWithToken(join(temporary.path, 'moved'))).toEqual([]);
});

test.each([
  ['a wrong token', 'ghp_wrong', 'the token may lack metadata read'],
  ['no token', undefined, 'set GH_ENTERPRISE_TOKEN or GITHUB_ENTERPRISE_TOKEN'],
])('%s: nothing is scanned, and the message says what to do', async (_, token, hint) => {
  const result = await runFleet(optionsFor({ access: accessWith(token, { GH_TOKEN: TOKEN }) }), async () => 1);
  expect(result).toMatchObject({ kind: 'not-listed', reason: 'authentication', why: expect.stringContaining(hint) });
  expect(holdsToken(JSON.stringify(result))).toBe(false);
});

test('a host that does not answer is a network failure', async () => {
  const access = githubAccess({ environment: { APIASSAY_GITHUB_API: 'http://127.0.0.1:9' } });
  expect(await runFleet(optionsFor({ access }), async () => 1)).toMatchObject({
    kind: 'not-listed',
    reason: 'network',
  });
});
