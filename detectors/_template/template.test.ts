import { test } from 'vitest';
import { check } from '../../tests/support/check.ts';
import { template } from './template.ts';

test('a route has a path and a handler', () => check(template, 'app.ts', `
import { createServer } from 'template';
const server = createServer();
//             ^^^^^^^^^^^^ router application template
server.serve('/users/:id', requireLogin, show);
//           ^^^^^^^^^^^^ route GET /users/:id | on server; chain requireLogin, show
server.serve('/nothing');
`));

test('a server that is passed in is taken as one', () => check(template, 'routes.ts', `
export const register = (server) => server.serve('/users', list);
//                                               ^^^^^^^^ route GET /users
`));

test('a client of the same shape is none', () => check(template, 'client.ts', `
import files from 'static-files';
files.serve('/users', options);
`));
