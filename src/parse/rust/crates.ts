/** Packages of a tree, as far as their `Cargo.toml` tells: their names, and the files that their crates start with. */

export type Package = {
  /** Folder of its `Cargo.toml`; empty at the root of the tree. */
  readonly folder: string;
  /** Its name as code writes it. */
  readonly name: string | undefined;
  /** File of its library. */
  readonly library: string | undefined;
  /** Files of its programs. */
  readonly programs: ReadonlySet<string>;
  /** Packages that it needs under a name of its own: `db = { package = "my-db" }`. */
  readonly renamed: ReadonlyMap<string, string>;
};

/** The package of a `Cargo.toml`. Source: The Cargo Book, The manifest format, Cargo targets. */
export function packageOf(path: string, text: string, paths: ReadonlySet<string>): Package {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const tables = tablesOf(text);
  const name = valueOf(tables.get('package'), 'name');
  const said = valueOf(tables.get('lib'), 'path');
  const library = [said, 'src/lib.rs']
    .flatMap(one => (one === undefined ? [] : [below(folder, one)]))
    .find(one => paths.has(one));
  const programs = [...tables].flatMap(([table, lines]) => {
    const own = /^bin\b/.test(table) ? valueOf(lines, 'path') : undefined;
    return own === undefined ? [] : [below(folder, own)];
  });
  const named = valueOf(tables.get('lib'), 'name') ?? name;
  return {
    folder,
    name: named?.replaceAll('-', '_'),
    library,
    programs: new Set([below(folder, 'src/main.rs'), ...programs].filter(one => paths.has(one))),
    renamed: renamedIn(tables),
  };
}

/** Lines of each table, the table's name in front; those of several tables of one name (`[[bin]]`) are numbered. */
function tablesOf(text: string): ReadonlyMap<string, readonly string[]> {
  const tables = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of text.split('\n')) {
    const header = /^\s*\[{1,2}\s*([^[\]]{1,200}?)\s*\]/.exec(line)?.[1];
    if (header === undefined) {
      current.push(line);
      continue;
    }
    const isSeveral = line.trim().startsWith('[[');
    current = [];
    tables.set(isSeveral ? `${header} ${tables.size}` : header, current);
  }
  return tables;
}

function valueOf(lines: readonly string[] | undefined, key: string): string | undefined {
  for (const line of lines ?? []) {
    const found = /^\s*([\w-]{1,100})\s*=\s*"([^"]{0,300})"/.exec(line);
    if (found?.[1] === key) return found[2];
  }
  return undefined;
}

function renamedIn(tables: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [table, lines] of tables) {
    if (!/(?:^|\.)dependencies$/.test(table)) continue;
    for (const line of lines) {
      const [, local, name] = /^\s*([\w-]{1,100})\s*=\s*\{[^}]{0,500}?\bpackage\s*=\s*"([^"]{1,100})"/.exec(line) ?? [];
      if (local !== undefined && name !== undefined) found.set(local.replaceAll('-', '_'), name.replaceAll('-', '_'));
    }
  }
  return found;
}

export function below(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** The package that a file belongs to: the nearest one around it. */
export function packageAround(packages: ReadonlyMap<string, Package>, file: string): Package | undefined {
  for (let folder = parentOf(file); ; folder = parentOf(folder)) {
    const found = packages.get(folder);
    if (found) return found;
    if (folder === '') return undefined;
  }
}

export function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
