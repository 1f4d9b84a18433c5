import { describe, expect, test } from 'vitest';
import {
  code,
  component,
  description,
  gatewayRoute,
  reconciled,
  type DescribedOptions,
} from '../../tests/support/reconciled.ts';
import type { Fact } from '../core/fact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { ReconcileInput } from '../reconcile/reconcile.ts';
import { specDerivers } from './spec.ts';

function inputOf(from: Partial<ReconcileInput>): EvidenceInput {
  const { inventory, linked } = reconciled(from);
  return {
    repository: 'org/shop',
    organisation: 'org',
    facts: from.facts ?? [],
    inventory,
    linked,
    visibility: [],
    today: '2026-01-01',
    changedAt: () => undefined,
  };
}

/** `supports E1 0.95 GET /a | summary`, one for each piece of evidence of a signal; what is rejected says by which rule. */
function evidence(signal: string, from: Partial<ReconcileInput>): readonly string[] {
  const input = inputOf(from);
  const names = new Map<string, string>([
    ...input.inventory.operations.map(operation => [operation.id, `${operation.method} ${operation.path}`] as const),
    ...input.inventory.apis.map(api => [api.id, `API ${api.title}`] as const),
  ]);
  return specDerivers
    .filter(deriver => deriver.signal === signal)
    .flatMap(deriver => deriver.derive(input))
    .map(draft => {
      const rejected = (draft.rejected ?? []).map(({ rule }) => ` [${rule}]`).join('');
      expect(draft.facts.length).toBeGreaterThan(0);
      return `${draft.polarity} ${draft.tier} ${draft.confidence} ${names.get(draft.subject.id) ?? draft.subject.id} | ${draft.summary}${rejected}`;
    });
}

const served = (options: DescribedOptions, more: Parameters<typeof description>[2] = {}): Partial<ReconcileInput> => ({
  code: [code('GET /a')],
  facts: description('api.yaml', [['GET /a', options]], more),
});

describe('presence', () => {
  test('a description that counts is evidence for its API', () => {
    expect(evidence('spec.openapi.present', served({}))).toEqual([
      'supports E1 0.95 API Shop | Shop is described in OpenAPI 3.0.3.',
    ]);
  });

  test('an invalid one counts for less, and says why it is invalid', () => {
    expect(evidence('spec.openapi.present', served({}, { valid: 'no', invalidBecause: 'info is missing' }))).toEqual([
      'supports E1 0.85 API Shop | Shop is described in OpenAPI 3.0.3. It is not valid: info is missing.',
    ]);
  });

  test('one that does not count is shown with its rule', () => {
    const sample = served({}, { sample: 'Petstore', title: 'Petstore' });
    expect(evidence('spec.openapi.present', sample)).toEqual([
      'supports E1 0.95 org/shop | Petstore is described in OpenAPI 3.0.3. [G3]',
    ]);
    expect(evidence('spec.rejected-nonproduct', sample)).toEqual([
      'contradicts E0 0.95 org/shop | api.yaml does not count: it is a copy of a well-known sample: Petstore (G3).',
    ]);
    expect(evidence('spec.rejected-nonproduct', { facts: description('api.yaml', ['GET /a']) })).toEqual([]);
  });

  test('other languages are other signals', () => {
    const facts = description('shop.graphql', [['QUERY a', { protocol: 'graphql' }]], {
      format: 'graphql',
      formatVersion: '',
      title: 'shop',
    });
    expect([evidence('spec.openapi.present', { facts }), evidence('spec.other-idl.present', { facts })]).toEqual([
      [],
      ['supports E1 0.95 API shop | shop is described in GraphQL schema.'],
    ]);
  });

  test('a generated description follows the code', () => {
    expect(evidence('spec.precedes-code', served({}, { generatedBy: 'tsoa' }))).toEqual([
      'contradicts E2 0.85 API Shop | api.yaml carries the mark of a generator: tsoa.',
    ]);
  });
});

