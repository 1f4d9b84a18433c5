/** One tree, one report to the byte; and nothing in it that belongs to the machine or to nobody. */
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { apiassay, apiassayMany, EPOCH, schemaErrors, scanned, workFolder } from '../support/cli.ts';
import { git, makeRepository, writeFiles } from '../support/git-repository.ts';
import { SMALL_APP } from '../support/small-app.ts';

const SHOP = join(import.meta.dirname, '../../fixtures/express-shop');
const folder = workFolder();
const shop = join(folder('one'), 'shop');
let first = '';

beforeAll(async () => {
  cpSync(SHOP, shop, { recursive: true });
  first = (await scanned(shop)).text;
}, 60_000);

/** Files in the opposite of their order, which most file systems also list them in. */
function copyBackwards(from: string, to: string): void {
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter(name =>
    statSync(join(from, name)).isFile(),
  );
  for (const name of files.toSorted().toReversed()) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    writeFileSync(join(to, name), readFileSync(join(from, name)));
  }
}

describe.concurrent('the same tree gives the same bytes', () => {
  test('a second time', async ({ expect }) => {
    expect((await scanned(shop)).text).toBe(first);
  });

  test('from another working directory, by a relative path', async ({ expect }) => {
    expect((await scanned('../shop', { cwd: shop })).text).toBe(first);
  });

  test('under another path, with its files made in another order', async ({ expect }) => {
    const copy = join(folder('two/deeper'), 'shop');
    copyBackwards(shop, copy);
    expect((await scanned(`${copy}/`)).text).toBe(first);
  });

  test('in another time zone, language and with another home', async ({ expect }) => {
    expect(
      (
        await scanned(shop, {
          env: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', HOME: folder('home') },
        })
      ).text,
    ).toBe(first);
  });

  test.for(['terminal', 'markdown'])('as %s, from a copy as from the saved report', async (format, { expect }) => {
    const copy = join(folder(`as-${format}`), 'shop');
    copyBackwards(shop, copy);
    const saved = join(folder(`as-${format}`), 'first.json');
    writeFileSync(saved, first);
    const ended = await Promise.all([
      apiassay(['scan', '.', '--format', format], { cwd: copy }),
      apiassay(['render', saved, '--format', format]),
    ]);
    // The summary says how long a scan took, and names what can be explained by what was named.
    const [scan, render] = ended.map(({ code, stdout }) => ({
      code,
      lines: stdout.replace(/ · [\d.]+ s$/m, '').split(/\n {2}Every line unfolds/)[0],
    }));
    expect(scan).toEqual(render);
    expect(scan?.code).toBe(0);
  });
});

test('SOURCE_DATE_EPOCH is the time of the report, and all that another time changes where nothing ages', async () => {
  const later = await scanned(shop, { env: { SOURCE_DATE_EPOCH: String(Number(EPOCH) + 3_600) } });
  expect(first).toContain('"generatedAt": "2026-11-14T03:00:00Z"');
  expect(later.text).toBe(first.replace('2026-11-14T03:00:00Z', '2026-11-14T04:00:00Z'));
});

test('a checkout gives what its files give, and its commit', async () => {
  const checkout = join(folder('three'), 'shop');
  cpSync(shop, checkout, { recursive: true });
  const commit = makeRepository(checkout, {});
  const again = join(folder('four'), 'shop');
  git(folder('four'), ['clone', '-q', checkout, again]);
  const [one, two] = await Promise.all([scanned(checkout), scanned(again)]);
  expect(one.report.target).toEqual({
    kind: 'tree',
    name: 'shop',
    organisation: 'shop',
    commit,
    committedAt: '2026-01-02T03:04:05Z',
  });
  expect(two.text).toBe(one.text);
});

const SECRETS = {
  github: 'ghp_0123456789abcdefghijklmnopqrstuvwxyz',
  aws: 'AKIAIOSFODNN7EXAMPLE',
  password: 'swordfish-9000',
  pem: 'MIIEpAIBAAKCAQEAplanted',
};

