import type { Assessment } from '../core/assessment.ts';
import { makeWorld } from './answers.ts';
import { assessDomains } from './domains.ts';
import type { ScoreInput } from './input.ts';
import { itemSpace } from './items.ts';
import { assessStages } from './stages.ts';

export type { ScoreInput } from './input.ts';

/**
 * Scores the evidence by every model, in the order of the models given. Pure: the same input, in whatever order, gives the
 * same assessments; no clock, no disk.
 *
 * Where nothing could be seen the answer is an interval with its reason, never a low level.
 */
export function score(input: ScoreInput): readonly Assessment[] {
  const world = makeWorld(input, itemSpace(input));
  return input.models.map(model =>
    model.kind === 'domains' ? assessDomains(world, model) : assessStages(world, model),
  );
}
