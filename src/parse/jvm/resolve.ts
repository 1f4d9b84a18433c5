/**
 * Which file declares a name that Java, Kotlin or Scala code imports, by the paths of the tree alone for Java, whose files are
 * named for their class, and by the text of the files for Kotlin and Scala, where any file may declare anything.
 */
import type { ModuleResolver, ResolvedModule } from '../../core/program.ts';
import { folderOf, mentions, nearest } from '../nearest-file.ts';
import { javaPackages, type JavaPackages } from './java-packages.ts';
import { kotlinIndex, type KotlinIndex } from './kotlin-index.ts';
import { scalaIndex, type ScalaIndex } from './scala-index.ts';

/** The files of the languages that run on the JVM. */
type Tree = {
  /** Java files by their last name: `Users.java`. */
  readonly java: ReadonlyMap<string, readonly string[]>;
  readonly packages: JavaPackages;
  readonly kotlin: () => KotlinIndex;
  readonly scala: () => ScalaIndex;
  readonly readText: (path: string) => string | undefined;
};

/** Where a name may stand: in a package, or in a class of one. */
type Place = { readonly package: string; readonly classes: readonly string[] };

/**
 * The resolver of Java, Kotlin and Scala. `specifier` is a package or class, or several of them joined by commas; the first that
 * has `imported` counts. Of several files that do, it is the one nearest to the file that imports, as in builds of many modules.
 */
export function jvmResolver(
  paths: ReadonlySet<string>,
  readText: (path: string) => string | undefined,
): ModuleResolver {
  const tree = treeOf(paths, readText);
  return (fromFile, specifier, imported) => {
    const places = specifier.split(',').flatMap(one => placesOf(tree, fromFile, one));
    for (const place of places) {
      const found = fileOf(tree, fromFile, place, imported, places.length > 1);
      if (found) return found;
    }
    const outside = places.filter(place => !isOfTree(tree, fromFile, place));
    if (outside.length === 0) return { kind: 'missing', specifier };
    return { kind: 'package', name: outside.map(written).join(','), subpath: '' };
  };
}

function treeOf(paths: ReadonlySet<string>, readText: Tree['readText']): Tree {
  const java = new Map<string, string[]>();
  const folders = new Map<string, string>();
  const kotlinFiles: string[] = [];
  const scalaFiles: string[] = [];
  for (const path of paths) {
    if (path.endsWith('.kt')) kotlinFiles.push(path);
    if (path.endsWith('.scala')) scalaFiles.push(path);
    if (!path.endsWith('.java')) continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const known = java.get(name);
    if (known) known.push(path);
    else java.set(name, [path]);
    const first = folders.get(folderOf(path));
    if (first === undefined || path < first) folders.set(folderOf(path), path);
  }
  let index: KotlinIndex | undefined;
  let ofScala: ScalaIndex | undefined;
  return {
    java,
    packages: javaPackages(folders, readText),
    readText,
    kotlin: () => (index ??= kotlinIndex(kotlinFiles.toSorted(), readText)),
    scala: () => (ofScala ??= scalaIndex(scalaFiles.toSorted(), readText)),
  };
}

/** In Scala, a name may be one of a package around: `import api.Users` in `com.shop` is `com.shop.api.Users`, if there is one. */
function placesOf(tree: Tree, from: string, specifier: string): readonly Place[] {
  const place = placeOf(tree, specifier);
  if (!from.endsWith('.scala') || specifier === '') return [place];
  const first = specifier.split('.', 1)[0] ?? '';
  const below = tree
    .scala()
    .packagesOf(from)
    .filter(name => name !== '' && !specifier.startsWith(`${name}.`))
    .filter(name => isPackage(tree, `${name}.${first}`) || tree.scala().filesOf(name, first).length > 0)
    .map(name => placeOf(tree, `${name}.${specifier}`));
  return [...below, place];
}

/** The first capitalised name ends the package, unless the tree has a package with it (`com.shop.service.Impl`). */
function placeOf(tree: Tree, specifier: string): Place {
  const names = specifier === '' ? [] : specifier.split('.');
  const first = names.findIndex(name => /^\p{Lu}/u.test(name));
  if (first === -1) {
    // An object of Scala may begin with a small letter.
    const outer = names.slice(0, -1).join('.');
    const last = names.at(-1) ?? '';
    const isObject = !isPackage(tree, specifier) && tree.scala().filesOf(outer, last).length > 0;
    return isObject ? { package: outer, classes: [last] } : { package: specifier, classes: [] };
  }
  let end = names.length;
  while (end > first && !isPackage(tree, names.slice(0, end).join('.'))) end--;
  return { package: names.slice(0, end).join('.'), classes: names.slice(end) };
}

function isPackage(tree: Tree, name: string): boolean {
  return tree.packages.has(name) || tree.kotlin().packages.has(name) || tree.scala().packages.has(name);
}

function written(place: Place): string {
  return [place.package, ...place.classes].filter(name => name !== '').join('.');
}

function fileOf(
  tree: Tree,
  from: string,
  place: Place,
  imported: string | undefined,
  isOneOfSeveral: boolean,
): ResolvedModule | undefined {
  const outer = place.classes[0] ?? imported;
  if (outer === undefined) return undefined;
  const file = nearest(from, [
    ...javaFiles(tree, from, place.package, outer),
    ...kotlinFiles(tree, place.package, outer),
    ...scalaFiles(tree, from, place.package, outer),
  ]);
  if (file === undefined) return inPackageObject(tree, from, place, outer);
  if (place.classes.length === 0) return { kind: 'file', file };
  // A class whose members are imported all at once has the name only if it says it.
  const mayHave = !isOneOfSeveral || imported === undefined || mentions(tree.readText(file), imported);
  return mayHave ? { kind: 'file', file, within: place.classes } : undefined;
}

function javaFiles(tree: Tree, from: string, name: string, outer: string): readonly string[] {
  const files = tree.java.get(`${outer}.java`) ?? [];
  // The package without a name cannot be imported: it is that of the folder.
  if (name === '') return files.filter(file => folderOf(file) === folderOf(from));
  const placed = files.filter(file => tree.packages.isOf(folderOf(file), name));
  // Nothing but habit makes folders be named for packages: what a file says of itself counts, too.
  return placed.length > 0 ? placed : files.filter(file => tree.packages.isSaidBy(file, name));
}

function kotlinFiles(tree: Tree, name: string, outer: string): readonly string[] {
  return tree.kotlin().filesOf(name, outer);
}

/** The package without a name is that of the folder, as it is in Java. */
function scalaFiles(tree: Tree, from: string, name: string, outer: string): readonly string[] {
  const files = tree.scala().filesOf(name, outer);
  return name === '' && !from.endsWith('.scala') ? files.filter(file => folderOf(file) === folderOf(from)) : files;
}

/** A member of the object that a package of Scala has. */
function inPackageObject(tree: Tree, from: string, place: Place, outer: string): ResolvedModule | undefined {
  const files = tree.scala().objectsOf(place.package);
  const file = nearest(
    from,
    files.filter(one => mentions(tree.readText(one), outer)),
  );
  return file === undefined ? undefined : { kind: 'file', file, within: ['package', ...place.classes] };
}

/** Whether a package is one of the tree: then what it does not have there is nowhere else. */
function isOfTree(tree: Tree, from: string, place: Place): boolean {
  if (place.package === '')
    return place.classes.length === 0 || javaFiles(tree, from, '', place.classes[0] ?? '').length > 0;
  return isPackage(tree, place.package);
}
