import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { redocly } from './redocly.ts';

test('the recommended rules hold one about security; own settings change it', async () => {
  await checkFacts(redocly, 'redocly.yaml', 'extends: [recommended]\nrules:\n  operation-4xx-response: error\n', [
    '1:1 artefact | artefact lint-ruleset; tool redocly; extends ["recommended"]; activeRules 1; failingSecurityRules 2; securityRules 2',
  ]);
  await checkFacts(redocly, 'redocly.yaml', 'apis: { a: { root: x.yaml } }\nrules: { security-defined: off }\n', [
    '2:1 artefact | artefact lint-ruleset; tool redocly; extends ["recommended"]; activeRules 0; failingSecurityRules 0; securityRules 0; switchedOff ["security-defined"]',
  ]);
});

test('a configuration without rules is none', () =>
  checkFacts(redocly, 'redocly.yaml', 'theme: { openapi: { rules: 1 } }\n', []));
