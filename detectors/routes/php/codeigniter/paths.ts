import type { Expr } from '../../../../src/core/program.ts';
import { textAt } from '../values.ts';

const PLACEHOLDERS: ReadonlyMap<string, string> = new Map([
  ['any', '{*any}'],
  ['segment', '{segment}'],
  ['num', '{num}'],
  ['alpha', '{alpha}'],
  ['alphanum', '{alphanum}'],
  ['hash', '{hash}'],
]);

/** `users/(:num)` is `users/{num}`; other expressions in parentheses are parameters, too. Source: CodeIgniter, URI Routing. */
export function pathOf(path: Expr): Expr {
  if (path.kind === 'concat') return { ...path, parts: path.parts.map(pathOf) };
  if (path.kind !== 'text') return path;
  const value = path.value
    .replace(/\(:(\w+)\)/g, (_, name: string) => PLACEHOLDERS.get(name) ?? `{${name}}`)
    .replace(/\((?!\?)[^()]*\)/g, '{param}')
    .replace(/\{locale\}/g, '{locale}');
  return textAt(path.at, value);
}

/** `Users::show/$1` names a method and what it is given. */
export function handlerOf(handler: Expr): Expr {
  if (handler.kind !== 'text') return handler;
  return textAt(handler.at, handler.value.replace(/\/.*$/, ''));
}
