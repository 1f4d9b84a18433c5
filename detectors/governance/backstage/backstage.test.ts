import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { backstage } from './backstage.ts';

test('every document of the file is an entity', () =>
  checkFacts(
    backstage,
    'catalog-info.yaml',
    `apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: orders-v1, annotations: { acme.test/risk-tier: tier-1 } }
spec: { type: openapi, lifecycle: deprecated, owner: team-orders, definition: { $text: ./openapi.yaml } }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: money }
spec: { type: library, lifecycle: production, owner: user:guest }
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: { name: ann }
`,
    [
      '3:19 artefact | artefact catalog-entry; entry API; name orders-v1; type openapi; owner team-orders; lifecycle deprecated; definition ./openapi.yaml; riskClass tier-1; catalogue backstage',
      '8:19 artefact | artefact catalog-entry; entry Component; name money; type library; owner user:guest; lifecycle production; catalogue backstage; rejected [{"rule":"not-an-api","why":"a component of type library is no API"},{"rule":"G16","why":"the owner user:guest is a placeholder"}]',
      '13:19 artefact | artefact catalog-owner; name ann; isGroup false',
    ],
  ));

test('a scaffolder template is a way in for new APIs', () =>
  checkFacts(
    backstage,
    'templates/api/template.yaml',
    'apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: new-api, title: New API }\nspec:\n  parameters: [{ properties: { owner: {}, openapi: {} } }]\n',
    ['3:19 artefact | artefact new-api-template; tool backstage; title New API; brings ["description","owner"]'],
  ));

test('a resource of another system is no entity', () =>
  checkFacts(
    backstage,
    'x.yaml',
    '# see backstage.io/docs\napiVersion: v1\nkind: Component\nmetadata: { name: x }\n',
    [],
  ));
