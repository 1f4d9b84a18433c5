import { describe, expect, test } from 'vitest';
import { githubActions } from '../../detectors/pipelines/github-actions/github-actions.ts';
import { packageScripts } from '../../detectors/pipelines/package-scripts/package-scripts.ts';
import { javascriptHttpTests } from '../../detectors/tests/javascript-http/javascript-http.ts';
import { factsIn } from '../../tests/support/facts-in.ts';
import { code, reconciled } from '../../tests/support/reconciled.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { CodeOperation } from '../core/operation.ts';
import { linkTests, testDerivers } from './tests.ts';
import { reaches } from './tests-reach.ts';
import { stepsOf } from './pipelines/grade.ts';

const DETECTORS = [githubActions, packageScripts, javascriptHttpTests];
const HEAD = "import request from 'supertest';\nimport { app } from '../src/app';\n";
const CI = '.github/workflows/ci.yml';

async function inputOf(
  operations: readonly CodeOperation[],
  files: Readonly<Record<string, string>>,
): Promise<EvidenceInput> {
  const facts = await factsIn(DETECTORS, files);
  const { inventory, linked } = reconciled({ code: operations });
  return {
    repository: 'org/shop',
    organisation: 'org',
    facts,
    inventory,
    linked,
    visibility: [],
    today: '2026-01-01',
    changedAt: () => undefined,
  };
}

/** `METHOD /path <- METHOD /sent` for every request that is linked. */
async function links(operations: readonly string[], requests: readonly string[]): Promise<readonly string[]> {
  const body = requests.map((request, index) => {
    const [method = '', path = ''] = request.split(' ');
    return `it('${request} ${index}', async () => { await request(app).${method.toLowerCase()}(\`${path}\`).expect(200); });`;
  });
  const input = await inputOf(
    operations.map(words => code(words)),
    { 'test/a.test.ts': HEAD + body.join('\n') },
  );
  const tests = linkTests(input.inventory.operations, input.facts);
  return input.inventory.operations
    .flatMap(operation =>
      (tests.get(operation.id) ?? []).map(
        one => `${operation.method} ${operation.path} <- ${one.test.replace(/ \d+$/, '')}`,
      ),
    )
    .toSorted();
}

test.each([
  [['GET /orders'], ['GET /orders'], ['GET /orders <- GET /orders']],
  [
    ['GET /orders/{id}'],
    ['GET /orders/7', 'GET /orders/${id}', 'GET /orders'],
    ['GET /orders/{id} <- GET /orders/${id}', 'GET /orders/{id} <- GET /orders/7'],
  ],
  [['GET /orders/{id}', 'GET /orders/me'], ['GET /orders/me'], ['GET /orders/me <- GET /orders/me']],
  [['GET /orders/me'], ['GET /orders/${id}'], []],
  [['GET /orders/{id}'], ['DELETE /orders/7'], []],
  [['ANY /orders'], ['DELETE /orders'], ['ANY /orders <- DELETE /orders']],
  [['ANY /orders', 'GET /orders'], ['GET /orders'], ['GET /orders <- GET /orders']],
  [['GET /files/{*path}'], ['GET /files/a/b'], ['GET /files/{*path} <- GET /files/a/b']],
  [['GET /files/{name}.txt'], ['GET /files/a.txt', 'GET /files/a.pdf'], ['GET /files/{name}.txt <- GET /files/a.txt']],
  [['GET /api/orders'], ['GET ${BASE}/orders', 'GET /orders'], []],
  [['GET /{tenant}/orders'], ['GET ${BASE}/orders'], []],
  [['GET /{?}/orders'], ['GET /orders'], []],
  [['GET /orders'], ['GET /orders?x=1'], ['GET /orders <- GET /orders?x=1']],
])('operations %j are called by requests %j: %j', async (operations, requests, expected) =>
  expect(await links(operations, requests)).toEqual(expected),
);

test('of equal operations in several components, the one of the component of the test is meant; else none', async () => {
  const other = await inputOf([code('GET /a', { component: 'one' }), code('GET /a', { component: 'two' })], {
    'test/a.test.ts': `${HEAD}it('x', async () => { await request(app).get('/a').expect(200); });`,
  });
  expect(linkTests(other.inventory.operations, other.facts)).toEqual(new Map());
});

/** `METHOD /path tier confidence | summary`, with what nullifies and rejects it. */
async function evidence(
  signal: string,
  operations: readonly CodeOperation[],
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const input = await inputOf(operations, files);
  const names = new Map(
    input.inventory.operations.map(operation => [operation.id, `${operation.method} ${operation.path}`]),
  );
  return testDerivers
    .filter(deriver => deriver.signal === signal)
    .flatMap(deriver => deriver.derive(input))
    .map(draft => {
      expect(draft.facts.length).toBeGreaterThan(0);
      const marks = [
        ...(draft.nullifiedBy ?? []).map(({ kind }) => ` {${kind}}`),
        ...(draft.rejected ?? []).map(({ rule }) => ` [${rule}]`),
      ].join('');
      return `${names.get(draft.subject.id) ?? ''} ${draft.polarity} ${draft.tier} ${draft.confidence} | ${draft.summary}${marks}`;
    });
}

