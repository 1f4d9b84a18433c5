import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { codeowners } from './codeowners.ts';

test('each valid line is an ownership; the order is kept, since the last match wins', () =>
  checkFacts(
    codeowners,
    '.github/CODEOWNERS',
    `# owners
*                 @org/orders
/api/openapi.yaml @org/orders @org/api-review # both
/docs/
  *.md ann@acme.test
`,
    [
      '2:1 artefact | artefact code-owners; pattern *; owners ["@org/orders"]; order 1',
      '3:1 artefact | artefact code-owners; pattern /api/openapi.yaml; owners ["@org/orders","@org/api-review"]; order 2',
      '4:1 artefact | artefact code-owners; pattern /docs/; owners []; order 3',
      '5:3 artefact | artefact code-owners; pattern *.md; owners ["ann@acme.test"]; order 4',
    ],
  ));

test('a line with an invalid owner or an unsupported pattern is skipped as a whole', () =>
  checkFacts(codeowners, 'CODEOWNERS', '* @org/a nobody\n!/x @org/a\n/[ab] @org/a\n/y @org/a\n', [
    '4:1 artefact | artefact code-owners; pattern /y; owners ["@org/a"]; order 3',
  ]));

test('lines of a GitLab section inherit its owners', () =>
  checkFacts(codeowners, '.gitlab/CODEOWNERS', '[API][2] @api-team\n/api/\n^[Docs]\n/docs/ @writers\n', [
    '2:1 artefact | artefact code-owners; pattern /api/; owners ["@api-team"]; order 1',
    '4:1 artefact | artefact code-owners; pattern /docs/; owners ["@writers"]; order 3',
  ]));

test('owners of a template are shown and not counted', () =>
  checkFacts(codeowners, 'CODEOWNERS', '* @your-team\n', [
    '1:1 artefact | artefact code-owners; pattern *; owners ["@your-team"]; order 0; rejected [{"rule":"G16","why":"@your-team is a placeholder"}]',
  ]));

test('a file elsewhere is not read by any platform', () => checkFacts(codeowners, 'src/CODEOWNERS', '* @org/a\n', []));
