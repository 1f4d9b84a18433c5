import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type ApiService, apiServices } from '../../../../src/parse/go-zero-api.ts';
import type { TextFile } from '../../../../src/parse/text-file.ts';
import { UPPER_VERBS } from '../verbs.ts';

export const goZeroApi = defineDetector({
  id: 'go-zero-api',
  title: 'go-zero API descriptions',
  kind: 'framework',
  docs: 'https://go-zero.dev/en/docs/tasks/dsl/api',
  reads: 'text',
  files: ['**/*.api'],
  words: ['service'],
  emits: ['router-file', 'route', 'guard-kind'],
  limits: [
    'A description says what is generated from it: what no code in the tree serves is not known to be served.',
    'What middleware that it names does is read where code puts it on routes, and nowhere else.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const routes = apiServices(file.text).flatMap(service => routesOf(file, service));
    const [first] = routes;
    if (!first) return [];
    const site: Expr = { kind: 'nothing', at: first.at };
    const isDescribed = 'described by a file from which its code is generated';
    return [
      { kind: 'router-file', at: first.at, ...BASE, site, isRoot: false, rules: RULES, assumed: isDescribed },
      ...routes,
    ];
  },
});

const BASE = { framework: 'go-zero' } as const;
const RULES: RouterRules = { syntax: 'httprouter', guards: 'always', handlersDecide: 'by-asking' };

function routesOf(file: TextFile, { server, routes }: ApiService): readonly ProgramFact[] {
  const prefix = server.get('prefix') ?? '';
  return routes.flatMap(({ method, path, start, end }): readonly ProgramFact[] => {
    const verb = UPPER_VERBS.get(method);
    if (!verb) return [];
    const at = file.locate(start, end);
    const site: Expr = { kind: 'text', at, value: prefix === '' ? path : `${prefix.replace(/\/$/, '')}${path}` };
    const { guards, facts } = guardsOf(server, at);
    return [
      ...facts,
      {
        kind: 'route',
        at,
        ...BASE,
        site: { kind: 'nothing', at },
        methods: [verb],
        path: site,
        chain: [{ kind: 'unknown', at, text: 'its handler', parts: [] }],
        ...(guards.length > 0 ? { guards } : {}),
        rules: RULES,
      },
    ];
  });
}

/** `jwt: Auth` has requests without a valid token refused; what middleware does is not said. */
function guardsOf(
  server: ApiService['server'],
  at: Location,
): { readonly guards: readonly Expr[]; readonly facts: readonly ProgramFact[] } {
  const jwt = server.get('jwt');
  const site: Expr = { kind: 'nothing', at };
  const names = (server.get('middleware') ?? '').split(',').flatMap(name => (name.trim() === '' ? [] : [name.trim()]));
  const middleware = names.map((text): Expr => ({ kind: 'unknown', at, text, parts: [] }));
  if (jwt === undefined) return { guards: middleware, facts: [] };
  const why = `jwt: ${jwt} has requests without a valid JWT refused`;
  return {
    guards: [site, ...middleware],
    facts: [{ kind: 'guard-kind', at, ...BASE, site, effect: 'required', mechanism: 'jwt', why }],
  };
}
