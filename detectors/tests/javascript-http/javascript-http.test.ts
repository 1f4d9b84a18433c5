import { expect, test } from 'vitest';
import type { FactBody } from '../../../src/core/fact.ts';
import { javascriptFile } from '../../../src/parse/javascript.ts';
import { javascriptHttpTests } from './javascript-http.ts';

function facts(text: string): readonly FactBody[] {
  const parsed = javascriptFile('test/api.test.ts', 'test', text, { read: () => undefined });
  return parsed.kind === 'parsed' ? javascriptHttpTests.detect(parsed.file) : [];
}

/** `METHOD path credentials statuses aspects target`, or `theatre why what`. */
function shown(text: string): readonly string[] {
  return facts(text).flatMap(fact => {
    if (fact.kind === 'test-theatre') return [`theatre ${fact.why}${fact.what === undefined ? '' : ` ${fact.what}`}`];
    if (fact.kind !== 'test-assertion') return [];
    return [
      [
        fact.method,
        fact.path,
        fact.credentials,
        fact.statuses.join('|'),
        ...fact.aspects.filter(aspect => aspect !== 'status-code'),
        fact.target === 'unknown' ? '' : fact.target,
      ]
        .filter(word => word !== '')
        .join(' '),
    ];
  });
}

const SUPERTEST = "import request from 'supertest';\nimport { app } from '../src/app';\n";
const one = (body: string, name = 'works'): string => `${SUPERTEST}it('${name}', async () => {\n${body}\n});\n`;

