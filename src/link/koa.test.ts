import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const APP =
  "const Koa = require('koa');\nconst Router = require('@koa/router');\nconst app = new Koa();\nconst auth = async (ctx, next) => { if (!ctx.state.user) { ctx.status = 401; return; } await next(); };\nconst h = async ctx => { ctx.body = {}; };\n";

test('prefixes of routers, given at once, later, and by their parents', async () => {
  expect(
    await linkOf({
      'app.js': `${APP}const users = new Router({ prefix: '/users' });
users.get('/:id', h);
const posts = new Router();
posts.get('list', '/', h);
posts.prefix('/posts');
const api = new Router({ prefix: '/api' });
api.use(users.routes());
api.use('/v1', posts.routes(), posts.allowedMethods());
app.use(api.routes());`,
    }),
  ).toEqual(['GET /api/users/{id} none', 'GET /api/v1/posts none']);
});

test('a guard covers what is declared after it', async () => {
  expect(
    await linkOf({
      'app.js': `${APP}const router = new Router();
router.get('/early', h);
router.use(auth);
router.get('/late', h);
router.use('/admin', auth);
app.use(router.routes());
const other = new Router();
other.get('/other', h);
app.use(other.routes());
app.use(auth);
const last = new Router();
last.get('/last', h);
app.use(last.routes());`,
    }),
  ).toEqual(['GET /early none', 'GET /last required session', 'GET /late required session', 'GET /other none']);
});

test('ctx.throw refuses, and a guard that looks after next does not', async () => {
  expect(
    await linkOf({
      'app.js': `${APP}const router = new Router();
const throwing = async (ctx, next) => { if (!ctx.get('Authorization')) ctx.throw(401); await verify(ctx); await next(); };
const verify = async ctx => { const user = await require('some-db').users.findOne({ token: ctx.headers.authorization }); ctx.assert(user, 401); if (!user) ctx.throw(401); };
const late = async (ctx, next) => { await next(); ctx.seen = ctx.state.user; if (!ctx.state.user) ctx.throw(401); };
router.get('/a', throwing, h);
router.get('/b', late, h);
app.use(router.routes());`,
    }),
  ).toEqual(['GET /a required bearer', 'GET /b optional session']);
});

test('paths that koa-jwt spares', async () => {
  expect(
    await linkOf({
      'app.js': `${APP}const jwt = require('koa-jwt');
app.use(jwt({ secret: 's' }).unless({ path: [/^\\/public/] }));
const router = new Router();
router.get('/public/a', h);
router.get('/private', h);
app.use(router.routes());`,
    }),
  ).toEqual(['GET /private required jwt', 'GET /public/a none']);
});

test('passthrough lets all in', async () => {
  expect(
    await linkOf({
      'app.js': `${APP}app.use(require('koa-jwt')({ secret: 's', passthrough: true }));\nconst router = new Router();\nrouter.get('/x', h);\napp.use(router.routes());`,
    }),
  ).toEqual(['GET /x optional jwt']);
});
