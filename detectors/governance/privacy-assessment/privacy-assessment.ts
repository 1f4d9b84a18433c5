import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { bodyLines, documentDate, titleOf } from '../markdown.ts';
import { rejectedPlaceholder, saysWho } from '../placeholder.ts';
import { searchableText } from '../searchable-text.ts';

export const privacyAssessment = defineDetector({
  id: 'privacy-assessment',
  title: 'Privacy impact assessments and records of processing',
  kind: 'governance',
  docs: 'https://gdpr-info.eu/art-35-gdpr/',
  reads: 'text',
  files: [
    '**/*{dpia,DPIA,privacy-impact,privacy-assessment}*.{md,yaml,yml,csv}',
    '**/{ropa,ROPA,records-of-processing}.{md,yaml,yml,csv}',
    '**/privacy/**/*.{md,yaml,yml}',
    '**/.fides/*.{yml,yaml}',
  ],
  roles: ['product', 'documentation', 'example', 'test'],
  emits: ['artefact'],
  limits: [
    'A privacy notice for visitors of a web site is not an assessment; it is told by its words to a reader and by the lack of risks and measures.',
  ],
  version: 2,
  detect: (file: TextFile): readonly FactBody[] => {
    const text = bodyLines(file)
      .map(line => line.text)
      .join('\n');
    const isManifest = /(^|\/)\.fides\//.test(file.path) && /^(?:dataset|system|policy):/m.test(text);
    if (!isManifest && (isNotice(text) || WORK.filter(word => word.test(text)).length < 3)) return [];
    const { title, at } = titleOf(file);
    const date = documentDate(file);
    return [
      {
        kind: 'artefact',
        artefact: 'privacy-assessment',
        at,
        title,
        ...(date === undefined ? {} : { date }),
        hasApprover: text
          .split('\n')
          .some(line => saysWho(line, /\b(?:approved by|approver|signed off by|dpo|data protection officer)\b/i)),
        names: searchableText(text),
        ...(isManifest ? {} : rejectedPlaceholder(text)),
      },
    ];
  },
});

/** What an assessment goes through and a notice does not. */
const WORK: readonly RegExp[] = [
  /\bpurposes? of (?:the )?processing\b|\bpurpose\b/i,
  /\blegal basis\b|\blawful basis\b/i,
  /\brisks?\b/i,
  /\bmitigat\w*|\bmeasures?\b/i,
  /\bdata subjects?\b/i,
  /\bretention\b/i,
  /\bnecessity\b|\bproportionality\b/i,
  /\b(?:categories of )?personal data\b/i,
  /\brecipients?\b/i,
];

function isNotice(text: string): boolean {
  return (
    /\b(?:we collect|we may collect|your (?:personal )?(?:information|data)|by using (?:our|this)|cookies?)\b/i.test(
      text,
    ) && !/\bassessment\b|\bdpia\b/i.test(text)
  );
}
