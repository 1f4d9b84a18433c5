/** Calls that are chained on each other: `Http::timeout(5)->get($url)`. */
import type { CallExpr, Expr } from '../../../src/core/program.ts';

/** The calls of a chain, the last one first, and what it begins with. */
export function chainOf(call: CallExpr): { readonly root: Expr; readonly calls: readonly CallExpr[] } {
  const calls: CallExpr[] = [];
  let root: Expr = call;
  while (root.kind === 'call' && root.callee.kind === 'member') {
    calls.push(root);
    root = root.callee.of;
  }
  return { root, calls };
}

/** The first call of a chain that is of this method. */
export function stepNamed(calls: readonly CallExpr[], name: string): CallExpr | undefined {
  return calls.find(({ callee }) => callee.kind === 'member' && callee.name === name);
}
