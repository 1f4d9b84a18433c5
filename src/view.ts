/** A part of what was seen, to be judged by the same rules: of one team, component, API or repository. Source: scoring §D.12. */
import type { Models } from '../models/schema.ts';
import { nearest } from '../models/nearest.ts';
import type { ReportApi, ReportEndpoint, ReportEvidence, ReportState, ReportView } from './core/report.ts';
import { teamsOf } from './core/team.ts';
import { crowdLimits } from './score/crowds.ts';
import { scoreInputOf } from './score-report.ts';

export type ViewKind = ReportView['kind'];
export type ViewName = Pick<ReportView, 'kind' | 'name'>;

/** A part that does not exist, in a sentence for the person who named it. */
export class ViewError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ViewError';
  }
}

/** What `explain` lists the parts of each kind under. */
const LISTS: { readonly [K in ViewKind]: string } = {
  team: 'teams',
  component: 'components',
  api: 'apis',
  repository: 'repositories',
};

/** `team:payments`. Throws `ViewError`. */
export function parseView(text: string): ViewName {
  const [kind, name] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)];
  if (!isKind(kind) || name === '')
    throw new ViewError(`"${text}": a part is KIND:NAME, with KIND one of ${Object.keys(LISTS).join(', ')}`);
  return { kind, name };
}

function isKind(kind: string): kind is ViewKind {
  return Object.hasOwn(LISTS, kind);
}

/**
 * The state of one part: its APIs, with their operations, components, repositories and evidence. What was seen of the
 * organisation, and of repositories that hold APIs of others as well, stays and is marked as inherited; how often a text
 * or a change was met in the whole is kept, and so is how much of the whole was read.
 *
 * Throws `ViewError` where there is no such part, or the state is itself one.
 */
export function viewOf(state: ReportState, of: ViewName, models: Models): ReportState {
  if (state.view !== null)
    throw new ViewError(
      `this report is already about ${state.view.kind} ${state.view.name}; take the one of the whole it was made from`,
    );
  const part = partOf(state, of);
  const ids = new Set(part.apis.map(api => api.id));
  const repositories = new Set(part.repositories);
  const path = inRepositories(state, repositories);
  const endpoints = state.endpoints.filter(part.has);
  const kept = evidenceOf(state, { ids, endpoints, repositories });
  const shared = sharedRepositories(state, ids);
  const isInherited = ({ subject }: ReportEvidence): boolean =>
    subject.scope === 'organisation' ||
    (subject.scope === 'repository' && of.kind !== 'repository' && shared.has(subject.id));
  const inhabited = new Set([...part.apis.map(api => api.component), ...endpoints.map(each => each.component)]);
  return {
    ...state,
    view: {
      kind: of.kind,
      name: part.name,
      inherited: kept
        .filter(isInherited)
        .map(each => each.id)
        .toSorted(),
      limits: limitsOf(state, kept, models),
      whole: wholeOf(state),
    },
    coverage: {
      ...state.coverage,
      files: { ...state.coverage.files, failed: state.coverage.files.failed.filter(({ file }) => path(file)) },
      repositories: state.coverage.repositories.filter(row => repositories.has(row.name)),
    },
    visibility: visibilityOf(state, repositories),
    components: state.components.filter(({ id }) => (of.kind === 'repository' ? path(id) : inhabited.has(id))),
    apis: part.apis,
    endpoints,
    descriptions: state.descriptions.filter(({ api, file }) =>
      api === null ? of.kind === 'repository' && path(file) : ids.has(api),
    ),
    evidence: kept,
    diagnostics: state.diagnostics.filter(({ file }) => path(file)),
  };
}

type Part = {
  readonly name: string;
  readonly apis: readonly ReportApi[];
  readonly has: (endpoint: ReportEndpoint) => boolean;
  readonly repositories: readonly string[];
};

function partOf(state: ReportState, of: ViewName): Part {
  switch (of.kind) {
    case 'team': {
      const teams = teamsOf(state.apis);
      check(of, [...teams.values()]);
      return ofApis(
        of.name,
        state.apis.filter(api => teams.get(api.id) === of.name),
      );
    }
    case 'api':
      return oneApi(state, of);
    case 'component': {
      const { name } = of;
      check(
        of,
        state.components.map(({ id }) => id),
      );
      const part = ofApis(
        name,
        state.apis.filter(api => api.component === name),
      );
      // A component without APIs still lies in a repository.
      const repositories = rowsOf(state)
        .map(row => row.name)
        .filter(row => part.repositories.includes(row) || inRepositories(state, new Set([row]))(name));
      return { ...part, has: endpoint => endpoint.component === name, repositories };
    }
    case 'repository': {
      const { name } = of;
      check(
        of,
        rowsOf(state).map(row => row.name),
      );
      const part = ofApis(
        name,
        state.apis.filter(api => api.repository === name),
      );
      const path = inRepositories(state, new Set([name]));
      const known = new Set(state.apis.map(api => api.id));
      const has = (endpoint: ReportEndpoint): boolean =>
        part.has(endpoint) || (!known.has(endpoint.api) && path(endpoint.component));
      return { ...part, has, repositories: [name] };
    }
  }
}

