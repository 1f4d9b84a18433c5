import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { git, makeRepository, temporaryFolder, writeFiles } from '../../tests/support/git-repository.ts';
import { openFolder } from './folder.ts';
import type { SourceTree } from './source-tree.ts';

const temporary = temporaryFolder();
afterAll(temporary.remove);

function folder(name: string): string {
  return join(temporary.path, name);
}

function textOf(tree: SourceTree, path: string): string {
  const content = tree.read(path);
  return content.kind === 'bytes' ? Buffer.from(content.bytes).toString('utf8') : content.code;
}

function pathsOf(tree: SourceTree): readonly string[] {
  return tree.paths.map(entry => entry.path);
}

function codesOf(tree: SourceTree): readonly string[] {
  return tree.diagnostics.map(diagnostic => `${diagnostic.code} ${diagnostic.at.file}`);
}

test('a clean checkout has its commit, its date and the days its files changed', async () => {
  const root = folder('clean');
  makeRepository(root, { 'a.ts': 'one', 'src/b.ts': 'two', '.gitignore': 'out/\n' });
  writeFiles(root, { 'a.ts': 'three', 'out/x.js': 'built' });
  git(root, ['commit', '-q', '-a', '-m', 'second'], '2026-03-04T23:30:00-05:00');

  const tree = await openFolder(root);

  expect(tree.paths).toEqual([
    { path: '.gitignore', kind: 'file', size: 5 },
    { path: 'a.ts', kind: 'file', size: 5 },
    { path: 'src/b.ts', kind: 'file', size: 3 },
  ]);
  expect({
    name: tree.name,
    commit: tree.commit,
    committedAt: tree.committedAt,
    dirty: tree.dirty,
    excluded: tree.excluded,
  }).toEqual({
    name: 'clean',
    commit: git(root, ['rev-parse', 'HEAD']),
    committedAt: '2026-03-05T04:30:00Z',
    dirty: false,
    excluded: { 'git-ignored': 1 },
  });
  expect(['a.ts', 'src/b.ts', 'c.ts'].map(path => tree.changedAt?.(path))).toEqual([
    '2026-03-05',
    '2026-01-02',
    undefined,
  ]);
  expect(textOf(tree, 'a.ts')).toBe('three');
  expect(tree.diagnostics).toEqual([]);
});

test('the change that brought a file in is its first one, and the same change in another repository is the same', async () => {
  for (const [name, subject] of [
    ['one', 'Add threat model (#7)'],
    ['two', 'Add threat model (#123)'],
  ] as const) {
    makeRepository(folder(name), { 'a.ts': name });
    writeFiles(folder(name), { 'tm.md': name, 'a.ts': 'changed' });
    git(folder(name), ['add', '.']);
    git(folder(name), ['commit', '-q', '-m', subject], '2026-03-04T10:00:00Z');
    writeFiles(folder(name), { 'tm.md': 'later' });
    git(folder(name), ['commit', '-q', '-a', '-m', 'later'], '2026-05-05T10:00:00Z');
    writeFiles(folder(name), { 'new.ts': '' });
  }
  const [one, two] = await Promise.all([openFolder(folder('one')), openFolder(folder('two'))]);

  expect(one.introducedBy?.('tm.md')).toEqual({ at: '2026-03-04', by: two.introducedBy?.('tm.md')?.by });
  expect(one.introducedBy?.('a.ts')?.at).toBe('2026-01-02');
  expect(one.introducedBy?.('a.ts')?.by).not.toBe(one.introducedBy?.('tm.md')?.by);
  expect(one.introducedBy?.('new.ts')).toBeUndefined();
});

test('a commit whose words look like the marks of the log is read as what it is', async () => {
  const root = folder('marks');
  makeRepository(root, { 'a.ts': 'a' });
  writeFiles(root, { A: 'named as a status', '\u0001b': 'named as a mark' });
  git(root, ['add', '.']);
  git(root, ['commit', '-q', '-m', '\u0001 A M'], '2026-03-04T10:00:00Z');

  const tree = await openFolder(root);

  expect(['a.ts', 'A', '\u0001b'].map(path => tree.introducedBy?.(path)?.at)).toEqual([
    '2026-01-02',
    '2026-03-04',
    '2026-03-04',
  ]);
});

test.each([
  ['an edited file', (root: string) => writeFileSync(join(root, 'a.ts'), 'edited')],
  ['a new file', (root: string) => writeFileSync(join(root, 'new.ts'), 'new')],
  ['a deleted file', (root: string) => rmSync(join(root, 'a.ts'))],
  [
    'a staged file',
    (root: string) => {
      writeFileSync(join(root, 'a.ts'), 'staged');
      git(root, ['add', 'a.ts']);
    },
  ],
])('%s takes the commit away', async (name, change) => {
  const root = folder(`dirty ${name}`);
  makeRepository(root, { 'a.ts': 'one', 'b.ts': 'two' });
  change(root);

  const tree = await openFolder(root);

  expect([tree.commit, tree.committedAt, tree.dirty, codesOf(tree)]).toEqual([
    undefined,
    undefined,
    true,
    ['uncommitted-changes .'],
  ]);
});

