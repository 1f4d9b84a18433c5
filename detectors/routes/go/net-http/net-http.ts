import type { FactBody } from '../../../../src/core/fact.ts';
import type { Implicit, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { type GoRouters, routersIn } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';

export const netHttp = defineDetector({
  id: 'net-http',
  title: 'net/http',
  kind: 'framework',
  docs: 'https://pkg.go.dev/net/http#ServeMux',
  reads: 'go',
  files: GO_FILES,
  words: ['.Handle(', '.HandleFunc(', 'ServeMux', 'StripPrefix('],
  emits: ['router', 'route'],
  limits: [
    'Hosts are not part of paths.',
    'A pattern without a method stands for all of them, whatever its handler makes of the method.',
    'Static files are no operations.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...routersIn(file, NET_HTTP),
    ...file.calls.flatMap(site => factsOf(file, site)),
  ],
});

/** Patterns are `[METHOD ][HOST]/path`. Source: https://pkg.go.dev/net/http#hdr-Patterns-ServeMux. */
const RULES: RouterRules = { syntax: 'servemux', guards: 'after', staysInside: true, mountsHandlers: true };

const NET_HTTP: GoRouters = {
  framework: 'net-http',
  modules: ['net/http'],
  rules: RULES,
  makers: new Map([['NewServeMux', 'application']]),
  types: new Map([['ServeMux', 'application']]),
  verbs: new Map(),
  takes: 'handler',
};

/** `http.HandleFunc` puts a route on the one router that every server has that is given none. */
const IMPLICIT: Implicit = { otherwise: 'root', rules: RULES };

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first, second] = call.args;
  const base = { framework: 'net-http', site: call } as const;
  const origin = file.originOf(call.callee);
  if (isFrom(origin, 'net/http', 'StripPrefix') && first && second)
    return [{ kind: 'router', ...base, at: call.nameAt, role: 'router', rules: RULES, prefix: first, chain: [second] }];
  if ((name !== 'Handle' && name !== 'HandleFunc') || !receiver || !first || !second) return [];
  const route = { kind: 'route', ...base, at: first.at, methods: ['ANY'], path: first, chain: [second] } as const;
  if (isFrom(origin, 'net/http', name) || isFrom(origin, 'net/http', `DefaultServeMux.${name}`))
    return [{ ...route, implicit: IMPLICIT }];
  return [{ ...route, on: receiver }];
}
