import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { express } from './express.ts';

test('a route is a method call with a path and a handler', () =>
  check(
    express,
    'app.ts',
    `
import express from 'express';
const app = express();
//          ^^^^^^^ router application express
app.get('/users/:id', show);
//      ^^^^^^^^^^^^ route GET /users/:id | on app; chain show
app.post('/users', requireLogin, [validate, limit], (req, res) => res.end());
//       ^^^^^^^^ route POST /users | on app; chain requireLogin, [validate, limit], function
app.get(/^\\/files\\/(.*)$/, file);
//      ^^^^^^^^^^^^^^^^^ route GET /^\\/files\\/(.*)$/
app.get(['/a', '/b'], list);
//      ^^^^^^^^^^^^ route GET [/a, /b]
app.get(\`\${BASE}/users\`, list);
//      ^^^^^^^^^^^^^^^ route GET {BASE}/users
app.delete(USER_PATH, remove);
//         ^^^^^^^^^ route DELETE USER_PATH
`,
  ));

test('a setting is read with one argument and is no route', () =>
  check(
    express,
    'app.js',
    `
const app = require('express')();
//          ^^^^^^^^^^^^^^^^^^ router application express
app.get('env');
app.set('view engine', 'pug');
`,
  ));

test('a client in the same file is not a router', () =>
  check(
    express,
    'app.ts',
    `
import axios from 'axios';
import { Hono } from 'hono';
axios.get('/users', options);
axios.create({ baseURL }).post('/users', body);
const api = axios.create();
api.get('/users', options);
const other = new Hono();
other.get('/x', handler);
new Map().get('/x', handler);
sessionStorage.get('/x', handler);
`,
  ));

test('values that cannot handle a request make no route', () =>
  check(
    express,
    'app.js',
    `
client.get('/users', { params });
cache.put('key', 'value');
store.delete(1, callback);
socket.post('/x');
`,
  ));

test('a router that is passed in is taken as one until the linker knows better', () =>
  check(
    express,
    'routes.js',
    `
module.exports = (app, passport) => {
  app.get('/profile', isLoggedIn, profile);
//        ^^^^^^^^^^ route GET /profile | on app; chain isLoggedIn, profile
};
class Server {
  routes() {
    this.app.get('/health', this.health);
//               ^^^^^^^^^ route GET /health | on this.app; chain this.health
  }
}
`,
  ));

test('bracket access is a method call, computed or not', () =>
  check(
    express,
    'app.js',
    `
router['get']('/users', list);
//            ^^^^^^^^ route GET /users
for (const method of methods) router[method]('/echo', echo);
//                                           ^^^^^^^ route method /echo | on router; chain echo
`,
  ));

test('routers come from the package and from those that wrap it', () =>
  check(
    express,
    'routers.ts',
    `
import express, { Router } from 'express';
import PromiseRouter from 'express-promise-router';
const a = express.Router({ mergeParams: true });
//                ^^^^^^ router router express
const b = Router();
//        ^^^^^^ router router express
const c = new Router();
//            ^^^^^^ router router express
const d = PromiseRouter();
//        ^^^^^^^^^^^^^ router router express
`,
  ));

test('a declared type makes a parameter a router', () =>
  check(
    express,
    'register.ts',
    `
import type { Application, Request, Router } from 'express';
import * as core from 'express-serve-static-core';
import { Router as NextRouter } from 'next/router';
export function register(app: Application, other: NextRouter) {}
//                            ^^^^^^^^^^^ router application express
const router: Router = make();
//            ^^^^^^ router router express
function core1(app: core.Express) {}
//                  ^^^^^^^^^^^^ router application express
`,
  ));

test('use mounts routers and guards, under a path when it is given', () =>
  check(
    express,
    'app.js',
    `
app.use('/api', authenticate, router);
//      ^^^^^^ mount /api | on app; chain authenticate, router
app.use(['/v1', '/v2'], router);
//      ^^^^^^^^^^^^^^ mount [/v1, /v2] | on app; chain router
app.use(helmet());
//  ^^^ mount | on app; chain helmet()
app.use([first, second]);
//  ^^^ mount | on app; chain [first, second]
app.use(BASE, router);
//  ^^^ mount | on app; chain BASE, router; prefix may lead
app.use(require('./routes'));
//  ^^^ mount | on app; chain load ./routes
app.use((error, req, res, next) => next());
//  ^^^ mount | on app; chain function
app.use('view engine');
`,
  ));

test('methods on a route object share its path', () =>
  check(
    express,
    'app.js',
    `
router.route('/users/:id').get(show).put(authenticate, update);
//           ^^^^^^^^^^^^ router router express | prefix /users/:id; from router
//                         ^^^ route GET | on router.route('/users/:id'); chain show
//                                   ^^^ route PUT | on router.route('/users/:id').get(show); chain authenticate, update
const orders = router.route('/orders');
//                          ^^^^^^^^^ router router express | prefix /orders; from router
orders.post(create);
//     ^^^^ route POST | on orders; chain create
`,
  ));

test('all is a route or a guard, which its functions tell', () =>
  check(
    express,
    'app.js',
    `
app.all('/admin/*', requireLogin);
//      ^^^^^^^^^^ route ANY /admin/* | on app; chain requireLogin
//      ^^^^^^^^^^ guard /admin/* | on app; guards requireLogin; matching; except /admin
`,
  ));

test('query is a method where its path is written out', () =>
  check(
    express,
    'app.js',
    `
app.query('/search', search);
//        ^^^^^^^^^ route QUERY /search | on app; chain search
app.route('/filter').query(filter);
//        ^^^^^^^^^ router router express | prefix /filter; from app
//                   ^^^^^ route QUERY | on app.route('/filter'); chain filter
pool.query(sql, callback);
pool.query('SELECT 1', callback);
`,
  ));

test('a list of paths may hold names', () =>
  check(
    express,
    'app.js',
    `
app.use([BASE, '/admin'], router);
//      ^^^^^^^^^^^^^^^^ mount [BASE, /admin] | on app; chain router
`,
  ));

test('a class that extends a router is told, one that extends something else is not', () =>
  check(
    express,
    'own.js',
    `
const { Router } = require('express');
class Own extends Router {}
//                ^^^^^^ unresolved | reason unknown-router; what a class that extends a router
class Other extends EventEmitter {}
`,
  ));
