import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { bodyLines, documentDate, titleOf } from '../markdown.ts';
import { likenessField } from '../likeness-field.ts';
import { rejectedPlaceholder, saysWho } from '../placeholder.ts';

export const apiStandard = defineDetector({
  id: 'api-standard',
  title: 'API standards and guidelines',
  kind: 'governance',
  docs: 'https://opensource.zalando.com/restful-api-guidelines/',
  reads: 'text',
  files: [
    '**/*{api,API}{-,_}{guidelines,guideline,standards,standard,styleguide,style-guide,security,policy,deprecation}*.{md,adoc}',
    '**/{guidelines,standards,policies}/**/*{api,API}*.{md,adoc}',
    '**/{deprecation,versioning,api-lifecycle}{-policy,}.md',
  ],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: ['Standards kept outside the tree (portal, wiki) are not seen; a link to one is prose.'],
  version: 2,
  detect: (file: TextFile): readonly FactBody[] => {
    const lines = bodyLines(file);
    const rules = lines.filter(({ text }) => /\b(?:must|shall|should|required to|may not)\b/i.test(text)).length;
    // A standard obliges; a page about an API does not.
    if (rules < 3) return [];
    const headings = lines
      .filter(({ text }) => /^#{1,6}\s|^={1,6}\s/.test(text))
      .map(({ text }) => text)
      .join('\n');
    const { title, at } = titleOf(file);
    const date = documentDate(file);
    return [
      {
        kind: 'artefact',
        artefact: 'standard',
        at,
        title,
        ...(date === undefined ? {} : { date }),
        hasOwner: lines.some(({ text }) =>
          saysWho(text, /^[\s|*_>-]{0,8}(?:owners?|maintainers?|maintained by|responsible|contact)\b/i),
        ),
        hasSecuritySection: /\b(?:security|authenticat\w*|authori[sz]ation)\b/i.test(headings),
        hasEndOfLife:
          /\b(?:deprecat\w*|sunset|end[- ]of[- ]life|retire\w*|eol)\b/i.test(headings) &&
          /\b\d+\s*(?:days|weeks|months|years)\b/i.test(file.text),
        ...likenessField(file.text, [title]),
        ...rejectedPlaceholder(file.text),
      },
    ];
  },
});
