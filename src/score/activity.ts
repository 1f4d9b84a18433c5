import type { ActivityAssessment, Coverage, Interval, Level, Verdict } from '../core/assessment.ts';
import type { Activity, DomainModel } from '../../models/schema.ts';
import { statesOf, type ItemState, type States, type World } from './answers.ts';
import { judge, type Ground, type Judged } from './conditions.ts';
import { confidenceOf, itemsForConfidence, notCounted, type Confidence } from './confidence.ts';
import { conflictsOf } from './conflicts.ts';
import { higher, levelOf, levelRank } from './levels.ts';
import { lookUp } from './look-up.ts';
import { capsOf, type Caps } from './contradiction.ts';
import { couldBeSurer, needsOf, neededRank, withMinimumEvidence } from './minimum-evidence.ts';
import { missingOf } from './missing.ts';
import { presenceOf, type Presence } from './presence.ts';
import { borderlineOf, proofOf } from './proof.ts';
import { withTail } from './tail.ts';
import { planOf, type Change } from './plan.ts';
import { ruleOf } from './templates.ts';

/** An activity that was judged, with what domains and the roadmap need beside its assessment. */
export type JudgedActivity = {
  readonly activity: Activity;
  readonly assessment: ActivityAssessment;
  readonly isApplicable: boolean;
  /** Its verdict is a level, so that a domain can count it. */
  readonly isKnown: boolean;
  /** Its interval under thresholds that much stricter or looser. */
  readonly intervalAt: (shift: number) => Interval;
  /** The smallest changes that turn the conditions of the next level; undefined when there is none, or items do not decide it. */
  readonly plan: readonly Change[] | undefined;
};

/** What domains need of an activity to have a level. */
export type LeveledActivity = Pick<JudgedActivity, 'activity' | 'isApplicable' | 'isKnown' | 'intervalAt'>;

/** The levels of other activities, as thresholds that much stricter or looser give them. */
export type LevelsAt = (shift: number) => Ground['levelOf'];

/**
 * Judges one activity: shares by rule template, contradictions, minimum evidence, and the verdict's word.
 *
 * The point value never counts what is unknown; the upper end does. Source: scoring §D.2–D.4, §D.7.
 */
export function judgeActivity(
  world: World,
  model: DomainModel,
  activity: Activity,
  levelsAt: LevelsAt,
  weight: number,
): JudgedActivity {
  const { borderline: within, sensitivity: step } = world.input.parameters;
  const selection = statesOf(world, activity.items, activity.signals);
  const { states } = selection;
  const confidence = confidenceIn(world, activity, selection);
  const decide = decider({ world, model, activity, levelsAt, selection, confidence });
  const decision = decide(0);
  const { emerging, established, caps, presence, interval } = decision;
  const next = levelRank(interval.low) === 2 ? undefined : levelRank(interval.low) === 1 ? established : emerging;
  const decided = next ?? established;
  const proof = { emerging: proofOf(emerging, within), established: proofOf(established, within) };
  // Only intervals are kept: a decision holds every item that was counted.
  const at = new Map([0, -within, within, -step, step].map(shift => [shift, decide(shift).interval]));
  const intervalAt = lookUp(at, interval);
  const isBorderline = [-within, within].some(shift => !isSame(intervalAt(shift), interval));
  const borderline = isBorderline ? borderlineOf(proof.emerging, proof.established) : [];
  const records = confidence.records();
  const counted = [...new Set(records.map(each => each.evidence.id))];
  const assessment: ActivityAssessment = {
    id: activity.id,
    title: activity.title,
    verdict: decision.verdict,
    interval,
    confidence: confidence.value,
    rule: [
      `${decision.name}: ${decided.text}`,
      ...caps.text,
      ...decision.why,
      ...(presence.kind === 'level' ? [] : [presence.why]),
      ...(borderline.length === 0 ? [] : [`borderline: ${borderline.join(', ')}`]),
    ].join('; '),
    coverage: distinct([...emerging.coverage, ...established.coverage, caps.counted.coverage]),
    proof,
    sensitivity: { stricter: intervalAt(step), looser: intervalAt(-step) },
    borderline,
    weight,
    evidence: [...new Set([...counted, ...contradictionIds(states)])],
    notCounted: notCounted(world, states, activity.signals).map(each => each.evidence.id),
    attested: records.filter(each => each.evidence.plane === 'att').map(each => each.evidence.id),
    conflicts: conflictsOf(world, states, activity.signals),
    notSupported: activity.signals
      .filter(use => use.role !== 'nullifies' && !world.visible.isSupported(use.signal))
      .map(use => use.signal)
      .sort(),
    notObserved: notObserved(world, activity, states),
    missing: next === undefined ? [] : missingOf(next, activity),
  };
  const plan = next === undefined ? undefined : planOf(world, next, activity.signals);
  // States of a large estate are many: they are kept only as long as one activity is judged.
  world.memo.delete(activity.signals);
  return {
    activity,
    assessment,
    isApplicable: decision.verdict !== 'not-applicable',
    isKnown: isLevel(decision.verdict),
    intervalAt,
    plan,
  };
}

