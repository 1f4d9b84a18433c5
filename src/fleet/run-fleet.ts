/** Many repositories: each is fetched, scanned and accounted for, and costs only its own row when it fails. */
import { tmpdir } from 'node:os';
import type { ProgressEvent } from '../core/progress.ts';
import { redactSecrets } from '../core/redact.ts';
import { type RemoteOutcome, withRemoteTree } from '../source/remote-tree.ts';
import type { SourceTree } from '../source/source-tree.ts';
import type { Target } from '../source/target.ts';
import { type GithubAccess, tokenForUrl } from './github-access.ts';
import { type ClientOptions, githubClient } from './github-client.ts';
import {
  findRepository,
  type ListedRepository,
  type ListingFailure,
  listRepositories,
  type RepositoryList,
} from './github.ts';

/** What became of one repository; the form that the report's `coverage.repositories` has. */
export type LedgerRow = {
  /** `org/name`. */
  readonly name: string;
  readonly status: 'scanned' | 'excluded' | 'failed' | 'invisible';
  /** Null exactly for `scanned`; for `excluded` it starts with the rule: `archived`, `fork`, `mirror`, `empty`. */
  readonly why: string | null;
  readonly commit: string | null;
};

export type FleetOptions = {
  readonly target: Extract<Target, { readonly kind: 'github-organisation' | 'github-repository' }>;
  readonly access: GithubAccess;
  /** Repositories at once; 2 unless said otherwise. */
  readonly concurrency?: number;
  readonly includeArchived?: boolean;
  readonly includeForks?: boolean;
  /** Where fetched objects live meanwhile; the system's when absent. Left as it was. */
  readonly temporaryDirectory?: string;
  /** Aborting keeps what is done; the rest stands in the ledger as failed. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: ProgressEvent) => void;
  /** Milliseconds that stand for one second of waiting for GitHub; 1000 but in tests. */
  readonly secondMs?: number;
};

export type FleetResult<T> =
  | {
      readonly kind: 'done';
      /** Every repository once, by name. */
      readonly ledger: readonly LedgerRow[];
      /** What `scanOne` gave for each `scanned` row, in the same order. */
      readonly results: readonly { readonly name: string; readonly commit: string; readonly value: T }[];
      /** Nothing failed, nothing is invisible, nothing was interrupted. */
      readonly complete: boolean;
      /** A sentence for each thing that makes it incomplete. */
      readonly incompleteBecause: readonly string[];
      readonly interrupted: boolean;
    }
  /** The list itself could not be had: nothing was scanned. */
  | { readonly kind: 'not-listed'; readonly reason: ListingFailure; readonly why: string };

/** Scans one fetched tree; it is gone when the promise settles. */
export type ScanOne<T> = (tree: SourceTree, repository: ListedRepository) => Promise<T>;

/**
 * Lists the repositories of an organisation, leaves out by rule those that are not its own living code, and runs
 * `scanOne` on each other one.
 *
 * A repository that is named on its own is scanned even when it is archived or a fork. Never throws: a failure of
 * `scanOne` is a row of the ledger as well.
 */
export async function runFleet<T>(options: FleetOptions, scanOne: ScanOne<T>): Promise<FleetResult<T>> {
  const list = await listTarget(options);
  if (list.kind === 'failed') {
    if (options.target.kind === 'github-repository' && list.reason === 'not-found')
      return unseenRepository(options.target, list.why);
    return { kind: 'not-listed', reason: list.reason, why: list.why };
  }
  const rows = new Map<string, LedgerRow>();
  const values = new Map<string, { readonly value: T }>();
  const waiting: ListedRepository[] = [];
  for (const repository of list.repositories) {
    const excluded = exclusionOf(repository, options) ?? invisibility(repository);
    if (excluded === undefined) waiting.push(repository);
    else rows.set(repository.name, excluded);
  }
  const total = waiting.length;
  let done = 0;
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const row = isAborted(options)
        ? interruptedRow(next)
        : rowOf(next, await scanRemote(next, options, scanOne, values), options);
      rows.set(next.name, row);
      done += 1;
      if (row.status === 'failed') failed += 1;
      const quota = list.quota();
      options.onProgress?.({
        kind: 'repository',
        name: next.name,
        done,
        total,
        failed,
        ...(quota === undefined ? {} : { quota }),
      });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency ?? 2) }, work));

  const ledger = [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const incompleteBecause = [
    ...ledger
      .filter(row => row.status === 'failed' || row.status === 'invisible')
      .map(row => `${row.name}: ${row.why}`),
    ...(list.unseen > 0
      ? [
          `${list.unseen} repositories that the account says it has are not visible ${options.access.token === undefined ? 'without a token' : 'to this token'}`,
        ]
      : []),
  ];
  return {
    kind: 'done',
    ledger,
    results: ledger.flatMap(row => {
      const result = values.get(row.name);
      return row.status === 'scanned' && row.commit !== null && result !== undefined
        ? [{ name: row.name, commit: row.commit, value: result.value }]
        : [];
    }),
    complete: incompleteBecause.length === 0,
    incompleteBecause,
    interrupted: isAborted(options),
  };
}

