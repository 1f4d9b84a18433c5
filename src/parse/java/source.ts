/** What the parts of the Java front end share: the file while it is translated, caps on chains, documentation comments. */
import { withoutMarkers } from '../doc-comment.ts';
import { commentsAbove } from '../syntax/comments.ts';
import type { SyntaxSource } from '../syntax/source.ts';
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

/** The Javadoc right above a node, without its markers; empty when there is none. Other comments may stand between them. */
export function docOf(source: JavaSource, node: SyntaxNode): string {
  for (const { text, gap } of commentsAbove(source, node.start)) {
    if (gap.trim() !== '') return '';
    if (text.startsWith('/**') && text.length > 4) return withoutMarkers(text.slice(3, -2));
  }
  return '';
}

/** A node's name by the rule of its parent, as text; empty where the text is broken. */
export function nameText(source: JavaSource, node: SyntaxNode | undefined): string {
  return node ? source.text.slice(node.start, node.end) : '';
}
