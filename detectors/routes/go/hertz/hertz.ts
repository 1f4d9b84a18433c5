import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type GoRouters, registrationsIn, routersIn, wordsOf } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { verbsWith } from '../verbs.ts';

const HERTZ: GoRouters = {
  framework: 'hertz',
  modules: ['github.com/cloudwego/hertz/pkg/app/server', 'github.com/cloudwego/hertz/pkg/route'],
  rules: { syntax: 'httprouter', guards: 'after', handlersDecide: 'by-asking', staysInside: true },
  makers: new Map([
    ['New', 'application'],
    ['Default', 'application'],
    ['NewEngine', 'application'],
  ]),
  types: new Map([
    ['Hertz', 'application'],
    ['Engine', 'application'],
    ['RouterGroup', 'router'],
    ['IRouter', 'router'],
    ['IRoutes', 'router'],
  ]),
  verbs: verbsWith(['Any', 'ANY']),
  takes: 'handlers',
  byMethod: new Set(['Handle']),
  groups: new Set(['Group']),
  uses: new Set(['Use']),
};

export const hertz = defineDetector({
  id: 'hertz',
  title: 'Hertz',
  kind: 'framework',
  docs: 'https://www.cloudwego.io/docs/hertz/tutorials/basic-feature/route/',
  reads: 'go',
  files: GO_FILES,
  words: wordsOf(HERTZ),
  emits: ['router', 'route', 'guard'],
  limits: ['Static files are no operations.'],
  version: 1,
  detect: (file): readonly FactBody[] => [...routersIn(file, HERTZ), ...registrationsIn(file, HERTZ)],
});
