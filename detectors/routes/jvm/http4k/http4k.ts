import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';

import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { localValues } from '../../javascript/values.ts';
import { ownersOf, lambdaOf } from '../lambdas.ts';
import { SECURITY, additionsIn, securityFacts, securityIn } from './contracts.ts';
import { filterFacts } from './filters.ts';
import { RULES, isMethod } from './rules.ts';

export const http4k = defineDetector({
  id: 'http4k',
  title: 'http4k',
  kind: 'framework',
  docs: 'https://www.http4k.org/howto/nestable_routes/',
  reads: 'jvm',
  files: ['**/*.{kt,kts}'],
  words: ['org.http4k'],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'compose'],
  limits: [
    'Filters that a program writes itself are read as functions; what they do to a request is mostly unknown.',
    'Paths of contracts are read as far as their parts are texts and path lenses.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const owners = ownersOf(file);
    return [
      ...file.calls.flatMap(site => [...factsOf(file, site), ...filterFacts(file, site)]),
      ...additionsIn(file),
      ...securityFacts(owners),
    ];
  },
});

const ROUTING: readonly string[] = [
  'org.http4k.routing',
  'org.http4k.contract',
  'org.http4k.websocket',
  'org.http4k.sse',
];

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const base = { at: call.nameAt, framework: 'http4k', site: call } as const;
  if (!receiver) {
    const isRoutes = name === 'routes' && importsIt(file, name);
    if (isRoutes) return [{ kind: 'router', ...base, role: 'application', rules: RULES, chain: call.args }];
    const block = lambdaOf(call.args.at(-1));
    if (name !== 'contract' || !block || !importsIt(file, name)) return [];
    return [
      { kind: 'router', ...base, role: 'application', rules: RULES },
      { kind: 'mount', ...base, on: call, chain: [call.args.at(-1) ?? call], calls: 'self' },
    ];
  }
  const [first] = call.args;
  if (name === 'to' && first) return routeOf(file, call, receiver, first);
  if (name !== 'bind' || !first || isMethod(file, first) || !mayBePath(receiver)) return [];
  return [{ kind: 'router', ...base, at: receiver.at, role: 'router', rules: RULES, prefix: receiver, chain: [first] }];
}

/** Blocks of contracts assign to a property `routes`, so that the name alone does not tell where it comes from. */
function importsIt(file: ProgramFile, name: string): boolean {
  return file.module.imports.some(
    binding => binding.local === name && binding.module.split(',').some(one => ROUTING.includes(one)),
  );
}

function mayBePath({ kind }: Expr): boolean {
  return kind === 'text' || kind === 'concat' || kind === 'name' || kind === 'member';
}

/** `"/users" bind GET to handler`, `GET to handler`, `"/users" / id meta { … } bindContract GET to handler`. */
function routeOf(file: ProgramFile, call: CallExpr, bound: Expr, handler: Expr): readonly ProgramFact[] {
  const isBound = bound.kind === 'call' && bound.callee.kind === 'member';
  const [given] = isBound ? bound.args : [];
  const method = isMethod(file, bound) ?? (given && isMethod(file, given));
  if (!method) return [];
  const binding = isBound && bound.callee.kind === 'member' ? bound.callee : undefined;
  if (binding && binding.name !== 'bind' && binding.name !== 'bindContract') return [];
  const described = binding && pathAndMeta(binding.of);
  const path = described && contractPath(file, described.path);
  const meta = described?.meta && lambdaOf(described.meta);
  const guards = meta ? securityIn(meta) : [];
  const base = { at: path?.at ?? call.nameAt, framework: 'http4k', site: call } as const;
  return [
    {
      kind: 'router',
      ...base,
      role: 'router',
      rules: RULES,
      ...(guards.length > 0 ? { guards: guards.map(({ guard }) => guard), slot: SECURITY } : {}),
    },
    ...guards.flatMap(({ facts }) => facts),
    {
      kind: 'route',
      ...base,
      on: call,
      methods: method,
      ...(path ? { path } : {}),
      chain: [handler],
    },
  ];
}

/** What stands before `bindContract`: a path, and a block that describes the route. */
function pathAndMeta(expr: Expr): { readonly path: Expr; readonly meta?: Expr } {
  const isMeta = expr.kind === 'call' && expr.callee.kind === 'member' && expr.callee.name === 'meta';
  const [meta] = isMeta ? expr.args : [];
  if (expr.kind === 'call' && expr.callee.kind === 'member' && isMeta && meta) return { path: expr.callee.of, meta };
  return { path: expr };
}

/** `"/users" / Path.int().of("id")` as one text; a lens in a constant goes by the name that it was made with. */
function contractPath(file: ProgramFile, expr: Expr): Expr {
  if (expr.kind !== 'operation' || expr.operator !== 'arithmetic') return expr;
  const parts = expr.operands.flatMap((part, index): readonly Expr[] => {
    const own: Expr = lensOf(file, part) ?? part;
    return index === 0 ? [own] : [{ kind: 'text', at: part.at, value: '/' }, own];
  });
  return { kind: 'concat', at: expr.at, parts };
}

function lensOf(file: ProgramFile, expr: Expr): Expr | undefined {
  const value = localValues(file.module).valueOf(expr);
  if (value.kind !== 'call' || value.callee.kind !== 'member' || value.callee.name !== 'of') return undefined;
  const [name] = value.args;
  return name?.kind === 'text' ? { ...name, at: expr.at, value: `{${name.value}}` } : undefined;
}
