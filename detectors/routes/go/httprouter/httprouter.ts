import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type GoRouters, registrationsIn, routersIn, wordsOf } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { verbsWith } from '../verbs.ts';

const HTTPROUTER: GoRouters = {
  framework: 'httprouter',
  modules: ['github.com/julienschmidt/httprouter'],
  rules: {
    syntax: 'httprouter',
    guards: 'after',
    handlersDecide: 'by-asking',
    staysInside: true,
    mountsHandlers: true,
  },
  makers: new Map([['New', 'application']]),
  types: new Map([['Router', 'application']]),
  verbs: verbsWith(),
  takes: 'handler',
  byMethod: new Set(['Handle', 'Handler', 'HandlerFunc']),
};

export const httprouter = defineDetector({
  id: 'httprouter',
  title: 'HttpRouter',
  kind: 'framework',
  docs: 'https://pkg.go.dev/github.com/julienschmidt/httprouter',
  reads: 'go',
  files: GO_FILES,
  words: wordsOf(HTTPROUTER),
  emits: ['router', 'route'],
  limits: ['Static files are no operations.'],
  version: 1,
  detect: (file): readonly FactBody[] => [...routersIn(file, HTTPROUTER), ...registrationsIn(file, HTTPROUTER)],
});
