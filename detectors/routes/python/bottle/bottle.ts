import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf, methodsFrom } from '../arguments.ts';
import { registrationsIn, type Registration } from '../decorated-methods.ts';
import { PYTHON_FILES } from '../source-files.ts';
import { VERBS, VERB_WORDS } from '../verbs.ts';

export const bottle = defineDetector({
  id: 'bottle',
  title: 'Bottle',
  kind: 'framework',
  docs: 'https://bottlepy.org/docs/dev/routing.html',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['bottle', '.route(', '.mount(', '.merge(', '.hook(', ...VERB_WORDS],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind'],
  limits: [
    'Plugins are not followed, and what `skip` leaves out of them neither.',
    'Old wildcards (`:name`) are not read.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...file.calls.flatMap(site => factsOf(file, site)),
    ...registrationsIn(file).flatMap(registration => routeOf(file, registration)),
  ],
});

const RULES: RouterRules = { syntax: 'sanic', guards: 'always' };

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'bottle', site: call } as const;
  if (isFrom(origin, 'bottle', 'Bottle')) return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  if (isFrom(origin, 'bottle', 'auth_basic'))
    return [
      {
        kind: 'guard-kind',
        ...base,
        effect: 'required',
        mechanism: 'basic',
        why: 'bottle auth_basic asks its function whether the credentials are good',
      },
    ];
  if (!receiver || origin) return [];
  const [first] = call.args;
  if (name === 'mount' || name === 'merge') {
    const prefix = name === 'mount' ? argumentOf(call, 'prefix', 0) : undefined;
    const app = name === 'mount' ? argumentOf(call, 'app', 1) : first;
    return app ? [{ kind: 'mount', ...base, on: receiver, chain: [app], ...(prefix && { prefix }) }] : [];
  }
  return [];
}

/** `@app.route('/x', method='POST')`, and `@route('/x')` on the application that Bottle has by default. */
function routeOf(file: ProgramFile, { call, site, handler }: Registration): readonly ProgramFact[] {
  const { callee } = call;
  const isPlain = callee.kind === 'name' || isFrom(file.originOf(callee), 'bottle');
  if (isPlain && !isFrom(file.originOf(callee), 'bottle')) return [];
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
  const on = isPlain ? {} : callee.kind === 'member' ? { on: callee.of } : undefined;
  if (!on) return [];
  const base = { framework: 'bottle', site, ...on, rules: RULES } as const;
  const path = argumentOf(call, 'path', 0);
  if (name === 'hook')
    return path?.kind === 'text' && path.value === 'before_request'
      ? [{ kind: 'guard', ...base, at: call.nameAt, guards: [handler] }]
      : [];
  const verb = VERBS.get(name);
  if (!path || (!verb && name !== 'route')) return [];
  return [
    {
      kind: 'route',
      ...base,
      at: path.at,
      ...(verb ? { methods: [verb] } : methodsFrom(argumentOf(call, 'method', 1))),
      path,
      chain: [handler],
    },
  ];
}
