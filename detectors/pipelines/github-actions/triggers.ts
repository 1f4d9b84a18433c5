/** What makes a workflow run. Source: GitHub Docs, "Events that trigger workflows", "Workflow syntax". */
import type { PipelineTrigger } from '../../../src/core/facts/pipeline.ts';

/** One way in which a workflow starts, with what is known of the event in conditions. */
export type Start = {
  readonly trigger: PipelineTrigger;
  /** Value of `github.event_name`. */
  readonly event: string;
  readonly ref: 'default-branch' | 'other-branch' | 'pull-request' | 'tag' | 'unknown';
};

export type Triggers = {
  readonly starts: readonly Start[];
  readonly paths: readonly string[];
  /** Paths whose change alone starts it on no event of a change. */
  readonly exceptPaths: readonly string[];
  /** Why no start is left. */
  readonly never?: string;
};

/** The order in which triggers are reported. */
export const TRIGGER_ORDER: readonly PipelineTrigger[] = [
  'pull-request',
  'merge-queue',
  'push-default',
  'push-other',
  'schedule',
  'release',
  'deploy',
  'called',
  'manual',
  'unknown',
];

/** Names that default branches go by; the real one is a setting of the host and not in the tree. */
const DEFAULT_BRANCHES: readonly string[] = ['main', 'master', 'trunk', 'develop'];

const EVENTS: ReadonlyMap<string, PipelineTrigger> = new Map([
  ['merge_group', 'merge-queue'],
  ['schedule', 'schedule'],
  ['release', 'release'],
  ['deployment', 'deploy'],
  ['deployment_status', 'deploy'],
  ['workflow_dispatch', 'manual'],
  ['repository_dispatch', 'manual'],
  ['workflow_call', 'called'],
]);

/** Reads the value of `on`: a name, a list of names, or a map with filters. */
export function triggersOf(on: unknown): Triggers {
  const events = eventsOf(on);
  if (events.length === 0) return { starts: [], paths: [], exceptPaths: [], never: 'it names no event that starts it' };
  const starts = events.flatMap(([event, filter]) => startsOf(event, filter));
  if (starts.length === 0)
    return { starts, paths: [], exceptPaths: [], never: 'the filters of its events leave nothing that starts it' };
  const changes = events.filter(([event]) => event === 'push' || event.startsWith('pull_request'));
  const filtered = changes.map(([, filter]) => textsIn(filter['paths']).filter(path => !path.startsWith('!')));
  const paths = filtered.some(list => list.length === 0) ? [] : [...new Set(filtered.flat())].toSorted();
  const excepted = changes.map(([, filter]) => [
    ...textsIn(filter['paths-ignore']),
    ...textsIn(filter['paths']).flatMap(path => (path.startsWith('!') ? [path.slice(1)] : [])),
  ]);
  const [first = [], ...others] = excepted;
  const exceptPaths = [...new Set(first)].filter(path => others.every(list => list.includes(path))).toSorted();
  return { starts, paths, exceptPaths };
}

/** Triggers of the starts, each once, in a fixed order. */
export function triggerList(starts: readonly Start[]): readonly PipelineTrigger[] {
  return TRIGGER_ORDER.filter(trigger => starts.some(start => start.trigger === trigger));
}

type Filter = Readonly<Record<string, unknown>>;

function eventsOf(on: unknown): readonly (readonly [string, Filter])[] {
  if (typeof on === 'string') return [[on, {}]];
  if (Array.isArray(on)) return on.filter(event => typeof event === 'string').map(event => [event, {}] as const);
  if (typeof on !== 'object' || on === null) return [];
  // A `schedule` holds a list of times; every other filter is a record.
  return Object.entries(on).map(
    ([event, filter]) =>
      [
        event,
        typeof filter === 'object' && filter !== null && !Array.isArray(filter) ? (filter as Filter) : {},
      ] as const,
  );
}

