import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { packageDependencies } from './package-dependencies.ts';

test('dependencies are listed, those for development marked', () =>
  checkFacts(
    packageDependencies,
    'package.json',
    '{\n "dependencies": { "express": "^5.0.0", "bad": 1.5 },\n "devDependencies": { "vitest": "5" },\n "peerDependencies": { "x": "1" }\n}',
    [
      '2:31 artefact | artefact dependency; ecosystem npm; name express; version ^5.0.0; isDevelopment false',
      '2:48 artefact | artefact dependency; ecosystem npm; name bad; version 1.5; isDevelopment false',
      '3:33 artefact | artefact dependency; ecosystem npm; name vitest; version 5; isDevelopment true',
    ],
  ));
