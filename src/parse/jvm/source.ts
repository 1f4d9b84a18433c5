/** What front ends of the JVM's languages share: comments above, and what is said where code nests too deeply. */
import { placeOf, type SyntaxSource } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';

/** The documentation comment right above a node, without its markers; empty when there is none. */
export function docAbove(source: SyntaxSource, node: SyntaxNode): string {
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
export function tooDeep(source: SyntaxSource, node: SyntaxNode): void {
  if (source.diagnostics.some(({ code }) => code === 'syntax-too-deep')) return;
  const message =
    'Code nests too deeply from here on: what it computes is unknown, and what it registers may be missing.';
  source.diagnostics.push({ code: 'syntax-too-deep', at: placeOf(source, node), message });
}
