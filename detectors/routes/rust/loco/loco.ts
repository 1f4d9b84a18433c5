import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { namesIn } from '../chains.ts';

export const loco = defineDetector({
  id: 'loco',
  title: 'Loco',
  kind: 'framework',
  docs: 'https://loco.rs/docs/the-app/controller/',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['loco_rs'],
  emits: ['router', 'mount', 'guard', 'base-path'],
  limits: ['Routes that Loco has of its own (`/_ping`, `/_health`) are not listed.'],
  version: 1,
  detect: (file): readonly FactBody[] =>
    file.text.includes('loco_rs') ? file.calls.flatMap(site => factsOf(file, site)) : [],
});

const RULES: RouterRules = { syntax: 'rust', guards: 'always', handlersDecide: 'by-credentials' };
const PACKAGES: ReadonlySet<string> = new Set(['loco_rs']);

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: 'loco', site: call } as const;
  const names = namesIn(file, call.callee, PACKAGES);
  const made = { kind: 'router', ...base, rules: RULES } as const;
  const [first] = call.args;
  switch (names?.slice(-2).join('::')) {
    case undefined:
      return receiver ? onReceiver(base, receiver, name, call.args) : [];
    case 'Routes::new':
      return [{ ...made, role: 'router' }];
    case 'Routes::at':
      return first ? [{ ...made, role: 'router', prefix: first }] : [];
    case 'AppRoutes::with_default_routes':
    case 'AppRoutes::empty':
      return [{ ...made, role: 'application' }];
    default:
      return [];
  }
}

type Base = { readonly at: Expr['at']; readonly framework: string; readonly site: Expr };

function onReceiver(base: Base, on: Expr, name: string, args: readonly Expr[]): readonly ProgramFact[] {
  const [first, second] = args;
  if (!first) return [];
  switch (name) {
    case 'prefix':
      return [{ kind: 'base-path', ...base, on, at: first.at, prefix: first }];
    case 'add':
    case 'nest_route':
    case 'nest_routes':
      return second
        ? [{ kind: 'mount', ...base, at: first.at, on, prefix: first, chain: [second], onlyRouters: true }]
        : [];
    case 'add_route':
    case 'add_routes':
      return [{ kind: 'mount', ...base, on, chain: [first], onlyRouters: true }];
    case 'layer':
      return [{ kind: 'guard', ...base, on, guards: [first] }];
    default:
      return [];
  }
}
