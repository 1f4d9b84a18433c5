import { describe, expect, test } from 'vitest';
import { code, component, description, gatewayRoute, inWords, reconciled } from '../../tests/support/reconciled.ts';

describe('code and descriptions', () => {
  test('what both have is matched, what one has is shadow or phantom', () => {
    const input = {
      code: [code('GET /orders/{id}'), code('POST /orders'), code('GET /health')],
      facts: description('api.yaml', ['GET /orders/{orderId}/', 'POST /orders', 'DELETE /orders/{id}']),
    };
    expect(inWords(reconciled(input))).toEqual([
      'GET /health shadow doc:no impl:yes exp:unknown',
      'POST /orders matched doc:yes impl:yes exp:unknown',
      'DELETE /orders/{id} phantom doc:yes impl:no exp:unknown',
      'GET /orders/{id} matched doc:yes impl:yes exp:unknown',
    ]);
  });

  test('the case of paths counts', () => {
    expect(
      inWords(
        reconciled({
          code: [code('GET /Orders'), code('GET /a')],
          facts: description('api.yaml', ['GET /orders', 'GET /a']),
        }),
      ),
    ).toEqual([
      'GET /Orders shadow doc:no impl:yes exp:unknown',
      'GET /a matched doc:yes impl:yes exp:unknown',
      'GET /orders phantom doc:yes impl:no exp:unknown',
    ]);
  });

  test.each([
    ['its base path', ['/api/v1'], ['GET /api/v1/a', 'GET /api/v1/b'], []],
    [
      'no prefix, when a proxy takes the base path away',
      ['/api/v1'],
      ['GET /a', 'GET /b'],
      ['api.yaml: its paths match the code without its base path'],
    ],
    [
      'another of its servers',
      ['', '/v2'],
      ['GET /v2/a', 'GET /v2/b'],
      ['api.yaml: its paths match the code below /v2, one of its servers'],
    ],
    [
      'a prefix that only the code has',
      [''],
      ['GET /api/a', 'GET /api/b', 'GET /other'],
      ['api.yaml: its paths match the code below /api, a prefix that it does not state'],
    ],
  ])('paths are compared under %s', (_, basePaths, routes, reasons) => {
    const { inventory } = reconciled({
      code: routes.map(route => code(route)),
      facts: description('api.yaml', ['GET /a', 'GET /b'], { basePaths }),
    });
    const matched = inventory.operations.filter(operation => operation.state === 'matched');
    expect(matched.map(({ method, path, reasons: why }) => [`${method} ${path}`, why])).toEqual(
      routes.slice(0, 2).map(route => [route, [...reasons, 'no gateway configuration was given']]),
    );
  });

  test('two prefixes of the code that fit alike are a guess, and none is taken', () => {
    const { inventory } = reconciled({
      code: [code('GET /v1/a'), code('GET /v2/a')],
      facts: description('api.yaml', ['GET /a']),
    });
    expect(inventory.descriptions).toEqual([
      {
        file: 'api.yaml',
        accepted: false,
        rejectedBy: {
          rule: 'G4',
          why: '0 of its 1 operations exist in code, gateway or traffic, which is less than half',
        },
        operations: 1,
        matched: 0,
      },
    ]);
  });

  test('a route for every method is each described method of its path, and stays while others are open', () => {
    expect(
      inWords(reconciled({ code: [code('ANY /a')], facts: description('api.yaml', ['GET /a', 'POST /a']) })),
    ).toEqual([
      'ANY /a shadow doc:no impl:yes exp:unknown',
      'GET /a matched doc:yes impl:yes exp:unknown',
      'POST /a matched doc:yes impl:yes exp:unknown',
    ]);
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    expect(
      inWords(
        reconciled({
          code: [code('ANY /a')],
          facts: description(
            'api.yaml',
            methods.map(method => `${method} /a`),
          ),
        }),
      ),
    ).toEqual(methods.toSorted().map(method => `${method} /a matched doc:yes impl:yes exp:unknown`));
  });

  test('GET answers a described HEAD', () => {
    expect(
      inWords(reconciled({ code: [code('GET /a')], facts: description('api.yaml', ['GET /a', 'HEAD /a']) })),
    ).toEqual(['GET /a matched doc:yes impl:yes exp:unknown', 'HEAD /a matched doc:yes impl:yes exp:unknown']);
  });

  test.each([
    ['a catch-all above it', code('ANY /files/{*path}'), /^the catch-all route \/files\/\{\*path\} may serve it$/],
    [
      'a route with an unknown prefix',
      code('GET /{?}/x', { unresolved: 'never mounted' }),
      /^a route whose full path is not known may be it: \/\{\?\}\/x \(\.\/app\.ts:\d+\)$/,
    ],
  ])('what may be served by %s is no phantom', (_, route, reason) => {
    const { inventory } = reconciled({
      code: [code('GET /a'), route],
      facts: description('api.yaml', ['GET /a', 'GET /files/x']),
    });
    const operation = inventory.operations.find(each => each.path === '/files/x');
    expect([operation?.state, operation?.implemented]).toEqual(['unresolved', 'unknown']);
    expect(operation?.reasons[0]).toMatch(reason);
  });

  test('a fallback for everything does not make phantoms unknown', () => {
    expect(
      inWords(
        reconciled({
          code: [code('GET /a'), code('GET /{*rest}')],
          facts: description('api.yaml', ['GET /a', 'GET /b']),
        }),
      ),
    ).toContain('GET /b phantom doc:yes impl:no exp:unknown');
  });

  test('an operation whose path is not known is unresolved and not compared', () => {
    const { inventory } = reconciled({ code: [code('GET /{?}/a', { unresolved: 'the prefix is computed' })] });
    const [operation] = inventory.operations;
    expect([operation?.state, operation?.documented, operation?.implemented, operation?.reasons]).toEqual([
      'unresolved',
      'unknown',
      'unknown',
      [
        'the prefix is computed',
        'it cannot be compared with descriptions while its path or place is not known',
        'no gateway configuration was given',
      ],
    ]);
  });

  test('registered twice, the weakest guard counts', () => {
    const { inventory } = reconciled({
      code: [code('GET /a', { status: 'required' }), code('GET /a', { status: 'none' })],
    });
    expect(inventory.operations.map(({ auth, sources }) => [auth.status, auth.reason, sources.length])).toEqual([
      ['none', 'registered 2 times with different guards (none, required); the weakest counts: guards say none', 2],
    ]);
  });
});

