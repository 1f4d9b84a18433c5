import { expect, test } from 'vitest';
import { linkOf, statusBehind } from '../../tests/support/link.ts';

const CHECK = "const check = async req => { if (!req.user) throw new Error('401'); };\n";

/** Guards that seem to refuse strangers, and what is true of them. */
test.each([
  [
    'all of several awaited checks',
    `${CHECK}const guard = async (req, res, next) => { await Promise.all([check(req), Promise.resolve(1)]); next(); };`,
    'required session',
  ],
  [
    'all of several checks that nobody awaits',
    `${CHECK}const guard = (req, res, next) => { req.a = 1; Promise.all([check(req)]); next(); };`,
    'optional session',
  ],
  [
    'a check in a promise that is awaited by its name',
    `${CHECK}const guard = async (req, res, next) => { const pending = check(req); await pending; next(); };`,
    'required session',
  ],
  [
    'a check whose failure becomes nothing',
    `${CHECK}const guard = async (req, res, next) => { req.a = await check(req).catch(() => null); next(); };`,
    'optional session',
  ],
  [
    'a new promise that rejects',
    `const verify = req => new Promise((resolve, reject) => (req.user ? resolve(req.user) : reject(new Error('401'))));
  const guard = async (req, res, next) => { await verify(req); next(); };`,
    'required session',
  ],
  [
    'a new promise that resolves with nothing',
    `const load = req => new Promise(resolve => resolve(req.user));
  const guard = async (req, res, next) => { req.who = await load(req); next(); };`,
    'optional session',
  ],
  [
    'a promisified verifier',
    `const { promisify } = require('util');
  const jwt = require('jsonwebtoken');
  const verify = promisify(jwt.verify);
  const guard = async (req, res, next) => { try { req.user = await verify(req.headers.authorization, 'k'); } catch (error) { return res.status(401).end(); } next(); };`,
    'required bearer',
  ],
  [
    'a header that anyone can send',
    `const guard = (req, res, next) => { if (req.headers['x-internal'] === 'yes') return next(); if (!req.user) return res.status(401).end(); next(); };`,
    'unknown session',
  ],
  [
    'a query that anyone can send',
    `const guard = (req, res, next) => { if (req.query.preview) return next(); if (!req.user) return res.status(401).end(); next(); };`,
    'unknown session',
  ],
  [
    'an address that is let in',
    `const guard = (req, res, next) => { if (req.ip === '127.0.0.1') return next(); if (!req.user) return res.status(401).end(); next(); };`,
    'unknown session',
  ],
  [
    'arguments in one list',
    `const guard = (...args) => { const [req, res, next] = args; if (!req.user) return res.status(401).end(); next(); };`,
    'required session',
  ],
  [
    'parameters of other names',
    `const guard = (a, b, c) => { if (!a.user) return b.status(401).end(); c(); };`,
    'required session',
  ],
  [
    'a next under another name',
    `const guard = (req, res, next) => { const go = next; req.a = req.user; go(); };`,
    'optional session',
  ],
  [
    'a generator',
    `const guard = function* (req, res, next) { if (!req.user) return res.status(401).end(); yield next; };`,
    'required session',
  ],
  [
    'next to the next route',
    `const guard = (req, res, next) => { req.a = req.user; if (!req.user) return next('route'); next(); };`,
    'optional session',
  ],
  [
    'a case that runs on',
    `const guard = (req, res, next) => { switch (true) { case !req.user: res.set('x', 'y'); default: next(); } };`,
    'none',
  ],
  [
    'a default parameter',
    `const ok = (req, user = { id: 0 }) => Boolean(user);
  const guard = (req, res, next) => { req.a = req.user; if (!ok(req)) return res.status(401).end(); next(); };`,
    'optional session',
  ],
  [
    'a predicate that says yes to nothing',
    `const _ = require('lodash');
  const guard = (req, res, next) => { if (_.isEmpty(req.user)) return res.status(401).end(); next(); };`,
    'required session',
  ],
  [
    'a guest that is made from nothing',
    `const { createGuest } = require('some-library');
  const guard = (req, res, next) => { const user = req.user || createGuest(req.user); if (!user) return res.status(401).end(); req.user = user; next(); };`,
    'unknown session',
  ],
  [
    'an inverted test',
    `const guard = (req, res, next) => { if (req.user) return res.status(401).end(); next(); };`,
    'none',
  ],
  [
    'a guard that refuses in one of two branches of what is known',
    `const STRICT = false;
  const guard = (req, res, next) => { if (STRICT && !req.user) return res.status(401).end(); next(); };`,
    'none',
  ],
  [
    'claims of a token that nobody verified',
    `const guard = (req, res, next) => {
    const claims = JSON.parse(Buffer.from((req.headers.authorization || '').split('.')[1] || '', 'base64').toString());
    if (claims.role !== 'admin') return res.status(403).end();
    next();
  };`,
    'unknown bearer',
  ],
  [
    'a token that is compared with one of a list',
    `const TOKENS = (process.env.TOKENS || '').split(',');
  const guard = (req, res, next) => { if (!TOKENS.includes(req.headers['x-api-key'])) return res.status(401).end(); next(); };`,
    'required api-key',
  ],
  [
    'a verifier of elsewhere that may answer with nothing',
    `const { verifyToken } = require('@acme/tokens');
  const guard = (req, res, next) => { req.user = verifyToken(req.headers.authorization); next(); };`,
    'unknown bearer',
  ],
  [
    'a secret of a configuration that is made elsewhere',
    `const { env } = require('@acme/env');
  const guard = (req, res, next) => { if (req.headers.authorization !== env().CRON_SECRET) return res.status(401).end(); next(); };`,
    'required bearer',
  ],
  [
    'a loop over what the token names',
    `const guard = (req, res, next) => { for (const role of req.user.roles) { if (role === 'admin') return next(); } res.status(403).end(); };`,
    'required session',
  ],
  [
    'a retry that ends in next',
    `const guard = async (req, res, next) => { req.a = 1; for (let i = 0; i < 3; i++) { if (req.user) return next(); } next(); };`,
    'optional session',
  ],
])('%s', async (_rule, guard, status) => {
  expect(await statusBehind(guard)).toBe(status);
});

