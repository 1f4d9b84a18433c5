/** Which variables a function or file assigns, read before its statements are. */
import type { SyntaxSource } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { variableName } from './source.ts';

/** Where a variable is first assigned: by a statement of the body itself, or somewhere inside one. */
export type Bound = { readonly node: SyntaxNode; readonly isTop: boolean };

const FUNCTIONS: ReadonlySet<string> = new Set([
  'anonymous_function',
  'function_definition',
  'method_declaration',
  'class_declaration',
  'interface_declaration',
  'trait_declaration',
  'enum_declaration',
  'anonymous_class',
]);

/**
 * The variables that statements assign, in the order of the text, without functions and classes inside: a variable is one
 * of the whole function, wherever in it it is assigned. `given` are not among them, nor are those that `global` names.
 */
export function boundNames(
  source: SyntaxSource,
  nodes: readonly SyntaxNode[],
  given: ReadonlySet<string>,
): ReadonlyMap<string, Bound> {
  const bound = new Map<string, Bound>();
  const outside = new Set(given);
  const pending: { readonly node: SyntaxNode; readonly isTop: boolean }[] = [];
  const push = (children: readonly SyntaxNode[], isTop: boolean): void => {
    for (let index = children.length - 1; index >= 0; index--) {
      const node = children[index];
      if (node && node.children.length > 0) pending.push({ node, isTop });
    }
  };
  push(nodes, true);
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, isTop } = next;
    if (FUNCTIONS.has(node.type)) continue;
    if (node.type === 'global_declaration')
      for (const variable of namedChildren(node)) {
        const name = variableName(source, variable);
        if (name !== undefined) outside.add(name);
      }
    if (ASSIGNMENTS.has(node.type))
      for (const name of targetNames(source, childNamed(node, 'left')))
        if (!bound.has(name)) bound.set(name, { node, isTop: isTop && node.type === 'assignment_expression' });
    const isHolder = node.type === 'expression_statement' && isTop;
    push(node.children, isHolder);
  }
  for (const name of outside) bound.delete(name);
  bound.delete('this');
  return bound;
}

const ASSIGNMENTS: ReadonlySet<string> = new Set([
  'assignment_expression',
  'reference_assignment_expression',
  'augmented_assignment_expression',
]);

/** The plain variables in an assignment's target. An element that is assigned makes an array of what is not there yet. */
function targetNames(source: SyntaxSource, target: SyntaxNode | undefined): readonly string[] {
  const names: string[] = [];
  const pending = target ? [target] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const name = variableName(source, node);
    if (name !== undefined) names.push(name);
    else if (node.type === 'list_literal' || node.type === 'array_creation_expression')
      pending.push(...node.children.toReversed());
    else if (node.type === 'array_element_initializer' || node.type === 'by_ref') pending.push(...node.children);
  }
  return names;
}
