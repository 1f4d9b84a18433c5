/** The requested document: to stdout and nothing else there, or to a file that is whole or not there at all. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CliError, EXIT } from './exit.ts';

/** `undefined` and `-` are stdout. Resolves when everything is out. */
export async function writeDocument(text: string, file: string | undefined): Promise<void> {
  if (file !== undefined && file !== '-') return writeAtomically(text, file);
  await new Promise<void>((resolve, reject) =>
    process.stdout.write(text, error => (error ? reject(error) : resolve())),
  );
}

/** A temporary file beside it, then a rename: a reader sees the old file or the new one. */
function writeAtomically(text: string, file: string): void {
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}`);
  try {
    const handle = openSync(temporary, 'wx');
    try {
      writeWhole(handle, Buffer.from(text));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new CliError(EXIT.usage, `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function writeWhole(handle: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(handle, bytes, written);
}
