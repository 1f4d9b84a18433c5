import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const APP = {
  'config/routes.js': `module.exports.routes = {
  '/': { view: 'pages/home' },
  'GET /api/v1/users/:id': { action: 'user/show' },
  'POST /api/v1/users': 'UserController.create',
  'PUT /api/v1/login': 'entrance/login',
  'GET /old': '/new',
};`,
  'config/policies.js': `module.exports.policies = {
  '*': 'is-logged-in',
  'entrance/*': true,
  'user/create': ['is-logged-in', 'is-admin'],
};`,
  'api/policies/is-logged-in.js': `module.exports = async function (req, res, proceed) {
  if (req.session.userId) return proceed();
  return res.unauthorized();
};`,
  'api/controllers/user/show.js': `module.exports = { inputs: {}, fn: async function ({ id }) { return id; } };`,
  'api/models/Post.js': `module.exports = { attributes: { title: { type: 'string' } } };`,
  'src/models/Thing.js': `module.exports = { attributes: {} };`,
};

test('routes of the configuration and of models stand behind their policies', async () => {
  expect(await linkOf(APP)).toEqual([
    'ANY / none',
    'PUT /api/v1/login none',
    'POST /api/v1/users unknown',
    'GET /api/v1/users/{id} required session',
    'GET /post required session',
    'POST /post required session',
    'DELETE /post/{id} required session',
    'GET /post/{id} required session',
    'PATCH /post/{id} required session',
  ]);
});

test('the configuration moves blueprints and switches them off', async () => {
  const model = { 'api/models/Post.js': APP['api/models/Post.js'] };
  const moved = await linkOf({ ...model, 'config/blueprints.js': `module.exports.blueprints = { prefix: '/api' };` });
  expect(moved.map(line => line.split(' ')[1])).toEqual([
    '/api/post',
    '/api/post',
    '/api/post/{id}',
    '/api/post/{id}',
    '/api/post/{id}',
  ]);
  expect(await linkOf({ ...model, 'config/blueprints.js': `module.exports.blueprints = { rest: false };` })).toEqual(
    [],
  );
});
