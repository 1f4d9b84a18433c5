import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { passport } from './passport.ts';

test('authenticate refuses with strategies of tokens and keys', () =>
  check(
    passport,
    'routes.ts',
    `
import passport from 'passport';
app.get('/me', passport.authenticate('jwt', { session: false }), me);
//                                   ^^^^^ guard-kind required jwt
app.get('/me', passport.authenticate(['bearer', 'jwt']), me);
//                                   ^^^^^^^^^^^^^^^^^ guard-kind required bearer
app.get('/me', passport.authenticate('jwt-refresh'), me);
//                                   ^^^^^^^^^^^^^ guard-kind required jwt
app.get('/me', passport.authenticate(STRATEGY), me);
//                                   ^^^^^^^^ guard-kind required custom
`,
  ));

test('logins guard nothing but themselves', () =>
  check(
    passport,
    'routes.js',
    `
const passport = require('passport');
app.post('/login', passport.authenticate('local', { failureRedirect: '/login' }));
//                                       ^^^^^^^ guard-kind none
app.get('/auth/google', passport.authenticate('google', { scope: ['profile'] }));
//                                            ^^^^^^^^ guard-kind none
app.post('/in', passport.authenticate(NAME, { successRedirect: '/' }));
//                                    ^^^^ guard-kind none
`,
  ));

test('anonymous lets everyone pass, a callback decides for itself', () =>
  check(
    passport,
    'routes.js',
    `
const passport = require('koa-passport');
router.get('/a', passport.authenticate(['jwt', 'anonymous']));
//                                     ^^^^^^^^^^^^^^^^^^^^ guard-kind optional
router.get('/b', passport.authenticate('jwt', { session: false }, (error, user) => user));
//                                     ^^^^^ guard-kind unknown
`,
  ));

test('initialize and session refuse nobody', () =>
  check(
    passport,
    'app.js',
    `
const passport = require('passport');
app.use(passport.initialize());
//               ^^^^^^^^^^ guard-kind none
app.use(passport.session());
//               ^^^^^^^ guard-kind optional session
`,
  ));

test('a passport that is passed in hangs on where it comes from', () =>
  check(
    passport,
    'routes.js',
    `
const configured = require('./passport');
module.exports = (app, given) => {
  app.get('/a', given.authenticate('jwt'));
//                                 ^^^^^ guard-kind required jwt | of given from passport, koa-passport, @fastify/passport
  app.get('/b', configured.authenticate('jwt'));
//                                      ^^^^^ guard-kind required jwt | of configured from passport, koa-passport, @fastify/passport
};
`,
  ));

test('the Nest guard takes the same strategies', () =>
  check(
    passport,
    'jwt.guard.ts',
    `
import { AuthGuard } from '@nestjs/passport';
export class JwtGuard extends AuthGuard('jwt') {}
//                                      ^^^^^ guard-kind required jwt
export class LocalGuard extends AuthGuard('local') {}
//                                        ^^^^^^^ guard-kind none
export class OptionalGuard extends AuthGuard(['jwt', 'anonymous']) {}
//                                           ^^^^^^^^^^^^^^^^^^^^ guard-kind optional
`,
  ));

test('other objects with such a method are none', () =>
  check(
    passport,
    'db.ts',
    `
import { Sequelize } from 'sequelize';
import client from 'ldapjs';
new Sequelize(url).authenticate();
client.authenticate('user');
`,
  ));
