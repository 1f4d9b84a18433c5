import type { RoadmapStep } from '../core/assessment.ts';
import { placeOf } from '../core/location.ts';
import { judgeLevel, type JudgedActivity } from './activity.ts';
import type { World } from './answers.ts';
import type { Item } from './items.ts';
import { rounded } from './coverage.ts';
import { assessDomain, weigher, type DomainInput } from './domain.ts';
import type { ClosedMeasure } from './ladders.ts';
import { levelOf, levelRank } from './levels.ts';
import type { Change } from './plan.ts';
import { supposing, whatIfText } from './supposed.ts';

/** A change that lifts a whole domain is worth this much more than one that lifts an activity. */
const DOMAIN_FACTOR = 4;

/** A change that may exist where the scan could not look is worth less: the look comes first. */
const UNSEEN_FACTOR = 0.5;

/**
 * The smallest sets of item changes that turn the next unmet condition of each activity, ordered by weight gained over items
 * to touch. Source: scoring §D.13.
 */
export function domainRoadmap(world: World, inputs: readonly DomainInput[]): readonly RoadmapStep[] {
  const steps = inputs.flatMap(input => {
    const now = assessDomain(input);
    return input.activities
      .filter(each => each.isApplicable)
      .flatMap(each => {
        const plan = each.plan ?? [];
        const level = levelOf(levelRank(each.assessment.interval.low) + 1);
        const isEnough = plan.length === 1 && reaches(world, input, each, plan);
        const then = isEnough ? assessDomain(assumed(input, each)) : now;
        const lifts = levelRank(then.interval.low) > levelRank(now.interval.low);
        const gain = lifts
          ? `${now.title} → ${then.interval.low}`
          : `${isEnough ? '' : 'towards '}${each.activity.id} → ${level}`;
        const factor = (lifts ? DOMAIN_FACTOR : 1) * weigher(input.doubled)(each.activity.id);
        return plan.map(change =>
          stepOf(world, change, { gain, about: each.activity.id, factor: factor / plan.length }),
        );
      });
  });
  return ordered(steps);
}

/** Whether the changes do what they are for: the activity is judged again with them made. Too many to list are not tried. */
function reaches(
  world: World,
  { model, levelsAt }: DomainInput,
  each: JudgedActivity,
  plan: readonly Change[],
): boolean {
  if (plan.some(change => change.supposed.length === 0)) return false;
  const supposed = supposing(
    world,
    plan.flatMap(change => change.supposed),
  );
  const then = judgeLevel(supposed, model, each.activity, levelsAt).intervalAt(0);
  return levelRank(then.low) > levelRank(each.assessment.interval.low);
}

/** Steps towards the measures of the next stage that are not satisfied. */
export function stageRoadmap({
  world,
  measures,
  stage,
}: {
  readonly world: World;
  readonly measures: readonly ClosedMeasure[];
  readonly stage: number | undefined;
}): readonly RoadmapStep[] {
  return ordered(
    measures.flatMap(each => {
      const plan = each.plan ?? [];
      const gain = `${plan.length === 1 ? '' : 'towards '}stage ${stage}: ${each.measure.title}`;
      return plan.map(change =>
        stepOf(world, change, { gain, about: each.measure.id, factor: (1 - each.low) / plan.length }),
      );
    }),
  );
}

/** The domain as it would be with one activity a level up. */
function assumed(input: DomainInput, changed: JudgedActivity): DomainInput {
  const low = levelOf(levelRank(changed.assessment.interval.low) + 1);
  const high = levelRank(changed.assessment.interval.high) > levelRank(low) ? changed.assessment.interval.high : low;
  const interval = { low, high };
  const activities = input.activities.map(each =>
    each === changed
      ? {
          ...each,
          isKnown: true,
          intervalAt: () => interval,
          assessment: { ...each.assessment, verdict: low, interval },
        }
      : each,
  );
  return {
    ...input,
    activities,
    levelsAt: shift => id =>
      id === changed.activity.id && shift === 0 ? { interval, isApplicable: true } : input.levelsAt(shift)(id),
  };
}

type About = { readonly gain: string; readonly about: string; readonly factor: number };

function stepOf(world: World, change: Change, { gain, about, factor }: About): RoadmapStep {
  const remediation = world.input.signals.get(change.signal)?.remediation ?? '';
  const share = change.weight / (totalWeight(world, change) || 1);
  const value = rounded((share * factor * (change.mayExist ? UNSEEN_FACTOR : 1)) / change.count);
  const note = change.mayExist ? ' It may exist where this scan could not look.' : '';
  return {
    step: `${sentence(remediation, change)}${note}`,
    gain,
    value,
    ...touchesOf(change),
    whatIf: change.supposed.map(whatIfText),
    about,
  };
}

/** The remediation of the signal, with what it is to be done to. */
function sentence(remediation: string, change: Change): string {
  const { near } = change;
  const lost = near?.evidence.nullifiedBy[0];
  if (near !== undefined && lost !== undefined) {
    const at = lost.at === null ? '' : ` (${placeOf(lost.at)})`;
    return `Give effect to "${near.evidence.summary}": ${lost.why}${at}.`;
  }
  const names = change.shown.map(item => item.label);
  const rest = change.count > 2 ? ` and ${change.count - 2} more` : '';
  return `${remediation.replace(/\.$/, '')}: ${names.slice(0, 2).join(', ')}${rest}.`;
}

function touchesOf(change: Change): Pick<RoadmapStep, 'touches' | 'more'> {
  const near = change.near?.evidence.nullifiedBy[0]?.at ?? change.near?.evidence.facts[0];
  if (near !== undefined && near !== null) return { touches: [placeOf(near)], more: 0 };
  return { touches: change.shown.map(placeOfItem), more: change.count - change.shown.length };
}

function placeOfItem(item: Item): string {
  const source = item.operation?.sources.find(each => each.kind === 'code') ?? item.operation?.sources[0];
  return source === undefined ? item.label : `${item.label} (${placeOf(source)})`;
}

function totalWeight(world: World, change: Change): number {
  const kind = change.shown[0]?.kind;
  const of =
    kind === 'operation'
      ? 'operations'
      : kind === 'api'
        ? 'apis'
        : kind === 'repository'
          ? 'repositories'
          : 'organisation';
  return world.space.select({ of, where: [], exemptBy: [] }).items.reduce((sum, item) => sum + item.weight, 0);
}

function ordered(steps: readonly RoadmapStep[]): readonly RoadmapStep[] {
  return [...steps].sort((a, b) => b.value - a.value || compare(a.about, b.about) || compare(a.step, b.step));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
