import { redactExcerpt } from '../../src/core/redact.ts';

/** Characters of a document that are kept for looking up operations and components. */
const LIMIT = 20_000;

/** The text in which names are looked for: secrets hidden, lower case, white space folded, at most 20,000 characters. */
export function searchableText(text: string): string {
  return redactExcerpt(text.slice(0, LIMIT * 2))
    .replace(/\s+/g, ' ')
    .toLowerCase()
    .trim()
    .slice(0, LIMIT);
}
