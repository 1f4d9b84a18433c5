import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportedValue } from '../exported-handlers.ts';
import { filePath } from '../file-path.ts';
import { httpMethod } from '../methods.ts';
import { localValues, textAt } from '../values.ts';

export const fresh = defineDetector({
  id: 'fresh',
  title: 'Fresh',
  kind: 'framework',
  docs: 'https://fresh.deno.dev/docs/concepts/routing',
  reads: 'javascript',
  files: ['**/routes/**/*.{js,jsx,ts,tsx}'],
  words: ['handler'],
  emits: ['route', 'guard'],
  limits: [
    'Pages without a handler, and routes that `app.get()` registers in `main.ts`, are not listed.',
    '`basePath`, and a `routeOverride` that is not a literal, are not applied.',
  ],
  version: 1,
  detect: file => {
    const place = placeOf(file.path);
    const handler = exportedValue(file, 'handler') ?? exportedValue(file, 'handlers');
    if (!place || !handler) return [];
    const value = openedHandlers(localValues(file.module).valueOf(handler.value));
    if (!isForFresh(file, handler.value, value)) return [];
    return place.isMiddleware
      ? [guardOf(handler.at, value, place.path)]
      : routesOf(file, handler.at, value, place.path);
  },
});

const RULES: RouterRules = { syntax: 'next', guards: 'always' };

type Place = { readonly path: string; readonly isMiddleware: boolean };

/** `/users/[id]` for `routes/(shop)/users/[id].tsx`; files and folders that start with `_` or `(_` are no routes. */
function placeOf(file: string): Place | undefined {
  const found = /(?:^|\/)routes\/(.+)\.[jt]sx?$/.exec(file)?.[1];
  if (found === undefined) return undefined;
  const segments = found.split('/');
  const name = segments.pop() ?? '';
  if (segments.some(segment => segment.startsWith('_') || segment.startsWith('(_'))) return undefined;
  const isMiddleware = name === '_middleware';
  if (name.startsWith('_') && !isMiddleware) return undefined;
  const served = [...segments, ...(isMiddleware || name === 'index' ? [] : [name])];
  return { path: `/${served.filter(segment => !/^\(.*\)$/.test(segment)).join('/')}`, isMiddleware };
}

/** `define.handlers({ … })`, `define.middleware(fn)`: what they are given, as they are for types alone. */
function openedHandlers(value: Expr): Expr {
  const [first] = value.kind === 'call' ? value.args : [];
  return value.kind === 'call' && isDefine(value) && first ? first : value;
}

function isDefine({ callee }: Extract<Expr, { kind: 'call' }>): boolean {
  return (
    callee.kind === 'member' &&
    callee.of.kind === 'name' &&
    callee.of.name === 'define' &&
    (callee.name === 'handlers' || callee.name === 'middleware')
  );
}

/** Other servers have folders of this name: here it takes an import from Fresh, its helper, or a table of methods. */
function isForFresh(file: ProgramFile, exported: Expr, value: Expr): boolean {
  const given = localValues(file.module).valueOf(exported);
  return (
    (given.kind === 'call' && isDefine(given)) ||
    file.module.imports.some(({ module }) => /(?:^|[/@:$])fresh(?:[@/]|$)/.test(module)) ||
    (value.kind === 'record' &&
      value.entries.length > 0 &&
      value.entries.every(
        entry => entry.kind === 'entry' && entry.key === entry.key.toUpperCase() && httpMethod(entry.key),
      ))
  );
}

function routesOf(file: ProgramFile, at: Location, value: Expr, folder: string): readonly ProgramFact[] {
  const path = overriddenPath(file) ?? filePath(at, folder);
  const route = (methods: readonly Method[], place: Location, handler: Expr): ProgramFact => ({
    kind: 'route',
    at: place,
    framework: 'fresh',
    site: handler,
    methods,
    path,
    chain: [handler],
    rules: RULES,
  });
  if (value.kind !== 'record') return [route(['ANY'], at, value)];
  return value.entries.flatMap(entry => {
    const method = entry.kind === 'entry' ? httpMethod(entry.key) : undefined;
    return entry.kind === 'entry' && method ? [route([method], entry.keyAt, entry.value)] : [];
  });
}

/** `export const config: RouteConfig = { routeOverride: '/x/@:name' }`. Source: Fresh, Routing. */
function overriddenPath(file: ProgramFile): Expr | undefined {
  const config = exportedValue(file, 'config');
  const value = config && localValues(file.module).valueOf(config.value);
  const given =
    value?.kind === 'record'
      ? value.entries.find(entry => entry.kind === 'entry' && entry.key === 'routeOverride')
      : undefined;
  if (given?.kind !== 'entry' || given.value.kind !== 'text') return undefined;
  return textAt(given.value.at, given.value.value.replace(/:(\w+)/g, '[$1]'));
}

/** `_middleware.ts` runs before everything of its folder and of those below. Source: Fresh, Middlewares. */
function guardOf(at: Location, guard: Expr, path: string): ProgramFact {
  const prefix = path === '/' ? undefined : textAt(at, path);
  return { kind: 'guard', at, framework: 'fresh', site: guard, guards: [guard], ...(prefix && { prefix }) };
}
