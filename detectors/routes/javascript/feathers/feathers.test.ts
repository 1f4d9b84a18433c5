import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { feathers } from './feathers.ts';

test('an application with a transport is the same application', () =>
  check(
    feathers,
    'app.ts',
    `
import { feathers } from '@feathersjs/feathers';
import express from '@feathersjs/express';
const app = express(feathers());
//          ^^^^^^^ alias feathers()
//                  ^^^^^^^^ router application feathers
app.configure(services);
//  ^^^^^^^^^ mount | on app; chain services; calls self
app.hooks({ around: [log] });
//  ^^^^^ guard | on app; guards [log]
`,
  ));

test('a service has a route for each method that it may have', () =>
  check(
    feathers,
    'messages.ts',
    `
import { authenticate } from '@feathersjs/authentication';
export const messages = app => {
  app.use('messages', service, { methods: ['find', 'create'] });
//        ^^^^^^^^^^ route GET /messages | on app; chain service.find; if defined
//        ^^^^^^^^^^ route POST /messages | on app; chain service.create; guards [authenticate('jwt')]; if defined
  app.service('messages').hooks({ before: { create: [authenticate('jwt')] } });
//                                                   ^^^^^^^^^^^^ guard-kind required jwt
};
`,
  ));
