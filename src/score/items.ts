import type { RiskClass } from '../core/operation.ts';
import type { ReportApi as Api, ReportEndpoint as Operation } from '../core/report.ts';
import type { Items } from '../../models/schema.ts';
import { isServed } from '../core/served.ts';
import { isGrave, isOfKind } from './filters.ts';
import type { RepositoryScope, ScoreInput } from './input.ts';
import { highestRisk, weightsOf, type Weighed } from './weights.ts';

/** One thing that a share is taken of. */
export type Item = {
  readonly kind: 'operation' | 'api' | 'repository' | 'organisation';
  readonly id: string;
  /** What a person calls it: `POST /carts`, the title of an API, the name of a repository. */
  readonly label: string;
  readonly risk: RiskClass;
  /** Subjects whose evidence holds for it, as `scope:id`, itself first. */
  readonly subjects: readonly string[];
  readonly repository: string | undefined;
  readonly operation?: Operation;
  /** Gateway configuration that was read leads to it. */
  readonly isMapped: boolean;
  /** False: its repository was not read, so nothing about it is known. */
  readonly isScanned: boolean;
  /** All that visibility hangs on: where nothing was found, items of one profile have the same answers. */
  readonly profile: string;
};

export type WeightedItem = Item & { readonly weight: number };

export type Selection = {
  readonly items: readonly WeightedItem[];
  /** Number of items of which it cannot be told whether they belong here. */
  readonly undetermined: number;
};

/** The inventory as items, with what was found of each API and repository. */
export type Space = {
  readonly select: (items: Items) => Selection;
  readonly isEmpty: boolean;
  readonly apis: readonly Api[];
  readonly operations: readonly Operation[];
};

/** Builds the space of items. Selections are remembered: the same items are asked for by many rules. */
export function itemSpace(input: ScoreInput): Space {
  const operations = [...input.operations].sort(byId);
  const apis = [...input.apis].sort(byId);
  const context: Context = {
    input,
    operations,
    apis,
    apiById: new Map(apis.map(api => [api.id, api])),
    operationsOf: groupBy(operations.filter(isServed), operation => operation.api),
    repositoryOf: new Map(input.repositories.flatMap(repository => repository.apis.map(api => [api, repository]))),
    componentRisk: componentRisks(apis, input.parameters.weights.risk),
    items: new Map(),
    above: new Map(),
  };
  const memo = new Map<string, Selection>();
  return {
    apis,
    operations,
    isEmpty: apis.length === 0 && operations.length === 0,
    select: items => {
      const key = `${items.of}|${items.where.join(',')}`;
      const known = memo.get(key);
      if (known !== undefined) return known;
      const selection = SELECTORS[items.of](context, items);
      memo.set(key, selection);
      return selection;
    },
  };
}

type Context = {
  readonly input: ScoreInput;
  readonly operations: readonly Operation[];
  readonly apis: readonly Api[];
  readonly apiById: ReadonlyMap<string, Api>;
  readonly operationsOf: ReadonlyMap<string, readonly Operation[]>;
  readonly repositoryOf: ReadonlyMap<string, RepositoryScope>;
  readonly componentRisk: ReadonlyMap<string, number>;
  /** One item an operation: every selection would hold its own otherwise. */
  readonly items: Map<Operation, Item>;
  readonly above: Map<string | undefined, readonly string[]>;
};

const SELECTORS: { readonly [K in Items['of']]: (context: Context, items: Items) => Selection } = {
  operations: (context, items) => {
    const basis = items.where.includes('inventory') ? context.operations : context.operations.filter(isServed);
    const answers = basis.map(operation => ({ operation, answer: membership(operation, items) }));
    const members = answers.filter(each => each.answer === 'yes').map(each => each.operation);
    return weigh(
      context,
      [
        ...members.map(operation => ({
          item: operationItem(context, operation),
          weighed: operationWeight(context, operation),
        })),
        ...unread(context),
      ],
      answers.filter(each => each.answer === 'unknown').length,
    );
  },
  apis: (context, items) => {
    const answers = context.apis.map(api => ({
      api,
      answer: apiMembership(context.operationsOf.get(api.id) ?? [], items),
    }));
    const members = answers.filter(each => each.answer === 'yes').map(each => each.api);
    return weigh(
      context,
      [...members.map(api => ({ item: apiItem(context, api), weighed: apiWeight(context, api) })), ...unread(context)],
      answers.filter(each => each.answer === 'unknown').length,
    );
  },
  repositories: (context, items) => {
    const bearing = items.where.includes('api-bearing');
    const members = context.input.repositories.filter(
      repository => !repository.isScanned || !bearing || repository.apis.length > 0,
    );
    return weigh(
      context,
      [...members].sort(byId).map(repository => repositoryEntry(context, repository)),
      0,
    );
  },
  organisation: context => {
    const { organisation } = context.input;
    const subjects = [`organisation:${organisation}`];
    const item: Item = {
      kind: 'organisation',
      id: organisation,
      label: organisation,
      risk: 'high',
      subjects,
      repository: undefined,
      isMapped: false,
      isScanned: true,
      profile: 'organisation',
    };
    return { items: [{ ...item, weight: 1 }], undetermined: 0 };
  },
};

