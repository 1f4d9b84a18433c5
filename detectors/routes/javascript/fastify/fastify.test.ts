import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { fastify } from './fastify.ts';

test('a server is made by the package, under each of its exports', () =>
  check(
    fastify,
    'server.ts',
    `
import Fastify, { fastify } from 'fastify';
const a = Fastify({ logger: true });
//        ^^^^^^^ router application fastify
const b = fastify();
//        ^^^^^^^ router application fastify
const c = Fastify().withTypeProvider<TypeBoxTypeProvider>();
//        ^^^^^^^ router application fastify
//                  ^^^^^^^^^^^^^^^^ alias Fastify()
const d = require('fastify')();
//        ^^^^^^^^^^^^^^^^^^ router application fastify
`,
  ));

test('a route has a path and a handler, with options between', () =>
  check(
    fastify,
    'routes.js',
    `
fastify.get('/', async () => ({ hello: 'world' }));
//          ^^^ route GET / | on fastify; chain function
fastify.post('/users', { preHandler: [authenticate], onRequest: log }, create);
//           ^^^^^^^^ route POST /users | on fastify; chain create; guards log, [authenticate]
fastify.put('/users/:id', { handler: update, preValidation: check });
//          ^^^^^^^^^^^^ route PUT /users/:id | on fastify; chain update; guards check
fastify.all('/any', handler);
//          ^^^^^^ route ANY /any
`,
  ));

test('options made elsewhere are left to be evaluated', () =>
  check(
    fastify,
    'routes.js',
    `
import { options } from './options.js';
const local = { preHandler: guard, schema: { body: user } };
fastify.get('/a', options, handler);
//          ^^^^ route GET /a | on fastify; chain handler; guards options.onRequest, options.preParsing, options.preValidation, options.preHandler
fastify.get('/b', local, handler);
//          ^^^^ route GET /b | on fastify; chain handler; guards guard; validated schema
`,
  ));

test('a schema validates requests when it describes one', () =>
  check(
    fastify,
    'routes.js',
    `
fastify.post('/a', { schema: { body: { type: 'object' } } }, handler);
//           ^^^^ route POST /a | on fastify; chain handler; validated schema
fastify.get('/b', { schema: { response: { 200: reply } } }, handler);
//          ^^^^ route GET /b | on fastify; chain handler
`,
  ));

test('a full route declaration names its methods and url', () =>
  check(
    fastify,
    'routes.js',
    `
fastify.route({ method: 'GET', url: '/a', preHandler: guard, handler });
//                                  ^^^^ route GET /a | on fastify; chain handler; guards guard
fastify.route({ method: ['PUT', 'patch'], path: '/b', handler: async () => {} });
//                                              ^^^^ route PUT,PATCH /b | on fastify; chain function
routes.forEach((route) => fastify.route(route));
//                                      ^^^^^ route route.method route.url | on fastify; chain route.handler; guards route.onRequest, route.preParsing, route.preValidation, route.preHandler
`,
  ));

test('register mounts a plugin in a child context, under its prefix', () =>
  check(
    fastify,
    'app.js',
    `
fastify.register(users, { prefix: '/users' });
//                                ^^^^^^^^ mount /users | on fastify; chain users; calls child
fastify.register(import('./routes.js'));
//      ^^^^^^^^ mount | on fastify; chain load ./routes.js; calls child
await fastify.register(require('./orders'), { prefix: PREFIX });
//                                                    ^^^^^^ mount PREFIX | on fastify; chain load ./orders; calls child
fastify.register(async (child) => {
//      ^^^^^^^^ mount | on fastify; chain function; calls child
  child.get('/inside', handler);
//          ^^^^^^^^^ route GET /inside | on child; chain handler
});
`,
  ));

test('fastify-plugin keeps the scope of its parent', () =>
  check(
    fastify,
    'plugin.js',
    `
const fp = require('fastify-plugin');
module.exports = fp(async function (instance) {
//               ^^ alias function in the same scope
  instance.decorate('authenticate', verify);
//                  ^^^^^^^^^^^^^^ property authenticate | on instance; value verify
  instance.addHook('onRequest', verify);
//                 ^^^^^^^^^^^ guard | on instance; guards verify
  instance.addHook('onSend', compress);
});
`,
  ));

test('autoload mounts a directory', () =>
  check(
    fastify,
    'app.ts',
    `
import AutoLoad from '@fastify/autoload';
app.register(AutoLoad, { dir: join(__dirname, 'routes'), options: { prefix: '/api' }, routeParams: true, autoHooks: true });
//                            ^^^^^^^^^^^^^^^^^^^^^^^^^ mount-directory join(__dirname, 'routes') | on app; prefix /api; directory parameters; hook files own
app.register(AutoLoad, { dir: 'plain', dirNameRoutePrefix: false });
//                            ^^^^^^^ mount-directory plain | on app; no directory prefixes
`,
  ));

test('types of instances and of plugins make routers of parameters', () =>
  check(
    fastify,
    'plugin.ts',
    `
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
export default async function routes(app: FastifyInstance, request: FastifyRequest) {}
//                                        ^^^^^^^^^^^^^^^ router router fastify
const plugin: FastifyPluginAsync = async (instance) => {};
//            ^^^^^^^^^^^^^^^^^^ router router fastify | parameter 0
`,
  ));

test('middleware of middie runs before everything below its path', () =>
  check(
    fastify,
    'app.js',
    `
fastify.use('/admin', basicAuth());
//          ^^^^^^^^ guard /admin | on fastify; guards basicAuth()
fastify.use(cors());
//      ^^^ guard | on fastify; guards cors()
`,
  ));

test('clients and routers of other frameworks are left alone', () =>
  check(
    fastify,
    'client.ts',
    `
import axios from 'axios';
import express from 'express';
const app = express();
app.get('/x', handler);
axios.get('/users', options);
fetcher.get('/users', { headers });
`,
  ));
