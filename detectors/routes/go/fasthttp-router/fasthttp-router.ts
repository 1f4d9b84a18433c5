import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type GoRouters, registrationsIn, routersIn, wordsOf } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { verbsWith } from '../verbs.ts';

/** Source: https://pkg.go.dev/github.com/fasthttp/router; the older router of package `fasthttprouter` has `:name` in its paths. */
const FASTHTTP: GoRouters = {
  framework: 'fasthttp-router',
  modules: ['github.com/fasthttp/router', 'github.com/buaazp/fasthttprouter'],
  rules: { syntax: 'fasthttp', guards: 'after', handlersDecide: 'by-asking', staysInside: true },
  makers: new Map([['New', 'application']]),
  types: new Map([
    ['Router', 'application'],
    ['Group', 'router'],
  ]),
  verbs: verbsWith(['ANY', 'ANY']),
  takes: 'handler',
  byMethod: new Set(['Handle']),
  groups: new Set(['Group']),
};

export const fasthttpRouter = defineDetector({
  id: 'fasthttp-router',
  title: 'fasthttp router',
  kind: 'framework',
  docs: 'https://pkg.go.dev/github.com/fasthttp/router',
  reads: 'go',
  files: GO_FILES,
  words: wordsOf(FASTHTTP),
  emits: ['router', 'route'],
  limits: ['Static files are no operations.'],
  version: 1,
  detect: (file): readonly FactBody[] => [...routersIn(file, FASTHTTP), ...registrationsIn(file, FASTHTTP)],
});
