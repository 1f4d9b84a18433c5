/** What the parts of the Java front end share: the file while it is translated, caps on chains, documentation comments. */
import type { Expr, Statement } from '../../core/program.ts';
import { withoutMarkers } from '../doc-comment.ts';
import { placeOf, unknownExpr, type SyntaxSource } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';

export type JavaSource = SyntaxSource & {
  readonly around: {
    /** Links of the chains around the present node. */
    links: number;
    /** Choices around the present node that hold it twice. */
    shared: number;
  };
  /** Classes that are named with their package where they are used (`@a.b.C`), with the place where each stands first. */
  readonly qualified: Map<string, SyntaxNode>;
};

/** What stands under parentheses and casts, neither of which changes a value. */
export function bare(written: SyntaxNode): SyntaxNode {
  let node = written;
  for (;;) {
    const inner =
      node.type === 'parenthesized_expression'
        ? node.children.find(child => child.isNamed)
        : node.type === 'cast_expression'
          ? node.children.find(child => child.field === 'value')
          : undefined;
    if (!inner) return node;
    node = inner;
  }
}

export function tooDeep(source: JavaSource, node: SyntaxNode): void {
  if (source.diagnostics.some(diagnostic => diagnostic.code === 'syntax-too-deep')) return;
  source.diagnostics.push({
    code: 'syntax-too-deep',
    at: placeOf(source, node),
    message: 'Code nests too deeply from here on: what it computes is unknown, and what it registers may be missing.',
  });
}

/** A statement that has no form of its own, with the expressions inside it. */
export function unknownStatement(source: JavaSource, node: SyntaxNode, parts: readonly Expr[] = []): Statement {
  return { kind: 'evaluate', at: placeOf(source, node), value: unknownExpr(source, node, parts) };
}

/** The Javadoc right above a node, without its markers; empty when there is none. Other comments may stand between them. */
export function docOf(source: JavaSource, node: SyntaxNode): string {
  const { comments } = source.tree;
  let end = node.start;
  for (let index = lastBefore(comments, node.start); index >= 0; index--) {
    const comment = comments[index];
    if (!comment || source.text.slice(comment.end, end).trim() !== '') return '';
    const text = source.text.slice(comment.start, comment.end);
    if (text.startsWith('/**') && text.length > 4) return withoutMarkers(text.slice(3, -2));
    end = comment.start;
  }
  return '';
}

/** Index of the last comment that ends before an offset, or -1. */
function lastBefore(comments: readonly { readonly start: number; readonly end: number }[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const comment = comments[middle];
    if (comment && comment.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A node's name by the rule of its parent, as text; empty where the text is broken. */
export function nameText(source: JavaSource, node: SyntaxNode | undefined): string {
  return node ? source.text.slice(node.start, node.end) : '';
}
