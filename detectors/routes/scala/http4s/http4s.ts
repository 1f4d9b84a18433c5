import type { ProgramFact, RouteOfRouter } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr, FunctionNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { casesOf } from '../case-routes.ts';
import { SCALA_FILES, calledName, imports, isGiven, sidesOf } from '../source-files.ts';
import { routePattern } from './patterns.ts';
import { FRAMEWORK, PACKAGES, RULES } from './rules.ts';

export const http4s = defineDetector({
  id: 'http4s',
  title: 'http4s',
  kind: 'framework',
  docs: 'https://http4s.org/v0.23/docs/dsl.html',
  reads: 'scala',
  files: SCALA_FILES,
  words: ['org.http4s'],
  emits: ['router', 'routes-of', 'behind', 'piece', 'guard-kind', 'alias'],
  limits: [
    'Routes that are no cases of a function are not read.',
    'A middleware of the application is reported as unknown, unless it is made by one of the library.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => {
    if (!imports(file, PACKAGES)) return [];
    return [
      ...file.functions.flatMap(fn => routerOf(file, fn)),
      ...file.calls.flatMap(({ call }) => callFacts(file, call)),
      ...members(file),
    ];
  },
});

/** A function whose cases are routes is a router, whatever it is given to: `HttpRoutes.of[F] { case … }`. */
function routerOf(file: ProgramFile, fn: FunctionNode): readonly ProgramFact[] {
  const routes = casesOf(fn).flatMap(({ test, handler }): readonly RouteOfRouter[] => {
    const found = routePattern(test);
    return found ? [{ ...found, chain: [handler] }] : [];
  });
  const around = file.calls.find(({ call }) => call.args.some(arg => arg.kind === 'function' && arg.fn === fn))?.call;
  const site = around ?? expressionOf(file, fn);
  if (routes.length === 0 || !site) return [];
  return [
    { kind: 'router', at: fn.at, framework: FRAMEWORK, site, role: 'router', rules: RULES, routes, isValue: true },
  ];
}

/** The function where it stands by itself: the value of a `val` or a `def`. */
function expressionOf(file: ProgramFile, fn: FunctionNode): Expr | undefined {
  for (const { body } of file.functions) {
    const last = body.at(-1);
    if (last?.kind === 'return' && last.value?.kind === 'function' && last.value.fn === fn) return last.value;
  }
  return undefined;
}

/** What makes a middleware that refuses strangers. */
const MIDDLEWARE: ReadonlyMap<string, readonly [effect: 'required' | 'none', packages: string]> = new Map([
  ['AuthMiddleware', ['required', 'org.http4s.server']],
  ['AuthMiddleware.noSpider', ['required', 'org.http4s.server']],
  ['AuthMiddleware.withFallThrough', ['required', 'org.http4s.server']],
  ['BasicAuth', ['required', 'org.http4s.server.middleware.authentication']],
  ['DigestAuth', ['required', 'org.http4s.server.middleware.authentication']],
  ['DigestAuth.applyF', ['required', 'org.http4s.server.middleware.authentication']],
  ['JwtAuthMiddleware', ['required', 'dev.profunktor.auth']],
  ['SecuredRequestHandler', ['required', 'tsec.authentication']],
  // What a caller may do is asked of one who is known already.
  ['TSecAuthService', ['none', 'tsec.authentication']],
  ['TSecAuthService.withAuthorization', ['none', 'tsec.authentication']],
  ['TSecAuthService.withAuthorizationHandler', ['none', 'tsec.authentication']],
]);

