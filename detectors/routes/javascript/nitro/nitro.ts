import type { Method, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { exportedValue } from '../exported-handlers.ts';
import { httpMethod } from '../methods.ts';
import { type LocalValues, localValues, optionOf, textAt } from '../values.ts';

export const nitro = defineDetector({
  id: 'nitro',
  title: 'Nitro and Nuxt server routes',
  kind: 'framework',
  docs: 'https://nuxt.com/docs/guide/directory-structure/server',
  reads: 'javascript',
  files: ['**/{api,routes,middleware}/**/*.{js,cjs,mjs,ts,cts,mts}'],
  words: ['Handler', 'event'],
  emits: ['route', 'guard'],
  limits: [
    'Handlers and `routeRules` of the configuration, and routers that are built by hand, are not listed.',
    'A handler without the methods in its file name is listed once for any method.',
  ],
  version: 1,
  detect: file => {
    const handler = exportedValue(file, 'default');
    const local = localValues(file.module);
    if (!handler || !isHandler(local.valueOf(handler.value))) return [];
    if (isMiddleware(file.path)) {
      return [
        {
          kind: 'guard',
          at: handler.at,
          framework: 'nitro',
          site: handler.value,
          guards: [functionOf(handler.value, local).handler],
        },
      ];
    }
    const served = servedBy(file.path);
    if (!served) return [];
    const { handler: answer, guards } = functionOf(handler.value, local);
    const path = textAt(handler.at, served.path);
    const base = { framework: 'nitro', site: handler.value, path, chain: [answer], rules: RULES } as const;
    return [{ kind: 'route', at: handler.at, ...base, methods: [served.method], ...(guards && { guards: [guards] }) }];
  },
});

const RULES: RouterRules = { syntax: 'next', guards: 'always' };

/** Functions of h3 that make a handler; Nitro and Nuxt put them in scope without an import. */
const MAKERS: ReadonlySet<string> = new Set([
  'defineEventHandler',
  'eventHandler',
  'defineHandler',
  'defineCachedEventHandler',
  'cachedEventHandler',
  'defineCachedHandler',
  'defineLazyEventHandler',
  'lazyEventHandler',
]);

/** Whether a default export answers requests: made by h3, or by something that is given a function of an `event`. */
function isHandler(value: Expr): boolean {
  if (value.kind === 'function') return takesEvent(value);
  if (value.kind !== 'call') return false;
  return MAKERS.has(nameOf(value.callee)) || value.args.some(takesEvent);
}

function takesEvent(value: Expr): boolean {
  const [first] = value.kind === 'function' ? value.fn.parameters : [];
  return first?.pattern.kind === 'name' && first.pattern.name === 'event';
}

function nameOf(callee: Expr): string {
  return callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
}

/** The function that answers, with those of `defineEventHandler({ onRequest, handler })` before it. */
function functionOf(value: Expr, local: LocalValues): { readonly handler: Expr; readonly guards?: Expr } {
  const made = local.valueOf(value);
  const [first] = made.kind === 'call' && MAKERS.has(nameOf(made.callee)) ? made.args : [];
  if (!first) return { handler: value };
  const handler = optionOf(first, 'handler', local);
  if (local.valueOf(first).kind !== 'record' || !handler) return { handler: first };
  const guards = optionOf(first, 'onRequest', local);
  return { handler, ...(guards && { guards }) };
}

/** Middleware of Nuxt's server, or of Nitro's root; `app/middleware` and `middleware` of Nuxt guard pages in browsers. */
function isMiddleware(file: string): boolean {
  return /(?:^|\/)server\/middleware\/[^/]+$/.test(file) || /^middleware\/[^/]+$/.test(file);
}

/**
 * What a file serves: `server/api/users/[id].get.ts` GET `/api/users/[id]`, `server/routes/feed.ts` any method of `/feed`;
 * in Nitro without `server/`. Groups `(name)` leave no trace. Source: Nitro, "Routing"; Nuxt, "server".
 */
function servedBy(file: string): { readonly path: string; readonly method: Method } | undefined {
  const found = /(?:^|\/)server\/(api|routes)\/(.*)$/.exec(file) ?? /^(?:src\/)?(api|routes)\/(.*)$/.exec(file);
  if (!found || file.endsWith('.d.ts')) return undefined;
  const [, root, rest = ''] = found;
  const plain = rest.replace(/\.[cm]?[jt]s$/, '').replace(/\.(?:dev|prod|prerender)$/, '');
  const [, suffix] = /\.(get|head|post|put|patch|delete|options|trace|connect)$/.exec(plain) ?? [];
  const segments = (suffix ? plain.slice(0, -suffix.length - 1) : plain)
    .split('/')
    .filter(segment => !/^\([^)]*\)$/.test(segment))
    .map(segment => (segment === '[...]' ? '[...path]' : segment));
  if (segments.at(-1) === 'index') segments.pop();
  const method = suffix === undefined ? 'ANY' : httpMethod(suffix);
  return method && { method, path: `/${[...(root === 'api' ? ['api'] : []), ...segments].join('/')}` };
}
