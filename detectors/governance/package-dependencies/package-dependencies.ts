import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { recordOf, textOf } from '../data-values.ts';

export const packageDependencies = defineDetector({
  id: 'package-dependencies',
  title: 'Dependencies of npm packages',
  kind: 'architecture',
  docs: 'https://docs.npmjs.com/cli/configuring-npm/package-json',
  reads: 'data',
  files: ['**/package.json'],
  words: ['ependencies'],
  emits: ['artefact'],
  limits: ['A dependency that is listed is not yet one that is used.'],
  version: 1,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap(document => {
      const root = recordOf(document.value);
      return GROUPS.flatMap(group =>
        Object.entries(recordOf(root[group])).flatMap(([name, value]): FactBody[] => {
          const version = textOf(value);
          if (version === undefined) return [];
          return [
            {
              kind: 'artefact',
              artefact: 'dependency',
              at: document.locate([group, name]),
              ecosystem: 'npm',
              name,
              version,
              isDevelopment: group === 'devDependencies',
            },
          ];
        }),
      );
    }),
});

const GROUPS = ['dependencies', 'optionalDependencies', 'devDependencies'];
