/** Comments right above a node, for documentation. */
import type { SyntaxSource } from './source.ts';

/** A comment, and what stands between it and what is below it: the comment before, or the node. */
export type CommentAbove = {
  readonly start: number;
  readonly text: string;
  readonly gap: string;
};

/** The comments that end before an offset, nearest first, one after the other. Who asks stops where a gap holds code. */
export function* commentsAbove(source: SyntaxSource, offset: number): Generator<CommentAbove> {
  const { comments } = source.tree;
  let end = offset;
  for (let index = lastBefore(comments, offset); index >= 0; index--) {
    const comment = comments[index];
    if (!comment) return;
    yield {
      start: comment.start,
      text: source.text.slice(comment.start, comment.end),
      gap: source.text.slice(comment.end, end),
    };
    end = comment.start;
  }
}

/** Index of the last comment that ends before an offset, or -1. */
function lastBefore(comments: SyntaxSource['tree']['comments'], offset: number): number {
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
