import type { FactBody } from '../../../src/core/fact.ts';
import type { ArtefactFact } from '../../../src/core/facts/artefact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { bodyLines, dateIn, documentDate, titleOf } from '../markdown.ts';
import { rejectedPlaceholder } from '../placeholder.ts';

type Decision = Extract<ArtefactFact, { artefact: 'decision-record' }>;

export const decisionRecord = defineDetector({
  id: 'decision-record',
  title: 'Architecture decision records (Nygard, MADR)',
  kind: 'governance',
  docs: 'https://adr.github.io/madr/',
  reads: 'text',
  files: ['**/{adr,adrs,decisions,decision-records,rfcs}/**/*.md'],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: [
    'Topics are told by words in the title and in the decision itself; a record about something else that mentions one in passing is not counted.',
  ],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const status = statusOf(file);
    // Folders of decisions also hold indexes and templates; a record states its status.
    if (!status || /(^|\/)(readme|index|template|adr-template|0*-?template.*)\.md$/i.test(file.path)) return [];
    const { title, at } = titleOf(file);
    const date =
      documentDate(file) ??
      dateIn(
        bodyLines(file)
          .slice(0, 3)
          .map(line => line.text)
          .join(' '),
      );
    return [
      {
        kind: 'artefact',
        artefact: 'decision-record',
        at,
        title: title.replace(/^(?:ADR[- ]?)?\d+[.:)]?\s*[-–:]?\s*/i, ''),
        status,
        ...(date === undefined ? {} : { date }),
        topics: topicsOf(title, sectionOf(file, /^#{1,4}\s+(?:decision|decision outcome)\b/i)),
        ...rejectedPlaceholder(file.text),
      },
    ];
  },
});

const STATUSES: readonly (readonly [RegExp, Decision['status']])[] = [
  [/\b(?:superseded|replaced)\b/i, 'superseded'],
  [/\b(?:deprecated|rejected|withdrawn)\b/i, 'deprecated'],
  [/\b(?:accepted|approved|decided|implemented|adopted|active)\b/i, 'accepted'],
  [/\b(?:proposed|draft|pending|open|in review)\b/i, 'proposed'],
];

/** Nygard: a section `Status`; MADR: `status: accepted` in front matter or `* Status: accepted`. */
function statusOf(file: TextFile): Decision['status'] | undefined {
  const lines = bodyLines(file);
  for (const [index, { text }] of lines.entries()) {
    const inline = /^[\s*_>|-]{0,8}status\b[\s*_:|"']{0,8}(.*)$/i.exec(text);
    const heading = /^#{1,4}\s+status\b\s*:?\s*(.*)$/i.exec(text);
    const value = inline?.[1] ?? heading?.[1];
    if (value === undefined) continue;
    const said =
      value.trim() !== ''
        ? value
        : (lines.slice(index + 1, index + 5).find(line => line.text.trim() !== '')?.text ?? '');
    // `accepted | proposed | rejected` is the template's list of choices.
    const found = STATUSES.filter(([words]) => words.test(said));
    return found.length > 2 ? 'unknown' : (found[0]?.[1] ?? 'unknown');
  }
  return undefined;
}

const TOPICS: readonly (readonly [RegExp, Decision['topics'][number]])[] = [
  [
    /\b(?:authenticat\w*|login|sign[- ]?in|oidc|openid|oauth2?|sso|saml|keycloak|auth0|cognito|entra|mtls|jwts?)\b/i,
    'authentication',
  ],
  [/\b(?:authori[sz]ation|access control|rbac|abac|permissions?|roles?|opa|openfga|cedar|casbin)\b/i, 'authorization'],
  [/\b(?:gateway|kong|apigee|ingress|service mesh|envoy|istio)\b/i, 'gateway'],
  [/\b(?:password reset|account recovery|recovery|forgot(?:ten)? password)\b/i, 'recovery'],
  [/\b(?:tokens?|jwts?|api keys?|secrets?|key rotation|revocation)\b/i, 'tokens'],
  [/\b(?:apis?|openapi|graphql|grpc|rest|endpoints?)\b/i, 'api'],
  [/\b(?:privacy|gdpr|personal data|pii|retention)\b/i, 'privacy'],
];

/** The title names a topic, or the decision comes back to it; one mention in passing is not what was decided. */
function topicsOf(title: string, decision: string): Decision['topics'] {
  return TOPICS.filter(
    ([words]) => words.test(title) || [...decision.matchAll(new RegExp(words.source, 'gi'))].length >= 2,
  ).map(([, topic]) => topic);
}

function sectionOf(file: TextFile, heading: RegExp): string {
  const lines = bodyLines(file);
  const start = lines.findIndex(({ text }) => heading.test(text));
  if (start < 0) return '';
  const rest = lines.slice(start + 1);
  const end = rest.findIndex(({ text }) => /^#{1,2}\s/.test(text));
  return rest
    .slice(0, end < 0 ? rest.length : end)
    .map(({ text }) => text)
    .join('\n');
}
