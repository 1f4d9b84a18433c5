/** Trees that are broken, odd or hostile: each has its diagnostic with its place, and costs nothing but itself. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  apiassayMany,
  controlsIn,
  diagnosticsOf,
  operationsOf,
  schemaErrors,
  scanned,
  workFolder,
} from '../support/cli.ts';
import { git, makeRepository, writeFiles } from '../support/git-repository.ts';
import { SMALL_APP, SMALL_OPERATIONS } from '../support/small-app.ts';

const folder = workFolder();
const outside = folder('outside');
const proof = join(outside, 'executed');

let connections = 0;
let listener: Server;
let port = 0;

beforeAll(async () => {
  writeFiles(outside, {
    'secret.js': "require('express')().get('/outside-the-root', (q, s) => s.end());\n",
    'api/inner.yaml': 'openapi: 3.0.3\n',
  });
  listener = createServer(socket => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
}, 60_000);

afterAll(() => listener.close());

type Hostile = {
  readonly rule: string;
  /** Puts the trouble into a tree that has the small application already. */
  readonly put: (root: string) => void;
  /** `code file:line:column`; a line number may depend on nothing but the tree. */
  readonly diagnostics: readonly string[];
  /** Operations beside those of the small application. */
  readonly also?: readonly string[];
  /** Files left out, by rule. */
  readonly excluded?: Readonly<Record<string, number>>;
  readonly failed?: readonly string[];
};

const BROKEN_YAML = 'openapi: 3.0.3\npaths: {\n  - a: [\n';
const UGLY = 'a\nb\u001b[31m<script>alert(1)<&>';