describe('which component a description stands for', () => {
  const components = [component('.', { languages: [] }), component('services/orders'), component('services/users')];

  test('the one that implements half of it, when it stands elsewhere', () => {
    const input = {
      components,
      code: [
        code('GET /orders', { component: 'services/orders' }),
        code('GET /users', { component: 'services/users' }),
      ],
      facts: description('docs/orders.yaml', ['GET /orders', 'POST /orders']),
    };
    expect(inWords(reconciled(input))).toEqual([
      'GET /orders (services/orders) matched doc:yes impl:yes exp:unknown',
      'POST /orders (services/orders) phantom doc:yes impl:no exp:unknown',
      'GET /users (services/users) shadow doc:no impl:yes exp:unknown',
    ]);
  });

  test('several, when only all together implement half of it', () => {
    const input = {
      components,
      code: [
        code('GET /orders', { component: 'services/orders' }),
        code('GET /users', { component: 'services/users' }),
      ],
      facts: description('openapi.yaml', ['GET /orders', 'GET /users', 'GET /a', 'GET /b']),
    };
    expect(inWords(reconciled(input)).slice(2)).toEqual([
      'GET /orders (services/orders) matched doc:yes impl:yes exp:unknown',
      'GET /users (services/users) matched doc:yes impl:yes exp:unknown',
    ]);
  });

  test('code that no reader understands leaves its operations unknown', () => {
    const input = {
      components: [component('.', { languages: [] }), component('identity', { languages: ['java'] })],
      facts: description('openapi.yaml', ['GET /a'], { component: 'identity' }),
    };
    const { inventory } = reconciled(input);
    expect(inventory.operations.map(({ state, implemented, reasons }) => [state, implemented, reasons[0]])).toEqual([
      ['unresolved', 'unknown', 'code in java is not read'],
    ]);
    expect(inventory.descriptions.map(({ accepted, matched }) => [accepted, matched])).toEqual([[true, 0]]);
  });

  test('a document at the root may be of a component that is not read', () => {
    const input = {
      components: [component('.', { languages: [] }), component('web'), component('api', { languages: ['go'] })],
      facts: description('openapi.yaml', ['GET /a']),
    };
    expect(reconciled(input).inventory.operations.map(({ implemented, reasons }) => [implemented, reasons[0]])).toEqual(
      [['unknown', 'it may describe a component whose code is not read (go)']],
    );
  });
});

