import type { ModuleResolver } from '../../core/program.ts';
import { below, type Package, packageAround, packageOf, parentOf } from './crates.ts';
import { type Declared, declaredIn } from './declared.ts';
import { MACRO_USE } from './paths.ts';

/**
 * Tells which file or package a path of a Rust file means, from the files of the tree alone.
 *
 * A specifier is the path of a module, as code writes it: `crate::routes`, `self::users`, `super`, `axum::routing`; or several
 * of them joined by commas, of which the first that has `imported` counts. Modules are found by the place of their file;
 * what stands in the text of a file, and what `pub use` hands on, by that text. A `package` has the whole path as its name.
 *
 * Source: The Rust Reference, Modules, Paths, Use declarations; The Cargo Book, Package layout.
 */
export function rustResolver(
  paths: ReadonlySet<string>,
  readText: (path: string) => string | undefined,
): ModuleResolver {
  const packages = new Map<string, Package>();
  for (const path of paths) {
    if (path !== 'Cargo.toml' && !path.endsWith('/Cargo.toml')) continue;
    const found = packageOf(path, readText(path) ?? '', paths);
    packages.set(found.folder, found);
  }
  const libraries = new Map<string, string>();
  for (const one of [...packages.values()].toSorted((a, b) => (a.folder < b.folder ? -1 : 1)))
    if (one.name !== undefined && one.library !== undefined && !libraries.has(one.name))
      libraries.set(one.name, one.library);
  const known = new Map<string, Declared>();
  const places = new Map<string, Place>();
  const children = new Map<string, Place>();
  const tree: Tree = {
    paths,
    packages,
    libraries,
    places,
    children,
    macros: new Map(),
    declared: file => {
      const found = known.get(file) ?? declaredIn(readText(file) ?? '');
      known.set(file, found);
      return found;
    },
  };
  return (from, specifier, imported) => {
    const choices = specifier.split(',');
    const outside: string[] = [];
    for (const choice of choices) {
      const macro = imported?.endsWith('!') ? macroFile(tree, from, choice, imported.slice(0, -1)) : undefined;
      if (macro !== undefined) return { kind: 'file', file: macro };
      const place = placeOf(tree, from, choice.split('::'));
      if (place.kind === 'outside') {
        outside.push(place.path);
        continue;
      }
      if (place.kind === 'missing') continue;
      if (choices.length > 1 && imported !== undefined && !has(tree, place, imported)) continue;
      return { kind: 'file', file: place.file, ...(place.within.length > 0 && { within: place.within }) };
    }
    return outside.length > 0
      ? { kind: 'package', name: outside.join(','), subpath: '' }
      : { kind: 'missing', specifier };
  };
}

type Tree = {
  readonly paths: ReadonlySet<string>;
  readonly packages: ReadonlyMap<string, Package>;
  /** Files of libraries by their name. */
  readonly libraries: ReadonlyMap<string, string>;
  /** What was found before. */
  readonly places: Map<string, Place>;
  readonly children: Map<string, Place>;
  /** Files in which the macros of each package are defined, by the folder of the package. */
  readonly macros: Map<string, ReadonlyMap<string, readonly string[]>>;
  readonly declared: (file: string) => Declared;
};

/**
 * The file of a macro that is known in its whole package without a path, or at the root of it, whichever file it stands in; none
 * where several have one of this name. Source: The Rust Reference, Macros By Example, Scoping.
 */
function macroFile(tree: Tree, from: string, choice: string, name: string): string | undefined {
  if (choice !== MACRO_USE && choice !== 'crate' && choice !== '$crate') return undefined;
  const own = packageAround(tree.packages, from);
  if (!own) return undefined;
  const known = tree.macros.get(own.folder) ?? macrosOf(tree, own);
  tree.macros.set(own.folder, known);
  const files = known.get(name) ?? [];
  return files.length === 1 ? files[0] : undefined;
}

