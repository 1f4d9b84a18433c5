import { expect, test } from 'vitest';
import { linkOf, notesOf } from '../../tests/support/link.ts';

const EXPRESS = "const express = require('express');\nconst app = express();\n";
const AUTH = 'const auth = (req, res, next) => { if (!req.user) return res.status(401).end(); next(); };\n';
const H = '(req, res) => res.json({})';

test('a router that is mounted twice serves twice', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}const r = express.Router();
r.get('/me', ${H});
app.get('/v1/ping', ${H});
app.use(require('passport').authenticate('jwt', { session: false }));
app.use('/v1', r);
app.use('/v2', r);`,
    }),
  ).toEqual(['GET /v1/me required jwt', 'GET /v1/ping none', 'GET /v2/me required jwt']);
});

test('a guard protects what is registered after it, and nothing before', async () => {
  expect(
    await linkOf({ 'app.js': `${EXPRESS}${AUTH}app.get('/before', ${H});\napp.use(auth);\napp.get('/after', ${H});` }),
  ).toEqual(['GET /after required session', 'GET /before none']);
});

test('a guard under a prefix covers whole segments alone', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}app.use('/admin', auth);
app.get('/admin', ${H});
app.get('/admin/users', ${H});
app.get('/administration', ${H});
app.get('/:page', ${H});
app.get('/:area/users', ${H});`,
    }),
  ).toEqual([
    'GET /admin required session',
    'GET /admin/users required session',
    'GET /administration none',
    'GET /{area}/users unknown session',
    'GET /{page} unknown session',
  ]);
});

test('a prefix in other letters covers perhaps', async () => {
  expect(await linkOf({ 'app.js': `${EXPRESS}${AUTH}app.use('/Admin', auth);\napp.get('/admin/x', ${H});` })).toEqual([
    'GET /admin/x unknown session',
  ]);
});

test('a guard of a router does not reach another one', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}const a = express.Router();
const b = express.Router();
a.use(auth);
a.get('/x', ${H});
b.get('/x', ${H});
app.use('/a', a);
app.use('/b', b);`,
    }),
  ).toEqual(['GET /a/x required session', 'GET /b/x none']);
});

test('a guard of a router stands before what comes after its mount and lies below it', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}const api = express.Router();
api.use(auth);
api.get('/x', ${H});
app.get('/api/early', ${H});
app.use('/api', api);
app.get('/api/late', ${H});
app.get('/other', ${H});`,
    }),
  ).toEqual([
    'GET /api/early none',
    'GET /api/late required session',
    'GET /api/x required session',
    'GET /other none',
  ]);
});

test('guards of two applications in one component are apart', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}const admin = express();
admin.use(auth);
admin.get('/a', ${H});
admin.get('/same', ${H});
app.get('/b', ${H});
app.get('/same', ${H});`,
    }),
  ).toEqual(['GET /a required session', 'GET /b none', 'GET /same unknown']);
});

test('an application that is mounted on another one is part of it', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}const admin = express();\nadmin.get('/a', ${H});\napp.use('/admin', auth, admin);`,
    }),
  ).toEqual(['GET /admin/a required session']);
});

test('what is guarded under a condition is not known to be guarded', async () => {
  for (const guard of [
    'if (process.env.AUTH) app.use(auth);',
    'process.env.AUTH && app.use(auth);',
    'process.env.AUTH ? app.use(auth) : undefined;',
    'app.use(process.env.AUTH ? auth : (req, res, next) => next());',
    'function setup(target) { if (!process.env.AUTH) return; target.use(auth); }\nsetup(app);',
    'try { app.use(auth); } catch (error) { console.error(error); }',
    'for (const target of process.env.TARGETS ? [app] : []) target.use(auth);',
    'require("some-events").on("ready", () => app.use(auth));',
    'switch (process.env.MODE) { case "safe": app.use(auth); }',
  ])
    expect([guard, ...(await linkOf({ 'app.js': `${EXPRESS}${AUTH}${guard}\napp.get('/x', ${H});` }))]).toEqual([
      guard,
      'GET /x unknown session',
    ]);
});

test('what is guarded under the same condition under which it is served is guarded', async () => {
  expect(
    await linkOf({ 'app.js': `${EXPRESS}${AUTH}if (process.env.DEBUG) { app.use(auth); app.get('/debug', ${H}); }` }),
  ).toEqual(['GET /debug required session if process.env.DEBUG']);
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}try { app.use(auth); app.get('/x', ${H}); } catch (error) { console.error(error); }`,
    }),
  ).toEqual(['GET /x required session']);
});

test('a guard that is put up when a promise is fulfilled comes after what is registered at once', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}require('some-database').connect().then(() => { app.use(auth); app.get('/late', ${H}); });\napp.get('/early', ${H});`,
    }),
  ).toEqual(['GET /early none', 'GET /late required session']);
});

test('a module that puts a guard on a shared application does so where it is loaded', async () => {
  const files = {
    'app.js': "module.exports = require('express')();",
    'a-guards.js': `${AUTH}require('./app').use(auth);`,
    'routes.js': `require('./app').get('/x', ${H});`,
  };
  expect(await linkOf({ ...files, 'server.js': "require('./routes');\nrequire('./a-guards');" })).toEqual([
    'GET /x none',
  ]);
  expect(await linkOf({ ...files, 'server.js': "require('./a-guards');\nrequire('./routes');" })).toEqual([
    'GET /x required session',
  ]);
  expect(
    await linkOf({ ...files, 'server.js': "if (process.env.AUTH) require('./a-guards');\nrequire('./routes');" }),
  ).toEqual(['GET /x unknown session']);
});