describe('descriptions that do not count', () => {
  const rejectedBy = (more: Parameters<typeof description>[2], operations = ['GET /a'], routes = ['GET /a']) =>
    reconciled({ code: routes.map(route => code(route)), facts: description('api.yaml', operations, more) }).inventory
      .descriptions[0]?.rejectedBy;

  test.each([
    [
      'test files (G2)',
      { fileRole: 'test' as const },
      { rule: 'G2', why: 'it stands among files of another purpose: test' },
    ],
    ['samples (G3)', { sample: 'Petstore' }, { rule: 'G3', why: 'it is a copy of a well-known sample: Petstore' }],
    ['documentation counts', { fileRole: 'documentation' as const }, undefined],
    [
      "another party's host does not matter where the code implements it",
      { servers: ['https://api.stripe.com'] },
      undefined,
    ],
  ])('%s', (_, more, expected) => {
    expect(rejectedBy(more)).toEqual(expected);
  });

  test('the API of another party (G3)', () => {
    expect(rejectedBy({ servers: ['https://api.stripe.com/v1'] }, ['GET /charges'])).toEqual({
      rule: 'G3',
      why: 'it describes the API of another party: api.stripe.com',
    });
  });

  test('less than half implemented (G4): nothing of it counts, and the operation says why', () => {
    const { inventory } = reconciled({
      code: [code('GET /a')],
      facts: description('api.yaml', ['GET /a', 'GET /b', 'GET /c']),
    });
    expect(
      inventory.operations.map(({ path, state, documented, reasons }) => [path, state, documented, reasons[0]]),
    ).toEqual([
      [
        '/a',
        'shadow',
        'no',
        'api.yaml describes it and does not count (G4: 1 of its 3 operations exist in code, gateway or traffic, which is less than half)',
      ],
    ]);
    expect(inventory.descriptions.map(({ accepted, operations, matched }) => [accepted, operations, matched])).toEqual([
      [false, 3, 1],
    ]);
  });

  test('half implemented counts', () => {
    expect(rejectedBy({}, ['GET /a', 'GET /b'])).toBe(undefined);
  });

  test('no operation at all (G4)', () => {
    expect(rejectedBy({}, [])).toEqual({ rule: 'G4', why: 'it describes no operation' });
  });

  test('what traffic or a gateway knows counts for half', () => {
    const seen = {
      kind: 'observation' as const,
      at: { file: 'log.har', line: 1, column: 1, endLine: 1, endColumn: 2 },
      method: 'GET',
      path: '/a',
      status: 200,
      count: 1,
      detector: 'har',
      fileRole: 'product' as const,
      component: '.',
      excerpt: '',
    };
    expect(inWords(reconciled({ facts: [...description('api.yaml', ['GET /a']), seen] }))).toEqual([
      'GET /a matched doc:yes impl:unknown exp:unknown',
    ]);
    expect(
      reconciled({ facts: [...description('api.yaml', ['GET /a/b']), gatewayRoute('/a')] }).inventory.descriptions[0]
        ?.accepted,
    ).toBe(true);
  });
});

