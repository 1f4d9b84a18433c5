import type { FactBody } from '../../../../src/core/fact.ts';
import type { Implicit, Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { besideWildcard } from '../../javascript/values.ts';
import { lambdaOf, importsFrom } from '../lambdas.ts';
import { VERBS } from '../verbs.ts';

export const spark = defineDetector({
  id: 'spark',
  title: 'Spark',
  kind: 'framework',
  docs: 'https://sparkjava.com/documentation',
  reads: 'jvm',
  files: ['**/*.{java,kt}'],
  words: ['spark.'],
  emits: ['router', 'route', 'mount', 'guard'],
  limits: ['Static files are no operations.'],
  version: 1,
  detect: (file): readonly FactBody[] =>
    importsFrom(file, 'spark') ? [...typedServices(file), ...file.calls.flatMap(site => factsOf(file, site))] : [],
});

/** Filters run before every route that they match, wherever they are registered. Source: Spark, Filters. */
const RULES: RouterRules = { syntax: 'fastify', guards: 'always' };

/** The static functions serve the one application there is. */
const IMPLICIT: Implicit = { otherwise: 'root', rules: RULES };

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ...VERBS,
  ['trace', 'TRACE'],
  ['webSocket', 'GET'],
]);

function typedServices(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] =>
    isFrom(file.originOfType(type), 'spark', 'Service')
      ? [{ kind: 'router', at: type.at, framework: 'spark', site: type, role: 'application', rules: RULES }]
      : [],
  );
}

/** Members of the class, imported statically or called on it. */
const STATIC: readonly string[] = ['', 'Spark.'];

/** `redirect.get("/old", "/new")` answers `/old`. */
function redirect({ call, name }: CallSite): readonly ProgramFact[] {
  const [from, to] = call.args;
  const method = name === 'any' ? 'ANY' : METHODS.get(name);
  if (!from || !to || !method) return [];
  const base = { at: from.at, framework: 'spark', site: call, implicit: IMPLICIT } as const;
  return [{ kind: 'route', ...base, methods: [method], path: from, chain: [to] }];
}

type Where = { readonly implicit: Implicit } | { readonly on: Expr };

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const origin = file.originOf(call.callee);
  if (isFrom(origin, 'spark', 'Service.ignite'))
    return [{ kind: 'router', at: call.nameAt, framework: 'spark', site: call, role: 'application', rules: RULES }];
  const isStatic = STATIC.some(prefix => isFrom(origin, 'spark.Spark', `${prefix}${name}`));
  if (STATIC.some(prefix => isFrom(origin, 'spark.Spark', `${prefix}redirect.${name}`))) return redirect(site);
  if (!isStatic && (!receiver || origin !== undefined)) return [];
  return registration(site, isStatic ? { implicit: IMPLICIT } : { on: receiver ?? call.callee });
}

function registration({ call, name }: CallSite, where: Where): readonly ProgramFact[] {
  const [first, ...others] = call.args;
  if (!first) return [];
  const base = { at: first.at, framework: 'spark', site: call, ...where } as const;
  const method = METHODS.get(name);
  if (method) {
    // `get(path, route)`, `get(path, acceptType, route, transformer)`.
    const handler = others.find(({ kind }) => kind !== 'text');
    return handler ? [{ kind: 'route', ...base, methods: [method], path: first, chain: [handler] }] : [];
  }
  const [second] = others;
  if (name === 'path' && second)
    return [{ kind: 'mount', ...base, prefix: first, chain: [second], calls: 'child', members: ['addRoutes'] }];
  if (name !== 'before') return [];
  // `before(filter, …)`, `before(path, filter, …)`, `before(path, acceptType, filter)`.
  const hasPath = !lambdaOf(first) && others.length > 0;
  const guards = (hasPath ? others : call.args).filter(({ kind }) => kind !== 'text');
  if (guards.length === 0) return [];
  // `/api/*` does not match `/api`. Source: Spark, RouteEntry.
  const except = hasPath ? besideWildcard(first) : undefined;
  const paths = hasPath ? { prefix: first, covers: 'matching' as const, ...(except ? { except } : {}) } : {};
  return [{ kind: 'guard', ...base, guards, ...paths }];
}
