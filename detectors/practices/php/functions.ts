/** Functions and methods of PHP by their names. */
import type { FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

/** The name that a function goes by; a method's is that of its member. */
export function nameOfFunction(file: ProgramFile, fn: FunctionNode): string {
  if (fn.name !== undefined) return fn.name;
  for (const cls of file.classes)
    for (const member of cls.members) if (member.kind === 'method' && member.fn === fn) return member.name;
  return '';
}
