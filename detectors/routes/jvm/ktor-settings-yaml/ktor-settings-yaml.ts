import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { basePath } from '../ktor/base-path.ts';

export const ktorSettingsYaml = defineDetector({
  id: 'ktor-settings-yaml',
  title: 'Ktor settings (YAML)',
  kind: 'framework',
  docs: 'https://ktor.io/docs/server-configuration-file.html',
  reads: 'data',
  files: ['**/application.{yaml,yml}'],
  words: ['rootPath'],
  emits: ['base-path'],
  limits: ['Settings of the environment are not read.'],
  version: 1,
  detect: (file): readonly FactBody[] =>
    file.documents.flatMap(({ value, locate }) => {
      const found = PATH.reduce<unknown>((of, key) => memberOf(of, key), value);
      // `$ROOT_PATH:/api` is the environment's word, with what holds without one.
      const text = typeof found === 'string' ? (/^\$\??\w+:(.*)$/.exec(found)?.[1] ?? found) : '';
      return text === '' || text.startsWith('$') ? [] : [basePath(text, locate(PATH))];
    }),
});

const PATH = ['ktor', 'deployment', 'rootPath'];

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
