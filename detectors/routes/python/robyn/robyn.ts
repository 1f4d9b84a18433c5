import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf, isFalse, madeAt } from '../arguments.ts';
import { methodCalled, registrationsIn, type Registration } from '../decorated-methods.ts';
import { PYTHON_FILES } from '../source-files.ts';
import { VERBS, VERB_WORDS } from '../verbs.ts';

export const robyn = defineDetector({
  id: 'robyn',
  title: 'Robyn',
  kind: 'framework',
  docs: 'https://robyn.tech/documentation/en/api_reference/getting_started',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['robyn', '.include_router(', '.before_request(', ...VERB_WORDS],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind'],
  limits: [
    'What an authentication handler accepts is not looked into: routes with `auth_required` are unknown.',
    'WebSocket routes and views are no operations of the inventory.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...file.calls.flatMap(site => factsOf(file, site)),
    ...registrationsIn(file).flatMap(routeOf),
  ],
});

const RULES: RouterRules = { syntax: 'express', guards: 'always' };

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'robyn', site: call } as const;
  if (isFrom(origin, 'robyn', 'Robyn')) return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  if (isFrom(origin, 'robyn', 'SubRouter')) {
    const prefix = argumentOf(call, 'prefix', 1);
    return [{ kind: 'router', ...base, role: 'router', rules: RULES, ...(prefix && { prefix }) }];
  }
  const router = argumentOf(call, 'router', 0);
  return receiver && name === 'include_router' && router
    ? [{ kind: 'mount', ...base, on: receiver, chain: [router] }]
    : [];
}

/** `@app.get('/x/:id', auth_required=True)`, `@app.before_request('/x')`. */
function routeOf({ call, site, handler }: Registration): readonly ProgramFact[] {
  const called = methodCalled(call);
  if (!called) return [];
  const base = { framework: 'robyn', site, on: called.on } as const;
  const path = argumentOf(call, 'endpoint', 0);
  if (called.name === 'before_request')
    return [
      {
        kind: 'guard',
        ...base,
        at: call.nameAt,
        guards: [handler],
        ...(path && { prefix: path, covers: 'matching' as const }),
      },
    ];
  const verb = VERBS.get(called.name);
  if (!verb || !path) return [];
  const demanded = argumentOf(call, 'auth_required');
  const guard = demanded && !isFalse(demanded) ? madeAt(demanded.at, '') : undefined;
  return [
    {
      kind: 'route',
      ...base,
      at: path.at,
      methods: [verb],
      path,
      chain: [handler],
      ...(guard && { guards: [guard] }),
    },
    ...(guard
      ? [
          {
            kind: 'guard-kind',
            at: guard.at,
            framework: 'robyn',
            site: guard,
            effect: 'unknown',
            mechanism: 'custom',
            why: 'robyn asks the authentication handler of the application, which is not looked into',
          } satisfies ProgramFact,
        ]
      : []),
  ];
}