function macrosOf(tree: Tree, { folder }: Package): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of [...tree.paths].toSorted()) {
    if (!path.endsWith('.rs') || !(folder === '' || path.startsWith(`${folder}/`))) continue;
    if (packageAround(tree.packages, path)?.folder !== folder) continue;
    for (const name of tree.declared(path).macros) found.set(name, [...(found.get(name) ?? []), path]);
  }
  return found;
}

/** A module: a file, and the modules in its text around it. */
type Place =
  | { readonly kind: 'module'; readonly file: string; readonly within: readonly string[] }
  | { readonly kind: 'outside'; readonly path: string }
  | { readonly kind: 'missing' };

type InTree = Extract<Place, { kind: 'module' }>;

const MISSING: Place = { kind: 'missing' };

/** Steps from name to name, through what modules hand on. */
const STEPS = 24;

function placeOf(tree: Tree, from: string, path: readonly string[], left = STEPS): Place {
  const key = `${from}\0${path.join('::')}`;
  const known = tree.places.get(key);
  if (known) return known;
  // On a circle of `use`, nothing on the way round makes the name.
  tree.places.set(key, MISSING);
  const found = placeAt(tree, from, path, left);
  tree.places.set(key, found);
  return found;
}

function placeAt(tree: Tree, from: string, path: readonly string[], left: number): Place {
  const [first = '', ...rest] = path;
  if (left === 0) return MISSING;
  const start: Place = { kind: 'module', file: from, within: [] };
  switch (first) {
    case 'crate':
    case '$crate': {
      const root = rootOf(tree, from);
      return root === undefined ? MISSING : descend(tree, { kind: 'module', file: root, within: [] }, rest, left);
    }
    case 'self':
      return descend(tree, start, rest, left);
    case 'super': {
      const above = moduleAbove(tree, from);
      if (above === undefined) return MISSING;
      return rest[0] === 'super'
        ? placeOf(tree, above, rest, left - 1)
        : descend(tree, { ...start, file: above }, rest, left);
    }
    case MACRO_USE:
      return { kind: 'outside', path: MACRO_USE };
    default: {
      // A module below the present one, or else a package.
      const own = child(tree, start, first, left);
      if (own.kind !== 'missing') return rest.length === 0 ? own : onwards(tree, own, rest, left);
      const renamed = packageAround(tree.packages, from)?.renamed.get(first) ?? first;
      const library = tree.libraries.get(renamed);
      if (library !== undefined) return descend(tree, { kind: 'module', file: library, within: [] }, rest, left);
      return { kind: 'outside', path: path.join('::') };
    }
  }
}

function onwards(tree: Tree, place: Place, rest: readonly string[], left: number): Place {
  if (place.kind === 'module') return descend(tree, place, rest, left);
  return place.kind === 'outside' ? { kind: 'outside', path: [place.path, ...rest].join('::') } : place;
}

function descend(tree: Tree, start: InTree, path: readonly string[], left: number): Place {
  let at: InTree = start;
  for (const [index, name] of path.entries()) {
    const next = child(tree, at, name, left - 1);
    if (next.kind !== 'module') return onwards(tree, next, path.slice(index + 1), left - 1);
    at = next;
  }
  return at;
}

/** A module below another one: in its text, in a file of its own, or one that it hands on. */
function child(tree: Tree, place: InTree, name: string, left: number): Place {
  const key = `${[place.file, ...place.within].join('\0')}\0${name}`;
  const known = tree.children.get(key);
  if (known) return known;
  tree.children.set(key, MISSING);
  const found = childAt(tree, place, name, left);
  tree.children.set(key, found);
  return found;
}

