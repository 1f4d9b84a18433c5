/** Macros of Plug and Phoenix that are named for methods. Sources: Plug.Router; Phoenix.Router. */
import { EVERY_VERB } from '../verbs.ts';
import { HTTP_METHODS, type Method } from '../../../src/core/facts/program.ts';
import type { Expr } from '../../../src/core/program.ts';

export const VERBS: ReadonlyMap<string, Method> = EVERY_VERB;

/** `:get`, `[:get, :post]`, `:*`; an expression that gives them where they are not written out. */
export function methodsIn(expr: Expr | undefined): readonly Method[] | Expr {
  if (!expr) return ['ANY'];
  const items = expr.kind === 'list' ? expr.items : [expr];
  const methods = items.flatMap((item): readonly Method[] => {
    if (item.kind !== 'text') return [];
    return item.value === '*' ? ['ANY'] : HTTP_METHODS.filter(method => method === item.value.toUpperCase());
  });
  return methods.length === items.length ? methods : expr;
}
