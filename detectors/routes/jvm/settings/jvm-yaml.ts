import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { dropwizardFacts } from './dropwizard.ts';
import { micronautFacts } from './micronaut.ts';
import { quarkusFacts } from './quarkus.ts';
import { settingsOfData } from './settings.ts';

export const jvmYaml = defineDetector({
  id: 'jvm-yaml',
  title: 'YAML settings of Quarkus, Micronaut and Dropwizard',
  kind: 'framework',
  docs: 'https://www.dropwizard.io/en/stable/manual/configuration.html',
  reads: 'data',
  files: ['**/*.{yml,yaml}'],
  words: ['quarkus', 'micronaut', 'mp.jwt', 'rootPath', 'applicationContextPath', 'adminContextPath'],
  emits: ['base-path', 'access-list', 'access-rule', 'access-annotations'],
  limits: [
    'Settings of profiles other than `prod`, and of the environment, are not applied.',
    'Where several files of a component give a Dropwizard server different paths, operations are listed below each.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => {
    const settings = settingsOfData(file);
    const isApplication = /(?:^|\/)(?:application|microprofile-config|bootstrap)\.ya?ml$/.test(file.path);
    return isApplication
      ? [...quarkusFacts(settings, file.path), ...micronautFacts(settings, file.path)]
      : dropwizardFacts(settings);
  },
});
