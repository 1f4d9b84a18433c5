/** One tree from paths to evidence: everything before scoring, which works on pooled evidence. */
import type { Diagnostic } from './core/diagnostic.ts';
import type { Evidence, SignalCoverage, Visibility } from './core/evidence.ts';
import type { Fact } from './core/fact.ts';
import type { Attestable, Inventory } from './core/inventory.ts';
import { startOf } from './core/location.ts';
import type { Module } from './core/program.ts';
import type { ProgressEvent, ScanStage } from './core/progress.ts';
import { withoutSecrets } from './core/redact.ts';
import type { ClassifiedFile, Component, Tree } from './core/tree.ts';
import type { Detector } from './detector.ts';
import { decodeText } from './decode-text.ts';
import { collectFacts, parseModules } from './collect.ts';
import { deriveEvidence, linkTests } from './evidence/derive.ts';
import { withExcerpts } from './excerpt.ts';
import { listFiles } from './files/list-files.ts';
import { languageOf } from './files/language.ts';
import { type Linked, link } from './link/link.ts';
import { javascriptResolver } from './parse/javascript/resolve.ts';
import { programOf } from './program.ts';
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

/** Languages that a route front end reads. */
const READ_LANGUAGES: ReadonlySet<string> = new Set(['javascript', 'typescript']);

function isRead(language: string): boolean {
  return READ_LANGUAGES.has(language);
}

/** Evaluates the product code of components in which some detector saw routing, with what it imports from elsewhere. */
async function linkCode(
  tree: Tree,
  files: readonly ClassifiedFile[],
  components: readonly Component[],
  facts: readonly Fact[],
  known: ReadonlyMap<string, Module>,
): Promise<Linked & { readonly parsing: readonly Diagnostic[] }> {
  const componentOf = new Map(files.map(file => [file.path, file.component]));
  const routing = new Set(
    facts
      .filter(
        fact =>
          fact.fileRole === 'product' && (fact.kind === 'router' || fact.kind === 'route' || fact.kind === 'mark'),
      )
      .map(fact => fact.component),
  );
  if (routing.size === 0) return { operations: [], diagnostics: [], parsing: [] };
  const source = files.filter(file => file.role === 'product' && isRead(languageOf(file.path) ?? ''));
  const byPath = new Map(source.map(file => [file.path, file]));
  const resolve = javascriptResolver(new Set(tree.paths.map(path => path.path)), path => textOf(tree, path));
  const product = new Map([...known].filter(([path]) => byPath.has(path)));
  const inside = await parseModules(
    tree,
    source.filter(file => routing.has(file.component)),
    product,
  );
  let modules = inside.modules;
  const parsing = [...inside.diagnostics];
  // Packages of a monorepo are followed into as far as the code imports them.
  for (let round = 0; round < 12; round++) {
    const wanted = new Set<string>();
    for (const module of modules.values()) {
      for (const { specifier, imported } of importsOf(module)) {
        const target = resolve(module.file, specifier, imported);
        if (target.kind === 'file' && byPath.has(target.file) && !modules.has(target.file)) wanted.add(target.file);
      }
    }
    if (wanted.size === 0) break;
    const more = await parseModules(
      tree,
      [...wanted].toSorted().flatMap(path => byPath.get(path) ?? []),
      modules,
    );
    modules = more.modules;
    parsing.push(...more.diagnostics);
  }
  const program = programOf({
    tree,
    modules,
    facts,
    components,
    resolve,
    componentOf: file => componentOf.get(file) ?? '.',
  });
  return { ...link(program), parsing };
}

function importsOf(module: Module): readonly { readonly specifier: string; readonly imported?: string }[] {
  return [
    ...module.imports
      .filter(binding => !binding.isTypeOnly)
      .map(({ module: specifier, imported }) => ({ specifier, imported })),
    ...module.exports.flatMap(binding => {
      if (binding.kind === 'from') return [{ specifier: binding.module, imported: binding.imported }];
      return binding.kind === 'all-from' ? [{ specifier: binding.module }] : [];
    }),
  ];
}

function textOf(tree: Tree, path: string): string | undefined {
  const content = tree.read(path);
  return content.kind === 'bytes' ? decodeText(content.bytes).text : undefined;
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
