import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { abuseCases } from './abuse-cases.ts';

test("cases told from the attacker's side are counted", () =>
  checkFacts(
    abuseCases,
    'docs/abuse-cases.md',
    '# Abuse cases\n\n- As an attacker I read orders of others through GET /orders/{id}.\n- As a malicious partner I try all coupons.\n',
    [
      '1:1 artefact | artefact abuse-cases; title Abuse cases; cases 2; names # abuse cases - as an attacker i read orders of others through get /orders/{id}. - as a malicious partner i try all coupons.',
    ],
  ));

test('scenarios with an abuse tag are cases, others are not', async () => {
  await checkFacts(
    abuseCases,
    'features/orders.feature',
    'Feature: Orders\n  @abuse @api\n  Scenario: other tenant\n    When GET /orders/1\n',
    [
      '3:3 artefact | artefact abuse-cases; title Orders; cases 1; names feature: orders @abuse @api scenario: other tenant when get /orders/1',
    ],
  );
  await checkFacts(abuseCases, 'features/x.feature', 'Feature: X\n  @smoke\n  Scenario: misuse of words\n', []);
});
