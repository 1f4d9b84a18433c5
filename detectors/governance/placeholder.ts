/** Rule G16: what a template left behind is not a statement. */
import type { Rejection } from '../../src/core/facts/artefact.ts';

const MARKS =
  /\b(?:TODO|TBD|FIXME|lorem ipsum|changeme|YYYY-MM-DD|to be (?:defined|completed|filled))\b|<(?:[a-z][a-z _-]{2,40})>|\[(?:insert|your|describe|name|add|fill|date|title|short|e\.g\.)[^\]\n]{0,80}\](?!\()|(?<![/\w])\{[A-Za-z][\w ,/-]{2,60}\}|\bexample\.com\b/gi;

/**
 * Sentences by which well-known templates ask to be replaced, and titles of the samples that tools ship: GitHub's security
 * policy, MADR, Threat Dragon, Threagile.
 */
const UNEDITED =
  /\bUse this section to tell people (?:about which versions|how to report)\b|\[short title of solved problem|\{short title, representative of solved problem|\b(?:Demo|Sample|Example) Threat Model\b|\bSome Example Application\b/;

/** HTML that Markdown may hold is no placeholder. */
const MARKUP =
  /^<(?:details|summary|br|img|div|span|table|thead|tbody|sub|sup|kbd|code|pre|center|strong|em|small|picture|source|video|p|a|b|i|u)\b/i;

/**
 * Whether a document is still its template: three marks or more and one for every sixty words at least, or hardly any words
 * of its own.
 */
export function isPlaceholderDocument(text: string): boolean {
  if (isUneditedTemplate(text)) return true;
  const words = text.split(/\s+/).filter(word => /[A-Za-z]{2}/.test(word)).length;
  const marks = [...text.matchAll(MARKS)].filter(([mark]) => !MARKUP.test(mark)).length;
  return words < 12 || (marks >= 3 && marks * 60 >= words);
}

/** Whether a sentence or two are still a template's: one mark is enough where so little is said, and so are hardly any words. */
export function isPlaceholderText(text: string): boolean {
  const words = text.split(/\s+/).filter(word => /[A-Za-z]{2}/.test(word)).length;
  return words < 4 || [...text.matchAll(MARKS)].some(([mark]) => !MARKUP.test(mark));
}

/** Whether a text is, word for word, what a well-known template or sample says. */
export function isUneditedTemplate(text: string): boolean {
  return UNEDITED.test(text);
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
  'somebody',
  'someone',
  'team name',
  'your team',
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

/** Whether a line names somebody behind a label such as `Owner:` or `Approved by`; what a template put there is nobody. */
export function saysWho(line: string, label: RegExp): boolean {
  const found = label.exec(line);
  if (!found) return false;
  const behind = /^([\s*_:|"']{1,8})([A-Za-z@<{[][^|\n]{0,100})/.exec(line.slice(found.index + found[0].length));
  if (!behind?.[1] || !behind[2]) return false;
  const isLabel = /[:|]/.test(behind[1]) || /\bby$/i.test(found[0]);
  return isLabel && !isPlaceholderOwner(behind[2].replace(/[\s*_|"'.]{1,8}$/, ''));
}
