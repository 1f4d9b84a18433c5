/** What Scala files declare outside of classes, by a scan of their text: they may be named for anything. */
import { outlineOf } from './kotlin-index.ts';

export type ScalaIndex = {
  /** Packages that some file belongs to. */
  readonly packages: ReadonlySet<string>;
  /** The files of a package that declare a name, in the order of their paths. */
  readonly filesOf: (packageName: string, name: string) => readonly string[];
  /** The files with an object for the members of a package (`package object x`). */
  readonly objectsOf: (packageName: string) => readonly string[];
  /** Packages that a file is in, the innermost first. */
  readonly packagesOf: (file: string) => readonly string[];
};

export function scalaIndex(files: readonly string[], readText: (path: string) => string | undefined): ScalaIndex {
  const packages = new Set<string>();
  const declared = new Map<string, string[]>();
  const objects = new Map<string, string[]>();
  const clauses = new Map<string, readonly string[]>();
  for (const file of files) {
    const text = readText(file);
    if (text === undefined) continue;
    const outline = outlineOf(text);
    const around = packagesIn(outline);
    const [innermost = ''] = around;
    clauses.set(file, around);
    for (const name of around) packages.add(name);
    for (const [, name = ''] of outline.matchAll(PACKAGE_OBJECT)) {
      const whole = innermost === '' ? name : `${innermost}.${name}`;
      packages.add(whole);
      add(objects, whole, file);
    }
    for (const name of new Set([...outline.matchAll(DECLARED)].map(([, word = '']) => word.replaceAll('`', ''))))
      add(declared, `${innermost}#${name}`, file);
  }
  return {
    packages,
    filesOf: (packageName, name) => declared.get(`${packageName}#${name}`) ?? [],
    objectsOf: packageName => objects.get(packageName) ?? [],
    packagesOf: file => clauses.get(file) ?? [],
  };
}

function add(to: Map<string, string[]>, key: string, file: string): void {
  const known = to.get(key);
  if (known) known.push(file);
  else to.set(key, [file]);
}

/** `package a` and `package b` below it are `a.b`, inside of `a`. */
function packagesIn(outline: string): readonly string[] {
  const names: string[] = [];
  for (const [, written = ''] of outline.matchAll(PACKAGE)) {
    const name = written.replaceAll('`', '');
    const outer = names.at(-1);
    names.push(outer === undefined ? name : `${outer}.${name}`);
  }
  return names.length === 0 ? [''] : names.toReversed();
}

const PACKAGE = /^package[ \t]+(?!object\b)([\w.`]{1,300})/gm;
const PACKAGE_OBJECT = /^package[ \t]+object[ \t]+(\w{1,200})/gm;
const WORDS =
  'abstract|case|final|sealed|implicit|lazy|private|protected|override|inline|transparent|opaque|open|infix|given';
/** What stands at the beginning of a line; in the indented form of Scala 3, members stand further in. */
const DECLARED = new RegExp(
  `^(?:@[\\w.]{1,80} ?[ \\t]*)*(?:(?:${WORDS})(?:\\s?)[ \\t]+)*(?:class|trait|object|enum|def|val|var|type|given)[ \\t]+([\\p{L}_$][\\p{L}\\p{N}_$]{0,200}|\`[^\`\\n]{1,200}\`)`,
  'gmu',
);
