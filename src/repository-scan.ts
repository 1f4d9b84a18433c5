/** One tree from paths to evidence: everything before scoring, which works on pooled evidence. */
import type { Diagnostic } from './core/diagnostic.ts';
import type { Evidence, SignalCoverage, Visibility } from './core/evidence.ts';
import type { Fact } from './core/fact.ts';
import type { Attestable, Inventory } from './core/inventory.ts';
import { startOf } from './core/location.ts';
import type { ProgressEvent, ScanStage } from './core/progress.ts';
import { withoutSecrets } from './core/redact.ts';
import type { ClassifiedFile, Tree } from './core/tree.ts';
import type { Detector } from './detector.ts';
import { collectFacts } from './collect.ts';
import { deriveEvidence, linkTests } from './evidence/derive.ts';
import { withExcerpts } from './excerpt.ts';
import { listFiles } from './files/list-files.ts';
import { languageOf } from './files/language.ts';
import { isRead, linkCode } from './link-code.ts';
import { reconcile } from './reconcile/reconcile.ts';

export type RepositoryOptions = {
  /** `org/name`, or the name of the tree: the subject of repository-scoped evidence. */
  readonly repository: string;
  readonly organisation: string;
  readonly detectors: readonly Detector[];
  /** What attestations may name. */
  readonly attestable: Attestable;
  /** The day against which ages are counted, `YYYY-MM-DD`. */
  readonly today: string;
  readonly progress?: (event: ProgressEvent) => void;
  readonly signal?: AbortSignal;
};

/** What one tree gave, with nothing left out of the account. */
export type RepositoryScan = {
  readonly repository: string;
  readonly inventory: Inventory;
  readonly evidence: readonly Evidence[];
  readonly signals: readonly SignalCoverage[];
  readonly visibility: readonly Visibility[];
  readonly diagnostics: readonly Diagnostic[];
  readonly files: {
    readonly read: number;
    readonly readByRole: Readonly<Record<string, number>>;
    readonly excluded: Readonly<Record<string, number>>;
    readonly failed: readonly { readonly file: string; readonly why: string }[];
  };
  readonly languagesNotRead: readonly { readonly language: string; readonly files: number }[];
  readonly interrupted: boolean;
};

/** A tree, with what was noticed and left out while it was listed. */
export type ListedTree = Tree & {
  readonly diagnostics?: readonly Diagnostic[];
  readonly excluded?: Readonly<Record<string, number>>;
};

/** Reads, links, joins and judges one tree. Total: broken input ends in diagnostics. */
export async function scanRepository(tree: ListedTree, options: RepositoryOptions): Promise<RepositoryScan> {
  const tell = (stage: ScanStage, done = 0, total = 0): void =>
    options.progress?.({ kind: 'stage', stage, done, total });
  tell('list');
  const listing = listFiles(tree);
  const collected = await collectFacts({
    tree,
    files: listing.files,
    detectors: options.detectors,
    progress: (done, total) => tell('read', done, total),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  tell('link');
  const linked = await linkCode(tree, listing.files, listing.components, collected.facts, collected.modules);
  tell('reconcile');
  const { inventory, linked: details } = reconcile({
    facts: collected.facts,
    code: linked.operations,
    components: listing.components,
    readable: new Set(
      listing.components.filter(component => component.languages.some(isRead)).map(component => component.id),
    ),
    diagnostics: [...collected.diagnostics, ...linked.diagnostics],
    today: options.today,
  });
  tell('evidence');
  const visibility = visibilityOf(options.repository, collected.facts);
  const tests = linkTests(inventory.operations, collected.facts);
  const tested: Inventory = {
    ...inventory,
    operations: inventory.operations.map(operation => ({ ...operation, tests: tests.get(operation.id) ?? [] })),
  };
  const derived = deriveEvidence(
    {
      repository: options.repository,
      organisation: options.organisation,
      facts: collected.facts,
      inventory: tested,
      linked: details,
      visibility,
      today: options.today,
      changedAt: tree.changedAt ?? (() => undefined),
      ...(tree.introducedBy ? { introducedBy: tree.introducedBy } : {}),
    },
    options.attestable,
  );
  const languagesNotRead = unreadLanguages(listing.files);
  // Paths, titles, names of tests and messages are text of the tree as excerpts are: a token in a URL must not get further.
  return withoutSecrets({
    repository: options.repository,
    inventory: tested,
    evidence: withExcerpts(tree, derived.evidence),
    signals: derived.signals,
    visibility,
    diagnostics: [
      ...(tree.diagnostics ?? []),
      ...listing.diagnostics,
      ...linked.parsing,
      ...derived.diagnostics,
      ...languagesNotRead.map(languageDiagnostic),
    ],
    files: {
      read: collected.read,
      readByRole: collected.readByRole,
      excluded: {
        ...tree.excluded,
        ...listing.excluded,
        'no-detector-reads-it': Math.max(
          0,
          listing.files.length - collected.read - collected.failed.length - sum(listing.excluded),
        ),
      },
      failed: collected.failed,
    },
    languagesNotRead,
    interrupted: options.signal?.aborted === true,
  });
}

/**
 * Which planes a scan of files alone can see. What was not given may well exist: attestations of the tree are read for what
 * they name, and that there is none for something says nothing of it.
 */
function visibilityOf(repository: string, facts: readonly Fact[]): readonly Visibility[] {
  const attestations = facts.filter(fact => fact.kind === 'artefact' && fact.artefact === 'attestation').length;
  return [
    { plane: 'repo', subject: repository, readable: 'yes', why: 'the files of the tree were read' },
    { plane: 'ci', subject: repository, readable: 'not-given', why: 'the run history of pipelines was not given' },
    {
      plane: 'host',
      subject: repository,
      readable: 'not-given',
      why: 'the settings of the hosting platform were not given',
    },
    { plane: 'gwx', subject: repository, readable: 'not-given', why: 'no export of a gateway was given' },
    { plane: 'run', subject: repository, readable: 'not-given', why: 'no traffic records were given' },
    {
      plane: 'att',
      subject: repository,
      readable: 'not-given',
      why:
        attestations === 0
          ? 'no attested documents were given beside those in the repository'
          : `${attestations} ${attestations === 1 ? 'attestation' : 'attestations'} of the repository ${attestations === 1 ? 'was' : 'were'} read for what ${attestations === 1 ? 'it names' : 'they name'}; no attested documents were given beside those in the repository`,
    },
  ];
}

function unreadLanguages(files: readonly ClassifiedFile[]): RepositoryScan['languagesNotRead'] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const language = file.role === 'product' ? languageOf(file.path) : undefined;
    if (language !== undefined && !isRead(language) && !MARKUP.has(language))
      counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts]
    .map(([language, count]) => ({ language, files: count }))
    .toSorted((a, b) => (a.language < b.language ? -1 : 1));
}

/** Pages of a user interface: they serve no operations. */
const MARKUP: ReadonlySet<string> = new Set(['vue', 'svelte', 'astro']);

function languageDiagnostic({ language, files }: { readonly language: string; readonly files: number }): Diagnostic {
  return {
    code: 'language-not-read',
    at: startOf('.'),
    message: `${files} ${files === 1 ? 'file' : 'files'} of ${language} were not read: routes and tests in them are not known, and nothing is claimed about them`,
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
