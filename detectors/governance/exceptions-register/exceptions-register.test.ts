import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { exceptionsRegister } from './exceptions-register.ts';

test('each row is an exception with its reason, owner and end', () =>
  checkFacts(
    exceptionsRegister,
    'security/exceptions.md',
    '| Exception | Reason | Approved by | Expires |\n|---|---|---|---|\n| GET /legacy without token | migration | ann | 2026-12-31 |\n| basic auth | TBD | | |\n',
    [
      '3:1 artefact | artefact exceptions-register; what GET /legacy without token; hasReason true; hasOwner true; expires 2026-12-31',
      '4:1 artefact | artefact exceptions-register; what basic auth; hasReason false; hasOwner false',
    ],
  ));

test('an empty register is one; a table of something else is none', async () => {
  await checkFacts(exceptionsRegister, 'exceptions.csv', 'exception,owner,expires\n', [
    '1:1 artefact | artefact exceptions-register; hasReason false; hasOwner false',
  ]);
  await checkFacts(
    exceptionsRegister,
    'docs/security/exceptions.md',
    '| Class | Thrown by |\n|---|---|\n| IOException | read |\n',
    [],
  );
});
