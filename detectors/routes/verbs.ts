/** Methods by the names of functions that register them, `get`, `post` and so on, which frameworks of all languages share. */
import { HTTP_METHODS, type Method } from '../../src/core/facts/program.ts';

export const EVERY_VERB: ReadonlyMap<string, Method> = new Map(
  HTTP_METHODS.map(method => [method.toLowerCase(), method]),
);

/** Those that most frameworks have: all but TRACE and QUERY. */
export const COMMON_VERBS: ReadonlyMap<string, Method> = new Map(
  [...EVERY_VERB].filter(([, method]) => method !== 'TRACE' && method !== 'QUERY'),
);