function callFacts(file: ProgramFile, call: CallExpr): readonly ProgramFact[] {
  const name = calledName(call);
  const shared = { at: call.nameAt, framework: FRAMEWORK, site: call, rules: RULES };
  const sides = sidesOf(call, '<+>', '|+|', 'combineK', 'orElse');
  if (sides) return [{ kind: 'routes-of', ...shared, items: sides }];
  const dotted = dottedName(call.callee);
  const made = MIDDLEWARE.get(dotted);
  if (made && isGiven(file, rootOf(call.callee), [made[1]])) return [middleware(call, dotted, made[0])];
  if (dotted === 'Router' || dotted === 'Router.define' || dotted === 'Router.of') return routerFacts(call);
  const [first, ...others] = call.args;
  if (!first || call.isNew || call.callee.kind === 'function') return [];
  if (STARTS.has(name) && call.callee.kind === 'member')
    return [{ kind: 'routes-of', ...shared, items: [first], isStarted: true }];
  const inner = [first, ...others].filter(({ kind }) => kind !== 'text' && kind !== 'number');
  return isOperator(name) || inner.length === 0 ? [] : [{ kind: 'behind', ...shared, of: call.callee, inner }];
}

function rootOf(callee: Expr): Expr {
  return callee.kind === 'member' ? callee.of : callee;
}

function middleware(call: CallExpr, name: string, effect: 'required' | 'none'): ProgramFact {
  const check = name.startsWith('AuthMiddleware')
    ? call.args[0]
    : name === 'BasicAuth' || name === 'JwtAuthMiddleware'
      ? call.args[1]
      : undefined;
  const isOptional = call.typeArguments.some(type => /^(?:Option|Either)\[/.test(type));
  return {
    kind: 'guard-kind',
    at: call.nameAt,
    framework: FRAMEWORK,
    site: call,
    effect: isOptional ? 'unknown' : effect,
    // `AuthMiddleware(authUser)`, `BasicAuth("realm", validate)`, `AuthMiddleware(authUser, onFailure)`.
    ...(effect === 'required' && check && { checkIfFound: check }),
    ...(name.startsWith('Basic') && { mechanism: 'basic' as const }),
    why: isOptional
      ? `${name} hands on callers that may be nobody`
      : effect === 'none'
        ? `${name} asks what a known caller may do`
        : `${name} answers nobody whom its authentication does not find`,
  };
}

const STARTS: ReadonlySet<string> = new Set(['withHttpApp', 'mountService', 'withHttpWebSocketApp', 'mountHttpApp']);

function isOperator(name: string): boolean {
  return name !== '' && !/^[\p{L}_$]/u.test(name);
}

function dottedName(callee: Expr): string {
  if (callee.kind === 'name') return callee.name;
  return callee.kind === 'member' && callee.of.kind === 'name' ? `${callee.of.name}.${callee.name}` : '';
}

/** `Router("/a" -> routes, …)`: each of them below its path. */
function routerFacts(call: CallExpr): readonly ProgramFact[] {
  const entries = call.args.flatMap(arg => {
    const sides =
      sidesOf(arg, '->') ?? (arg.kind === 'list' && arg.items.length === 2 ? [arg.items[0], arg.items[1]] : undefined);
    const [prefix, of] = sides ?? [];
    return prefix && of ? [{ prefix, of, site: arg }] : [];
  });
  return [
    ...entries.map(({ prefix, of, site }): ProgramFact => ({
      kind: 'routes-of',
      at: prefix.at,
      framework: FRAMEWORK,
      site,
      items: [of],
      rules: RULES,
      prefix,
    })),
    { kind: 'routes-of', at: call.nameAt, framework: FRAMEWORK, site: call, items: call.args, rules: RULES },
  ];
}

/** `routes.orNotFound` is the routes. */
function members(file: ProgramFile): readonly ProgramFact[] {
  const seen: Expr[] = [];
  const note = (expr: Expr | undefined): void => {
    if (expr?.kind === 'member' && SAME.has(expr.name)) seen.push(expr);
  };
  for (const { call } of file.calls) {
    for (const arg of call.args) note(arg.kind === 'named' ? arg.value : arg);
    if (call.callee.kind === 'member') note(call.callee.of);
  }
  for (const { body } of file.functions)
    for (const statement of body)
      if (statement.kind === 'return' || statement.kind === 'declare') note(statement.value);
  return [...new Set(seen)].flatMap((site): readonly ProgramFact[] =>
    site.kind === 'member' ? [{ kind: 'alias', at: site.nameAt, framework: FRAMEWORK, site, value: site.of }] : [],
  );
}

const SAME: ReadonlySet<string> = new Set(['orNotFound', 'run', 'mapF']);
