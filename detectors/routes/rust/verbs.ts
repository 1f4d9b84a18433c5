import type { Method } from '../../../src/core/facts/program.ts';

/** Methods by the names under which Rust's frameworks register them. */
export const VERBS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['get', 'GET'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
  ['head', 'HEAD'],
  ['options', 'OPTIONS'],
  ['trace', 'TRACE'],
  ['query', 'QUERY'],
]);

/** A constant of `http::Method` and its like. */
export function methodOfName(name: string): Method | undefined {
  return VERBS.get(name.toLowerCase());
}
