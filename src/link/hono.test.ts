import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const APP =
  "import { Hono } from 'hono';\nimport { jwt } from 'hono/jwt';\nconst app = new Hono();\nconst h = c => c.json({});\nconst auth = async (c, next) => { if (!c.get('user')) return c.json({}, 401); await next(); };\n";

test('base paths, grouped applications, chained routes', async () => {
  expect(
    await linkOf({
      'app.ts': `${APP}const books = new Hono().get('/', h).post('/', auth, h).get('/:id{[0-9]+}', h);
const api = app.basePath('/api');
api.route('/books', books);
api.get('/a/:b?', h);
export default app;`,
    }),
  ).toEqual([
    'GET /api/a none',
    'GET /api/a/{b} none',
    'GET /api/books none',
    'POST /api/books required session',
    'GET /api/books/{id} none',
  ]);
});

test('a guard covers the pattern it names, from there on', async () => {
  expect(
    await linkOf({
      'app.ts': `${APP}app.get('/admin/early', h);
app.use('/admin/*', jwt({ secret: 's' }));
app.get('/admin/late', h);
app.get('/administration', h);
app.use('/exact', auth);
app.get('/exact', h);
app.get('/exact/below', h);
export default app;`,
    }),
  ).toEqual([
    'GET /admin/early none',
    'GET /admin/late required jwt',
    'GET /administration none',
    'GET /exact required session',
    'GET /exact/below none',
  ]);
});

test('what is added to an application after it was grouped is not served', async () => {
  expect(
    await linkOf({
      'app.ts': `${APP}const sub = new Hono();\nsub.get('/early', h);\napp.route('/s', sub);\nsub.get('/late', h);\nexport default app;`,
    }),
  ).toEqual(['GET /s/early none']);
});

test('a guard of a grouped application also covers what comes after it below the same path', async () => {
  expect(
    await linkOf({
      'app.ts': `${APP}const sub = new Hono();\nsub.use('*', auth);\nsub.get('/a', h);\napp.route('/s', sub);\napp.get('/s/b', h);\napp.get('/t', h);\nexport default app;`,
    }),
  ).toEqual(['GET /s/a required session', 'GET /s/b required session', 'GET /t none']);
});

test('a known guard that is called in a function, awaited, returned, or forgotten', async () => {
  const of = (body: string): Promise<readonly string[]> =>
    linkOf({ 'app.ts': `${APP}app.use('*', async (c, next) => { ${body} });\napp.get('/x', h);\nexport default app;` });
  expect(await of("return jwt({ secret: 's' })(c, next);")).toEqual(['GET /x required jwt']);
  expect(await of("const guard = jwt({ secret: 's' }); return guard(c, next);")).toEqual(['GET /x required jwt']);
  expect(await of("if (c.req.path === '/x') return next(); return jwt({ secret: 's' })(c, next);")).toEqual([
    'GET /x none jwt'.replace(' jwt', ''),
  ]);
  expect(await of("c.set('a', 1); jwt({ secret: 's' })(c, next); await next();")).toEqual(['GET /x optional jwt']);
});
