import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { micronautFacts } from './micronaut.ts';
import { quarkusFacts } from './quarkus.ts';
import { settingsOfProperties } from './settings.ts';

export const jvmProperties = defineDetector({
  id: 'jvm-properties',
  title: 'Properties of Quarkus and Micronaut',
  kind: 'framework',
  docs: 'https://quarkus.io/guides/all-config',
  reads: 'text',
  files: ['**/application.properties', '**/microprofile-config.properties'],
  words: ['quarkus.', 'micronaut.', 'mp.jwt.'],
  emits: ['base-path', 'access-list', 'access-rule', 'access-annotations'],
  limits: ['Settings of profiles other than `prod`, and of the environment, are not applied.'],
  version: 1,
  detect: (file): readonly ProgramFact[] => {
    const settings = settingsOfProperties(file);
    return [...quarkusFacts(settings, file.path), ...micronautFacts(settings, file.path)];
  },
});