test('a folder of a checkout is listed and named relative to itself, and only its own changes count', async () => {
  const root = folder('mono');
  const commit = makeRepository(root, { 'services/orders/app.ts': 'a', 'services/cart/app.ts': 'b' });
  writeFileSync(join(root, 'services/cart/app.ts'), 'changed');

  const tree = await openFolder(join(root, 'services/orders'));

  expect([pathsOf(tree), tree.commit, tree.changedAt?.('app.ts')]).toEqual([['app.ts'], commit, '2026-01-02']);
});

test('a folder that the checkout around it ignores is walked', async () => {
  const root = folder('outer');
  makeRepository(root, { '.gitignore': 'work/\n' });
  writeFiles(root, { 'work/app/a.ts': 'a', 'work/app/node_modules/x/index.js': 'x' });

  const tree = await openFolder(join(root, 'work/app'));

  expect([pathsOf(tree), tree.commit, tree.excluded]).toEqual([['a.ts'], undefined, { 'dependency-folder': 1 }]);
});

test('without git, nested ignore rules hold below their folder, the deepest one decides, and .git is not entered', async () => {
  const root = folder('plain');
  writeFiles(root, {
    '.gitignore': '*.log\n/out\n',
    'a.log': '',
    'out/x.ts': '',
    'src/out/y.ts': '',
    'src/.gitignore': '!keep.log\ntmp/\n',
    'src/keep.log': '',
    'src/tmp/z.ts': '',
    'tmp/z.ts': '',
    '.git/config': '[core]',
  });

  const tree = await openFolder(root);

  expect(pathsOf(tree)).toEqual(['.gitignore', 'src/.gitignore', 'src/keep.log', 'src/out/y.ts', 'tmp/z.ts']);
  expect(tree.excluded).toEqual({ 'git-ignored': 3 });
});

test('an ignore rule that would take exponential time is not applied, and said so', async () => {
  const root = folder('slow-rule');
  writeFiles(root, { '.gitignore': `${'*a'.repeat(30)}b\n*.log\n`, [`${'a'.repeat(120)}.ts`]: '', 'x.log': '' });

  const tree = await openFolder(root);

  expect(pathsOf(tree)).toEqual(['.gitignore', `${'a'.repeat(120)}.ts`]);
  expect(codesOf(tree)).toEqual(['ignore-rule-skipped .gitignore']);
});

test('checkouts inside a folder are listed by their own rules; a submodule is named and not read', async () => {
  const root = folder('many');
  makeRepository(join(root, 'one'), { 'a.ts': 'a', '.gitignore': 'out' });
  writeFiles(root, { 'one/out/x.ts': '' });
  makeRepository(join(root, 'two'), { 'b.ts': 'b' });
  makeRepository(join(root, 'two/inner'), { 'c.ts': 'c' });
  git(join(root, 'two'), ['submodule', 'add', '-q', join(root, 'one'), 'lib']);

  const tree = await openFolder(root);

  expect(pathsOf(tree)).toEqual(['one/.gitignore', 'one/a.ts', 'two/.gitmodules', 'two/b.ts', 'two/inner/c.ts']);
  expect(codesOf(tree)).toEqual(['submodule-not-read two/lib']);
  expect(tree.excluded).toEqual({ 'git-ignored': 1, submodule: 1 });
});

test('a shallow clone knows no date of files that only its oldest commit has', async () => {
  const origin = folder('origin');
  makeRepository(origin, { 'a.ts': 'a', 'b.ts': 'b' });
  writeFileSync(join(origin, 'a.ts'), 'later');
  git(origin, ['commit', '-q', '-a', '-m', 'second'], '2026-02-03T00:00:00Z');
  git(temporary.path, ['clone', '-q', '--depth', '1', `file://${origin}`, folder('shallow')]);

  const tree = await openFolder(folder('shallow'));

  expect(pathsOf(tree).map(path => tree.changedAt?.(path))).toEqual([undefined, undefined]);
});

