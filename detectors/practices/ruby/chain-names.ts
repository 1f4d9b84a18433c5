import type { Expr } from '../../../src/core/program.ts';

/** Names of a chain of members and calls, the outermost first: `ssl` and `conn` of `conn.ssl`. */
export function chainNames(expr: Expr): readonly string[] {
  const names: string[] = [];
  let current = expr;
  for (;;) {
    if (current.kind === 'call') current = current.callee;
    else if (current.kind === 'member') {
      names.push(current.name);
      current = current.of;
    } else return current.kind === 'name' ? [...names, current.name] : names;
  }
}
