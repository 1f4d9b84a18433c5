import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import { symfonyTemplate } from '../../../../src/core/symfony-path.ts';
import { textAt } from '../values.ts';

/** A path of a route as OpenAPI would have it; paths by locale are all of them. Source: Symfony, Routing (Localized Routes). */
export function pathOf(path: Expr, defaults: ReadonlySet<string>, wide: ReadonlySet<string> = new Set()): Expr {
  if (path.kind === 'text') return textAt(path.at, symfonyTemplate(path.value, defaults, wide));
  if (path.kind === 'record') {
    const items = path.entries.map(entry => pathOf(entry.value, defaults, wide));
    return { kind: 'list', at: path.at, items };
  }
  return path;
}

/** Parameters that have a default in the function that answers. */
export function defaultsOf(fn: FunctionNode | undefined): ReadonlySet<string> {
  return new Set(
    (fn?.parameters ?? []).flatMap(({ pattern }) =>
      pattern.kind === 'name' && pattern.byDefault ? [pattern.name] : [],
    ),
  );
}
