/** Values of objects and classes of Scala. */
import type { Expr } from '../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import { valueOf } from '../bindings.ts';

/** `val x = …` of an object or class. */
export function constantsOf(file: ProgramFile): readonly { readonly name: string; readonly value: Expr }[] {
  return file.classes.flatMap(({ members }) =>
    members.flatMap(member => {
      if (member.kind !== 'method' || !member.isOnce) return [];
      const [only, ...others] = member.fn.body;
      const value = only?.kind === 'return' && others.length === 0 ? only.value : undefined;
      return value ? [{ name: member.name, value }] : [];
    }),
  );
}

/** What a name stands for, where one object or class of the file alone has a value of it. */
export function constantOf(file: ProgramFile, expr: Expr): Expr | undefined {
  if (expr.kind !== 'name') return undefined;
  const [value, ...others] = constantsOf(file).filter(({ name }) => name === expr.name);
  return others.length === 0 ? value?.value : undefined;
}

/** A local or a value of the file as what is written for it. */
export function writtenValue(file: ProgramFile, expr: Expr, inside: CallSite['inside']): Expr {
  const value = valueOf(file, expr, inside);
  return constantOf(file, value) ?? value;
}
