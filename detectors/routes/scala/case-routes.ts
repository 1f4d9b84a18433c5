/** Routes that are the patterns of a function: `case GET -> Root / "x" => …` of http4s, `case GET(p"/x") => …` of Play. */
import { idAt } from '../../../src/core/location.ts';
import type { Expr, FunctionNode, Statement } from '../../../src/core/program.ts';

export type Case = { readonly test: Expr; readonly handler: Expr };

/** The cases of a function that is one `match` over its parameter; none for any other. */
export function casesOf(fn: FunctionNode): readonly Case[] {
  return selections(fn.body).flatMap(({ cases }) =>
    cases.flatMap(({ test, body }) => (test ? [{ test, handler: handlerOf(test.at, body) }] : [])),
  );
}

function selections(body: readonly Statement[]): readonly Extract<Statement, { kind: 'select' }>[] {
  return body.flatMap(statement =>
    statement.kind === 'select' ? [statement] : statement.kind === 'block' ? selections(statement.body) : [],
  );
}

/** What a case does, as a function. A case that only names something else is that. */
function handlerOf(at: Expr['at'], body: readonly Statement[]): Expr {
  const [first] = body;
  const value = first?.kind === 'return' ? first.value : undefined;
  if (value && (value.kind === 'name' || value.kind === 'member')) return value;
  if (value?.kind === 'call' && value.callee.kind === 'member' && value.callee.of.kind === 'name') return value;
  return functionAt(at, body);
}

export function functionAt(at: Expr['at'], body: readonly Statement[]): Expr {
  const fn: FunctionNode = {
    id: idAt(at),
    at,
    parameters: [],
    body,
    isAsync: false,
    bindsSelf: false,
    decorators: [],
    doc: '',
  };
  return { kind: 'function', at, fn };
}
