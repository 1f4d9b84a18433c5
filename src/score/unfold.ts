import type { Leaf, Side, Unfolded, UnfoldedCondition } from '../core/unfolded.ts';
import { arithmeticOf } from '../core/unfolded.ts';
import type { Activity, DomainModel, Measure, SignalUse, StageModel } from '../../models/schema.ts';
import { makeWorld, type ItemState, type World } from './answers.ts';
import type { Judged } from './conditions.ts';
import { rounded } from './coverage.ts';
import { activityJudge, levelReader } from './activity-judge.ts';
import { ruleJudge } from './activity.ts';
import type { ScoreInput } from './input.ts';
import { itemSpace } from './items.ts';
import { matrixOf } from './matrix.ts';
import { measureJudge } from './measures.ts';
import { byRiskAndName } from './order.ts';
import { proofOf } from './proof.ts';
import { recordsOn } from './records.ts';

/**
 * Unfolds an activity or measure: every condition of its rules, the items it counts, and the evidence on each. Judged anew
 * from the same input as the assessment, so that the numbers are the same. Undefined when no model has this id.
 */
export function unfold(input: ScoreInput, id: string): Unfolded | undefined {
  // The world is made only for what is there to unfold: most things that are explained are neither activity nor measure.
  const world = (): World => makeWorld(input, itemSpace(input));
  for (const model of input.models) {
    if (model.kind === 'domains') {
      const activity = model.activities.find(each => each.id === id);
      if (activity !== undefined) return unfoldActivity(world(), model, activity);
    } else {
      const measure = model.measures.find(each => each.id === id);
      if (measure !== undefined) return unfoldMeasure(world(), model, measure);
    }
  }
  return undefined;
}

function unfoldActivity(world: World, model: DomainModel, activity: Activity): Unfolded {
  const levels = levelReader(activityJudge(world, model))(0);
  const { emerging, established } = ruleJudge(world, model, activity)(0, levels);
  return unfolded(world, activity, { emerging, established });
}

function unfoldMeasure(world: World, model: StageModel, measure: Measure): Unfolded {
  const { satisfied, partial } = measureJudge(world, measure, matrixOf(world, model)?.counted)(0);
  return unfolded(world, measure, { satisfied, ...(partial === undefined ? {} : { partial }) });
}

function unfolded(
  world: World,
  { id, signals }: Pick<Activity, 'id' | 'signals'>,
  rules: Readonly<Record<string, Judged>>,
): Unfolded {
  return {
    id,
    rules: Object.entries(rules).map(([name, judged]) => {
      const rule = conditionOf(world, judged, signals);
      return { name, holds: rule.holds, rule };
    }),
  };
}

function conditionOf(world: World, judged: Judged, uses: readonly SignalUse[]): UnfoldedCondition {
  const { inside: _inside, ...proof } = proofOf(judged, world.input.parameters.borderline);
  const { counted } = judged;
  const side = (states: readonly ItemState[], name: Side): readonly Leaf[] =>
    [...states].sort(byRiskAndName).map(state => leafOf(world, state, name, usesOf(judged, uses)));
  return {
    ...proof,
    arithmetic: proof.coverage === null ? null : arithmeticOf(proof.coverage),
    leaves:
      counted === undefined || judged.inside.length > 0
        ? []
        : [...side(counted.met, 'met'), ...side(counted.missing, 'missing'), ...side(counted.unknown, 'unknown')],
    inside: judged.inside.map(each => conditionOf(world, each, uses)),
  };
}

function usesOf({ condition }: Judged, uses: readonly SignalUse[]): readonly SignalUse[] {
  const named = 'signals' in condition ? condition.signals : undefined;
  return named === undefined
    ? uses.filter(use => use.role !== 'nullifies')
    : uses.filter(use => named.includes(use.signal) || use.role === 'contradicts');
}

function leafOf(world: World, { item }: ItemState, side: Side, uses: readonly SignalUse[]): Leaf {
  const records = uses.flatMap(use => recordsOn(world.records.of(use), item));
  return {
    item: item.label,
    id: item.id,
    weight: rounded(item.weight),
    side,
    evidence: records.map(({ evidence, effective }) => ({
      id: evidence.id,
      signal: evidence.signal,
      effective:
        evidence.polarity === 'contradicts'
          ? `contradicts${evidence.rejected.length > 0 ? ', rejected' : ''}`
          : `E${effective.rank}${effective.lowered.length > 0 ? `, stated ${evidence.tier}: ${effective.lowered.join('; ')}` : ''}`,
    })),
  };
}
