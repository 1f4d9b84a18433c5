/** What goes where: the document to stdout or its file, all else to stderr, and an interruption leaves a true report. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { apiassay, controlsIn, ENVIRONMENT, MAIN, schemaErrors, workFolder } from '../support/cli.ts';
import { writeFiles } from '../support/git-repository.ts';
import { SMALL_APP } from '../support/small-app.ts';

const folder = workFolder();
const small = join(folder('tree'), 'small');

beforeAll(() => writeFiles(small, SMALL_APP));

describe.concurrent('scan', () => {
  test('without a terminal: the summary on stdout and nothing on stderr; NO_COLOR holds against FORCE_COLOR, --color against both', async ({
    expect,
  }) => {
    const env = { FORCE_COLOR: '1', NO_COLOR: '1' };
    const [plain, coloured] = await Promise.all([
      apiassay(['scan', small], { env }),
      apiassay(['scan', small, '--color', 'always'], { env: { NO_COLOR: '1' } }),
    ]);
    // With both set, Node itself says on stderr which of them its own console heeds.
    expect([plain.code, controlsIn(plain.stdout), plain.stdout.startsWith('apiassay ')]).toEqual([0, [], true]);
    expect([coloured.code, coloured.stderr, new Set(controlsIn(coloured.stdout))]).toEqual([0, '', new Set(['U+1b'])]);
  });

  test('-o writes the whole file beside nothing else, over an old one, as -o - writes it to stdout', async ({
    expect,
  }) => {
    const out = folder('out');
    writeFileSync(join(out, 'report.json'), 'old');
    const [file, dash] = await Promise.all(
      [join(out, 'report.json'), '-'].map(target => apiassay(['scan', small, '--format', 'json', '-o', target])),
    );
    expect([file, readdirSync(out)]).toEqual([{ code: 0, stdout: '', stderr: '' }, ['report.json']]);
    const written = readFileSync(join(out, 'report.json'), 'utf8');
    expect(schemaErrors(JSON.parse(written))).toEqual([]);
    expect(dash).toEqual({ code: 0, stdout: written, stderr: '' });
  });

  test('a file that cannot be written: 2, one line, an old file untouched, no part of a new one', async ({
    expect,
  }) => {
    const out = folder('blocked');
    mkdirSync(join(out, 'report.json'));
    const { code, stdout, stderr } = await apiassay([
      'scan',
      small,
      '--format',
      'json',
      '-o',
      join(out, 'report.json'),
    ]);
    expect([
      code,
      stdout,
      stderr.trim().split('\n').length,
      readdirSync(out),
      statSync(join(out, 'report.json')).isDirectory(),
    ]).toEqual([2, '', 1, ['report.json'], true]);
  });

  test('--quiet says nothing of progress, and still says what went wrong', async ({ expect }) => {
    const [quiet, wrong] = await Promise.all([
      apiassay(['scan', small, '--quiet', '--verbose']),
      apiassay(['scan', join(small, 'nowhere'), '--quiet']),
    ]);
    expect([quiet.code, quiet.stderr]).toEqual([0, '']);
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toMatch(/^apiassay: .*nowhere is not a folder\n$/);
  });

  test('a reader that goes away ends the command, not with a stack', async ({ expect }) => {
    const script = '("$0" "$@"; echo "ended with $?" >&2) | head -c 1';
    const { stdout, stderr } = await promisify(execFile)(
      'sh',
      ['-c', script, process.execPath, MAIN, 'scan', small, '--format', 'json', '-q'],
      { env: ENVIRONMENT },
    );
    expect({ stdout, stderr }).toEqual({ stdout: '{', stderr: 'ended with 0\n' });
  });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s in a long scan: %i, with a valid report that is marked incomplete and claims no more than it saw',
  async (signal, code) => {
    const long = folder(`long-${signal}`);
    const files = 2_400;
    writeFiles(long, {
      ...SMALL_APP,
      ...Object.fromEntries(
        Array.from({ length: files }, (_, index) => [
          `src/part-${index}.js`,
          `const express = require('express');\nexports.router = express.Router().get('/part-${index}', (q, s) => s.end());\n`,
        ]),
      ),
    });
    const ended = await apiassay(['scan', long, '--format', 'json', '--log-format', 'json'], {
      kill: { signal, when: /"stage":"read"/ },
    });
    const report = JSON.parse(ended.stdout) as Report;
    expect([ended.code, schemaErrors(report), report.complete, report.incompleteBecause]).toEqual([
      code,
      [],
      false,
      ['the scan was interrupted'],
    ]);
    expect(report.coverage.files.read).toBeLessThan(files);
    expect(ended.stderr).toContain('apiassay: stopping');
    const saved = join(folder('interrupted'), `${signal}.json`);
    writeFileSync(saved, ended.stdout);
    const rendered = await apiassay(['render', saved]);
    expect(rendered.code).toBe(0);
    expect(rendered.stdout).toMatch(/incomplete|interrupted/);
  },
);
