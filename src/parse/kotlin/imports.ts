import type { ImportBinding } from '../../core/program.ts';
import { placeOf } from '../syntax/source.ts';
import { childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { type KotlinSource, nameOf } from './source.ts';

export type Imports = {
  /** Names that are imported singly. */
  readonly bindings: readonly ImportBinding[];
  /** Where a name that is declared nowhere may come from, in the order in which one looks: the file's own package, then those imported with `*`. */
  readonly candidates: readonly string[];
};

/** A package is named as written; a file without one is in the package ''. */
export function importsOf(source: KotlinSource, root: SyntaxNode): Imports {
  const bindings: ImportBinding[] = [];
  const wildcards: string[] = [];
  const header = childOfType(root, 'package_header');
  for (const node of root.children) {
    if (node.type !== 'import') continue;
    const path = pathOf(source, node);
    if (node.children.some(({ type }) => type === '*')) {
      wildcards.push(path.join('.'));
      continue;
    }
    const imported = path.at(-1);
    if (imported === undefined) continue;
    const alias = node.children.find(({ type }) => type === 'identifier');
    bindings.push({
      at: placeOf(source, node),
      local: alias ? nameOf(source, alias) : imported,
      imported,
      // Members of a companion are members of the class.
      module: path
        .slice(0, -1)
        .filter(part => part !== 'Companion')
        .join('.'),
      isTypeOnly: false,
    });
  }
  const own = header ? pathOf(source, header).join('.') : '';
  return { bindings, candidates: [...new Set([own, ...wildcards])] };
}

function pathOf(source: KotlinSource, node: SyntaxNode): readonly string[] {
  const qualified = childOfType(node, 'qualified_identifier');
  return (qualified?.children ?? []).filter(({ type }) => type === 'identifier').map(part => nameOf(source, part));
}
