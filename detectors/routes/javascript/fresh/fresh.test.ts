import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { fresh } from './fresh.ts';

test('a route file has a table of handlers, or one for all methods', () =>
  check(fresh, {
    files: {
      'routes/(shop)/users/[id].ts': `
import { define } from '../../../utils.ts';
export const handler = define.handlers({ GET(ctx) {}, async DELETE(ctx) {} });
//                                       ^^^ route GET /users/[id] | chain function
//                                                          ^^^^^^ route DELETE /users/[id] | chain function
`,
      'routes/api/health.ts': `
import type { Handlers } from '$fresh/server.ts';
export const handler = req => new Response('ok');
//           ^^^^^^^ route ANY /api/health | chain function
`,
      'routes/_app.tsx': `
export const handler = { GET: () => new Response() };
`,
    },
  }));

test('a middleware is a guard of its folder', () =>
  check(
    fresh,
    'routes/admin/_middleware.ts',
    `
import { define } from '../../utils.ts';
export const handler = define.middleware(check);
//           ^^^^^^^ guard /admin | guards check
`,
  ));

test('a folder of this name elsewhere is none', () =>
  check(
    fresh,
    'src/routes/users.js',
    `
const handler = require('../handlers/users');
module.exports = { handler };
`,
  ));
