import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportedHandlers, exportedValue } from '../exported-handlers.ts';
import { exportOf } from '../origins.ts';

export const sveltekit = defineDetector({
  id: 'sveltekit',
  title: 'SvelteKit',
  kind: 'framework',
  docs: 'https://svelte.dev/docs/kit/routing#server',
  reads: 'javascript',
  files: ['**/src/routes/**/+{server,page.server}.{js,ts}', '**/hooks.server.{js,ts}', '**/hooks/**/*.{js,ts}'],
  emits: ['route', 'guard', 'alias'],
  limits: [
    'The actions of a page are listed as one POST of its path, without their names; remote functions are not listed.',
    'Parameter matchers, `[id=integer]`, are left out of paths; `paths.base` of the configuration is not applied.',
  ],
  version: 1,
  detect: file => {
    const path = routePath(file.path);
    const exports = file.path.includes('+page.server.') ? PAGE_EXPORTS : EXPORTS;
    if (path !== undefined) return exportedHandlers(file, { framework: 'sveltekit', path, rules: RULES, exports });
    return [...hookGuard(file), ...sequences(file)];
  },
});

const RULES: RouterRules = { syntax: 'next', guards: 'always' };

/** `fallback` answers the methods that have no handler of their own. */
const EXPORTS: ReadonlyMap<string, Method> = new Map([
  ['GET', 'GET'],
  ['HEAD', 'HEAD'],
  ['POST', 'POST'],
  ['PUT', 'PUT'],
  ['PATCH', 'PATCH'],
  ['DELETE', 'DELETE'],
  ['OPTIONS', 'OPTIONS'],
  ['fallback', 'ANY'],
]);

/** The server side of a page: what it loads, and the forms it takes. */
const PAGE_EXPORTS: ReadonlyMap<string, Method> = new Map([
  ['load', 'GET'],
  ['actions', 'POST'],
]);

/** `/users/[id]` for `src/routes/(app)/users/[id=integer]/+server.ts`. */
function routePath(file: string): string | undefined {
  const found = /(?:^|\/)src\/routes\/(?:(.*)\/)?\+(?:page\.)?server\.[jt]s$/.exec(file);
  if (!found) return undefined;
  const segments = (found[1] ?? '').split('/').filter(segment => segment !== '' && !/^\([^)]*\)$/.test(segment));
  return `/${segments.map(segment => segment.replace(/=\w+(?=\])/g, '')).join('/')}`;
}

/** `handle` of `src/hooks.server.ts` runs before every request. */
function hookGuard(file: ProgramFile): readonly ProgramFact[] {
  const handle = /(?:^|\/)hooks\.server\.[jt]s$/.test(file.path) ? exportedValue(file, 'handle') : undefined;
  if (!handle) return [];
  return [{ kind: 'guard', at: handle.at, framework: 'sveltekit', site: handle.value, guards: [handle.value] }];
}

/** `sequence(first, second)` runs one after the other. */
function sequences(file: ProgramFile): readonly ProgramFact[] {
  return file.calls.flatMap(({ call }): readonly ProgramFact[] =>
    exportOf(file.originOf(call.callee), '@sveltejs/kit/hooks') === 'sequence'
      ? [
          {
            kind: 'alias',
            at: call.nameAt,
            framework: 'sveltekit',
            site: call,
            value: { kind: 'list', at: call.at, items: call.args },
          },
        ]
      : [],
  );
}
