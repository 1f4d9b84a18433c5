import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { apiStandard } from './api-standard.ts';

test('a standard obliges; owner, date, security and end of life are told from labels and headings', () =>
  checkFacts(
    apiStandard,
    'docs/api-guidelines.md',
    '# API guidelines\nOwner: platform\nUpdated: 2026-04-01\n## Security\nEvery operation MUST require a token.\nTokens SHOULD be short-lived.\n## Deprecation\nA version must be announced 6 months before it is switched off.\n',
    [
      '1:1 artefact | artefact standard; title API guidelines; date 2026-04-01; hasOwner true; hasSecuritySection true; hasEndOfLife true; likeness c65d0b9885bf5b5448ea326e0e2b941ce45154350e14d1b740e1c3ffe5d640ebcce937204840690de001acdd4aa3f77a16b69239bed1c1dce13dc831316f64e3',
    ],
  ));

test('a page about an API is no standard', () =>
  checkFacts(apiStandard, 'docs/api-security.md', '# API security\n\nOur API uses tokens. You should send one.\n', []));
