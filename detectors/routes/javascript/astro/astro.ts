import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportedHandlers, exportedValue } from '../exported-handlers.ts';
import { exportOf } from '../origins.ts';
import { localValues } from '../values.ts';

export const astro = defineDetector({
  id: 'astro',
  title: 'Astro',
  kind: 'framework',
  docs: 'https://docs.astro.build/en/guides/endpoints/',
  reads: 'javascript',
  files: ['**/src/pages/**/*.{js,ts,mjs,mts}', '**/src/middleware.{js,ts,mjs,mts}', '**/src/middleware/index.{js,ts}'],
  emits: ['route', 'guard', 'alias'],
  limits: [
    'Pages, and the functions of `src/actions`, are not listed.',
    'Without `output: "server"` an endpoint that does not say `prerender = false` is a file made at build time; it is listed.',
    '`base` of the configuration is not applied.',
  ],
  version: 1,
  detect: file => {
    const path = routePath(file.path);
    if (path === undefined) return middlewareFacts(file);
    if (isPrerendered(file)) return [];
    return exportedHandlers(file, { framework: 'astro', path, rules: RULES, exports: EXPORTS });
  },
});

const RULES: RouterRules = { syntax: 'next', guards: 'always' };

const EXPORTS: ReadonlyMap<string, Method> = new Map([
  ['GET', 'GET'],
  ['HEAD', 'HEAD'],
  ['POST', 'POST'],
  ['PUT', 'PUT'],
  ['PATCH', 'PATCH'],
  ['DELETE', 'DELETE'],
  ['OPTIONS', 'OPTIONS'],
  ['ALL', 'ANY'],
]);

/** `/feed.xml` for `src/pages/feed.xml.ts`; files and folders that start with an underscore are no routes. */
function routePath(file: string): string | undefined {
  const found = /(?:^|\/)src\/pages\/(.+)\.m?[jt]s$/.exec(file)?.[1];
  const segments = found?.split('/');
  if (!segments || found?.endsWith('.d') || segments.some(segment => segment.startsWith('_'))) return undefined;
  if (segments.at(-1) === 'index') segments.pop();
  return `/${segments.join('/')}`;
}

/** `export const prerender = true`: the answer is made when the site is built, and served as a file. */
function isPrerendered(file: ProgramFile): boolean {
  const given = exportedValue(file, 'prerender');
  const value = given && localValues(file.module).valueOf(given.value);
  return value?.kind === 'boolean' && value.value;
}

const PACKAGES: readonly string[] = ['astro:middleware', 'astro/middleware'];

/** `onRequest` runs before every request; `defineMiddleware` gives what it is given, `sequence` all of it in turn. */
function middlewareFacts(file: ProgramFile): readonly ProgramFact[] {
  const handler = exportedValue(file, 'onRequest');
  const guard: readonly ProgramFact[] = handler
    ? [{ kind: 'guard', at: handler.at, framework: 'astro', site: handler.value, guards: [handler.value] }]
    : [];
  const aliases = file.calls.flatMap(({ call }): readonly ProgramFact[] => {
    const name = exportOf(file.originOf(call.callee), PACKAGES);
    const [first] = call.args;
    const base = { at: call.nameAt, framework: 'astro', site: call } as const;
    if (name === 'sequence')
      return [{ kind: 'alias', ...base, value: { kind: 'list', at: call.at, items: call.args } }];
    return name === 'defineMiddleware' && first ? [{ kind: 'alias', ...base, value: first }] : [];
  });
  return [...guard, ...aliases];
}
