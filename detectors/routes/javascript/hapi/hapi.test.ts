import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { hapi } from './hapi.ts';

test('a server registers routes, one or a list', () =>
  check(
    hapi,
    'server.js',
    `
const Hapi = require('@hapi/hapi');
const server = Hapi.server({ port: 3000 });
//                  ^^^^^^ router application hapi
server.route({ method: 'GET', path: '/users/{id?}', handler: show });
//                                  ^^^^^^^^^^^^^^ route GET [/users, /users/{id}] | on server; chain show
server.route([
  { method: ['PUT', 'PATCH'], path: '/a', options: { handler: put, pre: [check, { method: load, assign: 'x' }] } },
//                                  ^^^^ route PUT,PATCH /a | on server; chain put; guards check, load
  { method: '*', path: '/{path*}', handler: any, options: { validate: { query } } },
//                     ^^^^^^^^^^ route ANY /{*path} | on server; chain any; validated validate
]);
routes.forEach(route => server.route(route));
//                                   ^^^^^ route route.method route.path | on server; chain route.handler; guards route
//                                   ^^^^^ guard-kind unknown custom
`,
  ));

test('a strategy guards a route unless it only tries', () =>
  check(
    hapi,
    'routes.ts',
    `
import type { Server } from '@hapi/hapi';
export const register = (server: Server) => {
//                               ^^^^^^ router router hapi
  server.route({ method: 'GET', path: '/a', handler, options: { auth: 'jwt' } });
//                                    ^^^^ route GET /a | on server; chain handler; guards 'jwt'
//                                                                    ^^^^^ guard-kind required jwt
  server.route({ method: 'GET', path: '/b', handler, options: { auth: { strategy: 'session', mode: 'try' } } });
//                                    ^^^^ route GET /b
//                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind optional session
  server.route({ method: 'GET', path: '/c', handler, options: { auth: false } });
//                                    ^^^^ route GET /c | on server; chain handler
  server.auth.default('jwt');
//                    ^^^^^ guard | on server; guards 'jwt'
//                    ^^^^^ guard-kind unknown jwt
};
`,
  ));

test('plugins are registered under the prefix of their routes', () =>
  check(
    hapi,
    'server.js',
    `
const users = { name: 'users', register: async server => {} };
server.register(users, { routes: { prefix: '/users' } });
//                                         ^^^^^^^^ mount /users | on server; chain function; calls child
server.register({ plugin: users, routes: { prefix: '/v2' } });
//                                                 ^^^^^ mount /v2 | on server; chain function; calls child
`,
  ));

test('routers of other frameworks are left alone', () =>
  check(
    hapi,
    'app.js',
    `
// hapi
const express = require('express');
const app = express();
app.route('/users');
`,
  ));
