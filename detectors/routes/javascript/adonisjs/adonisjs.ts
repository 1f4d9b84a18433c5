import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { METHODS, methodsOf } from '../methods.ts';
import { exportOf } from '../origins.ts';
import { JAVASCRIPT_FILES } from '../source-files.ts';
import { mayBePath, memberOf, textAt } from '../values.ts';
import { chainsIn, type Chains, groupsAround } from './chains.ts';
import { resourceRoutes } from './resource.ts';

export const adonisjs = defineDetector({
  id: 'adonisjs',
  title: 'AdonisJS',
  kind: 'framework',
  docs: 'https://docs.adonisjs.com/guides/basics/routing',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['@adonisjs/core/services/router', '@ioc:Adonis/Core/Route'],
  emits: ['route', 'guard-kind', 'alias'],
  limits: [
    'Groups are followed where routes stand inside them; routes that a group gets by calling a function or importing a file are listed without its prefix.',
    'Middleware that is named by a string, and stacks of `router.use()` and `server.use()`, are not followed.',
    'Methods on routes of AdonisJS 4 (`use("Route")`) are not read.',
  ],
  version: 1,
  detect: file => {
    const chains = chainsIn(file.calls);
    const facts = file.calls.flatMap(site => factsOf(file, site, chains));
    // The middleware of a group stands before each of its routes, and is said once.
    return facts.filter(
      (fact, index) => fact.kind === 'route' || facts.findIndex(other => isSame(other, fact)) === index,
    );
  },
});

const PACKAGES: readonly string[] = ['@adonisjs/core/services/router', '@ioc:Adonis/Core/Route'];
const RULES: RouterRules = { syntax: 'express', guards: 'always' };

/** Functions by which a route is answered with a view or another address. */
const ANSWERS: ReadonlySet<string> = new Set([
  'render',
  'renderInertia',
  'redirect',
  'redirectToPath',
  'redirectToRoute',
]);

function factsOf(file: ProgramFile, site: CallSite, chains: Chains): readonly ProgramFact[] {
  const { call, receiver, name } = site;
  if (!receiver || exportOf(file.originOf(receiver), PACKAGES) !== 'default') return [];
  const [path, second, third] = call.args;
  if (!path) return [];
  // `router.named({ auth: () => import(…) })` gives its middleware back by name.
  if (name === 'named') return [{ kind: 'alias', at: call.nameAt, framework: 'adonisjs', site: call, value: path }];
  if (!mayBePath(path)) return [];
  const after = chains.after(call);
  switch (name) {
    case 'on':
      return after.some(step => ANSWERS.has(step.name)) ? routes(site, chains, [['GET', path]], path) : [];
    case 'route':
      return second && third ? routes(site, chains, [[methodsOf(second), path]], third) : [];
    case 'resource':
    case 'shallowResource':
      return routes(site, chains, resourceRoutes(path, name, after), second ?? path);
    default: {
      const method = name === 'any' ? 'ANY' : METHODS.get(name);
      return method && second ? routes(site, chains, [[method, path]], second) : [];
    }
  }
}

function isSame(a: ProgramFact, b: ProgramFact): boolean {
  return a.kind === b.kind && a.site === b.site;
}

/** Routes of one call: methods and paths, with what the groups around it and the calls after it add. */
function routes(
  site: CallSite,
  chains: Chains,
  served: readonly (readonly [methods: Method | readonly Method[] | Expr, path: Expr])[],
  handler: Expr,
): readonly ProgramFact[] {
  const groups = groupsAround(site, chains);
  const own = chains.after(site.call).filter(({ name }) => name === 'use' || name === 'middleware');
  const middleware = [...groups.middleware, ...own.flatMap(({ args }) => args)];
  const guards = middleware.flatMap(item => (item.kind === 'list' ? item.items : [item]));
  return [
    ...guards.flatMap(guard => namedGuard(guard)),
    ...served.map(([methods, path]): ProgramFact => ({
      kind: 'route',
      at: path.at,
      framework: 'adonisjs',
      site: site.call,
      methods: typeof methods === 'string' ? [methods] : methods,
      path: joined(groups.prefixes, path),
      chain: [handlerOf(handler)],
      ...(guards.length > 0 && { guards }),
      rules: RULES,
    })),
  ];
}

/** `'auth'`, `'auth:api'`: what stands behind the name is in the kernel of the application. */
function namedGuard(guard: Expr): readonly ProgramFact[] {
  if (guard.kind !== 'text' && guard.kind !== 'record') return [];
  const why = guard.kind === 'text' ? `middleware that is named ${guard.value}` : 'middleware by actions of a resource';
  return [{ kind: 'guard-kind', at: guard.at, framework: 'adonisjs', site: guard, effect: 'unknown', why }];
}

/** `[UsersController, 'show']` is the method of the class. */
function handlerOf(handler: Expr): Expr {
  const [cls, method] = handler.kind === 'list' ? handler.items : [];
  return cls && method?.kind === 'text' ? memberOf(cls, method.value) : handler;
}

/** A path below prefixes, joined by slashes; literal ones become one text. */
function joined(prefixes: readonly Expr[], path: Expr): Expr {
  const all = [...prefixes, path];
  if (all.every(part => part.kind === 'text')) {
    const segments = all
      .flatMap(part => (part.kind === 'text' ? part.value.split('/') : []))
      .filter(part => part !== '');
    return textAt(path.at, `/${segments.join('/')}`);
  }
  const parts = all.flatMap((part, index) => (index === 0 ? [part] : [textAt(part.at, '/'), part]));
  return all.length === 1 ? path : { kind: 'concat', at: path.at, parts };
}
