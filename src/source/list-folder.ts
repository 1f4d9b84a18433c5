/** Lists a folder: by git where there is a checkout, else by walking it. */
import { readdirSync } from 'node:fs';
import type { Diagnostic } from '../core/diagnostic.ts';
import { startOf } from '../core/location.ts';
import { type DiskPath, readBelow } from './confined-read.ts';
import { type IgnoreRules, isIgnored, parseIgnoreRules } from './ignore-rules.ts';
import { type GitListing, listByGit } from './list-git.ts';
import { pathText } from './path-bytes.ts';
import { count, type Tally } from './source-tree.ts';

export type FolderListing = {
  /** Path in the tree and the same on disk, relative to the root, not sorted. */
  readonly files: ReadonlyMap<string, DiskPath>;
  readonly diagnostics: readonly Diagnostic[];
  readonly excluded: Tally;
  /** What git says of the root, when that is in a checkout. */
  readonly git?: GitListing;
};

/** Folders deeper than this are not walked; git and file systems have lower limits of their own. */
const MAX_DEPTH = 100;
const IGNORE_FILE_BYTES = 1024 * 1024;

type Walk = {
  readonly root: string;
  readonly files: Map<string, DiskPath>;
  readonly diagnostics: Diagnostic[];
  readonly excluded: Tally;
};

/** A folder to list: its path in the tree with a last slash (`''` is the root), and its bytes on disk. */
type Folder = {
  readonly path: string;
  readonly disk: Buffer;
  readonly depth: number;
  readonly rules: readonly IgnoreRules[];
};

/**
 * All files and links below `root` (an absolute, resolved path). `.git` is never entered. A repository inside the folder is
 * listed by its own rules, so that a folder of several checkouts is complete.
 *
 * Walked by hand where git cannot help: `fast-glob` 3.3.3 leaves out names with a line break, silently.
 */
export function listFolder(root: string): FolderListing {
  const walk: Walk = { root, files: new Map(), diagnostics: [], excluded: new Map() };
  const start: Folder = { path: '', disk: Buffer.alloc(0), depth: 0, rules: [] };
  const git = gitListing(walk, start);
  const waiting = git === undefined ? addFolder(walk, start) : addGitListing(walk, start, git);
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const nested = hasRepository(walk, folder) ? gitListing(walk, folder) : undefined;
    waiting.push(...(nested === undefined ? addFolder(walk, folder) : addGitListing(walk, folder, nested)));
  }
  return {
    files: walk.files,
    diagnostics: walk.diagnostics,
    excluded: walk.excluded,
    ...(git === undefined ? {} : { git }),
  };
}

function gitListing(walk: Walk, folder: Folder): GitListing | undefined {
  const answer = listByGit(diskPath(walk.root, folder.disk).toString());
  if (answer.kind === 'failed') {
    walk.diagnostics.push({
      code: 'git-listing-failed',
      at: startOf(folder.path === '' ? '.' : folder.path),
      message: `git could not list the checkout (${answer.why}); all its files were taken that .gitignore files do not leave out`,
    });
  }
  return answer.kind === 'listed' ? answer.listing : undefined;
}

/** Adds what git lists; gives the repositories in it that git does not list. */
function addGitListing(walk: Walk, folder: Folder, listing: GitListing): Folder[] {
  for (const path of listing.files) addFile(walk, folder, path);
  count(walk.excluded, 'git-ignored', listing.ignored);
  count(walk.excluded, 'submodule', listing.submodules.length);
  for (const path of listing.submodules) {
    const name = folder.path + pathText(path);
    walk.diagnostics.push({
      code: 'submodule-not-read',
      at: startOf(name),
      message: `${name} is a submodule; it belongs to another repository and was not read as part of this one`,
    });
  }
  return listing.nested.map(path => inner(folder, path, []));
}

/** Adds the files of one folder; gives its folders. */
function addFolder(walk: Walk, folder: Folder): Folder[] {
  if (folder.depth > MAX_DEPTH) {
    walk.diagnostics.push({
      code: 'folder-too-deep',
      at: startOf(folder.path),
      message: `folders deeper than ${MAX_DEPTH} were not read`,
    });
    return [];
  }
  let entries;
  try {
    entries = readdirSync(diskPath(walk.root, folder.disk), { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    walk.diagnostics.push({
      code: 'unreadable-folder',
      at: startOf(folder.path),
      message: `the folder could not be read (${code}); nothing below it was`,
    });
    return [];
  }
  const here = entries.some(entry => entry.name.toString('latin1') === '.gitignore')
    ? { ...folder, rules: withRules(walk, folder) }
    : folder;
  const folders: Folder[] = [];
  for (const entry of entries.sort((a, b) => Buffer.compare(a.name, b.name))) {
    const name = entry.name.toString('latin1');
    if (name === '.git') continue;
    const isDirectory = entry.isDirectory();
    if (isDirectory && name === 'node_modules') {
      count(walk.excluded, 'dependency-folder');
    } else if (isIgnored(here.rules, `${here.path}${pathText(entry.name)}${isDirectory ? '/' : ''}`)) {
      count(walk.excluded, 'git-ignored');
    } else if (isDirectory) {
      folders.push(inner(here, entry.name, here.rules));
    } else {
      addFile(walk, here, entry.name);
    }
  }
  return folders.reverse();
}

function withRules(walk: Walk, folder: Folder): readonly IgnoreRules[] {
  const path = Buffer.concat([folder.disk, Buffer.from('.gitignore')]);
  const content = readBelow(walk.root, diskPath(walk.root, path), IGNORE_FILE_BYTES);
  const name = `${folder.path}.gitignore`;
  if (content.kind === 'refused') {
    walk.diagnostics.push({
      code: content.code,
      at: startOf(name),
      message: `its rules were not applied: ${content.why}`,
    });
    return folder.rules;
  }
  const { rules, skipped } = parseIgnoreRules(folder.path, Buffer.from(content.bytes).toString('utf8'));
  if (skipped > 0) {
    walk.diagnostics.push({
      code: 'ignore-rule-skipped',
      at: startOf(name),
      message: `${skipped} rules were too long or had too many wildcards and were not applied`,
    });
  }
  return [...folder.rules, rules];
}

function hasRepository(walk: Walk, folder: Folder): boolean {
  try {
    const names = readdirSync(diskPath(walk.root, folder.disk));
    return names.includes('.git');
  } catch {
    // `addFolder` reads it again and reports why it cannot.
    return false;
  }
}

function addFile(walk: Walk, folder: Folder, name: Buffer): void {
  const path = folder.path + pathText(name);
  const disk = Buffer.concat([folder.disk, name]);
  walk.files.set(path, Buffer.from(path).equals(disk) ? path : disk);
}

function inner(folder: Folder, name: Buffer, rules: readonly IgnoreRules[]): Folder {
  return {
    path: `${folder.path}${pathText(name)}/`,
    disk: Buffer.concat([folder.disk, name, Buffer.from('/')]),
    depth: folder.depth + 1,
    rules,
  };
}

function diskPath(root: string, relative: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), relative]);
}
