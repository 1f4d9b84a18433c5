import type { ImportBinding } from '../../core/program.ts';
import { placeOf, textOf } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import { nameOf, type ScalaSource } from './source.ts';
import { namesIn } from './types.ts';

export type Imports = {
  /** Names that are imported singly. */
  readonly bindings: readonly ImportBinding[];
  /** Where a name that is declared nowhere may come from, in the order in which one looks: packages around, then those imported with `_` or `*`. */
  readonly candidates: readonly string[];
};

/**
 * All imports of a file, wherever they stand: one inside a class or a function is taken to hold for all of the file.
 * `package a` and `package b` below it are the packages `a.b` and `a`; `package a.b` is `a.b` alone.
 */
export function importsOf(source: ScalaSource, root: SyntaxNode): Imports {
  const bindings: ImportBinding[] = [];
  const wildcards: string[] = [];
  const packages: string[] = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'package_clause') {
      const name = node.children.find(({ type }) => type === 'package_identifier');
      const own = name
        ? namesIn(name)
            .map(part => nameOf(source, part))
            .join('.')
        : '';
      const outer = packages.at(-1);
      packages.push(outer === undefined ? own : `${outer}.${own}`);
    }
    if (node.type === 'import_declaration') {
      read(source, node, bindings, wildcards);
      continue;
    }
    for (const child of node.children.toReversed()) open.push(child);
  }
  const around = packages.length === 0 ? [''] : packages.toReversed();
  return { bindings, candidates: [...new Set([...around, ...wildcards])] };
}

/** `import a.b`, `a.{b, c => d}`, `a._`; several with commas between, which the tree holds as one path. */
function read(source: ScalaSource, node: SyntaxNode, bindings: ImportBinding[], wildcards: string[]): void {
  let path: SyntaxNode[] = [];
  let isClosed = false;
  const close = (): void => {
    const last = path.at(-1);
    if (!isClosed && last) bind(source, bindings, path.slice(0, -1), last, last);
    path = [];
    isClosed = false;
  };
  for (const child of node.children) {
    if (child.type === ',') close();
    else if (child.type === 'identifier') {
      const before = path.at(-1);
      // Where the tree does not hold the comma, the text between two names does.
      if (before && source.text.slice(before.end, child.start).includes(',')) close();
      path.push(child);
    } else if (child.type === 'namespace_wildcard') {
      if (textOf(source, child) !== 'given') wildcards.push(dotted(source, path));
      isClosed = true;
    } else if (child.type === 'namespace_selectors') {
      select(source, child, path, bindings, wildcards);
      isClosed = true;
    } else if (RENAMED.has(child.type)) {
      const [from, to] = child.children.filter(({ type }) => type === 'identifier');
      if (from && to) bind(source, bindings, path, from, to);
      isClosed = true;
    }
  }
  close();
}

const RENAMED: ReadonlySet<string> = new Set(['arrow_renamed_identifier', 'as_renamed_identifier']);

function select(
  source: ScalaSource,
  node: SyntaxNode,
  path: readonly SyntaxNode[],
  bindings: ImportBinding[],
  wildcards: string[],
): void {
  for (const one of node.children) {
    if (one.type === 'identifier') bind(source, bindings, path, one, one);
    if (one.type === 'namespace_wildcard' && textOf(source, one) !== 'given') wildcards.push(dotted(source, path));
    if (!RENAMED.has(one.type)) continue;
    const [from, to] = one.children.filter(({ type }) => type === 'identifier');
    // `x => _` leaves a name out of what a wildcard imports.
    if (from && to) bind(source, bindings, path, from, to);
  }
}

function bind(
  source: ScalaSource,
  bindings: ImportBinding[],
  path: readonly SyntaxNode[],
  imported: SyntaxNode,
  local: SyntaxNode,
): void {
  bindings.push({
    at: placeOf(source, imported),
    local: nameOf(source, local),
    imported: nameOf(source, imported),
    module: dotted(source, path),
    isTypeOnly: false,
  });
}

function dotted(source: ScalaSource, path: readonly SyntaxNode[]): string {
  const names = path.map(part => nameOf(source, part));
  return (names[0] === '_root_' ? names.slice(1) : names).join('.');
}