function startsOf(event: string, filter: Filter): readonly Start[] {
  if (event === 'push') return pushStarts(filter);
  if (event === 'pull_request' || event === 'pull_request_target') {
    const branches = branchesOf(filter);
    if (branches === 'none') return [];
    const types = textsIn(filter['types']);
    const onChange =
      types.length === 0 ||
      types.some(
        type => type === 'opened' || type === 'synchronize' || type === 'reopened' || type === 'ready_for_review',
      );
    const trigger = branches.isDefault && onChange ? 'pull-request' : 'unknown';
    return [{ trigger, event, ref: event === 'pull_request' ? 'pull-request' : 'default-branch' }];
  }
  return [
    {
      trigger: EVENTS.get(event) ?? 'unknown',
      event,
      ref: event === 'schedule' ? 'default-branch' : event === 'release' ? 'tag' : 'unknown',
    },
  ];
}

function pushStarts(filter: Filter): readonly Start[] {
  const starts: Start[] = [];
  const hasTags = 'tags' in filter || 'tags-ignore' in filter;
  const hasBranches = 'branches' in filter || 'branches-ignore' in filter;
  // With a filter for tags alone, branches do not start it; and the other way round.
  const branches = hasTags && !hasBranches ? 'none' : branchesOf(filter);
  if (branches !== 'none') {
    if (branches.isDefault) starts.push({ trigger: 'push-default', event: 'push', ref: 'default-branch' });
    if (branches.isOther) starts.push({ trigger: 'push-other', event: 'push', ref: 'other-branch' });
  }
  if (textsIn(filter['tags']).length > 0) starts.push({ trigger: 'release', event: 'push', ref: 'tag' });
  return starts;
}

function branchesOf(filter: Filter): 'none' | { readonly isDefault: boolean; readonly isOther: boolean } {
  const ignored = textsIn(filter['branches-ignore']);
  if (ignored.length > 0) {
    if (ignored.includes('**')) return 'none';
    return {
      isDefault: !DEFAULT_BRANCHES.slice(0, 2).every(name => ignored.some(pattern => matches(pattern, name))),
      isOther: true,
    };
  }
  if (!('branches' in filter)) return { isDefault: true, isOther: true };
  const listed = textsIn(filter['branches']);
  if (listed.length === 0) return 'none';
  const isDefault = DEFAULT_BRANCHES.some(name => isListed(listed, name));
  const isOther = listed.some(pattern => !pattern.startsWith('!') && !DEFAULT_BRANCHES.includes(pattern));
  return { isDefault, isOther };
}

/** Later patterns win; `!` takes a branch out again. */
function isListed(patterns: readonly string[], name: string): boolean {
  let listed = false;
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) listed &&= !matches(pattern.slice(1), name);
    else listed ||= matches(pattern, name) || pattern.includes('$default-branch');
  }
  return listed;
}

function matches(pattern: string, name: string): boolean {
  if (pattern === name || pattern === '**' || pattern === '*') return true;
  const star = pattern.indexOf('*');
  return star >= 0 && name.startsWith(pattern.slice(0, star)) && pattern.slice(star).replaceAll('*', '') === '';
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}

/**
 * Values that a condition can ask for, as far as the start tells.
 *
 * The name of the default branch is not in the tree: a usual name that the condition compares with is taken to be it.
 */
export function contextOf(start: Start, condition: string): (path: string) => string | undefined {
  const branch = DEFAULT_BRANCHES.find(name => new RegExp(`'(?:refs/heads/)?${name}'`).test(condition)) ?? 'main';
  return path => {
    switch (path) {
      case 'github.event_name':
        return start.event;
      case 'github.ref':
        if (start.ref === 'default-branch') return `refs/heads/${branch}`;
        if (start.ref === 'pull-request') return 'refs/pull/0/merge';
        return start.ref === 'tag' ? 'refs/tags/v0' : undefined;
      case 'github.ref_name':
        return start.ref === 'default-branch' ? branch : undefined;
      case 'github.ref_type':
        if (start.ref === 'unknown') return undefined;
        return start.ref === 'tag' ? 'tag' : 'branch';
      default:
        return undefined;
    }
  };
}
