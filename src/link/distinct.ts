import { compareLocations } from '../core/location.ts';
import { type AuthStatus, type CodeOperation, normalisePath } from '../core/operation.ts';
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
  for (const operation of operations) {
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
  conditions: _conditions,
  ...operation
}: Served): CodeOperation {
  return operation;
}
