import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { trpc } from './trpc.ts';

test('a record of procedures is a router, if what makes it comes from tRPC', () =>
  check(
    trpc,
    'router.ts',
    `
import { createTRPCRouter, mergeRouters } from './trpc';
const users = createTRPCRouter({ list: publicProcedure.query(show) });
//            ^^^^^^^^^^^^^^^^ router router trpc
export const appRouter = mergeRouters(users, posts);
//                       ^^^^^^^^^^^^ router router trpc
const other = createRouter('/users', options);
`,
  ));

test('an adapter serves the router that it is given', () =>
  check(
    trpc,
    'server.ts',
    `
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
const handler = req => fetchRequestHandler({ endpoint: '/api/trpc', req, router: appRouter });
//                     ^^^^^^^^^^^^^^^^^^^ router application trpc | prefix /api/trpc; chain appRouter
app.use('/trpc', createExpressMiddleware({ router: appRouter }));
//               ^^^^^^^^^^^^^^^^^^^^^^^ alias appRouter
`,
  ));

test('a client is no server', () =>
  check(
    trpc,
    'client.ts',
    `
import { createTRPCClient, httpBatchLink } from '@trpc/client';
const client = createTRPCClient({ links: [httpBatchLink({ url: '/api/trpc' })] });
client.user.list.query();
`,
  ));
