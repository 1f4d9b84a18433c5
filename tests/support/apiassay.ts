/** The command as a person runs it: a process of its own, from source. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');

/** A report of 14 November 2026, and nothing of the machine's own settings. */
const ENVIRONMENT = { PATH: process.env['PATH'] ?? '', HOME: tmpdir(), SOURCE_DATE_EPOCH: '1794625200' };

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

type RunOptions = { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly input?: string };

export function apiassay(args: readonly string[], options: RunOptions = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: { ...ENVIRONMENT, ...options.env },
    input: options.input ?? '',
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return { code: status, stdout, stderr };
}

/** Starts the command and sends it a signal as soon as it says on stderr that it works. */
export async function interrupted(args: readonly string[], signal: 'SIGINT' | 'SIGTERM', when: RegExp): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: tmpdir(), env: ENVIRONMENT });
  let stdout = '';
  let stderr = '';
  let isSent = false;
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
  child.stderr.on('data', (part: Buffer) => {
    stderr += part.toString();
    if (isSent || !when.test(stderr)) return;
    isSent = true;
    child.kill(signal);
  });
  return await new Promise(resolve => child.on('close', code => resolve({ code, stdout, stderr })));
}

/** A folder with these files, gone when the test is over. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'apiassay-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
