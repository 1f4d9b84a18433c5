/** Whether an API has a description at all, which counts, and who wrote it. */
import type { FactOf } from '../core/fact.ts';
import type { DescriptionFormat } from '../core/facts/description.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { confidenceOf, descriptionPlaces, documentsByFile } from './spec-record.ts';

export const specPresenceDerivers: readonly Deriver[] = [
  {
    signal: 'spec.openapi.present',
    derive: input => present(input, 'spec.openapi.present', ['openapi']),
    looks: descriptionPlaces,
  },
  {
    signal: 'spec.other-idl.present',
    derive: input => present(input, 'spec.other-idl.present', ['graphql', 'protobuf', 'asyncapi']),
    looks: descriptionPlaces,
  },
  { signal: 'spec.rejected-nonproduct', derive: rejectedDescriptions, looks: descriptionPlaces },
  // Only its opposite is looked for: the order of commits is not read, so nothing is absent.
  { signal: 'spec.precedes-code', derive: generated, looks: () => [] },
];

const NAMES: { readonly [F in DescriptionFormat]: string } = {
  openapi: 'OpenAPI',
  graphql: 'GraphQL schema',
  protobuf: 'Protocol Buffers',
  asyncapi: 'AsyncAPI',
};

/** One piece for each API and each description that counts for it; descriptions that do not count are shown for the repository. */
function present(
  input: EvidenceInput,
  signal: string,
  formats: readonly DescriptionFormat[],
): readonly EvidenceDraft[] {
  const documents = documentsByFile(input);
  const accepted = input.inventory.apis.flatMap(api =>
    api.descriptions.flatMap(file => {
      const document = documents.get(file);
      return document && formats.includes(document.format)
        ? [evidence(signal, { scope: 'api', id: api.id }, document)]
        : [];
    }),
  );
  const rejected = input.inventory.descriptions.flatMap(({ file, rejectedBy }) => {
    const document = documents.get(file);
    if (!document || !rejectedBy || !formats.includes(document.format)) return [];
    return [{ ...evidence(signal, { scope: 'repository', id: input.repository }, document), rejected: [rejectedBy] }];
  });
  return [...accepted, ...rejected];
}

function evidence(signal: string, subject: EvidenceDraft['subject'], document: FactOf<'description'>): EvidenceDraft {
  const name = [NAMES[document.format], document.formatVersion].filter(text => text !== '').join(' ');
  const trouble = document.valid === 'no' ? ` It is not valid: ${document.invalidBecause ?? 'no reason given'}.` : '';
  return {
    signal,
    subject,
    polarity: 'supports',
    tier: 'E1',
    plane: 'repo',
    confidence: confidenceOf(document),
    summary: `${document.title === '' ? document.at.file : document.title} is described in ${name}.${trouble}`,
    facts: [{ at: document.at, excerpt: document.excerpt, what: name }],
  };
}

/** Rules G2 and G3: not this organisation's API, or not a product's. Rule G4 only says that a description does not hold yet. */
function rejectedDescriptions(input: EvidenceInput): readonly EvidenceDraft[] {
  const documents = documentsByFile(input);
  return input.inventory.descriptions.flatMap(({ file, rejectedBy }): readonly EvidenceDraft[] => {
    const document = documents.get(file);
    if (!document || !rejectedBy || rejectedBy.rule === 'G4') return [];
    return [
      {
        signal: 'spec.rejected-nonproduct',
        subject: { scope: 'repository', id: input.repository },
        polarity: 'contradicts',
        tier: 'E0',
        plane: 'repo',
        confidence: confidenceOf(document),
        summary: `${file} does not count: ${rejectedBy.why} (${rejectedBy.rule}).`,
        facts: [{ at: document.at, excerpt: document.excerpt, what: rejectedBy.why }],
      },
    ];
  });
}

/** A description that a generator wrote follows the code. Which came first in history is not read here. */
function generated(input: EvidenceInput): readonly EvidenceDraft[] {
  const documents = documentsByFile(input);
  return input.inventory.apis.flatMap(api =>
    api.descriptions.flatMap((file): readonly EvidenceDraft[] => {
      const document = documents.get(file);
      if (document?.generatedBy === undefined) return [];
      return [
        {
          signal: 'spec.precedes-code',
          subject: { scope: 'api', id: api.id },
          polarity: 'contradicts',
          tier: 'E2',
          plane: 'repo',
          confidence: 0.85,
          summary: `${file} carries the mark of a generator: ${document.generatedBy}.`,
          facts: [{ at: document.at, excerpt: document.excerpt, what: document.generatedBy }],
        },
      ];
    }),
  );
}
