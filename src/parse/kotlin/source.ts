/** What the files of this front end share: counts of what grows, comments above, and names. */
import type { Expr } from '../../core/program.ts';
import { type SyntaxSource, textOf, unknownExpr } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';

export { docAbove } from '../jvm/source.ts';

export type KotlinSource = SyntaxSource & {
  readonly counts: {
    /** Choices around, whose left side stands in the result twice. */
    shared: number;
    /** Links of the chains around. */
    links: number;
    /** Bodies of functions around. */
    bodies: number;
  };
  /** Lambdas around that declare no parameter, innermost last, and whether each uses `it`. */
  readonly implicit: { usesIt: boolean }[];
};

export function kotlinSource(source: SyntaxSource): KotlinSource {
  return { ...source, counts: { shared: 0, links: 0, bodies: 0 }, implicit: [] };
}

/** A name as written, without its backticks. */
export function nameOf(source: KotlinSource, node: SyntaxNode): string {
  const text = textOf(source, node);
  return text.startsWith('`') && text.endsWith('`') && text.length > 2 ? text.slice(1, -1) : text;
}

/** The expression inside parentheses, annotations and labels, which say nothing here. */
export function bare(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (WRAPPERS.has(inner.type)) {
    const next = inner.children.findLast(child => child.isNamed);
    if (!next || next.type === 'label') break;
    inner = next;
  }
  return inner;
}

const WRAPPERS: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'annotated_expression',
  'labeled_expression',
]);

/** What has no form of its own; `parts` are evaluated all the same. */
export function unknown(source: KotlinSource, node: SyntaxNode, parts: readonly Expr[] = []): Expr {
  return unknownExpr(source, node, parts);
}
