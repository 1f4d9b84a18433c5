import type { ExportBinding, Module, Statement } from '../../core/program.ts';
import { deeper, placeOf, type SyntaxSource } from '../syntax/source.ts';
import { childNamed } from '../syntax/syntax-tree.ts';
import { classNode, flattened, basesFirst, isType } from './classes.ts';
import { namePattern } from './functions.ts';
import { importsOf } from './imports.ts';
import { nameText, type JavaSource } from './source.ts';

/**
 * The module of a Java file: what it imports, by name or by the packages that a free name may come from, and its types,
 * each declared and exported.
 */
export function javaModuleOf(syntax: SyntaxSource): Module {
  const source: JavaSource = { ...syntax, around: { links: 0, shared: 0 }, qualified: new Map() };
  const types = basesFirst(source, flattened(source.tree.root).filter(isType));
  const exports: ExportBinding[] = [];
  const body: Statement[] = [];
  for (const type of types) {
    const cls = deeper(source, type, () => classNode(source, type));
    const name = childNamed(type, 'name');
    if (!cls || !name) continue;
    const local = nameText(source, name);
    exports.push({ kind: 'local', at: placeOf(source, name), exported: local, local });
    body.push({
      kind: 'declare',
      at: cls.at,
      pattern: namePattern(source, name),
      value: { kind: 'class', at: cls.at, cls },
    });
  }
  // Imports come last: names that are written with their package are found while the rest is read.
  return { file: source.file, language: 'java', imports: importsOf(source), exports, body };
}
