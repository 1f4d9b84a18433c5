/** A tree of one commit, read from git objects without a checkout. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import { startOf } from '../core/location.ts';
import { type FileContent, MAX_FILE_BYTES, type TreePath } from '../core/tree.ts';
import { notAFile, tooLarge } from './confined-read.ts';
import { readingEnvironment, runGit } from './git-process.ts';
import { historyOf } from './history.ts';
import { isoSeconds } from './list-git.ts';
import { isInnerPath, pathText, splitNul } from './path-bytes.ts';
import { byCodeUnit, type SourceTree } from './source-tree.ts';

/** A tree that holds a file open until `close`. */
export type GitTree = SourceTree & { readonly close: () => void };

export type GitObjectsOptions = {
  /** A bare repository, or the `.git` of another. */
  readonly gitDirectory: string;
  /** `org/repo`, or what a person calls it. */
  readonly name: string;
  /** A writable folder for the spool of contents; removed by whoever made it. */
  readonly spoolDirectory: string;
};

type Blob = { readonly id: string; readonly mode: string; readonly path: string };

/** Where a blob lies in the spool. */
type Spooled = { readonly offset: number; readonly size: number };

/**
 * Opens the commit that `HEAD` names.
 *
 * Contents of all blobs that may be parsed are written once, by one `git cat-file --batch`, to a spool file and read from
 * there: `Tree.read` is synchronous, and a process a file costs 3 ms against 0.01 ms. A blob that the fetch left out as
 * too large is refused as such. Links are blobs whose text is followed inside the tree only; submodules are recorded.
 *
 * Throws when the repository has no commit or git cannot read it.
 */
export async function openGitObjects(options: GitObjectsOptions): Promise<GitTree> {
  const { gitDirectory } = options;
  const [commit = '', seconds = ''] = must(gitDirectory, [
    'log',
    '-1',
    '--no-show-signature',
    '--format=%H %ct',
    'HEAD',
  ])
    .toString('latin1')
    .trim()
    .split(' ');
  const { blobs, submodules, hidden } = listTree(must(gitDirectory, ['ls-tree', '-r', '-z', '--full-tree', commit]));
  const missing = missingObjects(gitDirectory, commit);
  const sizes = blobSizes(gitDirectory, [...new Set(blobs.map(blob => blob.id))].filter(id => !missing.has(id)).sort());
  const spool = await spoolBlobs(
    options,
    [...sizes].filter(([, size]) => size <= MAX_FILE_BYTES),
  );

  const byPath = new Map(blobs.map(blob => [blob.path, blob]));
  const folders = new Set(blobs.flatMap(blob => foldersOf(blob.path)));
  const readBlob = (blob: Blob): FileContent => {
    const place = spool.places.get(blob.id);
    if (place !== undefined) return { kind: 'bytes', bytes: spool.read(place) };
    return tooLarge(sizes.get(blob.id) ?? MAX_FILE_BYTES + 1, MAX_FILE_BYTES);
  };
  const targetOf = (blob: Blob): LinkTarget => followLink(blob, { byPath, folders, readBlob });

  const diagnostics: Diagnostic[] = [
    ...submodules.map(path => ({
      code: 'submodule-not-read',
      at: startOf(path),
      message: `${path} is a submodule; it belongs to another repository and was not read as part of this one`,
    })),
    ...hidden.map(path => ({
      code: 'unsafe-path',
      at: startOf(path.slice(0, 200)),
      message: 'a path that would leave the tree, names .git or is absurdly long; it was not read',
    })),
  ];
  const paths: TreePath[] = blobs.map(blob => {
    if (blob.mode !== LINK) {
      if (isLfsPointer(readSmall(blob, sizes, readBlob)))
        diagnostics.push({
          code: 'lfs-pointer',
          at: startOf(blob.path),
          message: 'its content is in Git LFS and was not fetched',
        });
      const size = sizes.get(blob.id);
      return { path: blob.path, kind: 'file', ...(size === undefined ? {} : { size }) };
    }
    const target = targetOf(blob);
    if (target.kind === 'outside')
      diagnostics.push({
        code: 'symlink-leaves-root',
        at: startOf(blob.path),
        message: 'the link leads out of the repository and was not followed',
      });
    if (target.kind === 'nowhere')
      diagnostics.push({ code: 'broken-symlink', at: startOf(blob.path), message: 'the link leads nowhere' });
    const size = target.kind === 'blob' ? sizes.get(target.blob.id) : undefined;
    return {
      path: blob.path,
      kind: 'link',
      ...(size === undefined ? {} : { size }),
      ...('path' in target ? { target: target.path } : {}),
    };
  });

  return {
    name: options.name,
    commit,
    committedAt: isoSeconds(Number(seconds)),
    ...historyOf(gitDirectory),
    paths: paths.sort((a, b) => byCodeUnit(a.path, b.path)),
    read: path => {
      const blob = byPath.get(path);
      if (blob === undefined) return { kind: 'refused', code: 'unreadable-file', why: 'it is not listed' };
      return blob.mode === LINK ? readLink(targetOf(blob), readBlob) : readBlob(blob);
    },
    diagnostics: diagnostics.sort((a, b) => byCodeUnit(a.at.file, b.at.file) || byCodeUnit(a.code, b.code)),
    excluded: submodules.length === 0 ? {} : { submodule: submodules.length },
    dirty: false,
    close: spool.close,
  };
}

