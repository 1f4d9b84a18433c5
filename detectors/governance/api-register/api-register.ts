import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { columnOf, commaRows, tablesOf } from '../markdown.ts';
import type { Table } from '../markdown.ts';

export const apiRegister = defineDetector({
  id: 'api-register',
  title: 'Lists of APIs in Markdown and CSV',
  kind: 'governance',
  docs: 'https://owasp.org/API-Security/editions/2023/en/0xa9-improper-inventory-management/',
  reads: 'text',
  files: [
    '**/{apis,api-list,api-inventory,api-register,api-catalog,api-catalogue,api_inventory,api_register,services-register}.{md,csv}',
    '**/{api-inventory,api-register,api-catalog}/*.{md,csv}',
  ],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: [
    'Spreadsheets in binary formats are not read. A list is taken for hand-kept unless its first lines say that it is generated.',
  ],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const rows = file.path.endsWith('.csv') ? commaRows(file) : undefined;
    const tables = (rows ? [rows] : tablesOf(file)).filter(isRegister);
    const [first] = tables;
    const entries = tables.reduce(
      (sum, table) => sum + table.rows.filter(({ cells }) => cells.some(cell => cell !== '')).length,
      0,
    );
    if (!first || entries === 0) return [];
    const head = file.lines.slice(0, 10).join('\n');
    const maintained = /\b(?:auto-?generated|generated (?:by|from|automatically)|do not edit)\b/i.test(head)
      ? 'generated'
      : 'manual';
    return [{ kind: 'artefact', artefact: 'api-register', at: first.at, maintained, entries }];
  },
});

/** A row of a register names an API and says who owns it, where it is or in which state. A table of endpoints does not. */
function isRegister(table: Table): boolean {
  const named = columnOf(table, /^(?:api|api name|name|service|service name|system)$/i) >= 0;
  return (
    named &&
    columnOf(
      table,
      /owner|team|contact|lifecycle|status|exposure|base ?(?:url|path)|environment|version|classification|tier/i,
    ) >= 0
  );
}
