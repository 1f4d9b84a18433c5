/** Evidence from what code does with tokens, secrets, requests and answers: one line a place, judged by the detectors. */
import type { EvidenceFact } from '../core/evidence.ts';
import { type FactOf, factsOf } from '../core/fact.ts';
import type { Practice } from '../core/facts/practice.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { EvidenceDraft } from './deriver.ts';
import { ofRepository, shown } from './governance-record.ts';

export type PracticeSeen = FactOf<'practice'>;

/** Guards and options of libraries, read at their call sites: scoring §D.7. */
export const READ_CONFIDENCE = 0.85;

const SHOWN = 20;

/** Places of product code; tests mint tokens and hold secrets by their nature (G2). */
export function practicesOf(input: EvidenceInput, practice: Practice): readonly PracticeSeen[] {
  const seen = factsOf(input.facts, 'practice').filter(
    fact => fact.practice === practice && fact.fileRole === 'product',
  );
  return seen.filter(
    ({ holdsIf, component }) =>
      holdsIf === undefined || seen.some(other => other.says === holdsIf && other.component === component),
  );
}

export function places(facts: readonly PracticeSeen[]): readonly EvidenceFact[] {
  return facts.slice(0, SHOWN).map(fact => shown(fact, fact.what));
}

/** Each unsound place contradicts by itself. */
export function contradictions(
  input: EvidenceInput,
  signal: string,
  facts: readonly PracticeSeen[],
): readonly EvidenceDraft[] {
  return facts
    .filter(({ standing }) => standing === 'unsound')
    .map(fact => ({
      signal,
      subject: ofRepository(input),
      polarity: 'contradicts',
      tier: 'E3',
      plane: 'repo',
      confidence: READ_CONFIDENCE,
      summary: `${fact.at.file}: ${fact.what}`,
      facts: places([fact]),
    }));
}

export type SharedPractice = {
  readonly signal: string;
  /** Places that could be judged, sound or not. */
  readonly judged: readonly PracticeSeen[];
  /** Share of them that must be sound. */
  readonly atLeast: number;
  /** `verifications of tokens are complete`. */
  readonly words: string;
};

/** One piece of evidence for all places together: what is done in some of them only is shown and does not count. */
export function sharedSupport(
  input: EvidenceInput,
  { signal, judged, atLeast, words }: SharedPractice,
): readonly EvidenceDraft[] {
  const sound = judged.filter(({ standing }) => standing === 'sound');
  const others = judged.filter(({ standing }) => standing !== 'sound');
  if (judged.length === 0 || (sound.length === 0 && others.every(({ standing }) => standing === 'unsound'))) return [];
  const isEnough = sound.length / judged.length >= atLeast;
  return [
    {
      signal,
      subject: ofRepository(input),
      polarity: 'supports',
      tier: 'E3',
      plane: 'repo',
      confidence: READ_CONFIDENCE,
      summary: `${sound.length} of ${judged.length} ${words}`,
      facts: places(isEnough ? sound : [...others, ...sound]),
      ...(isEnough ? {} : { rejected: [{ rule: 'incomplete', why: `${others.length} of ${judged.length} are not` }] }),
    },
  ];
}
