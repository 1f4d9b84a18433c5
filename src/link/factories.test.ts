import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const EXPRESS = "const express = require('express');\nconst app = express();\n";
const AUTH = 'const auth = (req, res, next) => { if (!req.user) return res.status(401).end(); next(); };\n';
const H = '(req, res) => res.json({})';

test('a factory of routers takes guards as arguments', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}const { crud } = require('./crud');
app.use('/open', crud({}));
app.use('/closed', crud({ guard: auth }));
app.use('/list', crud({ guards: [auth] }));`,
      'crud.js': `const { Router } = require('express');
exports.crud = ({ guard, guards = [] }) => { const r = Router(); if (guard) r.use(guard); r.get('/', ...guards, ${H}); return r; };`,
    }),
  ).toEqual(['GET /closed required session', 'GET /list required session', 'GET /open none']);
});

test('a guard is made by a factory with a demand', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}const role = name => (req, res, next) => { if (!req.user || req.user.role !== name) return res.status(403).end(); next(); };
const optional = required => (req, res, next) => { if (required && !req.user) return res.status(401).end(); next(); };
app.get('/admin', role('admin'), ${H});
app.get('/strict', optional(true), ${H});
app.get('/lax', optional(false), ${H});
app.get('/set', optional(process.env.STRICT), ${H});`,
    }),
  ).toEqual([
    'GET /admin required session',
    'GET /lax none',
    'GET /set unknown session',
    'GET /strict required session',
  ]);
});

test('a wrapper around the handler is followed', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}const wrap = fn => (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next);
app.get('/a', wrap(auth), wrap(async (req, res) => res.json({})));
app.get('/b', wrap(async (req, res) => res.json({})));`,
    }),
  ).toEqual(['GET /a required session', 'GET /b none']);
});

test('a list of guards, flat or nested', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}const guards = [auth, [(req, res, next) => next()]];\napp.get('/a', guards, ${H});\napp.get('/b', ...guards, ${H});\napp.use('/c', [auth]);\napp.get('/c/d', ${H});`,
    }),
  ).toEqual(['GET /a required session', 'GET /b required session', 'GET /c/d required session']);
});

test('a guard among things that are not known', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}const extra = require('./not-there');\napp.get('/a', ...extra, ${H});\napp.use(extra.all);\napp.get('/b', ${H});`,
    }),
  ).toEqual(['GET /a unknown', 'GET /b unknown']);
});

test('a guard method of a class', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}const { Auth } = require('./auth');
const auth = new Auth({ header: 'authorization' });
app.get('/bound', auth.require.bind(auth), ${H});
app.get('/arrow', auth.arrow, ${H});
app.get('/static', Auth.check, ${H});`,
      'auth.js': `class Auth {
  constructor(options) { this.options = options; }
  require(req, res, next) { if (!this.userOf(req)) return res.status(401).end(); next(); }
  arrow = (req, res, next) => { if (!this.userOf(req)) return res.status(401).end(); next(); };
  static check(req, res, next) { if (!req.user) return res.status(401).end(); next(); }
  userOf(req) { return require('some-db').find(req.headers[this.options.header]); }
}
exports.Auth = Auth;`,
    }),
  ).toEqual(['GET /arrow required bearer', 'GET /bound required bearer', 'GET /static required session']);
});
