import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { isRecord, recordOf, textOf } from '../../governance/data-values.ts';

export const serverless = defineDetector({
  id: 'serverless',
  title: 'Functions of the Serverless Framework and of SAM',
  kind: 'architecture',
  docs: 'https://www.serverless.com/framework/docs/providers/aws/guide/functions',
  reads: 'data',
  files: ['**/serverless.{yaml,yml,json}', '**/*.{yaml,yml,json}'],
  words: ['functions:', '"functions"', 'AWS::Serverless::Function', 'AWS::Lambda::Function'],
  emits: ['artefact'],
  limits: ['Functions in imported files (`${file(…)}`) are not read.'],
  version: 1,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap(document => {
      const root = recordOf(document.value);
      const isFramework = /(^|\/)serverless\.(ya?ml|json)$/.test(file.path) && isRecord(root['provider']);
      const functions = isFramework
        ? Object.keys(recordOf(root['functions'])).map(name => ({ name, keys: ['functions', name] }))
        : [];
      const resources = Object.entries(recordOf(root['Resources']))
        .filter(([, value]) => /^AWS::(Serverless|Lambda)::Function$/.test(textOf(recordOf(value)['Type']) ?? ''))
        .map(([name]) => ({ name, keys: ['Resources', name, 'Type'] }));
      return [...functions, ...resources].map(({ name, keys }): FactBody => ({
        kind: 'artefact',
        artefact: 'service-exposure',
        at: document.locate(keys),
        what: 'serverless',
        name,
      }));
    }),
});
