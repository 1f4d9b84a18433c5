import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { renovate, renovateJson5 } from './renovate.ts';

test('a configuration in one of the places that Renovate reads', async () => {
  await checkFacts(renovate, 'renovate.json', '{ "extends": ["config:recommended"] }\n', [
    '1:3 artefact | artefact dependency-updates; tool renovate; ecosystems []; isEnabled true',
  ]);
  await checkFacts(renovate, 'package.json', '{ "name": "x",\n "renovate": { "enabledManagers": ["npm"] } }\n', [
    '2:2 artefact | artefact dependency-updates; tool renovate; ecosystems ["npm"]; isEnabled true',
  ]);
  await checkFacts(renovate, 'client/renovate.json', '{ "extends": ["config:recommended"] }\n', []);
  await checkFacts(renovate, 'package.json', '{ "name": "x", "devDependencies": { "renovate": "1" } }\n', []);
});

test('enabled: false switches it off', () =>
  checkFacts(renovate, '.renovaterc', '{ "enabled": false }\n', [
    '1:14 artefact | artefact dependency-updates; tool renovate; ecosystems []; isEnabled false; rejected [{"rule":"updates-off","why":"enabled is false: Renovate does nothing here"}]',
  ]));

test('JSON5: the switch counts at the top level alone, not in comments, strings and rules', async () => {
  await checkFacts(
    renovateJson5,
    'renovate.json5',
    "{ // enabled: false\n  extends: ['config:base'], note: 'x, enabled: false',\n  packageRules: [{ enabled: false }],\n}\n",
    ['1:1 artefact | artefact dependency-updates; tool renovate; ecosystems []; isEnabled true'],
  );
  await checkFacts(renovateJson5, '.github/renovate.json5', "{\n  extends: [],\n  'enabled': false,\n}\n", [
    '3:3 artefact | artefact dependency-updates; tool renovate; ecosystems []; isEnabled false; rejected [{"rule":"updates-off","why":"enabled is false: Renovate does nothing here"}]',
  ]);
});
