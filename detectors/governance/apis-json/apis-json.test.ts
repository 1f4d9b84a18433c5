import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { apisJson } from './apis-json.ts';

test('each API of the index is an entry', () =>
  checkFacts(
    apisJson,
    'apis.json',
    `{ "name": "Shop", "specificationVersion": "0.16", "apis": [
 { "name": "Orders", "properties": [{ "type": "x-openapi", "url": "openapi.yaml" }], "contact": [{ "FN": "shop team" }] },
 { "name": "Users" } ] }`,
    [
      '2:12 artefact | artefact catalog-entry; entry API; name Orders; owner shop team; definition openapi.yaml; catalogue apis-json',
      '3:12 artefact | artefact catalog-entry; entry API; name Users; catalogue apis-json',
    ],
  ));

test('a list of something without names is no index', () =>
  checkFacts(apisJson, 'apis.yaml', 'apis: [1, 2]\nname: x\n', []));
