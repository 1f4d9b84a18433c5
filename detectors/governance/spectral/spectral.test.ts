import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { spectral, spectralProgram } from './spectral.ts';

test('the rules of the OWASP ruleset are known; own settings change their severity', () =>
  checkFacts(
    spectral,
    '.spectral.yaml',
    `extends: ["spectral:oas", "@stoplight/spectral-owasp-ruleset"]
rules:
  owasp:api4:2023-rate-limit: warn
  owasp:api1:2023-no-numeric-ids: off
  operation-tags: error
`,
    [
      '1:1 artefact | artefact lint-ruleset; tool spectral; extends ["spectral:oas","@stoplight/spectral-owasp-ruleset"]; activeRules 2; failingSecurityRules 19; securityRules 31; switchedOff ["owasp:api1:2023-no-numeric-ids"]',
    ],
  ));

test('own rules count by their severity; one without a severity warns', () =>
  checkFacts(
    spectral,
    'api-ruleset.yml',
    `rules:
  security-required: { given: $, severity: error, then: { function: truthy } }
  jwt-described: { given: $, then: { function: truthy } }
`,
    [
      '1:1 artefact | artefact lint-ruleset; tool spectral; extends []; activeRules 2; failingSecurityRules 1; securityRules 2',
    ],
  ));

test('a ruleset that extends nothing and only warns never fails a run', () =>
  checkFacts(
    spectral,
    'api-ruleset.yml',
    'rules:\n  jwt-described: { given: $, severity: warn, then: { function: truthy } }\n',
    [
      '1:1 artefact | artefact lint-ruleset; tool spectral; extends []; activeRules 1; failingSecurityRules 0; securityRules 1; neverFails true',
    ],
  ));

test('vacuum is told by the rulesets it extends', () =>
  checkFacts(spectral, 'ruleset.yaml', 'extends: [[vacuum:oas, recommended]]\nrules: {}\n', [
    '1:1 artefact | artefact lint-ruleset; tool vacuum; extends ["vacuum:oas"]; activeRules 0; failingSecurityRules 0; securityRules 0',
  ]));

test('a ruleset of another linter is none', () =>
  checkFacts(spectral, 'ruleset.json', '{ "extends": "eslint:recommended", "rules": { "no-auth": "error" } }', []));

test('a ruleset that is a program is shown and not counted', () =>
  checkFacts(spectralProgram, '.spectral.js', 'export default {};\n', [
    '1:1 artefact | artefact lint-ruleset; tool spectral; extends []; activeRules 0; failingSecurityRules 0; securityRules 0; rejected [{"rule":"not-read","why":"the ruleset is a program, and nothing of the tree is run"}]',
  ]));
