import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { JVM_FILES } from '../../../routes/jvm/annotations.ts';
import { chainFacts } from './chains.ts';
import { methodFacts } from './methods.ts';
import { ruleFacts } from './rules.ts';

export const springSecurity = defineDetector({
  id: 'spring-security',
  title: 'Spring Security',
  kind: 'guard',
  docs: 'https://docs.spring.io/spring-security/reference/servlet/authorization/authorize-http-requests.html',
  reads: 'jvm',
  files: JVM_FILES,
  words: ['org.springframework.security', 'annotation.security.'],
  emits: ['access-list', 'access-rule', 'mark', 'guard-kind', 'enables'],
  limits: [
    'What an authentication filter or provider checks is not judged: a rule that asks for an authenticated caller counts.',
    'Rules about addresses, and those that code of the application decides (`access(manager)`, `@bean.check()`), are unknown.',
    'Chains that a library outside the tree brings along are not seen.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...(file.text.includes('org.springframework.security') ? [...chainFacts(file), ...ruleFacts(file)] : []),
    ...methodFacts(file),
  ],
});
