import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { extendedRouters } from '../own-routers.ts';
import { JAVASCRIPT_FILES, ROUTING_CALLS } from '../source-files.ts';
import { type Dialect, koaFacts } from './routing.ts';

export const koa = defineDetector({
  id: 'koa',
  title: 'Koa',
  kind: 'framework',
  docs: 'https://github.com/koajs/router/blob/master/API.md',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['koa', '.routes', '.middleware', '.prefix', '.register', '.allowedMethods', ...ROUTING_CALLS],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'alias', 'base-path', 'unresolved'],
  limits: [
    'A leading route name is recognised when the path after it is a literal or a constant of the same file.',
    'Routes of classes that extend an application or a router are reported as unresolved.',
    'Routers of `koa-joi-router` and `koa-route` are not read.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const { isApplication, isRouter } = KOA;
    return [...extendedRouters(file, origin => isApplication(origin) || isRouter(origin)), ...koaFacts(file, KOA)];
  },
});

const ROUTER_PACKAGES: readonly string[] = ['@koa/router', 'koa-router'];

const KOA: Dialect = {
  framework: 'koa',
  isApplication: origin => isFrom(origin, 'koa', 'default'),
  isRouter: origin => isFrom(origin, ROUTER_PACKAGES, 'default') || isFrom(origin, ROUTER_PACKAGES, 'Router'),
};
