import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { authorizationModel } from './authorization-model.ts';

test('operations by roles are a matrix', () =>
  checkFacts(
    authorizationModel,
    'docs/authorization.md',
    '# Who may what\n\n| Operation | Admin | User |\n|---|---|---|\n| GET /orders | yes | own |\n| DELETE /orders/{id} | yes | no |\n',
    [
      '3:1 artefact | artefact authorization-model; format table; title Who may what; names # who may what | operation | admin | user | |---|---|---| | get /orders | yes | own | | delete /orders/{id} | yes | no |',
    ],
  ));

test('policies are told by what stands in them', async () => {
  await checkFacts(authorizationModel, 'policy/shop.cedar', 'permit(principal, action, resource);\n', [
    '1:1 artefact | artefact authorization-model; format cedar; title policy/shop.cedar; names permit(principal, action, resource);',
  ]);
  await checkFacts(authorizationModel, 'rbac_model.conf', '[request_definition]\nr = sub\n', [
    '1:1 artefact | artefact authorization-model; format casbin; title rbac_model.conf; names [request_definition] r = sub',
  ]);
  await checkFacts(authorizationModel, 'k8s/labels.rego', 'package kubernetes.labels\n', []);
});

test('a table of roles without operations is no matrix', () =>
  checkFacts(
    authorizationModel,
    'docs/roles.md',
    '| Role | Person |\n|---|---|\n| admin | Ann |\n| user | Bob |\n',
    [],
  ));
