/** Rule G18: deviations that somebody wrote down, and findings that a scanner is told to pass over. */
import type { EvidenceInput } from '../core/inventory.ts';
import type { EvidenceDraft } from './deriver.ts';
import { ownersOf } from './governance-codeowners.ts';
import type { Artefact } from './governance-record.ts';
import { artefactsOf, ofOrganisation, recordEvidence } from './governance-record.ts';

export function exceptions(input: EvidenceInput): readonly EvidenceDraft[] {
  return [...registered(input), ...artefactsOf(input, 'suppressions').map(fact => suppressed(fact, input))];
}

/** Findings without reason, owner or end count as open, and so do those whose end has passed. Who owns the list owns its entries. */
function suppressed(fact: Artefact<'suppressions'>, input: EvidenceInput): EvidenceDraft {
  const isOwned = ownersOf(artefactsOf(input, 'code-owners'), fact.at.file).owners.length > 0;
  const { findings } = fact;
  const count = (words: string, lacks: (finding: (typeof findings)[number]) => boolean): readonly string[] => {
    const number = findings.filter(lacks).length;
    return number === 0 ? [] : [`${number} ${words}`];
  };
  const open = [
    ...count('without a reason', ({ hasReason }) => !hasReason),
    ...count('without an owner', ({ hasOwner }) => !hasOwner && !isOwned),
    ...count('without an end', ({ expires }) => expires === undefined),
    ...count('past their end', ({ expires }) => expires !== undefined && expires < input.today),
  ];
  return recordEvidence(input, {
    signal: 'org.exceptions.register',
    subject: ofOrganisation(input),
    fact,
    what: `${findings.length} findings that ${fact.tool} passes over`,
    tier: 'E1',
    polarity: open.length === 0 ? 'supports' : 'contradicts',
    summary:
      open.length === 0
        ? `${fact.tool} passes over ${findings.length} findings, each with a reason, an owner and an end.`
        : `${fact.tool} passes over ${findings.length} findings that count as open (G18): ${open.join(', ')}.`,
    confidence: 0.85,
  });
}

/** A managed exception has reason, owner and end; one without, or past its end, is a deviation that nobody tracks (rule G18). */
function registered(input: EvidenceInput): readonly EvidenceDraft[] {
  return artefactsOf(input, 'exceptions-register')
    .filter(({ what }) => what !== undefined)
    .map(fact => {
      const missing = [
        fact.hasReason ? '' : 'reason',
        fact.hasOwner ? '' : 'owner',
        fact.expires === undefined ? 'end' : '',
      ].filter(word => word !== '');
      const isOver = fact.expires !== undefined && fact.expires < input.today;
      const isManaged = missing.length === 0 && !isOver;
      return recordEvidence(input, {
        signal: 'org.exceptions.register',
        subject: ofOrganisation(input),
        fact,
        what: `exception: ${fact.what ?? ''}`,
        tier: 'E1',
        polarity: isManaged ? 'supports' : 'contradicts',
        summary: isManaged
          ? `The exception has a reason, an owner and ends on ${fact.expires ?? ''}.`
          : isOver
            ? `The exception ended on ${fact.expires ?? ''} and is still listed.`
            : `The exception states no ${missing.join(', no ')}.`,
        confidence: 0.85,
      });
    });
}
