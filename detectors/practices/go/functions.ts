/** Functions and methods of Go by their names. */
import type { FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

/** The name that a function goes by; a method stands in the module by the name of its type before its own. */
export function nameOfFunction(file: ProgramFile, fn: FunctionNode): string {
  if (fn.name !== undefined) return fn.name;
  for (const statement of file.module.body)
    if (statement.kind === 'declare' && statement.value?.kind === 'function' && statement.value.fn === fn)
      return statement.pattern.kind === 'name' ? (statement.pattern.name.split('.').at(-1) ?? '') : '';
  return '';
}
