import type { Expr, TypeRef } from '../../core/program.ts';
import { innermost } from '../calling.ts';
import { evaluate } from '../interpreter.ts';
import type { Machine } from '../machine.ts';
import type { ClassValue, Scope } from '../value.ts';

/** The class that a type names, where it is written: interfaces and types of the language have no value. */
export function classOfType(machine: Machine, scope: Scope, type: TypeRef): ClassValue | undefined {
  const [first, ...others] = [...type.qualifier, type.name];
  if (first === undefined || first === '') return undefined;
  const expr = others.reduce<Expr>((of, name) => ({ kind: 'member', at: type.at, of, name, nameAt: type.at }), {
    kind: 'name',
    at: type.at,
    name: first,
  });
  return classOfExpr(machine, scope, expr);
}

/** The class that an expression stands for. */
export function classOfExpr(machine: Machine, scope: Scope, expr: Expr): ClassValue | undefined {
  const value = innermost(evaluate(machine, { scope, memo: new Map(), returns: [] }, expr));
  return value.kind === 'class' ? value : undefined;
}
