import type { ActivityAssessment, Coverage, Interval, Level, Missing, Verdict } from '../core/assessment.ts';
import type { Activity, DomainModel } from '../../models/schema.ts';
import { statesOf, type ItemState, type World } from './answers.ts';
import { judge, type Ground, type Judged } from './conditions.ts';
import { confidenceOf, itemsForConfidence, notCounted, type Confidence } from './confidence.ts';
import { contradictedShare, weight, type Counted } from './coverage.ts';
import { ANYTHING, higher, levelOf, levelRank, NOTHING } from './levels.ts';
import { byRiskAndName } from './order.ts';
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
  const ground = (view: Ground['view']): Ground => ({ world, items: activity.items, uses: activity.signals, view, levelOf: levelOf_ });
  const rule = ruleOf(activity, model);
  const emerging = judge(rule.emerging, ground('emerging'));
  const established = judge(rule.established, ground('established'));
  const confidence = confidenceOf(world, itemsForConfidence(world, states.map(state => state.item), activity.items.of, activity.signals), activity.signals);
  const caps = capsOf(states, model);
  const needs = needsOf(model, activity);
  const certain = byConditions(emerging.low, established.low, caps);
  const { level: low, why } = withMinimumEvidence(certain, confidence, needs, neededRank(emerging));
  const high = higher(byConditions(emerging.high, established.high, caps), low);
  const presence = presenceOf({ world, activity, states, undetermined, confidence, high, low, readable: needs.readable, isRefuted: caps.isRefuted });
  const interval: Interval = presence.kind === 'level' ? { low, high } : presence.interval;
  const verdict: Verdict = presence.kind === 'level' ? low : presence.verdict;
  const next = levelRank(interval.low) === 2 ? undefined : levelRank(interval.low) === 1 ? established : emerging;
  const decided = next ?? established;
  const reasons = [`${rule.name}: ${decided.text}`, ...caps.text, ...why, ...(presence.kind === 'level' ? [] : [presence.why]), ...borderline([emerging, established], model.parameters.borderline)];
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

type Caps = { readonly most: Level; readonly text: readonly string[]; readonly counted: Counted; readonly isRefuted: boolean };

/** Open contradictions hold an activity down. Source: scoring §D.4, rule 3. */
function capsOf(states: readonly ItemState[], model: DomainModel): Caps {
  const { emergingAbove, nonExistentAbove } = model.parameters.contradiction;
  const counted = contradictedShare(states, 'all', undefined);
  const opposed = states.filter(state => state.contradictions.some(each => each.role !== 'corroborates' && each.mode === 'opposes'));
  const total = weight(states);
  const isRefuted = total > 0 && weight(opposed) / total > nonExistentAbove;
  const critical = opposed.find(state => state.item.risk === 'critical' && state.contradictions.some(each => each.mode === 'opposes' && each.evidence.tier === 'E5'));
  if (isRefuted) return { most: 'non-existent', text: [`more than ${nonExistentAbove * 100} % is contradicted`], counted, isRefuted };
  if (counted.low > emergingAbove) return { most: 'emerging', text: [`more than ${emergingAbove * 100} % is contradicted: emerging at most`], counted, isRefuted };
  if (critical !== undefined) return { most: 'emerging', text: [`observed on critical ${critical.item.label}: emerging at most`], counted, isRefuted };
  return { most: 'established', text: [], counted, isRefuted };
}

function byConditions(emerging: boolean, established: boolean, caps: Caps): Level {
  const reached = emerging ? (established ? 2 : 1) : 0;
  return levelOf(Math.min(reached, levelRank(caps.most)));
}

type Needs = DomainModel['parameters']['minimumEvidence'];

function needsOf(model: DomainModel, { minimumEvidence: own }: Activity): Needs {
  const common = model.parameters.minimumEvidence;
  return {
    recordConfidence: own?.recordConfidence ?? common.recordConfidence,
    establishedConfidence: own?.establishedConfidence ?? common.establishedConfidence,
    groups: own?.groups ?? common.groups,
    readable: own?.readable ?? common.readable,
  };
}

/** Low confidence never gives established; it gives "emerging, likely higher". Source: scoring §D.7. */
function withMinimumEvidence(level: Level, confidence: Confidence, needs: Needs, rank: number): { readonly level: Level; readonly why: readonly string[] } {
  if (level === 'non-existent') return { level, why: [] };
  if (confidence.atRank(rank) < needs.recordConfidence) return { level: 'non-existent', why: [`no record of confidence ${needs.recordConfidence} at the needed tier`] };
  if (level === 'emerging') return { level, why: [] };
  const isIndependent = confidence.groups >= needs.groups || confidence.hasExercised;
  if (isIndependent && confidence.value >= needs.establishedConfidence) return { level, why: [] };
  const lacks = isIndependent ? `confidence ${confidence.value} is below ${needs.establishedConfidence}` : `${confidence.groups} of ${needs.groups} independent kinds of evidence`;
  return { level: 'emerging', why: [`emerging, likely higher: ${lacks}`] };
}