const REFUSED = "await request(app).get('/orders').expect(401);";
const spec = (body: string, head = HEAD): Readonly<Record<string, string>> => ({
  'test/a.test.ts': `${head}it('refuses', async () => { ${body} });`,
});
const ci = (run: string, on = 'pull_request'): Readonly<Record<string, string>> => ({
  [CI]: `on: ${on}\njobs:\n  a:\n    steps:\n      - run: ${run}\n`,
});
const ORDERS = [code('GET /orders')];

describe('how a test runs decides its tier', () => {
  test.each([
    [
      'in no pipeline',
      {},
      'E2 0.85 | GET /orders: a test asserts that a call without a valid credential is refused; no pipeline that is read runs it.',
    ],
    [
      'on pull requests',
      ci('npx jest'),
      `E3 0.85 | GET /orders: a test asserts that a call without a valid credential is refused, run by jest in ${CI} (it fails its job; whether the check is required is not known).`,
    ],
    [
      'through a package script',
      { ...ci('npm test'), 'package.json': '{ "scripts": { "test": "vitest run" } }' },
      `E3 0.85 | GET /orders: a test asserts that a call without a valid credential is refused, run by vitest in ${CI} (it fails its job; whether the check is required is not known).`,
    ],
    [
      'swallowed',
      ci('npx jest || true'),
      `E2 0.85 | GET /orders: a test asserts that a call without a valid credential is refused, run by jest in ${CI} (\`|| true\` makes a failure count as success). {enforcement}`,
    ],
    [
      'by a runner that takes other files',
      ci('npx jest test/unit'),
      'E2 0.85 | GET /orders: a test asserts that a call without a valid credential is refused; no pipeline that is read runs it.',
    ],
    [
      'on demand',
      ci('npx jest', 'workflow_dispatch'),
      `E2 0.85 | GET /orders: a test asserts that a call without a valid credential is refused, run by jest in ${CI} (it runs only on manual). {effect}`,
    ],
  ])('%s', async (_name, files, expected) =>
    expect(await evidence('test.authn-negative', ORDERS, { ...spec(REFUSED), ...files })).toEqual([
      `GET /orders supports ${expected}`,
    ]),
  );
});

describe('theatre proves nothing, and takes nothing from its neighbours', () => {
  const skipped = `${HEAD}it.skip('a', async () => { ${REFUSED} });`;

  test('a skipped test is shown and void', async () => {
    expect(await evidence('test.authn-negative', ORDERS, { 'test/a.test.ts': skipped })).toEqual([
      'GET /orders supports E2 0.85 | GET /orders: tests that a call without a valid credential is refused are there, and prove nothing. {existence} [G13]',
    ]);
    expect(await evidence('test.op-coverage', ORDERS, { 'test/a.test.ts': skipped })).toEqual([]);
    expect(await evidence('test.theatre', ORDERS, { 'test/a.test.ts': skipped })).toEqual([
      'GET /orders contradicts E3 0.85 | GET /orders: the test is skipped (test/a.test.ts:3).',
    ]);
  });

  test('one that a condition may skip is not counted, and is no theatre', async () => {
    const files = { 'test/a.test.ts': `${HEAD}it.skipIf(!process.env.DB)('a', async () => { ${REFUSED} });` };
    expect(await evidence('test.authn-negative', ORDERS, files)).toEqual([
      'GET /orders supports E2 0.85 | GET /orders: tests that a call without a valid credential is refused are there, and prove nothing. {existence} [G13]',
    ]);
    expect(await evidence('test.theatre', ORDERS, files)).toEqual([]);
  });

  test('beside one that counts', async () => {
    const rows = await evidence('test.authn-negative', ORDERS, {
      'test/a.test.ts': `${skipped}\nit('b', async () => { ${REFUSED} });`,
    });
    expect(rows.map(row => row.includes('{existence}'))).toEqual([false, true]);
  });

  test('an API that the test makes up', async () => {
    const files = spec(
      "const res = await fetch('http://localhost/orders'); expect(res.status).toBe(401);",
      "vi.spyOn(globalThis, 'fetch');\n",
    );
    expect(await evidence('test.authn-negative', ORDERS, files)).toEqual([
      'GET /orders supports E2 0.85 | GET /orders: tests that a call without a valid credential is refused are there, and prove nothing. {existence} [G13]',
    ]);
  });

  test('a guard that is replaced, for the operations that it guards', async () => {
    const chain = [
      {
        at: { file: 'src/middleware/auth.ts', line: 1, column: 1, endLine: 1, endColumn: 2 },
        what: 'requireUser',
        effect: 'required' as const,
        why: 'x',
      },
    ];
    const auth = {
      status: 'required' as const,
      reason: 'x',
      mechanisms: [],
      scopes: [],
      chain,
      source: 'code' as const,
    };
    const files = spec(REFUSED, `${HEAD}vi.mock('../src/middleware/auth');\n`);
    expect(
      (await evidence('test.authn-negative', [code('GET /orders', { auth })], files)).map(row =>
        row.endsWith('{existence} [G13]'),
      ),
    ).toEqual([true]);
    expect(
      (await evidence('test.authn-negative', ORDERS, files)).map(row => row.endsWith('{existence} [G13]')),
    ).toEqual([false]);
    expect(
      await evidence(
        'test.op-coverage',
        [code('GET /orders', { auth })],
        spec("await request(app).get('/orders').expect(200);", `${HEAD}vi.mock('../src/middleware/auth');\n`),
      ),
    ).toHaveLength(1);
  });
});

