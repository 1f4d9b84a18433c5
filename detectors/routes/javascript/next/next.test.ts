import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { next } from './next.ts';

test('a route file exports a handler a method, however it is declared', () =>
  check(
    next,
    'app/users/[id]/route.ts',
    `
import { handlers } from './handlers';
export async function GET(request: Request) {}
//                    ^^^ route GET /users/[id] | chain GET
export const PUT = withAuth(update);
//           ^^^ route PUT /users/[id] | chain PUT
export const { POST, DELETE: destroyed } = handlers;
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ route POST /users/[id] | chain POST
async function remove() {}
export { remove as DELETE };
//       ^^^^^^^^^^^^^^^^ route DELETE /users/[id] | chain remove
export { PATCH } from '../shared';
//       ^^^^^ route PATCH /users/[id] | chain load ../shared.PATCH
export const runtime = 'edge';
export function helper() {}
`,
  ));

test('a file that hands over to an application of Hono has no routes of its own', () =>
  check(next, {
    files: {
      'app/api/[[...route]]/route.ts': `
import { Hono } from 'hono';
import { handle } from 'hono/vercel';
import { wrap } from './wrap';
const app = new Hono().basePath('/api');
const handler = handle(app);
export const GET = handle(app);
export { handler as POST };
export const PUT = wrap(app);
//           ^^^ route PUT /api/[[...route]] | chain PUT
`,
      'pages/api/[[...route]].ts': `
import { handle } from '@hono/node-server/vercel';
export default handle(app);
`,
      'app/api/own/route.ts': `
import { handle } from './handle';
export const GET = handle(app);
//           ^^^ route GET /api/own | chain GET
`,
    },
  }));

test('everything that is re-exported counts where it is defined', () =>
  check(
    next,
    'app/(old)/route.ts',
    `
   export * from '../users/route';
// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route GET / | chain load ../users/route.GET; if defined
// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route HEAD / | chain load ../users/route.HEAD; if defined
// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route POST / | chain load ../users/route.POST; if defined
// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route PUT / | chain load ../users/route.PUT; if defined
// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route PATCH / | chain load ../users/route.PATCH; if defined
// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route DELETE / | chain load ../users/route.DELETE; if defined
// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route OPTIONS / | chain load ../users/route.OPTIONS; if defined
`,
  ));

test('a page of the API serves the methods that it names', () =>
  check(
    next,
    'pages/api/users/[id].ts',
    `
export default async function handler(req, res) {
  if (req.method === 'GET') return res.json({});
//                   ^^^^^ route GET /api/users/[id] | chain handler
  switch (req.method) {
    case 'DELETE':
//       ^^^^^^^^ route DELETE /api/users/[id]
      return res.end();
  }
  res.status(405).end();
}
`,
  ));

test('without a refusal of others it serves any method', () =>
  check(
    next,
    'pages/api/index.js',
    `
const handler = (req, res) => {
  if (req.method === 'POST') create(req);
//                   ^^^^^^ route POST /api
  res.json({});
};
  export default withSession(handler);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route ANY /api | chain withSession(handler)
`,
  ));

test('a page may be CommonJS or come from another file', () =>
  check(next, {
    files: {
      'pages/api/a.js': `
  module.exports = (req, res) => res.end();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route ANY /api/a | chain function
`,
      'pages/api/b.ts': `
export { default } from '../../server/b';
//       ^^^^^^^ route ANY /api/b | chain load ../../server/b.default
`,
    },
  }));

test('a table of handlers names its methods', () =>
  check(
    next,
    'pages/api/c.ts',
    `
const handlers = { GET: list, POST: create };
//                 ^^^ route GET /api/c
//                            ^^^^ route POST /api/c
export default function handle(req, res) {
  const handler = handlers[req.method];
  return handler ? handler(req, res) : res.status(405).end();
}
`,
  ));

test('next-connect registers the methods of a page one by one', () =>
  check(
    next,
    'pages/api/d.ts',
    `
import { createRouter } from 'next-connect';
const router = createRouter();
router.use(auth).get(list);
//               ^^^ route GET /api/d | chain auth, list
router.post(validate, create);
//     ^^^^ route POST /api/d | chain auth, validate, create
export default router.handler();
`,
  ));

test('middleware guards the paths of its matcher', () =>
  check(
    next,
    'src/middleware.ts',
    `
import { NextResponse } from 'next/server';
export function middleware(request) {}
//              ^^^^^^^^^^ guard | guards middleware; matcher [/api/:path*, /((?!_next).*)]
export const config = { matcher: ['/api/:path*', '/((?!_next).*)'] };
`,
  ));

test('a proxy without a matcher guards everything', () =>
  check(
    next,
    'proxy.ts',
    `
  export { auth as proxy } from './auth';
//         ^^^^^^^^^^^^^ guard | guards load ./auth.auth; matcher [/admin]
const matcher = '/admin';
export const config = { matcher: '/admin' };
`,
  ));

test('a middleware file of another server is left alone', () =>
  check(
    next,
    'src/middleware.ts',
    `
import express from 'express';
export default function middleware(req, res, next) {}
`,
  ));

test('the configuration names a base path', () =>
  check(
    next,
    'next.config.mjs',
    `
const config = { reactStrictMode: true, basePath: '/docs' };
//                                                ^^^^^^^ base-path /docs
export default withPlugins(config);
`,
  ));
