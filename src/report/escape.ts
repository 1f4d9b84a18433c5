/** Scanned text is hostile: what each output format must not be given as it is. */

/**
 * Text that a terminal prints and does not obey: control characters, line separators and marks that reorder text are
 * shown as `\u{1b}`. Everything printed from a report passes through here.
 */
export function terminalText(text: string): string {
  return text.replace(UNSAFE, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** C0, DEL, C1; line and paragraph separators; zero-width characters; marks and isolates of text direction; the byte-order mark; tags; lone surrogates. */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}\p{Cs}]/gu;

/** Text for Markdown outside code, also inside a table cell: no markup, no HTML, no automatic links or mentions. */
export function markdownText(text: string): string {
  return terminalText(text)
    .trim()
    .replace(/[\\`*_[\]#|~]|^[-+>=]/g, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/@/g, '&#64;')
    .replace(/:\/\//g, ':&#47;&#47;');
}

/** Code for Markdown, also inside a table cell. A fence longer than any run of backticks inside holds it together. */
export function markdownCode(text: string): string {
  const safe = terminalText(text).replace(/\|/g, '\\|');
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(run => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 || safe === '' ? `${fence} ${safe} ${fence}` : `${fence}${safe}${fence}`;
}