test.each([
  // The forms in which a status is asserted.
  ["await request(app).get('/orders').expect(401);", ['GET /orders none 401 authn-negative real']],
  [
    "const res = await request(app).get('/orders'); expect(res.status).toBe(401);",
    ['GET /orders none 401 authn-negative real'],
  ],
  [
    "const res = await request(app).get('/orders'); expect(res.statusCode).toEqual(401);",
    ['GET /orders none 401 authn-negative real'],
  ],
  [
    "const { status } = await request(app).get('/orders'); assert.equal(status, 401);",
    ['GET /orders none 401 authn-negative real'],
  ],
  [
    "const res = await request(app).get('/orders'); expect(res).toHaveProperty('status', 401);",
    ['GET /orders none 401 authn-negative real'],
  ],
  [
    "const res = await request(app).get('/orders'); expect(res).to.have.status(401);",
    ['GET /orders none 401 authn-negative real'],
  ],
  [
    "const res = await request(app).get('/orders'); res.should.have.status(401);",
    ['GET /orders none 401 authn-negative real'],
  ],
  [
    "const res = await request(app).get('/orders'); assert(res.status === 401);",
    ['GET /orders none 401 authn-negative real'],
  ],
  [
    "const res = await request(app).get('/orders'); expect([401, 403]).toContain(res.status);",
    ['GET /orders none 401|403 authn-negative real'],
  ],
  [
    "const res = await request(app).get('/orders'); expect(res.status).toBe(HttpStatus.UNAUTHORIZED);",
    ['GET /orders none 401 authn-negative real'],
  ],
  [
    "await request(app).get('/orders').then(res => { expect(res.status).toBe(401); });",
    ['GET /orders none 401 authn-negative real'],
  ],
  [
    "await request(app).get('/orders').expect(({ status }) => { expect(status).toBe(401); });",
    ['GET /orders none 401 authn-negative real'],
  ],
  ["const res = await request(app).get('/orders'); expect(res.status).not.toBe(200);", ['GET /orders none real']],
  ["const res = await request(app).get('/orders'); expect(res.status).toBeLessThan(500);", ['GET /orders none real']],
  [
    "let res = await request(app).get('/a'); expect(res.status).toBe(401); res = await request(app).get('/b'); expect(res.status).toBe(200);",
    ['GET /a none 401 authn-negative real', 'GET /b none 200 real'],
  ],
  // Paths.
  [
    'const id = await make(); await request(app).get(`/orders/${id}/items?x=1`).expect(200);',
    ['GET /orders/{}/items none 200 real'],
  ],
  [
    "const BASE = '/api/v1'; await request(app).delete(BASE + '/orders/7').expect(204);",
    ['DELETE /api/v1/orders/7 none 204 real'],
  ],
  ['await request(app).get(`${API_URL}/x`).expect(200);', ['GET {?}/x none 200 real']],
  ["const map = new Map(); map.get('/x'); expect(1).toBe(map.get('/y'));", []],
  // Credentials.
  ["await request(app).get('/o').set('Authorization', `Bearer ${token}`).expect(200);", ['GET /o valid 200 real']],
  ["await request(app).get('/o').set({ authorization: token }).expect(200);", ['GET /o valid 200 real']],
  ["await request(app).get('/o').auth('u', 'p').expect(200);", ['GET /o valid 200 real']],
  ["await request(app).get('/o').set('Cookie', cookie).expect(200);", ['GET /o valid 200 real']],
  ["await request(app).get('/o').set('Accept', 'x').expect(401);", ['GET /o none 401 authn-negative real']],
  [
    "await request(app).get('/o').set('Authorization', 'Bearer invalid').expect(401);",
    ['GET /o bad 401 authn-negative real'],
  ],
  [
    "await request(app).get('/o').set('Authorization', 'Bearer abc').expect(401);",
    ['GET /o bad 401 authn-negative real'],
  ],
  [
    "await request(app).get('/o').set('Authorization', `Bearer ${expiredToken}`).expect(401);",
    ['GET /o bad 401 authn-negative real'],
  ],
  [
    "const t = jwt.sign({}, '', { algorithm: 'none' }); await request(app).get('/o').set('Authorization', t).expect(401);",
    ['GET /o bad 401 authn-negative real'],
  ],
  ["await request(app).get('/o').set(headers).expect(401);", ['GET /o unknown 401 real']],
  ["const agent = request.agent(app); await agent.get('/o').expect(401);", ['GET /o unknown 401 real']],
  ["await request(app).get('/o').use(plugin).expect(401);", ['GET /o unknown 401 real']],
  // A wrong password is a test of the login.
  ["await request(app).post('/api/login').send({ password: 'wrong' }).expect(401);", ['POST /api/login none 401 real']],
  // 200 without a credential is no refusal.
  ["await request(app).get('/o').expect(200);", ['GET /o none 200 real']],
  // Objects of others, and random ids.
  [
    "const o = await createOrder(tokenB); await request(app).get(`/orders/${o.id}`).set('Authorization', `Bearer ${tokenA}`).expect(403);",
    ['GET /orders/{} second 403 authz-object real'],
  ],
  [
    "const r = await request(app).post('/orders').set('Authorization', tokenB); await request(app).get(`/orders/${r.body.id}`).set('Authorization', tokenA).expect(404);",
    ['POST /orders valid real', 'GET /orders/{} second 404 authz-object real'],
  ],
  [
    "const r = await request(app).post('/orders').set('Authorization', tokenA); await request(app).get(`/orders/${r.body.id}`).set('Authorization', tokenA).expect(404);",
    ['POST /orders valid real', 'GET /orders/{} valid 404 real'],
  ],
  [
    "await request(app).get('/orders/9999').set('Authorization', `Bearer ${tokenA}`).expect(404);",
    ['GET /orders/9999 valid 404 real'],
  ],
  // Roles.
  [
    "await request(app).get('/admin/users').set('Authorization', userToken).expect(403);",
    ['GET /admin/users valid 403 authz-role real'],
  ],
  [
    "await request(app).get('/admin/users').set('Authorization', adminToken).expect(200);",
    ['GET /admin/users valid 200 real'],
  ],
  // Bodies.
  [
    "await request(app).post('/o').set('Authorization', t).send({}).expect(422);",
    ['POST /o valid 422 invalid-input real'],
  ],
  [
    "const res = await request(app).get('/me').set('Authorization', t); expect(res.body).not.toHaveProperty('password');",
    ['GET /me valid response-exposure real'],
  ],
  [
    "const res = await request(app).get('/me').set('Authorization', t); expect(res.body.password).toBeUndefined();",
    ['GET /me valid response-exposure real'],
  ],
  [
    "const res = await request(app).get('/me').set('Authorization', t); expect(res.body).toEqual({ id: 1, name: 'x' });",
    ['GET /me valid response-exposure real'],
  ],
  [
    "const res = await request(app).get('/me').set('Authorization', t); expect(res.body).toMatchObject({ id: 1 });",
    ['GET /me valid real'],
  ],
  [
    "const res = await request(app).get('/me').set('Authorization', t); expect(res.body).not.toHaveProperty('nickname');",
    ['GET /me valid real'],
  ],
  [
    "const res = await request(app).get('/me').set('Authorization', t); expect(res).toSatisfyApiSpec();",
    ['GET /me valid schema-conformance real'],
  ],
  [
    "await request(app).post('/users').set('Authorization', t).send({ name: 'x', isAdmin: true }).expect(400);",
    ['POST /users valid 400 invalid-input mass-assignment real'],
  ],
  // Limits.
  [
    "for (let i = 0; i < 11; i++) await request(app).get('/s').expect(200); await request(app).get('/s').expect(429);",
    ['GET /s none 200 real', 'GET /s none 429 rate-limit real'],
  ],
  [
    "const codes = []; for (let i = 0; i < 11; i++) codes.push((await request(app).get('/s')).status); expect(codes).toContain(429);",
    ['GET /s none 429 rate-limit real'],
  ],
  ["await request(app).get('/s').expect(429);", ['GET /s none 429 real']],
  // Theatre.
  ["await request(app).get('/o');", ['theatre no-assertion', 'GET /o none real']],
  ["await request(app).get('/o'); expect(true).toBe(true);", ['theatre tautology', 'GET /o none real']],
])('supertest: %s', (body, expected) => expect(shown(one(body))).toEqual(expected));