async function listTarget(
  options: FleetOptions,
): Promise<
  | (Extract<RepositoryList, { kind: 'listed' }> & { readonly quota: () => number | undefined })
  | Extract<RepositoryList, { kind: 'failed' }>
> {
  const { access, target, signal, onProgress, secondMs } = options;
  const clientOptions: ClientOptions = {
    access,
    onNote: text => onProgress?.({ kind: 'note', level: 'info', text }),
    ...(signal === undefined ? {} : { signal }),
    ...(secondMs === undefined ? {} : { secondMs }),
  };
  const client = githubClient(clientOptions);
  const list =
    target.kind === 'github-organisation'
      ? await listRepositories(client, access, target.organisation)
      : await findRepository(client, access, target.organisation, target.repository);
  return list.kind === 'failed' ? list : { ...list, quota: client.quota };
}

/** GitHub says the same of what is not there and of what may not be seen; the ledger must not lose it. */
function unseenRepository<T>(
  target: { readonly organisation: string; readonly repository: string },
  why: string,
): FleetResult<T> {
  const name = `${target.organisation}/${target.repository}`;
  return {
    kind: 'done',
    ledger: [{ name, status: 'invisible', why, commit: null }],
    results: [],
    complete: false,
    incompleteBecause: [`${name}: ${why}`],
    interrupted: false,
  };
}

/** Forks, mirrors and archived repositories are not counted. Source: scoring §D.9 G22. */
function exclusionOf(repository: ListedRepository, options: FleetOptions): LedgerRow | undefined {
  if (options.target.kind === 'github-repository') return undefined;
  if (repository.archived && options.includeArchived !== true)
    return excludedRow(repository, 'archived: it is read-only and no longer maintained');
  if (repository.fork && options.includeForks !== true)
    return excludedRow(repository, 'fork: its code belongs to another repository');
  if (repository.mirror) return excludedRow(repository, 'mirror: its code belongs to another repository');
  return undefined;
}

function invisibility(repository: ListedRepository): LedgerRow | undefined {
  if (!repository.disabled) return undefined;
  return {
    name: repository.name,
    status: 'invisible',
    why: 'disabled by the host: its content cannot be fetched',
    commit: null,
  };
}

function excludedRow(repository: ListedRepository, why: string): LedgerRow {
  return { name: repository.name, status: 'excluded', why, commit: null };
}

function interruptedRow(repository: ListedRepository): LedgerRow {
  return { name: repository.name, status: 'failed', why: 'not scanned: the run was interrupted', commit: null };
}

async function scanRemote<T>(
  repository: ListedRepository,
  options: FleetOptions,
  scanOne: ScanOne<T>,
  values: Map<string, { readonly value: T }>,
): Promise<RemoteOutcome<void>> {
  const token = tokenForUrl(options.access, repository.gitUrl);
  return withRemoteTree(
    {
      url: repository.gitUrl,
      name: repository.name,
      temporaryDirectory: options.temporaryDirectory ?? tmpdir(),
      ...(token === undefined ? {} : { token }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    },
    async tree => {
      values.set(repository.name, { value: await scanOne(tree, repository) });
    },
  );
}

function rowOf(repository: ListedRepository, outcome: RemoteOutcome<void>, options: FleetOptions): LedgerRow {
  switch (outcome.kind) {
    case 'used':
      return { name: repository.name, status: 'scanned', why: null, commit: outcome.commit ?? null };
    case 'empty':
      return excludedRow(repository, 'empty: it has no commit');
    case 'failed': {
      if (isAborted(options)) return interruptedRow(repository);
      const secrets = options.access.token === undefined ? [] : [options.access.token];
      return { name: repository.name, status: 'failed', why: redactSecrets(outcome.why, secrets), commit: null };
    }
  }
}

function isAborted(options: FleetOptions): boolean {
  return options.signal?.aborted === true;
}