test('an operation that asks for no credential is refused for another reason', async () => {
  const open = [code('GET /orders', { status: 'none' })];
  expect(await evidence('test.authn-negative', open, spec(REFUSED))).toEqual([
    'GET /orders supports E2 0.85 | GET /orders: a test asserts that a call without a valid credential is refused; no pipeline that is read runs it. [A.4]',
  ]);
  const input = await inputOf(open, spec(REFUSED));
  expect([...linkTests(input.inventory.operations, input.facts).values()].flat().map(one => one.aspects)).toEqual([
    ['status-code'],
  ]);
});

test('status codes need a success and a failure', async () => {
  const summary =
    'GET /orders supports E2 0.85 | GET /orders: a test asserts that status codes are as meant; no pipeline that is read runs it.';
  expect(await evidence('test.status-codes', ORDERS, spec(REFUSED))).toEqual([`${summary}; only failure is asserted`]);
  expect(
    await evidence(
      'test.status-codes',
      ORDERS,
      spec("await request(app).get('/orders').set('Authorization', token).expect(200);"),
    ),
  ).toEqual([`${summary} [A.4]`]);
  expect(
    await evidence(
      'test.status-codes',
      ORDERS,
      spec(`${REFUSED} await request(app).get('/orders').set('Authorization', token).expect(200);`),
    ),
  ).toEqual([summary.replace('a test asserts', '2 tests assert')]);
});

test('a check against an API description is configured at best: its schema may be open', async () => {
  const files = {
    ...spec(
      "const res = await request(app).get('/orders').set('Authorization', token); expect(res).toSatisfyApiSpec();",
    ),
    ...ci('npx jest'),
  };
  expect((await evidence('test.response-exposure', ORDERS, files))[0]).toMatch(
    /^GET \/orders supports E2 0\.85 .* Whether its schema is closed is not known\.$/,
  );
});

test('an application whose origin is not known counts for less', async () => {
  const files = spec(REFUSED, "import request from 'supertest';\nimport { app } from './helpers/app';\n");
  expect((await evidence('test.authn-negative', ORDERS, files))[0]).toMatch(/^GET \/orders supports E2 0\.65 /);
});

test.each([
  ['npx jest', 'src/a.test.ts', true],
  ['npx jest', 'test/a.e2e-spec.ts', false],
  ['npx jest --config test/jest-e2e.json', 'test/a.e2e-spec.ts', true],
  ['npx jest --config test/jest-e2e.json', 'src/a.spec.ts', false],
  ['npx jest unit', 'test/api/a.test.ts', false],
  ['npx jest --coverage', 'test/api/a.test.ts', true],
  ['cd server && npx jest', 'client/a.test.ts', false],
  ['node --import tsx --test "test/api/**/*.test.ts"', 'test/api/x/a.test.ts', true],
  ['node --test "test/api/**/*.test.ts"', 'test/server/a.test.ts', false],
  ['npx jest "$PATTERN"', 'a.test.ts', false],
  ['cd "$DIR" && npx jest', 'a.test.ts', false],
  ['npx playwright test', 'e2e/a.spec.ts', true],
  ['deno test -A', 'src/a.test.ts', true],
  ['pytest', 'a.test.ts', false],
])('%s reaches %s: %s', async (run, file, expected) => {
  const input = await inputOf([], ci(run));
  expect(stepsOf(input).some(step => reaches(step, file))).toBe(expected);
});

test('without tests an absence is unknown', async () => {
  const input = await inputOf(ORDERS, {});
  expect(testDerivers.flatMap(deriver => [...deriver.looks(input), ...deriver.derive(input)])).toEqual([]);
});
