import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type GoRouters, registrationsIn, routersIn, wordsOf } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { verbsWith } from '../verbs.ts';

/** A group takes over the functions that its parent has when it is made. Source: gin, `RouterGroup.Group` and `combineHandlers`. */
const GIN: GoRouters = {
  framework: 'gin',
  modules: ['github.com/gin-gonic/gin'],
  rules: { syntax: 'httprouter', guards: 'after', handlersDecide: 'by-asking', staysInside: true },
  makers: new Map([
    ['New', 'application'],
    ['Default', 'application'],
  ]),
  types: new Map([
    ['Engine', 'application'],
    ['RouterGroup', 'router'],
    ['IRouter', 'router'],
    ['IRoutes', 'router'],
  ]),
  verbs: verbsWith(['Any', 'ANY']),
  takes: 'handlers',
  byMethod: new Set(['Handle', 'Match']),
  groups: new Set(['Group']),
  uses: new Set(['Use']),
};

export const gin = defineDetector({
  id: 'gin',
  title: 'Gin',
  kind: 'framework',
  docs: 'https://gin-gonic.com/en/docs/routing/',
  reads: 'go',
  files: GO_FILES,
  words: wordsOf(GIN),
  emits: ['router', 'route', 'guard'],
  limits: ['Static files and what answers where no route does are no operations.'],
  version: 1,
  detect: (file): readonly FactBody[] => [...routersIn(file, GIN), ...registrationsIn(file, GIN)],
});
