/** The text of a documentation comment (JSDoc, Javadoc, KDoc) without its opening and closing and the stars before its lines. */
export function withoutMarkers(comment: string): string {
  return comment
    .split(/\r\n|\r|\n/)
    .map(line => {
      const trimmed = line.trim();
      return trimmed.startsWith('*') ? trimmed.slice(1).trim() : trimmed;
    })
    .join('\n')
    .trim();
}
