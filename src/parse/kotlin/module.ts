import type { ExportBinding, Module, Statement } from '../../core/program.ts';
import type { SyntaxSource } from '../syntax/source.ts';
import { childOfType } from '../syntax/syntax-tree.ts';
import { freeNames } from '../free-names.ts';
import { GIVEN } from './free-names.ts';
import { importsOf } from './imports.ts';
import { type KotlinSource, kotlinSource, nameOf } from './source.ts';
import { statements } from './statements.ts';

/**
 * A Kotlin file (`.kt`, or a script `.kts`) in the language-independent form.
 *
 * The module of an import is what stands before its last name: a package, or a class whose member it is. Names that may come
 * from several packages have all of them as their module, with commas between: see `freeNames`. Every top-level declaration
 * is exported, private ones too.
 */
export function kotlinModuleOf(syntax: SyntaxSource): Module {
  const source = kotlinSource(syntax);
  const { root } = source.tree;
  const { bindings, candidates } = importsOf(source, root);
  const body = statements(
    source,
    root.children.filter(child => child.isNamed && !HEADER.has(child.type)),
  );
  const module: Module = { file: source.file, language: 'kotlin', imports: bindings, exports: exportsOf(body), body };
  const free = freeNames(module, { candidates, typeParameters: typeParametersIn(source), given: GIVEN });
  return { ...module, imports: [...bindings, ...free] };
}

function typeParametersIn(source: KotlinSource): ReadonlySet<string> {
  const names = new Set<string>();
  const open = [source.tree.root];
  for (let node = open.pop(); node; node = open.pop()) {
    const name = node.type === 'type_parameter' ? childOfType(node, 'identifier') : undefined;
    if (name) names.add(nameOf(source, name));
    for (const child of node.children) open.push(child);
  }
  return names;
}

const HEADER: ReadonlySet<string> = new Set(['shebang', 'file_annotation', 'package_header', 'import']);

function exportsOf(body: readonly Statement[]): readonly ExportBinding[] {
  const names = new Map<string, ExportBinding>();
  for (const statement of body) {
    if (statement.kind !== 'declare') continue;
    const { pattern } = statement;
    const bound = pattern.kind === 'list' ? pattern.items : [pattern];
    for (const item of bound) {
      if (item?.kind !== 'name' || item.name === '') continue;
      names.set(item.name, { kind: 'local', at: item.at, exported: item.name, local: item.name });
    }
  }
  return [...names.values()];
}
