import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const APP =
  "const app = require('fastify')();\nconst fp = require('fastify-plugin');\nconst auth = async (request, reply) => { if (!request.user) { reply.code(401).send({}); return reply; } };\nconst h = async () => ({});\n";

test('a hook reaches its own context and those below, and no other', async () => {
  expect(
    await linkOf({
      'app.js': `${APP}app.register(async inner => { inner.addHook('onRequest', auth); inner.get('/a', h); inner.register(async deep => { deep.get('/deep', h); }, { prefix: '/below' }); }, { prefix: '/in' });
app.get('/out', h);`,
    }),
  ).toEqual(['GET /in/a required session', 'GET /in/below/deep required session', 'GET /out none']);
});

test('a hook of a plugin without a context of its own reaches its parent', async () => {
  expect(
    await linkOf({
      'app.js': `${APP}app.register(fp(async inner => { inner.addHook('onRequest', auth); }));\napp.get('/out', h);`,
    }),
  ).toEqual(['GET /out required session']);
});

test('a hook reaches routes that were registered before it', async () => {
  expect(await linkOf({ 'app.js': `${APP}app.get('/early', h);\napp.addHook('preHandler', auth);` })).toEqual([
    'GET /early required session',
  ]);
});

test('a hook that answers after the handler protects nothing', async () => {
  expect(await linkOf({ 'app.js': `${APP}app.addHook('onResponse', auth);\napp.get('/x', h);` })).toEqual([
    'GET /x none',
  ]);
});

test('a decorated guard is read where it is named', async () => {
  expect(
    await linkOf({
      'app.js': `${APP}app.register(require('./plugins/auth'));
app.register(require('./routes'), { prefix: '/api' });`,
      'plugins/auth.js': `const fp = require('fastify-plugin');
module.exports = fp(async function (fastify) {
  fastify.register(require('@fastify/jwt'), { secret: 'x' });
  fastify.decorate('authenticate', async function (request, reply) { try { await request.jwtVerify(); } catch (err) { reply.send(err); } });
});`,
      'routes.js': `module.exports = async function (fastify) {
  fastify.get('/closed', { onRequest: [fastify.authenticate] }, async () => ({}));
  fastify.get('/open', async () => ({}));
  fastify.get('/odd', { preHandler: fastify.neverDecorated }, async () => ({}));
};`,
    }),
  ).toEqual(['GET /api/closed required jwt', 'GET /api/odd unknown', 'GET /api/open none']);
});

test('two applications that decorate the same name', async () => {
  expect(
    await linkOf({
      'app.js': `const fastify = require('fastify');
const h = async () => ({});
const one = fastify();
const two = fastify();
one.decorate('guard', async (request, reply) => { if (!request.user) return reply.code(401).send({}); });
two.decorate('guard', async () => {});
one.get('/one', { preHandler: one.guard }, h);
two.get('/two', { preHandler: two.guard }, h);`,
    }),
  ).toEqual(['GET /one required session', 'GET /two none']);
});

test('a hook by path and by the public mark of a route', async () => {
  expect(
    await linkOf({
      'app.js': `${APP}app.addHook('onRequest', async (request, reply) => { if (request.url.startsWith('/public')) return; if (!request.user) return reply.code(401).send({}); });
app.get('/public/a', h);
app.get('/private', h);`,
    }),
  ).toEqual(['GET /private required session', 'GET /public/a none']);
});

test('routes as objects, for several methods, with guards in their options', async () => {
  expect(
    await linkOf({
      'app.js': `${APP}app.route({ method: ['GET', 'POST'], url: '/x/:id', preValidation: auth, handler: h });\napp.route({ method: 'DELETE', url: '/x/:id(^\\\\d+$)', handler: h });`,
    }),
  ).toEqual(['DELETE /x/{id} none', 'GET /x/{id} required session', 'POST /x/{id} required session']);
});

test('plugins that a loader finds in a folder', async () => {
  expect(
    await linkOf({
      'app.js':
        "const app = require('fastify')();\nconst path = require('path');\napp.register(require('@fastify/autoload'), { dir: path.join(__dirname, 'routes'), options: { prefix: '/api' }, routeParams: true, autoHooks: true });",
      'routes/users/index.js': "module.exports = async f => { f.get('/', async () => ({})); };",
      'routes/users/_id/index.js': "module.exports = async f => { f.get('/posts', async () => ({})); };",
      'routes/users/autohooks.js':
        "module.exports = async f => { f.addHook('onRequest', async (request, reply) => { if (!request.user) return reply.code(401).send({}); }); };",
      'routes/root.js':
        "exports.autoPrefix = '/own';\nmodule.exports = async f => { f.get('/ping', async () => ({})); };",
    }),
  ).toEqual(['GET /api/ping none', 'GET /api/users required session', 'GET /api/users/{id}/posts none']);
});

test('a hook in a function that nothing calls is not known to be there', async () => {
  expect(
    await linkOf({
      'app.js': `${APP}exports.secure = () => { app.addHook('onRequest', auth); app.get('/in', h); };\napp.get('/x', h);`,
    }),
  ).toEqual(['GET /in required session', 'GET /x unknown session']);
});
