import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { pagesApiPath } from '../next/paths.ts';
import { exportOf } from '../origins.ts';
import { type LocalValues, optionOf, textAt } from '../values.ts';
import { RULES } from './rules.ts';

/** Adapters that serve a router by themselves, with the option that holds their prefix. Source: tRPC, Adapters. */
const SERVERS: readonly { readonly module: string; readonly name: string; readonly prefix?: string }[] = [
  { module: '@trpc/server/adapters/fetch', name: 'fetchRequestHandler', prefix: 'endpoint' },
  { module: '@trpc/server/adapters/standalone', name: 'createHTTPServer', prefix: 'basePath' },
  { module: '@trpc/server/adapters/standalone', name: 'createHTTPHandler', prefix: 'basePath' },
  { module: '@trpc/server/adapters/aws-lambda', name: 'awsLambdaRequestHandler' },
  { module: '@trpc/server/adapters/next', name: 'createNextApiHandler' },
  { module: '@trpc/server/adapters/next-app-dir', name: 'fetchRequestHandler', prefix: 'endpoint' },
];

/** Adapters that give a function to be mounted. */
const FUNCTIONS: readonly { readonly module: string; readonly name: string }[] = [
  { module: '@trpc/server/adapters/express', name: 'createExpressMiddleware' },
  { module: '@hono/trpc-server', name: 'trpcServer' },
];

/** What an adapter does with the router that it is given: serves it, or makes something of it that is mounted. */
export function adapterFacts(file: ProgramFile, site: CallSite, local: LocalValues): readonly ProgramFact[] {
  const { call } = site;
  const [options] = call.args;
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'trpc', site: call } as const;
  const router = optionOf(options, 'router', local);
  const server = SERVERS.find(({ module, name }) => exportOf(origin, module) === name);
  if (server && router) {
    const given = server.prefix === undefined ? undefined : optionOf(options, server.prefix, local);
    const prefix = given ?? (server.name === 'createNextApiHandler' ? folderOf(file.path, call.nameAt) : undefined);
    return [{ kind: 'router', ...base, role: 'application', rules: RULES, ...(prefix && { prefix }), chain: [router] }];
  }
  if (router && FUNCTIONS.some(({ module, name }) => exportOf(origin, module) === name))
    return [{ kind: 'alias', ...base, value: router }];
  return [...plugin(file, site, local), ...honoMount(file, site, local)];
}

/** `/api/trpc` for `pages/api/trpc/[trpc].ts`. */
function folderOf(file: string, at: Expr['at']): Expr | undefined {
  const path = pagesApiPath(file);
  return path === undefined ? undefined : textAt(at, path.replace(/\/\[[^/]*$/, ''));
}

/** `server.register(fastifyTRPCPlugin, { prefix, trpcOptions: { router } })`. */
function plugin(file: ProgramFile, { call, name, receiver }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const [given, options] = call.args;
  if (name !== 'register' || !receiver || !given) return [];
  if (exportOf(file.originOf(given), '@trpc/server/adapters/fastify') !== 'fastifyTRPCPlugin') return [];
  const router = optionOf(optionOf(options, 'trpcOptions', local), 'router', local);
  const prefix = optionOf(options, 'prefix', local);
  if (!router) return [];
  const base = { at: call.nameAt, framework: 'fastify', site: call, on: receiver } as const;
  return [{ kind: 'mount', ...base, ...(prefix && { prefix }), chain: [router] }];
}

/** `app.use('/trpc/*', trpcServer({ router }))`: what Hono takes for middleware answers below that path. */
function honoMount(file: ProgramFile, { call, name, receiver }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const [path, given] = call.args;
  if (name !== 'use' || !receiver || path?.kind !== 'text' || given?.kind !== 'call') return [];
  if (exportOf(file.originOf(given.callee), '@hono/trpc-server') !== 'trpcServer') return [];
  const router = optionOf(given.args[0], 'router', local);
  const prefix = textAt(path.at, path.value.replace(/\/\*$/, ''));
  return router
    ? [{ kind: 'mount', at: path.at, framework: 'hono', site: call, on: receiver, prefix, chain: [router] }]
    : [];
}
