import type { Api, Operation } from '../core/operation.ts';
import type { DomainModel, Items, Risk, StageModel } from '../../models/schema.ts';
import { recordsOn, statesOf, type ItemState, type World } from './answers.ts';
import { judge } from './conditions.ts';
import type { Counted } from './coverage.ts';
import { rounded, weight } from './coverage.ts';
import { activityJudge, levelReader } from './domains.ts';
import type { ScoreInput } from './input.ts';
import { itemSpace } from './items.ts';
import { threatsOf } from './threats.ts';

/** Whether one API mitigates its risks: by what is known, and with what is not. */
export type ApiPass = {
  readonly low: boolean;
  readonly high: boolean;
  readonly risks: readonly {
    readonly id: string;
    readonly applies: 'yes' | 'no' | 'unknown';
    readonly low: boolean;
    readonly high: boolean;
  }[];
};

type Matrix = NonNullable<StageModel['matrix']>;

/** Judges the matrix of each API, on that API alone, when it is first asked for. Source: salt §B.3. */
export function matrixOf(world: World, model: StageModel): ((items: Items) => Counted) | undefined {
  const { matrix } = model;
  const judged = world.input.models.find(
    (other): other is DomainModel => other.kind === 'domains' && other.id === matrix?.model,
  );
  if (matrix === undefined || judged === undefined) return undefined;
  const restricted = restrictor(world);
  const memo = new Map<string, ApiPass>();
  const passOf = (api: Api): ApiPass => {
    const known = memo.get(api.id);
    if (known !== undefined) return known;
    const pass = judgeApi(restricted(api), matrix, judged);
    memo.set(api.id, pass);
    return pass;
  };
  const byId = new Map(world.space.apis.map(api => [api.id, api]));
  return items => {
    const { states } = statesOf(world, items, NO_SIGNALS);
    const of = (state: ItemState): ApiPass => {
      const api = byId.get(state.item.id);
      // A repository that was not read stands for APIs that nobody knows.
      return api === undefined ? { low: false, high: true, risks: [] } : passOf(api);
    };
    const met = states.filter(state => of(state).low);
    const unknown = states.filter(state => !of(state).low && of(state).high);
    const missing = states.filter(state => !of(state).high);
    const total = weight(states);
    return {
      coverage: {
        name: 'APIs that pass the mitigation matrix',
        numerator: rounded(weight(met)),
        denominator: rounded(total),
        unknown: rounded(weight(unknown)),
        unweighted: states.length === 0 ? 0 : rounded(met.length / states.length),
        items: states.length,
      },
      low: total === 0 ? 0 : weight(met) / total,
      high: total === 0 ? 0 : (weight(met) + weight(unknown)) / total,
      met,
      missing,
      unknown,
      isEmpty: states.length === 0,
    };
  };
}

const NO_SIGNALS: readonly never[] = [];

/** Worlds of one API each: its operations and the repository that holds it. Records and visibility stay; subjects pick among them. */
function restrictor(world: World): (api: Api) => World {
  const { input } = world;
  const operations = new Map<string, Operation[]>();
  for (const operation of input.inventory.operations)
    operations.set(operation.api, [...(operations.get(operation.api) ?? []), operation]);
  const repositories = new Map(input.repositories.flatMap(repository => repository.apis.map(id => [id, repository])));
  return api => {
    const repository = repositories.get(api.id);
    const restricted: ScoreInput = {
      ...input,
      inventory: { ...input.inventory, apis: [api], operations: operations.get(api.id) ?? [] },
      repositories: repository === undefined ? [] : [{ ...repository, apis: [api.id] }],
    };
    return { ...world, input: restricted, space: itemSpace(restricted), memo: new WeakMap() };
  };
}

function judgeApi(world: World, matrix: Matrix, model: DomainModel): ApiPass {
  const levelOf = levelReader(activityJudge(world, model));
  const dominant = new Set(threatsOf(world.space.operations, model).flatMap(threat => threat.risks));
  const risks = matrix.risks.map(risk => {
    const applies = appliesTo(world, risk);
    const judged = judge(risk.needs, {
      world,
      items: { of: 'operations', where: [], exemptBy: [] },
      uses: risk.signals,
      view: 'established',
      levelOf,
    });
    return {
      id: risk.id,
      applies,
      low: judged.low,
      high: judged.high,
      mustHold: matrix.core.includes(risk.id) || dominant.has(risk.id),
    };
  });
  const passes = (
    mitigated: (risk: (typeof risks)[number]) => boolean,
    counts: (risk: (typeof risks)[number]) => boolean,
  ): boolean => {
    const applicable = risks.filter(counts);
    return (
      applicable.every(risk => !risk.mustHold || mitigated(risk)) &&
      applicable.filter(mitigated).length >= matrix.share * applicable.length
    );
  };
  const low = passes(
    risk => risk.low,
    risk => risk.applies !== 'no',
  );
  const high =
    low ||
    passes(
      risk => risk.high || risk.applies === 'unknown',
      risk => risk.applies !== 'no',
    );
  return {
    low,
    high,
    risks: risks.map(({ id, applies, low: isLow, high: isHigh }) => ({ id, applies, low: isLow, high: isHigh })),
  };
}

/** A risk whose trigger was not seen applies only where the trigger could have been seen and was not looked for. */
function appliesTo(world: World, risk: Risk): 'yes' | 'no' | 'unknown' {
  if (risk.appliesWithSignal !== undefined) {
    const signal = world.input.signals.get(risk.appliesWithSignal);
    const { items } = world.space.select({ of: 'apis', where: [], exemptBy: [] });
    if (
      items.some(item =>
        recordsOn(world, risk.appliesWithSignal ?? '', item).some(each => each.evidence.rejected.length === 0),
      )
    )
      return 'yes';
    return items.every(item => signal !== undefined && world.visible.isAbsenceKnown(signal, item)) ? 'no' : 'unknown';
  }
  if (risk.appliesWhen.length === 0) return 'yes';
  const selection = world.space.select({ of: 'operations', where: risk.appliesWhen, exemptBy: [] });
  return selection.items.length > 0 ? 'yes' : selection.undetermined > 0 ? 'unknown' : 'no';
}
