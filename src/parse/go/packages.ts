/** Which file of a folder declares a name, by the texts of its files: gofmt puts what is at the top at the beginning of a line. */

export type GoPackage = {
  /** The file that is asked for the package as a whole. */
  readonly first: string;
  readonly fileOf: (name: string) => string | undefined;
};

/** The package of a folder; `files` are its Go files that are no tests, in order. */
export function goPackage(files: readonly string[], readText: (path: string) => string | undefined): GoPackage {
  let index: ReadonlyMap<string, string> | undefined;
  const fileOf = (name: string): string | undefined => (index ??= indexOf(files, readText)).get(name);
  return { first: files[0] ?? '', fileOf };
}

function indexOf(
  files: readonly string[],
  readText: (path: string) => string | undefined,
): ReadonlyMap<string, string> {
  const index = new Map<string, string>();
  // Where files of several systems declare the same, it is that of the one that most programs are run on.
  for (const file of files.toSorted(
    (a, b) => Number(OTHER_SYSTEM.test(a)) - Number(OTHER_SYSTEM.test(b)) || (a < b ? -1 : 1),
  ))
    for (const name of namesIn(readText(file) ?? '')) if (!index.has(name)) index.set(name, file);
  return index;
}

const OTHER_SYSTEM = /_(?:windows|darwin|freebsd|openbsd|netbsd|plan9|js|wasm|solaris|aix|android|ios)(?:_\w+)?\.go$/;

/** Names that a file declares at its top; methods are `Type.method`. */
export function namesIn(text: string): readonly string[] {
  const names: string[] = [];
  let isInGroup = false;
  for (const line of text.split('\n')) {
    if (isInGroup) {
      if (line.startsWith(')')) isInGroup = false;
      else names.push(...listed(/^[ \t]{1,4}(\w+(?:\s*,\s*\w+)*)(?![\w.(])/.exec(line)?.[1]));
      continue;
    }
    if (!/^(?:func|type|var|const)\b/.test(line)) continue;
    isInGroup = /^(?:type|var|const)\s*\(\s*(?:\/\/.*)?$/.test(line.trimEnd());
    const method = /^func\s*\(\s*(?:\w+\s+)?\*?\s*(\w+)\s*(?:\[[^\]]*\])?\s*\)\s*(\w+)/.exec(line);
    if (method) names.push(`${method[1] ?? ''}.${method[2] ?? ''}`);
    else names.push(...listed(/^(?:func|type|var|const)\s+(\w+(?:\s*,\s*\w+)*)/.exec(line)?.[1]));
  }
  return names;
}

function listed(names: string | undefined): readonly string[] {
  return names === undefined ? [] : names.split(',').map(name => name.trim());
}