describe('agreement with code', () => {
  test('matched and drifted operations agree, shadow ones are undocumented, phantoms nowhere', () => {
    const from = {
      code: [code('GET /a'), code('GET /b', { status: 'none' }), code('GET /c'), code('GET /health')],
      facts: description('api.yaml', ['GET /a', ['GET /b', { security: 'required' }], 'GET /d']),
    };
    expect(evidence('spec.matches-code', from)).toEqual([
      'supports E2 0.81 GET /a | GET /a: code and description agree on method and path.',
      'supports E2 0.81 GET /b | GET /b: code and description agree on method and path, and differ about authentication.',
    ]);
    expect(evidence('route.undocumented', from)).toEqual([
      'contradicts E3 0.81 GET /c | GET /c: it is served, and no description that counts states it.',
      'contradicts E3 0.81 GET /health | GET /health: it is served, and no description that counts states it. [not-an-operation]',
    ]);
    expect(evidence('spec.phantom-operation', from)).toEqual([
      'contradicts E3 0.81 GET /d | GET /d: it is described, and neither code, gateway nor traffic knows it.',
    ]);
  });

  test('where code was not read, nothing agrees and nothing is a phantom', () => {
    const from = { components: [component('.', { languages: ['go'] })], facts: description('api.yaml', ['GET /a']) };
    expect([
      evidence('spec.matches-code', from),
      evidence('spec.phantom-operation', from),
      evidence('route.undocumented', from),
    ]).toEqual([[], [], []]);
  });

  test('a sunset in the past that is still routed', () => {
    const zombie = served({ deprecated: true, sunset: '2025-06-30' });
    expect(evidence('spec.deprecated-operation-still-routed', zombie)).toEqual([
      'contradicts E3 0.81 GET /a | GET /a: its end was set to 2025-06-30, and it is still routed.',
    ]);
    expect(evidence('spec.deprecation.declared', zombie)).toEqual([
      'supports E1 0.95 GET /a | GET /a: it is marked as deprecated, with its end on 2025-06-30.',
    ]);
  });

  test('everything deprecated and nothing dated is no plan', () => {
    const from = {
      code: [code('GET /a'), code('GET /b')],
      facts: description('api.yaml', [
        ['GET /a', { deprecated: true }],
        ['GET /b', { deprecated: true }],
      ]),
    };
    expect(evidence('spec.deprecation.declared', from)).toEqual([
      'supports E1 0.95 GET /a | GET /a: it is marked as deprecated, without a date. [blanket-deprecation]',
      'supports E1 0.95 GET /b | GET /b: it is marked as deprecated, without a date. [blanket-deprecation]',
    ]);
  });

  test('a package that could route by the description is shown and not counted', () => {
    const dependency: Fact = {
      kind: 'artefact',
      artefact: 'dependency',
      at: { file: 'package.json', line: 3, column: 5, endLine: 3, endColumn: 9 },
      ecosystem: 'npm',
      name: 'openapi-backend',
      version: '5.0.0',
      isDevelopment: false,
      detector: 'package-json',
      fileRole: 'product',
      component: '.',
      excerpt: '',
    };
    const from = { ...served({}), facts: [...(served({}).facts ?? []), dependency] };
    expect(evidence('spec.drives-code', from)).toEqual([
      'supports E3 0.85 GET /a | GET /a: openapi-backend can route and check requests by the description. [G1]',
    ]);
    expect(
      evidence('spec.drives-code', {
        ...from,
        facts: [...(served({}).facts ?? []), { ...dependency, isDevelopment: true }],
      }),
    ).toEqual([]);
  });

  test('an older major beside a newer one', () => {
    expect(evidence('route.version.multiple-live', { code: [code('GET /v1/a'), code('GET /v2/a')] })).toEqual([
      'contradicts E3 0.81 API shop | v1 is served beside v2, and not all of it is marked as deprecated.',
    ]);
    expect(
      evidence('route.version.multiple-live', { code: [code('GET /v1/a', { deprecated: true }), code('GET /v2/a')] }),
    ).toEqual(['supports E3 0.81 API shop | v1 is served beside v2, and all of it is marked as deprecated.']);
    expect(evidence('route.version.multiple-live', { code: [code('GET /v1/a')] })).toEqual([]);
  });
});

