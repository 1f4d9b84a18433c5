/** The package as it is built and installed: plain JavaScript, which must do what the sources do. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { apiassay, ENVIRONMENT, operationsOf, schemaErrors, scanned, workFolder } from '../support/cli.ts';
import { writeFiles } from '../support/git-repository.ts';
import { SMALL_APP, SMALL_OPERATIONS } from '../support/small-app.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = workFolder();
const copy = folder('package');
const command = join(copy, 'bin/apiassay.js');
const small = join(folder('tree'), 'small');

/** What the build reads; built in a copy, so that nothing is left in the checkout. */
const PARTS = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'bin', 'src', 'detectors', 'models', 'schema'];

beforeAll(() => {
  writeFiles(small, SMALL_APP);
  for (const part of PARTS) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: copy,
    env: { ...ENVIRONMENT, npm_config_update_notifier: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Installed, there are only the files that the package names.
  for (const part of PARTS)
    if (!['package.json', ...manifest.files].includes(part)) rmSync(join(copy, part), { recursive: true });
}, 60_000);

test('the built command gives the report of the sources, to the byte', async () => {
  const [built, source] = await Promise.all([scanned(small, { main: command }), scanned(small)]);
  expect([built.code, schemaErrors(built.report), operationsOf(built.report)]).toEqual([0, [], SMALL_OPERATIONS]);
  expect(built.text).toBe(source.text);
});

test('it knows its version, its models and its help', async () => {
  const [version, models, help] = await Promise.all(
    [['--version'], ['models', 'list'], ['--help']].map(args => apiassay(args, { main: command })),
  );
  expect([version?.stdout, version?.code, models?.code, help?.code]).toEqual([`${manifest.version}\n`, 0, 0, 0]);
  expect(models?.stdout).toContain('150 signals');
});

test('it holds no TypeScript and no tests, and the command can be executed', () => {
  const built = readdirSync(join(copy, 'dist'), { recursive: true, encoding: 'utf8' });
  expect(built.filter(name => /\.tsx?$|\.test\.|test-support/.test(name))).toEqual([]);
  expect(readFileSync(command, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
  expect(Object.values(manifest.bin).map(path => existsSync(join(copy, path)))).toEqual([true]);
});
