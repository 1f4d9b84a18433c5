/** Which names of a method, class body or file are local variables: those that something in it assigns. */
import { namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import type { Locals } from './source.ts';

/** Nodes with a scope of their own. */
const APART: ReadonlySet<string> = new Set(['method', 'singleton_method', 'class', 'module', 'singleton_class']);
/** Their names are bound in the block alone. */
const BLOCKS: ReadonlySet<string> = new Set(['block', 'do_block', 'lambda']);

/** Variables assigned in some nodes. Without `isInside`, those of blocks are left to the blocks. */
export function localsIn(text: string, nodes: readonly SyntaxNode[], given: readonly SyntaxNode[] = []): Locals {
  const found = new Map<string, number>();
  const note = (node: SyntaxNode, from = node.start): void => {
    const name = text.slice(node.start, node.end).replace(/[:?!]$/, '');
    const known = found.get(name);
    if (known === undefined || known > from) found.set(name, from);
  };
  for (const node of given) note(node, 0);
  const waiting = [...nodes];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (APART.has(node.type) || BLOCKS.has(node.type)) continue;
    for (const target of targetsIn(node)) note(target);
    waiting.push(...node.children);
  }
  return found;
}

/** Names that a node binds itself. */
function targetsIn(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.type) {
    case 'assignment':
    case 'operator_assignment':
      return node.children.filter(child => child.field === 'left').flatMap(namesIn);
    case 'exception_variable':
      return namedChildren(node).flatMap(namesIn);
    case 'for':
      return node.children.filter(child => child.field === 'pattern').flatMap(namesIn);
    case 'in_clause':
    case 'test_pattern':
    case 'match_pattern':
      return node.children.filter(child => child.field === 'pattern').flatMap(patternNames);
    default:
      return [];
  }
}

/** Variables on the left of an assignment. */
export function namesIn(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === 'identifier') return [node];
  if (NESTED.has(node.type)) return namedChildren(node).flatMap(namesIn);
  return [];
}

const NESTED: ReadonlySet<string> = new Set([
  'left_assignment_list',
  'destructured_left_assignment',
  'rest_assignment',
]);

/** Variables that a pattern of `case … in` binds. */
function patternNames(pattern: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const waiting = [pattern];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'identifier') found.push(node);
    if (node.type === 'keyword_pattern' && !node.children.some(child => child.field === 'value'))
      found.push(...node.children.filter(child => child.type === 'hash_key_symbol'));
    waiting.push(...namedChildren(node));
  }
  return found;
}
