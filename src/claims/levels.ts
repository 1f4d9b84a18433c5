/** The words in which questionnaires answer. The list is closed: a word that is not on it is a fault, never a guess. */
import type { ClaimedLevel } from '../core/audit.ts';

export type Answer =
  | { readonly kind: 'level'; readonly level: ClaimedLevel }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'not-applicable' }
  | { readonly kind: 'unknown'; readonly accepted: string };

type Word = 'none' | 'partial' | 'full';

const WORDS: ReadonlyMap<string, Word> = new Map([
  ...['non-existent', 'nonexistent', 'non existent', 'none', 'no', 'false', 'absent', 'not implemented'].map(
    word => [word, 'none'] as const,
  ),
  ...['emerging', 'partial', 'partially', 'partly', 'partially implemented', 'partly implemented', 'started'].map(
    word => [word, 'partial'] as const,
  ),
  ...['established', 'full', 'fully', 'yes', 'true', 'implemented', 'fully implemented', 'complete', 'completed'].map(
    word => [word, 'full'] as const,
  ),
]);

/**
 * Scales of numbers. Of an activity 0 to 3, where 2 (most) and 3 (all) both say established: numbers above 3 are of a longer
 * scale, whose 2 would mean less, and are refused. Of a measure what its model counts.
 */
const NUMBERS: { readonly [Kind in 'activity' | 'measure']: ReadonlyMap<string, Word> } = {
  activity: new Map([
    ['0', 'none'],
    ['1', 'partial'],
    ['2', 'full'],
    ['3', 'full'],
  ]),
  measure: new Map([
    ['0', 'none'],
    ['0.5', 'partial'],
    ['0,5', 'partial'],
    ['1', 'full'],
  ]),
};

const LEVELS: { readonly [Kind in 'activity' | 'measure']: { readonly [W in Word]: ClaimedLevel } } = {
  activity: { none: 'non-existent', partial: 'emerging', full: 'established' },
  measure: { none: 0, partial: 0.5, full: 1 },
};

const ACCEPTED = {
  activity: 'non-existent (none, no, 0), emerging (partial, 1), established (yes, full, implemented, 2, 3), n/a',
  measure: '0 (none, no), 0.5 (partial), 1 (yes, full, implemented), n/a',
} as const;

const NOT_APPLICABLE = new Set(['n/a', 'na', 'not applicable', 'not-applicable']);
const NO_ANSWER = new Set(['', '-', '?', 'unknown', "don't know", 'not answered', 'tbd']);

/** Letter case and white space do not matter, and `_` is as good as a space. */
export function readAnswer(kind: 'activity' | 'measure', text: string): Answer {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');
  if (NO_ANSWER.has(word)) return { kind: 'no-answer' };
  if (NOT_APPLICABLE.has(word)) return { kind: 'not-applicable' };
  const found = WORDS.get(word) ?? NUMBERS[kind].get(word);
  return found ? { kind: 'level', level: LEVELS[kind][found] } : { kind: 'unknown', accepted: ACCEPTED[kind] };
}
