/** What the files of this front end share: counts of what grows, comments above, and names. */
import type { Expr } from '../../core/program.ts';
import { placeOf, type SyntaxSource, textOf, unknownExpr } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';

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

/** The documentation comment right above a node, without its markers; empty when there is none. */
export function docAbove(source: KotlinSource, node: SyntaxNode): string {
  const { comments } = source.tree;
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.end ?? 0) <= node.start) low = middle + 1;
    else high = middle;
  }
  const comment = comments[low - 1];
  if (!comment || source.text.slice(comment.end, node.start).trim() !== '') return '';
  const text = source.text.slice(comment.start, comment.end);
  if (!text.startsWith('/**')) return '';
  const lines = text.slice(3, text.endsWith('*/') ? -2 : undefined).split(/\r\n|\r|\n/);
  return lines
    .map(line => line.trim().replace(/^\*+ ?/, ''))
    .join('\n')
    .trim();
}

/** Says that something is cut because it would nest too deeply in the result. */
export function tooDeep(source: KotlinSource, node: SyntaxNode): void {
  if (source.diagnostics.some(({ code }) => code === 'syntax-too-deep')) return;
  const message =
    'Code nests too deeply from here on: what it computes is unknown, and what it registers may be missing.';
  source.diagnostics.push({ code: 'syntax-too-deep', at: placeOf(source, node), message });
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
