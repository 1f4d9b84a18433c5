import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { JVM_FILES } from '../annotations.ts';
import { embeddedFacts } from './embedded.ts';
import { markFacts } from './marks.ts';
import { registrationFacts } from './registration.ts';

export const jaxRs = defineDetector({
  id: 'jax-rs',
  title: 'Jakarta REST (JAX-RS)',
  kind: 'framework',
  docs: 'https://jakarta.ee/specifications/restful-ws/4.0/jakarta-restful-ws-spec-4.0',
  reads: 'jvm',
  files: JVM_FILES,
  words: [
    'ws.rs',
    'annotation.security',
    'LoginConfig',
    'io.quarkus.security',
    'io.dropwizard',
    'org.glassfish.jersey',
    'org.jboss.resteasy',
  ],
  emits: ['mark', 'filter-base', 'filter-use', 'access-annotations', 'guard-kind', 'base-path'],
  limits: [
    'Resources that are registered at run time without a class of their own (`Resource.builder()`) are not listed.',
    'Every class with `@Path` counts as served, also where an application lists its classes one by one.',
    'Interfaces that a build makes from an API description are not in the tree: neither are the paths of what implements them.',
    'A sub-resource locator that chooses its class at run time is reported as unresolved.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [...markFacts(file), ...registrationFacts(file), ...embeddedFacts(file)],
});
