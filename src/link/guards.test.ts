import { expect, test } from 'vitest';
import { linkOf, reasonsOf, statusBehind } from '../../tests/support/link.ts';

const JWT = "const jwt = require('jsonwebtoken');\n";

/** Name of the rule, the guard of a route, and what a stranger may do. */
type Row = readonly [rule: string, guard: string, status: string];

const REFUSING: readonly Row[] = [
  [
    'a token that is verified in try and catch',
    `${JWT}function guard(req, res, next) {
    const token = req.headers.authorization && req.headers.authorization.split(' ')[1];
    if (!token) return res.status(401).json({});
    try { req.user = jwt.verify(token, process.env.SECRET); next(); } catch (error) { return res.status(401).json({}); }
  }`,
    'required bearer',
  ],
  [
    'verification with a callback',
    `${JWT}const guard = (req, res, next) => {
    const token = req.headers['authorization'];
    jwt.verify(token, process.env.SECRET, (err, user) => {
      if (err) return res.sendStatus(403);
      req.user = user;
      next();
    });
  };`,
    'required bearer',
  ],
  [
    'an error handed to next',
    `const guard = (req, res, next) => {
    if (!req.session.userId) return next(new Error('log in first'));
    next();
  };`,
    'required session',
  ],
  [
    'a redirect to the login page',
    `const guard = (req, res, next) => (req.isAuthenticated() ? next() : res.redirect('/login'));`,
    'required session',
  ],
  [
    'what an earlier guard put on the request',
    `const guard = (req, res, next) => { if (!req.user) return res.status(401).end(); next(); };`,
    'required session',
  ],
  [
    'a role of what an earlier guard put on the request',
    `const guard = (req, res, next) => { if (req.user.role !== 'admin') { res.status(403).json({}); return; } next(); };`,
    'required session',
  ],
  [
    'a key compared with one of the configuration',
    `const guard = (req, res, next) => { if (req.get('X-API-Key') !== process.env.API_KEY) return res.status(401).end(); next(); };`,
    'required api-key',
  ],
  [
    'a signature over the body',
    `const crypto = require('crypto');
  function guard(req, res, next) {
    const expected = crypto.createHmac('sha256', process.env.SECRET).update(req.rawBody).digest('hex');
    const given = req.headers['x-hub-signature-256'];
    if (!given || !crypto.timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return res.status(401).end();
    next();
  }`,
    'required signature',
  ],
  [
    'an awaited check that throws',
    `const check = async req => { if (!req.user) throw new Error('401'); };
  const guard = async (req, res, next) => { await check(req); next(); };`,
    'required session',
  ],
  [
    'an awaited check whose failure is answered',
    `const { Session } = require('./models');
  const guard = async (req, res, next) => {
    const session = await Session.findOne({ where: { token: req.headers.authorization } });
    if (!session) return res.status(401).end();
    next();
  };`,
    'required bearer',
  ],
  [
    'a promise whose rejection is handed to next',
    `const check = async req => { if (!req.user) throw new Error('401'); };
  const guard = (req, res, next) => { check(req).then(() => next()).catch(next); };`,
    'required session',
  ],
  [
    'a lookup that is followed by then',
    `const { User } = require('./models');
  const guard = (req, res, next) => User.findOne({ token: req.headers.authorization }).then(user => {
    if (!user) return res.status(401).end();
    next();
  });`,
    'required bearer',
  ],
  [
    'both of two ways refuse',
    `const guard = (req, res, next) => { if (process.env.STRICT) { if (!req.user) return res.status(401).end(); } else if (!req.auth) return res.status(403).end(); next(); };`,
    'required bearer session',
  ],
  [
    'an else after the refusal',
    `const guard = (req, res, next) => { if (!req.user) { res.status(401).end(); } else { next(); } };`,
    'required session',
  ],
  [
    'a finally that only cleans up',
    `${JWT}const guard = (req, res, next) => { try { jwt.verify(req.headers.authorization, 'k'); } finally { console.log('done'); } next(); };`,
    'required bearer',
  ],
  [
    'a switch on the kind of a caller',
    `const guard = (req, res, next) => { switch (typeof req.user) { case 'undefined': return res.status(401).end(); default: next(); } };`,
    'required session',
  ],
];

