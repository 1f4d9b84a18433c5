/** Rule G16: what a template left behind is not a statement. */
import type { Rejection } from '../../src/core/facts/artefact.ts';

const MARKS =
  /\b(?:TODO|TBD|FIXME|lorem ipsum|changeme|YYYY-MM-DD|to be (?:defined|completed|filled))\b|<(?:[a-z][a-z _-]{2,40})>|\[(?:insert|your|describe|name|add|fill|date|title|short|e\.g\.)[^\]\n]{0,80}\](?!\()|(?<![/\w])\{[A-Za-z][\w ,/-]{2,60}\}|\bexample\.com\b/gi;

/** HTML that Markdown may hold is no placeholder. */
const MARKUP =
  /^<(?:details|summary|br|img|div|span|table|thead|tbody|sub|sup|kbd|code|pre|center|strong|em|small|picture|source|video|p|a|b|i|u)\b/i;

/**
 * Whether a document is still its template: three marks or more and one for every sixty words at least, or hardly any words
 * of its own.
 */
export function isPlaceholderDocument(text: string): boolean {
  const words = text.split(/\s+/).filter(word => /[A-Za-z]{2}/.test(word)).length;
  const marks = [...text.matchAll(MARKS)].filter(([mark]) => !MARKUP.test(mark)).length;
  return words < 12 || (marks >= 3 && marks * 60 >= words);
}

/** Whether a sentence or two are still a template's: one mark is enough where so little is said, and so are hardly any words. */
export function isPlaceholderText(text: string): boolean {
  const words = text.split(/\s+/).filter(word => /[A-Za-z]{2}/.test(word)).length;
  return words < 4 || [...text.matchAll(MARKS)].some(([mark]) => !MARKUP.test(mark));
}

export function rejectedPlaceholder(text: string): { readonly rejected?: readonly Rejection[] } {
  return isPlaceholderDocument(text)
    ? {
        rejected: [
          { rule: 'G16', why: 'the document still holds the placeholders of its template, or says next to nothing' },
        ],
      }
    : {};
}

const NOBODY: ReadonlySet<string> = new Set([
  'todo',
  'tbd',
  'unknown',
  'none',
  'n/a',
  'na',
  'owner',
  'changeme',
  'example',
  'guest',
  'guests',
  'user',
  'team',
  'my-team',
  'myteam',
  'your-team',
  'team-a',
  'team-b',
  'team-c',
  'team-x',
  'team-name',
  'example-team',
  'user:guest',
  'group:default/guests',
  'user:default/guest',
  'john@example.com',
]);

/** An owner that a template put there, or that names nobody. Source: scoring §D.9, G16 and G17. */
export function isPlaceholderOwner(owner: string): boolean {
  const name = owner
    .trim()
    .toLowerCase()
    .replace(/^@/, '')
    .replace(/^(?:group|user):(?:default\/)?/, '');
  const last = name.split('/').at(-1) ?? name;
  return name === '' || NOBODY.has(name) || NOBODY.has(last) || /\{|\$|<|@example\.(com|org)$|^your[-_ ]/.test(name);
}
