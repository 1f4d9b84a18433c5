/** Why two reports can differ at all, for one repository. */
import type { Causes, ChangeCause, RepositoryStatus } from '../core/diff.ts';
import type { Report, ReportEndpoint } from '../core/report.ts';
import { subjectName } from '../core/subject-name.ts';

export type Sides = { readonly from: Report; readonly to: Report };

/** Whether both sides are about the same thing: a part is no earlier or later state of the whole. */
export function areSameSubject({ from, to }: Sides): boolean {
  return subjectName(from) === subjectName(to);
}

type Row = Report['coverage']['repositories'][number];

/**
 * The repository of an operation: in the report of an organisation the first two segments of its files, else the one
 * repository, or the tree itself.
 */
export function repositoryOf(report: Report, endpoint: ReportEndpoint): string {
  const file = endpoint.sources[0]?.file ?? endpoint.handler?.file;
  if (report.target.kind === 'organisation' && file !== undefined) return file.split('/').slice(0, 2).join('/');
  return report.coverage.repositories.length === 1
    ? (report.coverage.repositories[0]?.name ?? report.target.name)
    : report.target.name;
}

export function statusOf(report: Report, repository: string): RepositoryStatus | null {
  return rowOf(report, repository)?.status ?? null;
}

/**
 * What an operation of a repository can have changed by. When it was scanned on one side only, that is the reason; else
 * its commit (a tree without one may differ at any time), the tool, and what gateway and traffic planes showed.
 */
export function operationCauses(sides: Sides, repository: string, endpoints: readonly ReportEndpoint[]): Causes {
  if (arePartAndOther(sides)) return ['access'];
  if (wasScanned(sides.from, repository) !== wasScanned(sides.to, repository)) return ['access'];
  const causes: ChangeCause[] = [];
  if (codeDiffers(sides, [repository])) causes.push('code');
  if (toolDiffers(sides)) causes.push('tool');
  const seenElsewhere = endpoints.some(endpoint =>
    endpoint.sources.some(source => source.kind === 'gateway' || source.kind === 'traffic'),
  );
  if (seenElsewhere && visibilityDiffers(sides, plane => plane === 'gwx' || plane === 'run')) causes.push('access');
  return causes.sort();
}

/** What a level of a model can have moved by: anything that its evidence rests on. */
export function levelCauses(sides: Sides, modelDiffers: boolean): Causes {
  if (arePartAndOther(sides)) return ['access'];
  const repositories = [
    ...new Set([...sides.from.coverage.repositories, ...sides.to.coverage.repositories].map(row => row.name)),
  ];
  const causes: ChangeCause[] = [];
  if (codeDiffers(sides, repositories)) causes.push('code');
  // A new model is a new rule set as well: the version of the tool then says whether anything else of it is new.
  if (modelDiffers) causes.push('model');
  if (modelDiffers ? sides.from.tool.version !== sides.to.tool.version : toolDiffers(sides)) causes.push('tool');
  if (
    visibilityDiffers(sides, () => true) ||
    repositories.some(name => wasScanned(sides.from, name) !== wasScanned(sides.to, name))
  )
    causes.push('access');
  return causes.sort();
}

/** One of them is about a part that the other is not about: what is outside of it was not looked at. */
export function arePartAndOther(sides: Sides): boolean {
  return (sides.from.view !== null || sides.to.view !== null) && !areSameSubject(sides);
}

function toolDiffers({ from, to }: Sides): boolean {
  return from.tool.version !== to.tool.version || from.tool.rules !== to.tool.rules;
}

/** Of repositories that both sides have scanned. Without a commit on both sides the code may have changed. */
function codeDiffers({ from, to }: Sides, repositories: readonly string[]): boolean {
  const compared = repositories.filter(name => wasScanned(from, name) && wasScanned(to, name));
  return compared.some(name => {
    const before = commitOf(from, name);
    return before === null || before !== commitOf(to, name);
  });
}

function commitOf(report: Report, repository: string): string | null {
  const row = rowOf(report, repository);
  return row === undefined
    ? report.target.commit
    : (row.commit ?? (report.target.kind === 'organisation' ? null : report.target.commit));
}

function visibilityDiffers({ from, to }: Sides, counts: (plane: string) => boolean): boolean {
  const words = (report: Report): string =>
    report.visibility
      .filter(entry => counts(entry.plane))
      .map(entry => `${entry.plane} ${entry.subject} ${entry.readable}`)
      .sort()
      .join('\n');
  return words(from) !== words(to);
}

/** A tree on its own has no ledger row; it was scanned, or there would be no report. */
function wasScanned(report: Report, repository: string): boolean {
  const row = rowOf(report, repository);
  return row === undefined ? report.target.kind !== 'organisation' : row.status === 'scanned';
}

function rowOf(report: Report, repository: string): Row | undefined {
  return report.coverage.repositories.find(row => row.name === repository);
}
