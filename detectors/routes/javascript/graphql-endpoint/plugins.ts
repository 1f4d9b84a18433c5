import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../origins.ts';
import { type LocalValues, optionOf, textAt } from '../values.ts';
import { handlerOf } from './context.ts';

/** Packages of the third and second version of Apollo Server, by the framework whose application they are put on. */
const APPLIED: ReadonlyMap<string, string> = new Map([
  ['apollo-server-express', 'express'],
  ['apollo-server-koa', 'koa'],
  ['apollo-server-fastify', 'fastify'],
  ['apollo-server-hapi', 'hapi'],
]);

/** GraphQL servers that are put on an application: `server.applyMiddleware({ app })`, `app.register(mercurius, options)`. */
export function pluginRoute(file: ProgramFile, site: CallSite, local: LocalValues): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  if (!receiver) return [];
  if (name === 'applyMiddleware') return appliedTo(file, site, local);
  const [plugin, options] = call.args;
  if (name !== 'register' || !plugin || exportOf(file.originOf(plugin), 'mercurius') !== 'default') return [];
  const { handler, facts } = handlerOf(options, local);
  const path = optionOf(options, 'path', local) ?? textAt(call.nameAt, '/graphql');
  const base = { at: call.nameAt, framework: 'fastify', site: call, on: receiver } as const;
  return [{ kind: 'route', ...base, methods: ['POST'], path, chain: handler }, ...facts];
}

function appliedTo(file: ProgramFile, { call, receiver }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const [options] = call.args;
  const on = optionOf(options, 'app', local);
  if (!on) return [];
  const imported = file.module.imports.find(({ module }) => APPLIED.has(module))?.module ?? '';
  const path = optionOf(options, 'path', local) ?? textAt(call.nameAt, '/graphql');
  // The context was given where the server was made, which may be in another file.
  const { handler, facts } = handlerOf(optionsOf(file) ?? receiver, local);
  const base = { at: call.nameAt, framework: APPLIED.get(imported) ?? 'express', site: call, on } as const;
  return [{ kind: 'route', ...base, methods: ['POST'], path, chain: handler }, ...facts];
}

/** The options of the server that the file makes, where it makes one. */
function optionsOf(file: ProgramFile): Expr | undefined {
  return file.calls.find(
    ({ call }) => call.isNew && exportOf(file.originOf(call.callee), [...APPLIED.keys()]) === 'ApolloServer',
  )?.call.args[0];
}