test('links are recorded, followed to files inside the root only, and links out of it are refused', async () => {
  const root = folder('links');
  writeFiles(root, { 'real.yaml': 'inside', 'dir/f.ts': 'f' });
  writeFiles(folder('outside'), { 'secret.txt': 'secret' });
  symlinkSync('real.yaml', join(root, 'good.yaml'));
  symlinkSync(folder('outside/secret.txt'), join(root, 'bad.txt'));
  symlinkSync('/etc/passwd', join(root, 'passwd'));
  symlinkSync(folder('outside'), join(root, 'out'));
  symlinkSync('dir', join(root, 'alias'));
  symlinkSync('nowhere', join(root, 'broken'));
  symlinkSync('loop', join(root, 'loop'));

  const tree = await openFolder(root);

  expect(tree.paths).toEqual([
    { path: 'alias', kind: 'link', target: 'dir' },
    { path: 'bad.txt', kind: 'link' },
    { path: 'broken', kind: 'link' },
    { path: 'dir/f.ts', kind: 'file', size: 1 },
    { path: 'good.yaml', kind: 'link', size: 6, target: 'real.yaml' },
    { path: 'loop', kind: 'link' },
    { path: 'out', kind: 'link' },
    { path: 'passwd', kind: 'link' },
    { path: 'real.yaml', kind: 'file', size: 6 },
  ]);
  expect(pathsOf(tree).map(path => textOf(tree, path))).toEqual([
    'not-a-file',
    'symlink-leaves-root',
    'unreadable-file',
    'f',
    'inside',
    'unreadable-file',
    'symlink-leaves-root',
    'symlink-leaves-root',
    'inside',
  ]);
  expect(codesOf(tree)).toEqual([
    'symlink-leaves-root bad.txt',
    'broken-symlink broken',
    'broken-symlink loop',
    'symlink-leaves-root out',
    'symlink-leaves-root passwd',
  ]);
});

test('a file below a folder that a link has replaced is not read, neither when listed nor later', async () => {
  const root = folder('swapped');
  makeRepository(root, { 'a/f.ts': 'mine', 'b/f.ts': 'mine' });
  writeFiles(folder('elsewhere'), { 'f.ts': 'theirs' });
  rmSync(join(root, 'a'), { recursive: true });
  symlinkSync(folder('elsewhere'), join(root, 'a'));

  const tree = await openFolder(root);
  rmSync(join(root, 'b'), { recursive: true });
  symlinkSync(folder('elsewhere'), join(root, 'b'));

  expect(pathsOf(tree)).toEqual(['a', 'b/f.ts']);
  expect([textOf(tree, 'a'), textOf(tree, 'a/f.ts'), textOf(tree, 'b/f.ts')]).toEqual([
    'symlink-leaves-root',
    'unreadable-file',
    'symlink-leaves-root',
  ]);
  expect(codesOf(tree)).toEqual(['uncommitted-changes .', 'symlink-leaves-root a', 'symlink-leaves-root a/f.ts']);
});

test('a file of 2 GB is listed and refused without being read', async () => {
  const root = folder('sparse');
  writeFiles(root, { 'big.json': '' });
  truncateSync(join(root, 'big.json'), 2 * 1024 ** 3);

  const tree = await openFolder(root);
  const before = process.memoryUsage().rss;

  expect(tree.paths).toEqual([{ path: 'big.json', kind: 'file', size: 2 * 1024 ** 3 }]);
  expect(tree.read('big.json')).toEqual({
    kind: 'refused',
    code: 'file-too-large',
    why: '2147483648 bytes or more; at most 4194304 are read',
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 ** 2);
});

test('a pipe is never opened, also in place of a tracked file or after listing', async () => {
  const root = folder('pipe');
  makeRepository(root, { 'a.ts': 'a', 'b.ts': 'b' });
  for (const name of ['a.ts', 'plain']) {
    rmSync(join(root, name), { force: true });
    execFileSync('mkfifo', [join(root, name)]);
  }
  const tree = await openFolder(root);
  rmSync(join(root, 'b.ts'));
  execFileSync('mkfifo', [join(root, 'b.ts')]);

  expect(pathsOf(tree)).toEqual(['b.ts']);
  expect(textOf(tree, 'b.ts')).toBe('not-a-file');
  expect(codesOf(tree)).toEqual(['uncommitted-changes .', 'not-a-file a.ts']);

  rmSync(join(root, '.git'), { recursive: true });
  const walked = await openFolder(root);
  expect(codesOf(walked)).toEqual(['not-a-file a.ts', 'not-a-file b.ts', 'not-a-file plain']);
});

test.each([true, false])(
  'names with line breaks, escapes, quotes and foreign bytes are kept apart and read (git: %s)',
  async isCheckout => {
    const root = folder(`names ${isCheckout}`);
    const names = [
      'line\nbreak.ts',
      'esc\u001b[31m.ts',
      '"quoted".ts',
      'back\\slash.ts',
      '-rf',
      'ü/ß.ts',
      '::error::x.ts',
    ];
    mkdirSync(root);
    writeFiles(root, Object.fromEntries(names.map(name => [name, name])));
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff, 0x2e, 0x74, 0x73])]), 'bytes');
    if (isCheckout) makeRepository(root, {});

    const tree = await openFolder(root);

    expect(pathsOf(tree)).toEqual([...names, 'f\\xff.ts'].sort());
    for (const name of names) expect(textOf(tree, name)).toBe(name);
    expect(textOf(tree, 'f\\xff.ts')).toBe('bytes');
  },
);

