import type { CallExpr, Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

/** A call whose result is put on a function: `app.get('/x')` in `@app.get('/x')`, and in `app.get('/x')(f)`. */
export type Registration = {
  readonly call: CallExpr;
  /** What registers: the call of the result; for a method of a class, the call itself. */
  readonly site: CallExpr;
  readonly handler: Expr;
};

/** Calls that are put on functions, in declarations, as plain calls and on methods of classes. */
export function registrationsIn(file: ProgramFile): readonly Registration[] {
  const calls = file.calls.flatMap(({ call: site }): readonly Registration[] => {
    const [handler] = site.args;
    return site.callee.kind === 'call' && handler && site.args.length === 1
      ? [{ call: site.callee, site, handler }]
      : [];
  });
  const methods = file.classes.flatMap(cls =>
    cls.members.flatMap(member =>
      member.kind === 'method'
        ? member.decorators.flatMap(({ expression }): readonly Registration[] =>
            expression.kind === 'call'
              ? [{ call: expression, site: expression, handler: { kind: 'function', at: member.at, fn: member.fn } }]
              : [],
          )
        : [],
    ),
  );
  return [...calls, ...methods];
}

/** What a call is made on, and by which name; undefined for a call of a plain name. */
export function methodCalled({ callee }: CallExpr): { readonly on: Expr; readonly name: string } | undefined {
  return callee.kind === 'member' ? { on: callee.of, name: callee.name } : undefined;
}
