import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { newApiTemplate } from './new-api-template.ts';

test('an issue form for a new API is an intake; what it asks for is what it brings', () =>
  checkFacts(
    newApiTemplate,
    '.github/ISSUE_TEMPLATE/new-api.yml',
    'name: Register a new API\nbody:\n  - type: input\n    attributes: { label: Owner }\n  - type: input\n    attributes: { label: OpenAPI document }\n',
    [
      '1:7 artefact | artefact new-api-template; tool issue-form; title Register a new API; brings ["description","owner"]',
    ],
  ));

test('a scaffold of a service counts, one of something else does not', async () => {
  await checkFacts(newApiTemplate, 'cookiecutter.json', '{ "api_name": "orders", "auth": ["oidc"] }', [
    '1:15 artefact | artefact new-api-template; tool cookiecutter; title cookiecutter.json; brings ["authentication"]',
  ]);
  await checkFacts(newApiTemplate, 'copier.yml', 'book_title: x\n', []);
  await checkFacts(
    newApiTemplate,
    '.github/ISSUE_TEMPLATE/bug.yml',
    'name: Bug in the API\nbody: [{ type: input }]\n',
    [],
  );
});