describe('states', () => {
  const stateOf = (route: ReturnType<typeof code>, options: Parameters<typeof description>[1][number]) => {
    const [operation] = reconciled({ code: [route], facts: description('api.yaml', [options]) }).inventory.operations;
    return [operation?.state, operation?.auth.status, operation?.auth.described];
  };

  test.each([
    [
      'drifted: described as required, open in code',
      'none' as const,
      'required' as const,
      ['drifted', 'none', 'required'],
    ],
    [
      'drifted: described as open, guarded in code',
      'required' as const,
      'none' as const,
      ['drifted', 'required', 'none'],
    ],
    ['matched: both', 'required' as const, 'required' as const, ['matched', 'required', 'required']],
    ['matched: the description is silent', 'none' as const, 'unstated' as const, ['matched', 'none', 'unstated']],
    ['matched: the code is not known', 'unknown' as const, 'required' as const, ['matched', 'unknown', 'required']],
  ])('%s', (_, status, security, expected) => {
    expect(stateOf(code('GET /a', { status }), ['GET /a', { security }])).toEqual(expected);
  });

  test.each([
    ['past its sunset, still served', { deprecated: true, sunset: '2025-12-31' }, 'zombie'],
    ['not yet past it', { deprecated: true, sunset: '2026-01-02' }, 'matched'],
    ['deprecated without a date', { deprecated: true }, 'matched'],
    ['a date without deprecation', { sunset: '2020-01-01' }, 'matched'],
  ])('zombie: %s', (_, options, expected) => {
    expect(stateOf(code('GET /a'), ['GET /a', options])[0]).toBe(expected);
  });

  test('a claim of a description alone is never a status', () => {
    const { inventory } = reconciled({
      code: [code('GET /a')],
      facts: description('api.yaml', ['GET /a', ['GET /b', { security: 'required' }]]),
    });
    const auth = inventory.operations.find(operation => operation.path === '/b')?.auth;
    expect([auth?.status, auth?.source, auth?.described]).toEqual(['unknown', 'description', 'required']);
  });

  test('GraphQL fields and gRPC methods are described, and their implementation is not known', () => {
    const facts = [
      ...description('shop.graphql', [['QUERY orders', { protocol: 'graphql' }]], { format: 'graphql', title: 'shop' }),
      ...description('shop.proto', [['RPC /shop.Orders/Get', { protocol: 'grpc' }]], {
        format: 'protobuf',
        title: 'shop.v1',
      }),
    ];
    expect(inWords(reconciled({ facts }))).toEqual([
      'RPC /shop.Orders/Get unresolved doc:yes impl:unknown exp:unknown',
      'QUERY orders unresolved doc:yes impl:unknown exp:unknown',
    ]);
  });

  test('a method of gRPC that code answers as a request of HTTP is one operation', () => {
    const facts = description(
      'shop.proto',
      [
        ['RPC /shop.Orders/Get', { protocol: 'grpc' }],
        ['RPC /shop.Orders/Put', { protocol: 'grpc' }],
      ],
      { format: 'protobuf', title: 'shop' },
    );
    expect(inWords(reconciled({ facts, code: [code('POST /shop.Orders/Get')] }))).toEqual([
      'POST /shop.Orders/Get matched doc:yes impl:yes exp:unknown',
      'RPC /shop.Orders/Put unresolved doc:yes impl:unknown exp:unknown',
    ]);
  });
});

