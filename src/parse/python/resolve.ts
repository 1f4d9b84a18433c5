import type { ModuleResolver, ResolvedModule } from '../../core/program.ts';
import { isRequirements, requiredNames } from './requirements.ts';
import { STANDARD_LIBRARY } from './standard-library.ts';

/**
 * Tells which file or package an import of a Python file means, from the files of the tree alone.
 *
 * A name is looked for from each folder around the importing file that is no package itself, and from `src` in it, nearest
 * first: what runs there has such a folder on its path. Then from packages that have been run as a folder of scripts (they
 * are packages, and hold what is imported), and then from the roots of other projects in the tree, where one alone has it.
 * A folder without `__init__.py` is a package too, but a weaker one than any that is installed: it only counts where the
 * whole name leads to a file. A file hides no package that a project says it needs: `celery.py` of an application is there to set
 * up Celery. A `package` has its dotted name as `name` and never a `subpath`.
 *
 * Source: The Python language reference, 5 "The import system".
 */
export function pythonResolver(
  paths: ReadonlySet<string>,
  readText: (path: string) => string | undefined,
): ModuleResolver {
  const tree = treeOf(paths, readText);
  const known = new Map<string, ResolvedModule>();
  return (fromFile, specifier) => {
    const folder = parentOf(fromFile);
    const key = `${fromFile}\0${specifier}`;
    const answer = known.get(key) ?? resolve(tree, { file: fromFile, folder }, specifier);
    known.set(key, answer);
    return answer;
  };
}

/** The submodule that `from module import name` may mean: `a` and `b` give `a.b`, `.` and `b` give `.b`. */
export function submoduleOf(module: string, name: string): string {
  return module.endsWith('.') ? module + name : `${module}.${name}`;
}

type Tree = {
  readonly paths: ReadonlySet<string>;
  /** Folders that hold Python files, directly or further down. */
  readonly folders: ReadonlySet<string>;
  /** Folders of projects, and `src` in them, in order. */
  readonly projects: readonly string[];
  /** What the project files of a folder say is needed. */
  readonly needed: (folder: string) => ReadonlySet<string>;
};

/** Files that stand at the root of a project. */
const PROJECT_FILES: ReadonlySet<string> = new Set([
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'requirements.txt',
  'Pipfile',
  'manage.py',
]);

function treeOf(paths: ReadonlySet<string>, readText: (path: string) => string | undefined): Tree {
  const lists = new Map<string, string[]>();
  const folders = new Set<string>();
  const projects = new Set<string>();
  for (const path of paths) {
    const folder = parentOf(path);
    if (PROJECT_FILES.has(path.slice(path.lastIndexOf('/') + 1))) projects.add(folder);
    // Lists for several situations may stand in a folder of their own.
    const listed = /(?:^|\/)requirements\/[^/]+\.(?:txt|in)$/.test(path) ? parentOf(folder) : folder;
    if (listed !== folder || isRequirements(path.slice(path.lastIndexOf('/') + 1)))
      lists.set(listed, [...(lists.get(listed) ?? []), path]);
    if (!/\.pyi?$/.test(path)) continue;
    for (let around = folder; !folders.has(around); around = parentOf(around)) {
      folders.add(around);
      if (around === '') break;
    }
  }
  const roots = [...projects].toSorted().flatMap(folder => withSource(folders, folder));
  const known = new Map<string, ReadonlySet<string>>();
  const needed = (folder: string): ReadonlySet<string> => {
    const texts = known.has(folder) ? [] : (lists.get(folder) ?? []).map(path => readText(path) ?? '');
    const names = known.get(folder) ?? new Set(texts.flatMap(text => [...requiredNames(text)]));
    known.set(folder, names);
    return names;
  };
  return { paths, folders, projects: roots, needed };
}

function withSource(folders: ReadonlySet<string>, folder: string): readonly string[] {
  const source = below(folder, 'src');
  return folders.has(source) ? [folder, source] : [folder];
}

type Importer = { readonly file: string; readonly folder: string };

function resolve(tree: Tree, { file: from, folder }: Importer, specifier: string): ResolvedModule {
  const missing: ResolvedModule = { kind: 'missing', specifier };
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
  const names = specifier
    .slice(dots)
    .split('.')
    .filter(name => name !== '');
  if (dots > 0) {
    const start = upwards(folder, dots - 1);
    const file = start === undefined ? undefined : moduleAt(tree, start, names);
    return file === undefined ? missing : { kind: 'file', file };
  }
  const [first] = names;
  if (first === undefined) return missing;
  const outside: ResolvedModule = { kind: 'package', name: names.join('.'), subpath: '' };
  const around = foldersAround(folder);
  const roots = around.filter(one => !isPackage(tree, one)).flatMap(one => withSource(tree.folders, one));
  if (STANDARD_LIBRARY.has(first)) {
    // A package of the tree may have such a name; a file beside the importing one hides nothing that comes with Python.
    const own = roots.find(root => isPackage(tree, below(root, first)));
    const file = own === undefined ? undefined : moduleAt(tree, own, names);
    return file === undefined ? outside : { kind: 'file', file };
  }
  // A package may import itself, for its submodules; a module would do so for nothing.
  const self = from.endsWith('/__init__.py') ? undefined : from;
  const scripts = around.filter(one => isPackage(tree, one));
  const isNeeded = around.some(one => tree.needed(one).has(first.toLowerCase()));
  for (const root of [...roots, ...scripts]) {
    const file = moduleAt(tree, root, names);
    if (file === undefined || file === self) continue;
    if (!isNeeded || isPackage(tree, below(root, first))) return { kind: 'file', file };
  }
  const elsewhere = new Set(
    tree.projects
      .filter(root => isPackage(tree, below(root, first)))
      .flatMap(root => moduleAt(tree, root, names) ?? []),
  );
  const [only, second] = elsewhere;
  if (only !== undefined && second === undefined) return { kind: 'file', file: only };
  if (isNeeded) return outside;
  const isOfTree =
    second !== undefined || roots.some(root => ![undefined, self].includes(moduleAt(tree, root, [first])));
  return isOfTree ? missing : outside;
}

/** The file of a module below a folder; a package before a file of its name, declarations without code (`.pyi`) last. */
function moduleAt(tree: Tree, root: string, names: readonly string[]): string | undefined {
  const path = names.reduce(below, root);
  const file = names.length > 0 ? [`${path}.py`] : [];
  const stub = names.length > 0 ? [`${path}.pyi`] : [];
  const candidates = [below(path, '__init__.py'), ...file, ...stub, below(path, '__init__.pyi')];
  return candidates.find(candidate => tree.paths.has(candidate));
}

function isPackage(tree: Tree, folder: string): boolean {
  return tree.paths.has(below(folder, '__init__.py')) || tree.paths.has(below(folder, '__init__.pyi'));
}

/** A folder and those around it, nearest first, up to the root of the tree. */
function foldersAround(folder: string): readonly string[] {
  const around = [folder];
  for (let at = folder; at !== ''; at = parentOf(at)) around.push(parentOf(at));
  return around;
}

/** So many folders further up; undefined outside the tree. */
function upwards(folder: string, steps: number): string | undefined {
  let at = folder;
  for (let step = 0; step < steps; step++) {
    if (at === '') return undefined;
    at = parentOf(at);
  }
  return at;
}

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
