import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { bodyLines, columnOf, commaRows, tablesOf, titleOf } from '../markdown.ts';
import { rejectedPlaceholder } from '../placeholder.ts';
import { searchableText } from '../searchable-text.ts';

export const complianceMapping = defineDetector({
  id: 'compliance-mapping',
  title: 'Maps of requirements and regimes to systems',
  kind: 'governance',
  docs: 'https://pages.nist.gov/OSCAL/',
  reads: 'text',
  files: [
    '**/compliance/**/*.{md,csv,yaml,yml,json}',
    '**/*{compliance,control-matrix,controls-matrix,control-mapping}*.{md,csv,yaml,yml}',
    '**/component-definition*.{yaml,yml,json}',
  ],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: [
    'A badge, a logo or a vendor report is not a mapping: at least two requirements must be mapped to something.',
  ],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const text = bodyLines(file)
      .map(line => line.text)
      .join('\n');
    const regimes = REGIMES.filter(([, words]) => words.test(text)).map(([name]) => name);
    const entries = entriesOf(file, text);
    if (entries < 2 || (regimes.length === 0 && !isOscal(text))) return [];
    const { title, at } = titleOf(file);
    return [
      {
        kind: 'artefact',
        artefact: 'compliance-mapping',
        at,
        title,
        regimes,
        entries,
        names: searchableText(text),
        ...(file.path.endsWith('.md') ? rejectedPlaceholder(text) : {}),
      },
    ];
  },
});

const REGIMES: readonly (readonly [string, RegExp])[] = [
  ['gdpr', /\bGDPR\b/i],
  ['hipaa', /\bHIPAA\b/i],
  ['pci-dss', /\bPCI(?:[- ]?DSS)?\b/i],
  ['soc-2', /\bSOC[- ]?2\b/i],
  ['iso-27001', /\bISO(?:\/IEC)?[- ]?27001\b/i],
  ['nist-800-53', /\b800-53\b/],
  ['nis2', /\bNIS[- ]?2\b/i],
  ['dora', /\bDORA\b/],
  ['psd2', /\bPSD[- ]?2\b/i],
  ['asvs', /\bASVS\b/],
  ['ccpa', /\bCCPA\b/i],
  ['fedramp', /\bFedRAMP\b/i],
];

function isOscal(text: string): boolean {
  return /["']?component-definition["']?\s*:/.test(text) && /implemented-requirements/.test(text);
}

function entriesOf(file: TextFile, text: string): number {
  if (isOscal(text)) return [...text.matchAll(/["']?control-id["']?\s*:/g)].length;
  if (/\.(?:ya?ml|json)$/.test(file.path))
    return [
      ...text.matchAll(
        /^[ \t]*(?:-[ \t]*)?["']?(?:control|requirement|control[_-]id|requirement[_-]id|regime)["']?\s*:\s*\S/gm,
      ),
    ].length;
  const rows = file.path.endsWith('.csv') ? commaRows(file) : undefined;
  const tables = (rows ? [rows] : tablesOf(file)).filter(
    table =>
      columnOf(table, /control|requirement|regime|regulation|standard|article|clause|criteria/i) >= 0 &&
      table.header.length > 1,
  );
  return tables.reduce((sum, table) => sum + table.rows.length, 0);
}
