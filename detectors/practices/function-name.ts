/** Names of functions and methods. */
import type { FunctionNode } from '../../src/core/program.ts';
import type { ProgramFile } from '../../src/parse/program-file.ts';

/** The name of a function, or that of the member that it is; empty where it has none. */
export function functionName(file: ProgramFile, fn: FunctionNode): string {
  if (fn.name !== undefined) return fn.name;
  for (const { members } of file.classes)
    for (const member of members) if (member.kind === 'method' && member.fn === fn) return member.name;
  return '';
}
