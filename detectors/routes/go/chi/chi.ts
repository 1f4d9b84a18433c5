import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { type GoRouters, registrationsIn, routersIn, wordsOf } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { verbsWith, versionsOf } from '../verbs.ts';

/** Functions have to be put on a router before its routes. Source: chi, `Mux.Use`. */
const CHI: GoRouters = {
  framework: 'chi',
  modules: [...versionsOf('github.com/go-chi/chi', 5), 'github.com/pressly/chi'],
  rules: { syntax: 'braces', guards: 'after', handlersDecide: 'by-asking', staysInside: true, mountsHandlers: true },
  makers: new Map([
    ['NewRouter', 'application'],
    ['NewMux', 'application'],
  ]),
  types: new Map([
    ['Mux', 'application'],
    ['Router', 'router'],
  ]),
  verbs: verbsWith(['Handle', 'ANY'], ['HandleFunc', 'ANY']),
  takes: 'handler',
  byMethod: new Set(['Method', 'MethodFunc']),
  uses: new Set(['Use']),
  blocks: new Set(['Route']),
};

export const chi = defineDetector({
  id: 'chi',
  title: 'chi',
  kind: 'framework',
  docs: 'https://go-chi.io/#/pages/routing',
  reads: 'go',
  files: GO_FILES,
  words: [...wordsOf(CHI), '.Mount(', '.Group(', '.With('],
  emits: ['router', 'route', 'mount', 'guard'],
  limits: ['Routes that generators make of an API description are found in the generated code alone.'],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...routersIn(file, CHI),
    ...registrationsIn(file, CHI),
    ...file.calls.flatMap(ofChi),
  ],
});

/** `r.Mount("/admin", sub)`, `r.Group(func(r chi.Router) { … })`, `r.With(guard).Get(…)`. */
function ofChi({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first, second] = call.args;
  if (!receiver) return [];
  const base = { at: call.nameAt, framework: CHI.framework, site: call } as const;
  if (name === 'Mount' && first && second)
    return [{ kind: 'mount', ...base, on: receiver, at: first.at, prefix: first, chain: [second] }];
  if (name === 'Group' && first) return [{ kind: 'mount', ...base, on: receiver, chain: [first], calls: 'child' }];
  if (name === 'With' && first)
    return [{ kind: 'router', ...base, role: 'router', rules: CHI.rules, from: receiver, guards: call.args }];
  return [];
}
