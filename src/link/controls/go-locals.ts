/** Of which structs the variables of a function of Go are. */
import type { Expr, Statement, TypeRef } from '../../core/program.ts';
import type { Machine } from '../machine.ts';
import type { ClassValue, ClosureValue } from '../value.ts';
import { classOfExpr, classOfType } from './class-of-type.ts';

export type LocalTypes = ReadonlyMap<string, ClassValue>;

/** Classes of the variables of a function: `var in Login`, `in := &Login{}`, `in := new(Login)`. */
export function localTypes(machine: Machine, { fn, scope }: ClosureValue): LocalTypes {
  const types = new Map<string, ClassValue>();
  for (const statement of declared(fn.body)) {
    if (statement.pattern.kind !== 'name') continue;
    const { name, type } = statement.pattern;
    const { value } = statement;
    const cls =
      (type && classOfType(machine, scope, elementOf(type))) ??
      (value?.kind === 'call' ? classOfExpr(machine, scope, value.callee) : undefined);
    if (cls) types.set(name, cls);
  }
  return types;
}

function declared(statements: readonly Statement[]): readonly Extract<Statement, { kind: 'declare' }>[] {
  return statements.flatMap(statement =>
    statement.kind === 'declare' ? [statement] : statement.kind === 'block' ? declared(statement.body) : [],
  );
}

/** Of `[]models.User`, what it holds. */
export function elementOf(type: TypeRef): TypeRef {
  const [first] = type.arguments;
  return type.name === 'Array' && first ? elementOf(first) : type;
}

/** `&in` is handed as what it is assigned to. */
export function localType(arg: Expr, types: LocalTypes): ClassValue | undefined {
  if (arg.kind === 'assigned') return localType(arg.target, types);
  return arg.kind === 'name' ? types.get(arg.name) : undefined;
}
