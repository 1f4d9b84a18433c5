import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { hono } from './hono.ts';

test('applications come from the package, from Deno specifiers too', () =>
  check(
    hono,
    'app.ts',
    `
import { Hono } from 'hono';
import { Hono as Tiny } from 'hono/tiny';
import { Hono as Jsr } from 'jsr:@hono/hono@^4';
import { Hono as Npm } from 'npm:hono@4.6.0';
import { OpenAPIHono } from '@hono/zod-openapi';
import { Hono as Other } from './hono';
new Hono<{ Bindings: Env }>();
//  <~~~~---- router application hono
new Tiny();
//  <~~~~---- router application hono
new Jsr();
//  <~~~~--- router application hono
new Npm();
//  <~~~~--- router application hono
const app = new OpenAPIHono({ strict: false });
//              ^^^^^^^^^^^ router application hono
new Other();
`,
  ));

test('routes are chained calls with a path', () =>
  check(
    hono,
    'app.ts',
    `
const route = app.get('/posts/:id{[0-9]+}', show).post('/posts', auth, create);
//                    ^^^^^^^^^^^^^^^^^^^^ route GET /posts/:id{[0-9]+} | on app; chain show
//                                                     ^^^^^^^^ route POST /posts | on app.get('/posts/:id{[0-9]+}', show); chain auth, create
app.get('/both', (c) => c.text('a')).post((c) => c.text('b'));
//      ^^^^^^^ route GET /both
//                                   ^^^^ route POST /both
app.all('/any/:type?', handler);
//      ^^^^^^^^^^^^^ route ANY /any/:type?
//      ^^^^^^^^^^^^^ guard /any/:type? | on app; guards handler; matching
app.on('PURGE', '/cache', handler);
app.on(['PUT', 'delete'], ['/a', '/b'], handler);
//                        ^^^^^^^^^^^^ route PUT,DELETE [/a, /b]
emitter.on('data', handler);
`,
  ));

test('use puts a guard on whole path patterns', () =>
  check(
    hono,
    'app.ts',
    `
app.use(logger());
//  ^^^ guard | on app; guards logger(); matching
app.use('/admin/*', auth, audit);
//      ^^^^^^^^^^ guard /admin/* | on app; guards auth, audit; matching
app.use(first, second);
//  ^^^ guard | on app; guards first, second; matching; prefix may lead
`,
  ));

test('a base path gives a copy of the application', () =>
  check(
    hono,
    'app.ts',
    `
const api = app.basePath('/api');
//                       ^^^^^^ router router hono | prefix /api; from app
`,
  ));

test('route mounts, mount hands everything below to another handler', () =>
  check(
    hono,
    'app.ts',
    `
app.route('/books', books).route('/authors', require('./authors'));
//        ^^^^^^^^ mount /books | on app; chain books
//                               ^^^^^^^^^^ mount /authors | on app.route('/books', books); chain load ./authors
app.mount('/itty', itty.handle);
//        ^^^^^^^ route ANY /itty/* | on app; chain itty.handle
`,
  ));

test('a described route is read where it is made', () =>
  check(
    hono,
    'app.ts',
    `
import { createRoute } from '@hono/zod-openapi';
import { remote } from './routes';
const route = createRoute({ method: 'get', path: '/users/{id}', request: { params }, middleware: [auth], responses: {} });
//            ^^^^^^^^^^^ alias { method: 'get', path: '/users/{id}', request: { params }, middleware: [auth], responses: {} }
//                                               ^^^^^^^^^^^^^ route GET /users/{id} | on app; chain handler; guards [auth]; validated request
app.openapi(route, handler);
app.openapi(remote.list, handler);
//          ^^^^^^^^^^^ route remote.list.method remote.list.path | on app; chain handler; guards remote.list.middleware
`,
  ));

test('a factory makes applications, handlers and middleware', () =>
  check(
    hono,
    'app.ts',
    `
import { createFactory, createMiddleware } from 'hono/factory';
import { shared } from './shared';
const factory = createFactory();
const app = factory.createApp();
//                  ^^^^^^^^^ router application hono
const other = shared.createApp();
//                   ^^^^^^^^^ router application hono | of shared from hono/factory, @hono/hono/factory
const auth = createMiddleware(async (c, next) => next());
//           ^^^^^^^^^^^^^^^^ alias function
const handlers = factory.createHandlers(auth, show);
//                       ^^^^^^^^^^^^^^ alias [auth, show]
app.get('/x', ...handlers);
//      ^^^^ route GET /x | on app; chain ...handlers
`,
  ));

test('clients, events and routers of other frameworks are left alone', () =>
  check(
    hono,
    'app.ts',
    `
import express from 'express';
import axios from 'axios';
const app = express();
app.get('/x', handler);
axios.get('/users', options);
process.on('exit', code, handler);
`,
  ));

test('a class that extends an application is told, one that extends something else is not', () =>
  check(
    hono,
    'api.ts',
    `
import { Hono } from 'hono';
export class Api extends Hono<{ Bindings: Env }> {}
//                       ^^^^ unresolved | reason unknown-router; what a class that extends a router
export class Client extends Base {}
`,
  ));