function ofApis(name: string, apis: readonly ReportApi[]): Part {
  const ids = new Set(apis.map(api => api.id));
  return {
    name,
    apis,
    has: endpoint => ids.has(endpoint.api),
    repositories: [...new Set(apis.map(api => api.repository))],
  };
}

/** By id or title; a title that several have names none of them. */
function oneApi({ apis }: ReportState, of: ViewName): Part {
  check(
    of,
    apis.flatMap(api => [api.title, api.id]),
  );
  const byId = apis.filter(api => api.id === of.name);
  const found = byId.length > 0 ? byId : apis.filter(api => api.title === of.name);
  const [api, ...others] = found;
  if (api === undefined || others.length > 0)
    throw new ViewError(
      `several APIs are called "${of.name}": ${found.map(({ id, component }) => `api:${id} (${component})`).join(', ')}`,
    );
  return ofApis(apis.filter(({ title }) => title === api.title).length === 1 ? api.title : api.id, [api]);
}

function check({ kind, name }: ViewName, known: readonly (string | null)[]): void {
  const names = known.filter(each => each !== null);
  if (names.includes(name)) return;
  const close = nearest(name, names);
  throw new ViewError(
    `no ${kind === 'api' ? 'API' : kind} is called "${name}"${close === undefined ? '' : `; nearest: ${kind}:${close}`}; apiassay explain ${LISTS[kind]} lists them`,
  );
}

function rowsOf({ coverage }: ReportState): ReportState['coverage']['repositories'] {
  return coverage.repositories.filter(row => row.status !== 'excluded');
}

/** Whether a path lies in one of the repositories; only those of an organisation say so in the path itself. */
function inRepositories({ target, coverage }: ReportState, names: ReadonlySet<string>): (path: string) => boolean {
  if (target.kind !== 'organisation' || coverage.repositories.length === 1) return () => true;
  return path => names.has(path) || [...names].some(name => path.startsWith(`${name}/`));
}

/** Repositories that hold APIs of the part and of others. */
function sharedRepositories({ apis }: ReportState, ids: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(apis.filter(api => !ids.has(api.id)).map(api => api.repository));
}

type Own = {
  readonly ids: ReadonlySet<string>;
  readonly endpoints: readonly ReportEndpoint[];
  readonly repositories: ReadonlySet<string>;
};

function evidenceOf({ evidence }: ReportState, { ids, endpoints, repositories }: Own): readonly ReportEvidence[] {
  const operations = new Set(endpoints.map(endpoint => endpoint.id));
  return evidence.filter(({ subject }) => {
    switch (subject.scope) {
      case 'organisation':
        return true;
      case 'repository':
        return repositories.has(subject.id);
      case 'api':
        return ids.has(subject.id);
      case 'operation':
        return operations.has(subject.id);
    }
  });
}

/** What records of the whole say of each other, as far as it is about those that are kept: rules G15 and G19. */
function limitsOf(state: ReportState, kept: readonly ReportEvidence[], models: Models): ReportView['limits'] {
  const limits = crowdLimits(scoreInputOf(state, models));
  return kept.flatMap(({ id }) => {
    const limit = limits.get(id);
    return limit === undefined ? [] : [{ evidence: id, ...limit }];
  });
}

function wholeOf(state: ReportState): ReportView['whole'] {
  const rows = rowsOf(state);
  return {
    apis: state.apis.length,
    repositories: rows.length,
    scanned: rows.filter(row => row.status === 'scanned').length,
    excluded: state.coverage.repositories.length - rows.length,
  };
}

/**
 * The lines of the part's repositories and those that stand for the whole. A plane that was not read in all of the target
 * has a line that says so: of the organisation nothing can be missing there.
 */
function visibilityOf(state: ReportState, repositories: ReadonlySet<string>): ReportState['visibility'] {
  const names = new Set(state.coverage.repositories.map(row => row.name));
  const kept = state.visibility.filter(({ subject }) => repositories.has(subject) || !names.has(subject));
  const isSaid = (plane: string): boolean => kept.some(line => line.plane === plane && !names.has(line.subject));
  const unread = state.visibility.filter(
    ({ plane, subject, readable }) => readable !== 'yes' && !repositories.has(subject) && !isSaid(plane),
  );
  const first = new Map(unread.toReversed().map(line => [line.plane, line]));
  const subject = state.target.organisation;
  return [
    ...kept,
    ...[...first.values()].map(line => ({ ...line, subject, why: `${line.subject}: ${line.why}` })),
  ].sort((a, b) => compare(a.plane, b.plane) || compare(a.subject, b.subject) || compare(a.readable, b.readable));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
