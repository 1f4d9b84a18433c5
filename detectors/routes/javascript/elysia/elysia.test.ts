import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { elysia } from './elysia.ts';

test('routes are chained, with hooks and schemas in their options', () =>
  check(
    elysia,
    'index.ts',
    `
import { Elysia, t } from 'elysia';
const app = new Elysia({ prefix: '/api' })
//              ^^^^^^ router application elysia | prefix /api
  .get('/users/:id', show)
//     ^^^^^^^^^^^^ route GET /users/:id
  .post('/users', create, { beforeHandle: auth, body: t.Object({}) })
//      ^^^^^^^^ route POST /users
  .route('PURGE', '/cache', purge)
  .all('/static', 'text');
//     ^^^^^^^^^ route ANY /static
app.put('/a', put, { beforeHandle: [auth], body });
//      ^^^^ route PUT /a | on app; chain put; guards [auth]; validated body
`,
  ));

test('groups, guards and plugins register on instances of their own or on this one', () =>
  check(
    elysia,
    'index.ts',
    `
import { Elysia } from 'elysia';
export const routes = (app: Elysia) => {
//                          ^^^^^^ router router elysia
  app.group('/v1', (group) => group.get('/a', a));
//          ^^^^^ mount /v1 | on app; chain function; calls child
//                                      ^^^^ route GET /a | on group; chain a
  app.group('/v2', { beforeHandle: auth }, orders);
//          ^^^^^ mount /v2 | on app; chain orders; calls child
  app.guard({ beforeHandle: auth }, (guarded) => guarded.get('/b', b, { beforeHandle: role }));
//    ^^^^^ mount | on app; chain function; calls child
//                                                           ^^^^ route GET /b | on guarded; chain b; guards auth, role
  app.guard({ beforeHandle: [auth] });
//    ^^^^^ guard | on app; guards [auth]
  app.onBeforeHandle(check);
//    ^^^^^^^^^^^^^^ guard | on app; guards check
  app.use(plugin);
//    ^^^ mount | on app; chain plugin; calls self
  app.mount('/hono', hono.fetch);
//          ^^^^^^^ route ANY /hono/* | on app; chain hono.fetch
};
`,
  ));

test('clients of the same file are none', () =>
  check(
    elysia,
    'client.ts',
    `
// elysia
import axios from 'axios';
axios.get('/users', options);
new Map().get('a', b);
`,
  ));

test('a router of another framework that a file is given is none', () =>
  check(
    elysia,
    'devices.ts',
    `
export async function devices(app) {
  app.post('/readings', handler);
}
`,
  ));