const LEAKY: Readonly<Record<string, string>> = {
  ...SMALL_APP,
  'src/leaky.js': `const express = require('express');
const app = express();
function apiKey(request, response, next) {
  if (request.headers['x-api-key'] !== '${SECRETS.github}') return response.status(401).end();
  next();
}
app.get('/aws', (request, response) => response.send('${SECRETS.aws}'));
app.delete('/login', apiKey, (request, response) => response.end()); const password = '${SECRETS.password}';
app.get('/hook/${SECRETS.github}/in', (q, s) => s.json({ token: '${SECRETS.github}' }));
app.get('/pem', (q, s) => s.send('-----BEGIN RSA PRIVATE KEY-----\\n${SECRETS.pem}\\n-----END RSA PRIVATE KEY-----'));
app.listen(3001);
`,
  'openapi.yaml': `openapi: 3.0.3
info: {title: Small ${SECRETS.aws}, version: 1.0.0}
servers: [{url: 'https://admin:${SECRETS.password}@api.example.com/'}]
paths:
  /health:
    get:
      summary: ${SECRETS.github}
      parameters: [{name: ${SECRETS.aws}, in: query, schema: {type: string}}]
      responses: {'200': {description: ok}}
  /far: {$ref: 'https://admin:${SECRETS.password}@example.com/far.yaml'}
`,
  '.github/workflows/ci.yml': `name: ci
on: {pull_request: {}, push: {branches: [main]}}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: AWS_ACCESS_KEY_ID=${SECRETS.aws} DB_PASSWORD=${SECRETS.password} npx vitest run
      - name: scan with ${SECRETS.github}
        uses: github/codeql-action/analyze@v3
        with: {token: ${SECRETS.github}}
`,
  'test/app.test.js': `const request = require('supertest');
const app = require('../src/app');
test('${SECRETS.aws} is refused', async () => {
  await request(app).delete('/orders/1').set('Authorization', 'Bearer ${SECRETS.github}').expect(401);
});
`,
  'kong.yaml': `_format_version: "3.0"
services:
  - name: orders
    url: http://admin:${SECRETS.password}@orders:3000
    routes: [{name: orders, paths: [/orders]}]
    plugins: [{name: key-auth, config: {key_names: [${SECRETS.aws}]}}]
consumers: [{username: app, keyauth_credentials: [{key: ${SECRETS.github}}]}]
`,
  'SECURITY.md': `# Security\n\nReport to security@example.com with password = "${SECRETS.password}" and ${SECRETS.aws}.\n`,
};

/** What a machine says about itself where it can be asked; the real names may be words that prove nothing. */
const MACHINE = {
  USER: 'marked-user-4711',
  LOGNAME: 'marked-user-4711',
  USERNAME: 'marked-user-4711',
  HOSTNAME: 'marked-host-4711',
  COMPUTERNAME: 'marked-host-4711',
};

describe('no output holds', () => {
  const leaky = join(folder('leaky'), 'leaky');
  const outputs = new Map<string, string>();

  beforeAll(async () => {
    writeFiles(leaky, LEAKY);
    const { report, text, stderr } = await scanned(leaky, { env: MACHINE });
    expect(schemaErrors(report)).toEqual([]);
    const saved = join(folder('saved'), 'leaky.json');
    writeFileSync(saved, text);
    outputs.set('json', text).set('stderr', stderr);
    const store = join(folder('saved'), 'store');
    const ids = [
      'auth',
      'inventory',
      'files',
      'visibility',
      'DELETE /login',
      'testing.release-gating',
      'protection.localised-enforcement',
      'ci.sast.gating',
      'gateway.auth.enforced',
    ];
    const ofReport = [
      ['render', saved],
      ['render', saved, '--format', 'markdown'],
      ...ids.map(id => ['explain', id, '--report', saved]),
    ];
    const ofTree = [
      ['scan', '.', '--verbose', '--log-format', 'json'],
      ['snapshot', '.', '--store', store],
    ];
    const [saidOfReport, ...saidOfTree] = await Promise.all([
      apiassayMany(ofReport),
      ...ofTree.map(args => apiassay(args, { cwd: leaky, env: MACHINE })),
    ]);
    const ended = [...saidOfReport, ...saidOfTree];
    expect(ended.map(({ code }) => code)).toEqual(ended.map(() => 0));
    for (const [index, args] of [...ofReport, ...ofTree].entries())
      outputs.set(args.join(' '), `${ended[index]?.stdout}${ended[index]?.stderr}`);
    for (const name of readdirSync(store, { recursive: true, encoding: 'utf8' })) {
      const path = join(store, name);
      if (!statSync(path).isFile()) continue;
      outputs.set(
        `store ${name}`,
        (name.endsWith('.zst') ? zstdDecompressSync(readFileSync(path)) : readFileSync(path)).toString(),
      );
    }
  }, 60_000);

  test.each(Object.entries(SECRETS))('a planted secret: %s', (_name, secret) => {
    expect([...outputs].filter(([, text]) => text.includes(secret)).map(([name]) => name)).toEqual([]);
  });

  test('but the lines that secrets stand in are shown, with what is left of them', () => {
    const text = outputs.get('json') ?? '';
    expect(text).toContain('/hook/[redacted]/in');
    expect(text).toContain("const password = '[redacted]';");
  });

  test.each([
    ['an absolute path of the tree', dirname(leaky)],
    ['the temporary folder', tmpdir()],
    ['the home folder', userInfo().homedir],
    ['the place of the tool', join(import.meta.dirname, '../..')],
  ])('%s', (_what, place) => {
    // The hints of `render` and `explain` repeat the file that a person named.
    const own = join(folder('saved'), 'leaky.json');
    expect(
      [...outputs]
        .filter(([, text]) => text.replaceAll(own, '').replaceAll(/\s+/g, ' ').includes(place))
        .map(([name]) => name),
    ).toEqual([]);
  });

  test.each([
    ['the name of the host', ['marked-host-4711', hostname()]],
    ['the name of the user', ['marked-user-4711', userInfo().username]],
  ])('%s', (_what, names) => {
    // A machine called `build` proves nothing by that word.
    const telling = names.filter(name => /[\d_-]/.test(name) || name.length > 10);
    const holding = [...outputs].filter(([, text]) => text.split(/[^\w.-]+/).some(word => telling.includes(word)));
    expect(holding.map(([output]) => output)).toEqual([]);
  });
});