test.each([
  [
    "it.skip('a', async () => { await request(app).get('/o').expect(401); });",
    ['theatre skipped', 'GET /o none 401 authn-negative real'],
  ],
  [
    "xit('a', async () => { await request(app).get('/o').expect(401); });",
    ['theatre skipped', 'GET /o none 401 authn-negative real'],
  ],
  [
    "describe.skip('s', () => { it('a', async () => { await request(app).get('/o').expect(401); }); });",
    ['theatre skipped', 'GET /o none 401 authn-negative real'],
  ],
  [
    "it('a', { skip: true }, async () => { await request(app).get('/o').expect(401); });",
    ['theatre skipped', 'GET /o none 401 authn-negative real'],
  ],
  [
    "it.only('a', async () => { await request(app).get('/a').expect(401); });\nit('b', async () => { await request(app).get('/b').expect(401); });",
    ['GET /a none 401 authn-negative real', 'theatre skipped', 'GET /b none 401 authn-negative real'],
  ],
  ...[
    ["it.skipIf(true)('a', async () => { X });", 'skipped'],
    ["it.runIf(false)('a', async () => { X });", 'skipped'],
    ["describe.skipIf(process.env.CI)('s', () => { it('a', async () => { X }); });", 'may-be-skipped'],
    ["describe.runIf(process.env.DB)('s', () => { it('a', async () => { X }); });", 'may-be-skipped'],
    ["it('a', { skip: !process.env.DB }, async () => { X });", 'may-be-skipped'],
    ["it('a', async () => { if (!process.env.DB) this.skip(); X });", 'may-be-skipped'],
    ["test('a', async () => { test.skip(browser === 'x', 'reason'); X });", 'may-be-skipped'],
    ["test('a', async t => { t.skip(); X });", 'skipped'],
    ["test.fails('a', async () => { X });", 'inverted'],
    ["test.failing('a', async () => { X });", 'inverted'],
  ].map(([body = '', why = '']): [string, readonly string[]] => [
    body.replace('X', "await request(app).get('/o').expect(401);"),
    [`theatre ${why}`, 'GET /o none 401 authn-negative real'],
  ]),
  [
    "it.runIf(true)('a', async () => { await request(app).get('/o').expect(401); });",
    ['GET /o none 401 authn-negative real'],
  ],
  [
    "it('a', { skip: false }, async () => { await request(app).get('/o').expect(401); });",
    ['GET /o none 401 authn-negative real'],
  ],
  [
    "it('a', async () => { rows.skip(5); await request(app).get('/o').expect(401); });",
    ['GET /o none 401 authn-negative real'],
  ],
  ["it('a', async () => { await request(app).get('/o').expect(401); });", ['GET /o none 401 authn-negative real']],
  ["void it('a', async () => { await request(app).get('/o').expect(401); });", ['GET /o none 401 authn-negative real']],
  [
    "it.each([1])('a %s', async () => { await request(app).get('/o').expect(401); });",
    ['GET /o none 401 authn-negative real'],
  ],
])('tests that are skipped prove nothing, and are kept: %s', (body, expected) =>
  expect(shown(SUPERTEST + body)).toEqual(expected),
);

