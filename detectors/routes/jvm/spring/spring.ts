import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { JVM_FILES } from '../annotations.ts';
import { applicationFacts } from './application.ts';
import { functionalFacts } from './functional.ts';
import { interceptorFacts } from './interceptors.ts';
import { mappingFacts } from './mappings.ts';

export const spring = defineDetector({
  id: 'spring',
  title: 'Spring MVC and WebFlux',
  kind: 'framework',
  docs: 'https://docs.spring.io/spring-framework/reference/web/webmvc/mvc-controller/ann-requestmapping.html',
  reads: 'jvm',
  files: JVM_FILES,
  words: ['org.springframework.'],
  emits: ['mark', 'application', 'access-list', 'router', 'route', 'mount', 'guard', 'alias'],
  limits: [],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...applicationFacts(file),
    ...mappingFacts(file),
    ...functionalFacts(file),
    ...interceptorFacts(file),
  ],
});
