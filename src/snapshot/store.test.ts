import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../tests/support/git-repository.ts';
import { addBook, listBooks, sampleReport, sampleParts } from '../../tests/support/sample-report.ts';
import type { Report } from '../core/report.ts';
import { folderStorage, memoryStorage, type Storage } from './storage.ts';
import { openStore, storeOver } from './store.ts';

const temporary = temporaryFolder();
afterAll(temporary.remove);
let folders = 0;
const newFolder = (): string => join(temporary.path, `store-${(folders += 1)}`);

const first = sampleReport();
const nextDay = sampleReport({ generatedAt: '2026-11-15T03:00:00Z' });
const changed = sampleReport({ inventory: { ...sampleParts().inventory, operations: [listBooks, addBook] } });
const other = sampleReport({ target: { ...sampleParts().target, name: 'acme/other' } });

describe.each([
  ['a folder', (): Storage => folderStorage(newFolder())],
  ['memory', memoryStorage],
])('a store in %s', (_, storage) => {
  test('gives back what was put, to the byte', () => {
    const store = storeOver(storage());
    const snapshot = store.put(first);
    expect(store.get(snapshot.id)).toEqual({ kind: 'found', snapshot, report: first });
    expect(snapshot).toEqual({
      manifestVersion: 1,
      id: `000001-${snapshot.object.slice(0, 12)}`,
      object: snapshot.object,
      generatedAt: '2026-11-14T03:00:00Z',
      target: { kind: 'tree', name: 'acme/shop', commit: first.target.commit },
      tool: { version: '0.1.0', rules: 'rules-0123456789ab' },
      complete: true,
      endpoints: first.endpoints.length,
    });
  });

  test('the same result on another day is another snapshot of the same object; the same report again is nothing new', () => {
    const blobs = storage();
    const store = storeOver(blobs);
    const [one, again, later] = [store.put(first), store.put(first), store.put(nextDay)];
    expect(again).toEqual(one);
    expect([later.object === one.object, later.id === one.id]).toEqual([true, false]);
    expect(blobs.list(`objects/${one.object.slice(0, 2)}`)).toEqual([`${one.object}.ndjson.zst`]);
    expect(store.list().map(snapshot => snapshot.generatedAt)).toEqual([
      '2026-11-14T03:00:00Z',
      '2026-11-15T03:00:00Z',
    ]);
    expect(store.get('last')).toMatchObject({ kind: 'found', report: nextDay });
  });

  test('last, its predecessors, numbers and the start of a hash name a snapshot, within a target when one is given', () => {
    const store = storeOver(storage());
    const snapshots = [store.put(first), store.put(changed), store.put(other)];
    const idOf = (words: string, target?: string): string => {
      const found = store.get(words, target);
      return found.kind === 'found' ? found.snapshot.id : found.why;
    };
    const ids = snapshots.map(snapshot => snapshot.id);
    expect(
      ['last', 'latest', 'last~1', 'last~2', '2', snapshots[1]?.object.slice(0, 8) ?? '', ids[0] ?? ''].map(words =>
        idOf(words),
      ),
    ).toEqual([ids[2], ids[2], ids[1], ids[0], ids[1], ids[1], ids[0]]);
    expect(idOf('last', 'acme/shop')).toBe(ids[1]);
    expect(store.latest('acme/other')?.id).toBe(ids[2]);
    expect(idOf('last~3')).toBe(`there is no snapshot "last~3"; the newest is ${ids[2]}`);
    expect(idOf('../../etc/passwd')).toBe(`there is no snapshot "../../etc/passwd"; the newest is ${ids[2]}`);
    expect(idOf('last', 'acme/none')).toBe('there is no snapshot of acme/none');
  });
});

test('a store that is not there yet is empty, and listing does not make it', () => {
  const folder = newFolder();
  expect([openStore(folder).list(), openStore(folder).latest(), existsSync(folder)]).toEqual([[], undefined, false]);
});

test('objects are canonical lines: sorted, without the time, named by their hash', () => {
  const folder = newFolder();
  const { object } = openStore(folder).put(first);
  const text = zstdDecompressSync(
    readFileSync(join(folder, 'objects', object.slice(0, 2), `${object}.ndjson.zst`)),
  ).toString('utf8');
  const keys = text
    .trimEnd()
    .split('\n')
    .map(line => (JSON.parse(line) as { key: string }).key);
  expect(keys).toEqual([...keys].sort());
  expect(text).not.toContain('2026-11-14T03:00:00Z');
  expect(text.includes('generatedAt')).toBe(false);
});

test('an interrupted write is never visible: neither an object without its manifest, nor half a file', () => {
  const folder = newFolder();
  const blobs = folderStorage(folder);
  const failing: Storage = {
    ...blobs,
    write: (name, bytes) => {
      if (name.startsWith('snapshots/')) throw new Error('killed');
      blobs.write(name, bytes);
    },
  };
  expect(() => storeOver(failing).put(first)).toThrow('killed');
  mkdirSync(join(folder, 'unfinished'), { recursive: true });
  writeFileSync(join(folder, 'unfinished', '1-1'), '{"half');
  expect(openStore(folder).list()).toEqual([]);
  expect(openStore(folder).put(first).id.startsWith('000001-')).toBe(true);
  expect(openStore(folder).list().length).toBe(1);
});

test('a failed write leaves nothing behind', () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'snapshots', 'x.json'), { recursive: true });
  expect(() => folderStorage(folder).write('snapshots/x.json', Buffer.from('{}'))).toThrow(
    /EISDIR|ENOTEMPTY|EEXIST|EPERM/,
  );
  expect(readdirSync(join(folder, 'unfinished'))).toEqual([]);
});

test('foreign and broken files are no snapshots', () => {
  const folder = newFolder();
  const store = openStore(folder);
  const { id } = store.put(first);
  for (const [name, text] of [
    ['000002-aaaaaaaaaaaa.json', '{'],
    ['notes.txt', 'x'],
    ['000003-bbbbbbbbbbbb.json', readFileSync(join(folder, 'snapshots', `${id}.json`), 'utf8')],
  ] as const) {
    writeFileSync(join(folder, 'snapshots', name), text);
  }
  expect(store.list().map(snapshot => snapshot.id)).toEqual([id]);
});

test.each([
  [
    'a flipped bit',
    (path: string) => writeFileSync(path, Buffer.from(readFileSync(path)).fill(0, 40, 41)),
    /damaged|decompressed|hash/,
  ],
  [
    "another object's content",
    (path: string, folder: string) => {
      const { object } = openStore(folder).put(changed);
      writeFileSync(path, readFileSync(join(folder, 'objects', object.slice(0, 2), `${object}.ndjson.zst`)));
    },
    /does not have the hash/,
  ],
  ['a missing object', (path: string) => rmSync(path), /is not there/],
])('%s is noticed', (_, damage, why) => {
  const folder = newFolder();
  const store = openStore(folder);
  const { id, object } = store.put(first);
  damage(join(folder, 'objects', object.slice(0, 2), `${object}.ndjson.zst`), folder);
  const result = store.get(id);
  expect(result.kind).toBe('damaged');
  expect('why' in result ? result.why : '').toMatch(why);
});

test('an object that is no report of this version is said to be none', () => {
  const store = storeOver(memoryStorage());
  // The type forbids it; a file of another version would hold it.
  const future = { ...first, schemaVersion: '9.0.0' } as unknown as Report;
  const { id } = store.put(future);
  expect(store.get(id)).toMatchObject({ kind: 'damaged', why: expect.stringContaining('schemaVersion') });
});
