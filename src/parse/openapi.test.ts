import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { placeOf } from '../core/location.ts';
import { openapiFile } from './openapi.ts';

/** Parses `api.yaml` beside other files; also says which files were asked for. */
async function parse(text: string, files: Readonly<Record<string, string>> = {}) {
  const asked: string[] = [];
  const read = (path: string): string | undefined => {
    asked.push(path);
    return files[path];
  };
  return { asked, parsed: await openapiFile('docs/api.yaml', 'product', text, { read }) };
}

async function parsedFile(text: string, files: Readonly<Record<string, string>> = {}) {
  const { parsed } = await parse(text, files);
  if (parsed.kind !== 'parsed') throw new Error(`not parsed: ${JSON.stringify(parsed)}`);
  return { ...parsed.file, said: parsed.diagnostics.map(each => `${placeOf(each.at)} ${each.code}: ${each.message}`) };
}

const withSchema = (schema: string, version = '3.0.3'): string => `openapi: ${version}
info: {title: Shop, version: "1"}
paths:
  /a:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: ${schema}
`;

describe('what is a document', () => {
  test.each([
    ['3.0', 'openapi: 3.0.3\npaths: {}\n', '3.0.3'],
    ['3.1 in JSON', '{"openapi": "3.1.0", "paths": {}}', '3.1.0'],
    ['2.0', 'swagger: "2.0"\npaths: {}\n', '2.0'],
    ['2.0 as a number', 'swagger: 2.0\npaths: {}\n', '2.0'],
    ['3.0 as a number', 'openapi: 3.0\npaths: {}\n', '3.0'],
    ['3.2', 'openapi: 3.2.0\npaths: {}\n', '3.2.0'],
  ])('%s', async (_, text, version) => {
    expect((await parsedFile(text)).formatVersion).toBe(version);
  });

  test.each([
    ['a fragment', 'type: object\nproperties: {openapi: {type: string}}\n'],
    ['a custom resource definition', 'kind: CustomResourceDefinition\nspec: {openAPIV3Schema: {type: object}}\n'],
    ['a version of another format', 'openapi: 1.0\n'],
    ['a version as a record', 'openapi: {version: 3.0.0}\n'],
    ['a list', '- openapi: 3.0.0\n'],
    ['an empty file', ''],
    ['broken YAML that claims nothing', 'a: [1\nb: 2\n'],
  ])('%s is not applicable', async (_, text) => {
    expect((await parse(text)).parsed).toEqual({ kind: 'not-applicable' });
  });

  test('a broken file that claims to be OpenAPI is reported', async () => {
    const { parsed } = await parse('openapi: 3.0.0\npaths: [1\ninfo: 2\n');
    expect(parsed.kind === 'failed' && `${placeOf(parsed.diagnostic.at)} ${parsed.diagnostic.code}`).toBe(
      'docs/api.yaml:3 unreadable-description',
    );
  });
});

