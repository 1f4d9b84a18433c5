import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { lambdaOf, importsFrom } from '../lambdas.ts';
import { VERBS } from '../verbs.ts';

export const armeria = defineDetector({
  id: 'armeria',
  title: 'Armeria (server builder)',
  kind: 'framework',
  docs: 'https://armeria.dev/docs/server-basics',
  reads: 'jvm',
  files: ['**/*.{java,kt}'],
  words: ['com.linecorp.armeria.server'],
  emits: ['router', 'route', 'guard', 'guard-kind', 'compose', 'alias'],
  limits: [
    'Annotated services, gRPC and Thrift services are not read here; files and documentation are no operations.',
    'A service below a path (`serviceUnder`) is listed with that path and a wildcard.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] =>
    importsFrom(file, 'com.linecorp.armeria')
      ? [...typedBuilders(file), ...file.calls.flatMap(site => factsOf(file, site))]
      : [],
});

const RULES: RouterRules = { syntax: 'fastify', guards: 'always' };
const PACKAGE = 'com.linecorp.armeria.server';
const ANY: readonly Method[] = ['ANY'];

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([...VERBS, ['trace', 'TRACE']]);

function typedBuilders(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] =>
    isFrom(file.originOfType(type), PACKAGE, 'ServerBuilder')
      ? [{ kind: 'router', at: type.at, framework: 'armeria', site: type, role: 'application', rules: RULES }]
      : [],
  );
}

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'armeria', site: call } as const;
  if (isFrom(origin, PACKAGE, 'Server.builder'))
    return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  if (
    isFrom(origin, `${PACKAGE}.auth`, 'AuthService.newDecorator') ||
    isFrom(origin, `${PACKAGE}.auth`, 'AuthService.builder')
  )
    return [
      {
        kind: 'guard-kind',
        ...base,
        effect: 'required',
        why: 'AuthService refuses what its authorizer does not accept',
      },
    ];
  if (!receiver || origin !== undefined) return [];
  const [first, second] = call.args;
  if (name === 'service' && first && second && !isStatic(file, second))
    return [{ kind: 'route', ...base, at: first.at, on: receiver, methods: ANY, path: pathOf(first), chain: [second] }];
  if (name === 'serviceUnder' && first && second && !isStatic(file, second))
    return [{ kind: 'route', ...base, at: first.at, on: receiver, methods: ANY, path: below(first), chain: [second] }];
  if (name === 'build' && first) return routed(call, receiver, first);
  if (name === 'decorator' && first) {
    const guards = second ? [second] : [first];
    const prefix = second ? { prefix: pathOf(first), covers: 'matching' as const } : {};
    return [{ kind: 'guard', ...base, on: receiver, guards, ...prefix }];
  }
  // `service.decorate(AuthService.newDecorator(authorizer))`
  if (name === 'decorate' && first && !lambdaOf(first))
    return [{ kind: 'compose', ...base, guards: [first], of: receiver, rules: RULES }];
  return FLUENT.has(name) ? [{ kind: 'alias', ...base, value: receiver }] : [];
}

/** Settings of a server, which give the builder back. */
const FLUENT: ReadonlySet<string> = new Set([
  'http',
  'https',
  'port',
  'tls',
  'tlsSelfSigned',
  'annotatedService',
  'accessLogWriter',
  'requestTimeout',
  'maxRequestLength',
  'meterRegistry',
  'errorHandler',
  'virtualHost',
]);

/** `/users/{id}`, `/users/:id`, `prefix:/x`, `exact:/x`. Source: Armeria, Path patterns. */
function pathOf(expr: Expr): Expr {
  if (expr.kind !== 'text') return expr;
  const value = expr.value
    .replace(/^exact:/, '')
    .replace(/^prefix:(.*?)\/?$/, '$1/*')
    .replace(/\{(\*?)([\w-]+)\}/g, (_, star: string, name: string) => (star === '' ? `:${name}` : '*'));
  return { ...expr, value };
}

function below(expr: Expr): Expr {
  return expr.kind === 'text'
    ? { ...expr, value: `${expr.value.replace(/\/$/, '')}/*` }
    : { kind: 'concat', at: expr.at, parts: [expr, { kind: 'text', at: expr.at, value: '/*' }] };
}

/** Files, documentation: nothing of an API. */
function isStatic(file: ProgramFile, expr: Expr): boolean {
  let at = expr;
  while (at.kind === 'call' && at.callee.kind === 'member') {
    const { module = '' } = file.originOf(at.callee) ?? {};
    if (/armeria\.server\.(?:file|docs)\b/.test(module)) return true;
    at = at.callee.of;
  }
  return false;
}

/** `sb.route().get("/x").post("/x").build(service)`. */
function routed(call: CallExpr, receiver: Expr, service: Expr): readonly ProgramFact[] {
  const paths: { readonly path: Expr; readonly methods: Method[] }[] = [];
  const given: Method[] = [];
  let at = receiver;
  while (at.kind === 'call' && at.callee.kind === 'member' && at.callee.name !== 'route') {
    const [first] = at.args;
    const method = METHODS.get(at.callee.name);
    if (method && first) paths.push({ path: first, methods: [method] });
    if (at.callee.name === 'path' && first) paths.push({ path: first, methods: [] });
    if (at.callee.name === 'methods') for (const arg of at.args) given.push(...methodNamed(arg));
    at = at.callee.of;
  }
  if (at.kind !== 'call' || at.callee.kind !== 'member') return [];
  const on = at.callee.of;
  return paths.map(({ path, methods }): ProgramFact => ({
    kind: 'route',
    at: path.at,
    framework: 'armeria',
    site: call,
    on,
    methods: methods.length > 0 ? methods : given.length > 0 ? given : ANY,
    path: pathOf(path),
    chain: [service],
  }));
}

function methodNamed(expr: Expr): readonly Method[] {
  const method = expr.kind === 'member' || expr.kind === 'name' ? METHODS.get(expr.name.toLowerCase()) : undefined;
  return method ? [method] : [];
}
