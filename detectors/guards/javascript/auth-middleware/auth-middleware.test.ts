import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { authMiddleware } from './auth-middleware.ts';

test('express-jwt requires credentials unless it is told not to', () =>
  check(
    authMiddleware,
    'app.js',
    `
const jwt = require('express-jwt');
const { expressjwt } = require('express-jwt');
const options = { secret, credentialsRequired: false };
app.use(jwt({ secret }));
//      ^^^ guard-kind required jwt
app.use(expressjwt({ secret, algorithms: ['HS256'], credentialsRequired: true }));
//      ^^^^^^^^^^ guard-kind required jwt
app.use(expressjwt(options));
//      ^^^^^^^^^^ guard-kind optional jwt
app.use(expressjwt({ secret, credentialsRequired: STRICT }));
//      ^^^^^^^^^^ guard-kind unknown jwt
app.use(expressjwt(config.jwt));
//      ^^^^^^^^^^ guard-kind unknown jwt
`,
  ));

test('koa-jwt passes through when it is told to', () =>
  check(
    authMiddleware,
    'app.ts',
    `
import jwt from 'koa-jwt';
app.use(jwt({ secret }));
//      ^^^ guard-kind required jwt
app.use(jwt({ secret, passthrough: true }));
//      ^^^ guard-kind optional jwt
`,
  ));

test('the packages of Auth0 require tokens, sessions, scopes', () =>
  check(
    authMiddleware,
    'app.ts',
    `
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer';
import { auth as login, requiresAuth } from 'express-openid-connect';
app.use(auth());
//      ^^^^ guard-kind required jwt
app.use(auth({ authRequired: false }));
//      ^^^^ guard-kind optional jwt
app.get('/messages', requiredScopes('read:messages'), list);
//                   ^^^^^^^^^^^^^^ guard-kind required jwt | scopes read:messages
app.use(login({ authRequired: false }));
//      ^^^^^ guard-kind optional oidc
app.get('/profile', requiresAuth(), profile);
//                  ^^^^^^^^^^^^ guard-kind required oidc
`,
  ));

test('sessions and cookies alone refuse nobody', () =>
  check(
    authMiddleware,
    'app.js',
    `
const session = require('express-session');
const basicAuth = require('express-basic-auth');
const { verifySession } = require('supertokens-node/recipe/session/framework/express');
app.use(session({ secret }));
//      ^^^^^^^ guard-kind none
app.use('/admin', basicAuth({ users }));
//                ^^^^^^^^^ guard-kind required basic
app.get('/a', verifySession(), a);
//            ^^^^^^^^^^^^^ guard-kind required session
app.get('/b', verifySession({ sessionRequired: false }), b);
//            ^^^^^^^^^^^^^ guard-kind optional session
`,
  ));

test('functions of the same names from elsewhere are none', () =>
  check(
    authMiddleware,
    'app.js',
    `
// Not the ones of express-jwt.
const { expressjwt, auth, requiresAuth } = require('./auth');
app.use(expressjwt({ secret }), auth(), requiresAuth());
`,
  ));

test('handlers that are wrapped to ask for a session of Auth0 are guards, by function and by client', () =>
  check(
    authMiddleware,
    'app/api/orders/route.ts',
    `
import { withApiAuthRequired } from '@auth0/nextjs-auth0';
import { Auth0Client } from '@auth0/nextjs-auth0/server';
import { withApiAuthRequired as own } from './own';
const auth0 = new Auth0Client();
export const GET = withApiAuthRequired(async req => list(req));
//                 ^^^^^^^^^^^^^^^^^^^ guard-kind required session
export const POST = auth0.withApiAuthRequired(async req => create(req));
//                        ^^^^^^^^^^^^^^^^^^^ guard-kind required session
export const PUT = own(async req => update(req));
`,
  ));

test('connect-ensure-login asks for a login session, or for none', () =>
  check(
    authMiddleware,
    'app.js',
    `
const { ensureLoggedIn } = require('connect-ensure-login');
const login = require('connect-ensure-login');
app.get('/settings', ensureLoggedIn('/login'), show);
//                   ^^^^^^^^^^^^^^ guard-kind required session
app.get('/sign-up', login.ensureLoggedOut(), form);
//                        ^^^^^^^^^^^^^^^ guard-kind none
app.get('/other', ensureLoggedInElsewhere('/login'), show);
`,
  ));
