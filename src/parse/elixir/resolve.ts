/** Which file declares a module, or a name that modules bring along. */
import type { ModuleResolver, ResolvedModule } from '../../core/program.ts';
import { type Brought, broughtBy, defines, namesIndex, type NamesIndex, usedIn } from './names-index.ts';

type Tree = {
  readonly index: () => NamesIndex;
  readonly readText: (path: string) => string | undefined;
};

/** Uses that lead to uses. */
const DEPTH = 6;

/**
 * The resolver of Elixir. `specifier` is the full name of a module, whose file is found wherever it stands; of several, the
 * nearest. For a name that is called without one it lists modules, joined by commas, of which the first that defines the name
 * counts: `Shop.Auth` where it is imported, `Shop.Web#router` for what `use Shop.Web, :router` brings along.
 */
export function elixirResolver(
  paths: ReadonlySet<string>,
  readText: (path: string) => string | undefined,
): ModuleResolver {
  const files = [...paths].filter(path => /\.exs?$/.test(path) && !/(?:^|\/)(?:deps|_build|node_modules)\//.test(path));
  let index: NamesIndex | undefined;
  const tree: Tree = { index: () => (index ??= namesIndex(files.toSorted(), readText)), readText };
  return (fromFile, specifier, imported) => {
    if (imported === '*' || imported === undefined) return moduleNamed(tree, fromFile, specifier);
    return giverOf(tree, fromFile, specifier.split(','), imported);
  };
}

function moduleNamed(tree: Tree, from: string, name: string): ResolvedModule {
  const file = fileOf(tree, from, name);
  if (file !== undefined) return { kind: 'file', file, within: [name] };
  const full = brought(tree, from, name);
  const other = full === undefined ? undefined : fileOf(tree, from, full);
  if (full === undefined || other === undefined) return { kind: 'package', name: full ?? name, subpath: '' };
  return { kind: 'file', file: other, within: [full] };
}

/** The full name of a module whose short name comes from what the file uses. */
function brought(tree: Tree, from: string, name: string): string | undefined {
  const [first = '', ...rest] = name.split('.');
  let found: string | undefined;
  eachUse(tree, from, usedIn(tree.readText(from)), ({ aliases }) => (found ??= aliases.get(first)));
  return found === undefined ? undefined : [found, ...rest].join('.');
}

function fileOf(tree: Tree, from: string, name: string): string | undefined {
  return nearest(from, tree.index().filesOf(name));
}

function giverOf(tree: Tree, from: string, givers: readonly string[], name: string): ResolvedModule {
  const outside: string[] = [];
  for (const module of modulesGiven(tree, from, givers)) {
    const file = fileOf(tree, from, module);
    if (file === undefined) outside.push(module);
    else if (defines(tree.readText(file), name)) return { kind: 'file', file, within: [module] };
  }
  return { kind: 'package', name: outside.length > 0 ? outside.join(',') : (givers[0] ?? ''), subpath: '' };
}

/** Modules whose functions go by their plain names, those that are named first first. */
function modulesGiven(tree: Tree, from: string, givers: readonly string[]): readonly string[] {
  const found = new Set(givers.map(giver => giver.split('#')[0] ?? giver));
  const uses = givers.filter(giver => giver.includes('#'));
  eachUse(tree, from, uses, ({ imports }, name) => {
    found.add(name);
    for (const one of imports) found.add(one);
  });
  return [...found];
}

/** What each of some modules brings along where it is used, and what it uses itself, level by level. */
function eachUse(
  tree: Tree,
  from: string,
  uses: readonly string[],
  visit: (brought: Brought, name: string) => void,
): void {
  const seen = new Set<string>();
  let level = uses;
  for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const use of level) {
      const [name = '', option = ''] = use.split('#');
      if (seen.has(use)) continue;
      seen.add(use);
      const file = fileOf(tree, from, name);
      const found = broughtBy(file === undefined ? undefined : tree.readText(file), option);
      visit(found, name);
      next.push(...found.uses.map(one => `${one.name}#${one.option}`));
    }
    level = next;
  }
}

/** The file whose path has the longest beginning in common with that of another; of equals, the first that is no test's. */
function nearest(from: string, files: readonly string[]): string | undefined {
  return files.toSorted(
    (a, b) => sharedFolders(from, b) - sharedFolders(from, a) || rankOf(a) - rankOf(b) || (a < b ? -1 : 1),
  )[0];
}

function rankOf(file: string): number {
  return /(?:^|\/)test\//.test(file) || file.endsWith('.exs') ? 1 : 0;
}

function sharedFolders(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count;
}
