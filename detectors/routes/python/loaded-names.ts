/** Which exports of packages a file takes, for tables of what frameworks export. */
import type { Location } from '../../../src/core/location.ts';
import type { Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

/** An export of a package that a file may take. */
export type Export = { readonly module: string; readonly name: string };

/**
 * The rows whose export a file imports, by itself or with the module that holds it, or names in a text as settings do
 * (`'rest_framework.permissions.IsAuthenticated'`); each with the place where it does.
 */
export function loadedRows<Row extends Export>(
  file: ProgramFile,
  rows: readonly Row[],
): readonly { readonly row: Row; readonly at: Location }[] {
  const imported = file.module.imports.map(binding => ({
    name: binding.imported === '*' ? binding.module : `${binding.module}.${binding.imported}`,
    at: binding.at,
  }));
  return rows.flatMap(row => {
    const full = `${row.module}.${row.name}`;
    const binding = imported.find(({ name }) => name === full || full.startsWith(`${name}.`));
    const at = binding?.at ?? (file.text.includes(full) ? firstPlace(file) : undefined);
    return at ? [{ row, at }] : [];
  });
}

/** Where a file begins, for what stands in its texts. */
function firstPlace(file: ProgramFile): Location | undefined {
  return file.module.body[0]?.at;
}

/** A value of a package that stands nowhere in the program. */
export function exportAt(at: Location, module: string): Expr {
  return { kind: 'load', at, module: { kind: 'text', at, value: module } };
}
