import { describe, expect, test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import type { FactBody } from '../../../src/core/fact.ts';
import { openapiFile } from '../../../src/parse/openapi.ts';
import { openapi } from './openapi.ts';

async function factsIn(text: string, files: Readonly<Record<string, string>> = {}): Promise<readonly FactBody[]> {
  const parsed = await openapiFile('openapi.yaml', 'product', text, { read: path => files[path] });
  if (parsed.kind !== 'parsed') throw new Error(`not parsed: ${JSON.stringify(parsed)}`);
  return openapi.detect(parsed.file);
}

/** The facts of the operations of a document. */
async function operationsIn(text: string, files?: Readonly<Record<string, string>>) {
  return (await factsIn(text, files)).filter(fact => fact.kind === 'description-operation');
}

async function descriptionIn(text: string) {
  const fact = (await factsIn(text)).find(each => each.kind === 'description');
  if (!fact) throw new Error('no description');
  return fact;
}

test('an operation and its document, whole', () =>
  checkFacts(
    openapi,
    'openapi.yaml',
    `openapi: 3.0.3
info: { title: Orders, version: 1.2.0, contact: { email: orders@shop.example }, x-risk-tier: tier-1 }
servers:
  - url: https://{env}.shop.example/{base}/
    variables: { env: { default: api }, base: { default: v1 } }
security: [{ login: [orders:read] }]
paths:
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
      - { name: Authorization, in: header, schema: { type: string } }
    put:
      operationId: changeOrder
      deprecated: true
      x-sunset: 2025-06-30
      requestBody:
        content:
          application/json:
            schema: { type: object, additionalProperties: false, properties: { email: { type: string, maxLength: 200, format: email } } }
      responses:
        "200":
          description: ok
          content: { application/json: { schema: { type: object, additionalProperties: false, properties: { id: { type: string } } } } }
        "404": { description: none, content: { application/json: { schema: { type: object } } } }
        "429": { description: slow down }
components:
  securitySchemes:
    login: { type: oauth2, flows: { authorizationCode: { authorizationUrl: https://x.example, tokenUrl: https://x.example, scopes: { "orders:read": read } } } }
`,
    [
      '1:10 description | format openapi; formatVersion 3.0.3; title Orders; version 1.2.0; basePaths ["/v1"]; servers ["https://{env}.shop.example/{base}/"]; contact orders@shop.example; schemes [{"name":"login","type":"oauth2 authorizationCode","strength":"strong","at":"28:5"}]; riskClass {"value":"tier-1","at":"2:94"}; valid yes',
      '12:5 description-operation | document openapi.yaml; protocol http; method PUT; path /orders/{id}; operationId changeOrder; deprecated {"file":"openapi.yaml","line":14,"column":19,"endLine":14,"endColumn":23}; sunset 2025-06-30; security {"status":"required","schemes":["login"],"scopes":["orders:read"],"at":"6:1"}; parameters [{"name":"id","in":"path","type":"string"},{"name":"email","in":"body","type":"string"}]; requestConstrained yes; responseConstrained yes; splitsReadAndWrite true; errorResponses ["404"]; rateLimit {"file":"openapi.yaml","line":25,"column":9,"endLine":25,"endColumn":14}; sensitiveFields [{"name":"email","class":"personal","annotated":false,"at":"19:80"}]',
    ].map(row =>
      row.replace(/\{"file":"openapi.yaml","line":(\d+),"column":(\d+),"endLine":\d+,"endColumn":\d+\}/g, '"$1:$2"'),
    ),
  ));

test('a document of version 2', async () => {
  const [description, operation] = await factsIn(`swagger: "2.0"
info: { title: Old, version: "1" }
host: api.old.example
basePath: /api/
schemes: [http]
paths:
  /login:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: user, in: formData, type: string, maxLength: 50, pattern: "^[a-z]+$" }
        - { name: remember, in: query, type: boolean }
      responses: { "200": { description: ok, schema: { type: object } }, default: { description: no, schema: { type: object } } }
  /orders:
    post:
      parameters: [{ name: order, in: body, schema: { $ref: "#/definitions/Order" } }]
      responses: { "204": { description: ok } }
definitions:
  Order: { type: object, properties: { note: { type: string } } }
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Key }
`);
  expect(
    description?.kind === 'description' && [
      description.formatVersion,
      description.basePaths,
      description.servers,
      description.schemes.map(({ type, strength }) => `${type} ${strength}`),
      description.valid,
    ],
  ).toEqual(['2.0', ['/api'], ['http://api.old.example/api/'], ['apiKey header weak'], 'yes']);
  expect(
    operation?.kind === 'description-operation' && [
      operation.parameters,
      operation.requestConstrained,
      operation.responseConstrained,
      operation.errorResponses,
    ],
  ).toEqual([
    [
      { name: 'remember', in: 'query', type: 'boolean' },
      { name: 'user', in: 'body', type: 'string' },
    ],
    'yes',
    'no',
    ['default'],
  ]);
  const [, , order] = await factsIn('swagger: "2.0"\npaths: {}\n').then(() =>
    factsIn(`swagger: "2.0"
info: { title: Old, version: "1" }
paths:
  /a: { get: { responses: { "200": { description: file, schema: { type: file } } } } }
  /b: { post: { parameters: [{ name: order, in: body, schema: { type: object, properties: { note: { type: string } } } }], responses: { "204": { description: ok } } } }
`),
  );
  expect(
    order?.kind === 'description-operation' && [order.parameters, order.requestConstrained, order.responseConstrained],
  ).toEqual([[{ name: 'note', in: 'body', type: 'string' }], 'no', 'none']);
});

describe('effective security', () => {
  const document = (root: string, operation: string): string => `openapi: 3.0.3
info: { title: a, version: "1" }
${root}
paths: { /a: { get: { ${operation} responses: {} } } }
components: { securitySchemes: { login: { type: http, scheme: bearer }, key: { type: apiKey, in: query, name: k } } }
`;
  test.each<[string, string, string, unknown]>([
    ["is the document's", 'security: [{ login: [] }]', '', { status: 'required', schemes: ['login'], scopes: [] }],
    [
      "is the operation's own, if it has one",
      'security: [{ login: [] }]',
      'security: [{ key: [] }],',
      { status: 'required', schemes: ['key'], scopes: [] },
    ],
    [
      'is none for an empty list',
      'security: [{ login: [] }]',
      'security: [],',
      { status: 'none', schemes: [], scopes: [] },
    ],
    [
      'is none for an empty requirement alone',
      'security: [{ login: [] }]',
      'security: [{}],',
      { status: 'none', schemes: [], scopes: [] },
    ],
    [
      'is optional with an empty requirement beside another',
      'security: []',
      'security: [{}, { login: [] }],',
      { status: 'optional', schemes: ['login'], scopes: [] },
    ],
    [
      'is unstated when schemes are declared and applied nowhere',
      '',
      '',
      { status: 'unstated', schemes: [], scopes: [] },
    ],
    [
      'is unstated when it names no declared scheme',
      '',
      'security: [{ other: [] }],',
      { status: 'unstated', schemes: [], scopes: [] },
    ],
    [
      'names alternatives and all scopes, with roles of extensions',
      '',
      'x-required-roles: [admin], security: [{ login: [b, a] }, { key: [], login: [] }],',
      { status: 'required', schemes: ['key', 'login'], scopes: ['a', 'admin', 'b'] },
    ],
  ])('%s', async (_, root, operation, expected) => {
    const [fact] = await operationsIn(document(root, operation));
    const { at: _at, ...security } = fact?.security ?? { at: undefined };
    expect(security).toEqual(expected);
  });

  test.each([
    ['{ type: http, scheme: basic }', 'http basic weak'],
    ['{ type: http, scheme: Bearer }', 'http bearer acceptable'],
    ['{ type: apiKey, in: query, name: k }', 'apiKey query weak'],
    ['{ type: apiKey, in: cookie, name: k }', 'apiKey cookie acceptable'],
    ['{ type: oauth2, flows: { implicit: {}, clientCredentials: {} } }', 'oauth2 implicit clientCredentials weak'],
    ['{ type: oauth2, flows: { clientCredentials: {} } }', 'oauth2 clientCredentials strong'],
    ['{ type: oauth2 }', 'oauth2 weak'],
    ['{ type: openIdConnect, openIdConnectUrl: https://x.example }', 'openIdConnect strong'],
    ['{ type: mutualTLS }', 'mutualTLS strong'],
    ['{ type: unheard }', 'unheard weak'],
  ])('%s is %s', async (scheme, expected) => {
    const { schemes } = await descriptionIn(
      `openapi: 3.1.0\npaths: {}\ncomponents: { securitySchemes: { s: ${scheme} } }\n`,
    );
    expect(schemes.map(({ type, strength }) => `${type} ${strength}`)).toEqual([expected]);
  });

  test.each([
    ['http://api.example.com', 'weak'],
    ['http://localhost:3000', 'acceptable'],
    ['http://orders:8080/v1', 'acceptable'],
    ['/v1', 'acceptable'],
  ])('a scheme on %s is %s', async (url, expected) => {
    const { schemes } = await descriptionIn(
      `openapi: 3.1.0\nservers: [{ url: "${url}" }]\npaths: {}\ncomponents: { securitySchemes: { s: { type: http, scheme: bearer } } }\n`,
    );
    expect(schemes.map(({ strength }) => strength)).toEqual([expected]);
  });
});

describe('constraints', () => {
  const request = async (schema: string, version = '3.0.3'): Promise<string | undefined> =>
    (
      await operationsIn(`openapi: ${version}
info: { title: a, version: "1" }
paths: { /a: { post: { requestBody: { content: { application/json: { schema: ${schema} } } }, responses: {} } } }
components: { schemas: { Tree: { type: object, additionalProperties: false, properties: { next: { $ref: "#/components/schemas/Tree" } } }, Id: { type: string, format: uuid } } }
`)
    )[0]?.requestConstrained;

  test.each([
    ['{ type: string, maxLength: 20, pattern: "^[a-z]+$" }', 'yes'],
    ['{ type: string, maxLength: 20 }', 'no'],
    ['{ type: string, maxLength: 20, pattern: ".*" }', 'no'],
    ['{ type: string, maxLength: 2147483647, pattern: "^[a-z]+$" }', 'no'],
    ['{ type: string, maxLength: 1000000000, pattern: "^[a-z]+$" }', 'no'],
    ['{ type: array, maxItems: 1000000000, items: { type: boolean } }', 'no'],
    ['{ type: string, pattern: "^[a-f0-9]{1,999999999}$" }', 'no'],
    ['{ type: string, pattern: "^[a-f0-9]{24}$" }', 'yes'],
    ['{ type: string, pattern: "^[a-f0-9]{24,}$" }', 'no'],
    ['{ type: string, format: uuid }', 'yes'],
    ['{ type: string, format: email }', 'no'],
    ['{ type: string, enum: [a, b] }', 'yes'],
    ['{ type: boolean }', 'yes'],
    ['{ type: integer, minimum: 0, maximum: 100 }', 'yes'],
    ['{ type: integer, minimum: 0, maximum: 2147483647 }', 'no'],
    ['{ type: integer, format: int32 }', 'no'],
    ['{ type: array, maxItems: 5, items: { type: boolean } }', 'yes'],
    ['{ type: array, items: { type: boolean } }', 'no'],
    ['{ type: object, additionalProperties: false, properties: { a: { type: boolean } } }', 'yes'],
    ['{ type: object, properties: { a: { type: boolean } } }', 'no'],
    ['{ type: object, additionalProperties: false, properties: { a: { type: string, readOnly: true } } }', 'yes'],
    ['{ type: object, maxProperties: 9, additionalProperties: { type: boolean } }', 'yes'],
    ['{ type: object, additionalProperties: { type: boolean } }', 'no'],
    ['{}', 'no'],
    ['{ $ref: "#/components/schemas/Tree" }', 'yes'],
    ['{ $ref: "#/components/schemas/Id" }', 'yes'],
    ['{ $ref: "#/components/schemas/None" }', 'no'],
    [
      '{ allOf: [{ type: object, properties: { a: { type: boolean } } }, { additionalProperties: false, properties: { b: { type: boolean } } }] }',
      'no',
    ],
    [
      '{ allOf: [{ type: object, properties: { a: { type: boolean } } }, { additionalProperties: false, properties: { a: {}, b: { type: boolean } } }] }',
      'no',
    ],
    [
      '{ allOf: [{ type: object, properties: { a: { type: boolean } } }, { additionalProperties: false, properties: { a: { type: boolean }, b: { type: boolean } } }] }',
      'yes',
    ],
    ['{ oneOf: [{ type: boolean }, { type: string }] }', 'no'],
    ['{ oneOf: [{ type: boolean }, { type: string, format: uuid }] }', 'yes'],
  ])('%s: %s', async (schema, expected) => {
    expect(await request(schema)).toBe(expected);
  });

  test.each([
    ['{ type: [integer, "null"], exclusiveMinimum: 0, exclusiveMaximum: 10 }', 'yes'],
    ['{ type: [integer, string], minimum: 0, maximum: 10 }', 'no'],
    ['{ const: a }', 'yes'],
    [
      '{ unevaluatedProperties: false, allOf: [{ type: object, properties: { a: { type: boolean } } }, { properties: { b: { type: boolean } } }] }',
      'yes',
    ],
  ])('3.1: %s: %s', async (schema, expected) => {
    expect(await request(schema, '3.1.0')).toBe(expected);
  });

  test('many nested alternatives end', async () => {
    const levels = Array.from(
      { length: 30 },
      (_, index) =>
        `    L${index}: { allOf: [{ $ref: "#/components/schemas/L${index + 1}" }, { oneOf: [{ $ref: "#/components/schemas/L${index + 1}" }, { $ref: "#/components/schemas/L${index + 1}" }] }] }`,
    );
    const text = `openapi: 3.0.3\ninfo: { title: a, version: "1" }\npaths: { /a: { post: { requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/L0" } } } }, responses: {} } } }\ncomponents:\n  schemas:\n${levels.join('\n')}\n    L30: { type: boolean }\n`;
    const started = performance.now();
    expect((await operationsIn(text))[0]?.requestConstrained).toBe('yes');
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

test('path items and operations in other files keep their places, and belong to the document', async () => {
  const [operation] = await operationsIn(
    'openapi: 3.0.3\ninfo: { title: a, version: "1" }\npaths: { /a: { $ref: paths/a.yaml } }\n',
    { 'paths/a.yaml': 'get:\n  responses: {}\n' },
  );
  expect([operation?.document, operation?.at.file, operation?.at.line, operation?.path]).toEqual([
    'openapi.yaml',
    'paths/a.yaml',
    1,
    '/a',
  ]);
});

test('webhooks, extensions and what is no operation are none', async () => {
  expect(
    await operationsIn(
      'openapi: 3.1.0\nwebhooks: { order: { post: { responses: {} } } }\npaths: { x-note: { get: {} }, /a: { summary: text, get: null } }\n',
    ),
  ).toEqual([]);
});

test('methods of version 3.2', async () => {
  const found = await operationsIn(
    'openapi: 3.2.0\npaths: { /a: { query: { responses: {} }, additionalOperations: { TRACE: { responses: {} } } } }\n',
  );
  expect(found.map(({ method }) => method)).toEqual(['QUERY', 'TRACE']);
});

test('a Sunset header with an example is a date of end, and marks as deprecated with Deprecation beside it', async () => {
  const [operation] = await operationsIn(
    'openapi: 3.0.3\npaths: { /a: { get: { responses: { "200": { headers: { Deprecation: {}, Sunset: { schema: { type: string, example: "Wed, 31 Dec 2025 23:59:59 GMT" } } } } } } } }\n',
  );
  expect([operation?.sunset, operation?.deprecated?.line]).toEqual(['2025-12-31', 2]);
});

test.each([
  ['{ type: string }', false],
  ['{ type: string, x-pii: true }', true],
  ['{ $ref: "#/components/schemas/Email", x-sensitive: high }', true],
  ['{ type: string, x-pii: false }', false],
  ['{ type: string, format: email }', false],
])('a personal field %s is annotated: %s', async (schema, expected) => {
  const [operation] = await operationsIn(
    `openapi: 3.1.0\npaths: { /a: { get: { responses: { "200": { content: { application/json: { schema: { type: array, items: { properties: { email: ${schema} } } } } } } } } } }\ncomponents: { schemas: { Email: { type: string } } }\n`,
  );
  expect(operation?.sensitiveFields.map(field => [field.name, field.class, field.annotated])).toEqual([
    ['email', 'personal', expected],
  ]);
});

test.each([
  ['info: { title: Swagger Petstore }', 'Petstore'],
  ['info: { title: Shop }\nservers: [{ url: https://httpbin.org }]', 'httpbin'],
  ['info: { title: Pet store orders of Example Ltd }', 'Petstore'],
  ['info: { title: Orders }', undefined],
])('%s is the sample %s', async (head, expected) => {
  expect((await descriptionIn(`openapi: 3.0.3\n${head}\npaths: {}\n`)).sample).toBe(expected);
});

test.each([
  ['# Code generated by protoc-gen-openapi v1\nopenapi: 3.0.3\npaths: {}\n', 'generated by protoc-gen-openapi v1'],
  ['openapi: 3.0.3\nx-generator: tsoa\npaths: {}\n', 'tsoa'],
  [
    'openapi: 3.0.3\nservers: [{ url: "http://localhost", description: Generated server url }]\npaths: {}\n',
    'springdoc',
  ],
  ['# our contract, written by hand\nopenapi: 3.0.3\npaths: {}\n', undefined],
])('a generator leaves its mark: %j', async (text, expected) => {
  expect((await descriptionIn(text)).generatedBy).toBe(expected);
});
