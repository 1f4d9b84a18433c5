import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { threagile } from './threagile.ts';

test('tracked risks are threats; accepted ones are not mitigated', () =>
  checkFacts(
    threagile,
    'threagile.yaml',
    `threagile_version: 1.0.0
title: Shop
date: 2026-01-02
technical_assets:
  Orders API: { id: orders }
risk_tracking:
  a@orders: { status: mitigated, ticket: SEC-1 }
  b@orders: { status: accepted, ticket: SEC-2 }
`,
    [
      '2:8 artefact | artefact threat-model; format threagile; title Shop; date 2026-01-02; threats 2; mitigated 1; links ["SEC-1","SEC-2"]; names threagile_version: 1.0.0 title: shop date: 2026-01-02 technical_assets: orders api: { id: orders } risk_tracking: a@orders: { status: mitigated, ticket: sec-1 } b@orders: { status: accepted, ticket: sec-2 }; isPlaceholder false',
    ],
  ));

test('a model without assets is a placeholder', () =>
  checkFacts(threagile, 'tm.yml', 'threagile_version: 1.0.0\ntechnical_assets: {}\n', [
    '1:20 artefact | artefact threat-model; format threagile; title ; threats 0; mitigated 0; links []; names threagile_version: 1.0.0 technical_assets: {}; isPlaceholder true',
  ]));
