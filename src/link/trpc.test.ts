import { expect, test } from 'vitest';
import { linkOf, notesOf } from '../../tests/support/link.ts';

const BASE = `import { initTRPC, TRPCError } from '@trpc/server';
const t = initTRPC.context().create({ transformer });
export const createTRPCRouter = t.router;
export const mergeRouters = t.mergeRouters;
export const publicProcedure = t.procedure;
const isUser = t.middleware(({ ctx, next }) => {
  if (!ctx.session?.user) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next({ ctx: { user: ctx.session.user } });
});
const timing = t.middleware(async ({ next, path }) => { const result = await next(); console.log(path); return result; });
export const userProcedure = t.procedure.use(timing).use(isUser);
export const adminProcedure = userProcedure.use(async opts => {
  if (opts.ctx.user.role !== 'admin') throw new TRPCError({ code: 'FORBIDDEN' });
  return opts.next();
});
export const timedProcedure = t.procedure.use(timing);
// The name promises what nothing does.
export const protectedProcedure = t.procedure.use(({ ctx, next }) => next({ ctx }));
`;

const ROUTER = `import { z } from 'zod';
import { createTRPCRouter, mergeRouters, publicProcedure, userProcedure, adminProcedure, timedProcedure, protectedProcedure } from './trpc';
const posts = createTRPCRouter({
  list: publicProcedure.query(() => []),
  add: userProcedure.input(z.object({ text: z.string() })).mutation(({ input }) => input),
  drafts: { mine: userProcedure.query(() => []) },
});
const health = createTRPCRouter({ ping: timedProcedure.query(() => 'pong') });
export const appRouter = mergeRouters(
  createTRPCRouter({ posts, admin: createTRPCRouter({ stats: adminProcedure.query(() => 1) }) }),
  health,
  createTRPCRouter({
    secret: protectedProcedure.query(() => 1),
    own: publicProcedure.query(({ ctx }) => { if (!ctx.session) throw new Error('no'); return ctx.session; }),
  }),
);
`;

const served = (prefix: string): readonly string[] => [
  `GET ${prefix}/admin.stats required session`,
  `GET ${prefix}/own required session`,
  `GET ${prefix}/ping none`,
  `GET ${prefix}/posts.drafts.mine required session`,
  `GET ${prefix}/posts.list none`,
  `GET ${prefix}/secret none`,
  `POST ${prefix}/posts.add required session`,
];

test.each([
  [
    'an App Router file',
    'app/api/trpc/[trpc]/route.ts',
    `import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { appRouter } from '../../../../router';
const handler = (req: Request) => fetchRequestHandler({ endpoint: '/api/trpc', req, router: appRouter, createContext });
export { handler as GET, handler as POST };`,
    '/api/trpc',
  ],
  [
    'a file of pages/api',
    'pages/api/trpc/[trpc].ts',
    `import { createNextApiHandler } from '@trpc/server/adapters/next';
import { appRouter } from '../../../router';
export default createNextApiHandler({ router: appRouter, createContext });`,
    '/api/trpc',
  ],
  [
    'Express',
    'server.ts',
    `import express from 'express';
import * as trpcExpress from '@trpc/server/adapters/express';
import { appRouter } from './router';
const app = express();
app.use('/rpc', trpcExpress.createExpressMiddleware({ router: appRouter, createContext }));`,
    '/rpc',
  ],
  [
    'Fastify',
    'server.ts',
    `import fastify from 'fastify';
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import { appRouter } from './router';
const server = fastify();
server.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions: { router: appRouter, createContext } });`,
    '/trpc',
  ],
  [
    'Hono',
    'server.ts',
    `import { Hono } from 'hono';
import { trpcServer } from '@hono/trpc-server';
import { appRouter } from './router';
const app = new Hono();
app.use('/trpc/*', trpcServer({ router: appRouter }));
export default app;`,
    '/trpc',
  ],
  [
    'a server of its own',
    'server.ts',
    `import { createHTTPServer } from '@trpc/server/adapters/standalone';
import { appRouter } from './router';
createHTTPServer({ router: appRouter }).listen(3000);`,
    '',
  ],
])('procedures behind %s', async (_, file, adapter, prefix) => {
  const lines = await linkOf({ 'trpc.ts': BASE, 'router.ts': ROUTER, [file]: adapter });
  expect([...lines].sort()).toEqual(served(prefix));
});

test('a guard before the adapter stands before all procedures', async () => {
  const lines = await linkOf({
    'trpc.ts': BASE,
    'router.ts': ROUTER,
    'server.ts': `import express from 'express';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import { appRouter } from './router';
const app = express();
app.use('/rpc', (req, res, next) => { if (!req.user) return res.status(401).end(); next(); }, createExpressMiddleware({ router: appRouter }));`,
  });
  expect(lines).toHaveLength(7);
  expect(lines.filter(line => !line.includes(' required '))).toEqual([]);
});

test('procedures that no adapter serves are listed without a place', async () => {
  const lines = await linkOf({ 'trpc.ts': BASE, 'router.ts': ROUTER });
  expect(lines.filter(line => !line.endsWith('unresolved'))).toEqual([]);
  expect(lines).toHaveLength(7);
});

test('a procedure that is not followed is said to be missing', async () => {
  expect(
    await notesOf({
      'trpc.ts': BASE,
      'router.ts': `import { createTRPCRouter } from './trpc';
import { users } from './gone';
export const appRouter = createTRPCRouter({ users });`,
    }),
  ).toEqual(['plugin-not-followed router.ts:3']);
});

test('another library with routers of records is none', async () => {
  expect(
    await linkOf({ 'app.ts': `import { router } from 'some-client'; export const r = router({ a: router({}) });` }),
  ).toEqual([]);
});

test('a limiter that looks at the user is no authentication', async () => {
  expect(
    await linkOf({
      'trpc.ts': `${BASE}export const limited = t.procedure.use(async ({ ctx, next }) => {
  const { allowed } = await limits.check(ctx.user?.id ?? ctx.ip);
  if (!allowed) throw new TRPCError({ code: 'TOO_MANY_REQUESTS' });
  return next();
});`,
      'server.ts': `import { createHTTPServer } from '@trpc/server/adapters/standalone';
import { createTRPCRouter, limited } from './trpc';
const procedures = { ping: limited.query(() => 1) };
createHTTPServer({ router: createTRPCRouter(procedures) });`,
    }),
  ).toEqual(['GET /ping none']);
});
