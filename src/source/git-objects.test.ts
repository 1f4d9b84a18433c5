import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { git, makeRepository, temporaryFolder, writeFiles } from '../../tests/support/git-repository.ts';
import { openGitObjects } from './git-objects.ts';
import { fetchRepository } from './git-remote.ts';
import { withRemoteTree } from './remote-tree.ts';
import type { SourceTree } from './source-tree.ts';

const temporary = temporaryFolder();
afterAll(temporary.remove);
const folder = (name: string): string => join(temporary.path, name);

function open(name: string): Promise<SourceTree> {
  const spoolDirectory = folder(`${name}-spool`);
  mkdirSync(spoolDirectory);
  return openGitObjects({ gitDirectory: join(folder(name), '.git'), name, spoolDirectory });
}

test('the commit is read, not the work tree, with the days its files changed', async () => {
  const root = folder('history');
  makeRepository(root, { 'a.ts': 'one', 'b/c.ts': 'two', 'empty.ts': '' });
  writeFiles(root, { 'a.ts': 'three' });
  git(root, ['commit', '-q', '-a', '-m', 'second'], '2026-03-04T00:00:00Z');
  writeFiles(root, { 'a.ts': 'not committed', 'new.ts': '' });

  const tree = await open('history');

  expect(tree.paths).toEqual([
    { path: 'a.ts', kind: 'file', size: 5 },
    { path: 'b/c.ts', kind: 'file', size: 3 },
    { path: 'empty.ts', kind: 'file', size: 0 },
  ]);
  expect(['a.ts', 'b/c.ts', 'empty.ts'].map(path => tree.read(path))).toEqual(
    ['three', 'two', ''].map(text => ({ kind: 'bytes', bytes: Buffer.from(text) })),
  );
  expect(['a.ts', 'b/c.ts', 'x'].map(path => tree.changedAt?.(path))).toEqual(['2026-03-04', '2026-01-02', undefined]);
  expect([tree.commit, tree.committedAt]).toEqual([git(root, ['rev-parse', 'HEAD']), '2026-03-04T00:00:00Z']);
});

test('paths that no checkout could have are named and not read', async () => {
  const root = folder('unsafe');
  makeRepository(root, { 'a.ts': 'a' });
  const blob = Buffer.from(git(root, ['rev-parse', 'HEAD:a.ts']), 'hex');
  const entry = (mode: string, name: string, id: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), id]);
  const write = (entries: readonly Buffer[]): Buffer =>
    Buffer.from(
      execFileSync('git', ['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'], {
        cwd: root,
        input: Buffer.concat(entries),
      })
        .toString('latin1')
        .trim(),
      'hex',
    );
  const inner = write([entry('100644', 'passwd', blob)]);
  const tree = write([
    entry('40000', '..', inner),
    entry('40000', '.GIT', inner),
    entry('100644', 'ok\u001b.ts', blob),
  ]);
  const commit = git(root, ['commit-tree', '-m', 'hostile', tree.toString('hex')]);
  git(root, ['update-ref', 'refs/heads/main', commit]);

  const opened = await open('unsafe');

  expect(opened.paths).toEqual([{ path: 'ok\u001b.ts', kind: 'file', size: 1 }]);
  expect(opened.diagnostics.map(diagnostic => `${diagnostic.code} ${diagnostic.at.file}`)).toEqual([
    'unsafe-path ../passwd',
    'unsafe-path .GIT/passwd',
  ]);
  expect(opened.read('../passwd').kind).toBe('refused');
});

test('a pointer of Git LFS is named: its content is elsewhere', async () => {
  makeRepository(folder('lfs'), {
    'spec.json': `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`,
  });
  expect((await open('lfs')).diagnostics.map(diagnostic => `${diagnostic.code} ${diagnostic.at.file}`)).toEqual([
    'lfs-pointer spec.json',
  ]);
});

test('a repository without a commit, and a folder that is none, cannot be opened', async () => {
  mkdirSync(folder('bare-empty'));
  git(folder('bare-empty'), ['init', '-q']);
  await expect(open('bare-empty')).rejects.toThrow(/does not have any commits/);
});

test('a fetch brings one commit of one branch, without tags, hooks or a checkout', async () => {
  const origin = folder('origin');
  makeRepository(origin, { 'a.ts': 'one' });
  git(origin, ['tag', 'v1']);
  git(origin, ['checkout', '-q', '-b', 'release']);
  writeFiles(origin, { 'a.ts': 'released' });
  git(origin, ['commit', '-q', '-a', '-m', 'second']);
  const commit = git(origin, ['rev-parse', 'HEAD']);
  git(origin, ['checkout', '-q', 'main']);
  const intoDirectory = folder('fetched');

  expect(await fetchRepository({ url: `file://${origin}`, branch: 'release', intoDirectory })).toEqual({
    kind: 'fetched',
    gitDirectory: intoDirectory,
  });

  expect(git(intoDirectory, ['for-each-ref', '--format=%(refname) %(objectname)'])).toBe(
    `refs/heads/scanned ${commit}`,
  );
  expect(git(intoDirectory, ['rev-list', '--count', 'HEAD'])).toBe('1');
  expect(readdirSync(intoDirectory).filter(name => name === 'hooks' || name === 'a.ts')).toEqual([]);
});

test('a repository of this machine that is fetched from cannot run anything', async () => {
  const origin = folder('trap');
  makeRepository(origin, { 'a.ts': 'one' });
  const program = folder('trap.sh');
  writeFileSync(program, `#!/bin/sh\ntouch '${folder('sprung')}'\nexec "$@"\n`);
  chmodSync(program, 0o755);
  for (const key of ['uploadpack.packObjectsHook', 'core.fsmonitor', 'core.sshCommand', 'core.alternateRefsCommand'])
    git(origin, ['config', key, program]);

  const outcome = await withRemoteTree(
    { url: `file://${origin}`, name: 'trap', temporaryDirectory: temporary.path },
    async tree => tree.paths.map(entry => entry.path),
  );

  expect(outcome).toMatchObject({ kind: 'used', value: ['a.ts'] });
  expect(existsSync(folder('sprung'))).toBe(false);
  expect(readdirSync(temporary.path).filter(name => name.startsWith('apiassay-'))).toEqual([]);
});

test.each([
  ['a missing repository', `file://${folder('none')}`, 'failed'],
  ['a transport that runs a command', `ext::touch ${folder('sprung')}`, 'failed'],
  ['an option in place of a URL', `--upload-pack=touch ${folder('sprung')}`, 'failed'],
  ['an option in place of a host', `-oProxyCommand=touch@${folder('sprung')}:x`, 'failed'],
  ['a host that does not answer', 'http://127.0.0.1:9/a/b.git', 'failed'],
])('%s is a failure with a sentence, and nothing runs', async (name, url, kind) => {
  const outcome = await fetchRepository({ url, intoDirectory: folder(`failed ${name}`) });
  expect(outcome.kind).toBe(kind);
  expect('why' in outcome ? outcome.why : '').toMatch(/\w{3}/);
  expect(JSON.stringify(outcome)).not.toContain(folder(`failed ${name}`));
  expect(existsSync(folder('sprung'))).toBe(false);
});

test('a token is never sent without TLS to another machine', async () => {
  expect(
    await fetchRepository({ url: 'http://example.org/a/b.git', token: 'ghp_secret', intoDirectory: folder('plain') }),
  ).toEqual({
    kind: 'failed',
    why: 'a token is sent by https only, and this URL is not',
  });
});
