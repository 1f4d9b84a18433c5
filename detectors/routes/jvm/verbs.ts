import type { Method } from '../../../src/core/facts/program.ts';

/** Methods by the names under which servers that are built by calls register them; each has some words of its own beside these. */
export const VERBS: readonly (readonly [string, Method])[] = [
  ['get', 'GET'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
  ['head', 'HEAD'],
  ['options', 'OPTIONS'],
];
