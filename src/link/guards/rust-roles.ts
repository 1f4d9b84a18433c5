/** What functions of Rust's frameworks are handed, by its declared type. */
import type { FunctionNode, Pattern, TypeRef } from '../../core/program.ts';
import { ANY, type Seen } from './seen.ts';

const ROOT: Seen = { kind: 'request', path: [] };

const REQUESTS: ReadonlySet<string> = new Set([
  'HttpRequest',
  'Parts',
  'Request',
  'RequestParts',
  'RequestHead',
  'ServiceRequest',
  'Depot',
  'State',
]);

/** Parts of the request, by the types under which frameworks hand them over. */
export const PARTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['HeaderMap', ['headers']],
  ['CookieJar', ['cookies']],
  ['Cookies', ['cookies']],
  ['PrivateCookieJar', ['signedcookies']],
  ['SignedCookieJar', ['signedcookies']],
  ['Session', ['session']],
]);

/** What a parameter of a guard is, by its declared type; a closure's, by its name and place. */
export function rustRole(pattern: Pattern, index: number, fn: FunctionNode): Seen {
  const { type } = pattern;
  const name = pattern.kind === 'name' ? pattern.name : '';
  if (type) return roleOfType(type, fn);
  if (/^_*(?:next|srv|service|ctrl|ep|endpoint)$/.test(name)) return { kind: 'next', isHandler: true };
  if (/^_*(?:req|request|parts|sreq|service_request)$/.test(name)) return ROOT;
  return index === 0 && fn.parameters.length < 3 && /^_*r$/.test(name) ? ROOT : ANY;
}

function roleOfType(type: TypeRef, fn: FunctionNode): Seen {
  // The state of axum's functions is no request; that of Gotham is.
  if (type.name === 'State') return type.arguments.length === 0 && fn.parameters.length <= 2 ? ROOT : ANY;
  if (REQUESTS.has(type.name)) return ROOT;
  const part = PARTS.get(type.name);
  if (part) return { kind: 'request', path: part };
  if (type.name === 'Next') return { kind: 'next', isHandler: true };
  // Salvo goes on by itself after a function that has not answered.
  if (type.name === 'FlowCtrl') return { kind: 'request', path: ['flow'] };
  if (type.name === 'Response' && /^&\s*mut\b/.test(type.text)) return { kind: 'response' };
  return ANY;
}