describe('security', () => {
  const claim = (status: 'required' | 'optional' | 'none' | 'unstated', path = '/a') =>
    evidence('spec.security.global-or-per-op', {
      code: [code(`GET ${path}`)],
      facts: description('api.yaml', [[`GET ${path}`, { security: status }]]),
    });

  test.each([
    ['required' as const, '/a', ['supports E1 0.95 GET /a | GET /a: the description requires authentication.']],
    [
      'optional' as const,
      '/a',
      ['contradicts E1 0.95 GET /a | GET /a: the description makes authentication optional.'],
    ],
    ['none' as const, '/a', ['contradicts E1 0.95 GET /a | GET /a: the description asks for no authentication.']],
    ['none' as const, '/login', []],
    ['unstated' as const, '/a', []],
  ])('%s at %s', (status, path, expected) => {
    expect(claim(status, path)).toEqual(expected);
  });

  test('a claim about code that was not read is less sure', () => {
    const from = {
      components: [component('.', { languages: ['go'] })],
      facts: description('api.yaml', [['GET /a', { security: 'required' }]]),
    };
    expect(evidence('spec.security.global-or-per-op', from)).toEqual([
      'supports E1 0.66 GET /a | GET /a: the description requires authentication.',
    ]);
  });

  test('a phantom supports nothing', () => {
    const from = {
      code: [code('GET /a')],
      facts: description('api.yaml', ['GET /a', ['GET /b', { security: 'required' }]]),
    };
    expect(evidence('spec.security.global-or-per-op', from)).toEqual([]);
  });

  const at = { file: 'api.yaml', line: 90, column: 1, endLine: 90, endColumn: 2 };
  const demanding = (schemes: readonly string[], scopes: readonly string[] = []): DescribedOptions => ({
    demands: { status: 'required', schemes, scopes, at },
  });
  const declared = [
    { name: 'login', type: 'oauth2 authorizationCode', strength: 'strong' as const, at },
    { name: 'key', type: 'apiKey header', strength: 'acceptable' as const, at },
    { name: 'basic', type: 'http basic', strength: 'weak' as const, at },
  ];

  test.each([
    [
      'strong',
      ['login'],
      ['supports E1 0.95 API Shop | The API demands strong authentication: login (oauth2 authorizationCode).'],
    ],
    [
      'acceptable is less sure',
      ['key'],
      ['supports E1 0.75 API Shop | The API demands acceptable authentication: key (apiKey header).'],
    ],
    [
      'one weak way in',
      ['login', 'basic'],
      ['contradicts E1 0.95 API Shop | The API accepts weak authentication: basic (http basic).'],
    ],
    [
      'declared and applied nowhere',
      [],
      [
        'supports E1 0.95 API Shop | Authentication is declared and demanded by no operation that exists: login (oauth2 authorizationCode), key (apiKey header), basic (http basic). [G12]',
      ],
    ],
  ])('scheme strength: %s', (_, schemes, expected) => {
    expect(evidence('spec.security.scheme-strength', served(demanding(schemes), { schemes: declared }))).toEqual(
      expected,
    );
  });

  test('one scope for every operation distinguishes nobody', () => {
    const from = (scopes: readonly (readonly string[])[]) => ({
      code: [code('GET /a'), code('GET /b')],
      facts: description('api.yaml', [
        ['GET /a', demanding(['login'], scopes[0])],
        ['GET /b', demanding(['login'], scopes[1])],
      ]),
    });
    expect(evidence('spec.security.scopes-per-op', from([['read'], ['write']]))).toEqual([
      'supports E1 0.95 GET /a | GET /a: the description demands read.',
      'supports E1 0.95 GET /b | GET /b: the description demands write.',
    ]);
    expect(evidence('spec.security.scopes-per-op', from([['read'], ['read']]))).toEqual([
      'supports E1 0.95 GET /a | GET /a: the description demands read. [one-scope-everywhere]',
      'supports E1 0.95 GET /b | GET /b: the description demands read. [one-scope-everywhere]',
    ]);
  });
});