describe('gateways', () => {
  const exposed = (routes: readonly ReturnType<typeof gatewayRoute>[]) => {
    const [operation] = reconciled({
      code: [code('GET /orders/{id}', { status: 'none' }), code('GET /known')],
      facts: [...routes, gatewayRoute('/known')],
    }).inventory.operations.filter(each => each.path === '/orders/{id}');
    return [operation?.exposed, operation?.auth.status, ...(operation?.reasons ?? [])].map(each =>
      String(each).replace(/:\d+/g, ''),
    );
  };

  test.each([
    ['a route by prefix', [gatewayRoute('/orders')], ['yes', 'none', 'the kong route /orders leads to it (kong.yaml)']],
    [
      'a route that rewrites',
      [gatewayRoute('/shop', { upstreamPrefix: '/orders' })],
      ['yes', 'none', 'the kong route /shop leads to it (kong.yaml)'],
    ],
    [
      'a route elsewhere',
      [gatewayRoute('/users')],
      ['no', 'none', 'no gateway route of this component leads to it; another way in is not known'],
    ],
    [
      'a longer segment is another path',
      [gatewayRoute('/order')],
      ['no', 'none', 'no gateway route of this component leads to it; another way in is not known'],
    ],
    [
      'a pattern that is a prefix',
      [gatewayRoute('/o.*', { match: 'regex' })],
      ['yes', 'none', 'the kong route /o.* leads to it (kong.yaml)'],
    ],
    [
      'any other pattern',
      [gatewayRoute('/(orders|users)/[0-9]+', { match: 'regex' })],
      ['unknown', 'none', 'whether the pattern /(orders|users)/[0-9]+ leads to it is not known (kong.yaml)'],
    ],
    [
      'an upstream of another name',
      [gatewayRoute('/orders', { upstream: 'billing' })],
      ['no', 'none', 'no gateway route of this component leads to it; another way in is not known'],
    ],
    [
      'another method',
      [gatewayRoute('/orders', { methods: ['POST'] })],
      ['no', 'none', 'no gateway route of this component leads to it; another way in is not known'],
    ],
  ])('%s', (_, routes, expected) => {
    expect(exposed(routes)).toEqual(expected);
  });

  test('without a route that names the component, or with the only upstream there is, exposure is unknown', () => {
    const reasons = (facts: readonly ReturnType<typeof gatewayRoute>[], components = [component('.')]) =>
      reconciled({
        components,
        code: components.map(({ id }) => code('GET /orders', { component: id })),
        facts,
      }).inventory.operations.map(each => [each.exposed, each.reasons.map(reason => reason.replace(/:\d+/, ''))]);
    expect(reasons([gatewayRoute('/orders', { upstream: 'edge' })])).toEqual([
      ['unknown', ['the kong route /orders leads to it if edge is this component (kong.yaml)']],
    ]);
    expect(reasons([gatewayRoute('/orders', { upstream: 'edge' })], [component('a'), component('b')])).toEqual([
      ['unknown', ['no gateway route names this component']],
      ['unknown', ['no gateway route names this component']],
    ]);
  });

  test('enforced authentication of the gateway is a reason, and no status', () => {
    const policy = {
      kind: 'gateway-policy' as const,
      at: { file: 'kong.yaml', line: 9, column: 1, endLine: 9, endColumn: 2 },
      product: 'kong',
      control: 'jwt' as const,
      routes: ['/orders'],
      mode: 'enforce' as const,
      notes: [],
      detector: 'kong',
      fileRole: 'product' as const,
      component: '.',
      excerpt: '',
    };
    expect(exposed([gatewayRoute('/orders'), policy])).toEqual([
      'yes',
      'none',
      'the kong route /orders leads to it (kong.yaml)',
      'the gateway enforces jwt on the way to it (kong.yaml); another way in would not be covered',
    ]);
    expect(exposed([gatewayRoute('/orders'), { ...policy, mode: 'monitor' as const }])).toEqual([
      'yes',
      'none',
      'the kong route /orders leads to it (kong.yaml)',
    ]);
  });

  test('a described operation with a gateway route of its own is no phantom; one below a wide route is', () => {
    const from = { code: [code('GET /orders')], facts: description('api.yaml', ['GET /orders', 'GET /orders/export']) };
    const stateOf = (route: ReturnType<typeof gatewayRoute>) =>
      reconciled({ ...from, facts: [...from.facts, route] }).inventory.operations.find(
        each => each.path === '/orders/export',
      )?.state;
    expect([stateOf(gatewayRoute('/orders/export', { match: 'exact' })), stateOf(gatewayRoute('/orders'))]).toEqual([
      'unresolved',
      'phantom',
    ]);
  });

  test('a route that leads to nothing known is an orphan', () => {
    const { inventory } = reconciled({
      code: [code('GET /orders')],
      facts: [gatewayRoute('/old', { upstream: 'legacy' })],
    });
    expect(
      inventory.operations.map(
        ({ method, path, state, implemented, exposed: open, sources }) =>
          `${method} ${path} ${state} ${implemented} ${open} ${sources.map(source => source.kind).join()}`,
      ),
    ).toEqual(['ANY /old/{*} orphan unknown yes gateway', 'GET /orders shadow yes unknown code']);
  });
});

