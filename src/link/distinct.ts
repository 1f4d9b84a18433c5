import { compareLocations } from '../core/location.ts';
import { type AuthStatus, type CodeOperation, normalisePath } from '../core/operation.ts';
import { UNRESOLVED } from './path-template.ts';
import type { Served } from './visit.ts';

/**
 * One operation per component, method and path, in the order of paths.
 *
 * Of several, the first one registered answers. Where another one may answer as well (another application, another file
 * whose order is not sure, one that stands under a condition, one for all methods that comes first) and differs in who
 * may call, the status is not known.
 */
export function distinct(operations: readonly Served[]): readonly CodeOperation[] {
  const groups = new Map<string, Served[]>();
  for (const operation of withoutTwins(operations)) {
    const key = `${operation.component}#${operation.method} ${operation.path}`;
    const group = groups.get(key);
    if (group) group.push(operation);
    else groups.set(key, [operation]);
  }
  const kept = [...groups.values()].flatMap(answering);
  const forAll = new Map<string, Served>();
  for (const operation of kept)
    if (operation.method === 'ANY' && operation.isFinal) forAll.set(placeOf(operation), operation);
  return kept
    .map(operation => plain(behind(operation, forAll.get(placeOf(operation)))))
    .toSorted((a, b) =>
      a.path < b.path
        ? -1
        : a.path > b.path
          ? 1
          : a.method < b.method
            ? -1
            : a.method > b.method
              ? 1
              : compareLocations(a.at, b.at),
    );
}

/**
 * A prefix that may be there or not (`process.env.PREFIX ?? ''`) makes two operations of one registration. Where nothing
 * more is known of it, the one without the prefix stands for both.
 */
function withoutTwins(operations: readonly Served[]): readonly Served[] {
  const known = new Map<string, Served>();
  for (const operation of operations)
    if (!operation.path.includes(UNRESOLVED)) known.set(registration(operation, operation.path), operation);
  const replaced = new Map<Served, Served>();
  const kept = operations.filter(operation => {
    const twin = twinsOf(operation.path).flatMap(path => known.get(registration(operation, path)) ?? [])[0];
    if (!twin) return true;
    if (twin.auth.status !== operation.auth.status)
      replaced.set(twin, unsure(twin, 'who may call hangs on a prefix of its path that is not known'));
    return false;
  });
  return kept.map(operation => replaced.get(operation) ?? operation);
}

function registration({ application, method, at }: Served, path: string): string {
  return `${application}#${method}#${at.file}:${at.line}:${at.column}#${path}`;
}

/** The path without one of its unknown segments, for each of them. */
function twinsOf(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.flatMap((segment, index) =>
    segment === UNRESOLVED ? [segments.toSpliced(index, 1).join('/') || '/'] : [],
  );
}

function placeOf({ component, application, path }: Served): string {
  return `${component}#${application}#${normalisePath(path)}`;
}

function answering(group: readonly Served[]): readonly Served[] {
  const [first] = group.some(({ unresolved }) => unresolved === undefined)
    ? group.filter(({ unresolved }) => unresolved === undefined)
    : group;
  if (!first) return [];
  const rival = group.find(
    other => other !== first && other.auth.status !== first.auth.status && mayAnswer(first, other),
  );
  return [
    rival
      ? unsure(first, `${placeWords(first)} and ${placeWords(rival)} both serve it and differ in who may call`)
      : first,
  ];
}

/** Whether another registration of the same operation may be the one that answers. */
function mayAnswer(first: Served, other: Served): boolean {
  if (other.unresolved !== undefined && first.unresolved === undefined) return false;
  if (first.forwards) return true;
  return other.application !== first.application || first.conditional !== undefined || other.at.file !== first.at.file;
}

/** A handler for all methods that was registered first answers instead. */
function behind(operation: Served, forAll: Served | undefined): Served {
  if (!forAll || forAll === operation || forAll.order > operation.order || forAll.auth.status === operation.auth.status)
    return operation;
  return unsure(
    operation,
    `${placeWords(forAll)} serves all methods of the path before it, and differs in who may call`,
  );
}

function unsure(operation: Served, reason: string): Served {
  const status: AuthStatus = 'unknown';
  return { ...operation, auth: { ...operation.auth, status, reason } };
}

function placeWords({ at }: Served): string {
  return `${at.file}:${at.line}`;
}

function plain({
  application: _application,
  order: _order,
  isFinal: _isFinal,
  forwards: _forwards,
  conditions: _conditions,
  ...operation
}: Served): CodeOperation {
  return operation;
}
