/** Calls that a program does not write and its form needs. */
import type { Location } from '../core/location.ts';
import { callAt } from '../core/program-nodes.ts';
import type { CallExpr, Expr, FunctionNode, Statement } from '../core/program.ts';

/** A function that is called where it stands: a block that has a value. */
export function calledAtOnce(callee: Expr): CallExpr {
  return callAt(callee.at, callee);
}

/** What the constructor of a class does first: it calls that of its base, or another one of its own. */
export function superCall(at: Location, name: 'super' | 'this', args: readonly Expr[]): Statement {
  return { kind: 'evaluate', at, value: callAt(at, { kind: 'name', at, name }, args) };
}

export function functionExpr(fn: FunctionNode): Expr {
  return { kind: 'function', at: fn.at, fn };
}
