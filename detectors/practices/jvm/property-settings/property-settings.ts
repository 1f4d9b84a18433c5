import { defineDetector } from '../../../../src/detector.ts';
import { SETTINGS_DOCS, SETTINGS_LIMITS, settingFacts } from '../settings/facts.ts';
import { PROPERTIES_FILES, propertySettings } from '../settings/settings.ts';

export const jvmPropertySettings = defineDetector({
  id: 'jvm-property-settings',
  title: 'Settings of Spring Boot and Quarkus (properties)',
  kind: 'practice',
  docs: SETTINGS_DOCS,
  reads: 'text',
  files: PROPERTIES_FILES,
  emits: ['practice', 'switch'],
  limits: SETTINGS_LIMITS,
  version: 1,
  detect: file => propertySettings(file).flatMap(settingFacts),
});
