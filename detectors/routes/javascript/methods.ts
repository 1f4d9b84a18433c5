import type { Method } from '../../../src/core/facts/program.ts';
import type { Expr } from '../../../src/core/program.ts';

/** Methods of routers that register an operation, as Express, Fastify, Koa and others name them. */
export const METHODS: ReadonlyMap<string, Method> = new Map([
  ['get', 'GET'],
  ['head', 'HEAD'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
  ['del', 'DELETE'],
  ['options', 'OPTIONS'],
  ['trace', 'TRACE'],
  ['all', 'ANY'],
]);

/**
 * The method that a call of this name registers. Nearly everything has a `query`, above all databases: it counts for
 * a path that is written out, `app.query('/search', handler)`.
 */
export function registeredMethod(name: string, path: Expr | undefined): Method | undefined {
  if (name === 'query') return path?.kind === 'text' && path.value.startsWith('/') ? 'QUERY' : undefined;
  return METHODS.get(name);
}

const HTTP: ReadonlyMap<string, Method> = new Map([
  ['GET', 'GET'],
  ['HEAD', 'HEAD'],
  ['POST', 'POST'],
  ['PUT', 'PUT'],
  ['PATCH', 'PATCH'],
  ['DELETE', 'DELETE'],
  ['OPTIONS', 'OPTIONS'],
  ['TRACE', 'TRACE'],
  ['QUERY', 'QUERY'],
  ['*', 'ANY'],
  ['ALL', 'ANY'],
  ['ANY', 'ANY'],
]);

/** `GET` for `get`, `Get`, `GET`; ANY for `*` and `all`; undefined for methods outside the vocabulary. */
export function httpMethod(word: string): Method | undefined {
  return HTTP.get(word.toUpperCase());
}

/** Methods given as a value: a literal or a list of literals becomes methods, anything else is left to be evaluated. */
export function methodsOf(value: Expr): readonly Method[] | Expr {
  const items = value.kind === 'list' ? value.items : [value];
  const methods: Method[] = [];
  for (const item of items) {
    if (item.kind !== 'text') return value;
    const method = httpMethod(item.value);
    if (method) methods.push(method);
  }
  return methods;
}