test.each(REFUSING)('refuses strangers: %s', async (_rule, guard, status) => {
  expect(await statusBehind(guard)).toBe(status);
});

const LETTING: readonly Row[] = [
  [
    'a credential is only attached',
    `${JWT}const guard = (req, res, next) => { const token = req.headers.authorization; if (token) { req.user = jwt.verify(token, 'k'); } next(); };`,
    'optional bearer',
  ],
  [
    'the error of verification is swallowed',
    `${JWT}const guard = (req, res, next) => { try { req.user = jwt.verify(req.headers.authorization, 'k'); } catch (error) {} next(); };`,
    'optional bearer',
  ],
  [
    'next is called in the catch',
    `${JWT}const guard = (req, res, next) => { try { req.user = jwt.verify(req.headers.authorization, 'k'); next(); } catch (error) { next(); } };`,
    'optional bearer',
  ],
  [
    'next is called in the finally',
    `${JWT}const guard = (req, res, next) => { try { req.user = jwt.verify(req.headers.authorization, 'k'); } finally { next(); } };`,
    'optional bearer',
  ],
  [
    'a refusal that does not stop',
    `const guard = (req, res, next) => { if (!req.user) res.status(401).json({}); next(); };`,
    'optional session',
  ],
  [
    'an error handed to next that does not stop',
    `const guard = (req, res, next) => { req.user = req.session.user; if (!req.user) next(new Error('401')); next(); };`,
    'optional session',
  ],
  [
    'a check that nobody awaits',
    `const check = async req => { if (!req.user) throw new Error('401'); };
  const guard = (req, res, next) => { req.checked = true; check(req); next(); };`,
    'optional session',
  ],
  [
    'a rejection that is caught and forgotten',
    `const check = async req => { if (!req.user) throw new Error('401'); };
  const guard = async (req, res, next) => { req.checked = true; await check(req).catch(() => {}); next(); };`,
    'optional session',
  ],
  [
    'a rejection after which next is called',
    `const { jwtVerify } = require('jose');
  const guard = (req, res, next) => { jwtVerify(req.headers.authorization, 'k').then(({ payload }) => { req.user = payload; next(); }).catch(() => next()); };`,
    'optional bearer',
  ],
  [
    'a throw in a callback of a promise that nobody awaits',
    `const { User } = require('./models');
  const guard = (req, res, next) => { User.findOne({ token: req.headers.authorization }).then(user => { if (!user) throw new Error('401'); req.user = user; }); next(); };`,
    'optional bearer',
  ],
  [
    'a lookup whose callback calls next for all',
    `const { User } = require('./models');
  const guard = (req, res, next) => { User.findOne({ token: req.headers.authorization }).then(user => { req.user = user; next(); }); };`,
    'optional bearer',
  ],
  [
    'a promise taken for its value',
    `const load = async req => req.user;
  const guard = (req, res, next) => { req.seen = true; if (!load(req)) return res.status(401).end(); next(); };`,
    'optional session',
  ],
  [
    'somebody is put in place of nobody',
    `const guard = (req, res, next) => { const user = req.user || { id: 0, role: 'guest' }; if (!user) return res.status(401).end(); req.user = user; next(); };`,
    'optional session',
  ],
  [
    'somebody is put in place of nobody, by default',
    `const guard = (req, res, next) => { const { user = { id: 0 } } = req; if (!user) return res.status(401).end(); req.user = user; next(); };`,
    'optional session',
  ],
  [
    'somebody is put in place of nobody, in an inner function',
    `const guard = (req, res, next) => { let user = req.user; const guest = () => { user = { id: 0 }; }; if (!user) guest(); if (!user) return res.status(401).end(); req.user = user; next(); };`,
    'optional session',
  ],
  [
    'somebody is put in place of nobody, with ??',
    `const guard = (req, res, next) => { const user = req.user ?? { id: 0 }; if (!user) return res.status(401).end(); req.user = user; next(); };`,
    'optional session',
  ],
  [
    'Koa-like code that looks after the fact',
    `const guard = async (req, res, next) => { await next(); if (!req.user) return res.status(401).end(); req.late = true; };`,
    'optional session',
  ],
  [
    'next handed to a timer',
    `const guard = (req, res, next) => { req.waited = req.user; setTimeout(next, 100); };`,
    'optional session',
  ],
];

