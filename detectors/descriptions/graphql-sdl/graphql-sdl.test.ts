import { expect, test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { graphqlFile } from '../../../src/parse/graphql.ts';
import { graphqlSdl } from './graphql-sdl.ts';

/** Operations in words. */
function said(text: string): readonly string[] {
  const parsed = graphqlFile('schema.graphql', 'product', text);
  if (parsed.kind !== 'parsed') throw new Error('not parsed');
  return graphqlSdl.detect(parsed.file).flatMap(fact => {
    if (fact.kind !== 'description-operation') return [];
    const { security } = fact;
    return [
      `${fact.method} ${fact.path} ${[security.status, ...security.schemes, ...security.scopes].join(' ')}${fact.deprecated ? ' deprecated' : ''} ${fact.requestConstrained}/${fact.responseConstrained} ${fact.sensitiveFields.map(field => field.name + (field.annotated ? '!' : '')).join(',')}`.trim(),
    ];
  });
}

test('fields of the root types, extensions included, with the place of their names', () =>
  checkFacts(
    graphqlSdl,
    'api/shop.graphql',
    `type Query { orders: [Int!]! }
type Order { id: ID }
extend type Mutation { pay(id: ID!): Boolean @auth(requires: [USER]) }
`,
    [
      '1:6 description | format graphql; formatVersion ; title shop; version ; basePaths [""]; servers []; schemes []; valid unknown; invalidBecause a schema may be spread over several files',
      '1:14 description-operation | document api/shop.graphql; protocol graphql; method QUERY; path orders; security {"status":"unstated","schemes":[],"scopes":[],"at":"1:14"}; parameters []; requestConstrained none; responseConstrained yes; sensitiveFields []; splitsReadAndWrite false; errorResponses []',
      '3:24 description-operation | document api/shop.graphql; protocol graphql; method MUTATION; path pay; security {"status":"required","schemes":["auth"],"scopes":["USER"],"at":"3:46"}; parameters [{"name":"id","in":"body"}]; requestConstrained no; responseConstrained yes; sensitiveFields []; splitsReadAndWrite true; errorResponses []',
    ],
  ));

test('types alone are no service', () => checkFacts(graphqlSdl, 'a.graphql', 'type Order { id: ID }', []));

test.each([
  [
    'schema names the root types',
    'schema { query: Root }\ntype Root { a: Int }\ntype Query { b: Int }',
    ['QUERY a unstated none/yes'],
  ],
  [
    'a directive of the type holds for its fields, unless they have one',
    'type Query @authenticated { a: Int b: Int @public }',
    ['QUERY a required authenticated none/yes', 'QUERY b none none/yes'],
  ],
  [
    'a rule that lets everybody in is none',
    'type Query { a: Int @auth(rules: [{ allow: public }, { allow: owner }]) }',
    ['QUERY a none none/yes'],
  ],
  [
    'a directive of another kind says nothing',
    'type Query { a: Int @cacheControl(maxAge: 5) }',
    ['QUERY a unstated none/yes'],
  ],
  ['deprecation', 'type Query { a: Int @deprecated(reason: "x") }', ['QUERY a unstated deprecated none/yes']],
  [
    'arguments are bounded by enums, booleans and constraints alone',
    'enum E { A }\ninput I { e: E! name: String! @constraint(maxLength: 5) }\ntype Query { a(i: I, on: Boolean): Int b(s: String): Int c(l: [Boolean]): Int d(i: [I] @constraint(maxItems: 3)): Int }',
    ['QUERY a unstated yes/yes', 'QUERY b unstated no/yes', 'QUERY c unstated no/yes', 'QUERY d unstated yes/yes'],
  ],
  [
    'a result of anything, or of a type that is not here, is not constrained',
    'scalar JSON\ntype User { x: JSON friends: [User] }\ntype Query { a: User b: Elsewhere }',
    ['QUERY a unstated none/no', 'QUERY b unstated none/no'],
  ],
  [
    'sensitive fields of inputs and of the result',
    'input I { password: String! emailVerified: Boolean }\ntype User { email: String @pii token: User }\ntype Mutation { login(i: I): User }',
    ['MUTATION login unstated no/yes password,email!'],
  ],
])('%s', (_, text, expected) => {
  expect(said(text)).toEqual(expected);
});
