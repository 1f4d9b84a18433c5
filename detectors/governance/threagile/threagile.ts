import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { listOf, recordOf, textOf } from '../data-values.ts';
import { dateIn } from '../markdown.ts';
import { isPlaceholderDocument, isUneditedTemplate } from '../placeholder.ts';
import { searchableText } from '../searchable-text.ts';

export const threagile = defineDetector({
  id: 'threagile',
  title: 'Threagile models',
  kind: 'governance',
  docs: 'https://threagile.io/',
  reads: 'data',
  files: ['**/*.{yaml,yml}'],
  roles: ['product', 'documentation', 'example', 'test'],
  words: ['threagile_version'],
  emits: ['artefact'],
  limits: ['Risks that Threagile would generate are not computed; those that are tracked in the file are counted.'],
  version: 2,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap((document): FactBody[] => {
      const root = recordOf(document.value);
      if (textOf(root['threagile_version']) === undefined) return [];
      const risks = Object.values(recordOf(root['risk_tracking'])).map(recordOf);
      const assets = Object.keys(recordOf(root['technical_assets']));
      const date = dateIn(textOf(root['date']) ?? '');
      return [
        {
          kind: 'artefact',
          artefact: 'threat-model',
          at: document.locate(root['title'] === undefined ? ['threagile_version'] : ['title']),
          format: 'threagile',
          title: textOf(root['title']) ?? '',
          ...(date === undefined ? {} : { date }),
          threats: risks.length,
          mitigated: risks.filter(({ status }) => /^(?:mitigated|false-positive)$/.test(textOf(status) ?? '')).length,
          links: [
            ...new Set(risks.map(({ ticket }) => textOf(ticket)).filter(ticket => ticket !== undefined)),
          ].toSorted(),
          names: searchableText(file.text),
          isPlaceholder:
            assets.length === 0 ||
            isUneditedTemplate(textOf(root['title']) ?? '') ||
            (isPlaceholderDocument(file.text) && listOf(risks).length === 0),
        },
      ];
    }),
});
