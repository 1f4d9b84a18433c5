/** What the parts of the PHP front end share: the file while it is translated, caps on chains, documentation comments. */
import { withoutMarkers } from '../doc-comment.ts';
import { commentsAbove } from '../syntax/comments.ts';
import type { SyntaxSource } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import type { NameTable } from './names.ts';

export type PhpSource = SyntaxSource & {
  readonly around: {
    /** Links of the chains around the present node. */
    links: number;
    /** Choices around the present node that hold it twice. */
    shared: number;
  };
  readonly names: NameTable;
  /** Names of the classes around the present node, the innermost last; empty for one without a name. */
  readonly classes: string[];
  /** Assignments that are the first of their variable in the function around them. */
  readonly declaring: Set<SyntaxNode>;
  /** Functions and classes that stand in branches and are declared with the file. */
  readonly hoisted: Set<SyntaxNode>;
};

/** What stands under parentheses, casts, `@` and `clone`, none of which changes what a value is. */
export function bare(written: SyntaxNode): SyntaxNode {
  let node = written;
  for (;;) {
    const inner = TRANSPARENT.has(node.type)
      ? node.children.findLast(child => child.isNamed && child.type !== 'cast_type')
      : undefined;
    if (!inner) return node;
    node = inner;
  }
}

const TRANSPARENT: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'cast_expression',
  'error_suppression_expression',
  'clone_expression',
  'by_ref',
  'reference_modifier',
]);

/** The documentation comment right above a node, as it is written; empty when there is none. Other comments may stand between them. */
export function commentAbove(
  source: PhpSource,
  node: SyntaxNode,
): { readonly start: number; readonly text: string } | undefined {
  for (const { start, text, gap } of commentsAbove(source, node.start)) {
    if (gap.trim() !== '') return undefined;
    if (text.startsWith('/**') && text.length > 4) return { start, text };
  }
  return undefined;
}

export function docOf(source: PhpSource, node: SyntaxNode): string {
  const comment = commentAbove(source, node);
  return comment ? withoutMarkers(comment.text.slice(3, -2)) : '';
}

/** A node's text; empty where the text is broken and it is not there. */
export function nameText(source: SyntaxSource, node: SyntaxNode | undefined): string {
  return node ? source.text.slice(node.start, node.end) : '';
}

/** The name of a variable, without its dollar; undefined for one whose name is computed. */
export function variableName(source: SyntaxSource, node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== 'variable_name') return undefined;
  const name = source.text.slice(node.start, node.end);
  return name.startsWith('$') ? name.slice(1) : name;
}