test.each(LETTING)('lets strangers pass: %s', async (_rule, guard, status) => {
  expect(await statusBehind(guard)).toBe(status);
});

const UNTOLD: readonly Row[] = [
  [
    'a switch of the environment',
    `const guard = (req, res, next) => { if (process.env.NO_AUTH === '1') return next(); if (!req.user) return res.status(401).end(); next(); };`,
    'unknown session',
  ],
  [
    'a switch of the environment before the check',
    `const check = (req) => { if (!req.user) throw new Error('401'); };
  const guard = (req, res, next) => { process.env.NO_AUTH || check(req); next(); };`,
    'unknown session',
  ],
  [
    'a switch of the environment in a condition',
    `const check = (req) => { if (!req.user) throw new Error('401'); return true; };
  const guard = (req, res, next) => { if (process.env.NO_AUTH || check(req)) next(); };`,
    'unknown session',
  ],
  [
    'a switch of the environment between two values',
    `const check = (req) => { if (!req.user) throw new Error('401'); };
  const guard = (req, res, next) => { process.env.AUTH ? check(req) : undefined; next(); };`,
    'unknown session',
  ],
  [
    'one way of several, told by something unknown',
    `const { isPublic } = require('./config-of-elsewhere');
  const guard = (req, res, next) => (isPublic(req) ? next() : req.user ? next() : res.status(401).end());`,
    'unknown session',
  ],
  [
    'next handed to a function of elsewhere',
    `const { wrap } = require('some-library');
  const guard = (req, res, next) => { if (req.user) return next(); return wrap(req, res, next); };`,
    'unknown session',
  ],
  [
    'a loop that may pass',
    `const { rules } = require('./rules-of-elsewhere');
  const guard = (req, res, next) => { for (const rule of rules) { if (rule.open) return next(); } if (!req.user) return res.status(401).end(); next(); };`,
    'unknown session',
  ],
  [
    'a race of promises',
    `const check = async req => { if (!req.user) throw new Error('401'); };
  const guard = async (req, res, next) => { await Promise.race([check(req), new Promise(resolve => setTimeout(resolve, 10))]); next(); };`,
    'unknown session',
  ],
  [
    'an error that may or may not be there',
    `const { look } = require('some-library');
  const guard = (req, res, next) => { look(req.cookies.session, err => next(err)); };`,
    'unknown session',
  ],
  [
    'a token that is decoded and never verified',
    `${JWT}const guard = (req, res, next) => { const token = req.headers.authorization; if (!token) return res.status(401).end(); const user = jwt.decode(token); if (!user) return res.status(401).end(); req.user = user; next(); };`,
    'unknown bearer',
  ],
  [
    'a credential that only has to be there',
    `const guard = (req, res, next) => { if (!req.headers.authorization) return res.status(401).end(); next(); };`,
    'unknown bearer',
  ],
  [
    'a scheme that anyone can write',
    `const guard = (req, res, next) => { const [scheme] = (req.headers.authorization || '').split(' '); if (scheme !== 'Bearer') return res.status(401).end(); next(); };`,
    'unknown bearer',
  ],
  [
    'a session object, which every visitor has',
    `const guard = (req, res, next) => { if (!req.session) return res.status(401).end(); next(); };`,
    'unknown',
  ],
  ['a module that is not in the tree', `const { guard } = require('./not-in-the-tree');`, 'unknown'],
  ['a package whose name speaks of authentication', `const guard = require('acme-auth')();`, 'unknown'],
  [
    'a package of its own organisation, of which nothing is known',
    `const { guard } = require('@acme/middlewares');`,
    'unknown',
  ],
  [
    'one of two, by a switch of the environment',
    `const auth = (req, res, next) => { if (!req.user) return res.status(401).end(); next(); };
  const guard = process.env.AUTH ? auth : (req, res, next) => next();`,
    'unknown session',
  ],
  ['a name that is bound nowhere', `const guard = authenticateEverybody;`, 'unknown'],
];

test.each(UNTOLD)('cannot be told: %s', async (_rule, guard, status) => {
  expect(await statusBehind(guard)).toBe(status);
});

