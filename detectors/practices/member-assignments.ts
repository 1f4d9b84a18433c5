/** What a file assigns to members: settings of clients, ciphers and frameworks. */
import type { Location } from '../../src/core/location.ts';
import type { Expr, FunctionNode } from '../../src/core/program.ts';
import type { ProgramFile } from '../../src/parse/program-file.ts';
import { certainNodes } from '../guards/javascript/switches/certain.ts';

export type MemberAssignment = {
  readonly target: Extract<Expr, { kind: 'member' }>;
  readonly value: Expr;
  /** Functions around it, innermost first. */
  readonly inside: readonly FunctionNode[];
};

/** `client.BaseAddress = …`, `config.secret_key = …`, by the member's name; those that a branch decides about are left out. */
export function memberAssignments(file: ProgramFile, names: readonly string[]): readonly MemberAssignment[] {
  return certainNodes(file.module.body).flatMap(node => {
    if (node.kind !== 'assign' && node.kind !== 'assigned') return [];
    const { target, value } = node;
    return target.kind === 'member' && names.includes(target.name)
      ? [{ target, value, inside: around(file, target.at) }]
      : [];
  });
}

/** Functions that hold a place, innermost first. */
function around(file: ProgramFile, at: Location): readonly FunctionNode[] {
  return file.functions
    .filter(fn => isBefore(fn.at.line, fn.at.column, at) && !isBefore(fn.at.endLine, fn.at.endColumn, at))
    .toSorted((a, b) => b.at.line - a.at.line || b.at.column - a.at.column);
}

function isBefore(line: number, column: number, at: Location): boolean {
  return line < at.line || (line === at.line && column <= at.column);
}