const CAUGHT = 'expect(error.response.status).toBe(401);';
const CALL = "await axios.get('http://localhost/o');";

test.each([
  [
    'caught and dropped',
    "try { const res = await axios.get('http://localhost/o'); expect(res.status).toBe(401); } catch {}",
    true,
  ],
  [
    'caught and printed',
    "try { const res = await axios.get('http://localhost/o'); expect(res.status).toBe(401); } catch (e) { console.log(e); }",
    true,
  ],
  [
    'caught and thrown on',
    "try { const res = await axios.get('http://localhost/o'); expect(res.status).toBe(401); } catch (e) { throw e; }",
    false,
  ],
  ['not reached when the request is let through', `try { ${CALL} } catch (error) { ${CAUGHT} }`, true],
  ['reached or else failing', `try { ${CALL} expect.fail('let through'); } catch (error) { ${CAUGHT} }`, false],
  ['reached or else thrown', `try { ${CALL} throw new Error('let through'); } catch (error) { ${CAUGHT} }`, false],
  ['counted', `expect.assertions(1); try { ${CALL} } catch (error) { ${CAUGHT} }`, false],
  ['beside one that counts', `try { ${CALL} } catch (error) { ${CAUGHT} } expect(1).toBe(sum);`, false],
])('an assertion of an error that is %s', (_name, body, isLost) => {
  const [first] = shown(`import axios from 'axios';\nit('a', async () => { ${body} });`);
  expect(first === 'theatre swallowed').toBe(isLost);
});

test.each([
  ['is forbidden without a token', ['GET /o none 403 authn-negative real']],
  ['refuses this file type', ['GET /o none 403 real']],
])('a 403 is about credentials only where the test says so: %s', (name, expected) =>
  expect(shown(one("await request(app).get('/o').expect(403);", name))).toEqual(expected),
);

test('the name of a test has its suites before it, and its place is the path', () => {
  expect(
    facts(
      `${SUPERTEST}describe('orders', () => { describe('get', () => { it('refuses', async () => { await request(app).get('/o').expect(401); }); }); });`,
    ),
  ).toEqual([
    {
      kind: 'test-assertion',
      at: { file: 'test/api.test.ts', line: 3, column: 103, endLine: 3, endColumn: 107 },
      test: 'orders > get > refuses',
      method: 'GET',
      path: '/o',
      credentials: 'none',
      statuses: [401],
      aspects: ['authn-negative', 'status-code'],
      target: 'real',
    },
  ]);
});

const wrap = (body: string): string => `it('a', async () => { ${body} });`;

