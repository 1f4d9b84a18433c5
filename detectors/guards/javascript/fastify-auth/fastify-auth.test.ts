import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { fastifyAuth } from './fastify-auth.ts';

test('bearer-auth guards the context that registers it', () =>
  check(
    fastifyAuth,
    'app.js',
    `
const bearerAuth = require('@fastify/bearer-auth');
fastify.register(bearerAuth, { keys });
//               ^^^^^^^^^^ guard | on fastify; guards bearerAuth
//               ^^^^^^^^^^ guard-kind required bearer
//               ^^^^^^^^^^ property verifyBearerAuth | on fastify; value bearerAuth
`,
  ));

test('without its hook it only offers the guard, and so does basic-auth', () =>
  check(
    fastifyAuth,
    'app.ts',
    `
import basicAuth from '@fastify/basic-auth';
import bearerAuth from '@fastify/bearer-auth';
fastify.register(bearerAuth, { keys, addHook: false });
//               ^^^^^^^^^^ guard-kind required bearer
//               ^^^^^^^^^^ property verifyBearerAuth | on fastify; value bearerAuth
fastify.register(basicAuth, { validate });
//               ^^^^^^^^^ guard-kind required basic
//               ^^^^^^^^^ property basicAuth | on fastify; value basicAuth
fastify.register(bearerAuth, options);
//               ^^^^^^^^^^ guard-kind required bearer
//               ^^^^^^^^^^ guard-kind unknown bearer
//               ^^^^^^^^^^ guard | on fastify; guards bearerAuth
//               ^^^^^^^^^^ property verifyBearerAuth | on fastify; value bearerAuth
`,
  ));

test('auth() combines functions', () =>
  check(
    fastifyAuth,
    'routes.js',
    `
const one = { preHandler: fastify.auth([fastify.verify]) };
//                                ^^^^ alias [fastify.verify]
const any = { preHandler: fastify.auth([fastify.a, fastify.b]) };
//                                ^^^^ guard-kind unknown
const all = { preHandler: fastify.auth([fastify.a, fastify.b], { relation: 'and' }) };
//                                ^^^^ alias [fastify.a, fastify.b]
supabase.auth.getUser();
firebase.auth();
`,
  ));

test('other plugins guard nothing', () =>
  check(
    fastifyAuth,
    'app.ts',
    `
import jwt from '@fastify/jwt';
import routes from './bearer-auth';
fastify.register(jwt, { secret });
fastify.register(routes);
`,
  ));
