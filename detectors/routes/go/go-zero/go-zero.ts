import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { type GoRouters, registrationsIn, routersIn, wordsOf } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { TITLE_VERBS } from '../verbs.ts';

const MODULES = ['github.com/zeromicro/go-zero/rest', 'github.com/tal-tech/go-zero/rest'];

const ZERO: GoRouters = {
  framework: 'go-zero',
  modules: MODULES,
  rules: { syntax: 'httprouter', guards: 'always', handlersDecide: 'by-asking' },
  makers: new Map([
    ['MustNewServer', 'application'],
    ['NewServer', 'application'],
  ]),
  types: new Map([['Server', 'application']]),
  verbs: TITLE_VERBS,
  takes: 'handler',
  groups: new Set(['Group']),
  uses: new Set(['Use']),
};

export const goZero = defineDetector({
  id: 'go-zero',
  title: 'go-zero',
  kind: 'framework',
  docs: 'https://go-zero.dev/en/docs/tutorials/http/server/basic',
  reads: 'go',
  files: GO_FILES,
  words: [...wordsOf(ZERO), '.AddRoute'],
  emits: ['router', 'route', 'guard', 'guard-kind'],
  limits: ['Routes that are no literals are not found.'],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...routersIn(file, ZERO),
    ...registrationsIn(file, ZERO),
    ...file.calls.flatMap(site => [...added(site), ...jwt(file, site)]),
  ],
});

/** `rest.WithJwt(secret)` refuses requests without a valid token. Source: go-zero, JWT. */
function jwt(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const isOne = ['WithJwt', 'WithJwtTransition'].some(name => isFrom(file.originOf(call.callee), MODULES, name));
  const base = { at: call.nameAt, framework: ZERO.framework, site: call } as const;
  return isOne
    ? [
        {
          kind: 'guard-kind',
          ...base,
          effect: 'required',
          mechanism: 'jwt',
          why: 'rest.WithJwt refuses requests without a valid JWT',
        },
      ]
    : [];
}

/** `server.AddRoutes([]rest.Route{…}, rest.WithPrefix("/v1"), rest.WithJwt(secret))`, and `AddRoute` of one. */
function added({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first, ...options] = call.args;
  if (!receiver || !first || (name !== 'AddRoutes' && name !== 'AddRoute')) return [];
  const { routes, guards } = routesIn(first);
  const prefix = options.flatMap(option =>
    option.kind === 'call' && isNamed(option, 'WithPrefix') ? option.args.slice(0, 1) : [],
  )[0];
  const all = [
    ...guards,
    ...options.filter(option => option.kind === 'call' && isNamed(option, 'WithJwt', 'WithJwtTransition')),
  ];
  return routes.flatMap(route => routeOf(route, receiver, prefix, all));
}

function isNamed(call: CallExpr, ...names: readonly string[]): boolean {
  return call.callee.kind === 'member' && names.includes(call.callee.name);
}

/** The literals of routes, also within `rest.WithMiddlewares([]rest.Middleware{a}, routes...)`. */
function routesIn(given: Expr): { readonly routes: readonly CallExpr[]; readonly guards: readonly Expr[] } {
  if (given.kind === 'spread') return routesIn(given.value);
  if (given.kind === 'list')
    return { routes: given.items.flatMap(item => (item.kind === 'call' ? [item] : [])), guards: [] };
  if (given.kind !== 'call') return { routes: [], guards: [] };
  if (given.isNew) return { routes: [given], guards: [] };
  const [guard, ...rest] = given.args;
  if (!guard || !isNamed(given, 'WithMiddlewares', 'WithMiddleware')) return { routes: [], guards: [] };
  const inner = rest.map(routesIn);
  return {
    routes: inner.flatMap(({ routes }) => routes),
    guards: [guard, ...inner.flatMap(({ guards }) => guards)],
  };
}

function routeOf(route: CallExpr, on: Expr, prefix: Expr | undefined, guards: readonly Expr[]): readonly ProgramFact[] {
  const field = (name: string): Expr | undefined =>
    route.args.flatMap(arg => (arg.kind === 'named' && arg.name === name ? [arg.value] : []))[0];
  const [methods, path, handler] = [field('Method'), field('Path'), field('Handler')];
  if (!methods || !path || !handler) return [];
  const whole: Expr = prefix ? { kind: 'concat', at: path.at, parts: [prefix, path] } : path;
  const base = { at: path.at, framework: ZERO.framework, site: route, on } as const;
  return [{ kind: 'route', ...base, methods, path: whole, chain: [handler], ...(guards.length > 0 ? { guards } : {}) }];
}
