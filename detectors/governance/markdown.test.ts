import { expect, test } from 'vitest';
import { textFile } from '../../src/parse/text-file.ts';
import { commaRows, dateIn, documentDate, tablesOf, titleOf } from './markdown.ts';
import { isPlaceholderDocument, isPlaceholderOwner } from './placeholder.ts';
import { searchableText } from './searchable-text.ts';

test.each([
  ['2026-03-01', '2026-03-01'],
  ['on 12 March 2026', '2026-03-12'],
  ['March 3rd, 2026', '2026-03-03'],
  ['Sept 2025', '2025-09-01'],
  ['May I use 2026', undefined],
  ['version 2026', undefined],
  ['1999-01-01', undefined],
])('the date in %j is %s', (text, expected) => expect(dateIn(text)).toBe(expected));

test('a document date has a label, and the latest counts', () => {
  const file = textFile(
    'a.md',
    'documentation',
    '---\ndate: 2024-01-01\n---\n# T\n* Last reviewed: 2026-02-03\nSee the breach of 2026-05-05\n',
  );
  expect(documentDate(file)).toBe('2026-02-03');
});

test("headings and tables in code and comments are not the document's", () => {
  const file = textFile(
    'x.md',
    'documentation',
    '<!--\n# no\n-->\n```\n# neither\n```\n# Yes #\n\n| A | B |\r\n|---|:-:|\r\n| 1 | 2 |\r\n\r\nafter | this\n',
  );
  expect(titleOf(file).title).toBe('Yes');
  expect(
    tablesOf(file).map(({ header, rows, at }) => ({
      header,
      rows: rows.map(({ cells, at: { line } }) => [line, ...cells]),
      line: at.line,
    })),
  ).toEqual([{ header: ['A', 'B'], rows: [[11, '1', '2']], line: 9 }]);
});

test('cells of a comma-separated file may be quoted', () => {
  const file = textFile('x.csv', 'documentation', 'name,owner\n"Orders, v2",shop\n');
  expect(commaRows(file)?.rows.map(({ cells }) => cells)).toEqual([['Orders, v2', 'shop']]);
});

test('a document is a placeholder when its template is still in it, not because it mentions a TODO', () => {
  expect(
    isPlaceholderDocument('# Threat model\n\n[Insert system name]\n\nOwner: <your team>\nDate: YYYY-MM-DD\n'),
  ).toBe(true);
  expect(
    isPlaceholderDocument(
      `${'The gateway checks every token before it forwards a request. '.repeat(8)}TODO: add a figure.`,
    ),
  ).toBe(false);
});

test.each([
  ['team-a', true],
  ['@org/TODO', true],
  ['user:guest', true],
  ['group:default/payments', false],
  ['@acme/platform', false],
  ['${{ values.owner }}', true],
])('owner %s is a placeholder: %s', (owner, expected) => expect(isPlaceholderOwner(owner)).toBe(expected));

test('what may be a secret is not kept for looking up names', () => {
  expect(searchableText('GET /Orders/{id}\n  token: "abc123secret"')).toBe('get /orders/{id} token: "[redacted]"');
});
