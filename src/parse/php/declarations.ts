/** What a file declares: functions, classes and constants, in its namespaces. */
import type { Statement } from '../../core/program.ts';
import { placeOf, textOf } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { classNode, isType } from './classes.ts';
import { expression } from './expressions.ts';
import { functionNode } from './functions.ts';
import { nameText, type PhpSource } from './source.ts';

export function isDeclaration(node: SyntaxNode): boolean {
  return node.type === 'function_definition' || isType(node);
}

/** The declaration of a function or class. Functions go by a name of their own kind; see `functionNameAt`. */
export function declared(source: PhpSource, node: SyntaxNode): readonly Statement[] {
  const at = placeOf(source, node);
  const name = childNamed(node, 'name');
  if (!name) return [];
  const nameAt = placeOf(source, name);
  if (isType(node)) {
    const pattern = { kind: 'name' as const, at: nameAt, name: nameText(source, name) };
    return [{ kind: 'declare', at, pattern, value: { kind: 'class', at, cls: classNode(source, node) } }];
  }
  const fn = functionNode(source, node, 'function');
  const pattern = { kind: 'name' as const, at: nameAt, name: `\\${nameText(source, name)}` };
  return [{ kind: 'declare', at, pattern, value: { kind: 'function', at, fn } }];
}

/** `const A = 1, B = 2;` outside of classes. */
export function constantsIn(source: PhpSource, node: SyntaxNode): readonly Statement[] {
  return namedChildren(node).flatMap((element): readonly Statement[] => {
    const [name, value] = namedChildren(element);
    if (element.type !== 'const_element' || !name || !value) return [];
    const pattern = { kind: 'name' as const, at: placeOf(source, name), name: textOf(source, name) };
    return [{ kind: 'declare', at: placeOf(source, element), pattern, value: expression(source, value) }];
  });
}

/** Runs a translation in the namespace that a definition names: that of its block, or of what follows it. */
export function namespaced<T>(
  source: PhpSource,
  node: SyntaxNode,
  translate: (body: SyntaxNode) => readonly T[],
): readonly T[] {
  const name = childNamed(node, 'name');
  const body = childNamed(node, 'body');
  const before = source.names.namespace;
  source.names.namespace = name ? textOf(source, name).replaceAll(/\s+/g, '') : '';
  if (!body) return [];
  const result = translate(body);
  source.names.namespace = before;
  return result;
}
