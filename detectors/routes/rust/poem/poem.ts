import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { linksOf, namesIn, uses } from '../chains.ts';
import { VERBS } from '../verbs.ts';

export const poem = defineDetector({
  id: 'poem',
  title: 'Poem',
  kind: 'framework',
  docs: 'https://docs.rs/poem/latest/poem/struct.Route.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['poem'],
  emits: ['router', 'route', 'mount', 'compose'],
  limits: ['Endpoints that are no functions are followed no further.'],
  version: 1,
  detect: (file): readonly FactBody[] => (uses(file, PACKAGES) ? file.calls.flatMap(site => factsOf(file, site)) : []),
});

/** Middleware is put around an endpoint as it is then. */
const RULES: RouterRules = { syntax: 'rust', guards: 'always', handlersDecide: 'by-credentials' };
const PACKAGES: ReadonlySet<string> = new Set(['poem', 'poem_grpc', 'poem_lambda']);

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const [first] = call.args;
  const base = { at: call.nameAt, framework: 'poem', site: call } as const;
  const names = namesIn(file, call.callee, PACKAGES);
  if (names) {
    const made = { kind: 'router', ...base, role: 'router', rules: RULES } as const;
    const whole = names.slice(-2).join('::');
    if (whole === 'Route::new' || whole === 'Route::default' || whole === 'RouteMethod::new') return [made];
    const method = VERBS.get(names.at(-1) ?? '');
    return method && first && names.length <= 2
      ? [{ ...made, routes: [{ at: base.at, methods: [method], chain: [first] }] }]
      : [];
  }
  return receiver ? onReceiver(file, site, receiver, name) : [];
}

function onReceiver(file: ProgramFile, { call }: CallSite, receiver: Expr, name: string): readonly ProgramFact[] {
  const [first, second] = call.args;
  const base = { at: call.nameAt, framework: 'poem', site: call, on: receiver } as const;
  if (!first) return [];
  switch (name) {
    case 'at':
      return second
        ? [{ kind: 'route', ...base, at: first.at, methods: ['ANY'], path: first, chain: [second], mayMount: true }]
        : [];
    case 'nest':
    case 'nest_no_strip':
      return second ? [{ kind: 'mount', ...base, prefix: first, chain: [second], onlyRouters: true }] : [];
    case 'with':
    case 'around':
    case 'before':
      return [
        {
          kind: 'compose',
          at: base.at,
          framework: 'poem',
          site: call,
          guards: [first],
          of: receiver,
          rules: RULES,
          isClosed: true,
        },
      ];
    case 'run':
    case 'run_with_graceful_shutdown':
      return [
        {
          kind: 'compose',
          at: base.at,
          framework: 'poem',
          site: call,
          guards: [],
          of: first,
          rules: RULES,
          role: 'application',
        },
      ];
    default: {
      const method = VERBS.get(name);
      return method && isMethodChain(file, receiver)
        ? [{ kind: 'route', ...base, methods: [method], chain: [first] }]
        : [];
    }
  }
}

/** Whether a value starts with `get(endpoint)` or its like. */
function isMethodChain(file: ProgramFile, receiver: Expr): boolean {
  const [root] = linksOf(receiver);
  const names = root && namesIn(file, root.call.callee, PACKAGES);
  return names !== undefined && names.at(-2) !== 'Route';
}
