import type { DomainAssessment, DoubledActivity, Interval, Level, Verdict } from '../core/assessment.ts';
import type { Domain, DomainModel } from '../../models/schema.ts';
import type { JudgedActivity, LeveledActivity, LevelsAt } from './activity.ts';
import type { World } from './answers.ts';
import { judge, type Ground, type Judged } from './conditions.ts';
import { higher, levelRank } from './levels.ts';

export type DomainInput = {
  readonly world: World;
  readonly model: DomainModel;
  readonly domain: Domain;
  readonly activities: readonly JudgedActivity[];
  /** Activities that count twice, by id. */
  readonly doubled: ReadonlyMap<string, DoubledActivity>;
  readonly levelsAt: LevelsAt;
};

type LevelInput = Omit<DomainInput, 'activities'> & { readonly activities: readonly LeveledActivity[] };

/**
 * Gates first, then weight shares of activities. Emerging is judged over the activities that are known, established over all
 * that apply: what is unknown never makes a domain established, and knowing one more activity never takes it away.
 * Source: scoring §D.10, with the stricter denominator for established.
 */
export function assessDomain(input: DomainInput): DomainAssessment {
  const { domain, model, activities } = input;
  const weightOf = weigher(input.doubled);
  const levels = levelsOf(input, 0);
  const { gates, low, high } = levels;
  const applicable = activities.filter(each => each.isApplicable);
  const known = applicable.filter(each => each.isKnown);
  const parameters = model.parameters.domain;
  const interval: Interval = { low, high };
  const at = (shift: number): Interval => {
    const shifted = levelsOf(input, shift);
    return { low: shifted.low, high: shifted.high };
  };
  const { borderline: within, sensitivity: step } = input.world.input.parameters;
  const isBorderline = [-within, within].some(shift => at(shift).low !== low || at(shift).high !== high);
  const verdict: Verdict =
    applicable.length === 0 ? 'not-applicable' : (settledLevel(input, levels) ?? unknownWord(applicable));
  const emerging = known.filter(each => levelRank(each.assessment.interval.low) >= 1);
  const established = known.filter(each => levelRank(each.assessment.interval.low) === 2);
  const doubled = applicable.flatMap(each => input.doubled.get(each.activity.id) ?? []);
  return {
    id: domain.id,
    title: domain.title,
    verdict,
    interval,
    rule: [
      `${known.length} of ${applicable.length} activities known, ${emerging.length} emerging or better, ${established.length} established`,
      `emerging needs its gates and ${parameters.emerging * 100} % of known weight, established its gates and ${parameters.established * 100} %`,
      ...(isBorderline ? [`borderline: thresholds ${within} higher or lower would change it`] : []),
      ...(doubled.length === 0
        ? []
        : [`counted twice for their dominant threat: ${doubled.map(each => each.activity).join(', ')}`]),
    ].join('; '),
    weights: {
      applicable: sum(applicable, weightOf),
      known: sum(known, weightOf),
      emerging: sum(emerging, weightOf),
      established: sum(established, weightOf),
    },
    thresholds: parameters,
    doubled,
    isBorderline,
    sensitivity: { stricter: at(step), looser: at(-step) },
    gates: gates.map(({ level, judged }) => ({
      level,
      text: judged.text,
      holds: judged.low ? 'yes' : judged.high ? 'unknown' : 'no',
    })),
    activities: activities.map(each => each.assessment),
  };
}

/** What an activity counts: twice for a dominant threat. */
export function weigher(doubled: DomainInput['doubled']): (id: string) => number {
  return id => (doubled.has(id) ? 2 : 1);
}

/** The level of a domain; undefined where too little is known of it, or nothing applies. */
export function domainLevel(input: LevelInput): Level | undefined {
  return input.activities.some(each => each.isApplicable) ? settledLevel(input, levelsOf(input, 0)) : undefined;
}

