import { defineDetector } from '../../../../src/detector.ts';
import { SETTINGS_DOCS, SETTINGS_LIMITS, settingFacts } from '../settings/facts.ts';
import { YAML_FILES, yamlSettings } from '../settings/settings.ts';

export const jvmYamlSettings = defineDetector({
  id: 'jvm-yaml-settings',
  title: 'Settings of Spring Boot and Quarkus (YAML)',
  kind: 'practice',
  docs: SETTINGS_DOCS,
  reads: 'data',
  files: YAML_FILES,
  emits: ['practice', 'switch'],
  limits: SETTINGS_LIMITS,
  version: 1,
  detect: file => yamlSettings(file).flatMap(settingFacts),
});
