import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ViewRules } from '../../../../src/core/facts/serving.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf, madeAt } from '../arguments.ts';
import { PYTHON_FILES } from '../source-files.ts';

export const falcon = defineDetector({
  id: 'falcon',
  title: 'Falcon',
  kind: 'framework',
  docs: 'https://falcon.readthedocs.io/en/stable/api/routing.html',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['falcon', '.add_route(', '.add_sink('],
  emits: ['router', 'route', 'guard', 'view', 'supplied'],
  limits: [
    'Sinks and static routes are not listed.',
    'What middleware reads of a resource (`auth_disabled`) is not followed.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => file.calls.flatMap(site => factsOf(file, site)),
});

const RULES: RouterRules = { syntax: 'braces', guards: 'always' };
const APPLICATIONS = [
  ['falcon', 'App'],
  ['falcon', 'API'],
  ['falcon.asgi', 'App'],
  ['falcon', 'asgi.App'],
] as const;

const VERBS: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'falcon', site: call } as const;
  if (APPLICATIONS.some(([module, exported]) => isFrom(origin, module, exported))) {
    const middleware = argumentOf(call, 'middleware');
    return [
      { kind: 'router', ...base, role: 'application', rules: RULES, ...(middleware && { guards: [middleware] }) },
    ];
  }
  // What is asked before a responder refuses by raising.
  if (isFrom(origin, ['falcon', 'falcon.hooks'], 'before')) {
    const action = argumentOf(call, 'action', 0);
    return action ? [{ kind: 'supplied', ...base, guards: [action] }] : [];
  }
  if (!receiver || origin) return [];
  if (name === 'add_middleware') {
    const guard = argumentOf(call, 'middleware', 0);
    return guard ? [{ kind: 'guard', ...base, on: receiver, guards: [guard] }] : [];
  }
  const path = argumentOf(call, 'uri_template', 0);
  const resource = argumentOf(call, 'resource', 1);
  if (name !== 'add_route' || !path || !resource) return [];
  const suffix = argumentOf(call, 'suffix');
  if (suffix && suffix.kind !== 'text' && suffix.kind !== 'nothing') return [];
  const handler = madeAt(resource.at, '');
  return [
    {
      kind: 'view',
      at: resource.at,
      framework: 'falcon',
      site: handler,
      of: resource,
      byDefault: responders(suffix?.kind === 'text' ? suffix.value : undefined),
    },
    { kind: 'route', ...base, at: path.at, on: receiver, methods: ['ANY'], path, chain: [handler] },
  ];
}

/** `on_get`, and with a suffix `on_get_item`. Source: Falcon, Routing. */
function responders(suffix: string | undefined): ViewRules {
  return {
    members: VERBS.map(method => ({
      member: `on_${method.toLowerCase()}${suffix === undefined ? '' : `_${suffix}`}`,
      methods: [method],
    })),
  };
}
