import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type GoRouters, registeredBy, routersIn } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { UPPER_VERB_WORDS, verbsWith } from '../verbs.ts';

export const httprouter = defineDetector({
  id: 'httprouter',
  title: 'HttpRouter',
  kind: 'framework',
  docs: 'https://pkg.go.dev/github.com/julienschmidt/httprouter',
  reads: 'go',
  files: GO_FILES,
  words: ['github.com/julienschmidt/httprouter', '.Handle(', '.HandlerFunc(', '.Handler(', ...UPPER_VERB_WORDS],
  emits: ['router', 'route'],
  limits: ['Static files are no operations.'],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...routersIn(file, HTTPROUTER),
    ...file.calls.flatMap(site => registeredBy(site, HTTPROUTER)),
  ],
});

const HTTPROUTER: GoRouters = {
  framework: 'httprouter',
  modules: ['github.com/julienschmidt/httprouter'],
  rules: { syntax: 'httprouter', guards: 'after', staysInside: true, mountsHandlers: true },
  makers: new Map([['New', 'application']]),
  types: new Map([['Router', 'application']]),
  verbs: verbsWith(),
  takes: 'handler',
  byMethod: new Set(['Handle', 'Handler', 'HandlerFunc']),
};
