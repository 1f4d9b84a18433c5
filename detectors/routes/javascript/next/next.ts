import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../values.ts';
import { exportedHandlers } from '../exported-handlers.ts';
import { middlewareGuard } from './middleware.ts';
import { pagesApiRoutes } from './pages-api.ts';
import { appRoutePath, isConfiguration, isMiddleware, pagesApiPath } from './paths.ts';
import { RULES } from './rules.ts';

export const next = defineDetector({
  id: 'next',
  title: 'Next.js',
  kind: 'framework',
  docs: 'https://nextjs.org/docs/app/api-reference/file-conventions/route',
  reads: 'javascript',
  files: [
    '**/app/**/route.{js,jsx,ts,tsx,mjs,mts}',
    '**/pages/api/**/*.{js,jsx,ts,tsx,mjs,mts}',
    '**/{middleware,proxy}.{js,ts,mjs,mts}',
    '**/next.config.{js,cjs,mjs,ts,mts}',
  ],
  emits: ['route', 'guard', 'base-path'],
  limits: [
    'Server Actions, pages and their data endpoints are not listed.',
    'Where an `app` folder lies below another one, the outer one is taken as the root of routes, unless it is a package.',
    'A file that hands all requests over to an application of Hono is not listed: the routes of the application are.',
    '`pageExtensions`, `rewrites` and `i18n` of the configuration are not applied.',
    'A middleware file counts in a root folder, or in a package or application folder below it, `src` included.',
  ],
  version: 1,
  detect: file => {
    if (isConfiguration(file.path)) return basePathOf(file);
    if (isMiddleware(file.path)) return middlewareGuard(file);
    const page = pagesApiPath(file.path);
    if (page !== undefined) return pagesApiRoutes(file, page);
    const path = appRoutePath(file.path);
    return path === undefined ? [] : exportedHandlers(file, { framework: 'next', path, rules: RULES });
  },
});

/** `basePath` of the configuration, however the object is wrapped or built. */
function basePathOf(file: ProgramFile): readonly ProgramFact[] {
  for (const node of nodesIn(file.module)) {
    if (node['kind'] !== 'entry' || node['key'] !== 'basePath') continue;
    // An entry has a value by its type; the generic walk has forgotten it.
    const value = node['value'] as Expr;
    return [{ kind: 'base-path', at: value.at, framework: 'next', site: value, prefix: value }];
  }
  return [];
}
