import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { koa } from './koa.ts';

test('applications and routers come from their packages', () =>
  check(
    koa,
    'app.js',
    `
const Koa = require('koa');
const Router = require('@koa/router');
const app = new Koa();
//              ^^^ router application koa
const router = new Router({ prefix: '/users' });
//                 ^^^^^^ router router koa | prefix /users
const options = { prefix: '/orders' };
const orders = new Router(options);
//                 ^^^^^^ router router koa | prefix /orders
const plain = require('koa-router')();
//            ^^^^^^^^^^^^^^^^^^^^^ router router koa
`,
  ));

test('the named export makes routers as well', () =>
  check(
    koa,
    'app.ts',
    `
import { Router } from '@koa/router';
const router = new Router();
//                 ^^^^^^ router router koa
`,
  ));

test('a route may have a leading name', () =>
  check(
    koa,
    'routes.js',
    `
router.get('/users/:id', show);
//         ^^^^^^^^^^^^ route GET /users/:id | on router; chain show
router.get('user', '/users/:id', auth, show);
//                 ^^^^^^^^^^^^ route GET /users/:id | on router; chain auth, show
const PATH = '/constant';
router.post('named', PATH, create);
//                   ^^^^ route POST PATH | on router; chain create
router.del(/^\\/old/, remove);
//         ^^^^^^^^ route DELETE /^\\/old/
router.register('/multi', ['get', 'POST'], [auth, handler]);
//              ^^^^^^^^ route GET,POST /multi | on router; chain [auth, handler]
router[verb]('/x', handler);
//           ^^^^ route verb /x
`,
  ));

test('all is a route or a guard, which its functions tell', () =>
  check(
    koa,
    'routes.js',
    `
router.all('/admin/(.*)', requireLogin);
//         ^^^^^^^^^^^^^ route ANY /admin/(.*) | on router; chain requireLogin
//         ^^^^^^^^^^^^^ guard /admin/(.*) | on router; guards requireLogin; matching; except /admin
`,
  ));

test('routes() stands for the router, allowedMethods() for nothing', () =>
  check(
    koa,
    'app.js',
    `
app.use(router.routes()).use(router.allowedMethods());
//  ^^^ mount | on app; chain router.routes()
//             ^^^^^^ alias router
//                       ^^^ mount | on app.use(router.routes()); chain router.allowedMethods()
//                                  ^^^^^^^^^^^^^^ guard-kind none
forums.use('/forums/:fid/posts', posts.routes());
//         ^^^^^^^^^^^^^^^^^^^^ mount /forums/:fid/posts | on forums; chain posts.routes()
//                                     ^^^^^^ alias posts
router.use(['/users', '/admin'], authorize);
//         ^^^^^^^^^^^^^^^^^^^^ mount [/users, /admin] | on router; chain authorize
router.prefix('/things/:thing_id');
//            ^^^^^^^^^^^^^^^^^^^ base-path /things/:thing_id | on router
`,
  ));

test('koa-mount puts an application under a path, koa-compose makes a list', () =>
  check(
    koa,
    'app.js',
    `
const mount = require('koa-mount');
const compose = require('koa-compose');
app.use(mount('/hello', hello));
//  ^^^ mount | on app; chain mount('/hello', hello)
//      ^^^^^ router router koa | prefix /hello; chain hello
app.use(mount(other));
//  ^^^ mount | on app; chain mount(other)
//      ^^^^^ router router koa | chain other
const all = compose([logger, router.routes()]);
//          ^^^^^^^ alias [logger, router.routes()]
//                                  ^^^^^^ alias router
`,
  ));

test('a declared type makes a parameter a router', () =>
  check(
    koa,
    'register.ts',
    `
import type Koa from 'koa';
import type Router from '@koa/router';
export function register(app: Koa, router: Router) {}
//                            ^^^ router application koa
//                                         ^^^^^^ router router koa
`,
  ));

test('clients, stores and routers of other frameworks are left alone', () =>
  check(
    koa,
    'client.js',
    `
import express from 'express';
import axios from 'axios';
express().get('/x', handler);
axios.get('/users', options);
cache.get('key');
client.get('/users', { params });
`,
  ));

test('a class that extends a router is told, one that extends something else is not', () =>
  check(
    koa,
    'schema-router.ts',
    `
import Koa from 'koa';
import Router from '@koa/router';
import { Base } from './base';
export class SchemaRouter extends Router {}
//                                ^^^^^^ unresolved | reason unknown-router; what a class that extends a router
export class Server extends Koa {}
//                          ^^^ unresolved | reason unknown-router; what a class that extends a router
export class Other extends Base {}
`,
  ));
