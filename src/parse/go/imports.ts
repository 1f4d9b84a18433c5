import type { ImportBinding } from '../../core/program.ts';
import { placeOf, textOf } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { specsOf } from './declarations.ts';
import type { GoSource } from './source.ts';
import { usedIn } from './top-level.ts';

/** What stands for the package of the file itself. */
export const OWN_PACKAGE = '.';

type Written = {
  readonly spec: SyntaxNode;
  readonly path: string;
  /** As the file names it; undefined where it goes by the name that the package gives itself. */
  readonly local: string | undefined;
};

/**
 * What a file takes from elsewhere: packages as a whole, by the name it uses for them, and names that it does not declare,
 * which are those of its package's other files, or of a package that is imported with a dot.
 *
 * A package need not be named as its folder is: `github.com/acme/go-shop/v2` may well be `shop`. What is imported is used,
 * or the program does not compile; so a package goes by that name before a dot which its path tells of.
 */
export function importsOf(source: GoSource, declared: ReadonlySet<string>): readonly ImportBinding[] {
  const written = writtenIn(source);
  const used = new Map<string, { readonly node: SyntaxNode; isRoot: boolean }>();
  for (const { node, isRoot } of usedIn(source.tree.root)) {
    const name = textOf(source, node);
    const known = used.get(name);
    if (known) known.isRoot ||= isRoot;
    else used.set(name, { node, isRoot });
  }
  const packages = new Map<string, Written>();
  for (const one of written)
    if (one.local !== undefined && /^\w+$/.test(one.local) && one.local !== '_') packages.set(one.local, one);
  // What a path ends in is a surer sign than a part of it.
  const rest = written.filter(({ local }) => local === undefined);
  const isFree = (name: string): boolean => used.get(name)?.isRoot === true && !packages.has(name);
  const unsure: Written[] = [];
  for (const one of rest) {
    const name = namesOf(one.path).slice(0, SURE).find(isFree);
    if (name === undefined) unsure.push(one);
    else packages.set(name, one);
  }
  for (const one of unsure) {
    const names = namesOf(one.path);
    packages.set(names.find(isFree) ?? guessed(one.path, used, packages) ?? names[0] ?? one.path, one);
  }
  const dotted = written.flatMap(({ local, path }) => (local === '.' ? [path] : []));
  const bindings: ImportBinding[] = [...packages].map(([local, { spec, path }]) => ({
    at: placeOf(source, spec),
    local,
    imported: '*',
    module: path,
    isTypeOnly: false,
  }));
  const module = [OWN_PACKAGE, ...dotted].join(',');
  for (const [name, { node }] of used) {
    if (declared.has(name) || packages.has(name) || UNIVERSE.has(name)) continue;
    bindings.push({ at: placeOf(source, node), local: name, imported: name, module, isTypeOnly: false });
  }
  return bindings;
}

function writtenIn(source: GoSource): readonly Written[] {
  return namedChildren(source.tree.root)
    .filter(node => node.type === 'import_declaration')
    .flatMap(node => specsOf(node, 'import_spec'))
    .flatMap((spec): readonly Written[] => {
      const path = childNamed(spec, 'path');
      const local = childNamed(spec, 'name');
      if (!path) return [];
      return [{ spec, path: textOf(source, path).slice(1, -1), local: local && textOf(source, local) }];
    });
}

/** The first names of a path that are sure ones: its end, and that without `go-`. */
const SURE = 2;

/** The names that a package of this path is likely to have, the likeliest first. */
export function namesOf(path: string): readonly string[] {
  const segments = path.split('/').filter(segment => !/^v\d+$/.test(segment));
  const last = (segments.at(-1) ?? '').replace(/\.v\d+$/, '');
  const plain = last.replace(/^go-|[-.]go$|^go\./, '');
  const names = [last, plain, last.replaceAll('-', '_'), last.replaceAll(/[-.]/g, ''), ...last.split(/[-.]/)];
  return [...new Set(names)].filter(name => /^\w+$/.test(name));
}

/** A name before a dot that nothing else gives, and that the last parts of a path hold. */
function guessed(
  path: string,
  used: ReadonlyMap<string, { readonly isRoot: boolean }>,
  packages: ReadonlyMap<string, Written>,
): string | undefined {
  const told = path.split('/').slice(-2).join(' ').toLowerCase();
  return [...used].find(
    ([name, { isRoot }]) => isRoot && name.length > 2 && !packages.has(name) && told.includes(name.toLowerCase()),
  )?.[0];
}

/** Source: The Go Programming Language Specification, Predeclared identifiers. */
const UNIVERSE: ReadonlySet<string> = new Set(
  (
    'any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 ' +
    'uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy delete imag len make max min new ' +
    'panic print println real recover _ init main'
  ).split(' '),
);
