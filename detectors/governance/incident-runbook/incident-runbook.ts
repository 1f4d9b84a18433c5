import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { bodyLines, documentDate, titleOf } from '../markdown.ts';
import { rejectedPlaceholder } from '../placeholder.ts';

export const incidentRunbook = defineDetector({
  id: 'incident-runbook',
  title: 'Incident runbooks, exercises and post-mortems',
  kind: 'governance',
  docs: 'https://csrc.nist.gov/pubs/sp/800/61/r3/final',
  reads: 'text',
  files: [
    '**/*{runbook,RUNBOOK,playbook,incident,postmortem,post-mortem,tabletop,exercise}*.md',
    '**/{runbooks,incidents,postmortems,post-mortems}/**/*.md',
  ],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: [
    'A runbook counts as one for APIs when it handles a scenario of theirs: stolen tokens or keys, enumeration, abuse of an endpoint, data read through an API.',
  ],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const text = bodyLines(file)
      .map(line => line.text)
      .join('\n');
    if (
      !/\bincident|\bpost-?mortem|\bexercise|\btabletop/i.test(text) ||
      !/\b(?:contain\w*|escalat\w*|revoke|rotate|notify|timeline|root cause|severity|on-call|remediat\w*)\b/i.test(text)
    )
      return [];
    const { title, at } = titleOf(file);
    const date = documentDate(file);
    return [
      {
        kind: 'artefact',
        artefact: 'incident-runbook',
        at,
        title,
        ...(date === undefined ? {} : { date }),
        namesApi:
          /\b(?:APIs?|endpoints?)\b/i.test(text) &&
          /\b(?:tokens?|api keys?|credential stuffing|enumerat\w*|scrap\w*|abus\w*|unauthori[sz]ed|data (?:leak|exposure|breach)|rate limit\w*)\b/i.test(
            text,
          ),
        isRecord:
          /post-?mortem|exercise|tabletop/i.test(`${file.path}\n${title}`) &&
          /^[\s*|-]*(?:timeline|participants|findings|root cause|lessons)\b|^#{1,4}\s*(?:timeline|participants|findings|root cause|lessons)/im.test(
            text,
          ),
        ...rejectedPlaceholder(text),
      },
    ];
  },
});
