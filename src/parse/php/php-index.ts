/** Which PHP files declare what, by their text. */

export type PhpIndex = {
  /** Files that declare a class or function of a namespace; the namespace without a name is empty. */
  readonly filesOf: (namespace: string, name: string) => readonly string[];
};

const DECLARATION =
  /(^|[;{}])([ \t]*)(?:(?:(?:abstract|final|readonly)[ \t]+)*(?:(?:class|interface|trait|enum)[ \t]+([A-Za-z_]\w*)|function[ \t]+&?[ \t]*([A-Za-z_]\w*)[ \t]*\()|(?:<\?php[ \t]+)?namespace[ \t]+([A-Za-z_][\w\\]*)[ \t]*(?=[;{]))/gm;

/** Reads all PHP files of a tree but those of packages that were put into it. */
export function phpIndex(paths: ReadonlySet<string>, readText: (path: string) => string | undefined): PhpIndex {
  const files = new Map<string, string[]>();
  for (const path of [...paths].toSorted()) {
    if (!path.endsWith('.php') || /(?:^|\/)vendor\//.test(path)) continue;
    for (const name of declaredIn(readText(path) ?? '')) {
      const known = files.get(name);
      if (known) known.push(path);
      else files.set(name, [path]);
    }
  }
  return { filesOf: (namespace, name) => files.get(`${namespace}\\${name}`) ?? [] };
}

/** Full names that a text declares. A function that is indented in a file with classes is taken for a method. */
function declaredIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  const functions: { readonly name: string; readonly isIndented: boolean }[] = [];
  let namespace = '';
  let hasClass = false;
  for (const [, before = '', indent = '', type, fn, space] of text.matchAll(DECLARATION)) {
    if (space !== undefined) namespace = space;
    else if (type !== undefined) {
      hasClass = true;
      names.add(`${namespace}\\${type}`);
    } else if (fn !== undefined)
      functions.push({ name: `${namespace}\\${fn}`, isIndented: before !== '' || indent !== '' });
  }
  for (const { name, isIndented } of functions) if (!isIndented || !hasClass) names.add(name);
  return names;
}
