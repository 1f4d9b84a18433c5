/** A remote repository as a tree, for as long as it is needed. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { redactSecrets } from '../core/redact.ts';
import { fetchRepository } from './git-remote.ts';
import { openGitObjects } from './git-objects.ts';
import type { SourceTree } from './source-tree.ts';

export type RemoteOptions = {
  readonly url: string;
  /** What the tree is called: `org/repo`. */
  readonly name: string;
  readonly token?: string;
  readonly branch?: string;
  /** An existing folder; what is put into it is gone when this returns. */
  readonly temporaryDirectory: string;
  readonly signal?: AbortSignal;
};

export type RemoteOutcome<T> =
  | { readonly kind: 'used'; readonly value: T; readonly commit: string | undefined }
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * Fetches one commit, hands its tree to `use`, and removes everything again, also when `use` fails. The tree must not be
 * kept: its contents are gone afterwards. Never throws.
 */
export async function withRemoteTree<T>(
  options: RemoteOptions,
  use: (tree: SourceTree) => Promise<T>,
): Promise<RemoteOutcome<T>> {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(options.temporaryDirectory, 'apiassay-'));
    const gitDirectory = join(folder, 'git');
    const spoolDirectory = join(folder, 'spool');
    mkdirSync(spoolDirectory);
    const { url, token, branch, signal } = options;
    const fetched = await fetchRepository({
      url,
      intoDirectory: gitDirectory,
      ...(token === undefined ? {} : { token }),
      ...(branch === undefined ? {} : { branch }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (fetched.kind !== 'fetched') return fetched;
    const tree = await openGitObjects({ gitDirectory, name: options.name, spoolDirectory });
    try {
      return { kind: 'used', value: await use(tree), commit: tree.commit };
    } finally {
      tree.close();
    }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const plain = folder === undefined ? said : said.replaceAll(folder, '…');
    return { kind: 'failed', why: redactSecrets(plain, options.token === undefined ? [] : [options.token]) };
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
