import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const EXPRESS = "const express = require('express');\nconst app = express();\n";
const H = '(req, res) => res.json({})';

/** The operations of an Express application with these lines. */
const routesOf = (lines: string): Promise<readonly string[]> =>
  linkOf({ 'app.js': `${EXPRESS}const h = ${H};\n${lines}` });

test('routes of a table are registered in a loop', async () => {
  const table = "const routes = [{ method: 'get', path: '/a' }, { method: 'post', path: '/b' }];\n";
  const expected = ['GET /a none', 'POST /b none'];
  for (const loop of [
    'for (const route of routes) app[route.method](route.path, h);',
    'for (const { method, path } of routes) app[method](path, h);',
    'routes.forEach(route => app[route.method](route.path, h));',
    'routes.map(({ method, path }) => app[method](path, h));',
    'Object.values({ a: routes[0], b: routes[1] }).forEach(r => app[r.method](r.path, h));',
  ])
    expect([loop, ...(await routesOf(table + loop))]).toEqual([loop, ...expected]);
});

test('routes of a record by path', async () => {
  expect(
    await routesOf(
      "const table = { '/a': h, '/b': h };\nfor (const [path, handler] of Object.entries(table)) app.get(path, handler);\nfor (const path in table) app.post(path, table[path]);",
    ),
  ).toEqual(['GET /a none', 'POST /a none', 'GET /b none', 'POST /b none']);
});

test('paths from constants, templates, concatenation, functions and other files', async () => {
  expect(
    await linkOf({
      'app.js': `${EXPRESS}const { BASE, paths } = require('./paths');
const data = require('./paths.json');
const at = name => \`\${BASE}/\${name}\`;
app.get(BASE + '/a', ${H});
app.get(at('b'), ${H});
app.get(paths.c, ${H});
app.get([BASE, 'd'].join('/'), ${H});
app.get(data.e, ${H});
app.get(\`\${BASE}/\${unknownThing}\`, ${H});`,
      'paths.js': "exports.BASE = '/api';\nexports.paths = Object.freeze({ c: '/api/c' });",
      'paths.json': '{ "e": "/api/e" }',
    }),
  ).toEqual([
    'GET /api/a none',
    'GET /api/b none',
    'GET /api/c none',
    'GET /api/d none',
    'GET /api/e none',
    'GET /api/{?} none unresolved',
  ]);
});

test('modules of CommonJS in all forms', async () => {
  const router = (exporting: string): string =>
    `const express = require('express');\nconst router = express.Router();\nrouter.get('/x', ${H});\n${exporting}`;
  expect(
    await linkOf({
      'app.js': `${EXPRESS}app.use('/a', require('./a'));
app.use('/b', require('./b').router);
const { router: c } = require('./c');
app.use('/c', c);
app.use('/d', require('./d')());
app.use('/e', require('./e').default);
require('./f')(app);
app.use('/g', require('./g'));`,
      'a.js': router('module.exports = router;'),
      'b.js': router('exports.router = router;'),
      'c.js': router('module.exports = { router };'),
      'd.js': router('module.exports = () => router;'),
      'e.js': router('exports.default = router;'),
      'f.js': `module.exports = function (app) { app.get('/f/x', ${H}); };`,
      'g/index.js': "module.exports = require('./routes');",
      'g/routes.js': router('exports = module.exports = router;'),
    }),
  ).toEqual([
    'GET /a/x none',
    'GET /b/x none',
    'GET /c/x none',
    'GET /d/x none',
    'GET /e/x none',
    'GET /f/x none',
    'GET /g/x none',
  ]);
});

test('ES modules through barrels, defaults, namespaces and circles', async () => {
  const router = `import { Router } from 'express';\nconst router = Router();\nrouter.get('/x', ${H});\n`;
  expect(
    await linkOf({
      'app.ts': `import express from 'express';
import { users, renamed } from './routes';
import * as all from './routes';
import orders from './routes/orders';
const app = express();
app.use('/users', users);
app.use('/renamed', renamed);
app.use('/all', all.users);
app.use('/orders', orders);
export default app;`,
      'routes/index.ts':
        "export * from './users';\nexport { default as renamed } from './orders';\nexport * from './circle';",
      'routes/users.ts': `${router}export { router as users };`,
      'routes/orders.ts': `${router}export default router;`,
      'routes/circle.ts': "export * from './index';",
    }),
  ).toEqual(['GET /all/x none', 'GET /orders/x none', 'GET /renamed/x none', 'GET /users/x none']);
});

test('modules that load each other', async () => {
  expect(
    await linkOf({
      'app.js': `const express = require('express');\nconst app = express();\nmodule.exports = app;\nrequire('./routes');`,
      'routes.js': `const app = require('./app');\napp.get('/x', ${H});`,
    }),
  ).toEqual(['GET /x none']);
});

test('a class that builds an application', async () => {
  expect(
    await linkOf({
      'server.ts': `import express, { Application } from 'express';
import { Users } from './users';
class Server {
  public app: Application;
  private base = '/api';
  constructor() { this.app = express(); this.middleware(); this.routes(); }
  private middleware() { this.app.use((req, res, next) => { if (!req.user) return res.status(401).end(); next(); }); }
  private routes() { this.app.use(this.base, new Users().router); }
}
new Server();`,
      'users.ts': `import { Router } from 'express';
abstract class Base { router = Router(); constructor() { this.register(); } abstract register(): void; }
export class Users extends Base { register() { this.router.get('/users', this.list); } list = (req, res) => res.json([]); }`,
    }),
  ).toEqual(['GET /api/users required session']);
});

test('what an early exit skips is not served for certain', async () => {
  expect(
    await routesOf(
      "function setup() { if (process.env.READ_ONLY) return; app.post('/x', h); }\nsetup();\napp.get('/x', h);",
    ),
  ).toEqual(['GET /x none', 'POST /x none if not (process.env.READ_ONLY)']);
});

test('what throws ends the program, and puts nothing under a condition', async () => {
  expect(await routesOf("if (!process.env.SECRET) throw new Error('no secret');\napp.get('/x', h);")).toEqual([
    'GET /x none',
  ]);
});

test('a switch registers by case', async () => {
  expect(
    await routesOf(
      "switch ('b') { case 'a': app.get('/a', h); break; case 'b': app.get('/b', h); case 'c': app.get('/c', h); break; default: app.get('/d', h); }",
    ),
  ).toEqual(['GET /b none', 'GET /c none']);
});

test('route objects, lists of paths, computed methods', async () => {
  expect(
    await routesOf(
      "app.route('/x').get(h).post(h);\napp.get(['/a', '/b'], h);\nfor (const m of ['put', 'delete']) app[m]('/m', h);",
    ),
  ).toEqual(['GET /a none', 'GET /b none', 'DELETE /m none', 'PUT /m none', 'GET /x none', 'POST /x none']);
});

test('a setup function that nothing calls serves somewhere that is not known', async () => {
  expect(
    await linkOf({
      'package.json': '{ "dependencies": { "express": "5" } }',
      'routes.js': `module.exports = app => { app.get('/x', ${H}); };`,
    }),
  ).toEqual(['GET /x unknown unresolved']);
});

test('a method of the tree is followed, although a framework has one of the same name', async () => {
  expect(
    await linkOf({
      'server.ts': `import express from 'express';
class Server {
  app = express();
  constructor() { this.middleware(); this.routes(); }
  middleware() { this.app.use((req, res, next) => { if (!req.user) return res.status(401).end(); next(); }); }
  routes() { this.app.get('/x', ${H}); }
}
new Server();`,
    }),
  ).toEqual(['GET /x required session']);
});
