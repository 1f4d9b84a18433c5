import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { recordOf, textOf } from '../data-values.ts';

export const packageDependencies = defineDetector({
  id: 'package-dependencies',
  title: 'Dependencies of npm and Composer packages',
  kind: 'architecture',
  docs: 'https://docs.npmjs.com/cli/configuring-npm/package-json',
  reads: 'data',
  files: ['**/package.json', '**/composer.json'],
  words: ['ependencies', 'require'],
  emits: ['artefact'],
  limits: ['A dependency that is listed is not yet one that is used.'],
  version: 2,
  detect: (file: DataFile): readonly FactBody[] => {
    const { ecosystem, groups } = file.path.endsWith('composer.json') ? COMPOSER : NPM;
    return file.documents.flatMap(document => {
      const root = recordOf(document.value);
      return groups.flatMap(group =>
        Object.entries(recordOf(root[group])).flatMap(([name, value]): FactBody[] => {
          const version = textOf(value);
          if (version === undefined) return [];
          return [
            {
              kind: 'artefact',
              artefact: 'dependency',
              at: document.locate([group, name]),
              ecosystem,
              name,
              version,
              isDevelopment: group === 'devDependencies' || group === 'require-dev',
            },
          ];
        }),
      );
    });
  },
});

const NPM = { ecosystem: 'npm', groups: ['dependencies', 'optionalDependencies', 'devDependencies'] };
const COMPOSER = { ecosystem: 'packagist', groups: ['require', 'require-dev'] };
