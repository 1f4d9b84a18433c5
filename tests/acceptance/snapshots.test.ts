/** Two snapshots differ by what was changed between them, and by nothing else. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ReportDiff } from '../../src/core/diff.ts';
import { apiassay, EPOCH, scanned, workFolder } from '../support/cli.ts';
import { git, makeRepository } from '../support/git-repository.ts';
import { SMALL_APP } from '../support/small-app.ts';

const folder = workFolder();

async function diffOf(args: readonly string[]): Promise<ReportDiff> {
  const { code, stdout, stderr } = await apiassay(['diff', ...args, '--format', 'json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as ReportDiff;
}

test('equal snapshots differ by nothing; one guard removed is exactly that change, caused by the code', async () => {
  const tree = join(folder('one'), 'small');
  const store = join(folder('one'), 'store');
  makeRepository(tree, SMALL_APP);
  /** One a day. */
  const snapshot = async (day: number): Promise<string> => {
    const env = { SOURCE_DATE_EPOCH: String(Number(EPOCH) + day * 86_400) };
    const { code, stdout, stderr } = await apiassay(['snapshot', tree, '--store', store, '-q'], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout.trim();
  };
  const ids = [await snapshot(0), await snapshot(1)];
  expect(ids.map(id => id.slice(0, 6))).toEqual(['000001', '000002']);
  const { from: _from, to: _to, ...same } = await diffOf(['last', '--store', store]);
  expect(same).toEqual({ notes: [], repositories: [], operations: [], levels: [], visibility: [] });

  const file = join(tree, 'src/app.js');
  writeFileSync(file, readFileSync(file, 'utf8').replace("'/orders/:id', requireUser, ", "'/orders/:id', "));
  git(tree, ['commit', '-q', '-a', '-m', 'open'], '2026-02-03T04:05:06Z');
  ids.push(await snapshot(2));

  const diff = await diffOf([ids[0] ?? '', 'last', '--store', store]);
  expect({ notes: diff.notes, repositories: diff.repositories, visibility: diff.visibility }).toEqual({
    notes: [],
    repositories: [],
    visibility: [],
  });
  expect(diff.operations).toEqual([
    {
      kind: 'authentication',
      causes: ['code'],
      from: 'required',
      to: 'none',
      isLost: true,
      reason: 'no guard stands on the way to it, and the way was followed to the end',
      operation: {
        id: expect.stringMatching(/^op-[0-9a-f]{12}$/),
        repository: 'small',
        component: '.',
        method: 'DELETE',
        path: '/orders/{id}',
        state: 'shadow',
        auth: 'none',
        at: { file: 'src/app.js', line: 17, column: 12 },
      },
    },
  ]);
  // Levels follow from it: none may rise because a guard went, and none has another cause.
  expect(diff.levels.filter(({ direction, causes }) => direction === 'up' || causes.join() !== 'code')).toEqual([]);

  const { code, stdout } = await apiassay(['diff', 'last', '--store', store]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ {2}− auth +\. +DELETE \/orders\/\{id\} +required → none +code +src\/app\.js:17/m);
});

test('a file is compared with a file, and a change that nobody made is told by its cause', async () => {
  const tree = join(folder('two'), 'small');
  makeRepository(tree, SMALL_APP);
  const before = await scanned(tree);
  const [a, b] = ['a.json', 'b.json'].map(name => join(folder('two'), name));
  writeFileSync(a ?? '', before.text);
  git(tree, ['mv', 'src/app.js', 'src/server.js']);
  git(tree, ['commit', '-q', '-m', 'move'], '2026-02-03T04:05:06Z');
  writeFileSync(b ?? '', (await scanned(tree)).text);
  const diff = await diffOf([a ?? '', b ?? '']);
  // The same operations in another file are the same operations.
  expect([diff.operations, diff.levels, diff.visibility]).toEqual([[], [], []]);
});

test.each([
  ['a report that is not there', ['nowhere.json', 'elsewhere.json'], 'there is no file nowhere.json'],
  ['a store that is empty', ['last', '--store', 'STORE'], 'snapshot'],
  ['no argument', [], "missing required argument 'from'"],
  ['a form that diff does not have', ['a', 'b', '--format', 'markdown'], 'Allowed choices are terminal, json'],
])('%s: 2, and nothing on stdout', async (_what, args, message) => {
  const { code, stdout, stderr } = await apiassay([
    'diff',
    ...args.map(argument => (argument === 'STORE' ? folder('no-store') : argument)),
  ]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});
