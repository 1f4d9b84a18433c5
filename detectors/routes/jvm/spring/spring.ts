import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { JVM_FILES } from '../annotations.ts';
import { applicationFacts } from './application.ts';
import { functionalFacts } from './functional.ts';
import { interceptorFacts } from './interceptors.ts';
import { graphqlFacts, mappingFacts } from './mappings.ts';
import { pathPrefixFacts } from './path-match.ts';

export const spring = defineDetector({
  id: 'spring',
  title: 'Spring MVC and WebFlux',
  kind: 'framework',
  docs: 'https://docs.spring.io/spring-framework/reference/web/webmvc/mvc-controller/ann-requestmapping.html',
  reads: 'jvm',
  files: JVM_FILES,
  words: ['org.springframework.'],
  emits: ['mark', 'application', 'access-list', 'router', 'route', 'mount', 'guard', 'alias', 'class-prefix'],
  limits: [
    'Interfaces that a build generates from an API description are not in the tree: controllers that implement them are named as unresolved.',
    'Routes of Spring Data REST, Actuator, view controllers and WebSockets are not listed; `@MessageMapping` is no HTTP.',
    'Placeholders are resolved by the default settings files alone; prefixes that code computes are unresolved.',
    'Functional routes whose predicate is computed, or joined by `or`, are not understood.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...applicationFacts(file),
    ...mappingFacts(file),
    ...functionalFacts(file),
    ...interceptorFacts(file),
    ...graphqlFacts(file),
    ...file.calls.flatMap(pathPrefixFacts),
  ],
});