test('a wildcard that only hands on is a guard', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}app.all('/admin/*', auth);
app.get('/admin/users', ${H});
app.get('/administration', ${H});
app.get(/^\\/secret/, auth);
app.get('/secret/x', ${H});`,
    }),
  ).toEqual(['GET /admin/users required session', 'GET /administration none', 'GET /secret/x required session']);
});

test('a guard of one method does not cover another one', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}app.get('/x/*', auth);\napp.get('/x/a', ${H});\napp.delete('/x/a', ${H});\napp.all('/x/b', ${H});`,
    }),
  ).toEqual(['DELETE /x/a none', 'GET /x/a required session', 'ANY /x/b unknown session']);
});

test('paths that a guard spares with unless', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}const jwt = require('express-jwt');
app.use(jwt({ secret: 's', algorithms: ['HS256'] }).unless({ path: ['/login', /^\\/public/, { url: '/users', methods: ['POST'] }] }));
app.post('/login', ${H});
app.get('/public/a', ${H});
app.post('/users', ${H});
app.get('/users', ${H});`,
    }),
  ).toEqual(['POST /login none', 'GET /public/a none', 'GET /users required jwt', 'POST /users none']);
});

test('a mount path that is computed leaves a hole', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}const r = express.Router();\nr.get('/x', ${H});\napp.use(process.env.BASE, r);\napp.use(\`/\${process.env.V}/y\`, r);`,
    }),
  ).toEqual(['GET /{?}/x none unresolved', 'GET /{?}/y/x none unresolved']);
});

test('a default beside a setting is taken for the path', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}const r = express.Router();\nr.get('/x', ${H});\napp.use(process.env.BASE || '/api', r);`,
    }),
  ).toEqual(['GET /api/x none']);
});

test('routers that mount each other in a circle', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}const a = express.Router();\nconst b = express.Router();\na.get('/x', ${H});\nb.get('/y', ${H});\na.use('/b', b);\nb.use('/a', a);\napp.use('/a', a);`,
    }),
  ).toEqual(['GET /a/b/y none', 'GET /a/x none']);
});

test('a router that nothing mounts is not served, and said so', async () => {
  const sources = { 'app.js': `${EXPRESS}const lost = express.Router();\nlost.get('/x', ${H});\napp.get('/y', ${H});` };
  expect(await linkOf(sources)).toEqual(['GET /y none']);
  expect(await notesOf(sources)).toEqual(['never-mounted app.js:3']);
});

test('a handler for all methods that comes first answers before a guarded one', async () => {
  expect(await linkOf({ 'app.js': `${EXPRESS}${AUTH}app.all('/x', ${H});\napp.get('/x', auth, ${H});` })).toEqual([
    'ANY /x none',
    'GET /x unknown session',
  ]);
});

test('of two handlers of one operation the first answers', async () => {
  expect(await linkOf({ 'app.js': `${EXPRESS}${AUTH}app.get('/x', ${H});\napp.get('/x', auth, ${H});` })).toEqual([
    'GET /x none',
  ]);
  expect(
    await linkOf({ 'app.js': `${EXPRESS}${AUTH}if (process.env.A) app.get('/x', auth, ${H});\napp.get('/x', ${H});` }),
  ).toEqual(['GET /x unknown session if process.env.A']);
});

test('one of two routers, by a condition', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}const a = express.Router();\nconst b = express.Router();\nconst target = process.env.A ? a : b;\ntarget.use(auth);\na.get('/x', ${H});\napp.use('/a', a);\napp.use('/b', b);`,
    }),
  ).toEqual(['GET /a/x unknown session']);
});

test('an expression is matched below the router that it is registered on', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}${AUTH}const r = express.Router();\nr.use(/^\\/secret/, auth);\nr.get('/secret/x', ${H});\nr.get('/open', ${H});\napp.use('/r', r);`,
    }),
  ).toEqual(['GET /r/open none', 'GET /r/secret/x required session']);
});

test('a router that is mounted below itself is served once, and it is said that more is not', async () => {
  const sources = {
    'app.js': `${EXPRESS}const a = express.Router();\nconst b = express.Router();\na.use('/b', b);\nb.use('/a', a);\na.get('/x', ${H});\napp.use('/root', a);`,
  };
  expect(await linkOf(sources)).toEqual(['GET /root/x none']);
  expect(await notesOf(sources)).toEqual([expect.stringContaining('cyclic-mount')]);
});

test('a prefix that may be there or not makes no second operation', async () => {
  expect(
    await linkOf({
      'app.js': `const app = require('express')();
const router = require('express').Router();
router.get('/x', (req, res) => res.end());
app.use(process.env.PREFIX ?? '', router);
app.use('/' + process.env.OTHER, require('express').Router().get('/y', (req, res) => res.end()));`,
    }),
  ).toEqual(['GET /x none', 'GET /{?}/y none unresolved']);
});