test.each([
  [
    'fastify',
    `import { app } from '../src/app';\n${wrap("const res = await app.inject({ method: 'POST', url: '/o', headers: { authorization: 'Bearer expired' }, payload: {} }); expect(res.statusCode).toBe(401);")}`,
    ['POST /o bad 401 authn-negative real'],
  ],
  [
    'Hono',
    `import { app } from '../src/app';\n${wrap("const res = await app.request('/v1/m', { method: 'DELETE', headers: { 'x-api-key': '1' } }); expect(res.status).toBe(200);")}`,
    ['DELETE /v1/m valid 200 real'],
  ],
  [
    'Hono without options',
    `import { app } from '../src/app';\n${wrap("const res = await app.request('/v1/m'); expect(res.status).toBe(401);")}`,
    ['GET /v1/m none 401 authn-negative real'],
  ],
  [
    'fetch',
    wrap("const res = await fetch('http://localhost:3000/api/x', { method: 'PUT' }); expect(res.status).toBe(403);"),
    ['PUT /api/x none 403'],
  ],
  [
    'axios',
    `import axios from 'axios';\n${wrap('await expect(axios.get(`${BASE}/x`)).rejects.toMatchObject({ response: { status: 401 } });')}`,
    ['GET {?}/x none 401 authn-negative'],
  ],
  [
    'axios and catch',
    `import axios from 'axios';\n${wrap("try { await axios.post('http://localhost/x', {}, { headers: { Authorization: t } }); } catch (error) { expect(error.response.status).toBe(403); }")}`,
    ['theatre swallowed', 'POST /x valid 403'],
  ],
  [
    'an axios instance',
    `import axios from 'axios';\nconst api = axios.create({ baseURL: 'http://localhost:1/api' });\n${wrap("const res = await api.get('/x'); expect(res.status).toBe(200);")}`,
    ['GET /api/x none 200'],
  ],
  [
    'frisby',
    `import frisby from 'frisby';\nconst REST_URL = 'http://localhost:3000/rest';\n${wrap("return frisby.get(REST_URL + '/basket/1').expect('status', 401);")}`,
    ['GET /rest/basket/1 none 401 authn-negative'],
  ],
  [
    'pactum',
    `import { spec } from 'pactum';\n${wrap("await spec().get('http://localhost/o').expectStatus(401);")}`,
    ['GET /o none 401 authn-negative'],
  ],
  [
    'Playwright',
    "import { test, expect } from '@playwright/test';\ntest('a', async ({ request }) => { const res = await request.get('/o'); expect(res.status()).toBe(401); });",
    ['GET /o none 401 authn-negative'],
  ],
  [
    'Cypress',
    wrap("cy.request({ url: '/rest/x', failOnStatusCode: false }).its('status').should('eq', 401);"),
    ['GET /rest/x none 401 authn-negative'],
  ],
  [
    'chai-http',
    `import chai from 'chai';\nimport { app } from '../src/app';\n${wrap("const res = await chai.request(app).get('/o'); expect(res).to.have.status(401);")}`,
    ['GET /o none 401 authn-negative real'],
  ],
  [
    'Nest',
    `import request from 'supertest';\nimport { AppModule } from '../src/app.module';\n${wrap("const m = await Test.createTestingModule({ imports: [AppModule] }).compile(); const app = m.createNestApplication(); await request(app.getHttpServer()).get('/o').expect(401);")}`,
    ['GET /o none 401 authn-negative real'],
  ],
  [
    'an application of the test itself',
    `import request from 'supertest';\nimport express from 'express';\n${wrap("const app = express(); await request(app).get('/o').expect(401);")}`,
    ['GET /o none 401 authn-negative'],
  ],
  [
    'an application that a helper makes',
    `import request from 'supertest';\nimport { createTestApp } from './helpers/setup';\n${wrap("const { app } = await createTestApp(); await request(app).get('/o').expect(401);")}`,
    ['GET /o none 401 authn-negative'],
  ],
  [
    'a header that a hook assigns',
    `${SUPERTEST}let header;\nbefore(async () => { header = { Authorization: 'Bearer ' + token }; });\n${wrap("await request(app).get('/o').set(header).expect(200);")}`,
    ['GET /o valid 200 real'],
  ],
])('clients: %s', (_name, text, expected) => expect(shown(text)).toEqual(expected));

test.each([
  ["vi.mock('../src/middleware/auth');", ['theatre guard-mocked src/middleware/auth']],
  ["jest.mock('express-jwt', () => () => {});", ['theatre guard-mocked express-jwt']],
  ["jest.mock('lodash');", []],
  [
    'const b = Test.createTestingModule({}).overrideGuard(JwtAuthGuard).useValue({ canActivate: () => true });',
    ['theatre guard-mocked JwtAuthGuard'],
  ],
])('what takes a guard away is named: %s', (line, expected) => {
  expect(shown(`${SUPERTEST}${line}\n${wrap("await request(app).get('/o').expect(200);")}`)).toEqual([
    ...expected,
    'GET /o none 200 real',
  ]);
});

test.each([
  ["import nock from 'nock';\nnock('http://api.shop').get('/o').reply(401);\n", "'http://api.shop/o'"],
  ["import { http } from 'msw';\nconst h = http.get('*/o', () => new Response());\n", "'http://localhost/o'"],
  ["vi.spyOn(globalThis, 'fetch');\n", "'http://localhost/o'"],
])('an answer that the test makes up itself: %s', (head, url) => {
  expect(shown(`${head}${wrap(`const res = await fetch(${url}); expect(res.status).toBe(401);`)}`)).toEqual([
    'theatre mock-target',
    'GET /o none 401 authn-negative mock',
  ]);
});

test('a unit test is none of our business', () =>
  expect(facts("it('adds', () => { expect(1 + 1).toBe(2); });\nit.skip('x', () => {});")).toEqual([]));
