/** The command line as its users meet it: a process of its own, its streams, its files. Several run at once. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, rmSync, mkdtempSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import type { EndedCommand } from './many-commands.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Entry of the command, from source. */
export const MAIN = join(ROOT, 'src/cli/main.ts');

/** Compiled modules of earlier processes; it saves each of them most of its start. */
const COMPILE_CACHE = join(ROOT, 'node_modules/.cache/apiassay-tests');

/** 14 November 2026, 03:00 UTC, in seconds. */
export const EPOCH = '1794625200';

/** Nothing of the person's own settings reaches the command. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  HOME: tmpdir(),
  SOURCE_DATE_EPOCH: EPOCH,
  NODE_COMPILE_CACHE: COMPILE_CACHE,
};

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Another file than the command from source. */
  readonly main?: string;
  /** Sends a signal once stderr holds this. */
  readonly kill?: { readonly signal: NodeJS.Signals; readonly when: RegExp };
};

/** Runs `apiassay` to its end. Never more processes at once than there are processors. */
export function apiassay(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return inTurn(() => start(args, options));
}

/** The same for many argument lists, in one process. */
export async function apiassayMany(commands: readonly (readonly string[])[]): Promise<readonly EndedCommand[]> {
  const { code, stdout, stderr } = await apiassay([], {
    main: join(import.meta.dirname, 'many-commands.ts'),
    input: JSON.stringify(commands),
  });
  if (code !== 0 || stderr !== '') throw new Error(`exit ${code}: ${stderr}`);
  return JSON.parse(stdout) as readonly EndedCommand[];
}

function start(args: readonly string[], { cwd, env, input, main, kill }: RunOptions): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main ?? MAIN, ...args], {
      cwd: cwd ?? tmpdir(),
      env: { ...ENVIRONMENT, ...env },
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let isKilled = false;
    child.stdout.on('data', (part: Buffer) => stdout.push(part));
    child.stderr.on('data', (part: Buffer) => {
      stderr.push(part);
      if (kill === undefined || isKilled || !kill.when.test(Buffer.concat(stderr).toString())) return;
      isKilled = true;
      child.kill(kill.signal);
    });
    child.on('error', reject);
    child.on('close', code =>
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
    // A command that ends early closes its stdin first.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

const waiting: (() => void)[] = [];
let free = availableParallelism();

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free--;
  else await new Promise<void>(resolve => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}

export type Scanned = {
  readonly code: number | null;
  readonly text: string;
  readonly stderr: string;
  readonly report: Report;
};

/** Scans as JSON, with no progress, so that stderr holds faults only. */
export async function scanned(
  target: string,
  options: RunOptions & { readonly args?: readonly string[] } = {},
): Promise<Scanned> {
  const { code, stdout, stderr } = await apiassay(
    ['scan', target, '--format', 'json', '--quiet', ...(options.args ?? [])],
    options,
  );
  if (!stdout.startsWith('{'))
    throw new Error(`no report (exit ${code}): ${stdout.slice(0, 500)}${stderr.slice(0, 2_000)}`);
  // Each test that reads it holds it to the schema first.
  return { code, text: stdout, stderr, report: JSON.parse(stdout) as Report };
}

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(
  JSON.parse(readFileSync(join(ROOT, 'schema/report.schema.json'), 'utf8')),
);

/** What the published schema has against a document; nothing when it is valid. */
export function schemaErrors(document: unknown): readonly string[] {
  return validate(document) ? [] : (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''}`);
}

/** A folder for the tests of one file, gone after them. `folder('a')` makes and names one inside it. */
export function workFolder(): (name: string) => string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'apiassay-acceptance-')));
  afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  return name => {
    const path = join(root, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
}

/** `METHOD /path status` of every operation, in the order of the report. */
export function operationsOf(report: Report): readonly string[] {
  return report.endpoints.map(({ method, path, auth }) => `${method} ${path} ${auth.status}`);
}

/** `code file:line:column` of every diagnostic, in the order of the report. */
export function diagnosticsOf(report: Report): readonly string[] {
  return report.diagnostics.map(({ code, file, line, column }) => `${code} ${file}:${line}:${column}`);
}

/** Control characters but the line break, which no terminal output may hold unless it was coloured. */
export function controlsIn(text: string): readonly string[] {
  return [...text]
    .filter(character => character !== '\n' && /\p{Cc}/u.test(character))
    .map(character => `U+${(character.codePointAt(0) ?? 0).toString(16)}`);
}