test('a guard of a mount does not reach the same path in another place', async () => {
  expect(
    await linkOf({
      'app.js': `const express = require('express');
const app = express();
const auth = (req, res, next) => { if (!req.user) return res.status(401).end(); next(); };
const r = express.Router();
r.get('/x', (req, res) => res.json({}));
app.use('/closed', auth, r);
app.use('/open', r);
app.get('/closedish', (req, res) => res.json({}));`,
    }),
  ).toEqual(['GET /closed/x required session', 'GET /closedish none', 'GET /open/x none']);
});

test('a guard in front of the mount of static files does not guard the interface', async () => {
  expect(
    await linkOf({
      'app.js': `const express = require('express');
const app = express();
const auth = (req, res, next) => { if (!req.user) return res.status(401).end(); next(); };
app.use('/files', auth, express.static('public'));
app.get('/api/x', (req, res) => res.json({}));
app.get('/files/x', (req, res) => res.json({}));`,
    }),
  ).toEqual(['GET /api/x none', 'GET /files/x required session']);
});

test('a method of the tree that is named like a guard of a library is followed', async () => {
  expect(
    await statusBehind(`class Auth {
    async authenticate(req) { const user = await require('some-db').users.find(req.headers.authorization); if (!user) throw new Error('401'); return user; }
    guard = async (req, res, next) => { try { req.user = await this.authenticate(req); } catch (error) { return res.status(401).end(); } next(); };
  }
  const { guard } = new Auth();`),
  ).toBe('required bearer');
});

test('a guard that asks for what an earlier one gives to strangers, too, is not known to refuse them', async () => {
  const app = (anonymous: string) => `const express = require('express');
const app = express();
app.use((req, res, next) => { if (!req.headers.authorization) { req.user = ${anonymous}; return next(); } req.user = check(req.headers.authorization); next(); });
app.get('/x', (req, res, next) => { if (!req.user) return res.status(401).end(); next(); }, (req, res) => res.json({}));`;
  expect(await linkOf({ 'app.js': app("{ role: 'anonymous' }") })).toEqual([expect.stringMatching(/^GET \/x unknown/)]);
  expect(await linkOf({ 'app.js': app('undefined') })).toEqual([expect.stringMatching(/^GET \/x required/)]);
});

test('asking a credential for its form alone verifies nothing', async () => {
  expect(
    await statusBehind(
      "function guard(req, res, next) { const h = req.headers.authorization; if (!h || !h.startsWith('Bearer ')) return res.status(401).end(); next(); }",
    ),
  ).toBe('unknown bearer');
  expect(
    await statusBehind(
      "function guard(req, res, next) { const h = req.headers.authorization; if (!h || !h.startsWith('Bearer ') || !KEYS.includes(h.slice(7))) return res.status(401).end(); next(); }",
    ),
  ).toBe('required bearer');
});
