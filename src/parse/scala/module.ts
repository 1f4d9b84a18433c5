import type { ExportBinding, Module, Statement } from '../../core/program.ts';
import { freeNames } from '../free-names.ts';
import type { SyntaxSource } from '../syntax/source.ts';
import { namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { importsOf } from './imports.ts';
import { nameOf, type ScalaSource, scalaSource } from './source.ts';
import { statements } from './statements.ts';

/**
 * A Scala file in the language-independent form.
 *
 * The module of an import is what stands before its last name: a package, or an object whose member it is. Names that may
 * come from several packages have all of them as their module, with commas between: see `freeNames`. A package object is an
 * object named `package`. Every declaration outside of classes is exported.
 */
export function scalaModuleOf(syntax: SyntaxSource): Module {
  const source = scalaSource(syntax);
  const { root } = source.tree;
  const { bindings, candidates } = importsOf(source, root);
  const body = statements(source, topLevel(root));
  const module: Module = { file: source.file, language: 'scala', imports: bindings, exports: exportsOf(body), body };
  return {
    ...module,
    imports: [
      ...bindings,
      ...freeNames(module, { candidates, typeParameters: typeParametersIn(source), given: GIVEN }),
    ],
  };
}

/** What the packages of a file hold. */
function topLevel(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const open = namedChildren(node).toReversed();
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.type !== 'package_clause') {
      found.push(next);
      continue;
    }
    const body = next.children.find(({ field }) => field === 'body');
    if (body) open.push(...namedChildren(body).toReversed());
  }
  return found;
}

function typeParametersIn(source: ScalaSource): ReadonlySet<string> {
  const names = new Set<string>();
  const open = [source.tree.root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'type_parameters')
      for (const child of node.children)
        if (child.field === 'name' && child.type === 'identifier') names.add(nameOf(source, child));
    for (const child of node.children) open.push(child);
  }
  return names;
}

function exportsOf(body: readonly Statement[]): readonly ExportBinding[] {
  const names = new Map<string, ExportBinding>();
  for (const statement of body) {
    if (statement.kind !== 'declare') continue;
    const { pattern } = statement;
    for (const item of pattern.kind === 'list' ? pattern.items : [pattern])
      if (item?.kind === 'name' && item.name !== '')
        names.set(item.name, { kind: 'local', at: item.at, exported: item.name, local: item.name });
  }
  return [...names.values()];
}

/** What Scala gives to every file and programs do not declare anew. */
const GIVEN: ReadonlySet<string> = new Set(
  [
    'super this Any AnyRef AnyVal Unit Nothing Null String Int Long Short Byte Char Boolean Double Float',
    'List Seq Vector Map Set Option Some None Left Right Either Array Nil println print classOf',
    'implicitly summon require assert locally identity',
  ].flatMap(line => line.split(' ')),
);
