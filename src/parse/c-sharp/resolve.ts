/** Which file declares a type or an extension method that C# code names, by the namespaces that it uses. */
import type { ModuleResolver, ResolvedModule } from '../../core/program.ts';
import { folderOf, mentions, nearest } from '../nearest-file.ts';
import { EXTENSIONS } from './imports.ts';
import { outlineOf } from './outline.ts';

type Extension = { readonly file: string; readonly cls: string };

type Index = {
  /** Files by the full name of a type that they declare. */
  readonly types: ReadonlyMap<string, readonly string[]>;
  /** By namespace and name: `Shop.Api#MapOrders`. */
  readonly extensions: ReadonlyMap<string, readonly Extension[]>;
  readonly namespaces: ReadonlySet<string>;
  /** Namespaces that all files of a project use, by the folder of the project; the folder '' is the tree's own. */
  readonly globals: ReadonlyMap<string, readonly string[]>;
  readonly projects: ReadonlySet<string>;
  readonly readText: (path: string) => string | undefined;
};

/**
 * The resolver of C#. `specifier` is a namespace or type, or several of them joined by commas; the first that has `imported`
 * counts, and of several files that do, the one nearest to the file that names it. Behind `this:`, extension methods are meant.
 */
export function csharpResolver(
  paths: ReadonlySet<string>,
  readText: (path: string) => string | undefined,
): ModuleResolver {
  let made: Index | undefined;
  const known = new Map<string, ResolvedModule>();
  return (fromFile, specifier, imported) => {
    made ??= indexOf(paths, readText);
    const key = `${folderOf(fromFile)}\n${specifier}\n${imported ?? ''}`;
    const found = known.get(key) ?? resolved(made, fromFile, specifier, imported);
    known.set(key, found);
    return found;
  };
}

function resolved(index: Index, from: string, specifier: string, imported: string | undefined): ResolvedModule {
  const isExtension = specifier.startsWith(EXTENSIONS);
  const written = (isExtension ? specifier.slice(EXTENSIONS.length) : specifier).split(',');
  // A name of its own (`using A = B.C`) says where it comes from; all others may come from what the project uses, too.
  const candidates = written.length > 1 ? [...written, ...globalsFor(index, from)] : written;
  for (const candidate of candidates) {
    const found = isExtension
      ? extensionOf(index, from, candidate, imported)
      : typeOf(index, from, candidate, imported);
    if (found) return found;
  }
  // A name that begins with a namespace is looked for in none.
  const outside = candidates.filter(name => !index.namespaces.has(name) && !index.types.has(name));
  if (outside.every(name => name === '')) return { kind: 'missing', specifier };
  return { kind: 'package', name: [...new Set(outside)].join(','), subpath: '' };
}

function typeOf(
  index: Index,
  from: string,
  candidate: string,
  imported: string | undefined,
): ResolvedModule | undefined {
  if (imported === undefined) return undefined;
  const file = nearest(from, index.types.get(candidate === '' ? imported : `${candidate}.${imported}`) ?? []);
  if (file !== undefined) return { kind: 'file', file };
  // `using static A.B`: the members of the class `B`.
  const holder = nearest(from, index.types.get(candidate) ?? []);
  if (holder === undefined || !mentions(index.readText(holder), imported)) return undefined;
  return { kind: 'file', file: holder, within: [candidate.slice(candidate.lastIndexOf('.') + 1)] };
}

function extensionOf(
  index: Index,
  from: string,
  candidate: string,
  imported: string | undefined,
): ResolvedModule | undefined {
  const all = index.extensions.get(`${candidate}#${imported ?? ''}`) ?? [];
  const file = nearest(
    from,
    all.map(one => one.file),
  );
  const found = all.find(one => one.file === file);
  return found && { kind: 'file', file: found.file, within: [found.cls] };
}

function indexOf(paths: ReadonlySet<string>, readText: (path: string) => string | undefined): Index {
  const types = new Map<string, string[]>();
  const extensions = new Map<string, Extension[]>();
  const namespaces = new Set<string>();
  const globals = new Map<string, Set<string>>();
  const projects = new Set([...paths].filter(path => path.endsWith('.csproj')).map(folderOf));
  const use = (folder: string, names: readonly string[]): void => {
    if (names.length === 0) return;
    const all = globals.get(folder) ?? new Set<string>();
    globals.set(folder, all);
    for (const name of names) all.add(name);
  };
  for (const path of [...paths].toSorted()) {
    if (PROJECTS.test(path)) use(folderOf(path), usingsIn(readText(path)));
    if (!path.endsWith('.cs')) continue;
    const text = readText(path);
    if (text === undefined) continue;
    const outline = outlineOf(text);
    for (const name of outline.namespaces) for (const one of withParents(name)) namespaces.add(one);
    for (const name of new Set(outline.types)) add(types, name, path);
    for (const { namespace, cls, name } of outline.extensions)
      add(extensions, `${namespace}#${name}`, { file: path, cls });
    use(projectOf(projects, path), outline.globals);
  }
  const sorted = new Map([...globals].map(([folder, names]) => [folder, [...names]]));
  return { types, extensions, namespaces, globals: sorted, projects, readText };
}

function add<T>(into: Map<string, T[]>, key: string, value: T): void {
  const known = into.get(key);
  if (known) known.push(value);
  else into.set(key, [value]);
}

const PROJECTS = /(?:\.csproj|(?:^|\/)Directory\.Build\.props)$/;

/** `<Using Include="A.B" />` in a project. */
function usingsIn(text: string | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/<Using\s+Include="([\w.]+)"/g)].flatMap(([, name]) => name ?? []);
}

function withParents(namespace: string): readonly string[] {
  const names = namespace.split('.');
  return names.map((_, index) => names.slice(0, index + 1).join('.'));
}

/** The folder of the project that a file belongs to. */
function projectOf(projects: ReadonlySet<string>, path: string): string {
  for (let folder = folderOf(path); ; folder = folderOf(folder))
    if (folder === '' || projects.has(folder)) return folder;
}

function globalsFor(index: Index, from: string): readonly string[] {
  const names = new Set<string>();
  for (let folder = projectOf(index.projects, from); ; folder = folderOf(folder)) {
    for (const name of index.globals.get(folder) ?? []) names.add(name);
    if (folder === '') return [...names];
  }
}