describe('a description that cannot be read', () => {
  const broken = (file: string) => [
    { code: 'unreadable-description', at: { file, line: 3, column: 1, endLine: 3, endColumn: 1 }, message: 'broken' },
  ];
  const documented = (file: string) =>
    reconciled({
      components: [component('.'), component('a'), component('b')],
      code: [code('GET /x', { component: 'a' }), code('GET /y', { component: 'b' })],
      diagnostics: broken(file),
    }).inventory.operations.map(each => each.documented);

  test.each([
    ['in a component leaves its operations unknown', 'a/api.yaml', ['unknown', 'no']],
    ['beside no routes may be about any', 'docs/api.yaml', ['unknown', 'unknown']],
    ['among tests hides nothing', 'a/tests/broken.yaml', ['no', 'no']],
  ])('%s', (_, file, expected) => {
    expect(documented(file)).toEqual(expected);
  });
});

test('APIs: one for each title and version line; what is not described joins the line it is in', () => {
  const { inventory } = reconciled({
    code: [code('GET /v1/a'), code('GET /v1/b'), code('GET /v2/a'), code('GET /health')],
    facts: [...description('v1.yaml', ['GET /v1/a'], { contact: 'team@shop.example' })],
  });
  const titles = new Map(
    inventory.apis.map(api => [api.id, `${api.title} ${api.version} ${api.owner ?? '-'} ${api.descriptions.join()}`]),
  );
  expect(inventory.operations.map(operation => `${operation.path}: ${titles.get(operation.api)}`)).toEqual([
    '/health: shop  - ',
    '/v1/a: Shop 1.0.0 team@shop.example v1.yaml',
    '/v1/b: Shop 1.0.0 team@shop.example v1.yaml',
    '/v2/a: shop v2 - ',
  ]);
});

test('one document is one API, whatever version lines it spans; two of one title and different lines are two', () => {
  const titles = (from: Parameters<typeof reconciled>[0]) =>
    reconciled(from).inventory.apis.map(api => `${api.title} ${api.version} ${api.descriptions.join()}`);
  const routes = [code('GET /v1/a'), code('GET /v2/a')];
  expect(titles({ code: routes, facts: description('api.yaml', ['GET /v1/a', 'GET /v2/a']) })).toEqual([
    'Shop 1.0.0 api.yaml',
  ]);
  expect(
    titles({
      code: routes,
      facts: [
        ...description('v1.yaml', ['GET /v1/a'], { version: '1' }),
        ...description('v2.yaml', ['GET /v2/a'], { version: '2' }),
      ],
    }),
  ).toEqual(['Shop 1 v1.yaml', 'Shop 2 v2.yaml']);
});

test('two descriptions of one title are one API, and both are sources', () => {
  const { inventory } = reconciled({
    code: [code('GET /a')],
    facts: [...description('a.yaml', ['GET /a']), ...description('copy/a.yaml', ['GET /a'])],
  });
  expect([
    inventory.apis.map(api => api.descriptions),
    inventory.operations.map(operation => operation.sources.map(source => source.at.file)),
  ]).toEqual([[['a.yaml', 'copy/a.yaml']], [['./app.ts', 'a.yaml', 'copy/a.yaml']]]);
});

test('what the linker saw beside a route for every method holds for each described method of it', () => {
  const place = { file: 'app.ts', line: 5, column: 1, endLine: 5, endColumn: 9 };
  const { inventory, linked } = reconciled({
    code: [code('ANY /a', { validation: place })],
    facts: description('api.yaml', ['GET /a']),
  });
  expect(inventory.operations.map(({ id, method }) => [method, linked.get(id)])).toEqual([
    ['ANY', { validation: place }],
    ['GET', { validation: place }],
  ]);
});

test('what the linker saw beside an operation is kept by its id', () => {
  const place = { file: 'app.ts', line: 5, column: 1, endLine: 5, endColumn: 9 };
  const { inventory, linked } = reconciled({ code: [code('GET /a', { limiter: place })] });
  expect([...linked]).toEqual([[inventory.operations[0]?.id, { limiter: place }]]);
});

test('the order of input does not matter', () => {
  const routes = [code('GET /b'), code('GET /a'), code('POST /a', { component: 'x' })];
  const facts = description('api.yaml', ['GET /a', 'GET /b', 'GET /c']);
  const components = [component('.'), component('x')];
  expect(
    reconciled({ code: routes.toReversed(), facts: facts.toReversed(), components: components.toReversed() }).inventory,
  ).toEqual(reconciled({ code: routes, facts, components }).inventory);
});
