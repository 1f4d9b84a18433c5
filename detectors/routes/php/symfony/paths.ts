import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import { textAt } from '../values.ts';

/**
 * Paths of a route in the syntax of braces: `{id<\d+>?1}` is the optional parameter `id`, `{slug:post}` is `slug`, and
 * `{!page}` is `page`. A parameter at the end that has a default may be left out. Paths by locale are all of them.
 *
 * Source: Symfony, Routing (Route Parameters, Localized Routes).
 */
export function pathOf(path: Expr, defaults: ReadonlySet<string>, wide: ReadonlySet<string> = new Set()): Expr {
  if (path.kind === 'text') return textAt(path.at, templateOf(path.value, defaults, wide));
  if (path.kind === 'record') {
    const items = path.entries.map(entry => pathOf(entry.value, defaults, wide));
    return { kind: 'list', at: path.at, items };
  }
  return path;
}

export function templateOf(path: string, defaults: ReadonlySet<string>, wide: ReadonlySet<string> = new Set()): string {
  return (
    path
      .replace(
        /\{!?([\w.]+)(?::[\w.]+)?(?:<((?:[^<>]|<[^<>]*>)*)>)?(\?[^{}]*)?\}/g,
        (_, name: string, pattern = '', inline = '') => {
          const rest = wide.has(name) || /^\.[*+]/.test(String(pattern)) ? '*' : '';
          return rest === '' && (inline !== '' || defaults.has(name)) ? `{${name}?}` : `{${rest}${name}}`;
        },
      )
      // Only at the end may a parameter be left out.
      .replace(/\{([\w.]+)\?\}(?=.*[^{}\w?/.])/g, '{$1}')
      .replace(/\{([\w.]+)\?\}(?=\/[^{])/g, '{$1}')
  );
}

/** Parameters that have a default in the function that answers. */
export function defaultsOf(fn: FunctionNode | undefined): ReadonlySet<string> {
  return new Set(
    (fn?.parameters ?? []).flatMap(({ pattern }) =>
      pattern.kind === 'name' && pattern.byDefault ? [pattern.name] : [],
    ),
  );
}
