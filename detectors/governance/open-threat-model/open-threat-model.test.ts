import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { openThreatModel } from './open-threat-model.ts';

test('a threat of an OTM is mitigated when all its mitigations are implemented', () =>
  checkFacts(
    openThreatModel,
    'shop.otm',
    `{ "otmVersion": "0.2.0",
 "project": { "name": "Shop" },
 "components": [{ "name": "Orders", "threats": [
  { "threat": "t1", "mitigations": [{ "mitigation": "m1", "state": "implemented" }] },
  { "threat": "t2", "mitigations": [{ "mitigation": "m1", "state": "implemented" }, { "mitigation": "m2", "state": "required" }] } ] }] }`,
    [
      '2:23 artefact | artefact threat-model; format otm; title Shop; threats 2; mitigated 1; links []; names { "otmversion": "0.2.0", "project": { "name": "shop" }, "components": [{ "name": "orders", "threats": [ { "threat": "t1", "mitigations": [{ "mitigation": "m1", "state": "implemented" }] }, { "threat": "t2", "mitigations": [{ "mitigation": "m1", "state": "implemented" }, { "mitigation": "m2", "state": "required" }] } ] }] }; isPlaceholder false',
    ],
  ));

test('a TM-BOM lists threats beside the controls against them', () =>
  checkFacts(
    openThreatModel,
    'tm.yaml',
    `scope: { title: Shop }
trust_zones: []
components: [{ symbolic_name: api }]
threats: [{ symbolic_name: t1 }, { symbolic_name: t2 }]
controls: [{ symbolic_name: c1, status: active, threats: [t1] }]
`,
    [
      '4:1 artefact | artefact threat-model; format tm-bom; title Shop; threats 2; mitigated 1; links []; names scope: { title: shop } trust_zones: [] components: [{ symbolic_name: api }] threats: [{ symbolic_name: t1 }, { symbolic_name: t2 }] controls: [{ symbolic_name: c1, status: active, threats: [t1] }]; isPlaceholder false',
    ],
  ));

test('a file that only mentions trust zones is none', () =>
  checkFacts(openThreatModel, 'zones.yaml', 'trust_zones: [a]\n', []));
