/** CommonJS and dynamic loading: what reads as a call and means a module. */
import type { ts } from 'ts-morph';
import type { CallExpr, Expr } from '../../core/program.ts';

/** Whether a call is `require(x)`. The name is taken at its word: it is bound anew only to mean the same (AMD, createRequire). */
export function loadedModule(callee: Expr, call: ts.CallExpression): boolean {
  return callee.kind === 'name' && callee.name === 'require' && call.arguments.length === 1;
}

/** `import('x').then(m => m.y)` and `import('x').then(({ y }) => y)` are the member `y` of the module. */
export function importedMember(call: CallExpr): Expr | undefined {
  const { callee, args } = call;
  if (callee.kind !== 'member' || callee.name !== 'then' || callee.of.kind !== 'load' || args.length !== 1)
    return undefined;
  const [then] = args;
  if (then?.kind !== 'function' || then.fn.parameters.length !== 1 || then.fn.body.length !== 1) return undefined;
  const [parameter] = then.fn.parameters;
  const [statement] = then.fn.body;
  if (!parameter || statement?.kind !== 'return' || !statement.value) return undefined;
  const { value } = statement;
  if (parameter.pattern.kind === 'record' && value.kind === 'name') {
    const taken = parameter.pattern.entries.find(
      entry => entry.pattern.kind === 'name' && entry.pattern.name === value.name,
    );
    return taken && { kind: 'member', at: call.at, of: callee.of, name: taken.key, nameAt: value.at };
  }
  if (parameter.pattern.kind !== 'name') return undefined;
  return memberOf(value, parameter.pattern.name, callee.of);
}

/** The same members, taken of `of` in place of `name`. */
function memberOf(value: Expr, name: string, of: Expr): Expr | undefined {
  if (value.kind === 'name') return value.name === name ? of : undefined;
  if (value.kind !== 'member') return undefined;
  const inner = memberOf(value.of, name, of);
  return inner && { ...value, of: inner };
}
