import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { securityPolicy } from './security-policy.ts';

test('a policy says whom to tell and what happens then', () =>
  checkFacts(
    securityPolicy,
    'SECURITY.md',
    '# Security\n\nPlease write to security@acme.test about anything that you find; we acknowledge it within 3 days and publish a fix together with you.\n',
    ['1:1 artefact | artefact security-policy; hasContact true; hasProcess true'],
  ));

test('a template without contact is shown and not counted', () =>
  checkFacts(
    securityPolicy,
    '.github/SECURITY.md',
    '# Security Policy\n\nTell people how to report a problem to [insert contact].\n',
    [
      '1:1 artefact | artefact security-policy; hasContact false; hasProcess false; rejected [{"rule":"G16","why":"the document still holds the placeholders of its template, or says next to nothing"}]',
    ],
  ));

test('a short policy with a contact is no template', () =>
  checkFacts(
    securityPolicy,
    'SECURITY.md',
    '# Security\n\nTell us at https://github.com/acme/shop/security/advisories/new.\n',
    ['1:1 artefact | artefact security-policy; hasContact true; hasProcess false'],
  ));

test('security.txt needs a contact', async () => {
  await checkFacts(
    securityPolicy,
    'public/.well-known/security.txt',
    'Contact: mailto:sec@acme.test\nPolicy: https://acme.test/policy\n',
    ['1:10 artefact | artefact security-policy; hasContact true; hasProcess true'],
  );
  await checkFacts(securityPolicy, '.well-known/security.txt', 'Expires: 2027-01-01T00:00:00Z\n', []);
});
