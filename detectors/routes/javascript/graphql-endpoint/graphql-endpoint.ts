import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../origins.ts';
import { JAVASCRIPT_FILES } from '../source-files.ts';
import { type LocalValues, localValues, nodesIn, optionOf, textAt } from '../values.ts';
import { handlerOf } from './context.ts';
import { pluginRoute } from './plugins.ts';

export const graphqlEndpoint = defineDetector({
  id: 'graphql-endpoint',
  title: 'GraphQL servers over HTTP',
  kind: 'framework',
  docs: 'https://graphql.org/learn/serving-over-http/',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['raphql', 'raphQL', 'apollo', 'Apollo', 'mercurius', 'yoga', 'applyMiddleware'],
  emits: ['router', 'route', 'alias', 'guard-kind'],
  limits: [
    'The endpoint is one POST; queries over GET, subscriptions and the fields behind it are no operations of their own.',
    'Who may ask for which field is decided by resolvers: with a context function the endpoint is unknown.',
    'The module of NestJS is not read.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return [
      ...file.calls.flatMap(site => [...serverOf(file, site, local), ...pluginRoute(file, site, local)]),
      ...endpointMembers(file, local),
    ];
  },
});

const RULES: RouterRules = { syntax: 'express', guards: 'always' };

/** What makes an endpoint: the option of which argument holds the context, whether it serves alone, and where. */
type Server = {
  readonly modules: readonly string[];
  readonly name: string;
  /** Index of the argument with the options. */
  readonly options: number;
  readonly serves: boolean;
  /** Option that names the path. */
  readonly path?: string;
};

const SERVERS: readonly Server[] = [
  {
    modules: ['graphql-yoga', '@graphql-yoga/node'],
    name: 'createYoga',
    options: 0,
    serves: true,
    path: 'graphqlEndpoint',
  },
  { modules: ['@graphql-yoga/node'], name: 'createServer', options: 0, serves: true, path: 'endpoint' },
  { modules: ['@apollo/server/standalone'], name: 'startStandaloneServer', options: 1, serves: true },
  {
    modules: ['@apollo/server/express4', '@as-integrations/express4', '@as-integrations/express5'],
    name: 'expressMiddleware',
    options: 1,
    serves: false,
  },
  { modules: ['@as-integrations/koa'], name: 'koaMiddleware', options: 1, serves: false },
  { modules: ['express-graphql', 'koa-graphql'], name: 'graphqlHTTP', options: 0, serves: false },
  {
    modules: ['graphql-http/lib/use/express', 'graphql-http/lib/use/koa'],
    name: 'createHandler',
    options: 0,
    serves: false,
  },
];

function serverOf(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const server = madeBy(file, call);
  if (!server) return [];
  const { handler, facts } = handlerOf(call.args[server.options], local);
  const path = server.serves ? pathOf(call, server, local) : undefined;
  return [
    {
      kind: 'router',
      at: call.nameAt,
      framework: 'graphql-endpoint',
      site: call,
      role: server.serves ? 'application' : 'router',
      rules: RULES,
      answers: { methods: ['POST'], chain: handler, ...(path && { path }) },
    },
    ...facts,
  ];
}

function madeBy(file: ProgramFile, call: CallExpr): Server | undefined {
  const origin = file.originOf(call.callee);
  return SERVERS.find(({ modules, name }) => exportOf(origin, modules) === name);
}

/** Sources: Yoga, `graphqlEndpoint`, `/graphql` when not given; Apollo Server, `startStandaloneServer` answers everywhere. */
function pathOf(call: CallExpr, { path, options }: Server, local: LocalValues): Expr {
  const given = path === undefined ? undefined : optionOf(call.args[options], path, local);
  return given ?? textAt(call.nameAt, '/graphql');
}

/** `yoga.graphqlEndpoint`, under which other servers mount it. */
function endpointMembers(file: ProgramFile, local: LocalValues): readonly ProgramFact[] {
  if (!file.text.includes('.graphqlEndpoint')) return [];
  const facts: ProgramFact[] = [];
  for (const node of nodesIn(file.module.body)) {
    if (node['kind'] !== 'member' || node['name'] !== 'graphqlEndpoint') continue;
    // The generic walk gives nodes without their type; a node of this kind is a member.
    const member = node as unknown as Extract<Expr, { kind: 'member' }>;
    const call = local.valueOf(member.of);
    const server = call.kind === 'call' ? madeBy(file, call) : undefined;
    if (call.kind !== 'call' || !server) continue;
    facts.push({
      kind: 'alias',
      at: member.nameAt,
      framework: 'graphql-endpoint',
      site: member,
      value: pathOf(call, server, local),
    });
  }
  return facts;
}
