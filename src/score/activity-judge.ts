import type { Activity, DomainModel } from '../../models/schema.ts';
import { judgeActivity, type JudgedActivity, type LeveledActivity, type LevelsAt } from './activity.ts';
import type { World } from './answers.ts';
import { NOTHING } from './levels.ts';

/** Judges activities on demand: one may ask for the level of others. The loader has refused circles. */
export function activityJudge(
  world: World,
  model: DomainModel,
  weightOf: (id: string) => number = () => 1,
): (id: string) => JudgedActivity | undefined {
  return onDemand(model, (activity, levelsAt) =>
    judgeActivity(world, model, activity, levelsAt, weightOf(activity.id)),
  );
}

/** Each activity is judged once, when it is first asked for. */
export function onDemand<T extends LeveledActivity>(
  model: DomainModel,
  judge: (activity: Activity, levelsAt: LevelsAt) => T,
): (id: string) => T | undefined {
  const judged = new Map<string, T>();
  const byId = new Map(model.activities.map(activity => [activity.id, activity]));
  const of = (id: string): T | undefined => {
    const known = judged.get(id);
    const activity = byId.get(id);
    if (known !== undefined || activity === undefined) return known;
    const result = judge(activity, levelReader(of));
    judged.set(id, result);
    return result;
  };
  return of;
}

export function levelReader(of: (id: string) => LeveledActivity | undefined): LevelsAt {
  return shift => id => {
    const judged = of(id);
    return { interval: judged?.intervalAt(shift) ?? NOTHING, isApplicable: judged?.isApplicable ?? false };
  };
}
