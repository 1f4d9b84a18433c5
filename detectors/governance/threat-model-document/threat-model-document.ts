import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { bodyLines, columnOf, documentDate, tablesOf, titleOf } from '../markdown.ts';
import { isPlaceholderDocument } from '../placeholder.ts';
import { searchableText } from '../searchable-text.ts';
import { linksIn } from '../threat-links.ts';

export const threatModelDocument = defineDetector({
  id: 'threat-model-document',
  title: 'Threat models in Markdown',
  kind: 'governance',
  docs: 'https://cheatsheetseries.owasp.org/cheatsheets/Threat_Modeling_Cheat_Sheet.html',
  reads: 'text',
  files: [
    '**/*threat*model*.md',
    '**/*threat*.md',
    '**/{threat-model,threat-models,threatmodel,threat_model,threats}/**/*.md',
    '**/*{stride,STRIDE,linddun,LINDDUN}*.md',
  ],
  roles: ['product', 'documentation', 'example', 'test'],
  emits: ['artefact'],
  limits: [
    'A document counts when it names three kinds of threat of STRIDE or LINDDUN, or holds a table of threats; prose about a threat model does not.',
  ],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const text = bodyLines(file)
      .map(line => line.text)
      .join('\n');
    const tables = tablesOf(file).filter(
      table =>
        columnOf(table, /\bthreats?\b|\battacks?\b/i) >= 0 &&
        columnOf(table, /mitigat|control|countermeasure|treatment|response|status/i) >= 0,
    );
    const kinds = KINDS.filter(kind => kind.test(text)).length;
    if (tables.length === 0 && kinds < 3) return [];
    const rows = tables.flatMap(table =>
      table.rows.map(({ cells }) =>
        isMitigated(
          cells,
          columnOf(table, /status/i),
          columnOf(table, /mitigat|control|countermeasure|treatment|response/i),
        ),
      ),
    );
    const { title, at } = titleOf(file);
    const date = documentDate(file);
    return [
      {
        kind: 'artefact',
        artefact: 'threat-model',
        at,
        format: 'markdown',
        title,
        ...(date === undefined ? {} : { date }),
        threats: rows.length > 0 ? rows.length : kinds,
        mitigated: rows.filter(Boolean).length,
        links: linksIn(text),
        names: searchableText(text),
        isPlaceholder: isPlaceholderDocument(text),
      },
    ];
  },
});

const KINDS: readonly RegExp[] = [
  /\bspoofing\b/i,
  /\btampering\b/i,
  /\brepudiation\b/i,
  /\binformation disclosure\b/i,
  /\bdenial[- ]of[- ]service\b/i,
  /\belevation of privileges?\b/i,
  /\blinkab(?:ility|le)\b|\blinking\b/i,
  /\bidentif(?:iability|ying)\b/i,
  /\bdetectab(?:ility|le)\b/i,
  /\bunawareness\b/i,
  /\bnon-?compliance\b/i,
];

/** A status decides where there is one; without, a mitigation that says something. */
function isMitigated(cells: readonly string[], status: number, mitigation: number): boolean {
  const said = cells[status] ?? '';
  if (status >= 0 && said !== '')
    return (
      /\b(?:mitigated|done|closed|fixed|resolved|implemented|treated)\b/i.test(said) &&
      !/\b(?:not|un|partially)\b/i.test(said)
    );
  return !/^(?:|-+|n\/?a|none|tbd|todo|\?+)$/i.test(cells[mitigation] ?? '');
}
