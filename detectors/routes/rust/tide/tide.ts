import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { namesIn, uses } from '../chains.ts';
import { VERBS } from '../verbs.ts';

export const tide = defineDetector({
  id: 'tide',
  title: 'Tide',
  kind: 'framework',
  docs: 'https://docs.rs/tide/latest/tide/struct.Server.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['tide'],
  emits: ['router', 'route', 'mount', 'guard'],
  limits: ['`reset_middleware` is not read.'],
  version: 1,
  detect: (file): readonly FactBody[] =>
    uses(file, PACKAGES) || /\btide::/.test(file.text)
      ? [...typedRouters(file), ...file.calls.flatMap(site => factsOf(file, site))]
      : [],
});

const RULES: RouterRules = { syntax: 'rust', guards: 'always', handlersDecide: 'by-credentials' };
const PACKAGES: ReadonlySet<string> = new Set(['tide']);

function typedRouters(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] =>
    type.name === 'Server' && file.originOfType(type)?.module === 'tide'
      ? [{ kind: 'router', at: type.at, framework: 'tide', site: type, role: 'router', rules: RULES }]
      : [],
  );
}

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first] = call.args;
  const base = { at: call.nameAt, framework: 'tide', site: call } as const;
  const names = namesIn(file, call.callee, PACKAGES);
  if (names) {
    const whole = names.slice(-2).join('::');
    return STARTS.has(whole) ? [{ kind: 'router', ...base, role: 'application', rules: RULES }] : [];
  }
  return receiver ? onReceiver(base, receiver, name, first) : [];
}

const STARTS: ReadonlySet<string> = new Set(['new', 'with_state', 'Server::new', 'Server::with_state']);

function restOf(at: Expr['at']): Expr {
  return { kind: 'text', at, value: '/*' };
}

/** `app.at("/files/*")` stands for all below it already. */
function isRest(on: Expr): boolean {
  const [path] = on.kind === 'call' ? on.args : [];
  return path?.kind === 'text' && /\*\w*$/.test(path.value);
}

type Base = { readonly at: Expr['at']; readonly framework: string; readonly site: Expr };

function onReceiver(base: Base, on: Expr, name: string, first: Expr | undefined): readonly ProgramFact[] {
  const method = VERBS.get(name);
  if (!first) return [];
  if (method) return [{ kind: 'route', ...base, on, methods: [method], chain: [first] }];
  switch (name) {
    case 'at':
      return [{ kind: 'router', ...base, at: first.at, role: 'router', rules: RULES, from: on, prefix: first }];
    case 'all':
      return [{ kind: 'route', ...base, on, methods: ['ANY'], chain: [first] }];
    case 'nest':
      return [{ kind: 'mount', ...base, on, chain: [first], onlyRouters: true }];
    case 'with':
      return [{ kind: 'guard', ...base, on, guards: [first] }];
    case 'serve_file':
      return [{ kind: 'route', ...base, on, methods: ['GET'], chain: [first] }];
    case 'serve_dir':
      return [
        {
          kind: 'route',
          ...base,
          on,
          methods: ['GET'],
          ...(isRest(on) ? {} : { path: restOf(base.at) }),
          chain: [first],
        },
      ];
    default:
      return [];
  }
}
