import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { linksOf, madeAt, namesIn } from '../chains.ts';
import { methodOfName, VERBS } from '../verbs.ts';

export const gotham = defineDetector({
  id: 'gotham',
  title: 'Gotham',
  kind: 'framework',
  docs: 'https://docs.rs/gotham/latest/gotham/router/builder/index.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['gotham'],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind'],
  limits: ['What pipelines of middleware do is not followed: below one, who may call is not known.'],
  version: 1,
  detect: (file): readonly FactBody[] =>
    file.text.includes('gotham') ? file.calls.flatMap(site => factsOf(file, site)) : [],
});

const RULES: RouterRules = { syntax: 'rust', guards: 'always', handlersDecide: 'by-credentials' };
const PACKAGES: ReadonlySet<string> = new Set(['gotham']);

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: 'gotham', site: call } as const;
  const last = namesIn(file, call.callee, PACKAGES)?.at(-1);
  const build = call.args.at(-1);
  if (last === 'builder') return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  if ((last === 'build_router' || last === 'build_simple_router') && build) {
    const made = { kind: 'router', ...base, role: 'application', rules: RULES } as const;
    const guard = madeAt(base.at);
    const piped: readonly ProgramFact[] =
      last === 'build_router'
        ? [unknownPipeline(base, guard), { kind: 'guard', ...base, on: call, guards: [guard] }]
        : [];
    return [made, ...piped, { kind: 'mount', ...base, on: call, chain: [build], calls: 'self' }];
  }
  return receiver ? onReceiver(base, receiver, name, call.args) : [];
}

type Base = { readonly at: Expr['at']; readonly framework: string; readonly site: Expr };

function onReceiver(base: Base, receiver: Expr, name: string, args: readonly Expr[]): readonly ProgramFact[] {
  const [first, second] = args;
  switch (name) {
    case 'to':
    case 'to_async':
    case 'to_async_borrowing':
    case 'to_new_handler':
    case 'to_file':
    case 'to_dir':
      return first ? answering(base, receiver, name, first) : [];
    case 'scope':
    case 'associate':
      return first && second
        ? [{ kind: 'mount', ...base, at: first.at, on: receiver, prefix: first, chain: [second], calls: 'child' }]
        : [];
    case 'with_pipeline_chain': {
      if (!second) return [];
      const guard = madeAt(base.at);
      return [
        unknownPipeline(base, guard),
        { kind: 'mount', ...base, on: receiver, chain: [second], calls: 'child', guards: [guard] },
      ];
    }
    case 'to_router':
      return first ? delegated(base, receiver, first) : [];
    default:
      return [];
  }
}

/** `route.get("/x").with_path_extractor::<P>().to(handler)`; inside `associate`, verbs have no path of their own. */
function answering(base: Base, receiver: Expr, name: string, handler: Expr): readonly ProgramFact[] {
  // Builders go on after a route: it is the last one that is meant.
  for (const link of linksOf(receiver).toReversed()) {
    const { callee, args } = link.call;
    const methods = methodsOf(link.name, args);
    if (callee.kind !== 'member' || !methods) continue;
    const path = link.name === 'request' ? args[1] : args[0];
    const whole: Expr | undefined =
      path && name === 'to_dir'
        ? { kind: 'concat', at: path.at, parts: [path, { kind: 'text', at: path.at, value: '/*' }] }
        : path;
    return [
      {
        kind: 'route',
        ...base,
        at: path?.at ?? link.call.nameAt,
        on: callee.of,
        methods,
        ...(whole && { path: whole }),
        chain: [handler],
      },
    ];
  }
  return [];
}

function methodsOf(name: string, args: readonly Expr[]): readonly Method[] | undefined {
  if (name === 'get_or_head') return ['GET', 'HEAD'];
  if (name === 'any') return ['ANY'];
  const [first] = args;
  if (name === 'request' && first?.kind === 'list')
    return first.items.flatMap(item => (item.kind === 'member' ? (methodOfName(item.name) ?? []) : []));
  const method = VERBS.get(name);
  return method && [method];
}

/** `route.delegate("/x").to_router(router)`. */
function delegated(base: Base, receiver: Expr, router: Expr): readonly ProgramFact[] {
  const link = linksOf(receiver).find(({ name }) => name === 'delegate' || name === 'delegate_without_pipelines');
  const [prefix] = link?.call.args ?? [];
  if (!link || link.call.callee.kind !== 'member' || !prefix) return [];
  return [
    { kind: 'mount', ...base, at: prefix.at, on: link.call.callee.of, prefix, chain: [router], onlyRouters: true },
  ];
}

function unknownPipeline({ at }: Base, site: Expr): ProgramFact {
  const why = 'what the pipeline does to requests is not followed';
  return { kind: 'guard-kind', at, framework: 'gotham', site, effect: 'unknown', why };
}
