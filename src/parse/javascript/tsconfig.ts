/** Import aliases of tsconfig.json, jsconfig.json and deno.json. */
import { DenoConfig, TsConfig } from './schema.ts';
import { folderOf, foldersUp, joined, type TreeFiles } from './tree-files.ts';

/** What the configuration of a folder says about imports. Folders are of the tree, `''` is its root. */
export type Aliases = {
  /** Patterns with at most one `*`, each with the paths it may mean, relative to `pathsFolder`. */
  readonly paths: readonly (readonly [string, readonly string[]])[];
  readonly pathsFolder: string;
  /** Where bare names are looked for, when the configuration says so. */
  readonly baseFolder: string | undefined;
};

/** How deep configurations that extend each other are followed, and how many of them for one file. */
const EXTENDED = { depth: 8, files: 64 };

/** What is constant while a configuration is followed, but for what is left of the second cap. */
type Following = { readonly files: TreeFiles; readonly leaf: string; filesLeft: number };

/**
 * Aliases for the files of a folder: of the nearest tsconfig.json or jsconfig.json, and of the projects that it refers to,
 * where aliases may stand instead. `extends` is followed to files of the tree, not into packages. Answers are kept.
 */
export function aliasesFrom(files: TreeFiles): (folder: string) => readonly Aliases[] {
  const known = new Map<string, readonly Aliases[]>();
  return folder => {
    const config = nearest(files, folder, ['tsconfig.json', 'jsconfig.json']);
    if (config === undefined) return [];
    const aliases = known.get(config) ?? configAliases(files, config);
    known.set(config, aliases);
    return aliases;
  };
}

export function nearest(files: TreeFiles, folder: string, names: readonly string[]): string | undefined {
  for (const at of foldersUp(folder)) {
    for (const name of names) {
      const path = at === '' ? name : `${at}/${name}`;
      if (files.paths.has(path)) return path;
    }
  }
  return undefined;
}

function configAliases(files: TreeFiles, config: string): readonly Aliases[] {
  const own = aliasesIn(files, config);
  const { references } = files.config(config, TsConfig) ?? {};
  const referred = (references ?? []).flatMap(({ path }) => {
    const target = configAt(files, folderOf(config), path);
    const found = target === undefined ? undefined : aliasesIn(files, target);
    return found ? [found] : [];
  });
  return own ? [own, ...referred] : referred;
}

function aliasesIn(files: TreeFiles, config: string): Aliases | undefined {
  return aliasesOf({ files, leaf: folderOf(config), filesLeft: EXTENDED.files }, config, EXTENDED.depth);
}

function aliasesOf(following: Following, config: string, depthLeft: number): Aliases | undefined {
  if (following.filesLeft-- <= 0) return undefined;
  const { files, leaf } = following;
  const value = files.config(config, TsConfig);
  if (!value) return undefined;
  const folder = folderOf(config);
  const bases = typeof value.extends === 'string' ? [value.extends] : (value.extends ?? []);
  const inherited = depthLeft === 0 ? [] : bases.map(base => baseAliases(following, folder, base, depthLeft - 1));
  // Of several configurations that are extended, the last one counts.
  const base = inherited.findLast(aliases => aliases !== undefined);
  const { baseUrl, paths } = value.compilerOptions ?? {};
  const ownFolder = baseUrl === undefined ? undefined : placed(baseUrl, folder, leaf);
  const baseFolder = ownFolder ?? base?.baseFolder;
  if (paths)
    return {
      paths: Object.entries(paths).map(([key, targets]) => [key, targets.map(target => inLeaf(target, leaf))]),
      pathsFolder: baseFolder ?? folder,
      baseFolder,
    };
  if (base) return { ...base, baseFolder, pathsFolder: ownFolder ?? base.pathsFolder };
  return baseFolder === undefined ? undefined : { paths: [], pathsFolder: baseFolder, baseFolder };
}

function baseAliases(following: Following, folder: string, base: string, depthLeft: number): Aliases | undefined {
  const target = base.startsWith('.') ? configAt(following.files, folder, base) : undefined;
  return target === undefined ? undefined : aliasesOf(following, target, depthLeft);
}

/** A configuration by its path: a file, the same without `.json`, or a folder with a tsconfig.json. */
function configAt(files: TreeFiles, folder: string, path: string): string | undefined {
  const target = joined(folder, path);
  if (target === undefined) return undefined;
  return [target, `${target}.json`, joined(target, 'tsconfig.json')].find(
    candidate => candidate !== undefined && files.paths.has(candidate),
  );
}

/** `${configDir}` is the folder of the configuration that is in use, whichever one says it. */
const CONFIG_FOLDER = '${configDir}';

function placed(path: string, folder: string, leaf: string): string | undefined {
  return path.startsWith(CONFIG_FOLDER) ? joined(leaf, path.slice(CONFIG_FOLDER.length)) : joined(folder, path);
}

/** A target is relative to the folder of `paths`; one of the configuration's own folder is written from the root, with `/`. */
function inLeaf(target: string, leaf: string): string {
  return target.startsWith(CONFIG_FOLDER) ? `/${joined(leaf, target.slice(CONFIG_FOLDER.length)) ?? '..'}` : target;
}

/** The import map of the nearest deno.json: each name or prefix (that ends in `/`) with what it stands for, and its folder. */
export function importMapOf(
  files: TreeFiles,
  folder: string,
): { readonly folder: string; readonly imports: readonly (readonly [string, string])[] } | undefined {
  const config = nearest(files, folder, ['deno.json', 'deno.jsonc']);
  if (config === undefined) return undefined;
  const value = files.config(config, DenoConfig);
  return value && { folder: folderOf(config), imports: Object.entries(value.imports ?? {}) };
}
