import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

test('Fresh: handlers of route files, behind the middleware of their folders', async () => {
  expect(
    await linkOf({
      'routes/api/_middleware.ts': `import { define } from '../../utils.ts';
export const handler = define.middleware(ctx => {
  if (!ctx.state.user) return new Response('no', { status: 401 });
  return ctx.next();
});`,
      'routes/api/users/[id].ts': `import { define } from '../../../utils.ts';
export const handler = define.handlers({ GET(ctx) { return Response.json({}); }, async DELETE(ctx) { return new Response(); } });`,
      'routes/api/health.ts': `import type { Handlers } from '$fresh/server.ts';
export const handler = (req: Request) => new Response('ok');`,
      'routes/(shop)/[...slug].tsx': `export const handler = { GET: (req, ctx) => ctx.render({}) };
export default function Page() { return null; }`,
      'routes/_app.tsx': `export const handler = { GET: () => new Response() };`,
      'routes/users.js': `const handler = require('./other'); module.exports = { handler };`,
    }),
  ).toEqual([
    'ANY /api/health required session',
    'DELETE /api/users/{id} required session',
    'GET /api/users/{id} required session',
    // Some of what it stands for lies below the guarded folder.
    'GET /{*slug} unknown session',
  ]);
});

test('Fresh: a middleware with the request first', async () => {
  expect(
    await linkOf({
      'routes/_middleware.ts': `import type { MiddlewareHandlerContext } from '$fresh/server.ts';
export const handler = [async function check(req: Request, ctx: MiddlewareHandlerContext) {
  if (!req.headers.get('authorization')) return new Response(null, { status: 401 });
  if (!(await verify(req.headers.get('authorization')))) return new Response(null, { status: 401 });
  return await ctx.next();
}];`,
      'routes/a.ts': `export const handler = { POST: () => new Response() };`,
    }),
  ).toEqual(['POST /a required bearer']);
});

test('Astro: endpoints are exports named after methods, behind onRequest', async () => {
  expect(
    await linkOf({
      'src/middleware.ts': `import { defineMiddleware, sequence } from 'astro:middleware';
const log = defineMiddleware((context, next) => next());
const auth = defineMiddleware((context, next) => {
  if (context.url.pathname.startsWith('/api/private') && !context.locals.user) return new Response(null, { status: 401 });
  return next();
});
export const onRequest = sequence(log, auth);`,
      'src/pages/api/private/[id].ts': `export const prerender = false;
export const GET = ({ params }) => new Response(params.id);
export const ALL = () => new Response(null, { status: 405 });`,
      'src/pages/api/open.json.ts': `export async function GET() { return Response.json([]); }`,
      'src/pages/feed.xml.ts': `export const prerender = true; export const GET = () => new Response('');`,
      'src/pages/_helpers.ts': `export const GET = 1;`,
    }),
  ).toEqual([
    'GET /api/open.json none',
    'ANY /api/private/{id} required session',
    'GET /api/private/{id} required session',
  ]);
});