describe('messages', () => {
  test.each<[string, DescribedOptions, readonly string[]]>([
    [
      'spec.schema.request-constrained',
      { requestConstrained: 'yes' },
      ['supports E1 0.95 GET /a | GET /a: every input is bounded and every object closed.'],
    ],
    ['spec.schema.request-constrained', { requestConstrained: 'none' }, []],
    [
      'spec.schema.response-constrained',
      { responseConstrained: 'yes', splitsReadAndWrite: true },
      [
        'supports E1 0.95 GET /a | GET /a: every successful response has a closed and typed schema, other than what is written.',
      ],
    ],
    ['spec.schema.response-constrained', { responseConstrained: 'no', splitsReadAndWrite: true }, []],
    [
      'spec.error-responses',
      { errorResponses: ['404', 'default'] },
      ['supports E1 0.95 GET /a | GET /a: failures have schemas: 404.'],
    ],
    ['spec.error-responses', { errorResponses: ['default'] }, []],
  ])('%s', (signal, options, expected) => {
    expect(evidence(signal, served(options))).toEqual(expected);
  });

  test('sensitive fields count when all of them are marked', () => {
    const field = (name: string, annotated: boolean) => ({
      name,
      class: 'personal' as const,
      annotated,
      at: { file: 'api.yaml', line: 5, column: 1, endLine: 5, endColumn: 2 },
    });
    const said = (...marks: readonly boolean[]) =>
      evidence(
        'spec.schema.data-classification',
        served({ sensitiveFields: marks.map((mark, index) => field(`email${index}`, mark)) }),
      );
    expect([said(true, true), said(true, false), said(false), said()]).toEqual([
      ['supports E1 0.95 GET /a | GET /a: 2 of 2 sensitive fields are marked as such.'],
      ['supports E1 0.95 GET /a | GET /a: 1 of 2 sensitive fields are marked as such. [partly-classified]'],
      [],
      [],
    ]);
  });

  test('a rate limit on everything without any limiter is a claim only', () => {
    const rateLimit = { file: 'api.yaml', line: 9, column: 1, endLine: 9, endColumn: 2 };
    const from = (limiter: boolean) => ({
      code: [code('GET /a', limiter ? { limiter: rateLimit } : {}), code('GET /b')],
      facts: description('api.yaml', [
        ['GET /a', { rateLimit }],
        ['GET /b', { rateLimit }],
      ]),
    });
    expect(evidence('spec.rate-limit.declared', from(false))).toEqual([
      'supports E1 0.95 GET /a | GET /a: the description states a rate limit. [limit-without-limiter]',
      'supports E1 0.95 GET /b | GET /b: the description states a rate limit. [limit-without-limiter]',
    ]);
    expect(evidence('spec.rate-limit.declared', from(true))).toEqual([
      'supports E1 0.95 GET /a | GET /a: the description states a rate limit.',
      'supports E1 0.95 GET /b | GET /b: the description states a rate limit.',
    ]);
  });
});

test('two documents of one operation are one piece of evidence', () => {
  const facts = [
    ...description('a.yaml', [['GET /a', { requestConstrained: 'yes' }]]),
    ...description('b.yaml', [['GET /a', { requestConstrained: 'yes' }]]),
  ];
  expect(evidence('spec.schema.request-constrained', { code: [code('GET /a')], facts })).toHaveLength(1);
});

test('where it was looked: in descriptions or in every file that could be one; in routes only where some were read', () => {
  const looks = (signal: string, from: Partial<ReconcileInput>) =>
    specDerivers.find(deriver => deriver.signal === signal)?.looks(inputOf(from));
  expect([
    looks('spec.openapi.present', served({})),
    looks('spec.openapi.present', {}),
    looks('route.undocumented', served({})),
    looks('route.undocumented', {}),
    looks('spec.phantom-operation', { facts: [gatewayRoute('/a')] }),
  ]).toEqual([['api.yaml'], ['every YAML, JSON, GraphQL and .proto file'], ['./app.ts'], [], []]);
});
