import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { basePath } from '../ktor/base-path.ts';
import { hoconText } from './hocon.ts';

export const ktorSettings = defineDetector({
  id: 'ktor-settings',
  title: 'Ktor settings (HOCON)',
  kind: 'framework',
  docs: 'https://ktor.io/docs/server-configuration-file.html',
  reads: 'text',
  files: ['**/application.conf'],
  words: ['rootPath'],
  emits: ['base-path'],
  limits: ['Included files, substitutions and settings of the environment are not read.'],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const found = hoconText(file.text, 'ktor.deployment.rootPath');
    return found ? [basePath(found.value, file.locate(found.start, found.end))] : [];
  },
});
