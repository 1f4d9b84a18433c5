import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { METHODS } from '../methods.ts';
import { exportOf } from '../origins.ts';
import { mayBeRouter } from '../receiver.ts';
import { JAVASCRIPT_FILES, ROUTING_CALLS } from '../source-files.ts';
import { type LocalValues, localValues, mayBePath, mayHandle, optionOf } from '../values.ts';

export const restify = defineDetector({
  id: 'restify',
  title: 'Restify',
  kind: 'framework',
  docs: 'http://restify.com/docs/server-api/',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['restify', '.opts', '.pre', '.applyRoutes', '.add', ...ROUTING_CALLS],
  emits: ['router', 'route', 'mount'],
  limits: [
    'Versions of a route are not told apart.',
    'Handlers of `use` are taken to cover what is registered after them; newer releases run them for every route.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return [...typedServers(file), ...file.calls.flatMap(site => factsOf(file, site, local))];
  },
});

const RULES: RouterRules = { syntax: 'express', guards: 'after' };

function typedServers(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] =>
    exportOf(file.originOfType(type), 'restify') === 'Server'
      ? [{ kind: 'router', at: type.at, framework: 'restify', site: type, role: 'application', rules: RULES }]
      : [],
  );
}

function factsOf(file: ProgramFile, site: CallSite, local: LocalValues): readonly ProgramFact[] {
  const { call, receiver, name } = site;
  const base = { framework: 'restify', site: call, at: call.nameAt } as const;
  const origin = file.originOf(call.callee);
  if (exportOf(origin, 'restify') === 'createServer')
    return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  if (exportOf(origin, 'restify-router') === 'Router')
    return [{ kind: 'router', ...base, role: 'router', rules: RULES }];
  if (call.isNew || !receiver || !mayBeRouter(file, receiver, 'restify', local)) return [];
  const [first, second] = call.args;
  if (!first) return [];
  switch (name) {
    case 'use':
    case 'pre':
      return call.args.every(mayHandle) ? [{ kind: 'mount', ...base, on: receiver, chain: call.args }] : [];
    case 'applyRoutes':
      return [{ kind: 'mount', ...base, on: first, chain: [receiver], ...(second && { prefix: second }) }];
    case 'add':
      if (!second || !mayBePath(first) || !mayHandle(second)) return [];
      return [{ kind: 'mount', ...base, at: first.at, on: receiver, prefix: first, chain: [second] }];
    default:
      return routeOf(site, receiver, local);
  }
}

/** `server.get(path | { path, name, version }, …handlers)`. */
function routeOf({ call, name }: CallSite, on: Expr, local: LocalValues): readonly ProgramFact[] {
  const method = name === 'opts' ? 'OPTIONS' : METHODS.get(name);
  const [first, ...chain] = call.args;
  if (!method || name === 'all' || !first || chain.length === 0 || !chain.every(mayHandle)) return [];
  const isOptions = local.valueOf(first).kind === 'record';
  const path = isOptions ? (optionOf(first, 'path', local) ?? optionOf(first, 'url', local)) : first;
  if (!path || !mayBePath(path)) return [];
  return [{ kind: 'route', at: path.at, framework: 'restify', site: call, on, methods: [method], path, chain }];
}
