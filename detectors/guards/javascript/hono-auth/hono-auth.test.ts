import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { honoAuth } from './hono-auth.ts';

test('built-in middleware refuses, unless anonymous requests are allowed', () =>
  check(
    honoAuth,
    'app.ts',
    `
import { jwt } from 'hono/jwt';
import { jwk } from 'hono/jwk';
import { bearerAuth } from 'hono/bearer-auth';
import { basicAuth } from 'jsr:@hono/hono/basic-auth';
app.use('/a/*', jwt({ secret, alg: 'HS256' }));
//              ^^^ guard-kind required jwt
app.use('/b/*', jwk({ jwks_uri }));
//              ^^^ guard-kind required jwt
app.use('/c/*', jwk({ jwks_uri, allow_anon: true }));
//              ^^^ guard-kind optional jwt
app.use('/d/*', bearerAuth({ token }), basicAuth({ username, password }));
//              ^^^^^^^^^^ guard-kind required bearer
//                                     ^^^^^^^^^ guard-kind required basic
`,
  ));

test('combinations are lists, but for paths, or alternatives', () =>
  check(
    honoAuth,
    'app.ts',
    `
import { every, except, some } from 'hono/combine';
app.use(every(a, b));
//      ^^^^^ alias [a, b]
app.use(some(a, b));
//      ^^^^ guard-kind unknown
app.use('/api/*', except(['/api/public/*', LOGIN], a));
//                ^^^^^^ alias a | except [/api/public/*, LOGIN]
app.use('/api/*', except((c) => c.req.method === 'GET', a));
//                ^^^^^^ guard-kind unknown
`,
  ));

test('third-party middleware refuses or prepares', () =>
  check(
    honoAuth,
    'app.ts',
    `
import { initAuthConfig, verifyAuth } from '@hono/auth-js';
import { oidcAuthMiddleware } from '@hono/oidc-auth';
import { jwt } from './jwt';
app.use(initAuthConfig(config));
//      ^^^^^^^^^^^^^^ guard-kind none
app.use('/api/*', verifyAuth(), oidcAuthMiddleware(), jwt());
//                ^^^^^^^^^^ guard-kind required session
//                              ^^^^^^^^^^^^^^^^^^ guard-kind required oidc
`,
  ));
