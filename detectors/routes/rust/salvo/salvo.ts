import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { madeAt, namesIn, uses } from '../chains.ts';
import { VERBS } from '../verbs.ts';

export const salvo = defineDetector({
  id: 'salvo',
  title: 'Salvo',
  kind: 'framework',
  docs: 'https://salvo.rs/guide/concepts/router.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['salvo'],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'base-path', 'compose'],
  limits: ['Filters that choose between routes by host, port or header are not told apart.'],
  version: 1,
  detect: (file): readonly FactBody[] => (uses(file, PACKAGES) ? file.calls.flatMap(site => factsOf(file, site)) : []),
});

const RULES: RouterRules = { syntax: 'rust', guards: 'always', handlersDecide: 'by-credentials' };
const PACKAGES: ReadonlySet<string> = new Set(['salvo', 'salvo_core', 'salvo_oapi']);

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const [first] = call.args;
  const base = { at: call.nameAt, framework: 'salvo', site: call } as const;
  const names = namesIn(file, call.callee, PACKAGES);
  if (names) {
    const made = { kind: 'router', ...base, role: 'router', rules: RULES } as const;
    switch (names.slice(-2).join('::')) {
      case 'Router::new':
      case 'Router::default':
      case 'Router::with_filter':
      case 'Router::with_filter_fn':
        return [made];
      case 'Router::with_path':
        return first ? [{ ...made, at: first.at, prefix: first }] : [made];
      case 'Router::with_hoop':
        return first ? [{ ...made, guards: [first] }] : [made];
      case 'Service::new':
        return first ? [serving(site, first)] : [];
      default:
        return [];
    }
  }
  return receiver ? onReceiver(site, receiver, name) : [];
}

function onReceiver(site: CallSite, receiver: Expr, name: string): readonly ProgramFact[] {
  const { call } = site;
  const [first] = call.args;
  const base = { at: call.nameAt, framework: 'salvo', site: call, on: receiver } as const;
  if (!first) return [];
  const method = VERBS.get(name);
  if (method) return [{ kind: 'route', ...base, methods: [method], chain: [first] }];
  switch (name) {
    case 'goal':
    case 'handle':
      return [{ kind: 'route', ...base, methods: ['ANY'], chain: [first] }];
    case 'path':
      return [{ kind: 'base-path', ...base, at: first.at, prefix: first }];
    case 'push':
    case 'unshift':
    case 'append':
    case 'insert':
      return [{ kind: 'mount', ...base, chain: [call.args.at(-1) ?? first], onlyRouters: true }];
    case 'then':
      return [{ kind: 'mount', ...base, chain: [first], calls: 'self' }];
    case 'hoop':
      return [{ kind: 'guard', ...base, guards: [first] }];
    case 'hoop_when': {
      // Whether it stands there is asked for each request.
      const guard = madeAt(call.nameAt);
      const why = 'a function decides whether it stands there';
      return [
        { kind: 'guard-kind', at: base.at, framework: 'salvo', site: guard, effect: 'unknown', why },
        { kind: 'guard', ...base, guards: [guard] },
      ];
    }
    case 'serve':
      return [serving(site, first)];
    default:
      return [];
  }
}

function serving({ call }: CallSite, of: Expr): ProgramFact {
  return {
    kind: 'compose',
    at: call.nameAt,
    framework: 'salvo',
    site: call,
    guards: [],
    of,
    rules: RULES,
    role: 'application',
  };
}
