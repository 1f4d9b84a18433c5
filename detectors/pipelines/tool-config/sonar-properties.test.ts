import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { sonarProperties } from './sonar-properties.ts';

test.each([
  [
    'sonar.projectKey=a\nsonar.qualitygate.wait = true\n',
    [
      '2:1 tool-config | tool sonar; blocking yes; why `sonar.qualitygate.wait` is true; targets []; hasCredentials false; isApiAware false',
    ],
  ],
  ['sonar.qualitygate.wait=false\n', []],
  ['# sonar.qualitygate.wait=true\n', []],
])('the analysis waits for the quality gate only where it is told to: %j', (text, expected) =>
  checkFacts(sonarProperties, 'sonar-project.properties', text, expected),
);
