import { expect, test } from 'vitest';
import { markdownCode, markdownText, terminalText } from './escape.ts';

test.each([
  ['plain text stays as it is', 'GET /käse/{id}', 'GET /käse/{id}'],
  ['an escape sequence is shown, not obeyed', '\u001b[31mred\u0007', '\\u{1b}[31mred\\u{7}'],
  ['a line end cannot forge a line of its own', 'a\r\nb\u2028c', 'a\\u{d}\\u{a}b\\u{2028}c'],
  ['text direction cannot be turned', '/a\u202egnp.exe', '/a\\u{202e}gnp.exe'],
  ['a zero-width character is visible', 'ad\u200bmin', 'ad\\u{200b}min'],
  ['half of a character pair is visible', 'x\ud83d', 'x\\u{d83d}'],
  ['a whole pair stays', '📚', '📚'],
])('terminal: %s', (_rule, text, shown) => {
  expect(terminalText(text)).toBe(shown);
});

test.each([
  ['a cell cannot be closed', 'a|b', 'a\\|b'],
  ['no HTML', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)>'],
  ['no link', '[click](javascript:x)', '\\[click\\](javascript:x)'],
  ['no automatic link and no mention', 'https://evil.example @team', 'https:&#47;&#47;evil.example &#64;team'],
  ['no list, quote or heading at the start', '- item', '\\- item'],
  ['no numbered list at the start', '1. item', '1\\. item'],
  ['hyphens inside words stay', 'non-existent', 'non-existent'],
])('Markdown text: %s', (_rule, text, shown) => {
  expect(markdownText(text)).toBe(shown);
});

test.each([
  ['a path is code', '/a/{id}', '`/a/{id}`'],
  ['a cell cannot be closed from inside code', 'a|b', '`a\\|b`'],
  ['backticks inside get a longer fence', 'a`b``c', '``` a`b``c ```'],
])('Markdown code: %s', (_rule, text, shown) => {
  expect(markdownCode(text)).toBe(shown);
});
