import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import type { Data } from '../data-values.ts';
import { isRecord, listOf, recordOf, textOf } from '../data-values.ts';
import { isUneditedTemplate } from '../placeholder.ts';
import { searchableText } from '../searchable-text.ts';
import { linksIn } from '../threat-links.ts';

export const threatDragon = defineDetector({
  id: 'threat-dragon',
  title: 'OWASP Threat Dragon models, versions 1 and 2',
  kind: 'governance',
  docs: 'https://www.threatdragon.com/docs/',
  reads: 'data',
  files: ['**/*.json'],
  roles: ['product', 'documentation', 'example', 'test'],
  words: ['diagramJson', 'diagrams'],
  emits: ['artefact'],
  limits: ['The format has no date of its own; the last change of the file stands for it.'],
  version: 2,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap((document): FactBody[] => {
      const root = recordOf(document.value);
      const summary = recordOf(root['summary']);
      const detail = recordOf(root['detail']);
      if (!isRecord(root['summary']) || !Array.isArray(detail['diagrams'])) return [];
      const cells = listOf(detail['diagrams']).map(recordOf).flatMap(cellsOf);
      const threats = cells.flatMap(({ threats: own }) => own);
      const texts = cells.map(({ text }) => text).filter(text => text !== '');
      const said = threats
        .flatMap(threat => [textOf(threat['title']), textOf(threat['description']), textOf(threat['mitigation'])])
        .filter(text => text !== undefined);
      return [
        {
          kind: 'artefact',
          artefact: 'threat-model',
          at: document.locate(['summary', 'title']),
          format: 'threat-dragon',
          title: textOf(summary['title']) ?? '',
          threats: threats.length,
          mitigated: threats.filter(({ status }) => /^(?:mitigated|notapplicable|n\/a)$/i.test(textOf(status) ?? ''))
            .length,
          links: linksIn(said.join('\n')),
          names: searchableText(
            [textOf(summary['title']), textOf(summary['description']), ...texts, ...said]
              .filter(text => text !== undefined)
              .join('\n'),
          ),
          isPlaceholder: cells.length === 0 || isUneditedTemplate(textOf(summary['title']) ?? ''),
        },
      ];
    }),
});

type Cell = { readonly text: string; readonly threats: readonly Data[] };

/** Version 1 keeps cells in `diagramJson`, with names in `attrs.text.text`; version 2 in `cells`, with everything in `data`. */
function cellsOf(diagram: Data): readonly Cell[] {
  const old = listOf(recordOf(diagram['diagramJson'])['cells'])
    .map(recordOf)
    .map(cell => ({
      text: [
        textOf(recordOf(recordOf(cell['attrs'])['text'])['text']),
        ...listOf(cell['labels']).map(label => textOf(recordOf(recordOf(recordOf(label)['attrs'])['text'])['text'])),
        textOf(cell['description']),
      ]
        .filter(text => text !== undefined)
        .join(' '),
      threats: listOf(cell['threats']).map(recordOf),
    }));
  const current = listOf(diagram['cells'])
    .map(cell => recordOf(recordOf(cell)['data']))
    .map(data => ({
      text: [textOf(data['name']), textOf(data['description'])].filter(text => text !== undefined).join(' '),
      threats: listOf(data['threats']).map(recordOf),
    }));
  return [...old, ...current];
}
