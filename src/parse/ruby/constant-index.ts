/** Which files define which constants, told by the lines that define them and how far these are indented. */

/** A line that opens a class or module, or gives a constant a value. */
const DEFINITION =
  /^([ \t]*)(?:(class|module)[ \t]+(?:::)?([A-Z]\w*(?:::[A-Z]\w*)*)|([A-Z]\w*)[ \t]*(?:\|\|)?=(?![=~>]))/gm;

/** Full names of constants, each with the files that define it, in the order of their paths. */
export function constantIndex(
  files: readonly string[],
  readText: (path: string) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const file of files) {
    for (const name of constantsIn(readText(file) ?? '')) {
      const known = index.get(name);
      if (!known) index.set(name, [file]);
      else if (known.at(-1) !== file) known.push(file);
    }
  }
  return index;
}

/** Full names that a text defines. */
export function constantsIn(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const around: { readonly indent: number; readonly name: string }[] = [];
  for (const [, space = '', word, module, constant] of text.matchAll(DEFINITION)) {
    const indent = space.replaceAll('\t', '  ').length;
    while ((around.at(-1)?.indent ?? -1) >= indent) around.pop();
    const outer = around.at(-1)?.name;
    const name = module ?? constant ?? '';
    const full = outer === undefined ? name : `${outer}::${name}`;
    found.add(full);
    if (word !== undefined) {
      around.push({ indent, name: full });
      if (word === 'module') found.add(`${full}::ClassMethods`);
    }
  }
  return found;
}

/**
 * Of several files that define a constant, the one that is meant from another file: of the same application before others, the
 * one that is called by the constant's name before what adds to it, product before tests.
 */
export function nearest(fromFile: string, name: string, files: readonly string[]): string | undefined {
  let best: { readonly file: string; readonly score: number } | undefined;
  const path = `/${snakeCase(name)}.rb`;
  const root = rootOf(fromFile);
  for (const file of files) {
    const score =
      (rootOf(file) === root ? 8 : 0) +
      (`/${file}`.endsWith(path) ? 4 : 0) +
      (TESTS.test(file) === TESTS.test(fromFile) ? 16 : 0) +
      (sharedFolders(file, fromFile) > 0 ? 1 : 0);
    if (!best || score > best.score) best = { file, score };
  }
  return best?.file;
}

const TESTS = /(?:^|\/)(?:spec|test|tests|features)\//;

/** The folder that an application, engine or gem lies in. */
function rootOf(file: string): string {
  return /^(?:(.*?)\/)??(?:app|lib|config|slices|packs)\//.exec(file)?.[1] ?? '';
}

function sharedFolders(one: string, other: string): number {
  const [a, b] = [one.split('/'), other.split('/')];
  let shared = 0;
  while (shared < a.length - 1 && a[shared] === b[shared]) shared++;
  return shared;
}

/** `Api::V1::UsersController` → `api/v1/users_controller`. Source: Active Support, `underscore`. */
export function snakeCase(name: string): string {
  return name
    .replaceAll('::', '/')
    .replaceAll(/([A-Z\d]+)([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
