import type { ImportBinding } from '../../core/program.ts';
import { placeOf, textOf } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import { freeNames } from './free-names.ts';
import type { JavaSource } from './source.ts';

/**
 * What a file imports: each import of one name, each class that it names with its package, and each name that it uses without declaring or importing it, from where it
 * may come: its own package, then the packages and classes of its `.*` imports, joined by commas in that order.
 */
export function importsOf(source: JavaSource): readonly ImportBinding[] {
  const { root } = source.tree;
  const singles: ImportBinding[] = [];
  const packages = [packageOf(source)];
  const statics: string[] = [];
  for (const node of root.children) {
    if (node.type !== 'import_declaration') continue;
    const names = importedNames(source, node);
    const isStatic = node.children.some(child => child.type === 'static');
    if (node.children.some(child => child.type === 'asterisk')) {
      (isStatic ? statics : packages).push(names.join('.'));
      continue;
    }
    const local = names.at(-1);
    if (local === undefined) continue;
    const module = names.slice(0, -1).join('.');
    singles.push({ at: placeOf(source, node), local, imported: local, module, isTypeOnly: false });
  }
  const imported = new Set(singles.map(({ local }) => local));
  const free = freeNames(source, { packages: packages.length > 1, members: statics.length > 0 }).filter(
    ({ name }) => !imported.has(name),
  );
  return [
    ...singles,
    ...[...source.qualified].map(([local, node]): ImportBinding => {
      const dot = local.lastIndexOf('.');
      const imported = local.slice(dot + 1);
      return { at: placeOf(source, node), local, imported, module: local.slice(0, dot), isTypeOnly: false };
    }),
    ...free.map(({ name, node, mayBeType }): ImportBinding => {
      const module = (mayBeType ? [...packages, ...statics] : statics).join(',');
      return { at: placeOf(source, node), local: name, imported: name, module, isTypeOnly: false };
    }),
  ];
}

/** The package of a file; empty for the one without a name. */
function packageOf(source: JavaSource): string {
  const declaration = source.tree.root.children.find(child => child.type === 'package_declaration');
  return declaration ? importedNames(source, declaration).join('.') : '';
}

/** The names of `a.b.C` in an import or package declaration; comments and blanks between them count for nothing. */
function importedNames(source: JavaSource, node: SyntaxNode): readonly string[] {
  const names: string[] = [];
  let rest: SyntaxNode | undefined = node.children.find(
    child => child.type === 'scoped_identifier' || child.type === 'identifier',
  );
  while (rest?.type === 'scoped_identifier') {
    const name = rest.children.find(child => child.field === 'name');
    if (name) names.push(textOf(source, name));
    rest = rest.children.find(child => child.field === 'scope');
  }
  if (rest) names.push(textOf(source, rest));
  return names.toReversed();
}
