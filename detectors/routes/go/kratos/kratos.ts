import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { type GoRouters, loads, registrationsIn, routersIn } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { UPPER_VERBS, versionsOf } from '../verbs.ts';

export const kratos = defineDetector({
  id: 'kratos',
  title: 'Kratos',
  kind: 'framework',
  docs: 'https://go-kratos.dev/en/docs/component/transport/http/',
  reads: 'go',
  files: GO_FILES,
  words: ['github.com/go-kratos/kratos'],
  emits: ['router', 'route', 'mount', 'alias', 'guard-kind'],
  limits: [
    'Options of a server that are put together elsewhere are not followed.',
    'Which handlers ask for the middleware of their server is not read.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    if (!loads(file, TRANSPORT)) return [];
    // Filters stand behind the handler; what is put on the server, in its options.
    const made = routersIn(file, KRATOS).map(fact => (fact.kind === 'router' ? withOptions(fact) : fact));
    return [...made, ...registrationsIn(file, KRATOS), ...file.calls.flatMap(site => factsOf(file, site))];
  },
});

const TRANSPORT = versionsOf('github.com/go-kratos/kratos', 3).map(path => `${path}/transport/http`);

const HARMLESS = /\/middleware\/(?:recovery|tracing|logging|metrics|validate|metadata|ratelimit|circuitbreaker)$/;

/** Source: Kratos, HTTP. */
const KRATOS: GoRouters = {
  framework: 'kratos',
  modules: TRANSPORT,
  rules: { syntax: 'braces', guards: 'always', handlersDecide: 'by-asking', mountsHandlers: true },
  makers: new Map([['NewServer', 'application']]),
  types: new Map([
    ['Server', 'application'],
    ['Router', 'router'],
  ]),
  verbs: UPPER_VERBS,
  takes: 'handler-first',
  byMethod: new Set(['Handle']),
  groups: new Set(['Route', 'Group']),
};

function withOptions(fact: Extract<ProgramFact, { kind: 'router' }>): ProgramFact {
  const { site } = fact;
  const options = 'kind' in site && site.kind === 'call' && !site.isNew ? site.args : [];
  return options.length > 0 ? { ...fact, guards: options } : fact;
}

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const base = { framework: KRATOS.framework, site: call } as const;
  const origin = file.originOf(call.callee);
  const list: Expr = { kind: 'list', at: call.at, items: call.args };
  if (isFrom(origin, TRANSPORT, 'Filter')) return [{ kind: 'alias', ...base, at: call.nameAt, value: list }];
  // Handlers that are generated ask for the middleware of their server, and others need not.
  if (isFrom(origin, TRANSPORT, 'Middleware')) {
    const isHarmless = call.args.every(
      arg => arg.kind === 'call' && HARMLESS.test(file.originOf(arg.callee)?.module ?? ''),
    );
    return [
      {
        kind: 'guard-kind',
        ...base,
        at: call.nameAt,
        effect: isHarmless ? 'none' : 'unknown',
        why: isHarmless
          ? 'middleware of Kratos that refuses nobody for who calls'
          : 'middleware of a server runs where a handler asks for it',
      },
    ];
  }
  const [first, second, ...others] = call.args;
  if (!receiver || !first || !second || others.length > 0) return [];
  const route = { ...base, at: first.at, on: receiver } as const;
  if (name === 'HandleFunc' || name === 'Handle')
    return [{ kind: 'route', ...route, methods: ['ANY'], path: first, chain: [second] }];
  return name === 'HandlePrefix'
    ? [{ kind: 'mount', ...route, prefix: first, chain: [second], onlyRouters: true }]
    : [];
}
