import { isBuiltin } from 'node:module';
import type { ModuleResolver, ResolvedModule } from '../../core/program.ts';
import {
  declares,
  folderFile,
  packageFile,
  packagesAround,
  packagesByName,
  privateTargets,
  sourceFile,
  type TreePackage,
} from './packages.ts';
import { packageOf, schemePackage } from './specifier.ts';
import { fileAt, folderOf, isDeclaration, joined, matching, treeFiles, type TreeFiles } from './tree-files.ts';
import { aliasesFrom, importMapOf, type Aliases } from './tsconfig.ts';

/**
 * Tells which file or package an import of a JavaScript or TypeScript file means, from the files of the tree alone:
 * relative paths, aliases (tsconfig, jsconfig, deno), private names (`imports`) and packages of the tree, in that order.
 *
 * `paths` are the files of the tree; `readText` gives their text and is asked for configurations only, each once. Nothing
 * outside the tree is looked at, and no installed package: a bare name that nothing of the tree claims is a `package`.
 */
export function javascriptResolver(
  paths: ReadonlySet<string>,
  readText: (path: string) => string | undefined,
): ModuleResolver {
  const files = treeFiles(paths, readText);
  const aliasesOf = aliasesFrom(files);
  let packages: ReadonlyMap<string, TreePackage> | undefined;
  const tree: Tree = {
    files,
    aliasesOf,
    packageNamed: name => {
      packages ??= packagesByName(files);
      return packages.get(name);
    },
  };
  const known = new Map<string, ResolvedModule>();
  return (fromFile, specifier) => {
    // Extensions matter too: a TypeScript file prefers sources, a JavaScript file what stands there.
    const key = `${folderOf(fromFile)}\0${/\.[cm]?tsx?$/.test(fromFile) ? 'ts' : 'js'}\0${specifier}`;
    const answer = known.get(key) ?? resolve(tree, fromFile, specifier, MAPPED) ?? { kind: 'missing', specifier };
    known.set(key, answer);
    return answer;
  };
}

type Tree = {
  readonly files: TreeFiles;
  readonly aliasesOf: (folder: string) => readonly Aliases[];
  readonly packageNamed: (name: string) => TreePackage | undefined;
};

/** Aliases that stand for aliases; more are not followed. */
const MAPPED = 4;

/** What a specifier means; undefined where it is of the tree and not there. */
function resolve(tree: Tree, from: string, written: string, left: number): ResolvedModule | undefined {
  // Bundlers take wishes after a question mark: `./x?raw`. In an address it belongs to the address.
  const scheme = schemePackage(written);
  const specifier = scheme ? written : written.replace(/\?.*$/s, '');
  if (specifier === '' || left === 0) return undefined;
  if (/^\.\.?(?:\/|$)/.test(specifier)) return found(moduleAt(tree.files, from, joined(folderOf(from), specifier)));
  if (specifier.startsWith('/')) return undefined;
  const mapped = mappedName(tree, from, specifier);
  if (mapped)
    return mapped.path === undefined
      ? resolve(tree, from, mapped.specifier, left - 1)
      : found(moduleAt(tree.files, from, mapped.path));
  if (scheme) return scheme;
  if (specifier.startsWith('#'))
    return privateModule(tree, from, specifier, left) ?? found(aliased(tree, from, specifier).file);
  return bareModule(tree, from, specifier);
}

function found(file: string | undefined): ResolvedModule | undefined {
  return file === undefined ? undefined : { kind: 'file', file };
}

/** A file, or a folder as a module. */
function moduleAt(files: TreeFiles, from: string, path: string | undefined): string | undefined {
  return fileAt(files, from, path) ?? folderFile(files, from, path);
}

