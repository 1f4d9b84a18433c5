import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { threatModelDocument } from './threat-model-document.ts';

test('a table of threats is a threat model; a status decides what is mitigated', () =>
  checkFacts(
    threatModelDocument,
    'docs/threat-model.md',
    `# Orders API
Last reviewed: 2026-03-01

| Threat | Mitigation | Status |
|---|---|---|
| Reading orders of others at GET /orders/{id} | owner check, tests/orders.test.ts | mitigated (#12) |
| Token theft | short life | not mitigated, SEC-7 |
`,
    [
      '1:1 artefact | artefact threat-model; format markdown; title Orders API; date 2026-03-01; threats 2; mitigated 1; links ["#12","SEC-7","tests/orders.test.ts"]; names # orders api last reviewed: 2026-03-01 | threat | mitigation | status | |---|---|---| | reading orders of others at get /orders/{id} | owner check, tests/orders.test.ts | mitigated (#12) | | token theft | short life | not mitigated, sec-7 |; isPlaceholder false',
    ],
  ));

test('three words of STRIDE make a threat model; one with the marks of its template is a placeholder', () =>
  checkFacts(
    threatModelDocument,
    'threat-model.md',
    '# [Insert system]\n\nSpoofing: TODO\nTampering: TODO\nRepudiation: TBD\n',
    [
      '1:1 artefact | artefact threat-model; format markdown; title [Insert system]; threats 3; mitigated 0; links []; names # [insert system] spoofing: todo tampering: todo repudiation: tbd; isPlaceholder true',
    ],
  ));

test('prose about threats is no model', () =>
  checkFacts(
    threatModelDocument,
    'docs/threats.md',
    '# Threats\n\nWe take threats seriously. Spoofing and tampering are bad.\n',
    [],
  ));
