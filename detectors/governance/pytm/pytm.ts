import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { searchableText } from '../searchable-text.ts';
import { linksIn } from '../threat-links.ts';

export const pytm = defineDetector({
  id: 'pytm',
  title: 'pytm',
  kind: 'governance',
  docs: 'https://github.com/OWASP/pytm',
  reads: 'text',
  files: ['**/*.py'],
  roles: ['product', 'documentation', 'example', 'test'],
  words: ['pytm'],
  emits: ['artefact'],
  limits: [
    'The program is not run, so the threats that it would find are not counted. Only models that import pytm by name, make a TM and process it are seen.',
  ],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const code = file.text.replace(/#[^\n]*/g, '');
    const imported = /^[ \t]*(?:from\s+pytm(?:\.[\w.]+)?\s+import\b|import\s+pytm\b)/m.test(code);
    const model = /^([A-Za-z_]\w*)\s*=\s*(?:pytm\.)?TM\(\s*["']([^"'\n]{1,200})["']/m.exec(file.text);
    if (
      !imported ||
      !model?.[1] ||
      model[2] === undefined ||
      !new RegExp(`^[ \\t]*${model[1]}\\.process\\(`, 'm').test(code)
    )
      return [];
    const start = model.index + model[0].lastIndexOf(model[2]);
    return [
      {
        kind: 'artefact',
        artefact: 'threat-model',
        at: file.locate(start, start + model[2].length),
        format: 'pytm',
        title: model[2],
        threats: 0,
        mitigated: 0,
        links: linksIn(file.text),
        names: searchableText(file.text),
        isPlaceholder: !/\b(?:Dataflow|Process|Server|Lambda|Datastore|ExternalEntity|Actor)\(/.test(code),
      },
    ];
  },
});