/** The lowest rank that the emerging rule asks for anywhere. */
function neededRank(judged: Judged): number {
  const { condition } = judged;
  const own = 'share' in condition ? Number(condition.share[1]) : 'exists' in condition ? Number(condition.exists[1]) : undefined;
  const inside = judged.inside.map(neededRank);
  return Math.min(own ?? 5, ...inside.filter(rank => rank > 0), 5) || 1;
}

type Presence = { readonly kind: 'level' } | { readonly kind: 'none'; readonly verdict: Verdict; readonly interval: Interval; readonly why: string };

type PresenceInput = {
  readonly world: World;
  readonly activity: Activity;
  readonly states: readonly ItemState[];
  readonly undetermined: number;
  readonly confidence: Confidence;
  readonly high: Level;
  readonly low: Level;
  readonly readable: number;
  /** Most of it is contradicted: that was seen, whatever else was not. */
  readonly isRefuted: boolean;
};

/** Non-existent may be said only where the places were read and every deciding signal has a detector. Source: scoring §D.3. */
function presenceOf({ world, activity, states, undetermined, confidence, high, low, readable, isRefuted }: PresenceInput): Presence {
  const none = (verdict: Verdict, interval: Interval, why: string): Presence => ({ kind: 'none', verdict, interval, why });
  const { otherwise, by } = activity.observable;
  if (states.length === 0) {
    if (undetermined > 0) return none('not-observed', ANYTHING, 'which operations it concerns is not known');
    if (world.space.isEmpty) return none('not-observed', ANYTHING, 'no API was found');
    return none('not-applicable', NOTHING, activity.notApplicable ?? 'nothing in the inventory is in its scope');
  }
  if (levelRank(low) > 0 || isRefuted) return { kind: 'level' };
  if (world.space.isEmpty) return none(confidence.records.length > 0 ? 'insufficient-evidence' : 'not-observed', ANYTHING, 'no API was found');
  const known = weight(states.filter(state => state.isReadable || state.isUncovered)) / (weight(states) || 1);
  if (known >= readable) return { kind: 'level' };
  const interval: Interval = { low: 'non-existent', high };
  if (confidence.records.length > 0) return none('insufficient-evidence', interval, otherwise);
  return none(by === 'attested' ? 'not-observable' : 'not-observed', interval, otherwise);
}

function contradictionIds(states: readonly ItemState[]): readonly string[] {
  return [...new Set(states.flatMap(state => state.contradictions.map(each => each.evidence.id)))].sort();
}

function unsupported(world: World, activity: Activity, states: readonly ItemState[]): readonly string[] {
  const repositories = [...new Set(states.map(state => state.item.repository))];
  return activity.signals
    .filter(use => use.role !== 'nullifies')
    .map(use => use.signal)
    .filter(signal => (repositories.length === 0 ? [undefined] : repositories).every(repository => !world.visible.isSupported(signal, repository)))
    .sort();
}

function notObserved(world: World, activity: Activity, states: readonly ItemState[]): ActivityAssessment['notObserved'] {
  const item = states[0]?.item;
  if (item === undefined) return [];
  const planes = new Map<string, string>();
  for (const use of activity.signals) {
    const signal = world.input.signals.get(use.signal);
    if (signal === undefined || use.role !== 'supports') continue;
    for (const { plane, why } of world.visible.unread(signal, item)) planes.set(plane, why);
  }
  return [...planes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([plane, why]) => ({ plane, why: `${why}. ${activity.observable.otherwise}` }));
}

/** The items on the wrong side of each condition that fails, and of each that could not be settled. */
function missingOf(judged: Judged, activity: Activity): readonly Missing[] {
  if (judged.low) return [];
  const inside = judged.inside.flatMap(each => missingOf(each, activity));
  const counted = judged.counted;
  if (counted === undefined) return judged.inside.length > 0 ? inside : [{ what: judged.text, subjects: [] }];
  const isContradiction = 'contradicted' in judged.condition;
  const short = isContradiction ? counted.met : counted.missing;
  const entries: Missing[] = [];
  if (short.length > 0) entries.push({ what: judged.text, subjects: subjectsOf(short) });
  if (!isContradiction && counted.unknown.length > 0) entries.push({ what: `not known: ${activity.observable.otherwise}`, subjects: subjectsOf(counted.unknown) });
  return entries.length > 0 ? entries : [{ what: judged.text, subjects: [] }];
}

function subjectsOf(states: readonly ItemState[]): readonly string[] {
  return [...states].sort(byRiskAndName).map(state => state.item.label);
}

/** A share close to its threshold is said to be: a small change of the estate or of the threshold would turn it. */
function borderline(judged: readonly Judged[], within: number): readonly string[] {
  const close = judged.flatMap(function flat(each): readonly Judged[] {
    return each.inside.length > 0 ? each.inside.flatMap(flat) : [each];
  });
  const names = close.filter(each => each.margin !== undefined && each.margin > 0 && each.margin <= within).map(each => each.coverage[0]?.name ?? '');
  return names.length === 0 ? [] : [`borderline: ${[...new Set(names)].join(', ')}`];
}

function distinct(coverage: readonly Coverage[]): readonly Coverage[] {
  const seen = new Set<string>();
  return coverage.filter(each => {
    const key = `${each.name}|${each.denominator}|${each.numerator}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}
