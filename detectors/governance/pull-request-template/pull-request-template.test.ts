import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { pullRequestTemplate } from './pull-request-template.ts';

test('check-list items about the security of the API are counted', () =>
  checkFacts(
    pullRequestTemplate,
    '.github/pull_request_template.md',
    '## What\n\n<!-- - [ ] threat model -->\n- [ ] OpenAPI description updated\n- [ ] Tests\n* [x] authorization of new endpoints tested\nThink of authentication.\n',
    ['4:1 artefact | artefact pull-request-template; securityItems 2'],
  ));

test('a template without such items is shown with none', () =>
  checkFacts(pullRequestTemplate, 'docs/pull_request_template.md', '- [ ] I have read the security policy\n', [
    '1:1 artefact | artefact pull-request-template; securityItems 0',
  ]));