const HOSTILE: readonly Hostile[] = [
  {
    rule: 'a broken description',
    put: root => writeFiles(root, { 'openapi.yaml': BROKEN_YAML }),
    diagnostics: ['unreadable-description openapi.yaml:3:3', 'unreadable-yaml openapi.yaml:3:3'],
    failed: ['openapi.yaml'],
  },
  {
    rule: 'links out of the root, to a file, to a folder and in place of a description',
    put: root => {
      symlinkSync(join(outside, 'secret.js'), join(root, 'src/linked.js'));
      symlinkSync(outside, join(root, 'src/folder'));
      symlinkSync('/etc/passwd', join(root, 'openapi.yaml'));
      symlinkSync('nowhere.js', join(root, 'src/broken.js'));
    },
    diagnostics: [
      'symlink-leaves-root openapi.yaml:1:1',
      'broken-symlink src/broken.js:1:1',
      'symlink-leaves-root src/folder:1:1',
      'symlink-leaves-root src/linked.js:1:1',
    ],
    excluded: { 'symbolic-link': 4 },
  },
  {
    rule: 'a source file of 2 GB',
    put: root => {
      writeFileSync(join(root, 'src/huge.js'), '');
      truncateSync(join(root, 'src/huge.js'), 2 * 1024 ** 3);
    },
    diagnostics: ['file-too-large src/huge.js:1:1'],
    failed: ['src/huge.js'],
  },
  {
    rule: 'references to files of the machine and to the network',
    put: root =>
      writeFiles(root, {
        'openapi.yaml': `openapi: 3.0.3
info: {title: Small, version: 1.0.0}
paths:
  /health:
    get:
      parameters:
        - $ref: 'http://127.0.0.1:${port}/x'
        - $ref: '../../../../etc/passwd#/a'
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '/etc/passwd'}}}
  /orders/{id}:
    $ref: 'file:///etc/passwd'
`,
      }),
    diagnostics: [
      'remote-reference openapi.yaml:7:17',
      'reference-outside-root openapi.yaml:8:17',
      'reference-outside-root openapi.yaml:12:55',
      'reference-outside-root openapi.yaml:14:11',
    ],
  },
  {
    rule: 'references in a circle',
    put: root =>
      writeFiles(root, {
        'openapi.yaml': `openapi: 3.0.3
info: {title: Small, version: 1.0.0}
paths:
  /health:
    get: {responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}}}}
  /loop: {$ref: 'other.yaml#/x'}
components: {schemas: {Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}}}}}
`,
        'other.yaml': "x: {$ref: 'openapi.yaml#/paths/~1loop'}\n",
      }),
    diagnostics: ['circular-reference openapi.yaml:6:17', 'circular-reference other.yaml:1:11'],
  },
  {
    rule: 'a bomb of YAML aliases',
    put: root => {
      const levels = Array.from(
        { length: 9 },
        (_, level) => `a${level + 1}: &a${level + 1} [${Array.from({ length: 9 }, () => `*a${level}`).join(', ')}]`,
      );
      writeFiles(root, { 'openapi.yaml': ['openapi: 3.0.3', 'a0: &a0 [lol, lol, lol]', ...levels, ''].join('\n') });
    },
    diagnostics: ['too-many-aliases openapi.yaml:1:1', 'unreadable-description openapi.yaml:1:1'],
    failed: ['openapi.yaml'],
  },
  {
    rule: 'JSON and JavaScript nested 100,000 deep',
    put: root =>
      writeFiles(root, {
        'openapi.json': `{"openapi": "3.0.3", "x": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
        // In lines, so that it does not count as written by a tool.
        'src/deep.js': `require('express')().get('/deep', ${'[[[[[[[[[[\n'.repeat(10_000)}${']]]]]]]]]]\n'.repeat(10_000)});\n`,
      }),
    diagnostics: ['unreadable-description openapi.json:1:226', 'unparsable-javascript src/deep.js:1:1'],
    failed: ['openapi.json', 'src/deep.js'],
  },
  {
    rule: 'a script of one line and 3 MB',
    put: root => {
      const line = `const app = require('express')();${'function f(a,b){return a.get("/x",b)};'.repeat(83_000)}`;
      writeFiles(root, { 'src/oneline.js': line, 'src/library.min.js': line });
    },
    diagnostics: ['minified-content src/oneline.js:1:1'],
    excluded: { minified: 1, 'minified-content': 1 },
  },
  {
    rule: 'names with a line break, a terminal escape and markup',
    put: root =>
      writeFiles(root, {
        [`src/${UGLY}.js`]: "require('express')().get('/odd', (q, s) => s.end());\n",
        [`${UGLY}openapi.yaml`]: BROKEN_YAML,
      }),
    diagnostics: [`unreadable-description ${UGLY}openapi.yaml:3:3`, `unreadable-yaml ${UGLY}openapi.yaml:3:3`],
    also: ['GET /odd none'],
    failed: [`${UGLY}openapi.yaml`],
  },
  {
    rule: 'bytes that are no UTF-8',
    put: root => {
      writeFileSync(
        join(root, 'src/latin.js'),
        Buffer.from("require('express')().get('/stra\xdfe', (q, s) => s.end());\n", 'latin1'),
      );
      writeFileSync(
        join(root, 'openapi.yaml'),
        Buffer.from('openapi: 3.0.3\ninfo: {title: "\xff", version: 1.0.0}\npaths: {}\n', 'latin1'),
      );
    },
    diagnostics: ['invalid-utf8 openapi.yaml:2:16', 'invalid-utf8 src/latin.js:1:32'],
    also: ['GET /stra\uFFFDe none'],
  },
  {
    rule: 'folders in place of files that are looked for',
    put: root => {
      for (const name of [
        'CODEOWNERS',
        '.github/workflows/ci.yml',
        'packages/a/package.json',
        'openapi.yaml',
        'tsconfig.json',
        '.gitattributes',
        '.gitignore',
      ]) {
        mkdirSync(join(root, name), { recursive: true });
        writeFileSync(join(root, name, 'x.txt'), 'x\n');
      }
    },
    diagnostics: ['not-a-file .gitignore:1:1'],
    excluded: { 'no-detector-reads-it': 7 },
  },
  {
    rule: 'imports in a circle',
    put: root =>
      writeFiles(root, {
        'src/a.js':
          "import { Router } from 'express';\nimport { prefix } from './b.js';\nexport const name = 'a';\nexport const a = Router();\na.get(prefix, (q, s) => s.end());\n",
        'src/b.js':
          "import { name } from './a.js';\nexport * from './c.js';\nexport const prefix = '/in-a';\nexport const title = name;\n",
        'src/c.js': "export * from './b.js';\nexport * from './c.js';\n",
        'src/mount.js':
          "import express from 'express';\nimport { a } from './a.js';\nexpress().use('/circle', a).listen(3001);\n",
      }),
    diagnostics: [],
    also: ['GET /circle/in-a none'],
  },
  {
    rule: 'a checkout whose configuration names programs',
    put: root => {
      const program = join(outside, 'program.sh');
      writeFileSync(program, `#!/bin/sh\necho "$*" >> '${proof}'\ncat\n`);
      chmodSync(program, 0o755);
      makeRepository(root, { '.gitattributes': '* filter=evil diff=evil\n' });
      for (const key of [
        'core.fsmonitor',
        'core.sshCommand',
        'core.pager',
        'diff.external',
        'diff.evil.textconv',
        'filter.evil.clean',
        'filter.evil.process',
        'gpg.program',
      ]) {
        git(root, ['config', key, program]);
      }
      git(root, ['config', 'log.showSignature', 'true']);
      writeFileSync(join(root, 'README.md'), '# Small\n');
    },
    diagnostics: ['uncommitted-changes .:1:1'],
    excluded: { 'no-detector-reads-it': 1 },
  },
  {
    rule: 'a checkout whose configuration includes a file of the machine',
    put: root => {
      makeRepository(root, {});
      writeFileSync(join(root, '.git/config'), `[include]\n\tpath = ${join(outside, 'secret.js')}\n`);
    },
    diagnostics: ['git-listing-failed .:1:1'],
  },
];

describe.concurrent('beside a small application', () => {
  test.for(HOSTILE)(
    '$rule: said with its place, and nothing else is lost',
    async ({ rule, put, diagnostics, also = [], excluded = {}, failed = [] }, { expect }) => {
      const root = folder(`hostile-${HOSTILE.findIndex(one => one.rule === rule)}`);
      writeFiles(root, SMALL_APP);
      put(root);

      const { code, text, stderr, report } = await scanned(root);

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(schemaErrors(report)).toEqual([]);
      expect(diagnosticsOf(report)).toEqual(diagnostics);
      expect(operationsOf(report).toSorted()).toEqual([...SMALL_OPERATIONS, ...also].toSorted());
      expect(report.coverage.files.excluded).toEqual(excluded);
      expect(report.coverage.files.failed.map(({ file }) => file)).toEqual(failed);
      // What only stands outside of the root, or of this machine, is not in the report.
      expect(['outside-the-root', 'root:x:0', folder('')].filter(word => text.includes(word))).toEqual([]);

      const saved = join(folder('saved'), `${HOSTILE.findIndex(one => one.rule === rule)}.json`);
      writeFileSync(saved, text);
      const rendered = await apiassayMany([
        ['render', saved],
        ['render', saved, '--format', 'markdown'],
        ['explain', 'files', '--report', saved],
      ]);
      expect(
        rendered.map(ended => ({ code: ended.code, stderr: ended.stderr, controls: controlsIn(ended.stdout) })),
      ).toEqual(rendered.map(() => ({ code: 0, stderr: '', controls: [] })));
      const [, markdown, files] = rendered;
      // Markup of the tree may only stand where Markdown shows it as it is.
      expect(markdown?.stdout.replace(/`[^`\n]*`/g, '')).not.toMatch(
        /<(?!br>|details>|\/details>|summary>|\/summary>)[a-z/]/i,
      );
      for (const diagnostic of diagnostics) expect(files?.stdout).toContain(diagnostic.split(' ')[0]);
    },
  );
});

test('nothing of those trees was executed, and nobody was called', async () => {
  expect([existsSync(proof), connections]).toEqual([false, 0]);
  // Both traps are real.
  const root = folder(`hostile-${HOSTILE.findIndex(one => one.rule.includes('names programs'))}`);
  execFileSync('git', ['status'], { cwd: root, env: { PATH: process.env['PATH'] }, stdio: 'ignore' });
  await fetch(`http://127.0.0.1:${port}/x`).catch(() => undefined);
  expect([existsSync(proof), connections > 0]).toEqual([true, true]);
});

test('an empty folder: said to be empty, and nothing is judged', async () => {
  const { code, report } = await scanned(folder('empty'));
  expect([code, schemaErrors(report), diagnosticsOf(report), report.endpoints, report.apis, report.evidence]).toEqual([
    0,
    [],
    ['no-files .:1:1'],
    [],
    [],
    [],
  ]);
});

test('a repository whose only YAML is broken: nothing is claimed of what it describes', async () => {
  const root = folder('only-yaml');
  writeFiles(root, { 'api.yaml': 'openapi: 3.0.3\npaths:\n  /a: {get: [}\n' });
  const { code, report } = await scanned(root);
  expect([code, schemaErrors(report), diagnosticsOf(report), report.endpoints]).toEqual([
    0,
    [],
    ['unreadable-description api.yaml:3:14', 'unreadable-yaml api.yaml:3:14'],
    [],
  ]);
});

test('10,000 files without an API: all of them are accounted for', async () => {
  const root = folder('many');
  for (let group = 0; group < 100; group++) {
    mkdirSync(join(root, `group-${group}`));
    for (let file = 0; file < 100; file++)
      writeFileSync(join(root, `group-${group}/part-${file}.ts`), `export const part = ${file};\n`);
  }
  const { code, report } = await scanned(root);
  const { read, failed, excluded } = report.coverage.files;
  expect({
    code,
    read,
    failed,
    excluded,
    endpoints: report.endpoints,
    apis: report.apis,
    schema: schemaErrors(report),
    diagnostics: report.diagnostics,
  }).toEqual({
    code: 0,
    read: 10_000,
    failed: [],
    excluded: {},
    endpoints: [],
    apis: [],
    schema: [],
    diagnostics: [],
  });
});