/** Where both ends agree, what is not known decides nothing: a gate that fails for certain, fails. */
function settledLevel(input: LevelInput, { low, point, high }: Levels): Level | undefined {
  const weightOf = weigher(input.doubled);
  const applicable = input.activities.filter(each => each.isApplicable);
  const known = applicable.filter(each => each.isKnown);
  const isKnown = sum(known, weightOf) / sum(applicable, weightOf) >= input.model.parameters.domain.known;
  return isKnown || low === high ? point : undefined;
}

/** Guards comparisons of sums of weights against the last bit. */
const EPSILON = 1e-9;

type Gate = { readonly level: 'emerging' | 'established'; readonly judged: Judged };

type Levels = { readonly gates: readonly Gate[]; readonly low: Level; readonly point: Level; readonly high: Level };

/** The three levels under thresholds that much stricter or looser, with the gates they rest on. */
function levelsOf(input: LevelInput, shift: number): Levels {
  const gates = gatesOf(input, shift);
  const all = input.activities.filter(each => each.isApplicable);
  const known = all.filter(each => each.isKnown);
  const readLow = (each: LeveledActivity): Level => each.intervalAt(shift).low;
  const low = levelBy({ input, shift, gates, side: 'low', read: readLow, over: all, all });
  const point = levelBy({ input, shift, gates, side: 'low', read: readLow, over: known, all });
  const read = (each: LeveledActivity): Level => each.intervalAt(shift).high;
  return {
    gates,
    low,
    point,
    high: higher(levelBy({ input, shift, gates, side: 'high', read, over: all, all }), point),
  };
}

function gatesOf({ world, domain, levelsAt }: LevelInput, shift: number): readonly Gate[] {
  const ground: Ground = {
    world,
    items: { of: 'organisation', where: [], exemptBy: [] },
    uses: [],
    view: 'emerging',
    shift,
    levelOf: levelsAt(shift),
    counts: new Map(),
  };
  return (['emerging', 'established'] as const).flatMap(level => {
    const condition = domain.gates[level];
    return condition === undefined ? [] : [{ level, judged: judge(condition, ground) }];
  });
}

type Reading = {
  readonly input: LevelInput;
  readonly shift: number;
  readonly gates: readonly Gate[];
  readonly side: 'low' | 'high';
  readonly read: (each: LeveledActivity) => Level;
  /** Denominator for emerging; `all` is that for established. */
  readonly over: readonly LeveledActivity[];
  readonly all: readonly LeveledActivity[];
};

/** The level that one reading of the activities gives. */
function levelBy({ input, shift, gates, side, read, over, all }: Reading): Level {
  const weightOf = weigher(input.doubled);
  const { emerging, established } = input.model.parameters.domain;
  const reach = (activities: readonly LeveledActivity[], rank: number): number => {
    const total = sum(activities, weightOf);
    return total === 0
      ? 0
      : sum(
          activities.filter(each => levelRank(read(each)) >= rank),
          weightOf,
        ) / total;
  };
  const holds = (level: Gate['level']): boolean =>
    gates.filter(gate => gate.level === level).every(gate => !gate.judged.applies || gate.judged[side]);
  if (!holds('emerging') || reach(over, 1) < emerging + shift - EPSILON) return 'non-existent';
  const hasGap = over.some(each => weightOf(each.activity.id) >= 2 && levelRank(read(each)) === 0);
  return holds('established') && reach(all, 2) >= established + shift - EPSILON && !hasGap ? 'established' : 'emerging';
}

/** Nothing seen at all is not the same as too little seen. */
function unknownWord(activities: readonly JudgedActivity[]): Verdict {
  return activities.every(
    each => each.assessment.verdict === 'not-observed' || each.assessment.verdict === 'not-observable',
  )
    ? 'not-observed'
    : 'insufficient-evidence';
}

function sum(activities: readonly LeveledActivity[], weightOf: (id: string) => number): number {
  return activities.reduce((total, each) => total + weightOf(each.activity.id), 0);
}
