import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

/** The tree uses these frameworks, so that a router that is passed in would be believed. */
const MANIFEST = JSON.stringify({
  dependencies: { express: '5', koa: '3', fastify: '5', hono: '4', restify: '11', '@oak/oak': '17' },
});

test.each([
  [
    'MSW',
    `import { http, HttpResponse, rest } from 'msw';
import { setupServer } from 'msw/node';
export const handlers = [
  http.get('/users/:id', ({ params }) => HttpResponse.json({ id: params.id })),
  rest.post('/users', (req, res, ctx) => res(ctx.json({}))),
];
const server = setupServer(...handlers);
server.use(http.delete('/users/:id', () => new HttpResponse()));`,
  ],
  [
    'nock',
    `import nock from 'nock';
const api = nock('https://api.acme.io');
api.get('/users').reply(200, () => []);
nock('https://api.acme.io').post('/users', body => true).reply(201);`,
  ],
  [
    'Cypress',
    `export function stubUsers() {
  cy.intercept('GET', '/users', req => req.reply([]));
  cy.route('POST', '/users', () => ({}));
}`,
  ],
  [
    'Playwright',
    `import { test } from '@playwright/test';
test('users', async ({ page, request }) => {
  await page.route('/users', route => route.fulfill({ json: [] }));
  await request.get('/users', { headers });
});`,
  ],
  [
    'a mock of axios',
    `import MockAdapter from 'axios-mock-adapter';
import axios from 'axios';
const mock = new MockAdapter(axios);
mock.onGet('/users').reply(() => [200, []]);`,
  ],
  [
    'clients with callbacks',
    `import axios from 'axios';
import request from 'superagent';
import { HttpClient } from '@angular/common/http';
import $ from 'jquery';
const api = axios.create({ baseURL: 'https://api.acme.io' });
api.get('/users', res => res.data);
request.get('/users', (err, res) => res.body);
$.post('/users', data => data);
export class Users { constructor(private readonly http: HttpClient) {} load() { return this.http.get('/users', x => x); } }`,
  ],
  [
    'a log and a cache with methods of such names',
    `export class Store {
  constructor(private readonly cache, private readonly log) {}
  read(key) { this.log.all('/x', () => 'said'); return this.cache.get('/users', () => load(key)); }
}`,
  ],
])('%s serves nothing', async (_, source) => {
  expect(await linkOf({ 'package.json': MANIFEST, 'src/a.ts': source })).toEqual([]);
});