type Entry = { readonly item: Item; readonly weighed: Weighed };

function weigh(context: Context, entries: readonly Entry[], undetermined: number): Selection {
  const weights = weightsOf(
    entries.map(entry => entry.weighed),
    context.input.parameters.weights.largestShare,
  );
  return { items: entries.map((entry, at) => ({ ...entry.item, weight: weights[at] ?? 0 })), undetermined };
}

/** Every filter must hold; one `no` decides, else one `unknown`. */
function membership(operation: Operation, items: Items): 'yes' | 'no' | 'unknown' {
  const answers = items.where.map(filter => isOfKind(operation, filter));
  return answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
}

/** An API belongs when one of its operations does; without operations it belongs to everything but filtered selections. */
function apiMembership(operations: readonly Operation[], items: Items): 'yes' | 'no' | 'unknown' {
  if (items.where.length === 0) return 'yes';
  const answers = operations.map(operation => membership(operation, items));
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') || answers.length === 0 ? 'unknown' : 'no';
}

function operationItem(context: Context, operation: Operation): Item {
  const known = context.items.get(operation);
  if (known !== undefined) return known;
  const repository = context.repositoryOf.get(operation.api);
  const item: Item = {
    kind: 'operation',
    id: operation.id,
    label: `${operation.method} ${operation.path}`,
    risk: operation.risk,
    subjects: [`operation:${operation.id}`, `api:${operation.api}`, ...above(context, repository)],
    repository: repository?.id,
    operation,
    isMapped: isMapped(operation),
    isScanned: repository?.isScanned ?? true,
    profile: `operation ${repository?.id ?? ''} ${isMapped(operation)} ${operation.documented} ${operation.implemented} ${operation.auth.status}`,
  };
  context.items.set(operation, item);
  return item;
}

function apiItem(context: Context, api: Api): Item {
  const repository = context.repositoryOf.get(api.id);
  const hasMapped = (context.operationsOf.get(api.id) ?? []).some(isMapped);
  return {
    kind: 'api',
    id: api.id,
    label: api.title,
    risk: api.risk.class,
    subjects: [`api:${api.id}`, ...above(context, repository)],
    repository: repository?.id,
    isMapped: hasMapped,
    isScanned: repository?.isScanned ?? true,
    profile: `api ${repository?.id ?? ''} ${hasMapped}`,
  };
}

function repositoryEntry(context: Context, repository: RepositoryScope): Entry {
  // What an unread repository holds is not known; it weighs as much as one of medium risk.
  const risk = repository.isScanned
    ? highestRisk(repository.apis.flatMap(id => context.apiById.get(id)?.risk.class ?? []))
    : 'medium';
  const hasMapped = repository.apis.some(id => (context.operationsOf.get(id) ?? []).some(isMapped));
  const item: Item = {
    kind: 'repository',
    id: repository.id,
    label: repository.id,
    risk,
    subjects: above(context, repository),
    repository: repository.id,
    isMapped: hasMapped,
    isScanned: repository.isScanned,
    profile: `repository ${repository.id} ${hasMapped}`,
  };
  const groupWeight = context.input.parameters.weights.risk[risk];
  return { item, weighed: { group: `repository:${repository.id}`, groupWeight, part: 1 } };
}

/** Repositories that were not read stand in every selection with all that they might hold. */
function unread(context: Context): readonly Entry[] {
  return [...context.input.repositories]
    .filter(repository => !repository.isScanned)
    .sort(byId)
    .map(repository => repositoryEntry(context, repository));
}

/** The same list for all items of a repository: look-ups by the same text are quick. */
function above(context: Context, repository: RepositoryScope | undefined): readonly string[] {
  const known = context.above.get(repository?.id);
  if (known !== undefined) return known;
  const subjects = [
    ...(repository === undefined ? [] : [`repository:${repository.id}`]),
    `organisation:${context.input.organisation}`,
  ];
  context.above.set(repository?.id, subjects);
  return subjects;
}

function operationWeight(context: Context, operation: Operation): Weighed {
  const api = context.apiById.get(operation.api);
  const { risk, grave } = context.input.parameters.weights;
  const part = risk[api?.risk.class ?? operation.risk] * (isGrave(operation) ? grave : 1);
  return {
    group: operation.component,
    groupWeight: context.componentRisk.get(operation.component) ?? risk[operation.risk],
    part,
  };
}

/** By its operations, so that an API split in two weighs as before. */
function apiWeight(context: Context, api: Api): Weighed {
  const operations = context.operationsOf.get(api.id) ?? [];
  const part =
    operations.reduce((sum, operation) => sum + operationWeight(context, operation).part, 0) ||
    context.input.parameters.weights.risk[api.risk.class];
  return { group: api.component, groupWeight: context.componentRisk.get(api.component) ?? 1, part };
}

function componentRisks(
  apis: readonly Api[],
  weights: ScoreInput['parameters']['weights']['risk'],
): ReadonlyMap<string, number> {
  const risks = new Map<string, number>();
  for (const api of apis) risks.set(api.component, Math.max(risks.get(api.component) ?? 0, weights[api.risk.class]));
  return risks;
}

function isMapped(operation: Operation): boolean {
  return operation.sources.some(source => source.kind === 'gateway');
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
