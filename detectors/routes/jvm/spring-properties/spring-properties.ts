import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { propertyFacts } from '../settings.ts';

export const springProperties = defineDetector({
  id: 'spring-properties',
  title: 'Spring Boot settings (properties)',
  kind: 'framework',
  docs: 'https://docs.spring.io/spring-boot/reference/features/external-config.html',
  reads: 'text',
  files: ['**/{application,application-default}.properties'],
  emits: ['configured'],
  limits: ['Settings of a profile, of the environment and of a configuration server are not read.'],
  version: 1,
  detect: (file): readonly FactBody[] => propertyFacts(file, 'spring'),
});
