/** Where snapshots are kept: named blobs, each written whole or not at all. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** The one interface under the store. Names have forward slashes and are made by the store alone. */
export type Storage = {
  readonly read: (name: string) => Uint8Array | undefined;
  /** After it returns the blob is there for good; before, and if it fails, it is not there at all. */
  readonly write: (name: string, bytes: Uint8Array) => void;
  /** Names of the blobs directly in a folder, without it, sorted. */
  readonly list: (folder: string) => readonly string[];
};

/** Unfinished writes are kept apart, so that no listing ever sees one. */
const UNFINISHED = 'unfinished';

/** Keeps blobs as files below `directory`, which is made when it is first written to. */
export function folderStorage(directory: string): Storage {
  let written = 0;
  return {
    read: name => ifThere(() => readFileSync(join(directory, name))),
    list: folder => (ifThere(() => readdirSync(join(directory, folder))) ?? []).sort(),
    write: (name, bytes) => {
      const path = join(directory, name);
      const unfinished = join(directory, UNFINISHED, `${process.pid}-${(written += 1)}`);
      mkdirSync(dirname(path), { recursive: true });
      mkdirSync(dirname(unfinished), { recursive: true });
      try {
        writeWhole(unfinished, bytes);
        renameSync(unfinished, path);
      } finally {
        rmSync(unfinished, { force: true });
      }
    },
  };
}

/** Keeps blobs in memory. */
export function memoryStorage(): Storage {
  const blobs = new Map<string, Uint8Array>();
  return {
    read: name => blobs.get(name),
    list: folder =>
      [...blobs.keys()]
        .filter(name => name.startsWith(`${folder}/`) && !name.slice(folder.length + 1).includes('/'))
        .map(name => name.slice(folder.length + 1))
        .sort(),
    write: (name, bytes) => {
      blobs.set(name, Uint8Array.from(bytes));
    },
  };
}

/** Flushed to the disk before it gets its name: a crash after the rename must not leave an empty file. */
function writeWhole(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w', 0o600);
  try {
    for (let offset = 0; offset < bytes.byteLength;) offset += writeSync(file, bytes, offset);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function ifThere<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
}
