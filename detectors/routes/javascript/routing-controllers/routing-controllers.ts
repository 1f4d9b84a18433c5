import type { FactBody } from '../../../../src/core/fact.ts';
import type { Mark } from '../../../../src/core/facts/mark.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { methodsOf } from '../methods.ts';
import { exportOf } from '../origins.ts';
import { JAVASCRIPT_FILES } from '../source-files.ts';
import { type LocalValues, localValues, mayBePath, optionOf } from '../values.ts';

export const routingControllers = defineDetector({
  id: 'routing-controllers',
  title: 'routing-controllers',
  kind: 'framework',
  docs: 'https://github.com/typestack/routing-controllers',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['routing-controllers'],
  emits: ['router', 'mark', 'guard-kind', 'unresolved'],
  limits: [
    'Controllers that are given as file patterns are reported as unresolved.',
    '`@Authorized` asks a checker that is set elsewhere: what it guards is unknown.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return file.calls.flatMap(site => [...serverOf(file, site, local), ...markOf(file, site.call)]);
  },
});

const MODULE = 'routing-controllers';
const RULES: RouterRules = { syntax: 'express', guards: 'always' };

/** `createExpressServer({ routePrefix, controllers })`, `useExpressServer(app, options)` and their like for Koa. */
const SERVERS: ReadonlyMap<string, number> = new Map([
  ['createExpressServer', 0],
  ['createKoaServer', 0],
  ['useExpressServer', 1],
  ['useKoaServer', 1],
]);

function serverOf(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly FactBody[] {
  const index = SERVERS.get(exportOf(file.originOf(call.callee), MODULE) ?? '');
  if (index === undefined) return [];
  const options = call.args[index];
  const prefix = optionOf(options, 'routePrefix', local);
  const controllers = optionOf(options, 'controllers', local);
  const isPattern =
    controllers?.kind === 'list' && controllers.items.some(item => ['text', 'concat'].includes(item.kind));
  if (controllers && isPattern) {
    return [
      { kind: 'unresolved', at: controllers.at, reason: 'unknown-router', what: 'controllers given as file patterns' },
    ];
  }
  const parts = { ...(prefix && { prefix }), ...(controllers && { chain: [controllers] }) };
  return [
    { kind: 'router', at: call.nameAt, framework: MODULE, site: call, role: 'application', rules: RULES, ...parts },
  ];
}

const ROUTES: ReadonlyMap<string, Method> = new Map([
  ['Get', 'GET'],
  ['Head', 'HEAD'],
  ['Post', 'POST'],
  ['Put', 'PUT'],
  ['Patch', 'PATCH'],
  ['Delete', 'DELETE'],
  ['All', 'ANY'],
]);

function markOf(file: ProgramFile, call: CallExpr): readonly ProgramFact[] {
  const name = exportOf(file.originOf(call.callee), MODULE);
  if (name === undefined) return [];
  const [first, second] = call.args;
  const path = first && mayBePath(first) ? first : undefined;
  const made = (mark: Mark, at?: Expr['at']): ProgramFact => ({
    kind: 'mark',
    at: at ?? call.nameAt,
    framework: MODULE,
    site: call,
    mark,
  });
  const method = ROUTES.get(name);
  if (method) return [made({ kind: 'route', methods: [method], ...(path && { path }) }, path?.at)];
  switch (name) {
    case 'Controller':
    case 'JsonController':
      return [made({ kind: 'controller', ...(path && { prefix: path }), rules: RULES }, path?.at)];
    case 'Method':
      if (!first) return [];
      return [made({ kind: 'route', methods: methodsOf(first), ...(second && { path: second }) }, second?.at)];
    case 'UseBefore':
      return [made({ kind: 'guard', guards: call.args })];
    case 'Authorized':
      return authorized(call, made);
    default:
      return [];
  }
}

/** The checker that `authorizationChecker` names decides; the guard is a node of its own that stands for it. */
function authorized(call: CallExpr, made: (mark: Mark) => ProgramFact): readonly ProgramFact[] {
  const guard: Expr = { kind: 'unknown', at: call.nameAt, text: 'Authorized', parts: [] };
  const kind: ProgramFact = {
    kind: 'guard-kind',
    at: call.nameAt,
    framework: MODULE,
    site: guard,
    effect: 'unknown',
    mechanism: 'custom',
    ...(call.args.length > 0 && { scopes: call.args }),
    why: '@Authorized asks the authorizationChecker of the application',
  };
  return [made({ kind: 'guard', guards: [guard] }), kind];
}
