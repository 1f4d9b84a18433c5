import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { GO_FILES } from '../source-files.ts';
import { TITLE_VERBS, versionsOf } from '../verbs.ts';

export const huma = defineDetector({
  id: 'huma',
  title: 'Huma',
  kind: 'framework',
  docs: 'https://huma.rocks/features/operations/',
  reads: 'go',
  files: GO_FILES,
  words: ['github.com/danielgtaylor/huma', '.UseMiddleware('],
  emits: ['router', 'route', 'guard'],
  limits: [
    'The security of an operation is what its description says; what enforces it is found as middleware.',
    'What is registered by reflection (`AutoRegister`) is not found.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [...typed(file), ...file.calls.flatMap(site => factsOf(file, site))],
});

const MODULES = versionsOf('github.com/danielgtaylor/huma', 2);
/** Middleware of an API stands before all of its operations. Sources: Huma, Middleware; `PrefixModifier`, for how paths are joined. */
const RULES: RouterRules = { syntax: 'braces', guards: 'always', handlersDecide: 'by-asking', joinsText: true };
const BASE = { framework: 'huma', rules: RULES } as const;

function typed(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] =>
    type.name === 'API' && isFrom(file.originOfType(type), MODULES, 'API')
      ? [{ kind: 'router', at: type.at, ...BASE, site: type, role: 'application' }]
      : [],
  );
}

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const [first, second, third] = call.args;
  if (receiver && first && name === 'UseMiddleware')
    return [{ kind: 'guard', at: call.nameAt, framework: 'huma', site: call, on: receiver, guards: call.args }];
  if (!origin || !first) return [];
  // `humachi.New(router, config)`: the API is served by that router, or by a group of it: `humaecho.NewWithGroup(e, g, config)`.
  if (ADAPTERS.test(origin.module) && name.startsWith('New')) {
    const shared = { at: call.nameAt, ...BASE, site: call, role: 'application' } as const;
    return [{ kind: 'router', ...shared, mountedBy: (name.endsWith('WithGroup') ? second : undefined) ?? first }];
  }
  if (isFrom(origin, MODULES, 'NewGroup')) {
    // Under several prefixes, it serves below each.
    const prefixes = call.args.slice(1);
    return [
      {
        kind: 'router',
        at: call.nameAt,
        ...BASE,
        site: call,
        role: 'router',
        from: first,
        ...(second && { prefix: third ? { kind: 'list', at: second.at, items: prefixes } : second }),
      },
    ];
  }
  const verb = isFrom(origin, MODULES, name) ? TITLE_VERBS.get(name) : undefined;
  if (verb && second && third)
    return [
      {
        kind: 'route',
        at: second.at,
        framework: 'huma',
        site: call,
        on: first,
        methods: [verb],
        path: second,
        chain: [third],
      },
    ];
  return isFrom(origin, MODULES, 'Register') && second && third ? [registered(call, first, second, third)] : [];
}

const ADAPTERS = /^github\.com\/danielgtaylor\/huma(?:\/v2)?\/adapters\//;

/** `huma.Register(api, huma.Operation{Method: …, Path: …}, handler)`; an operation that is a variable is asked for its fields. */
function registered(site: CallExpr, on: Expr, operation: Expr, handler: Expr): ProgramFact {
  const field = (name: string): Expr => {
    const written =
      operation.kind === 'call' ? operation.args.find(arg => arg.kind === 'named' && arg.name === name) : undefined;
    if (written?.kind === 'named') return written.value;
    return { kind: 'member', at: operation.at, of: operation, name, nameAt: operation.at };
  };
  const path = field('Path');
  const hasGuards =
    operation.kind === 'call' && operation.args.some(arg => arg.kind === 'named' && arg.name === 'Middlewares');
  return {
    kind: 'route',
    at: path.at,
    framework: 'huma',
    site,
    on,
    methods: field('Method'),
    path,
    chain: [handler],
    ...(hasGuards ? { guards: [field('Middlewares')] } : {}),
  };
}
