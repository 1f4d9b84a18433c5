import type { Method } from '../../../src/core/facts/program.ts';

/** Methods by the names of functions in either letters. */
export function verbsWith(...others: readonly (readonly [string, Method])[]): ReadonlyMap<string, Method> {
  return new Map([...UPPER_VERBS, ...TITLE_VERBS, ...others]);
}

/** Methods in the letters that routers of Go name them by: `GET`, and `Get`. */
export const UPPER_VERBS: ReadonlyMap<string, Method> = new Map(
  (['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY'] as const).map(method => [
    method,
    method,
  ]),
);

export const TITLE_VERBS: ReadonlyMap<string, Method> = new Map(
  [...UPPER_VERBS].map(([name, method]) => [`${name.slice(0, 1)}${name.slice(1).toLowerCase()}`, method]),
);

/** The import paths of a module in its major versions: `x`, `x/v2`, … Source: Go Modules Reference, Major version suffixes. */
export function versionsOf(path: string, last: number): readonly string[] {
  return [path, ...Array.from({ length: last - 1 }, (_, index) => `${path}/v${index + 2}`)];
}
