/** How far DSOMM says that an activity has come, and what that claims of ours. */
import type { ClaimedLevel } from '../core/audit.ts';
import { nameKey } from './questions.ts';

/** Stages by name in lower case, with their scores from 0 to 1. */
export type Stages = ReadonlyMap<string, number>;

/** What DSOMM comes with. Source: progressDefinition in src/assets/YAML/meta.yaml of the application, 4.x. */
export const DEFAULT_STAGES: Stages = new Map([
  ['not implemented', 0],
  ['started', 0.2],
  ['partly implemented', 0.5],
  ['fully implemented', 1],
]);

/** The stages that a file defines; undefined when a score is none. */
export function stagesOf(definition: {
  readonly [title: string]: { readonly score: string | number };
}): Stages | undefined {
  const stages = new Map<string, number>();
  for (const [title, { score }] of Object.entries(definition)) {
    const share = shareOf(score);
    if (share === undefined) return undefined;
    stages.set(nameKey(title), share);
  }
  return stages;
}

const PLAIN: Stages = new Map([
  ['yes', 1],
  ['true', 1],
  ['no', 0],
  ['false', 0],
]);

/** `50%`, or a number from 0 to 1. */
function shareOf(score: string | number): number | undefined {
  const percent = typeof score === 'string' ? /^(\d{1,3}(?:\.\d+)?)\s*%$/.exec(score.trim())?.[1] : undefined;
  const share = percent === undefined ? Number(score) : Number(percent) / 100;
  return share >= 0 && share <= 1 ? share : undefined;
}

/** The score of a stage, of a percentage, or of a plain yes or no. */
export function scoreOf(answer: string | boolean, stages: Stages): number | undefined {
  if (typeof answer === 'boolean') return answer ? 1 : 0;
  const word = nameKey(answer);
  return stages.get(word) ?? PLAIN.get(word) ?? (word.endsWith('%') ? shareOf(word) : undefined);
}

/**
 * What an activity of DSOMM that is so far done claims of ours.
 *
 * Full implementation claims `established` only from DSOMM's level 3 ("high adoption") on: an activity of level 1 or 2 is the
 * basic form of a practice, and nobody who has it has said that the practice is established. Whatever was begun claims
 * `emerging`.
 *
 * Source: maturityLevels in meta.yaml of the DSOMM application.
 */
export function claimedBy(score: number, dsommLevel: number): ClaimedLevel {
  if (score === 0) return 'non-existent';
  return score === 1 && dsommLevel >= 3 ? 'established' : 'emerging';
}
