import type { FactBody } from '../../../src/core/fact.ts';
import type { ArtefactFact } from '../../../src/core/facts/artefact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { commaRows, tablesOf, titleOf } from '../markdown.ts';
import type { Table } from '../markdown.ts';
import { searchableText } from '../searchable-text.ts';

type Format = Extract<ArtefactFact, { artefact: 'authorization-model' }>['format'];

export const authorizationModel = defineDetector({
  id: 'authorization-model',
  title: 'Authorization matrices and policy models',
  kind: 'governance',
  docs: 'https://cheatsheetseries.owasp.org/cheatsheets/Authorization_Testing_Automation_Cheat_Sheet.html',
  reads: 'text',
  files: [
    '**/*{authz,authorization,permission,rbac,access,role}*.{md,csv}',
    '**/*.cedar',
    '**/*.fga',
    '**/*{rbac,abac,casbin,model}*.conf',
    '**/*.rego',
  ],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: [
    'Whether the engine asks these policies at run time is seen in code, not here. Rego counts as far as its package or rules are about authorization.',
  ],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const policy = policyOf(file);
    if (policy) {
      return [
        {
          kind: 'artefact',
          artefact: 'authorization-model',
          at: file.locate(policy.start, policy.end),
          format: policy.format,
          title: file.path,
          names: searchableText(file.text),
        },
      ];
    }
    const rows = file.path.endsWith('.csv') ? commaRows(file) : undefined;
    const matrix = (rows ? [rows] : file.path.endsWith('.md') ? tablesOf(file) : []).find(isMatrix);
    return matrix
      ? [
          {
            kind: 'artefact',
            artefact: 'authorization-model',
            at: matrix.at,
            format: 'table',
            title: titleOf(file).title,
            names: searchableText(file.text),
          },
        ]
      : [];
  },
});

const POLICIES: readonly (readonly [RegExp, Format, RegExp])[] = [
  [/\.cedar$/, 'cedar', /\b(?:permit|forbid)(?=\s*\()/],
  [/\.fga$/, 'openfga', /^[ \t]*(?:model\b|type [\w-]+)/m],
  [/\.conf$/, 'casbin', /^\[(?:request_definition|policy_effect)\]/m],
  [/(?<!_test)\.rego$/, 'rego', /^package [\w.]{0,80}?(?:authz|authori[sz]ation|rbac|access)[\w.]{0,80}/m],
];

function policyOf({
  path,
  text,
}: TextFile): { readonly format: Format; readonly start: number; readonly end: number } | undefined {
  const known = POLICIES.find(([name]) => name.test(path));
  const match = known?.[2].exec(text);
  return known && match ? { format: known[1], start: match.index, end: match.index + match[0].length } : undefined;
}

/** A matrix has operations in its rows and roles in its columns, or a column for each. */
function isMatrix(table: Table): boolean {
  const operations = table.rows.filter(({ cells }) =>
    cells.some(cell =>
      /^`?(?:(?:GET|POST|PUT|PATCH|DELETE|ANY)\b.{0,200})?\/[\w{}:/.*-]+`?$|^`?(?:GET|POST|PUT|PATCH|DELETE)`?$/.test(
        cell,
      ),
    ),
  ).length;
  const marks = table.rows.filter(({ cells }) =>
    cells.slice(1).some(cell => /^(?:x|✓|✔|✅|❌|yes|no|allow(?:ed)?|deny|denied|own|all|-)$/i.test(cell)),
  ).length;
  const roles = table.header.some(cell =>
    /\broles?\b|\bpermissions?\b|\bscopes?\b|\badmin\b|\buser\b|\banonymous\b|\bguest\b/i.test(cell),
  );
  return (
    operations >= 2 &&
    roles &&
    (marks >= 2 || table.header.some(cell => /\broles?\b|\bpermissions?\b|\bscopes?\b/i.test(cell)))
  );
}
