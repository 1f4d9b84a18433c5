import type { Level } from '../core/assessment.ts';
import type { ReportApi as Api, ReportEndpoint as Operation } from '../core/report.ts';
import type { DomainModel } from '../../models/schema.ts';
import { judgeLevel } from './activity.ts';
import { levelReader, onDemand } from './activity-judge.ts';
import type { World } from './answers.ts';
import type { Ground } from './conditions.ts';
import { domainLevel } from './domain.ts';
import type { ScoreInput } from './input.ts';
import { itemSpace } from './items.ts';
import { NOTHING } from './levels.ts';
import { doubledActivities } from './threats.ts';

/** One API judged on its own. */
export type ApiLevels = {
  readonly levelOf: Ground['levelOf'];
  /** By id; undefined where too little is known. */
  readonly domains: ReadonlyMap<string, Level | undefined>;
};

type Known = Map<DomainModel, Map<string, ApiLevels>>;

const KNOWN = new WeakMap<World, Known>();

/** Judges each API of the inventory on that API alone, once for all who ask: levels are kept, the items behind them are not. */
export function apiLevels(world: World, model: DomainModel): (api: Api) => ApiLevels {
  const ofWorld: Known = KNOWN.get(world) ?? new Map();
  KNOWN.set(world, ofWorld);
  const known = ofWorld.get(model) ?? new Map<string, ApiLevels>();
  ofWorld.set(model, known);
  const worldOf = apiWorlds(world);
  return api => {
    const before = known.get(api.id);
    if (before !== undefined) return before;
    const levels = levelsIn(worldOf(api), model);
    known.set(api.id, levels);
    return levels;
  };
}

function levelsIn(world: World, model: DomainModel): ApiLevels {
  const of = onDemand(model, (activity, levelsAt) => judgeLevel(world, model, activity, levelsAt));
  const activities = model.activities.flatMap(activity => of(activity.id) ?? []);
  const doubled = doubledActivities(world.space, model, world.input.parameters);
  const levelsAt = levelReader(of);
  const domains = model.domains.map(domain => {
    const own = activities.filter(each => each.activity.domain === domain.id);
    return [domain.id, domainLevel({ world, model, domain, activities: own, doubled, levelsAt })] as const;
  });
  const levels = new Map(activities.map(({ activity }) => [activity.id, levelsAt(0)(activity.id)]));
  return levelsOnly(levels, new Map(domains));
}

/** A function of its own: what reads the levels must not hold the world they were judged in. */
function levelsOnly(
  levels: ReadonlyMap<string, ReturnType<Ground['levelOf']>>,
  domains: ApiLevels['domains'],
): ApiLevels {
  return { levelOf: id => levels.get(id) ?? NONE, domains };
}

const NONE = { interval: NOTHING, isApplicable: false };

/**
 * Worlds of one API each: its operations and the repository that holds it. Records and visibility stay; subjects pick among
 * them. The tail of an organisation is no matter of one API.
 */
export function apiWorlds(world: World): (api: Api) => World {
  const { input } = world;
  const operations = new Map<string, Operation[]>();
  for (const operation of input.operations) {
    const own = operations.get(operation.api);
    if (own === undefined) operations.set(operation.api, [operation]);
    else own.push(operation);
  }
  const repositories = new Map(input.repositories.flatMap(repository => repository.apis.map(id => [id, repository])));
  return api => {
    const repository = repositories.get(api.id);
    const restricted: ScoreInput = {
      ...input,
      apis: [api],
      operations: operations.get(api.id) ?? [],
      repositories: repository === undefined ? [] : [{ ...repository, apis: [api.id] }],
      isOrganisation: false,
    };
    return { ...world, input: restricted, space: itemSpace(restricted), memo: new WeakMap() };
  };
}
