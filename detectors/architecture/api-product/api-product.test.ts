import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { apiProduct } from './api-product.ts';

test('a change log counts where an entry names an endpoint', () =>
  checkFacts(apiProduct, 'CHANGELOG.md', '# Changes\n\n- add GET /orders\n', [
    '3:7 artefact | artefact api-product; what changelog; name CHANGELOG.md',
  ]));

test('a change log of something else does not count', () =>
  checkFacts(apiProduct, 'CHANGELOG.md', '# Changes\n\n- Fix the colour of a button\n', []));

test('a documentation site that renders a description is a portal; SDK generators are SDKs', async () => {
  await checkFacts(apiProduct, 'docs/docs.json', '{ "openapi": "openapi.json" }\n', [
    '1:3 artefact | artefact api-product; what portal; name docs/docs.json',
  ]);
  await checkFacts(apiProduct, '.speakeasy/workflow.yaml', 'workflowVersion: 1.0.0\ntargets:\n  ts: {}\n', [
    '2:1 artefact | artefact api-product; what sdk; name .speakeasy/workflow.yaml',
  ]);
});
