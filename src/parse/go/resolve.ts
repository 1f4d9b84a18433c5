/** Which file declares what Go code imports: by the modules that `go.mod` files name, and by the texts of a package's files. */
import type { ModuleResolver, ResolvedModule } from '../../core/program.ts';
import { OWN_PACKAGE } from './imports.ts';
import { goPackage, type GoPackage } from './packages.ts';

type GoModule = {
  readonly folder: string;
  readonly path: string;
  /** Modules that stand in folders of the tree, by the path under which they are imported. */
  readonly replaced: ReadonlyMap<string, string>;
};

type Tree = {
  /** Go files by folder. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
  readonly modules: () => readonly GoModule[];
  readonly packageIn: (folder: string) => GoPackage | undefined;
};

/**
 * The resolver of Go. `specifier` is the path of a package, or `.` for that of the file itself; several of them are joined
 * by commas, and the first that has `imported` counts. `*` is the package as a whole: any file of it.
 */
export function goResolver(paths: ReadonlySet<string>, readText: (path: string) => string | undefined): ModuleResolver {
  const tree = treeOf(paths, readText);
  return (fromFile, specifier, imported) => {
    let otherwise: ResolvedModule | undefined;
    for (const one of specifier.split(',')) {
      const found = resolved(tree, fromFile, one, imported);
      if (found.kind === 'file') return found;
      if (found.kind === 'package' || !otherwise) otherwise = found;
    }
    return otherwise ?? { kind: 'missing', specifier };
  };
}

function resolved(tree: Tree, fromFile: string, specifier: string, imported: string | undefined): ResolvedModule {
  const own = folderOf(fromFile);
  const folder = specifier === OWN_PACKAGE ? own : folderOfPackage(tree, own, specifier);
  if (folder === undefined) return { kind: 'package', name: specifier, subpath: '' };
  const found = tree.packageIn(folder);
  const file = imported === undefined || imported === '*' ? found?.first : found?.fileOf(imported);
  return file === undefined ? { kind: 'missing', specifier } : { kind: 'file', file };
}

function treeOf(paths: ReadonlySet<string>, readText: (path: string) => string | undefined): Tree {
  const folders = new Map<string, string[]>();
  const manifests: string[] = [];
  for (const path of [...paths].toSorted()) {
    if (path.endsWith('go.mod') && /(?:^|\/)go\.mod$/.test(path)) manifests.push(path);
    if (!path.endsWith('.go') || path.endsWith('_test.go')) continue;
    const folder = folderOf(path);
    const known = folders.get(folder);
    if (known) known.push(path);
    else folders.set(folder, [path]);
  }
  const packages = new Map<string, GoPackage>();
  let modules: readonly GoModule[] | undefined;
  return {
    folders,
    modules: () => (modules ??= manifests.flatMap(path => moduleIn(path, readText(path) ?? ''))),
    packageIn: folder => {
      const files = folders.get(folder);
      if (!files) return undefined;
      const known = packages.get(folder) ?? goPackage(files, readText);
      packages.set(folder, known);
      return known;
    },
  };
}

/** Source: Go Modules Reference, go.mod files. */
function moduleIn(file: string, text: string): readonly GoModule[] {
  const path = /^[ \t]*module[ \t]+"?([^\s"]+)/m.exec(text)?.[1];
  if (path === undefined) return [];
  const folder = folderOf(file);
  const replaced = [
    ...text.matchAll(/^[ \t]*(?:replace[ \t]+)?([^\s(]+)(?:[ \t]+v\S+)?[ \t]+=>[ \t]+(\.{1,2}(?:\/\S*)?)/gm),
  ].flatMap(([, from = '', to = '']) => {
    const target = joined(folder, to);
    return target === undefined ? [] : [[from, target] as const];
  });
  return [{ folder, path, replaced: new Map(replaced) }];
}

/**
 * The folder of a package, where it is one of the tree: below the module that imports it, what that one replaces, or any
 * other module of the tree; the longest path counts. Where there are no modules, packages lie below a folder that the tree
 * does not show, and their paths end as its folders do.
 */
function folderOfPackage(tree: Tree, from: string, specifier: string): string | undefined {
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) return joined(from, specifier);
  const modules = tree.modules();
  const own = modules
    .filter(({ folder }) => isBelow(from, folder))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0];
  const places = [
    ...(own ? [[own.path, own.folder] as const, ...own.replaced] : []),
    ...modules.filter(module => module !== own).map(({ path, folder }) => [path, folder] as const),
  ].filter(([path]) => specifier === path || specifier.startsWith(`${path}/`));
  const longest = places.reduce<readonly [string, string] | undefined>(
    (best, place) => (!best || place[0].length > best[0].length ? place : best),
    undefined,
  );
  if (longest) {
    const [path, folder] = longest;
    const rest = specifier.slice(path.length + 1);
    return [folder, rest].filter(part => part !== '').join('/');
  }
  return own ? undefined : withoutModules(tree, from, specifier);
}

/**
 * Without `go.mod`, a package is named from the root of a workspace: `github.com/acme/shop/api`, or `shop/api`. What is left
 * of it below the root of the tree must be the path of a folder, seen from there or from a folder around the file.
 */
function withoutModules(tree: Tree, from: string, specifier: string): string | undefined {
  const segments = specifier.split('/');
  // A name with a dot is that of a host, and what follows is an account and a project of it.
  const least = segments[0]?.includes('.') === true ? 3 : 1;
  if (STANDARD.has(segments[0] ?? '')) return undefined;
  for (let skipped = least; skipped < segments.length; skipped++) {
    const rest = segments.slice(skipped).join('/');
    for (let base: string | undefined = from; base !== undefined; base = base === '' ? undefined : folderOf(base)) {
      const folder = base === '' ? rest : `${base}/${rest}`;
      if (tree.folders.has(folder)) return folder;
    }
  }
  return undefined;
}

/** Source: https://pkg.go.dev/std. */
const STANDARD: ReadonlySet<string> = new Set(
  (
    'archive bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go ' +
    'hash html image index io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings ' +
    'structs sync syscall testing text time unicode unique unsafe'
  ).split(' '),
);

function isBelow(folder: string, above: string): boolean {
  return above === '' || folder === above || folder.startsWith(`${above}/`);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** A relative path, from a folder; undefined where it leads out of the tree. */
function joined(folder: string, relative: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
