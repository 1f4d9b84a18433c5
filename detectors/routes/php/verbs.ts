import type { Method } from '../../../src/core/facts/program.ts';

/** Methods by the names under which frameworks register them. */
export const VERBS: ReadonlyMap<string, Method> = new Map([
  ['get', 'GET'],
  ['head', 'HEAD'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
  ['options', 'OPTIONS'],
  ['query', 'QUERY'],
]);
