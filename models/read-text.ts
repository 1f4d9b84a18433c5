import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { ModelError } from './read-yaml.ts';

/** The largest model file that is read; the largest of ours has a tenth of it. */
const MAX_BYTES = 1024 * 1024;

/** The text of a model file, UTF-8. Never reads more than the cap, whatever the file is. Throws `ModelError`. */
export function readText(file: string): string {
  const fault = (what: string): ModelError => new ModelError([{ file, line: 1, message: `the file: ${what}` }]);
  const bytes = readBytes(file, fault);
  if (bytes.length > MAX_BYTES) throw fault('expected at most 1 MiB, found more');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fault('expected text in UTF-8, found other bytes');
  }
}

/** At most one byte more than the cap, which shows that there is more. */
function readBytes(file: string, fault: (what: string) => ModelError): Buffer {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    if (fstatSync(handle).isDirectory()) throw fault('expected a file, found a folder');
    const bytes = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    for (;;) {
      const read = readSync(handle, bytes, length, bytes.length - length, null);
      length += read;
      if (read === 0 || length === bytes.length) return bytes.subarray(0, length);
    }
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw fault(`expected a file that can be read, found ${reasonOf(error)}`);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'none there'],
  ['ENOTDIR', 'none there'],
  ['EACCES', 'one that this user may not read'],
  ['EPERM', 'one that this user may not read'],
]);

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS.get(code) ?? `the error ${code || String(error)}`;
}
