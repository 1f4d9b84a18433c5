import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { yamlFacts } from '../settings.ts';

export const springSettings = defineDetector({
  id: 'spring-settings',
  title: 'Spring Boot settings (YAML)',
  kind: 'framework',
  docs: 'https://docs.spring.io/spring-boot/reference/features/external-config.html',
  reads: 'data',
  files: ['**/{application,application-default}.{yml,yaml}'],
  emits: ['configured'],
  limits: ['Settings of a profile, of the environment and of a configuration server are not read.'],
  version: 1,
  detect: (file): readonly FactBody[] => yamlFacts(file, 'spring'),
});
