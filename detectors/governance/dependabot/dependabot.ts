import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { listOf, numberOf, recordOf, textOf, textsOf } from '../data-values.ts';

export const dependabot = defineDetector({
  id: 'dependabot',
  title: 'Dependabot version updates',
  kind: 'governance',
  docs: 'https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference',
  reads: 'data',
  files: ['.github/dependabot.{yml,yaml}'],
  words: ['updates'],
  emits: ['artefact'],
  limits: ['Whether its pull requests are merged is known to the hosting platform alone.'],
  version: 1,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap((document): FactBody[] => {
      const root = recordOf(document.value);
      const updates = listOf(root['updates']).map(recordOf);
      const known = updates.filter(update => ecosystemsOf(update).length > 0);
      if (textOf(root['version']) !== '2' || known.length === 0) return [];
      // A limit of 0 leaves security updates alone, which the file then does not ask for by itself.
      const open = known.filter(update => numberOf(update['open-pull-requests-limit']) !== 0);
      const counted = open.length > 0 ? open : known;
      return [
        {
          kind: 'artefact',
          artefact: 'dependency-updates',
          at: document.locate(['updates']),
          tool: 'dependabot',
          ecosystems: [...new Set(counted.flatMap(ecosystemsOf))].toSorted(),
          isEnabled: open.length > 0,
          ...(open.length > 0
            ? {}
            : {
                rejected: [
                  { rule: 'updates-off', why: 'open-pull-requests-limit is 0 everywhere: version updates are off' },
                ],
              }),
        },
      ];
    }),
});

function ecosystemsOf(update: { readonly [key: string]: unknown }): readonly string[] {
  return textsOf(update['package-ecosystem'] ?? update['multi-ecosystem-group']);
}