test('nothing that a repository configures is executed', async () => {
  const root = folder('hostile');
  makeRepository(root, { 'a.ts': 'a', 'd/b.ts': 'b', '.gitattributes': '* filter=evil diff=evil merge=evil\n' });
  const missing = git(root, ['rev-parse', 'HEAD:d']);
  const proof = join(temporary.path, 'executed');
  const program = join(temporary.path, 'evil.sh');
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${proof}'\ncat\n`);
  chmodSync(program, 0o755);
  mkdirSync(join(root, '.git/evil-hooks'));
  for (const hook of [
    'post-index-change',
    'fsmonitor-watchman',
    'query-watchman',
    'post-checkout',
    'pre-auto-gc',
    'reference-transaction',
  ]) {
    for (const place of ['hooks', 'evil-hooks']) {
      mkdirSync(join(root, '.git', place), { recursive: true });
      writeFileSync(join(root, '.git', place, hook), `#!/bin/sh\necho hook >> '${proof}'\n`, { mode: 0o755 });
    }
  }
  const settings: Readonly<Record<string, string>> = {
    'core.fsmonitor': program,
    'core.hooksPath': '.git/evil-hooks',
    'core.pager': program,
    'core.sshCommand': program,
    'core.askPass': program,
    'core.editor': program,
    'core.gitProxy': program,
    'core.alternateRefsCommand': program,
    'credential.helper': `!${program}`,
    'diff.external': program,
    'diff.evil.command': program,
    'diff.evil.textconv': program,
    'filter.evil.clean': program,
    'filter.evil.smudge': program,
    'filter.evil.process': program,
    'filter.evil.required': 'true',
    'merge.evil.driver': program,
    'gpg.program': program,
    'log.showSignature': 'true',
    'pager.log': program,
    'pager.ls-files': program,
    'alias.ls-files': `!${program}`,
    'uploadpack.packObjectsHook': program,
    'protocol.ext.allow': 'always',
    'extensions.partialClone': 'origin',
    'remote.origin.url': `ext::${program}`,
    'remote.origin.promisor': 'true',
  };
  for (const [key, value] of Object.entries(settings)) git(root, ['config', key, value]);
  git(root, ['config', 'core.repositoryFormatVersion', '1']);
  // Same size, other content and time: git has to compare, which is what runs filters.
  writeFileSync(join(root, 'a.ts'), 'c');
  // A missing object of a partial clone is fetched when history is read, by the command that the remote names.
  rmSync(join(root, '.git/objects', missing.slice(0, 2), missing.slice(2)));
  rmSync(proof, { force: true });

  const tree = await openFolder(root);
  for (const path of pathsOf(tree)) {
    tree.read(path);
    tree.changedAt?.(path);
    tree.introducedBy?.(path);
  }

  expect(existsSync(proof)).toBe(false);
  expect(pathsOf(tree)).toEqual(['.gitattributes', 'a.ts', 'd/b.ts']);
  expect(tree.dirty).toBe(true);
  // The trap is real: an unguarded comparison springs it.
  spawnSync('git', ['status'], { cwd: root, env: { PATH: process.env['PATH'] }, stdio: 'ignore' });
  expect(existsSync(proof)).toBe(true);
});

test('a checkout that git cannot read is walked, and said so without a path of this machine', async () => {
  const root = folder('unreadable');
  makeRepository(root, { 'a.ts': 'a' });
  const elsewhere = join(temporary.path, 'not-a-config');
  writeFileSync(elsewhere, 'secret of this machine\n');
  writeFileSync(join(root, '.git/config'), `[include]\n\tpath = ${elsewhere}\n`);

  const tree = await openFolder(root);

  expect(pathsOf(tree)).toEqual(['a.ts']);
  expect([tree.commit, tree.changedAt]).toEqual([undefined, undefined]);
  expect(tree.diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'git-listing-failed: git could not list the checkout (bad config line 1 in file …); all its files were taken that .gitignore files do not leave out',
  ]);
});

test("a root that is no folder is the caller's mistake", async () => {
  await expect(openFolder(join(temporary.path, 'missing'))).rejects.toThrow('is not a folder');
});

test('an empty folder is an empty tree', async () => {
  mkdirSync(folder('empty'));
  const tree = await openFolder(folder('empty'));
  expect([tree.paths, tree.diagnostics, tree.excluded, tree.dirty]).toEqual([[], [], {}, false]);
});
