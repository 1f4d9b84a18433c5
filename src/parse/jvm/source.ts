/** What front ends of Kotlin and Scala share: the comments above. */
import { commentsAbove } from '../syntax/comments.ts';
import type { SyntaxSource } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';

/** The documentation comment right above a node, without its markers; empty when there is none. */
export function docAbove(source: SyntaxSource, node: SyntaxNode): string {
  const [nearest] = commentsAbove(source, node.start);
  if (!nearest || nearest.gap.trim() !== '') return '';
  const { text } = nearest;
  if (!text.startsWith('/**')) return '';
  const lines = text.slice(3, text.endsWith('*/') ? -2 : undefined).split(/\r\n|\r|\n/);
  return lines
    .map(line => line.trim().replace(/^\*+ ?/, ''))
    .join('\n')
    .trim();
}
