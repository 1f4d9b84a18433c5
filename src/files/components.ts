/** Deployable or buildable units of a tree. */
import type { Diagnostic } from '../core/diagnostic.ts';
import type { FileRole } from '../core/fact.ts';
import { startOf } from '../core/location.ts';
import type { Component, Tree } from '../core/tree.ts';
import { languageOf } from './language.ts';
import { isManifest, type Manifest, readManifest } from './manifests.ts';

export type Candidate = { readonly path: string; readonly role: FileRole; readonly size: number };

export type FoundComponents = {
  readonly components: readonly Component[];
  /** Id of the component a file belongs to: that of the deepest component folder around it. */
  readonly componentOf: (path: string) => string;
  readonly diagnostics: readonly Diagnostic[];
};

/** Manifests of one folder; `''` is the root, else a path without a last slash. */
type Folder = { readonly path: string; readonly manifests: { readonly file: string; readonly manifest: Manifest }[] };

/** Configuration of tools that is written as a program does not make a workspace root a unit. */
const TOOL_SCRIPT =
  /(?:^|\/)(?:\.[^/]{1,100}|[^/]{1,100}\.(?:config|conf|setup)|gulpfile|gruntfile|rakefile|fastfile|setup|noxfile|tasks)\.[cm]?[a-z]{2,3}$/i;

/**
 * A folder with a manifest among the product files is a component when it holds programs of its own, that is, outside
 * nested components; so a workspace root that only gathers packages is none. Charts and serverless stacks need none.
 * The root is always one.
 */
export function findComponents(tree: Tree, files: readonly Candidate[]): FoundComponents {
  const diagnostics: Diagnostic[] = [];
  const folders = foldersWithManifests(tree, files, diagnostics);
  const accepted = acceptFolders(folders, files);
  const componentOf = (path: string): string => nearest(path, folder => accepted.has(folder)) || '.';
  const languages = languagesByComponent(files, componentOf);
  const components = [...new Set(['', ...accepted])]
    .sort()
    .map(path => describe(tree, folders.get(path) ?? { path, manifests: [] }, languages));
  return { components, componentOf, diagnostics };
}

function foldersWithManifests(
  tree: Tree,
  files: readonly Candidate[],
  diagnostics: Diagnostic[],
): ReadonlyMap<string, Folder> {
  const folders = new Map<string, Folder>();
  for (const { path, role } of files) {
    const file = path.slice(path.lastIndexOf('/') + 1);
    if (role !== 'product' || !isManifest(file)) continue;
    const manifest = manifestAt(tree, path, file, diagnostics);
    if (manifest.makes === 'none') continue;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const known = folders.get(folder) ?? { path: folder, manifests: [] };
    known.manifests.push({ file, manifest });
    folders.set(folder, known);
  }
  return folders;
}

function manifestAt(tree: Tree, path: string, file: string, diagnostics: Diagnostic[]): Manifest {
  const content = tree.read(path);
  const text =
    content.kind === 'bytes'
      ? Buffer.from(content.bytes)
          .toString('utf8')
          .replace(/^\uFEFF/, '')
      : undefined;
  const manifest = text === undefined ? undefined : readManifest(file, text);
  if (manifest !== undefined) return manifest;
  const why = content.kind === 'refused' ? content.why : 'it cannot be parsed';
  diagnostics.push({
    code: 'unreadable-manifest',
    at: startOf(path),
    message: `${why}; name and dependencies of this component are not known`,
  });
  return { makes: 'code', dependencies: [], developmentDependencies: [] };
}

/** Decides the deepest folders first: what they take no longer counts for those around them. */
function acceptFolders(folders: ReadonlyMap<string, Folder>, files: readonly Candidate[]): ReadonlySet<string> {
  const programs = new Map<string, number>();
  for (const { path, role } of files) {
    if (role !== 'product' || languageOf(path) === undefined || TOOL_SCRIPT.test(path)) continue;
    const owner = nearest(path, folder => folders.has(folder));
    programs.set(owner, (programs.get(owner) ?? 0) + 1);
  }
  const accepted = new Set<string>();
  const deepestFirst = [...folders.values()].sort(
    (a, b) => b.path.split('/').length - a.path.split('/').length || (a.path < b.path ? -1 : 1),
  );
  for (const { path, manifests } of deepestFirst) {
    if (path === '') continue;
    const own = programs.get(path) ?? 0;
    if (own > 0 || manifests.some(({ manifest }) => manifest.makes === 'unit')) {
      accepted.add(path);
    } else {
      const outer = nearest(path, folder => folders.has(folder));
      programs.set(outer, (programs.get(outer) ?? 0) + own);
    }
  }
  return accepted;
}

/** The deepest folder around a path that is wanted; `''` when there is none. */
function nearest(path: string, isWanted: (folder: string) => boolean): string {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    if (isWanted(folder)) return folder;
  }
  return '';
}

function languagesByComponent(
  files: readonly Candidate[],
  componentOf: (path: string) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { path, role } of files) {
    const language = role === 'product' && !TOOL_SCRIPT.test(path) ? languageOf(path) : undefined;
    if (language === undefined) continue;
    const component = componentOf(path);
    found.set(component, (found.get(component) ?? new Set()).add(language));
  }
  return found;
}

function describe(tree: Tree, folder: Folder, languages: ReadonlyMap<string, ReadonlySet<string>>): Component {
  const id = folder.path === '' ? '.' : folder.path;
  const manifests = [...folder.manifests].sort((a, b) => (a.file < b.file ? -1 : 1));
  const name = manifests.map(({ manifest }) => manifest.name).find(found => found !== undefined);
  const names = (pick: (manifest: Manifest) => readonly string[]): readonly string[] =>
    [...new Set(manifests.flatMap(({ manifest }) => pick(manifest)))].sort();
  return {
    id,
    path: id,
    name: name ?? (id === '.' ? tree.name : id.slice(id.lastIndexOf('/') + 1)),
    manifests: manifests.map(({ file }) => file),
    languages: [...(languages.get(id) ?? [])].sort(),
    dependencies: names(manifest => manifest.dependencies),
    developmentDependencies: names(manifest => manifest.developmentDependencies),
  };
}
