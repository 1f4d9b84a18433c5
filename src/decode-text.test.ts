import { expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

test.each([
  ['UTF-8 is UTF-8', bytes('a: é\n'), { text: 'a: é\n' }],
  ['a byte order mark is no text', bytes([0xef, 0xbb, 0xbf], 'a'), { text: 'a' }],
  ['UTF-16 is read by its mark', Buffer.from('\uFEFFopenapi: 3.0.0\n', 'utf16le'), { text: 'openapi: 3.0.0\n' }],
  ['UTF-16 of the other order too', Buffer.from('\uFEFFa\n', 'utf16le').swap16(), { text: 'a\n' }],
  ['no bytes are no text', bytes(), { text: '' }],
  [
    'broken bytes are replaced, and their place is known',
    bytes('one\r\ntwo ', [0xff, 0xc3], '(\n'),
    { text: 'one\r\ntwo \uFFFD\uFFFD(\n', brokenAt: { line: 2, column: 5 } },
  ],
  ['a replacement character that was written is valid', bytes('\uFFFD'), { text: '\uFFFD' }],
])('%s', (_rule, given, decoded) => {
  expect(decodeText(given)).toEqual(decoded);
});
