import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const APP = `import { feathers } from '@feathersjs/feathers';
import express, { rest } from '@feathersjs/express';
import { messages } from './messages';
import { audit } from './audit';
const app = express(feathers());
app.use(express.json());
app.configure(rest());
app.configure(messages);
app.configure(audit);
export { app };`;

const MESSAGES = `import { authenticate } from '@feathersjs/authentication';
class Messages {
  async find(params) { return []; }
  async get(id, params) { return { id }; }
  async create(data, params) { return data; }
  async remove(id, params) { return { id }; }
}
export const messagesPath = 'messages';
export const messages = app => {
  app.use(messagesPath, new Messages(), { methods: ['find', 'get', 'create'] });
  app.service(messagesPath).hooks({
    around: { all: [] },
    before: { create: [authenticate('jwt')], get: [authenticate('jwt', 'anonymous')] },
  });
};`;

test('services have a route for each method, behind their hooks', async () => {
  expect(
    await linkOf({
      'app.js': APP,
      'messages.js': MESSAGES,
      'audit.js': `const { authenticate } = require('@feathersjs/authentication').hooks;
const { iff, isProvider } = require('feathers-hooks-common');
const createService = require('feathers-mongoose');
const hooks = { before: { all: [iff(isProvider('external'), authenticate('jwt'))] } };
exports.audit = app => {
  app.use('/audit', createService({ Model }));
  const service = app.service('audit');
  service.hooks(hooks);
};`,
    }),
  ).toEqual([
    'GET /audit required jwt',
    'POST /audit required jwt',
    'DELETE /audit/{id} required jwt',
    'GET /audit/{id} required jwt',
    'PATCH /audit/{id} required jwt',
    'PUT /audit/{id} required jwt',
    'GET /messages none',
    'POST /messages required jwt',
    'GET /messages/{id} optional jwt',
  ]);
});

test('hooks of the application stand before every service', async () => {
  expect(
    await linkOf({
      'app.js': `const { feathers } = require('@feathersjs/feathers');
const { authenticate } = require('@feathersjs/authentication');
const app = feathers();
app.hooks({ around: [authenticate({ strategies: ['jwt'] })] });
app.use('/health', { async find() { return 'ok'; } });`,
    }),
  ).toEqual(['GET /health required jwt']);
});
