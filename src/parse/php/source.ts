/** What the parts of the PHP front end share: the file while it is translated, caps on chains, documentation comments. */
import type { Expr, Statement } from '../../core/program.ts';
import { withoutMarkers } from '../doc-comment.ts';
import { placeOf, unknownExpr, type SyntaxSource } from '../syntax/source.ts';
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

export function tooDeep(source: PhpSource, node: SyntaxNode): void {
  if (source.diagnostics.some(diagnostic => diagnostic.code === 'syntax-too-deep')) return;
  source.diagnostics.push({
    code: 'syntax-too-deep',
    at: placeOf(source, node),
    message: 'Code nests too deeply from here on: what it computes is unknown, and what it registers may be missing.',
  });
}

/** A statement that has no form of its own, with the expressions inside it. */
export function unknownStatement(source: PhpSource, node: SyntaxNode, parts: readonly Expr[] = []): Statement {
  return { kind: 'evaluate', at: placeOf(source, node), value: unknownExpr(source, node, parts) };
}

/** The documentation comment right above a node, as it is written; empty when there is none. Other comments may stand between them. */
export function commentAbove(
  source: PhpSource,
  node: SyntaxNode,
): { readonly start: number; readonly text: string } | undefined {
  const { comments } = source.tree;
  let end = node.start;
  for (let index = lastBefore(comments, node.start); index >= 0; index--) {
    const comment = comments[index];
    if (!comment || source.text.slice(comment.end, end).trim() !== '') return undefined;
    const text = source.text.slice(comment.start, comment.end);
    if (text.startsWith('/**') && text.length > 4) return { start: comment.start, text };
    end = comment.start;
  }
  return undefined;
}

export function docOf(source: PhpSource, node: SyntaxNode): string {
  const comment = commentAbove(source, node);
  return comment ? withoutMarkers(comment.text.slice(3, -2)) : '';
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