const LINK = '120000';
const SUBMODULE = '160000';

function must(gitDirectory: string, args: readonly string[], input?: string): Buffer {
  const done = runGit({ args, cwd: gitDirectory, ...(input === undefined ? {} : { input }) });
  if (!done.ok) throw new Error(done.why);
  return done.output;
}

/** `mode SP type SP id TAB path`. A tree object may hold any path; only those that stay inside are kept. */
function listTree(output: Buffer): { blobs: Blob[]; submodules: string[]; hidden: string[] } {
  const blobs: Blob[] = [];
  const submodules: string[] = [];
  const hidden: string[] = [];
  for (const record of splitNul(output)) {
    const tab = record.indexOf(0x09);
    const [mode = '', , id = ''] = record.subarray(0, tab).toString('latin1').split(' ');
    const path = pathText(record.subarray(tab + 1));
    if (!isInnerPath(path)) hidden.push(path);
    else if (mode === SUBMODULE) submodules.push(path);
    else blobs.push({ id, mode, path });
  }
  return { blobs, submodules, hidden };
}

/** Objects that a filtered fetch left out. Asked without fetching them. */
function missingObjects(gitDirectory: string, commit: string): ReadonlySet<string> {
  const listed = must(gitDirectory, [
    'rev-list',
    '--objects',
    '--missing=print',
    '--no-object-names',
    '--max-count=1',
    commit,
  ]);
  return new Set(
    listed
      .toString('latin1')
      .split('\n')
      .filter(line => line.startsWith('?'))
      .map(line => line.slice(1)),
  );
}

