import { defineDetector } from '../../../../src/detector.ts';
import { schemePackage } from '../../../../src/parse/javascript/specifier.ts';
import type { Origin } from '../../../../src/parse/program-file.ts';
import { type Dialect, koaFacts } from '../koa/routing.ts';
import { exportOf } from '../origins.ts';
import { JAVASCRIPT_FILES, ROUTING_CALLS } from '../source-files.ts';

export const oak = defineDetector({
  id: 'oak',
  title: 'Oak',
  kind: 'framework',
  docs: 'https://oakserver.org/',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['oak', '.routes', '.prefix', '.allowedMethods', ...ROUTING_CALLS],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'alias', 'base-path'],
  limits: ['Routes of classes that extend an application or a router are not listed.', '`proxy()` is not followed.'],
  version: 1,
  detect: file => koaFacts(file, OAK),
});

const OAK: Dialect = {
  framework: 'oak',
  isApplication: origin => exportOfOak(origin) === 'Application',
  isRouter: origin => exportOfOak(origin) === 'Router',
};

const PACKAGES: ReadonlySet<string> = new Set(['oak', '@oak/oak', '@oakserver/oak']);

/** An export of Oak, from whichever registry or address it is loaded. */
function exportOfOak(origin: Origin | undefined): string | undefined {
  if (!origin) return undefined;
  const { module } = origin;
  const name = schemePackage(module)?.name ?? module.replace(/\/mod\.ts$/, '');
  return PACKAGES.has(name) ? exportOf(origin, module) : undefined;
}
