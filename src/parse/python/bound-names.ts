/** Which names a function or module binds, read before its statements are. */
import { textOf, type SyntaxSource } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import type { ImportUse } from './import-plan.ts';

/**
 * Where a name is first bound: by a statement of the body itself (`top`), inside another statement or an expression
 * (`nested`), or by loops and imports alone.
 */
export type Bound = { readonly node: SyntaxNode; readonly first: 'top' | 'nested' | 'loop' | 'import' };

type Known = {
  readonly uses: ReadonlyMap<SyntaxNode, ImportUse>;
  readonly fallbacks: ReadonlyMap<SyntaxNode, ReadonlySet<string>>;
};

type Pending = {
  readonly node: SyntaxNode;
  readonly isTop: boolean;
  readonly fallback: ReadonlySet<string> | undefined;
};

/** The names that statements bind in the scope they stand in, in the order of the text, without functions and classes inside. */
export function boundNames(source: SyntaxSource, nodes: readonly SyntaxNode[], known: Known): Map<string, Bound> {
  const bound = new Map<string, Bound>();
  const outside = new Set<string>();
  const pending: Pending[] = [];
  const push = (children: readonly SyntaxNode[], isTop: boolean, fallback: ReadonlySet<string> | undefined): void => {
    for (let index = children.length - 1; index >= 0; index--) {
      const node = children[index];
      if (node && node.children.length > 0) pending.push({ node, isTop, fallback });
    }
  };
  push(nodes, true, undefined);
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, isTop } = next;
    const fallback = known.fallbacks.get(node) ?? next.fallback;
    const bind = (name: SyntaxNode, first: Bound['first']): void => {
      const text = textOf(source, name);
      if (fallback?.has(text)) return;
      const before = bound.get(text);
      if (!before || (before.first === 'loop' && first !== 'loop'))
        bound.set(text, { node: before?.node ?? name, first });
    };
    switch (node.type) {
      case 'function_definition':
      case 'class_definition': {
        const name = childNamed(node, 'name');
        if (name) bind(name, isTop ? 'top' : 'nested');
        continue;
      }
      case 'lambda':
        continue;
      case 'decorated_definition':
        push(node.children, isTop, fallback);
        continue;
      case 'global_statement':
      case 'nonlocal_statement':
        for (const name of node.children) if (name.type === 'identifier') outside.add(textOf(source, name));
        continue;
      case 'import_statement':
      case 'import_from_statement':
        for (const item of node.children) {
          if (known.uses.get(item) !== 'value') continue;
          const name = childNamed(item, 'alias') ?? (childNamed(item, 'name') ?? item).children[0];
          if (name) bind(name, isTop ? 'top' : 'nested');
        }
        continue;
      case 'type_alias_statement':
      case 'assignment':
      case 'augmented_assignment':
        for (const name of targetNames(childNamed(node, 'left'))) bind(name, isTop ? 'top' : 'nested');
        push(node.children, isTop, fallback);
        continue;
      case 'named_expression': {
        const name = childNamed(node, 'name');
        if (name) bind(name, 'nested');
        break;
      }
      case 'for_statement':
        for (const name of targetNames(childNamed(node, 'left'))) bind(name, 'loop');
        break;
      case 'as_pattern_target':
        for (const name of targetNames(node.children[0])) bind(name, isTop ? 'top' : 'nested');
        continue;
      case 'expression_statement':
      case 'with_statement':
      case 'with_clause':
      case 'with_item':
        push(node.children, isTop, fallback);
        continue;
      case 'as_pattern':
        push(node.children, isTop, fallback);
        continue;
      case 'except_clause':
      case 'except_group_clause':
        // What `except … as e` binds is gone after it.
        push(
          node.children.filter(child => child.field !== 'value'),
          false,
          fallback,
        );
        continue;
      case 'case_pattern':
        continue;
      case 'block':
        // The block of `with` runs once, where it stands.
        push(node.children, isTop, fallback);
        continue;
    }
    push(node.children, isTop && node.type === 'with_statement', fallback);
  }
  for (const name of outside) bound.delete(name);
  return bound;
}

/** The plain names in an assignment's target. */
export function targetNames(target: SyntaxNode | undefined): readonly SyntaxNode[] {
  const names: SyntaxNode[] = [];
  const pending = target ? [target] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'identifier') names.push(node);
    else if (TARGETS.has(node.type)) pending.push(...node.children.toReversed());
  }
  return names;
}

const TARGETS: ReadonlySet<string> = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
  'expression_list',
  'tuple',
  'list',
  'list_splat',
  'parenthesized_expression',
  'type',
]);