/** The level alone, by the thresholds as they are, with nothing that explains it: for many small worlds. */
export function judgeLevel(world: World, model: DomainModel, activity: Activity, levelsAt: LevelsAt): LeveledActivity {
  const selection = statesOf(world, activity.items, activity.signals);
  const confidence = confidenceIn(world, activity, selection);
  const { verdict, interval } = decider({ world, model, activity, levelsAt, selection, confidence })(0);
  world.memo.delete(activity.signals);
  return {
    activity,
    isApplicable: verdict !== 'not-applicable',
    isKnown: isLevel(verdict),
    intervalAt: lookUp(new Map(), interval),
  };
}

function confidenceIn(world: World, { items, signals }: Activity, { states }: States): Confidence {
  const own = states.map(state => state.item);
  return confidenceOf(world, itemsForConfidence(world, own, items.of, signals), signals);
}

function isLevel(verdict: Verdict): verdict is Level {
  return verdict === 'non-existent' || verdict === 'emerging' || verdict === 'established';
}

type Decision = {
  readonly emerging: Judged;
  readonly established: Judged;
  readonly caps: Caps;
  readonly why: readonly string[];
  readonly presence: Presence;
  readonly interval: Interval;
  readonly verdict: Verdict;
  readonly name: string;
};

/** Judges both rules of an activity under shifted thresholds; what was counted is counted once for all shifts. */
export function ruleJudge(
  world: World,
  model: DomainModel,
  activity: Activity,
): (
  shift: number,
  levels: Ground['levelOf'],
) => { readonly emerging: Judged; readonly established: Judged; readonly name: string } {
  const rule = ruleOf(activity, model);
  const conditions = { emerging: rule.emerging, established: withTail(rule.established, world) };
  const counts = { emerging: new Map(), established: new Map() };
  return (shift, levelOf) => {
    const judged = (view: Ground['view']): Judged =>
      judge(conditions[view], {
        world,
        items: activity.items,
        uses: activity.signals,
        view,
        shift,
        levelOf,
        counts: counts[view],
      });
    return { emerging: judged('emerging'), established: judged('established'), name: rule.name };
  };
}

type Deciding = {
  readonly world: World;
  readonly model: DomainModel;
  readonly activity: Activity;
  readonly levelsAt: LevelsAt;
  readonly selection: States;
  readonly confidence: Confidence;
};

/** The decision under thresholds shifted by a number. */
function decider(deciding: Deciding): (shift: number) => Decision {
  const { world, model, activity, levelsAt, selection, confidence } = deciding;
  const rules = ruleJudge(world, model, activity);
  const caps = capsOf(selection.states, model);
  const needs = needsOf(model, activity);
  const isSure = withMinimumEvidence('established', confidence, needs, 0).level === 'established';
  let surer: boolean | undefined;
  const isOpen = (): boolean => (surer ??= couldBeSurer(world, activity, selection.states));
  const decide = (shift: number): Decision => {
    const judged = rules(shift, levelsAt(shift));
    const certain = byConditions(judged.emerging.low, judged.established.low, caps);
    const { level: low, why } = withMinimumEvidence(certain, confidence, needs, neededRank(judged.emerging));
    const possible = byConditions(judged.emerging.high, judged.established.high, caps);
    // What minimum evidence forbids by all that was read, stays forbidden when nothing is left unread.
    const isBarred = possible === 'established' && low !== 'established' && !isSure && !isOpen();
    const high = higher(isBarred ? 'emerging' : possible, low);
    const presence = presenceOf({
      world,
      activity,
      states: selection.states,
      undetermined: selection.undetermined,
      confidence,
      high,
      low,
      readable: needs.readable,
      isRefuted: caps.isRefuted,
    });
    return {
      ...judged,
      caps,
      why,
      presence,
      interval: presence.kind === 'level' ? { low, high } : presence.interval,
      verdict: presence.kind === 'level' ? low : presence.verdict,
    };
  };
  const memo = new Map<number, Decision>();
  return shift => {
    const known = memo.get(shift) ?? decide(shift);
    memo.set(shift, known);
    return known;
  };
}

function isSame(a: Interval, b: Interval): boolean {
  return a.low === b.low && a.high === b.high;
}

function byConditions(emerging: boolean, established: boolean, caps: Caps): Level {
  const reached = emerging ? (established ? 2 : 1) : 0;
  return levelOf(Math.min(reached, levelRank(caps.most)));
}

function contradictionIds(states: readonly ItemState[]): readonly string[] {
  return [...new Set(states.flatMap(state => state.contradictions.map(each => each.evidence.id)))].sort();
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

function distinct(coverage: readonly Coverage[]): readonly Coverage[] {
  const seen = new Set<string>();
  return coverage.filter(each => {
    const key = `${each.name}|${each.denominator}|${each.numerator}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}
