import { expect, test } from 'vitest';
import { placeOf } from '../core/location.ts';
import { graphqlFile } from './graphql.ts';

function said(text: string): string {
  const parsed = graphqlFile('schema.graphql', 'product', text);
  if (parsed.kind === 'failed')
    return `${placeOf(parsed.diagnostic.at)} ${parsed.diagnostic.code}: ${parsed.diagnostic.message}`;
  return parsed.kind === 'parsed' ? parsed.file.document.definitions.map(each => each.kind).join(' ') : parsed.kind;
}

test.each([
  ['types', 'type Query { a: Int }', 'ObjectTypeDefinition'],
  ['extensions alone', 'extend type Query { a: Int }', 'ObjectTypeExtension'],
  ['documents of both kinds', 'type A { a: Int }\nquery Q { a }', 'ObjectTypeDefinition OperationDefinition'],
  ['what clients send', 'query Q { a }\nfragment F on A { b }', 'not-applicable'],
  ['an empty file', '# nothing\n', 'not-applicable'],
  [
    'a broken file, by line',
    'type Query {\n  a: Int\n  b Int\n}',
    'schema.graphql:3 unreadable-graphql: Expected ":", found Name "Int". The file was left out.',
  ],
  [
    'brackets without end',
    `type Query { a: ${'['.repeat(100_000)} }`,
    'schema.graphql:1 too-deep: nested more than 200 levels deep; the file was left out',
  ],
  [
    'brackets in strings and comments',
    `"""${'['.repeat(300)}""" type A { # ${'{'.repeat(300)}\n a: Int }`,
    'ObjectTypeDefinition',
  ],
])('%s', (_, text, expected) => {
  expect(said(text)).toBe(expected);
});

test('places are those of the text without its byte-order mark', () => {
  const parsed = graphqlFile('a.graphql', 'product', '\uFEFFtype Query {\n  orders: Int\n}');
  const [query] = parsed.kind === 'parsed' ? parsed.file.document.definitions : [];
  const field = query?.kind === 'ObjectTypeDefinition' ? query.fields?.[0] : undefined;
  expect(parsed.kind === 'parsed' && field && parsed.file.locate(field.name)).toEqual({
    file: 'a.graphql',
    line: 2,
    column: 3,
    endLine: 2,
    endColumn: 9,
  });
});
