import type { ActivityAssessment, Coverage, Interval, Level, Verdict } from '../core/assessment.ts';
import type { Activity, DomainModel } from '../../models/schema.ts';
import { statesOf, type ItemState, type World } from './answers.ts';
import { judge, type Ground, type Judged } from './conditions.ts';
import { confidenceOf, itemsForConfidence, notCounted } from './confidence.ts';
import { higher, levelOf, levelRank } from './levels.ts';
import { capsOf, type Caps } from './contradiction.ts';
import { needsOf, neededRank, withMinimumEvidence } from './minimum-evidence.ts';
import { missingOf } from './missing.ts';
import { presenceOf } from './presence.ts';
import { planOf, type Change } from './plan.ts';
import { ruleOf } from './templates.ts';

/** An activity that was judged, with what domains and the roadmap need beside its assessment. */
export type JudgedActivity = {
  readonly activity: Activity;
  readonly assessment: ActivityAssessment;
  readonly isApplicable: boolean;
  /** Its verdict is a level, so that a domain can count it. */
  readonly isKnown: boolean;
  /** The smallest changes that turn the conditions of the next level; undefined when there is none, or items do not decide it. */
  readonly plan: readonly Change[] | undefined;
};

type LevelOf = Ground['levelOf'];

/**
 * Judges one activity: shares by rule template, contradictions, minimum evidence, and the verdict's word.
 *
 * The point value never counts what is unknown; the upper end does. Source: scoring §D.2–D.4, §D.7.
 */
export function judgeActivity(world: World, model: DomainModel, activity: Activity, levelOf_: LevelOf): JudgedActivity {
  const { states, undetermined } = statesOf(world, activity.items, activity.signals);
  const ground = (view: Ground['view']): Ground => ({
    world,
    items: activity.items,
    uses: activity.signals,
    view,
    levelOf: levelOf_,
  });
  const rule = ruleOf(activity, model);
  const emerging = judge(rule.emerging, ground('emerging'));
  const established = judge(rule.established, ground('established'));
  const confidence = confidenceOf(
    world,
    itemsForConfidence(
      world,
      states.map(state => state.item),
      activity.items.of,
      activity.signals,
    ),
    activity.signals,
  );
  const caps = capsOf(states, model);
  const needs = needsOf(model, activity);
  const certain = byConditions(emerging.low, established.low, caps);
  const { level: low, why } = withMinimumEvidence(certain, confidence, needs, neededRank(emerging));
  const high = higher(byConditions(emerging.high, established.high, caps), low);
  const presence = presenceOf({
    world,
    activity,
    states,
    undetermined,
    confidence,
    high,
    low,
    readable: needs.readable,
    isRefuted: caps.isRefuted,
  });
  const interval: Interval = presence.kind === 'level' ? { low, high } : presence.interval;
  const verdict: Verdict = presence.kind === 'level' ? low : presence.verdict;
  const next = levelRank(interval.low) === 2 ? undefined : levelRank(interval.low) === 1 ? established : emerging;
  const decided = next ?? established;
  const reasons = [
    `${rule.name}: ${decided.text}`,
    ...caps.text,
    ...why,
    ...(presence.kind === 'level' ? [] : [presence.why]),
    ...borderline([emerging, established], model.parameters.borderline),
  ];
  const assessment: ActivityAssessment = {
    id: activity.id,
    title: activity.title,
    verdict,
    interval,
    confidence: confidence.value,
    rule: reasons.join('; '),
    coverage: distinct([...emerging.coverage, ...established.coverage, caps.counted.coverage]),
    evidence: [...new Set([...confidence.records.map(each => each.evidence.id), ...contradictionIds(states)])],
    notCounted: notCounted(world, states, activity.signals).map(each => each.evidence.id),
    notSupported: unsupported(world, activity, states),
    notObserved: notObserved(world, activity, states),
    missing: next === undefined ? [] : missingOf(next, activity),
  };
  const plan = next === undefined ? undefined : planOf(world, next, activity.signals);
  // States of a large estate are many: they are kept only as long as one activity is judged.
  world.memo.delete(activity.signals);
  return {
    activity,
    assessment,
    isApplicable: verdict !== 'not-applicable',
    isKnown: verdict === 'non-existent' || verdict === 'emerging' || verdict === 'established',
    plan,
  };
}

function byConditions(emerging: boolean, established: boolean, caps: Caps): Level {
  const reached = emerging ? (established ? 2 : 1) : 0;
  return levelOf(Math.min(reached, levelRank(caps.most)));
}

function contradictionIds(states: readonly ItemState[]): readonly string[] {
  return [...new Set(states.flatMap(state => state.contradictions.map(each => each.evidence.id)))].sort();
}

function unsupported(world: World, activity: Activity, states: readonly ItemState[]): readonly string[] {
  const repositories = [...new Set(states.map(state => state.item.repository))];
  return activity.signals
    .filter(use => use.role !== 'nullifies')
    .map(use => use.signal)
    .filter(signal =>
      (repositories.length === 0 ? [undefined] : repositories).every(
        repository => !world.visible.isSupported(signal, repository),
      ),
    )
    .sort();
}

function notObserved(
  world: World,
  activity: Activity,
  states: readonly ItemState[],
): ActivityAssessment['notObserved'] {
  const item = states[0]?.item;
  if (item === undefined) return [];
  const planes = new Map<string, string>();
  for (const use of activity.signals) {
    const signal = world.input.signals.get(use.signal);
    if (signal === undefined || use.role !== 'supports') continue;
    for (const { plane, why } of world.visible.unread(signal, item)) planes.set(plane, why);
  }
  return [...planes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([plane, why]) => ({ plane, why: `${why}. ${activity.observable.otherwise}` }));
}

/** A share close to its threshold is said to be: a small change of the estate or of the threshold would turn it. */
function borderline(judged: readonly Judged[], within: number): readonly string[] {
  const close = judged.flatMap(function flat(each): readonly Judged[] {
    return each.inside.length > 0 ? each.inside.flatMap(flat) : [each];
  });
  const names = close
    .filter(each => each.margin !== undefined && each.margin > 0 && each.margin <= within)
    .map(each => each.coverage[0]?.name ?? '');
  return names.length === 0 ? [] : [`borderline: ${[...new Set(names)].join(', ')}`];
}

function distinct(coverage: readonly Coverage[]): readonly Coverage[] {
  const seen = new Set<string>();
  return coverage.filter(each => {
    const key = `${each.name}|${each.denominator}|${each.numerator}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}
