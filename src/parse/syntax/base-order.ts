/** The order in which types are made, in languages that know no order among them. */
import type { SyntaxNode } from './syntax-tree.ts';

/** Types with those first that others of them extend: a class is made with its base at hand. */
export function inOrderOfBases(
  types: readonly SyntaxNode[],
  { nameOf, baseOf }: { readonly nameOf: (type: SyntaxNode) => string; readonly baseOf: (type: SyntaxNode) => string },
): readonly SyntaxNode[] {
  if (types.length < 2) return types;
  const byName = new Map(types.map(type => [nameOf(type), type]));
  const ordered = new Set<SyntaxNode>();
  for (const type of types) {
    const waiting: SyntaxNode[] = [];
    const seen = new Set<SyntaxNode>();
    for (let next: SyntaxNode | undefined = type; next && !ordered.has(next) && !seen.has(next);) {
      seen.add(next);
      waiting.push(next);
      next = byName.get(baseOf(next));
    }
    for (const one of waiting.toReversed()) ordered.add(one);
  }
  return [...ordered];
}
