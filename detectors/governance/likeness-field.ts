/** What tells a filled-in template from a text of its own: scoring §D.9, G15. */
import { likenessOf } from '../../src/core/likeness.ts';

/** The signature of a document's text as a field of its fact; no field for a text too short to tell. */
export function likenessField(text: string, names: readonly string[] = []): { readonly likeness?: string } {
  const likeness = likenessOf(text, names);
  return likeness === '' ? {} : { likeness };
}

/** Nesting of a value beyond this says nothing that people wrote. */
const DEPTH = 8;

/** The texts of a YAML or JSON value, without its keys: these are the same in every file of a format. */
export function textsWithin(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > DEPTH) return '';
  return Object.values(value)
    .map(each => textsWithin(each, depth + 1))
    .filter(text => text !== '')
    .join(' ');
}
