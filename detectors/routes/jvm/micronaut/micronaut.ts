import { defineDetector } from '../../../../src/detector.ts';
import { JVM_FILES } from '../annotations.ts';
import { markFacts } from './marks.ts';

export const micronaut = defineDetector({
  id: 'micronaut',
  title: 'Micronaut',
  kind: 'framework',
  docs: 'https://docs.micronaut.io/latest/guide/#routing',
  reads: 'jvm',
  files: JVM_FILES,
  words: ['io.micronaut', 'annotation.security'],
  emits: ['mark'],
  limits: [
    'Routes that a `RouteBuilder` registers are not listed, and neither are endpoints of management.',
    'Expressions in `@Secured` are reported as unknown.',
  ],
  version: 1,
  detect: markFacts,
});
