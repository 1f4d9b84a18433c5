/** Which packages the folders of Java files are. */

export type JavaPackages = {
  readonly has: (name: string) => boolean;
  readonly isOf: (folder: string, name: string) => boolean;
  /** Whether a file says that it is of this package, wherever it stands. */
  readonly isSaidBy: (file: string, name: string) => boolean;
};

/**
 * `folders` are those that hold a Java file, each with one of them. A folder whose path ends in `a/b` is the package `a.b`,
 * unless that file says otherwise: `src/shop/graphql` may be `graphql` or `shop.graphql`. Texts are read when it matters.
 */
export function javaPackages(
  folders: ReadonlyMap<string, string>,
  readText: (path: string) => string | undefined,
): JavaPackages {
  const byLast = new Map<string, string[]>();
  for (const folder of folders.keys()) {
    const last = folder.slice(folder.lastIndexOf('/') + 1);
    const known = byLast.get(last);
    if (known) known.push(folder);
    else byLast.set(last, [folder]);
  }
  const declared = new Map<string, string | undefined>();
  const isOf = (folder: string, name: string): boolean => {
    if (!`/${folder}`.endsWith(`/${name.replaceAll('.', '/')}`)) return false;
    if (!declared.has(folder)) declared.set(folder, packageIn(readText(folders.get(folder) ?? '')));
    const own = declared.get(folder);
    return own === undefined || own === name;
  };
  const known = new Map<string, boolean>();
  const has = (name: string): boolean => {
    const candidates = byLast.get(name.slice(name.lastIndexOf('.') + 1)) ?? [];
    const found = known.get(name) ?? candidates.some(folder => isOf(folder, name));
    known.set(name, found);
    return found;
  };
  const said = new Map<string, string | undefined>();
  const isSaidBy = (file: string, name: string): boolean => {
    if (!said.has(file)) said.set(file, packageIn(readText(file)));
    return said.get(file) === name;
  };
  return { has, isOf, isSaidBy };
}

function packageIn(text: string | undefined): string | undefined {
  return text === undefined ? undefined : /^[ \t]*package[ \t]+([\w.]+)[ \t]*;/m.exec(text)?.[1];
}
