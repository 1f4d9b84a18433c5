import type { Assessment } from '../core/assessment.ts';
import type { DomainModel } from '../../models/schema.ts';
import { judgeActivity, type JudgedActivity, type LevelsAt } from './activity.ts';
import type { World } from './answers.ts';
import { assessDomain, type DomainInput } from './domain.ts';
import { headlineOf } from './headline.ts';
import { NOTHING } from './levels.ts';
import { domainRoadmap } from './roadmap.ts';
import { doubledActivities } from './threats.ts';

type DomainsAssessment = Extract<Assessment, { kind: 'domains' }>;

/** Judges activities on demand: one may ask for the level of others. The loader has refused circles. */
export function activityJudge(
  world: World,
  model: DomainModel,
  weightOf: (id: string) => number = () => 1,
): (id: string) => JudgedActivity | undefined {
  const judged = new Map<string, JudgedActivity>();
  const byId = new Map(model.activities.map(activity => [activity.id, activity]));
  const of = (id: string): JudgedActivity | undefined => {
    const known = judged.get(id);
    const activity = byId.get(id);
    if (known !== undefined || activity === undefined) return known;
    const result = judgeActivity(world, model, activity, levelReader(of), weightOf(id));
    judged.set(id, result);
    return result;
  };
  return of;
}

export function levelReader(of: (id: string) => JudgedActivity | undefined): LevelsAt {
  return shift => id => {
    const judged = of(id);
    return { interval: judged?.intervalAt(shift) ?? NOTHING, isApplicable: judged?.isApplicable ?? false };
  };
}

/** Scores a model of domains: activities, domains with their gates, the headline and the roadmap. */
export function assessDomains(world: World, model: DomainModel): DomainsAssessment {
  const doubled = doubledActivities(world.space, model, world.input.parameters);
  const weightOf = (id: string): number => (doubled.has(id) ? 2 : 1);
  const of = activityJudge(world, model, weightOf);
  const judged = model.activities.flatMap(activity => of(activity.id) ?? []);
  const inputs: readonly DomainInput[] = model.domains.map(domain => ({
    world,
    model,
    domain,
    activities: judged.filter(each => each.activity.domain === domain.id),
    weightOf,
    levelsAt: levelReader(of),
  }));
  const domains = inputs.map(assessDomain);
  return {
    kind: 'domains',
    model: model.id,
    modelVersion: model.version,
    title: model.title,
    headline: headlineOf(domains, model),
    domains,
    roadmap: domainRoadmap(world, inputs),
  };
}
