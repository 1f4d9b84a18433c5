/** Evidence from documents and configuration files of the tree: what rejects them, how old they are, how much they weigh. */
import type { EvidenceFact, Plane, Subject, Tier } from '../core/evidence.ts';
import type { Fact, FactOf, FileRole } from '../core/fact.ts';
import { factsOf } from '../core/fact.ts';
import type { ArtefactFact, Rejection } from '../core/facts/artefact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { EvidenceDraft } from './deriver.ts';
import { likenessOf } from '../core/likeness.ts';
import { apisNamedIn, namesOf, operationsNamedIn } from './governance-naming.ts';
import { ownersOf } from './governance-codeowners.ts';

export type Artefact<K extends ArtefactFact['artefact']> = Extract<ArtefactFact, { artefact: K }> & FactOf<'artefact'>;

export function artefactsOf<K extends ArtefactFact['artefact']>(
  input: EvidenceInput,
  artefact: K,
): readonly Artefact<K>[] {
  return factsOf(input.facts, 'artefact').filter((fact): fact is Artefact<K> => fact.artefact === artefact);
}

export function shown(fact: Fact, what: string): EvidenceFact {
  return { at: fact.at, excerpt: fact.excerpt, what };
}

export function ofRepository(input: EvidenceInput): Subject {
  return { scope: 'repository', id: input.repository };
}

export function ofOrganisation(input: EvidenceInput): Subject {
  return { scope: 'organisation', id: input.organisation };
}

export type RecordParts = {
  readonly signal: string;
  readonly subject: Subject;
  readonly fact: FactOf<'artefact'>;
  readonly what: string;
  readonly tier: Tier;
  readonly summary: string;
  readonly polarity?: EvidenceDraft['polarity'];
  readonly plane?: Plane;
  readonly confidence: number;
  /** Date that the document states; the last change of its file stands in for it. */
  readonly date?: string | undefined;
  readonly rejected?: readonly Rejection[];
  /** Test files hold such records by their nature. */
  readonly livesInTests?: boolean;
};

/** One piece of evidence from one artefact. Records that are placeholders, no part of the product or too old are shown as rejected. */
export function recordEvidence(input: EvidenceInput, parts: RecordParts): EvidenceDraft {
  const { fact } = parts;
  const observedAt = parts.date ?? input.changedAt(fact.at.file);
  const rejected = [
    ...(fact.rejected ?? []),
    ...(parts.livesInTests && fact.fileRole === 'test' ? [] : rejectedByRole(fact)),
    ...(parts.rejected ?? []),
  ];
  return {
    signal: parts.signal,
    subject: parts.subject,
    polarity: parts.polarity ?? 'supports',
    tier: parts.tier,
    summary: parts.summary,
    plane: parts.plane ?? 'repo',
    confidence: parts.confidence,
    facts: [shown(fact, parts.what)],
    ...(observedAt === undefined ? {} : { observedAt }),
    ...likenessIn(input, fact, parts.subject),
    ...(rejected.length > 0 ? { rejected } : {}),
  };
}

/** Rule G15 where a document stands alone: what names no part of the tree holds for none. Copies are told by their likeness. */
export const NAMES_NOTHING: Rejection = {
  rule: 'G15',
  why: 'it names no API, operation or component of the tree',
};

/**
 * The signature of a document without the names of the API that it is evidence for, so that filled-in copies stay copies.
 * One that names operations of the API is about it, and one that speaks of several APIs is no copy of itself: these have none.
 */
function likenessIn(input: EvidenceInput, fact: FactOf<'artefact'>, subject: Subject): Pick<EvidenceDraft, 'likeness'> {
  if (!('names' in fact)) return fact.likeness === undefined ? {} : { likeness: fact.likeness };
  const api = subject.scope === 'api' ? input.inventory.apis.find(({ id }) => id === subject.id) : undefined;
  if (operationsNamedIn(fact.names, input).some(operation => operation.api === api?.id)) return {};
  if (apisNamedIn(fact.names, input).length > 1) return {};
  const likeness = likenessOf(fact.names, api ? namesOf(api, input) : []);
  return likeness === '' ? {} : { likeness };
}

/** Rule G2: files of tests, samples and others are not the organisation's practice. */
function rejectedByRole(fact: Fact): readonly Rejection[] {
  if (fact.fileRole === 'product' || fact.fileRole === 'documentation') {
    return /(^|\/)docs\/archive\//.test(fact.at.file) ? [{ rule: 'G2', why: 'it stands in an archive' }] : [];
  }
  return [{ rule: 'G2', why: `the file is ${fileRoleWords(fact.fileRole)}` }];
}

export function fileRoleWords(role: FileRole): string {
  return role === 'example' ? 'an example' : role;
}

/** Documents weigh 0.70 when somebody owns their path in CODEOWNERS and so reviews them, 0.50 otherwise. Source: scoring §D.7. */
export function documentConfidence(input: EvidenceInput, file: string): number {
  return ownersOf(artefactsOf(input, 'code-owners'), file).owners.length > 0 ? 0.7 : 0.5;
}

/** Months between a date and the day of the scan; undefined without a date. Negative for the future. */
export function monthsOld(date: string | undefined, today: string): number | undefined {
  if (date === undefined) return undefined;
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const [nowYear = 0, nowMonth = 0, nowDay = 0] = today.split('-').map(Number);
  const months = (nowYear - year) * 12 + (nowMonth - month) - (nowDay < day ? 1 : 0);
  return Number.isFinite(months) ? months : undefined;
}

/** A document of the future says nothing yet. How old is too old, and what one without a date is worth, the scorer decides. */
export function rejectedAhead(date: string | undefined, today: string): readonly Rejection[] {
  return date !== undefined && date > today
    ? [{ rule: 'D.6', why: `it is dated ${date}, which is still to come` }]
    : [];
}

/** Places that were looked at count as looked at only when the other plane that could hold the answer was readable. */
export function looksBeside(input: EvidenceInput, plane: Plane, places: readonly string[]): readonly string[] {
  return input.visibility.some(seen => seen.plane === plane && seen.readable === 'yes') ? places : [];
}
