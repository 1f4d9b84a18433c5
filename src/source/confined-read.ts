/** Opens files below one folder and never anything else. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { sep } from 'node:path';
import type { FileContent } from '../core/tree.ts';

/** A file that may not be read, and why. */
export type Refused = Extract<FileContent, { readonly kind: 'refused' }>;

/** A path on disk, as text or, when its bytes are not UTF-8, as they are. */
export type DiskPath = string | Buffer;

/** Whether an absolute, resolved path is the folder or below it; `/admin` does not hold `/administration`. */
export function isBelow(realRoot: string, resolved: string): boolean {
  return resolved === realRoot || resolved.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep);
}

/**
 * Where a path leads after all links, or why it leads nowhere that may be read.
 *
 * Only the real path decides: a folder in the middle may have been replaced by a link as well as the file itself.
 */
export function resolveBelow(
  realRoot: string,
  path: DiskPath,
): { readonly kind: 'inside'; readonly real: DiskPath } | Refused {
  let real: Buffer;
  try {
    real = realpathSync.native(path, 'buffer');
  } catch (error) {
    return unreadable(error);
  }
  // Latin-1 maps bytes one to one, so that the comparison holds for names that are not UTF-8.
  if (!isBelow(Buffer.from(realRoot).toString('latin1'), real.toString('latin1'))) {
    return {
      kind: 'refused',
      code: 'symlink-leaves-root',
      why: 'a symbolic link on the way leads out of the scanned folder',
    };
  }
  return { kind: 'inside', real };
}

/**
 * The bytes of a regular file below `realRoot`, at most `maxBytes`. Pipes and devices are never opened for waiting, and a
 * file that is larger is refused before a byte of it is read.
 *
 * The file that was opened must be the one that the real path names, and the path must resolve as before once it is
 * open: a link that is swapped in between is noticed.
 */
export function readBelow(realRoot: string, path: DiskPath, maxBytes: number): FileContent {
  const target = resolveBelow(realRoot, path);
  if (target.kind === 'refused') return target;
  let descriptor: number;
  try {
    if (!lstatSync(target.real).isFile()) return notAFile();
    descriptor = openSync(target.real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return unreadable(error);
  }
  try {
    const opened = fstatSync(descriptor);
    if (!opened.isFile()) return notAFile();
    if (opened.size > maxBytes) return tooLarge(opened.size, maxBytes);
    const again = resolveBelow(realRoot, path);
    if (again.kind === 'refused') return again;
    const named = lstatSync(again.real);
    if (named.ino !== opened.ino || named.dev !== opened.dev)
      return unreadable(new Error('the file was replaced while it was opened'));
    return readUpTo(descriptor, opened.size, maxBytes);
  } catch (error) {
    return unreadable(error);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads to the end, wherever that is: files of `/proc` say that they have no bytes, and a file may grow meanwhile. */
function readUpTo(descriptor: number, expected: number, maxBytes: number): FileContent {
  let buffer = Buffer.allocUnsafe(Math.min(expected, maxBytes) + 1);
  let filled = 0;
  for (;;) {
    const read = readSync(descriptor, buffer, filled, buffer.length - filled, null);
    if (read === 0) return { kind: 'bytes', bytes: buffer.subarray(0, filled) };
    filled += read;
    if (filled > maxBytes) return tooLarge(filled, maxBytes);
    if (filled === buffer.length) buffer = Buffer.concat([buffer], Math.min(buffer.length * 2, maxBytes + 1));
  }
}

export function tooLarge(size: number, maxBytes: number): Refused {
  return { kind: 'refused', code: 'file-too-large', why: `${size} bytes or more; at most ${maxBytes} are read` };
}

export function notAFile(): Refused {
  return { kind: 'refused', code: 'not-a-file', why: 'it is a folder, a pipe, a socket or a device' };
}

/** Only the code of the error: its message holds the absolute path. */
function unreadable(error: unknown): Refused {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return {
    kind: 'refused',
    code: 'unreadable-file',
    why: code ?? (error instanceof Error ? error.message : 'it could not be opened'),
  };
}
