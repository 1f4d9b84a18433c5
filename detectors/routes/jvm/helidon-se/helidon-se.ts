import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr, TypeRef } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { importsFrom } from '../lambdas.ts';
import { VERBS } from '../verbs.ts';

export const helidonSe = defineDetector({
  id: 'helidon-se',
  title: 'Helidon SE',
  kind: 'framework',
  docs: 'https://helidon.io/docs/v4/se/webserver/webserver',
  reads: 'jvm',
  files: ['**/*.{java,kt}'],
  words: ['io.helidon.webserver', 'io.helidon.reactive.webserver'],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'alias'],
  limits: [
    'Security that is set up in settings files is not read.',
    'Services that are registered by a supplier or a class are not followed.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] =>
    importsFrom(file, 'io.helidon') ? [...typedRouters(file), ...file.calls.flatMap(site => factsOf(file, site))] : [],
});

/** Handlers are asked in the order in which they were registered. Source: Helidon SE, Routing. */
const RULES: RouterRules = { syntax: 'braces', guards: 'after' };

const PACKAGES: readonly string[] = [
  'io.helidon.webserver',
  'io.helidon.webserver.http',
  'io.helidon.reactive.webserver',
  'io.helidon.nima.webserver.http',
];

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([...VERBS, ['trace', 'TRACE'], ['any', 'ANY']]);

/** What routes are put on; with the dotted names that files write. */
const TYPES: readonly string[] = ['HttpRules', 'HttpRouting.Builder', 'Routing.Rules', 'Routing.Builder'];

function typedRouters(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] =>
    TYPES.some(name => isOf(file, type, name))
      ? [{ kind: 'router', at: type.at, framework: 'helidon-se', site: type, role: 'router', rules: RULES }]
      : [],
  );
}

function isOf(file: ProgramFile, type: TypeRef, name: string): boolean {
  return [...type.qualifier, type.name].join('.') === name && isFrom(file.originOfType(type), PACKAGES, name);
}

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'helidon-se', site: call } as const;
  if (['HttpRouting.builder', 'Routing.builder'].some(one => isFrom(origin, PACKAGES, one)))
    return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  if (!receiver) return [];
  const guard = securityOf(file, site);
  if (guard) return guard;
  const [first, second] = call.args;
  if ((name === 'routing' || name === 'addRouting') && first && isServer(file, receiver))
    // A routing that was built by itself is an application already; a function is called with a new one.
    return first.kind === 'function' || first.kind === 'member'
      ? [
          { kind: 'router', ...base, role: 'application', rules: RULES },
          { kind: 'mount', ...base, on: call, chain: [first], calls: 'self' },
        ]
      : [];
  if (origin !== undefined || !first) return [];
  if (name === 'build') return [{ kind: 'alias', ...base, value: receiver }];
  const verb = METHODS.get(name);
  if (verb) return routeOf(site, receiver, [verb], call.args);
  if (name === 'route' && second) return routeOf(site, receiver, methodNamed(first), call.args.slice(1));
  if (name !== 'register') return [];
  const hasPath = mayBePath(first);
  return [
    {
      kind: 'mount',
      ...base,
      at: hasPath ? first.at : call.nameAt,
      on: receiver,
      ...(hasPath ? { prefix: first } : {}),
      chain: hasPath ? call.args.slice(1) : call.args,
      calls: 'child',
      members: ['routing', 'update'],
    },
  ];
}

/** `WebServer.builder()` and what is set up on it. */
function isServer(file: ProgramFile, expr: Expr): boolean {
  let at = expr;
  while (at.kind === 'call' && at.callee.kind === 'member') {
    const origin = file.originOf(at.callee);
    if (['WebServer.builder', 'WebServerConfig.builder'].some(one => isFrom(origin, PACKAGES, one))) return true;
    at = at.callee.of;
  }
  return false;
}

function routeOf(
  { call }: CallSite,
  on: Expr,
  methods: readonly Method[] | Expr,
  args: readonly Expr[],
): readonly ProgramFact[] {
  const [first, ...others] = args;
  if (!first) return [];
  const hasPath = mayBePath(first);
  const chain = hasPath ? others : args;
  if (chain.length === 0) return [];
  return [
    {
      kind: 'route',
      at: hasPath ? first.at : call.nameAt,
      framework: 'helidon-se',
      site: call,
      on,
      methods,
      ...(hasPath ? { path: first } : {}),
      chain,
    },
  ];
}

function mayBePath(expr: Expr): boolean {
  if (expr.kind === 'text' || expr.kind === 'concat') return true;
  return (expr.kind === 'name' || expr.kind === 'member') && /^[A-Z][A-Z\d_]*$/.test(expr.name);
}

function methodNamed(expr: Expr): readonly Method[] | Expr {
  const method = expr.kind === 'member' || expr.kind === 'name' ? METHODS.get(expr.name.toLowerCase()) : undefined;
  return method ? [method] : expr;
}

/** `SecurityFeature.authenticate()`, `WebSecurity.rolesAllowed("admin")`: what the providers accept stands in the settings. */
function securityOf(file: ProgramFile, { call, name }: CallSite): readonly ProgramFact[] | undefined {
  const origin = file.originOf(call.callee);
  const owners = ['SecurityFeature', 'WebSecurity', 'SecurityHandler'];
  const packages = [
    'io.helidon.webserver.security',
    'io.helidon.security.integration.webserver',
    'io.helidon.reactive.security.integration.webserver',
  ];
  if (!owners.some(owner => isFrom(origin, packages, `${owner}.${name}`))) return undefined;
  const base = { at: call.nameAt, framework: 'helidon-se', site: call } as const;
  if (name === 'authenticate' || name === 'rolesAllowed' || name === 'secure')
    return [{ kind: 'guard-kind', ...base, effect: 'required', why: `Helidon's security asks for it (${name})` }];
  const effect = name === 'authenticationOptional' ? 'optional' : name === 'allowAnonymous' ? 'none' : 'unknown';
  return [{ kind: 'guard-kind', ...base, effect, why: `Helidon's security handler ${name}` }];
}