const NO_CREDENTIAL: readonly Row[] = [
  [
    'a logger',
    `const guard = (req, res, next) => { console.log(req.method, req.headers['user-agent']); next(); };`,
    'none',
  ],
  [
    'a logger that writes down who calls',
    `const guard = (req, res, next) => { console.log(req.user && req.user.id); next(); };`,
    'none',
  ],
  [
    'the token of an e-mail',
    `const { Reset } = require('./models');
  const guard = async (req, res, next) => { const reset = await Reset.findOne({ token: req.params.token }); if (!reset) return res.status(404).end(); next(); };`,
    'none',
  ],
  [
    'a token against forged forms',
    `const guard = (req, res, next) => { if (req.headers['x-csrf-token'] !== req.app.locals.csrf) return res.status(419).end(); next(); };`,
    'none',
  ],
  [
    'a cookie for the language',
    `const guard = (req, res, next) => { if (!req.cookies.locale) return res.redirect('/choose'); next(); };`,
    'none',
  ],
  [
    'a solved captcha',
    `const guard = (req, res, next) => { if (!req.headers['x-captcha-token']) return res.status(400).end(); next(); };`,
    'none',
  ],
  [
    'a header for tracing',
    `const guard = (req, res, next) => { if (!req.headers['x-request-id']) return res.status(400).end(); next(); };`,
    'none',
  ],
  [
    'a check of the body',
    `const guard = (req, res, next) => { if (!req.body.name) return res.status(422).json({}); next(); };`,
    'none',
  ],
  [
    'an error handler, which runs only after a failure',
    `const guard = (err, req, res, next) => { if (!req.user) return res.status(401).end(); next(err); };`,
    'none',
  ],
  ['a well-known package about something else', `const guard = require('helmet')();`, 'none'],
];

test.each(NO_CREDENTIAL)('is about no credential: %s', async (_rule, guard, status) => {
  expect(await statusBehind(guard)).toBe(status);
});

test('a guard that is read through calls in three files', async () => {
  expect(
    await linkOf({
      'app.js': `const express = require('express');
const { requireUser } = require('./middleware/auth');
const app = express();
app.get('/me', requireUser, (req, res) => res.json({}));
app.get('/open', (req, res) => res.json({}));`,
      'middleware/auth.js': `const { userOf } = require('../services/session');
exports.requireUser = async (req, res, next) => { const user = await userOf(req); if (!user) return res.status(401).end(); req.user = user; next(); };`,
      'services/session.js': `const { tokenOf } = require('./token');
const db = require('../db');
exports.userOf = async req => db.sessions.find(tokenOf(req));`,
      'services/token.js': `exports.tokenOf = req => req.get('Authorization')?.replace('Bearer ', '');`,
      'db.js': `const { connect } = require('some-database'); module.exports = connect();`,
    }),
  ).toEqual(['GET /me required bearer', 'GET /open none']);
});

test('a path that a guard spares is compared with the path below its mount', async () => {
  const guard = `const PUBLIC = ['/login', '/health'];
const guard = (req, res, next) => { if (PUBLIC.includes(req.path)) return next(); if (!req.user) return res.status(401).end(); next(); };`;
  expect(
    await linkOf({
      'app.js': `const app = require('express')();
${guard}
app.use('/api', guard);
app.post('/api/login', (req, res) => res.json({}));
app.get('/api/users', (req, res) => res.json({}));
app.get('/api/users/:id', (req, res) => res.json({}));
app.get('/login', (req, res) => res.json({}));`,
    }),
  ).toEqual([
    'POST /api/login none',
    'GET /api/users required session',
    'GET /api/users/{id} required session',
    'GET /login none',
  ]);
});

test('a path that a guard spares by its beginning, by a loop, by an expression', async () => {
  const app = (test: string): string => `const app = require('express')();
const open = ['/public', '/docs'];
app.use((req, res, next) => { ${test} if (!req.user) return res.status(401).end(); next(); });
app.get('/public/a', (req, res) => res.json({}));
app.get('/private', (req, res) => res.json({}));
app.get('/:page', (req, res) => res.json({}));`;
  const expected = ['GET /private required session', 'GET /public/a none', 'GET /{page} unknown session'];
  for (const test of [
    "if (req.path.startsWith('/public')) return next();",
    'if (open.some(path => req.path.startsWith(path))) return next();',
    'for (const path of open) if (req.path.startsWith(path)) return next();',
    'if (/^\\/public/.test(req.path)) return next();',
    'if (req.path.match(/^\\/public/)) return next();',
  ])
    expect([...(await linkOf({ 'app.js': app(test) }))].sort()).toEqual(expected);
});

