import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { isRecord, listOf, textOf } from '../data-values.ts';
import { bringsOf } from '../scaffold.ts';

export const newApiTemplate = defineDetector({
  id: 'new-api-template',
  title: 'Scaffolds and intake forms for new APIs',
  kind: 'governance',
  docs: 'https://copier.readthedocs.io/en/stable/configuring/',
  reads: 'data',
  files: [
    '.github/ISSUE_TEMPLATE/*.{yml,yaml}',
    'copier.{yml,yaml}',
    'cookiecutter.json',
    '**/templates/*/{copier.yml,copier.yaml,cookiecutter.json}',
  ],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: [
    'What the skeleton itself holds is told by its questions alone. Whether it is used is known from the repositories that were made with it.',
  ],
  version: 1,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap((document): FactBody[] => {
      if (!isRecord(document.value)) return [];
      const root = document.value;
      if (file.path.startsWith('.github/')) {
        const name = textOf(root['name']) ?? '';
        if (
          !Array.isArray(root['body']) ||
          !/\bAPI\b/i.test(name) ||
          !/\b(?:new|register|request|intake|onboard\w*|propos\w*|introduc\w*)\b/i.test(name)
        )
          return [];
        return [
          {
            kind: 'artefact',
            artefact: 'new-api-template',
            at: document.locate(['name']),
            tool: 'issue-form',
            title: name,
            brings: bringsOf(JSON.stringify(listOf(root['body']))),
          },
        ];
      }
      const keys = Object.keys(root);
      // A scaffold of something else than a service with an API asks nothing about one.
      if (!/\b(?:api|service|endpoint)s?\b/i.test(file.text.replace(/[_-]/g, ' '))) return [];
      const tool = file.path.endsWith('cookiecutter.json') ? 'cookiecutter' : 'copier';
      const [first] = keys;
      return first === undefined
        ? []
        : [
            {
              kind: 'artefact',
              artefact: 'new-api-template',
              at: document.locate([first]),
              tool,
              title: file.path,
              brings: bringsOf(file.text.replace(/_/g, ' ')),
            },
          ];
    }),
});
