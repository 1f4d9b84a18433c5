/** A tree of a folder on disk. */
import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, relative, sep } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import { startOf } from '../core/location.ts';
import { type FileContent, MAX_FILE_BYTES, type TreePath } from '../core/tree.ts';
import { type DiskPath, readBelow, type Refused, resolveBelow } from './confined-read.ts';
import { historyOf } from './history.ts';
import { listFolder } from './list-folder.ts';
import { byCodeUnit, count, sortedCounts, type SourceTree, type Tally } from './source-tree.ts';

/**
 * Lists a folder, or a folder of a checkout, as a tree.
 *
 * In a checkout these are tracked and untracked-not-ignored files, else everything but what `.gitignore` rules and
 * `node_modules` leave out. Nothing of the folder is executed, not even what its `.git/config` names, and no link is
 * followed out of it. `commit` is there only when no listed file differs from `HEAD`.
 *
 * Throws when `root` is not a folder: that is the caller's mistake.
 */
export async function openFolder(root: string): Promise<SourceTree> {
  const realRoot = realFolder(root);
  const listing = listFolder(realRoot);
  const context: Context = {
    realRoot,
    listed: listing.files,
    excluded: listing.excluded,
    diagnostics: [...listing.diagnostics],
    folders: new Map(),
  };
  const paths = [...listing.files.keys()].sort(byCodeUnit).flatMap(path => inspect(context, path));
  const known = new Set(paths.map(entry => entry.path));
  const { git } = listing;
  if (git?.dirty === true) {
    context.diagnostics.push({
      code: 'uncommitted-changes',
      at: startOf('.'),
      message: `files differ from commit ${git.commit?.slice(0, 7) ?? 'HEAD'}, so the report names no commit`,
    });
  }
  return {
    name: basename(realRoot),
    ...(git?.commit === undefined || git.dirty ? {} : { commit: git.commit }),
    ...(git?.committedAt === undefined || git.dirty ? {} : { committedAt: git.committedAt }),
    ...(git === undefined ? {} : historyOf(realRoot)),
    paths,
    read: path => (known.has(path) ? readBelow(realRoot, onDisk(context, path), MAX_FILE_BYTES) : notListed()),
    diagnostics: context.diagnostics.sort((a, b) => byCodeUnit(a.at.file, b.at.file) || byCodeUnit(a.code, b.code)),
    excluded: sortedCounts(context.excluded),
    dirty: git?.dirty ?? false,
  };
}

type Context = {
  readonly realRoot: string;
  readonly listed: ReadonlyMap<string, DiskPath>;
  readonly excluded: Tally;
  readonly diagnostics: Diagnostic[];
  readonly folders: Map<string, Refused | undefined>;
};

function realFolder(root: string): string {
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${root} is not a folder`);
  return realpathSync.native(root);
}

/** One listed path as it is on disk: nothing, when it is gone or may not be read; the reason is noted. */
function inspect(context: Context, path: string): TreePath[] {
  const disk = onDisk(context, path);
  let found: Stats | undefined;
  try {
    found = lstatSync(disk, { throwIfNoEntry: false });
  } catch (error) {
    note(
      context,
      'unreadable-file',
      path,
      `it could not be looked at (${error instanceof Error && 'code' in error ? String(error.code) : 'error'})`,
    );
    return [];
  }
  // A tracked file that was deleted: the listing of changes already says so.
  if (found === undefined) return [];
  if (found.isSymbolicLink()) return inspectLink(context, path);
  if (!found.isFile()) {
    leaveOut(
      context,
      'not-a-file',
      path,
      'it is a pipe, a socket, a device or a folder in place of a file, and was not opened',
    );
    return [];
  }
  const outside = folderRefusal(context, path);
  if (outside === undefined) return [{ path, kind: 'file', size: found.size }];
  leaveOut(context, outside.code, path, `it was not read: ${outside.why}`);
  return [];
}

/** Why the folder of a file may not be entered: a link may stand where git remembers a folder. Asked once a folder. */
function folderRefusal(context: Context, path: string): Refused | undefined {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (!context.folders.has(folder)) {
    const disk = onDisk(context, path);
    const parent = typeof disk === 'string' ? dirname(disk) : disk.subarray(0, disk.lastIndexOf(0x2f));
    const target = resolveBelow(context.realRoot, parent);
    context.folders.set(folder, target.kind === 'refused' ? target : undefined);
  }
  return context.folders.get(folder);
}

/** Links are recorded wherever they lead; `read` refuses those that lead out. */
function inspectLink(context: Context, path: string): TreePath[] {
  const target = resolveBelow(context.realRoot, onDisk(context, path));
  if (target.kind === 'refused') {
    const broken = target.code === 'unreadable-file';
    note(
      context,
      broken ? 'broken-symlink' : target.code,
      path,
      broken ? 'the link leads nowhere' : 'the link leads out of the scanned folder and was not followed',
    );
    return [{ path, kind: 'link' }];
  }
  const stats = statSync(target.real, { throwIfNoEntry: false });
  const inside = relative(context.realRoot, target.real.toString()).split(sep).join('/');
  if (stats === undefined || !stats.isFile()) return [{ path, kind: 'link', target: inside }];
  return [{ path, kind: 'link', size: stats.size, target: inside }];
}

function leaveOut(context: Context, rule: string, path: string, why: string): void {
  count(context.excluded, rule);
  note(context, rule, path, why);
}

function note(context: Context, code: string, path: string, message: string): void {
  context.diagnostics.push({ code, at: startOf(path), message });
}

function onDisk(context: Context, path: string): DiskPath {
  const disk = context.listed.get(path) ?? path;
  return typeof disk === 'string'
    ? `${context.realRoot}/${disk}`
    : Buffer.concat([Buffer.from(`${context.realRoot}/`), disk]);
}

function notListed(): FileContent {
  return { kind: 'refused', code: 'unreadable-file', why: 'it is not listed' };
}
