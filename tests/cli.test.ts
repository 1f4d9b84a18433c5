/** What the command does towards people and other programs: streams, exit codes, files. Conventions §1 and §3. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { Report } from '../src/core/report.ts';
import { apiassay, folderOf, interrupted } from './support/apiassay.ts';

const SHOP = join(import.meta.dirname, '../fixtures/express-shop');

/** A copy outside any checkout, so that nothing but its files decides. */
const work = mkdtempSync(join(tmpdir(), 'apiassay-cli-'));
const shop = join(work, 'shop');
const saved = join(work, 'report.json');

beforeAll(() => {
  cpSync(SHOP, shop, { recursive: true });
  expect(apiassay(['scan', shop, '--format', 'json', '-o', saved, '-q'])).toEqual({ code: 0, stdout: '', stderr: '' });
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

function reportOf(stdout: string): Report {
  return Report.parse(JSON.parse(stdout));
}

/** What is wrong, the arguments, a part of the message, and variables of the environment. */
type UsageCase = readonly [
  what: string,
  args: readonly string[],
  message: string,
  env?: Readonly<Record<string, string>>,
];

describe('usage', () => {
  test('--version prints the version and nothing else', () => {
    expect(apiassay(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  test.each(['scan', 'explain', 'diff', 'snapshot', 'render', 'models', 'doctor'])('%s has help', verb => {
    const { code, stdout, stderr } = apiassay([verb, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Usage: apiassay ${verb}`);
  });

  test('an option that does not exist is answered with the one that was meant', () => {
    const { code, stdout, stderr } = apiassay(['scan', '.', '--fromat', 'json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain("unknown option '--fromat'\n(Did you mean --format?)");
  });

  test.each([
    ['a verb that does not exist', ['scna', '.'], 'Did you mean scan?'],
    ['a format that does not exist', ['scan', '.', '--format', 'xml'], 'Allowed choices are terminal, json, markdown'],
    ['a missing target', ['scan'], "missing required argument 'target'"],
    ['a number that is none', ['scan', '.', '--concurrency', 'many'], 'a whole number from 1 to 64'],
    ['a folder that is not there', ['scan', 'no-such-folder'], 'no-such-folder is not a folder'],
    ['a URL with a password', ['scan', 'https://me:secret@git.example/a.git'], 'credentials in it'],
    ['a report that is not there', ['render', 'no-such-file.json'], 'cannot read no-such-file.json'],
    ['a snapshot without a store', ['diff', 'last'], 'a snapshot needs --store FOLDER'],
    ['a date that is none', ['scan', '.'], 'SOURCE_DATE_EPOCH is "soon"', { SOURCE_DATE_EPOCH: 'soon' }],
  ] satisfies readonly UsageCase[])(
    '%s is a usage error: 2, one line, nothing on stdout',
    (_what, args, message, env: UsageCase[3] = {}) => {
      const { code, stdout, stderr } = apiassay(args, { env });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/^ +at /m);
      expect(stderr).not.toContain('secret');
    },
  );
});

describe('scan', () => {
  test('as JSON, stdout is one valid document and stderr is silent', () => {
    const { code, stdout, stderr } = apiassay(['scan', shop, '--format', 'json', '--quiet']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(reportOf(stdout).generatedAt).toBe('2026-11-14T03:00:00Z');
  });

  test('twice over one tree gives the same bytes, wherever the tree stands', () => {
    const copy = join(folderOf({}), 'shop');
    cpSync(shop, copy, { recursive: true });
    const { stdout } = apiassay(['scan', copy, '--format', 'json', '-q']);
    expect(stdout).toBe(readFileSync(saved, 'utf8'));
    expect(stdout).not.toContain(tmpdir());
  });

  test('the time of the scan is the only thing that time changes', () => {
    const { stdout } = apiassay(['scan', shop, '--format', 'json', '-q'], { env: { SOURCE_DATE_EPOCH: '1794625201' } });
    expect(stdout).toBe(readFileSync(saved, 'utf8').replace('2026-11-14T03:00:00Z', '2026-11-14T03:00:01Z'));
  });

  test('the default is the summary: no colour in a pipe, colour when it is asked for, NO_COLOR heeded', () => {
    const plain = apiassay(['scan', shop]).stdout;
    expect(plain).not.toContain('\u001b');
    expect(plain).toMatch(/^apiassay \S+ · shop · /);
    expect(apiassay(['scan', shop], { env: { FORCE_COLOR: '1' } }).stdout).toContain('\u001b[');
    expect(apiassay(['scan', shop], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).stdout).not.toContain('\u001b');
    expect(apiassay(['scan', shop, '--color', 'always'], { env: { NO_COLOR: '1' } }).stdout).toContain('\u001b[');
  });

  test('-o writes the file and leaves no temporary one; a file that cannot be written is a usage error', () => {
    const folder = folderOf({ 'report.md': 'old' });
    expect(apiassay(['render', saved, '--format', 'markdown', '-o', join(folder, 'report.md')])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
    expect(readdirSync(folder)).toEqual(['report.md']);
    expect(readFileSync(join(folder, 'report.md'), 'utf8')).toMatch(/^# API security maturity of shop\n/);
    expect(apiassay(['render', saved, '-o', join(folder, 'no/such/folder.md')]).code).toBe(2);
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });

  test('--log-format json gives one object a line on stderr', () => {
    const { stderr } = apiassay(['scan', shop, '--log-format', 'json', '--format', 'json']);
    const kinds = stderr
      .trim()
      .split('\n')
      .map(line => (JSON.parse(line) as { kind: string }).kind);
    expect(new Set(kinds)).toEqual(new Set(['stage']));
  });

  test('an empty folder is said to be empty', () => {
    const { code, stdout } = apiassay(['scan', folderOf({})]);
    expect(code).toBe(0);
    expect(stdout).toContain('! no file was read: there is nothing to judge');
  });

  test('broken YAML, a link out of the root: each a diagnostic, nothing of them in the report, the rest intact', () => {
    const outside = folderOf({ 'secret.ts': 'export const KEY = "outside-the-root";' });
    const folder = folderOf({
      'package.json': '{"name": "small", "dependencies": {"express": "5.1.0"}}',
      'app.js': "import express from 'express';\nexpress().get('/up', (q, s) => s.end());\n",
      'openapi.yaml': 'openapi: 3.1.0\npaths: {\n',
    });
    symlinkSync(join(outside, 'secret.ts'), join(folder, 'linked.ts'));
    const { code, stdout } = apiassay(['scan', folder, '--format', 'json', '-q']);
    const { endpoints, diagnostics } = reportOf(stdout);
    expect(code).toBe(0);
    expect(endpoints.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /up']);
    expect(new Set(diagnostics.map(({ file }) => file))).toEqual(new Set(['linked.ts', 'openapi.yaml']));
    expect(stdout).not.toContain('outside-the-root');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: what there is is written, marked incomplete, and the code is that of the signal',
    async signal => {
      const routes = Array.from({ length: 2_000 }, (_, index) => [
        `src/route-${index}.js`,
        `import express from 'express';\nexport const router = express.Router();\nrouter.get('/r${index}', (q, s) => s.end());\n`,
      ]);
      const folder = folderOf({
        'package.json': '{"dependencies": {"express": "5.1.0"}}',
        ...Object.fromEntries(routes),
      });
      const { code, stdout } = await interrupted(
        ['scan', folder, '--format', 'json', '--log-format', 'json'],
        signal,
        /"stage":"read"/,
      );
      expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
      const { complete, incompleteBecause } = reportOf(stdout);
      expect({ complete, incompleteBecause }).toEqual({
        complete: false,
        incompleteBecause: ['the scan was interrupted'],
      });
    },
  );
});

describe('saved reports', () => {
  test('render gives what scan gives', () => {
    expect(apiassay(['render', saved, '--format', 'json']).stdout).toBe(readFileSync(saved, 'utf8'));
    expect(apiassay(['render', '-', '--format', 'markdown'], { input: readFileSync(saved, 'utf8') }).stdout).toBe(
      apiassay(['scan', shop, '--format', 'markdown']).stdout,
    );
  });

  test('a changed digit is noticed', () => {
    const file = join(folderOf({}), 'changed.json');
    writeFileSync(file, readFileSync(saved, 'utf8').replace('"line": 13', '"line": 14'));
    const { code, stdout, stderr } = apiassay(['render', file]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      `apiassay: ${file} was changed after it was written: its content does not have the digest it states\n`,
    );
  });

  test('a key that is missing is named', () => {
    const { components: _components, ...rest } = JSON.parse(readFileSync(saved, 'utf8')) as Report;
    const { code, stderr } = apiassay([
      'explain',
      'auth',
      '--report',
      join(folderOf({ 'x.json': JSON.stringify(rest) }), 'x.json'),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('is not an apiassay report: components: ');
  });

  test('explain reads a report, or scans', () => {
    const fromReport = apiassay(['explain', 'DELETE /v1/carts/{id}', '--report', saved]);
    expect(fromReport.code).toBe(0);
    expect(fromReport.stdout).toContain('src/routes/carts.ts:13');
    expect(apiassay(['explain', 'DELETE /v1/carts/{id}', shop])).toEqual({ ...fromReport, stderr: '' });
  });

  test('explain of something unknown names the nearest', () => {
    const { code, stdout, stderr } = apiassay(['explain', 'testing.release-gatin', '--report', saved]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'apiassay: nothing in the report is called "testing.release-gatin"; did you mean testing.release-gating?\n',
    );
  });
});

describe('snapshots', () => {
  test('two snapshots with one guard removed between them differ by exactly that', () => {
    const tree = join(folderOf({}), 'shop');
    const store = join(folderOf({}), 'store');
    cpSync(shop, tree, { recursive: true });
    const first = apiassay(['snapshot', tree, '--store', store, '-q']);
    const file = join(tree, 'src/routes/sessions.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace("'/current', requireUser, ", "'/current', "));
    const second = apiassay(['snapshot', tree, '--store', store, '-q'], { env: { SOURCE_DATE_EPOCH: '1794711600' } });
    expect([first, second].map(({ code, stderr }) => ({ code, stderr }))).toEqual([
      { code: 0, stderr: '' },
      { code: 0, stderr: '' },
    ]);
    expect(first.stdout).toMatch(/^000001-[0-9a-f]{12}\n$/);
    const { code, stdout } = apiassay(['diff', 'last', '--store', store, '--format', 'json']);
    const { operations } = JSON.parse(stdout) as {
      operations: { kind: string; from: string; to: string; operation: { method: string; path: string } }[];
    };
    expect(code).toBe(0);
    expect(
      operations
        .filter(({ kind }) => kind !== 'state')
        .map(({ kind, from, to, operation }) => `${operation.method} ${operation.path} ${kind} ${from} → ${to}`),
    ).toEqual(['DELETE /v1/sessions/current authentication required → none']);
    expect(apiassay(['diff', 'last', '--store', store]).stdout).toMatch(
      /^ {2}− auth +\.  DELETE \/v1\/sessions\/current +required → none/m,
    );
  });

  test('the same report twice differs by nothing', () => {
    const { code, stdout } = apiassay(['diff', saved, saved]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^2026-11-14 → 2026-11-14 · shop · 0 operations and 0 levels changed\n {2}nothing changed\n/,
    );
  });
});

describe('models and doctor', () => {
  test('both models are listed', () => {
    expect(apiassay(['models', 'list']).stdout).toMatch(
      /^42crunch .*6 domains, 54 activities\nsalt .*5 stages, 38 measures\n\n150 signals\n$/,
    );
  });

  test.each(['42crunch', 'testing.release-gating', 'stage2.practices.gateway-added', 'ci.dast.gating'])(
    '%s is shown',
    id => {
      const { code, stdout } = apiassay(['models', 'show', id]);
      expect(code).toBe(0);
      expect(stdout.startsWith(`${id} `)).toBe(true);
    },
  );

  test('doctor says for which host there is a token, and never the token', () => {
    const { code, stdout, stderr } = apiassay(['doctor'], {
      env: { GH_TOKEN: 'ghp_thisIsSecret0123456789abcdefghijklmn' },
    });
    expect(code).toBe(0);
    expect(stdout).toContain('github.com: a token is set in GH_TOKEN');
    expect(stdout + stderr).not.toContain('ghp_');
  });
});
