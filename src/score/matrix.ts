import type { ApiMitigation, Holds } from '../core/assessment.ts';
import type { ReportApi as Api } from '../core/report.ts';
import type { DomainModel, Items, Risk, StageModel } from '../../models/schema.ts';
import { statesOf, type ItemState, type World } from './answers.ts';
import { apiLevels, apiWorlds } from './api-levels.ts';
import { judge, type Ground } from './conditions.ts';
import { countItems, type Counted } from './coverage.ts';
import { recordsOn } from './records.ts';
import { threatsOf } from './threats.ts';

/** The matrix of a model, judged one API at a time when it is first asked for. */
export type MatrixJudge = {
  readonly counted: (items: Items) => Counted;
  /** Every API of the inventory, by id. */
  readonly apis: () => readonly ApiMitigation[];
};

type Matrix = NonNullable<StageModel['matrix']>;

/** Judges the matrix of each API on that API alone. Source: salt §B.3. */
export function matrixOf(world: World, model: StageModel): MatrixJudge | undefined {
  const { matrix } = model;
  const judged = world.input.models.find(
    (other): other is DomainModel => other.kind === 'domains' && other.id === matrix?.model,
  );
  if (matrix === undefined || judged === undefined) return undefined;
  const restricted = apiWorlds(world);
  const levels = apiLevels(world, judged);
  const memo = new Map<string, ApiMitigation>();
  const mitigationOf = (api: Api): ApiMitigation => {
    const known = memo.get(api.id);
    if (known !== undefined) return known;
    const mitigation = judgeApi(api, restricted(api), matrix, judged, levels(api).levelOf);
    memo.set(api.id, mitigation);
    return mitigation;
  };
  const byId = new Map(world.space.apis.map(api => [api.id, api]));
  return {
    apis: () => world.space.apis.map(mitigationOf),
    counted: items => {
      const { states } = statesOf(world, items, NO_SIGNALS);
      const passes = (state: ItemState): Holds => {
        const api = byId.get(state.item.id);
        // A repository that was not read stands for APIs that nobody knows.
        return api === undefined ? 'unknown' : mitigationOf(api).passes;
      };
      return countItems(
        'APIs that pass the mitigation matrix',
        states,
        state => passes(state) === 'yes',
        state => passes(state) !== 'no',
      );
    },
  };
}

const NO_SIGNALS: readonly never[] = [];

function judgeApi(
  api: Api,
  world: World,
  matrix: Matrix,
  model: DomainModel,
  levelOf: Ground['levelOf'],
): ApiMitigation {
  const threats = threatsOf(world.space.operations, model);
  const dominant = new Set(threats.flatMap(threat => threat.risks));
  const risks = matrix.risks.map(risk => {
    const judged = judge(risk.needs, {
      world,
      items: { of: 'operations', where: [], exemptBy: [] },
      uses: risk.signals,
      view: 'established',
      shift: 0,
      levelOf,
      counts: new Map(),
    });
    return {
      id: risk.id,
      applies: appliesTo(world, risk),
      mustHold: matrix.core.includes(risk.id) || dominant.has(risk.id),
      mitigated: holdsOf(judged.low, judged.high),
      why: judged.text,
    };
  });
  const passes = (mitigated: (risk: (typeof risks)[number]) => boolean): boolean => {
    const applicable = risks.filter(risk => risk.applies !== 'no');
    return (
      applicable.every(risk => !risk.mustHold || mitigated(risk)) &&
      applicable.filter(mitigated).length >= matrix.share * applicable.length
    );
  };
  const low = passes(risk => risk.mitigated === 'yes');
  const high = passes(risk => risk.mitigated !== 'no' || risk.applies === 'unknown');
  return { api: api.id, passes: holdsOf(low, high), threats: threats.map(threat => threat.id), risks };
}

function holdsOf(low: boolean, high: boolean): Holds {
  return low ? 'yes' : high ? 'unknown' : 'no';
}

/** A risk whose trigger was not seen applies only where the trigger could have been seen and was not looked for. */
function appliesTo(world: World, risk: Risk): 'yes' | 'no' | 'unknown' {
  if (risk.appliesWithSignal !== undefined) {
    const signal = world.input.signals.get(risk.appliesWithSignal);
    const { items } = world.space.select({ of: 'apis', where: [], exemptBy: [] });
    if (
      items.some(item =>
        recordsOn(world.records.get(risk.appliesWithSignal ?? ''), item).some(
          each => each.evidence.rejected.length === 0,
        ),
      )
    )
      return 'yes';
    return items.every(item => signal !== undefined && world.visible.isAbsenceKnown(signal, item)) ? 'no' : 'unknown';
  }
  if (risk.appliesWhen.length === 0) return 'yes';
  const selection = world.space.select({ of: 'operations', where: risk.appliesWhen, exemptBy: [] });
  return selection.items.length > 0 ? 'yes' : selection.undetermined > 0 ? 'unknown' : 'no';
}
