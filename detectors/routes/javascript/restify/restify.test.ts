import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { restify } from './restify.ts';

test('a server registers routes by path or by options', () =>
  check(
    restify,
    'server.js',
    `
const restify = require('restify');
const server = restify.createServer({ name: 'api' });
//                     ^^^^^^^^^^^^ router application restify
server.get('/users/:id', auth, show);
//         ^^^^^^^^^^^^ route GET /users/:id | on server; chain auth, show
server.del({ path: '/users/:id', version: '1.0.0' }, remove);
//                 ^^^^^^^^^^^^ route DELETE /users/:id | on server; chain remove
server.opts('/users', options);
//          ^^^^^^^^ route OPTIONS /users
server.use(restify.plugins.bodyParser());
//     ^^^ mount | on server; chain restify.plugins.bodyParser()
server.pre(clean, auth);
//     ^^^ mount | on server; chain clean, auth
`,
  ));

test('routers are applied under a prefix', () =>
  check(
    restify,
    'routes.js',
    `
const { Router } = require('restify-router');
const router = new Router();
//                 ^^^^^^ router router restify
router.add('/orders', orders);
//         ^^^^^^^^^ mount /orders | on router; chain orders
router.applyRoutes(server, '/v1');
//     ^^^^^^^^^^^ mount /v1 | on server; chain router
`,
  ));

test('clients and sets are none', () =>
  check(
    restify,
    'client.js',
    `
const axios = require('axios');
axios.get('/users', callback);
names.add('one');
client.get('/users');
`,
  ));
