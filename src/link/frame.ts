import type { Expr } from '../core/program.ts';
import type { ClassValue, Scope, Value } from './value.ts';

/** One activation of a function or module. */
export type Frame = {
  readonly scope: Scope;
  /** Values of nodes evaluated in this activation, the newest first come; facts read their operands here. */
  readonly memo: Map<Expr, Value>;
  readonly returns: Value[];
};

/** What `this` is in a scope. */
export function selfOf(scope: Scope): Value | undefined {
  for (let current: Scope | undefined = scope; current; current = current.parent) if (current.self) return current.self;
  return undefined;
}

/** The class whose method runs in a scope. */
export function classOf(scope: Scope): ClassValue | undefined {
  for (let current: Scope | undefined = scope; current; current = current.parent) if (current.cls) return current.cls;
  return undefined;
}
