import type { Spread, Trait } from '../core/assessment.ts';
import { isServed } from '../core/served.ts';
import { teamsOf } from '../core/team.ts';
import type { ReportApi as Api, ReportEndpoint as Operation } from '../core/report.ts';
import type { DomainModel } from '../../models/schema.ts';
import type { World } from './answers.ts';
import { apiLevels } from './api-levels.ts';
import { rounded } from './coverage.ts';

/**
 * How the weight of APIs spreads over the levels of each domain when each is judged on its own: "established for 85 % of
 * external weight", not "established". What was not read is weight of which nothing is known. Empty for a single API: its
 * levels are those of the whole. Source: scoring §D.12.
 */
export function distributionOf(world: World, model: DomainModel): readonly Spread[] {
  if (world.space.apis.length < 2) return [];
  const shares = sharesOf(world, model);
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  return model.domains.flatMap(({ id }) => groupsOf(shares).map(group => spreadOf(id, group, total)));
}

type Level = keyof Spread['levels'];

/** An API with its weight, or a repository that was not read with what it may hold. */
type Share = {
  readonly weight: number;
  readonly traits: { readonly [T in Trait]: readonly (string | null)[] };
  readonly levelOf: (domain: string) => Level;
};

function sharesOf(world: World, model: DomainModel): readonly Share[] {
  const { apis, operations } = world.space;
  const levels = apiLevels(world, model);
  const byId = new Map(apis.map(api => [api.id, api]));
  const traits = traitReader(world, apis, operations);
  return world.space.select({ of: 'apis', where: [], exemptBy: [] }).items.map(({ id, weight }): Share => {
    const api = byId.get(id);
    if (api === undefined) return { weight, traits: UNREAD, levelOf: () => 'unknown' };
    const { domains } = levels(api);
    return { weight, traits: traits(api), levelOf: domain => LEVELS[domains.get(domain) ?? 'unknown'] };
  });
}

const LEVELS = {
  established: 'established',
  emerging: 'emerging',
  'non-existent': 'nonExistent',
  unknown: 'unknown',
} as const;

/** What could not be seen to be inside counts as outside: a control that is missing there may matter. */
const UNREAD: Share['traits'] = {
  all: [null],
  risk: [null],
  exposure: ['external'],
  team: [null],
  language: [null],
  gateway: [null],
};

function traitReader(
  { input }: World,
  apis: readonly Api[],
  operations: readonly Operation[],
): (api: Api) => Share['traits'] {
  const teams = teamsOf(apis);
  const languages = new Map(input.components.map(component => [component.id, component.languages]));
  const gateways = new Map<string, Set<string>>();
  const inside = new Map<string, boolean>();
  for (const operation of operations) {
    const { api, sources, exposed } = operation;
    for (const { kind, what } of sources)
      if (kind === 'gateway') gateways.set(api, (gateways.get(api) ?? new Set()).add(what));
    if (isServed(operation)) inside.set(api, (inside.get(api) ?? true) && exposed === 'no');
  }
  return ({ id, risk, component }) => ({
    all: [null],
    risk: [risk.class],
    exposure: [inside.get(id) === true ? 'internal' : 'external'],
    team: [teams.get(id) ?? null],
    language: orNone(languages.get(component)),
    gateway: orNone([...(gateways.get(id) ?? [])]),
  });
}

function orNone(values: readonly string[] | undefined): readonly (string | null)[] {
  return values === undefined || values.length === 0 ? [null] : values;
}

type Group = { readonly by: Trait; readonly value: string | null; readonly members: readonly Share[] };

const TRAITS: readonly Trait[] = ['all', 'risk', 'exposure', 'team', 'language', 'gateway'];
const RISKS: readonly (string | null)[] = ['critical', 'high', 'medium', 'low', null];

/** Trait by trait; risks from the highest, all else by name, and what has none at the end. */
function groupsOf(shares: readonly Share[]): readonly Group[] {
  return TRAITS.flatMap(by => {
    const groups = new Map<string | null, Share[]>();
    for (const share of shares)
      for (const value of new Set(share.traits[by])) {
        const members = groups.get(value);
        if (members === undefined) groups.set(value, [share]);
        else members.push(share);
      }
    return [...groups]
      .toSorted(([a], [b]) => (by === 'risk' ? RISKS.indexOf(a) - RISKS.indexOf(b) : byName(a, b)))
      .map(([value, members]) => ({ by, value, members }));
  });
}

function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function spreadOf(domain: string, { by, value, members }: Group, total: number): Spread {
  const sums: { [L in Level]: number } = { established: 0, emerging: 0, nonExistent: 0, unknown: 0 };
  for (const { weight, levelOf } of members) sums[levelOf(domain)] += weight;
  const own = members.reduce((sum, { weight }) => sum + weight, 0);
  const share = (weight: number, of: number): number => (of === 0 ? 0 : rounded(weight / of));
  return {
    domain,
    by,
    value,
    weight: share(own, total),
    levels: {
      established: share(sums.established, own),
      emerging: share(sums.emerging, own),
      nonExistent: share(sums.nonExistent, own),
      unknown: share(sums.unknown, own),
    },
  };
}