test('a guard that protects what begins with a text is passed by in other letters, where the framework does not mind them', async () => {
  expect(
    await reasonsOf({
      'app.js': `const app = require('express')();
app.use((req, res, next) => { if (!req.path.startsWith('/admin')) return next(); if (!req.user) return res.status(401).end(); next(); });
app.get('/admin/users', (req, res) => res.json({}));`,
    }),
  ).toEqual([
    'GET /admin/users unknown: a function (on everything after it): it reads user and refuses without, but not when the path is written in other letters, which the framework takes for the same',
  ]);
});

test('a guard of some methods is evaluated for each operation', async () => {
  expect(
    await linkOf({
      'app.js': `const app = require('express')();
app.use((req, res, next) => { if (req.method === 'GET') return next(); if (!req.user) return res.status(401).end(); next(); });
app.get('/x', (req, res) => res.json({}));
app.post('/x', (req, res) => res.json({}));
app.all('/y', (req, res) => res.json({}));`,
    }),
  ).toEqual(['GET /x none', 'POST /x required session', 'ANY /y unknown session']);
});

test('a limiter is no authentication', async () => {
  expect(
    await linkOf({
      'app.js': `const limit = require('express-rate-limit');
const app = require('express')();
app.use(limit({ windowMs: 1000, max: 5 }));
app.get('/x', (req, res) => res.json({}));`,
    }),
  ).toEqual(['GET /x none']);
});

test.each([
  [
    '403 for a foreign origin is not about who calls',
    `const guard = (req, res, next) => { if (!allowed.includes(req.headers.origin)) return res.status(403).end(); next(); };`,
    'none',
  ],
  [
    '401 for something that could not be told may be',
    `const guard = (req, res, next) => { if (!allowed(req.thing)) return res.status(401).end(); next(); };`,
    'unknown',
  ],
  [
    'a user kept in a context on the request is one',
    `const guard = (req, res, next) => { if (!req.ctx || !req.ctx.user) return res.status(401).end(); next(); };`,
    'required session',
  ],
])('%s', async (_, guard, status) => {
  expect(await statusBehind(guard)).toBe(status);
});

test.each([
  [
    'a check that is called only where there is one may not be made',
    `const check = async req => { if (!req.user) throw new Error('401'); };
  const make = options => async (req, res, next) => { await options.check?.(req); next(); };
  const guard = make(process.env.STRICT ? { check } : {});`,
    'unknown session',
  ],
  [
    'one that is known to be there is made',
    `const check = async req => { if (!req.user) throw new Error('401'); };
  const guard = async (req, res, next) => { await check?.(req); next(); };`,
    'required session',
  ],
  [
    'what is not there has no methods',
    `const guard = (req, res, next) => { if (!req.user?.hasRole('admin')) return res.status(403).end(); next(); };`,
    'required session',
  ],
])('%s', async (_, guard, status) => {
  expect(await statusBehind(guard)).toBe(status);
});

test.each([
  [
    'a check that is handed the request in an object',
    `const userOf = async ({ req, res }) => {
    if (!req.session.userId) { res.status(401).json({}); return null; }
    return req.session.userId;
  };
  const guard = async (req, res, next) => { const user = await userOf({ req, res }); if (!user) return; next(); };`,
    'required session',
  ],
  [
    'a field that is given and replaced by what is spread',
    `const guard = (req, res, next) => { const given = { user: req.user, ...load() }; if (!given.user) return res.status(401).end(); next(); };`,
    'required session',
  ],
  [
    'a field of an object that has nothing of the request',
    `const guard = (req, res, next) => { const limits = { user: 1, at: req.user }; if (!limits.user) return res.status(401).end(); next(); };`,
    'none',
  ],
])('%s', async (_, guard, status) => {
  expect(await statusBehind(guard)).toBe(status);
});

test('a check that gives a text in place of a principal', async () => {
  expect(
    await statusBehind(`const verify = async req => { if (!req.user) return 'Log in first.'; return req.user; };
  const guard = async (req, res, next) => {
    const user = await verify(req);
    if (typeof user === 'string') return res.status(401).json({ message: user });
    next();
  };`),
  ).toBe('required session');
});
