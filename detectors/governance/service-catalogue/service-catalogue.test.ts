import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { serviceCatalogue } from './service-catalogue.ts';

test.each([
  [
    'opslevel.yml',
    'version: 1\nservice:\n  name: Orders\n  owner: shop\n  tier: tier_1\n',
    '3:9',
    'name Orders; owner shop; riskClass tier_1; catalogue opslevel',
  ],
  [
    'cortex.yaml',
    'info:\n  title: Orders\n  x-cortex-tag: orders\n  x-cortex-owners: [{ type: group, name: shop }]\n',
    '3:17',
    'name orders; owner shop; catalogue cortex',
  ],
  [
    'port.yml',
    'identifier: orders\ntitle: Orders\nblueprint: service\nteam: TODO\n',
    '2:8',
    'name Orders; type service; owner TODO; catalogue port; rejected [{"rule":"G16","why":"the owner TODO is a placeholder"}]',
  ],
  [
    'service.datadog.yaml',
    'schema-version: v2\ndd-service: orders\nteam: shop\nlifecycle: production\n',
    '2:13',
    'name orders; owner shop; lifecycle production; catalogue datadog',
  ],
])('%s describes a service', (path, text, place, details) =>
  checkFacts(serviceCatalogue, path, text, [`${place} artefact | artefact catalog-entry; entry Component; ${details}`]),
);

test('a file of the same name with other contents describes none', () =>
  checkFacts(serviceCatalogue, 'port.yml', 'port: 8080\n', []));
