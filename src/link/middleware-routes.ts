/** The routes that middleware of NestJS is put before. */
import { HTTP_METHODS, type Method } from '../core/facts/program.ts';
import { pathsOf } from './path-values.ts';
import type { PathValue } from './router.ts';
import { NOTHING, type Value, flatten, optionsOf } from './value.ts';

const KNOWN_METHODS: readonly Method[] = [...HTTP_METHODS, 'ANY'];

/** What `forRoutes()` takes: paths, `{ path, method }`, and controllers, which stand for all that they serve; by method. */
export function middlewareRoutes(routes: readonly Value[]): ReadonlyMap<Method | undefined, readonly PathValue[]> {
  const byMethod = new Map<Method | undefined, PathValue[]>();
  for (const item of routes.flatMap(route => flatten(route)).flatMap(route => optionsOf(route))) {
    const method = item.kind === 'record' ? requestMethod(item.fields.get('method')) : undefined;
    const paths =
      item.kind === 'class'
        ? [{ kind: 'text' as const, text: `${CONTROLLER}${item.cls.id}` }]
        : pathsOf(item.kind === 'record' ? (item.fields.get('path') ?? NOTHING) : item);
    const own = method === 'unknown' ? [{ kind: 'unknown' as const, why: 'its method is computed' }] : paths;
    const key = method === 'unknown' ? undefined : method;
    byMethod.set(key, [...(byMethod.get(key) ?? []), ...own]);
  }
  return byMethod;
}

/** `RequestMethod.POST`; undefined for all methods. */
function requestMethod(value: Value | undefined): Method | 'unknown' | undefined {
  if (!value || value.kind === 'nothing') return undefined;
  const word = value.kind === 'external' ? value.path.at(-1) : undefined;
  return word === 'ALL' ? undefined : (KNOWN_METHODS.find(method => method === word) ?? 'unknown');
}

/** Begins the text of a path that stands for everything a controller class serves. */
export const CONTROLLER = '\u0002';