/** A name that is no path: an alias, a folder of `baseUrl`, a package of the tree, or else a package from elsewhere. */
function bareModule(tree: Tree, from: string, specifier: string): ResolvedModule | undefined {
  const alias = aliased(tree, from, specifier);
  if (alias.file !== undefined) return { kind: 'file', file: alias.file };
  const outside = packageOf(specifier);
  if (!outside) return undefined;
  if (isBuiltin(specifier)) return outside;
  const inside = tree.packageNamed(outside.name);
  if (inside) return found(packageFile(tree.files, from, inside, outside.subpath));
  const isDeclared = packagesAround(tree.files, folderOf(from)).some(({ manifest }) =>
    declares(manifest, outside.name),
  );
  if (!isDeclared) {
    const based = tree.aliasesOf(folderOf(from)).flatMap(({ baseFolder }) => {
      const file = baseFolder === undefined ? undefined : moduleAt(tree.files, from, joined(baseFolder, specifier));
      return file === undefined ? [] : [file];
    });
    if (based[0] !== undefined) return { kind: 'file', file: based[0] };
  }
  return alias.isClaimed && !isDeclared ? undefined : outside;
}

/**
 * The file that an alias means. `isClaimed` says that an alias of the configuration speaks for the name, though its file is
 * not in the tree; one for every name (`*`), one into installed packages and one to mere declarations claim nothing.
 */
function aliased(
  tree: Tree,
  from: string,
  specifier: string,
): { readonly file: string | undefined; readonly isClaimed: boolean } {
  let isClaimed = false;
  for (const { paths, pathsFolder } of tree.aliasesOf(folderOf(from))) {
    const [best] = matching(paths, specifier);
    if (!best) continue;
    for (const target of best.target) {
      const written = target.replace('*', () => best.star);
      const path = written.startsWith('/') ? joined('', written) : joined(pathsFolder, written);
      const file =
        moduleAt(tree.files, from, path) ?? (path === undefined ? undefined : builtFrom(tree.files, from, path));
      if (file !== undefined) return { file, isClaimed: true };
      if (best.pattern !== '*' && path !== undefined && !isElsewhere(tree.files, path)) isClaimed = true;
    }
  }
  return { file: undefined, isClaimed };
}

/** An alias to a file that only a build makes, in a package of the tree. */
function builtFrom(files: TreeFiles, from: string, path: string): string | undefined {
  const [around] = packagesAround(files, folderOf(path));
  if (!around) return undefined;
  return sourceFile(files, from, around.folder, around.folder === '' ? path : path.slice(around.folder.length + 1));
}

function isElsewhere(files: TreeFiles, path: string): boolean {
  if (path.split('/').includes('node_modules') || isDeclaration(path)) return true;
  return files.paths.has(`${path}.d.ts`) || files.paths.has(`${path}/index.d.ts`);
}

/** `#x` by the `imports` of the nearest package. */
function privateModule(tree: Tree, from: string, specifier: string, left: number): ResolvedModule | undefined {
  const [around] = packagesAround(tree.files, folderOf(from));
  if (!around) return undefined;
  for (const target of privateTargets(around.manifest, specifier)) {
    if (!target.startsWith('.')) return resolve(tree, from, target, left - 1);
    const file = sourceFile(tree.files, from, around.folder, target);
    if (file !== undefined) return { kind: 'file', file };
  }
  return undefined;
}

type Mapped =
  | { readonly path: string; readonly specifier?: undefined }
  | { readonly path?: undefined; readonly specifier: string };

/** What the import map of Deno makes of a whole name, or of a prefix that ends in `/`: a path of the tree or another specifier. */
function mappedName(tree: Tree, from: string, specifier: string): Mapped | undefined {
  const map = importMapOf(tree.files, folderOf(from));
  if (!map) return undefined;
  const patterns = map.imports.map(([name, target]) =>
    name.endsWith('/') ? ([`${name}*`, `${target}*`] as const) : ([name, target] as const),
  );
  const [best] = matching(patterns, specifier);
  if (!best) return undefined;
  const target = best.target.replace('*', () => best.star);
  if (target.startsWith('.')) return { path: joined(map.folder, target) ?? '..' };
  return target === specifier ? undefined : { specifier: target };
}
