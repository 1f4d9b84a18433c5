import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { type GoRouters, loads, routersIn } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { UPPER_VERBS, versionsOf } from '../verbs.ts';

export const goRestful = defineDetector({
  id: 'go-restful',
  title: 'go-restful',
  kind: 'framework',
  docs: 'https://pkg.go.dev/github.com/emicklei/go-restful/v3',
  reads: 'go',
  files: GO_FILES,
  words: ['github.com/emicklei/go-restful'],
  emits: ['router', 'route', 'mount', 'guard', 'base-path', 'alias'],
  limits: [
    'Filters of a container are taken for those of the services that are added to it in the same function only.',
    'A route that is built elsewhere than in the call that registers it is not found.',
  ],
  version: 1,
  // What it has methods of is found in many other packages, too.
  detect: (file): readonly FactBody[] =>
    loads(file, RESTFUL.modules) ? [...routersIn(file, RESTFUL), ...file.calls.flatMap(factsOf)] : [],
});

/** Filters of a service stand before all of its routes. Source: go-restful, Filters. */
const RESTFUL: GoRouters = {
  framework: 'go-restful',
  modules: versionsOf('github.com/emicklei/go-restful', 3),
  rules: { syntax: 'braces', guards: 'always', handlersDecide: 'by-asking' },
  makers: new Map([['NewContainer', 'application']]),
  types: new Map([
    ['WebService', 'application'],
    ['Container', 'application'],
  ]),
  verbs: UPPER_VERBS,
  takes: 'handler',
};

/** Calls of one chain that are looked at. */
const LINKS = 40;

function factsOf({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first] = call.args;
  if (!receiver) return [];
  const base = { at: call.nameAt, framework: RESTFUL.framework, site: call } as const;
  switch (name) {
    case 'Consumes':
    case 'Produces':
    case 'Doc':
    case 'ApiVersion':
      return [{ kind: 'alias', ...base, value: receiver }];
    case 'Path':
      return first ? [{ kind: 'base-path', ...base, at: first.at, on: receiver, prefix: first }] : [];
    case 'Filter':
      return first ? [{ kind: 'guard', ...base, on: receiver, guards: [first] }] : [];
    case 'Add':
      return first ? [{ kind: 'mount', ...base, on: receiver, chain: [first], onlyRouters: true }] : [];
    case 'Route':
      return first ? routeOf(call, receiver, first) : [];
    default:
      return [];
  }
}

/** `ws.Route(ws.GET("/{id}").To(show).Filter(auth).Doc("…"))`. */
function routeOf(site: Expr, on: Expr, built: Expr): readonly ProgramFact[] {
  let handler: Expr | undefined;
  const guards: Expr[] = [];
  let of = built;
  for (let link = 0; link < LINKS && of.kind === 'call' && of.callee.kind === 'member'; link++) {
    const [first] = of.args;
    const { name } = of.callee;
    const method = RESTFUL.verbs.get(name);
    if (name === 'To') handler ??= first;
    if (name === 'Filter' && first) guards.unshift(first);
    if (method && first && handler) {
      const base = { at: first.at, framework: RESTFUL.framework, site, on } as const;
      return [
        {
          kind: 'route',
          ...base,
          methods: [method],
          path: first,
          chain: [handler],
          ...(guards.length > 0 ? { guards } : {}),
        },
      ];
    }
    of = of.callee.of;
  }
  return [];
}