function blobSizes(gitDirectory: string, ids: readonly string[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  if (ids.length === 0) return sizes;
  const answers = must(
    gitDirectory,
    ['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)'],
    `${ids.join('\n')}\n`,
  );
  for (const line of answers.toString('latin1').split('\n')) {
    const [id = '', type, size] = line.split(' ');
    if (type === 'blob') sizes.set(id, Number(size));
  }
  return sizes;
}

/** Writes blobs one after the other; each is preceded by `id SP blob SP size LF` and followed by LF. */
async function spoolBlobs(options: GitObjectsOptions, blobs: readonly (readonly [id: string, size: number])[]) {
  const file = join(options.spoolDirectory, 'blobs');
  const request = join(options.spoolDirectory, 'blob-ids');
  writeFileSync(request, blobs.map(([id]) => `${id}\n`).join(''));
  const input = openSync(request, 'r');
  const output = openSync(file, 'w+', 0o600);
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn('git', ['cat-file', '--batch', '--buffer'], {
        cwd: options.gitDirectory,
        env: readingEnvironment(),
        stdio: [input, output, 'ignore'],
      });
      child.on('error', reject);
      child.on('close', code => (code === 0 ? resolve() : reject(new Error(`git cat-file ended with ${code}`))));
    });
  } catch (error) {
    closeSync(output);
    throw error;
  } finally {
    closeSync(input);
  }
  const places = new Map<string, Spooled>();
  let end = 0;
  for (const [id, size] of blobs) {
    const offset = end + `${id} blob ${size}\n`.length;
    places.set(id, { offset, size });
    end = offset + size + 1;
  }
  let isOpen = true;
  return {
    places,
    read: ({ offset, size }: Spooled): Uint8Array => {
      const bytes = Buffer.allocUnsafe(size);
      for (let filled = 0; filled < size;) {
        const read = readSync(output, bytes, filled, size - filled, offset + filled);
        if (read === 0) throw new Error('the spool of blobs is shorter than git said');
        filled += read;
      }
      return bytes;
    },
    close: () => {
      if (isOpen) closeSync(output);
      isOpen = false;
    },
  };
}

function foldersOf(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}

type LinkTarget =
  | { readonly kind: 'blob'; readonly path: string; readonly blob: Blob }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'outside' }
  | { readonly kind: 'nowhere' };

type LinkContext = {
  readonly byPath: ReadonlyMap<string, Blob>;
  readonly folders: ReadonlySet<string>;
  readonly readBlob: (blob: Blob) => FileContent;
};

/** Links of links that are followed before the chain counts as leading nowhere. */
const MAX_LINKS = 20;

/** Follows the text of a link, by segments alone. A link in the middle of the way is not resolved: that leads nowhere. */
function followLink(link: Blob, context: LinkContext): LinkTarget {
  let blob = link;
  for (let step = 0; step < MAX_LINKS; step += 1) {
    const content = context.readBlob(blob);
    const text = content.kind === 'bytes' ? Buffer.from(content.bytes).toString('utf8') : '';
    if (text.startsWith('/') || text.includes('\0')) return { kind: 'outside' };
    const path = posix.normalize(posix.join(posix.dirname(blob.path), text)).replace(/\/$/, '');
    if (path === '..' || path.startsWith('../')) return { kind: 'outside' };
    const next = context.byPath.get(path);
    if (next === undefined)
      return path === '.' || context.folders.has(path) ? { kind: 'folder', path } : { kind: 'nowhere' };
    if (next.mode !== LINK) return { kind: 'blob', path, blob: next };
    blob = next;
  }
  return { kind: 'nowhere' };
}

function readLink(target: LinkTarget, readBlob: (blob: Blob) => FileContent): FileContent {
  switch (target.kind) {
    case 'blob':
      return readBlob(target.blob);
    case 'folder':
      return notAFile();
    case 'outside':
      return { kind: 'refused', code: 'symlink-leaves-root', why: 'the link leads out of the repository' };
    case 'nowhere':
      return { kind: 'refused', code: 'unreadable-file', why: 'the link leads nowhere' };
  }
}

/** A pointer file is some 130 bytes; nothing else is looked at. */
function readSmall(blob: Blob, sizes: ReadonlyMap<string, number>, readBlob: (blob: Blob) => FileContent): Uint8Array {
  const size = sizes.get(blob.id) ?? 0;
  if (size < 100 || size > 1_024) return new Uint8Array();
  const content = readBlob(blob);
  return content.kind === 'bytes' ? content.bytes : new Uint8Array();
}

/** Source: Git LFS specification, "The Pointer". */
function isLfsPointer(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 200)).toString('latin1').startsWith('version https://git-lfs.github.com/spec/');
}
