import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { bodyLines, spanOf } from '../markdown.ts';

export const pullRequestTemplate = defineDetector({
  id: 'pull-request-template',
  title: 'Pull and merge request templates',
  kind: 'governance',
  docs: 'https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/creating-a-pull-request-template-for-your-repository',
  reads: 'text',
  files: [
    '{,.github/,docs/}{pull_request_template,PULL_REQUEST_TEMPLATE}.md',
    '{,.github/,docs/}PULL_REQUEST_TEMPLATE/*.md',
    '.gitlab/merge_request_templates/*.md',
  ],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: ['Only check-list items are counted, not advice in the text around them.'],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const items = bodyLines(file).filter(({ text }) => /^\s*[-*]\s*\[[ xX]?\]\s*\S/.test(text));
    const security = items.filter(({ text }) => SECURITY.test(text));
    const [first] = security;
    return [
      {
        kind: 'artefact',
        artefact: 'pull-request-template',
        at: first ? spanOf(file, first) : file.locate(0, file.lines[0]?.length ?? 0),
        securityItems: security.length,
      },
    ];
  },
});

/** Things of an API that a reviewer can check; `I have read the security policy` is not among them. */
const SECURITY =
  /\b(?:threat model|authenticat\w*|authori[sz]ation|access control|permission checks?|rate[- ]limit\w*|input validat\w*|validat\w* (?:of )?(?:all )?(?:user )?input|sanitiz\w*|personal data|privacy|pii|sensitive data|secrets?|credentials|breaking (?:api )?changes?|openapi|api (?:spec\w*|description|contract|docs?|documentation)|security (?:test\w*|review|impact|scan\w*|consideration\w*|implication\w*)|vulnerabilit\w*|owasp)\b/i;
