/** Packages of the tree: every package.json, its entries (`exports`, `main` …) and its private names (`imports`). */
import { PackageJson } from './schema.ts';
import { fileAt, folderOf, foldersUp, indexAt, joined, matching, type TreeFiles } from './tree-files.ts';

export type TreePackage = { readonly folder: string; readonly manifest: PackageJson };

/** The packages of the tree by name. Where two have one name, the one nearer to the root counts, then the first by path. */
export function packagesByName(files: TreeFiles): ReadonlyMap<string, TreePackage> {
  const manifests = [...files.paths]
    .filter(path => (path === 'package.json' || path.endsWith('/package.json')) && !path.includes('node_modules/'))
    .toSorted((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
  const packages = new Map<string, TreePackage>();
  for (const path of manifests) {
    const found = packageAt(files, folderOf(path));
    const name = found?.manifest.name;
    if (found && name !== undefined && !packages.has(name)) packages.set(name, found);
  }
  return packages;
}

export function packageAt(files: TreeFiles, folder: string): TreePackage | undefined {
  const manifest = files.config(folder === '' ? 'package.json' : `${folder}/package.json`, PackageJson);
  return manifest && { folder, manifest };
}

/** The packages around a folder, innermost first. */
export function packagesAround(files: TreeFiles, folder: string): readonly TreePackage[] {
  return foldersUp(folder).flatMap(at => packageAt(files, at) ?? []);
}

export function declares(manifest: PackageJson, name: string): boolean {
  const fields = [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies];
  return fields.some(field => field !== undefined && Object.hasOwn(field, name));
}

/** The file that an import of a package of the tree means; `subpath` is '' for the package itself. */
export function packageFile(files: TreeFiles, from: string, found: TreePackage, subpath: string): string | undefined {
  const { folder, manifest } = found;
  const exported = exportTargets(manifest.exports, subpath === '' ? '.' : `./${subpath}`);
  if (subpath !== '') {
    const targets = [...exported, subpath];
    return (
      firstFile(targets, target => sourceFile(files, from, folder, target)) ??
      folderFile(files, from, joined(folder, subpath))
    );
  }
  const entries = [manifest.source, ...exported, manifest.module, manifest.main, manifest.types].filter(
    entry => entry !== undefined,
  );
  return (
    firstFile(entries, entry => sourceFile(files, from, folder, entry)) ??
    indexAt(files, from, `${folder}/src`) ??
    indexAt(files, from, folder)
  );
}

/** What a private name (`#db/users`) of the package around a file stands for, as written there: paths and package names. */
export function privateTargets(manifest: PackageJson, specifier: string): readonly string[] {
  const [best] = matching(Object.entries(manifest.imports ?? {}), specifier);
  return best ? targetsIn(best.target).map(target => target.replaceAll('*', () => best.star)) : [];
}

/** A folder as a module: by the `main` of its package.json, else its index file. */
export function folderFile(files: TreeFiles, from: string, folder: string | undefined): string | undefined {
  if (folder === undefined) return undefined;
  const found = packageAt(files, folder);
  const main = found?.manifest.main ?? found?.manifest.module;
  const target = main === undefined ? undefined : sourceFile(files, from, folder, main);
  return target ?? indexAt(files, from, folder);
}

function firstFile(targets: readonly string[], fileOf: (target: string) => string | undefined): string | undefined {
  for (const target of targets) {
    const file = fileOf(target);
    if (file !== undefined) return file;
  }
  return undefined;
}

function exportTargets(exported: unknown, key: string): readonly string[] {
  if (typeof exported !== 'object' || exported === null || Array.isArray(exported))
    return key === '.' ? targetsIn(exported) : [];
  const entries = Object.entries(exported);
  // Without a key that starts with a dot, the object holds conditions of the package itself.
  if (!entries.some(([name]) => name.startsWith('.'))) return key === '.' ? targetsIn(exported) : [];
  const [best] = matching(entries, key);
  return best ? targetsIn(best.target).map(target => target.replaceAll('*', () => best.star)) : [];
}

/** Conditions whose targets are sources come first, those whose targets are declarations last. */
const FIRST = new Set(['source', 'development']);
const LAST = new Set(['types', 'typings']);
const CONDITION_DEPTH = 8;

/** The paths in a target of `exports` or `imports`: a text, alternatives, or conditions in their order. */
function targetsIn(target: unknown, depth = 0): readonly string[] {
  if (typeof target === 'string') return [target];
  if (typeof target !== 'object' || target === null || depth > CONDITION_DEPTH) return [];
  if (Array.isArray(target)) return target.flatMap(item => targetsIn(item, depth + 1));
  const rank = (name: string): number => (FIRST.has(name) ? 0 : LAST.has(name) ? 2 : 1);
  return Object.entries(target)
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .flatMap(([, value]) => targetsIn(value, depth + 1));
}

/** Folders that builds write to and sources are not committed in. */
const BUILT = new Set(['dist', 'build', 'lib', 'out', 'output', 'esm', 'cjs', 'es', 'types']);

/** The file at a path of a package; for one that only a build makes, the source that it is made of: `dist/x.js` of `src/x.ts`. */
export function sourceFile(files: TreeFiles, from: string, folder: string, path: string): string | undefined {
  const target = joined(folder, path);
  if (target === undefined) return undefined;
  const exact = fileAt(files, from, target) ?? indexAt(files, from, target);
  if (exact !== undefined) return exact;
  const parts = (folder === '' ? target : target.slice(folder.length + 1))
    .replace(/\.d\.([cm]?)ts$/, '.$1js')
    .split('/');
  while (parts[0] !== undefined && BUILT.has(parts[0])) {
    parts.shift();
    const rest = parts.join('/');
    const source = fileAt(files, from, joined(folder, `src/${rest}`)) ?? fileAt(files, from, joined(folder, rest));
    if (source !== undefined) return source;
  }
  return undefined;
}
