import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { privacyAssessment } from './privacy-assessment.ts';

test('an assessment weighs purposes, risks and measures', () =>
  checkFacts(
    privacyAssessment,
    'docs/dpia-orders.md',
    '# DPIA Orders API\nDate: 2026-02-02\nApproved by: Ann Example (DPO)\nPurpose: fulfilment of orders of customers.\nRisks: leak of addresses.\nMeasures: owner check on GET /orders/{id}.\nRetention: 24 months.\n',
    [
      '1:1 artefact | artefact privacy-assessment; title DPIA Orders API; date 2026-02-02; hasApprover true; names # dpia orders api date: 2026-02-02 approved by: ann example (dpo) purpose: fulfilment of orders of customers. risks: leak of addresses. measures: owner check on get /orders/{id}. retention: 24 months.',
    ],
  ));

test('a notice for visitors is no assessment', () =>
  checkFacts(
    privacyAssessment,
    'privacy/policy.md',
    '# Privacy policy\nWe collect your personal data for this purpose. Retention: 1 year. Recipients: none. Risks: none.\n',
    [],
  ));
