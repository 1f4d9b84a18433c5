/** Every file that JavaScript routes can stand in. */
export const JAVASCRIPT_FILES: readonly string[] = ['**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}'];

/**
 * Words without which a file registers nothing by method calls. A router that is passed in has no import to go by, so
 * that only the calls are left: `.get` covers `.get(`, `.get<T>(` and `?.get(`; `](` covers `app['get'](` and `app[method](`.
 */
export const ROUTING_CALLS: readonly string[] = [
  '.get',
  '.post',
  '.put',
  '.delete',
  '.del',
  '.patch',
  '.head',
  '.options',
  '.trace',
  '.query',
  '.all',
  '.use',
  '.route',
  '](',
];
