/** Compares two reports. */
import type {
  DiffSide,
  OperationChange,
  OperationReference,
  ReportDiff,
  RepositoryChange,
  VisibilityChange,
} from '../core/diff.ts';
import type { Report, ReportEndpoint, ReportPlace } from '../core/report.ts';
import { subjectName } from '../core/subject-name.ts';
import { arePartAndOther, areSameSubject, operationCauses, repositoryOf, type Sides, statusOf } from './cause.ts';
import { diffLevels } from './diff-levels.ts';

/**
 * What changed from one report to a later one: operations that appeared, vanished, or changed authentication or state;
 * levels that moved; repositories and planes. Each change says what it can have come from.
 *
 * Operations are matched by identity (component, method, normalised path) within their repository; an operation that
 * moved to another path is one that vanished and one that appeared.
 */
export function diffReports(from: Report, to: Report): ReportDiff {
  const sides: Sides = { from, to };
  return {
    from: sideOf(from),
    to: sideOf(to),
    notes: notesOn(sides),
    repositories: diffRepositories(sides),
    operations: diffOperations(sides),
    levels: diffLevels(sides),
    visibility: diffVisibility(sides),
  };
}

function sideOf(report: Report): DiffSide {
  const { target, tool, generatedAt, complete } = report;
  return {
    target: subjectName(report),
    commit: target.commit,
    generatedAt,
    toolVersion: tool.version,
    rules: tool.rules,
    complete,
  };
}

function notesOn(sides: Sides): string[] {
  const { from, to } = sides;
  const notes: string[] = [];
  if (!areSameSubject(sides) || from.target.kind !== to.target.kind) {
    notes.push(`the reports are of different targets: ${subjectName(from)} and ${subjectName(to)}`);
  }
  if (arePartAndOther(sides)) notes.push('what only one of them is about appears, vanishes or moves for that alone');
  if (!from.complete) notes.push('the earlier report is incomplete: what appeared may have been there before');
  if (!to.complete) notes.push('the later report is incomplete: what vanished may still be there');
  return notes;
}

function diffRepositories({ from, to }: Sides): readonly RepositoryChange[] {
  const names = [...new Set([...from.coverage.repositories, ...to.coverage.repositories].map(row => row.name))].sort();
  return names.flatMap(name => {
    const before = statusOf(from, name);
    const after = statusOf(to, name);
    if (before === after) return [];
    const why = to.coverage.repositories.find(row => row.name === name)?.why ?? null;
    return [{ name, from: before, to: after, why }];
  });
}

function diffOperations(sides: Sides): readonly OperationChange[] {
  const before = byIdentity(sides.from);
  const after = byIdentity(sides.to);
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys
    .flatMap(key => changesOf(sides, before.get(key), after.get(key)))
    .sort((a, b) => compare(orderOf(a), orderOf(b)));
}

function byIdentity(report: Report): ReadonlyMap<string, ReportEndpoint> {
  return new Map(report.endpoints.map(endpoint => [`${repositoryOf(report, endpoint)}#${endpoint.id}`, endpoint]));
}

function changesOf(
  sides: Sides,
  before: ReportEndpoint | undefined,
  after: ReportEndpoint | undefined,
): readonly OperationChange[] {
  if (after === undefined) return before === undefined ? [] : [vanished(sides, before)];
  const operation = referenceOf(sides.to, after);
  const causes = operationCauses(sides, operation.repository, before === undefined ? [after] : [before, after]);
  if (before === undefined) return [{ kind: 'appeared', operation, causes }];
  const changes: OperationChange[] = [];
  if (before.auth.status !== after.auth.status) {
    const isLost = before.auth.status === 'required';
    changes.push({
      kind: 'authentication',
      operation,
      causes,
      from: before.auth.status,
      to: after.auth.status,
      isLost,
      reason: after.auth.reason,
    });
  }
  if (before.state !== after.state)
    changes.push({ kind: 'state', operation, causes, from: before.state, to: after.state });
  return changes;
}

/** Closed only where the later scan looked at the whole repository. Source: conventions §12. */
function vanished(sides: Sides, before: ReportEndpoint): OperationChange {
  const operation = referenceOf(sides.from, before);
  const causes = operationCauses(sides, operation.repository, [before]);
  const status = statusOf(sides.to, operation.repository);
  const wasScanned = status === 'scanned' || (status === null && sides.to.target.kind !== 'organisation');
  return {
    kind: 'vanished',
    operation,
    causes,
    isClosed: !arePartAndOther(sides) && wasScanned && failedIn(sides.to, operation.repository) === 0,
  };
}

/** Files of a repository that could not be read. */
function failedIn(report: Report, repository: string): number {
  const { failed } = report.coverage.files;
  return report.target.kind === 'organisation'
    ? failed.filter(({ file }) => file.startsWith(`${repository}/`)).length
    : failed.length;
}

function referenceOf(report: Report, endpoint: ReportEndpoint): OperationReference {
  const { id, component, method, path, state } = endpoint;
  return {
    id,
    repository: repositoryOf(report, endpoint),
    component,
    method,
    path,
    state,
    auth: endpoint.auth.status,
    at: placeOf(endpoint),
  };
}

function placeOf(endpoint: ReportEndpoint): ReportPlace | null {
  const source = endpoint.sources.find(({ kind }) => kind === 'code') ?? endpoint.sources[0];
  return source === undefined ? null : { file: source.file, line: source.line, column: source.column };
}

/** Lost authentication first, then by kind, repository, path and method. */
function orderOf(change: OperationChange): string {
  const { repository, component, path, method } = change.operation;
  const rank =
    change.kind === 'authentication' && change.isLost
      ? 0
      : ['authentication', 'appeared', 'vanished', 'state'].indexOf(change.kind) + 1;
  return [rank, repository, component, path, method].join('\0');
}

function diffVisibility({ from, to }: Sides): readonly VisibilityChange[] {
  const before = new Map(from.visibility.map(entry => [`${entry.plane}\0${entry.subject}`, entry]));
  const after = new Map(to.visibility.map(entry => [`${entry.plane}\0${entry.subject}`, entry]));
  return [...new Set([...before.keys(), ...after.keys()])].sort(compare).flatMap(key => {
    const [plane = '', subject = ''] = key.split('\0');
    const change = { plane, subject, from: before.get(key)?.readable ?? null, to: after.get(key)?.readable ?? null };
    return change.from === change.to ? [] : [{ ...change, why: after.get(key)?.why ?? null }];
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
