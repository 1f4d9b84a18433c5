import type { Assessment } from '../core/assessment.ts';
import type { DomainModel } from '../../models/schema.ts';
import { activityJudge, levelReader } from './activity-judge.ts';
import type { World } from './answers.ts';
import { distributionOf } from './distribution.ts';
import { assessDomain, weigher, type DomainInput } from './domain.ts';
import { headlineOf } from './headline.ts';
import { domainRoadmap } from './roadmap.ts';
import { doubledActivities } from './threats.ts';

type DomainsAssessment = Extract<Assessment, { kind: 'domains' }>;

/** Scores a model of domains: activities, domains with their gates, the headline and the roadmap. */
export function assessDomains(world: World, model: DomainModel): DomainsAssessment {
  const doubled = doubledActivities(world.space, model, world.input.parameters);
  const of = activityJudge(world, model, weigher(doubled));
  const judged = model.activities.flatMap(activity => of(activity.id) ?? []);
  const inputs: readonly DomainInput[] = model.domains.map(domain => ({
    world,
    model,
    domain,
    activities: judged.filter(each => each.activity.domain === domain.id),
    doubled,
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
    distribution: distributionOf(world, model),
    roadmap: domainRoadmap(world, inputs),
  };
}
