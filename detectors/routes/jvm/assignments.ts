import type { Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { nodesIn } from '../javascript/values.ts';

export type Assignment = { readonly target: Extract<Expr, { kind: 'member' }>; readonly value: Expr };

/** Assignments to a member of this name, as statements and as values, in the order of the file. */
export function assignmentsIn(file: ProgramFile, member: string): readonly Assignment[] {
  const found: Assignment[] = [];
  for (const node of nodesIn(file.module.body)) {
    if (node['kind'] !== 'assign' && node['kind'] !== 'assigned') continue;
    // Both kinds have these fields; the generic walk has forgotten it.
    const { target, value } = node as unknown as { readonly target: Expr; readonly value: Expr };
    if (target.kind === 'member' && target.name === member) found.push({ target, value });
  }
  return found.toSorted((a, b) => a.value.at.line - b.value.at.line || a.value.at.column - b.value.at.column);
}
