/** What the parts of the Go front end share: the file while it is translated, caps on chains, documentation comments. */
import { commentsAbove } from '../syntax/comments.ts';
import type { SyntaxSource } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';

export type GoSource = SyntaxSource & {
  readonly around: {
    /** Links of the chains around the present node. */
    links: number;
    /** What `iota` is in the constant that is being read. */
    iota: number;
    /** Names of the results of the function around, where they have any: a bare `return` gives them. */
    results: readonly SyntaxNode[];
  };
  /** What the elements of a slice type that the file declares are, by its name: they may be written without their type. */
  readonly elements: ReadonlyMap<string, SyntaxNode>;
};

/** What stands under parentheses, `&` and `*`: a pointer is what it points to. */
export function bare(written: SyntaxNode): SyntaxNode {
  let node = written;
  for (;;) {
    const inner =
      node.type === 'parenthesized_expression' ||
      node.type === 'literal_element' ||
      (node.type === 'unary_expression' && /^[&*]$/.test(node.children[0]?.type ?? ''))
        ? node.children.find(child => child.isNamed)
        : undefined;
    if (!inner) return node;
    node = inner;
  }
}

/** Lines of one documentation comment that are kept. */
const DOC_LINES = 200;

/** The comment right above a node, without its markers; empty when there is none. */
export function docOf(source: GoSource, node: SyntaxNode): string {
  const lines: string[] = [];
  for (const { text, gap } of commentsAbove(source, node.start)) {
    // Nothing but the end of a line stands between a declaration and what is said of it.
    if (lines.length >= DOC_LINES || !/^[ \t]*\r?\n?[ \t]*$/.test(gap)) break;
    lines.unshift(text.replace(/^\/\/ ?|^\/\*+|\*+\/$/g, ''));
  }
  return lines.join('\n').trim();
}

/** A node's text; empty where the text is broken and it is not there. */
export function nameText(source: GoSource, node: SyntaxNode | undefined): string {
  return node ? source.text.slice(node.start, node.end) : '';
}

/** The names that a declaration gives; commas between them have the same place in the grammar. */
export function namesIn(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter(child => child.field === 'name' && child.isNamed);
}

/** Statements of a block, which the grammar puts into a list of their own. */
export function linesOf(block: SyntaxNode): readonly SyntaxNode[] {
  return block.children.flatMap(child =>
    child.type === 'statement_list' ? child.children.filter(one => one.isNamed) : child.isNamed ? [child] : [],
  );
}
