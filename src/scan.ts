/** The pipeline: trees to facts, operations, evidence, assessments and the report. */
import { createHash } from 'node:crypto';
import { DETECTORS } from '../detectors/index.ts';
import { loadModels } from '../models/load.ts';
import type { Models } from '../models/schema.ts';
import { attestableBy } from './attestable.ts';
import type { SignalCoverage } from './core/evidence.ts';
import type { ProgressEvent } from './core/progress.ts';
import type { Report, ReportState } from './core/report.ts';
import { placedInRepository, pooledInventory } from './pool.ts';
import { reportState } from './report/build-report.ts';
import { type ListedTree, type RepositoryScan, scanRepository } from './repository-scan.ts';
import { scoreReport } from './score-report.ts';

export type { ListedTree, RepositoryScan } from './repository-scan.ts';

export type ScanOptions = {
  /** The day against which ages are counted, `YYYY-MM-DD`. */
  readonly today: string;
  /** ISO date and time for the report; the caller has already looked at `SOURCE_DATE_EPOCH`. */
  readonly generatedAt: string;
  readonly toolVersion: string;
  /** Name of the organisation; the name of the tree when it is not known. */
  readonly organisation?: string;
  /** By what it is scored, and what is assumed before; the models of the package and nothing when left out. */
  readonly scoring?: { readonly models: Models; readonly prepare: (state: ReportState) => ReportState };
  readonly progress?: (event: ProgressEvent) => void;
  readonly signal?: AbortSignal;
};

/** Scans one tree and reports on it. */
export async function scanTree(tree: ListedTree, options: ScanOptions): Promise<Report> {
  const scan = await scanOne(tree, tree.name, options);
  return reportOf(
    [scan],
    { kind: 'tree', name: tree.name, commit: tree.commit ?? null, committedAt: tree.committedAt ?? null },
    options,
    {
      ledger: [{ name: tree.name, status: 'scanned', why: null, commit: tree.commit ?? null }],
      incompleteBecause: scan.interrupted ? ['the scan was interrupted'] : [],
    },
  );
}

/** Scans the tree of one repository of an organisation; `reportOrganisation` puts the scans together. */
export async function scanOne(tree: ListedTree, repository: string, options: ScanOptions): Promise<RepositoryScan> {
  return scanRepository(tree, {
    repository,
    organisation: options.organisation ?? tree.name,
    detectors: DETECTORS,
    attestable: attestableBy(options.scoring?.models ?? loadModels()),
    today: options.today,
    ...(options.progress ? { progress: options.progress } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

/** What became of each repository, and why the whole is not complete. */
export type Ledger = {
  readonly ledger: Report['coverage']['repositories'];
  readonly incompleteBecause: readonly string[];
};

/** One report for the repositories of an organisation, scored on their pooled evidence. */
export function reportOrganisation(
  organisation: string,
  scans: readonly RepositoryScan[],
  ledger: Ledger,
  options: ScanOptions,
): Report {
  return reportOf(
    scans.map(placedInRepository),
    { kind: 'organisation', name: organisation, commit: null, committedAt: null },
    { ...options, organisation },
    ledger,
  );
}

/** The report on one repository that was named on its own. */
export function reportRepository(
  scan: RepositoryScan,
  commit: string | null,
  ledger: Ledger,
  options: ScanOptions,
): Report {
  return reportOf([scan], { kind: 'repository', name: scan.repository, commit, committedAt: null }, options, ledger);
}

function reportOf(
  scans: readonly RepositoryScan[],
  given: Omit<Report['target'], 'organisation'>,
  options: ScanOptions,
  { ledger, incompleteBecause }: Ledger,
): Report {
  options.progress?.({ kind: 'stage', stage: 'score', done: 0, total: 0 });
  const { models, prepare } = options.scoring ?? { models: loadModels(), prepare: (state: ReportState) => state };
  const target = { ...given, organisation: options.organisation ?? given.name };
  const inventory = pooledInventory(scans);
  const evidence = [...new Map(scans.flatMap(scan => scan.evidence).map(item => [item.id, item])).values()];
  const signals = allSignals(models, scans);
  const visibility = scans.flatMap(scan => scan.visibility);
  const repositoryOf = new Map(
    scans.flatMap(scan => scan.inventory.apis.map(api => [api.id, scan.repository] as const)),
  );
  const state = reportState({
    toolVersion: options.toolVersion,
    rules: rulesOf(models),
    generatedAt: options.generatedAt,
    target,
    incompleteBecause,
    coverage: {
      files: {
        read: total(scans.map(scan => ({ read: scan.files.read }))).read ?? 0,
        readByRole: total(scans.map(scan => scan.files.readByRole)),
        excluded: total(scans.map(scan => scan.files.excluded)),
        failed: scans.flatMap(scan => scan.files.failed),
      },
      repositories: ledger,
      languagesNotRead: languages(scans),
    },
    visibility,
    inventory,
    signals: signals,
    evidence,
    repositoryOf,
    diagnostics: scans.flatMap(scan => scan.diagnostics),
  });
  return scoreReport(prepare(state), models);
}

/** One line for every signal of the catalogue: those that are derived, and those that nothing derives yet. */
function allSignals(models: Models, scans: readonly RepositoryScan[]): readonly SignalCoverage[] {
  const lines = new Map<string, SignalCoverage[]>();
  for (const line of scans.flatMap(scan => scan.signals)) {
    const known = lines.get(line.signal);
    if (known === undefined) lines.set(line.signal, [line]);
    else known.push(line);
  }
  return [...models.catalogue.keys()].map(signal => {
    const own = lines.get(signal) ?? [];
    // Where several repositories were read, the words of one that has a place for it say most.
    const telling = own.find(line => line.withoutPlace.length === 0) ?? own[0];
    if (telling === undefined)
      return { signal, status: 'not-supported', why: 'no detector looks for it yet', withoutPlace: [] };
    return { ...telling, withoutPlace: own.flatMap(line => line.withoutPlace) };
  });
}

/** Names the rules a report was made by: detectors with their versions, signals and models. */
function rulesOf(models: Models): string {
  const parts = [
    ...DETECTORS.map(detector => `${detector.id}@${detector.version}`).toSorted(),
    ...models.models.map(model => `${model.id}@${model.version}`).toSorted(),
    ...[...models.catalogue.keys()].toSorted(),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}

function total(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const row of counts) for (const [key, count] of Object.entries(row)) sums.set(key, (sums.get(key) ?? 0) + count);
  return Object.fromEntries([...sums].filter(([, count]) => count > 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function languages(scans: readonly RepositoryScan[]): Report['coverage']['languagesNotRead'] {
  const sums = total(
    scans.map(scan => Object.fromEntries(scan.languagesNotRead.map(({ language, files }) => [language, files]))),
  );
  return Object.entries(sums).map(([language, files]) => ({ language, files }));
}
