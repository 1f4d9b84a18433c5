/** What tells a filled-in template from a text of its own: scoring §D.9, G15. */
import { likenessOf } from '../../src/core/likeness.ts';

/** The signature of a document's text as a field of its fact; no field for a text too short to tell. */
export function likenessField(text: string, names: readonly string[] = []): { readonly likeness?: string } {
  const likeness = likenessOf(text, names);
  return likeness === '' ? {} : { likeness };
}
