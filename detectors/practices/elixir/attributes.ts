/** Attributes of modules: `@life 60 * 60`. */
import type { Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

/** The value of an attribute, where one module of the file alone has one of the name. */
export function attributeOf(file: ProgramFile, expr: Expr): Expr | undefined {
  if (expr.kind !== 'name' || !expr.name.startsWith('@')) return undefined;
  const [value, ...others] = file.classes.flatMap(({ members }) =>
    members.flatMap(member =>
      member.kind === 'field' && member.name === expr.name && member.value ? [member.value] : [],
    ),
  );
  return others.length === 0 ? value : undefined;
}
