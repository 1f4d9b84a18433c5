/**
 * Which file declares a class or function of PHP: by what the `composer.json` files of the tree say of namespaces, else by
 * the text of the files, where any file may declare anything.
 */
import type { ModuleResolver, ResolvedModule } from '../../core/program.ts';
import { type Autoload, autoloads } from './autoload.ts';
import { GLOBAL_NAMESPACE } from './names.ts';
import { type PhpIndex, phpIndex } from './php-index.ts';

/** Marks a path from the root of the tree, as values that name a folder of it have it. */
const FROM_ROOT = '\u0001';

type Tree = {
  readonly paths: ReadonlySet<string>;
  readonly autoload: () => Autoload;
  readonly index: () => PhpIndex;
};

/**
 * The resolver of PHP. With `imported`, `specifier` is a namespace, or several of them joined by commas, of which the first
 * counts that has the name. Without it, or for `*`, it is the path of a file that is included.
 */
export function phpResolver(
  paths: ReadonlySet<string>,
  readText: (path: string) => string | undefined,
): ModuleResolver {
  let autoload: Autoload | undefined;
  let index: PhpIndex | undefined;
  const tree: Tree = {
    paths,
    autoload: () => (autoload ??= autoloads(paths, readText)),
    index: () => (index ??= phpIndex(paths, readText)),
  };
  return (fromFile, specifier, imported) => {
    if (imported === undefined || imported === '*') return included(tree, fromFile, specifier);
    const namespaces = specifier.split(',').map(one => (one === GLOBAL_NAMESPACE ? '' : one));
    for (const namespace of namespaces) {
      const file = declaring(tree, fromFile, namespace, imported);
      if (file !== undefined) return { kind: 'file', file };
    }
    const own = namespaces.find(one => one !== '');
    // A tree may put classes of its own in place of some of a framework's; all others are the framework's.
    const isOfFramework = own !== undefined && /^(?:Illuminate|Symfony\\Component)\\/.test(own);
    const isOfTree =
      own !== undefined && !isOfFramework && namespaces.length === 1 && tree.autoload().owns(fromFile, own);
    if (isOfTree) return { kind: 'missing', specifier };
    // A function that its namespace has not is one of the language or of a package.
    const outside = namespaces.length > 1 ? GLOBAL_NAMESPACE : specifier;
    return { kind: 'package', name: outside, subpath: '' };
  };
}

function declaring(tree: Tree, from: string, namespace: string, name: string): string | undefined {
  const full = namespace === '' ? name : `${namespace}\\${name}`;
  const placed = tree.autoload().fileOf(from, full);
  if (placed !== undefined) return placed;
  return nearest(from, tree.index().filesOf(namespace, name));
}

/** A path that is written or computed: from the root of the tree, from the file's folder, else from a folder around it. */
function included(tree: Tree, from: string, specifier: string): ResolvedModule {
  const missing: ResolvedModule = { kind: 'missing', specifier };
  if (specifier.startsWith(FROM_ROOT)) {
    const file = plain(specifier.slice(FROM_ROOT.length));
    return file !== undefined && tree.paths.has(file) ? { kind: 'file', file } : missing;
  }
  for (let folder = folderOf(from); ; folder = folderOf(folder)) {
    const file = plain(folder === '' ? specifier : `${folder}/${specifier}`);
    if (file !== undefined && tree.paths.has(file)) return { kind: 'file', file };
    // What says where it starts is nowhere else.
    if (folder === '' || /^\.{1,2}\//.test(specifier)) return missing;
  }
}

function plain(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The file whose path has the longest beginning in common with that of another; of equals, the first. */
function nearest(from: string, files: readonly string[]): string | undefined {
  let best: { readonly file: string; readonly shared: number } | undefined;
  for (const file of files) {
    const shared = sharedFolders(from, file);
    if (!best || shared > best.shared || (shared === best.shared && file < best.file)) best = { file, shared };
  }
  return best?.file;
}

export function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  let count = 0;
  while (count < left.length - 1 && left[count] === right[count]) count++;
  return count;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
