/** How Kong matches a path and what the upstream then sees. */
import { literalPrefix } from '../../../src/core/gateway-path.ts';
import { isTemplated } from '../../governance/data-values.ts';

export type KongPath = {
  readonly path: string;
  readonly match: 'prefix-string' | 'regex' | 'exact';
  readonly isCatchAll: boolean;
};

/** A path that starts with `~` is a regular expression (Kong 3), every other one a string prefix. */
export function kongPath(written: string): KongPath | undefined {
  if (isTemplated(written)) return undefined;
  if (written.startsWith('~')) {
    const path = written.slice(1);
    return { path, match: 'regex', isCatchAll: /^\^?\/?(\(?\.[*+]\)?)?\$?$/.test(path) };
  }
  const path = trimSlash(written);
  return { path, match: 'prefix-string', isCatchAll: path === '/' };
}

/**
 * Path that the upstream sees in place of the matched part.
 *
 * `servicePath` is the path of the service (`/base` of `http://orders/base`), without trailing slash. Kong strips the
 * matched part unless `strip_path` is false, and puts the service's path before the rest either way. A regular expression
 * that runs to the end of the path leaves no rest.
 */
export function upstreamOf(
  match: KongPath,
  servicePath: string,
  strips: boolean,
): { readonly upstreamPrefix?: string; readonly dropsRest?: true } {
  if (strips) {
    const takesAll = match.match === 'exact' || (match.match === 'regex' && /(\.[*+]\)?|\$)$/.test(match.path));
    return { upstreamPrefix: servicePath, ...(takesAll ? { dropsRest: true } : {}) };
  }
  if (servicePath === '') return {};
  const matched = match.match === 'regex' ? literalPrefix(match.path) : match.path;
  return { upstreamPrefix: matched === '/' ? servicePath : servicePath + matched };
}

/** `/a/` and `/a` are one; the root stays `/`. */
export function trimSlash(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === '/') end--;
  return end === 0 ? '/' : path.slice(0, end);
}

/** Host and path of a service's `url`, or undefined when it is not a URL (a template, most often). */
export function serviceUrl(url: string): { readonly host: string; readonly path: string } | undefined {
  const match = /^[a-z][a-z0-9+.-]*:\/\/([^/?#:[\]]+)(?::\d+)?(\/[^?#]*)?$/i.exec(url.trim());
  if (!match?.[1] || isTemplated(url)) return undefined;
  const path = trimSlash(match[2] ?? '/');
  return { host: match[1], path: path === '/' ? '' : path };
}

export type KongExpression = {
  readonly paths: readonly KongPath[];
  readonly methods: readonly string[];
  readonly hosts: readonly string[];
};

/** The `&&` of plain comparisons that most expression routes are; undefined for anything richer. */
export function kongExpression(expression: string): KongExpression | undefined {
  const paths: KongPath[] = [];
  const methods: string[] = [];
  const hosts: string[] = [];
  for (const term of expression.split('&&')) {
    const match = /^\s*\(?\s*(http\.path|http\.method|http\.host)\s*(\^=|==|~)\s*r?#?"([^"]*)"#?\s*\)?\s*$/.exec(term);
    const [, field, operator, value] = match ?? [];
    if (field === undefined || operator === undefined || value === undefined) return undefined;
    if (field === 'http.method' && operator === '==') methods.push(value);
    else if (field === 'http.host' && operator === '==') hosts.push(value);
    else if (field === 'http.path' && operator === '^=')
      paths.push({ path: trimSlash(value), match: 'prefix-string', isCatchAll: trimSlash(value) === '/' });
    else if (field === 'http.path' && operator === '==')
      paths.push({ path: trimSlash(value), match: 'exact', isCatchAll: false });
    else if (field === 'http.path') paths.push({ path: value, match: 'regex', isCatchAll: false });
    else return undefined;
  }
  return { paths, methods, hosts };
}