function childAt(tree: Tree, { file, within }: InTree, name: string, left: number): Place {
  if (left <= 0) return MISSING;
  const declared = tree.declared(file);
  if (declared.inline.has([...within, name].join('::'))) return { kind: 'module', file, within: [...within, name] };
  const folder = below(folderOf(tree, file), within.join('/'));
  const said = within.length === 0 ? declared.placed.get(name) : undefined;
  const candidates = [
    ...(said === undefined ? [] : [below(parentOf(file), said)]),
    below(folder, `${name}.rs`),
    below(folder, `${name}/mod.rs`),
  ];
  const own = candidates.find(candidate => tree.paths.has(candidate) && candidate !== file);
  if (own !== undefined && (declared.modules.has(name) || within.length > 0))
    return { kind: 'module', file: own, within: [] };
  const use = declared.uses.get(name);
  if (use && use.at(-1) !== undefined && !(use[0] === name && use.length === 1))
    return placeOf(tree, file, use, left - 1);
  for (const glob of declared.globs) {
    const place = placeOf(tree, file, glob, left - 4);
    const found = place.kind === 'module' ? child(tree, place, name, left - 4) : MISSING;
    if (found.kind === 'module') return found;
  }
  return MISSING;
}

/** Whether a module has a name: declares it, brings it in by `use`, or has it from a module all of whose names it brings in. */
function has(tree: Tree, { file, within }: InTree, name: string, left = 6): boolean {
  const declared = tree.declared(file);
  const plain = name.replace(/!$/, '');
  // What stands in a module of the text is looked for in the whole text.
  if (declared.names.has(plain) || declared.uses.has(plain) || declared.modules.has(plain)) return true;
  return (
    left > 0 &&
    within.length === 0 &&
    declared.globs.some(glob => {
      const place = placeOf(tree, file, glob, left);
      return place.kind === 'module' && place.file !== file && has(tree, place, name, left - 1);
    })
  );
}

const ROOTS: ReadonlySet<string> = new Set(['main.rs', 'lib.rs', 'mod.rs', 'build.rs']);

/** The folder that holds the modules below a file. */
function folderOf(tree: Tree, file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (ROOTS.has(name) || isRoot(tree, file)) return parentOf(file);
  return file.replace(/\.rs$/, '');
}

/** Whether a crate starts with a file. */
function isRoot(tree: Tree, file: string): boolean {
  const own = packageAround(tree.packages, file);
  if (!own) return /(?:^|\/)(?:main|lib)\.rs$/.test(file);
  if (own.library === file || own.programs.has(file)) return true;
  return /^(?:src\/bin|examples|tests|benches)\/(?:[^/]+\.rs|[^/]+\/main\.rs)$/.test(
    own.folder === '' ? file : file.slice(own.folder.length + 1),
  );
}

/** The file that the crate of a file starts with. */
function rootOf(tree: Tree, file: string): string | undefined {
  if (isRoot(tree, file)) return file;
  let at = file;
  for (let step = 0; step < 40; step++) {
    const above = moduleAbove(tree, at);
    if (above === undefined) break;
    if (isRoot(tree, above)) return above;
    at = above;
  }
  const own = packageAround(tree.packages, file);
  return own?.library ?? [...(own?.programs ?? [])].toSorted()[0];
}

/** The file whose module the module of a file is in. */
function moduleAbove(tree: Tree, file: string): string | undefined {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const isFolder = name === 'mod.rs';
  const folder = isFolder ? parentOf(parentOf(file)) : parentOf(file);
  const own = isFolder ? parentOf(file).slice(parentOf(file).lastIndexOf('/') + 1) : name.replace(/\.rs$/, '');
  const inFolder = ['main.rs', 'lib.rs', 'mod.rs'].map(one => below(folder, one));
  const beside = folder === '' ? [] : [`${folder}.rs`];
  const around = packageAround(tree.packages, file);
  // A program may start with any file of its folder.
  const programs = [...(around?.programs ?? [])].filter(one => parentOf(one) === folder);
  const candidates = [...new Set([...inFolder, ...beside, ...programs])].filter(
    one => one !== file && tree.paths.has(one),
  );
  return candidates.find(one => tree.declared(one).modules.has(own)) ?? candidates[0];
}