describe('references', () => {
  test('are followed inside the document and into files of the tree, to the place where they end', async () => {
    const file = await parsedFile(
      `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /orders:
    $ref: paths/orders.yaml
components:
  schemas:
    Order: {$ref: '../schemas/order.json#/definitions/Order'}
`,
      {
        'docs/paths/orders.yaml':
          "get:\n  responses:\n    '200':\n      description: ok\n      content:\n        application/json:\n          schema: {$ref: '../api.yaml#/components/schemas/Order'}\n",
        'schemas/order.json': '{"definitions": {\n  "Order": {"type": "object", "title": "an order"}}}',
      },
    );
    const schema = file.root
      .get('paths')
      ?.get('/orders')
      ?.get('get')
      ?.get('responses')
      ?.get('200')
      ?.get('content')
      ?.get('application/json')
      ?.get('schema');
    expect([
      schema?.id,
      { ...(schema?.value as object) },
      schema && placeOf(schema.get('title')?.at() ?? schema.at()),
    ]).toEqual([
      'schemas/order.json#/definitions/Order',
      { type: 'object', title: 'an order' },
      'schemas/order.json:2',
    ]);
    expect(file.said).toEqual([]);
    expect(file.validation).toEqual({ valid: 'yes' });
  });

  test.each([
    [
      '/etc/passwd',
      'reference-outside-root: a reference leads out of the scanned folder and was not followed: /etc/passwd',
    ],
    [
      '../../etc/passwd',
      'reference-outside-root: a reference leads out of the scanned folder and was not followed: ../../etc/passwd',
    ],
    [
      '%2e%2e/%2e%2e/etc/passwd',
      'reference-outside-root: a reference leads out of the scanned folder and was not followed: %2e%2e/%2e%2e/etc/passwd',
    ],
    [
      '..\\..\\secret.yaml',
      'reference-outside-root: a reference leads out of the scanned folder and was not followed: ..\\..\\secret.yaml',
    ],
    [
      'C:/secret.yaml',
      'reference-outside-root: a reference leads out of the scanned folder and was not followed: C:/secret.yaml',
    ],
    [
      'file:///etc/passwd',
      'reference-outside-root: a reference leads out of the scanned folder and was not followed: file:///etc/passwd',
    ],
    [
      'https://example.com/a.yaml#/x',
      'remote-reference: a reference leads to the network and was not followed: https://example.com/a.yaml#/x',
    ],
    [
      '//example.com/a.yaml',
      'remote-reference: a reference leads to the network and was not followed: //example.com/a.yaml',
    ],
    ['missing.yaml#/x', 'missing-reference: a reference leads to nothing that can be read: docs/missing.yaml, #/x'],
    [
      '#/components/schemas/None',
      'missing-reference: a reference leads to nothing that can be read: #/components/schemas/None',
    ],
    ['#anchor', 'missing-reference: a reference to a named anchor is not followed: #anchor'],
    ['%zz.yaml', 'missing-reference: a reference is not well formed: %zz.yaml'],
  ])('%s', async (reference, expected) => {
    const { asked, parsed } = await parse(withSchema(`{$ref: '${reference}'}`));
    expect(
      parsed.kind === 'parsed' && parsed.diagnostics.map(each => `${placeOf(each.at)} ${each.code}: ${each.message}`),
    ).toEqual([`docs/api.yaml:11 ${expected}`]);
    expect(asked).toEqual(reference === 'missing.yaml#/x' ? ['docs/missing.yaml'] : []);
  });

  test('to disk and network are never opened, by the reader or the validator', async () => {
    let connections = 0;
    const server = createServer((_, response) => response.end('{}'))
      .on('connection', () => connections++)
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A listening TCP server has an address of this form.
    const { port } = server.address() as AddressInfo;
    const file = await parsedFile(withSchema(`{anyOf: [{$ref: 'http://127.0.0.1:${port}/x'}, {$ref: /etc/passwd}]}`));
    const { validateOpenapi } = await import('./openapi-validation.ts');
    const { collectReferences } = await import('./openapi-references.ts');
    // Even if the reader's count were wrong, the validator itself must not follow.
    const references = {
      ...collectReferences(file.path, file.document, { read: () => undefined }),
      refused: 0,
      missing: 0,
    };
    const validation = await validateOpenapi({ formatVersion: '3.0.3', bytes: 1, references });
    server.close();
    await once(server, 'close');
    expect([connections, validation, file.validation.valid]).toEqual([0, { valid: 'yes' }, 'unknown']);
  });

  test('in a circle end, also between files', async () => {
    const file = await parsedFile(withSchema("{$ref: 'a.yaml#/x'}"), {
      'docs/a.yaml': "x: {$ref: 'b.yaml#/x'}\n",
      'docs/b.yaml': "x: {$ref: 'a.yaml#/x'}\n",
    });
    const schema = file.root
      .get('paths')
      ?.get('/a')
      ?.get('get')
      ?.get('responses')
      ?.get('200')
      ?.get('content')
      ?.get('application/json')
      ?.get('schema');
    expect([schema?.value, file.validation]).toEqual([
      undefined,
      { valid: 'unknown', because: 'files that refer to each other in a circle are not validated' },
    ]);
    const circle = 'circular-reference: a reference leads back to itself, or on through more than 50 others:';
    expect(file.said).toEqual([`docs/api.yaml:11 ${circle} docs/a.yaml#/x`, `docs/a.yaml:1 ${circle} docs/b.yaml#/x`]);
  });

  test('to a schema that holds itself are no circle: there is a value on the way', async () => {
    const file = await parsedFile(
      `${withSchema("{$ref: '#/components/schemas/Node'}")}components: {schemas: {Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}}}}}\n`,
    );
    expect(file.said).toEqual([]);
  });

  test('inside examples and defaults are data, but properties may have any name', async () => {
    const file = await parsedFile(
      withSchema(
        "{type: object, example: {$ref: /etc/passwd}, properties: {default: {$ref: '#/none'}, $ref: {type: string}}}",
      ),
    );
    expect(file.said).toEqual([
      'docs/api.yaml:11 missing-reference: a reference leads to nothing that can be read: #/none',
    ]);
  });
});

describe('validation', () => {
  test.each([
    ['a correct document', withSchema('{type: string}'), { valid: 'yes' }],
    ['a correct 3.1 document', withSchema('{type: [string, "null"]}', '3.1.0'), { valid: 'yes' }],
    [
      'a circle inside one document',
      withSchema(
        "{type: object, properties: {a: {$ref: '#/paths/~1a/get/responses/200/content/application~1json/schema'}}}",
      ),
      { valid: 'yes' },
    ],
    [
      'a wrong type',
      withSchema('{type: 5}'),
      { valid: 'no', because: '#/paths/~1a/get/responses/200/content/application~1json/schema/type must be string' },
    ],
    [
      'a missing reference',
      withSchema("{$ref: '#/none'}"),
      { valid: 'no', because: 'a reference leads to nothing that can be read' },
    ],
    [
      '3.2',
      withSchema('{type: string}', '3.2.0'),
      { valid: 'unknown', because: '3.2.0 is not known to the validator' },
    ],
    [
      'references that multiply each other',
      `${withSchema("{$ref: '#/components/schemas/L0'}")}components:\n  schemas:\n${Array.from({ length: 40 }, (_, level) => `    L${level}: {allOf: [{$ref: '#/components/schemas/L${level + 1}'}, {$ref: '#/components/schemas/L${level + 1}'}]}\n`).join('')}    L40: {type: string}\n`,
      { valid: 'unknown', because: 'more than 1000000 values once its references are written out' },
    ],
    [
      'a document above the size cap',
      withSchema(`{type: string, description: "${'x'.repeat(2_100_000)}"}`),
      { valid: 'unknown', because: 'larger than 2097152 bytes' },
    ],
  ])('%s', async (_, text, expected) => {
    expect((await parsedFile(text)).validation).toEqual(expected);
  });
});
