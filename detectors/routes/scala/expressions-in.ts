import type { Expr, Statement } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

/** Every name and member of a file that stands for a value: in calls, and as values that are declared or given back. */
export function namesAndMembers(file: ProgramFile): readonly Expr[] {
  const found = new Set<Expr>();
  const note = (expr: Expr | undefined): void => {
    for (
      let next = expr;
      next;
      next = next.kind === 'member' ? next.of : next.kind === 'named' ? next.value : undefined
    )
      if (next.kind === 'name' || next.kind === 'member') found.add(next);
  };
  for (const { call } of file.calls) {
    note(call.callee);
    for (const arg of call.args) note(arg);
  }
  const statements = (body: readonly Statement[]): void => {
    for (const statement of body)
      if (statement.kind === 'return' || statement.kind === 'declare' || statement.kind === 'evaluate')
        noteAll(statement.value);
  };
  const noteAll = (value: Expr | undefined): void => {
    note(value);
    if (value?.kind === 'list') for (const item of value.items) note(item);
  };
  for (const { body } of file.functions) statements(body);
  return [...found];
}
