import { expect, test } from 'vitest';
import type { Fact } from './fact.ts';
import { externalPathOf, joinGateway, policiesOn } from './gateway-match.ts';
import type { PolicyFact, RouteFact } from './gateway-match.ts';
import { literalPrefix, pathShape } from './gateway-path.ts';
import { startOf } from './location.ts';
import type { Component } from './tree.ts';

test.each([
  ['prefix-segment', '/a', undefined, '/a', '/a'],
  ['prefix-segment', '/a', undefined, '/a/{id}', '/a/{id}'],
  ['prefix-segment', '/a', undefined, '/ab', undefined],
  ['prefix-string', '/a', undefined, '/ab', '/ab'],
  ['prefix-segment', '/', undefined, '/x/y', '/x/y'],
  ['exact', '/a', undefined, '/a/b', undefined],
  ['prefix-string', '/orders', '/base', '/base/items', '/orders/items'],
  ['prefix-string', '/orders', '/base', '/basement', undefined],
  ['prefix-string', '/orders', '', '/', '/orders'],
  ['prefix-string', '/', '', '/', '/'],
  ['regex', '/api(/|$)(.*)', '/v2', '/v2/users', '/api/users'],
  ['regex', '^/users/(?<id>[^/]+)$', undefined, '/users/{userId}', '/users/{id}'],
  ['regex', '/users/\\d+/orders.*', undefined, '/users/{id}/orders', '/users/{value}/orders'],
  ['regex', '/(a|b)/c', undefined, '/a/c', undefined],
  ['prefix-segment', '/users/me', undefined, '/users/{id}', undefined],
] as const)('%s %s with upstream prefix %s leads to %s as %s', (match, path, upstreamPrefix, upstream, expected) => {
  expect(externalPathOf({ path, match, ...(upstreamPrefix === undefined ? {} : { upstreamPrefix }) }, upstream)).toBe(
    expected,
  );
});

test('a route that drops the rest leads to its upstream path alone', () => {
  const route = { path: '/old', match: 'prefix-string', upstreamPrefix: '', dropsRest: true } as const;
  expect([externalPathOf(route, '/'), externalPathOf(route, '/x')]).toEqual(['/old', undefined]);
});

test('a hostile pattern is read in one pass and has no template form', () => {
  expect(pathShape({ match: 'regex', path: `/(${'a+'.repeat(5000)})+$` })).toBeUndefined();
  expect(literalPrefix('^/api/v\\.1/(.*)')).toBe('/api/v.1');
});

const stamp = { detector: 'kong', fileRole: 'product', component: '.', excerpt: '' } as const;

function route(name: string, path: string, more: Partial<RouteFact> = {}): RouteFact {
  return {
    ...stamp,
    kind: 'gateway-route',
    at: { ...startOf('kong.yaml'), line: path.length },
    product: 'kong',
    route: name,
    hosts: [],
    methods: ['ANY'],
    path,
    match: 'prefix-string',
    upstream: 'shop',
    isCatchAll: path === '/',
    ...more,
  };
}

function policy(routes: readonly string[] | 'all', more: Partial<PolicyFact> = {}): PolicyFact {
  return {
    ...stamp,
    kind: 'gateway-policy',
    at: startOf('kong.yaml'),
    product: 'kong',
    control: 'jwt',
    routes,
    mode: 'enforce',
    notes: [],
    ...more,
  };
}

function component(id: string, name = id): Component {
  return { id, path: id, name, manifests: [], languages: [], dependencies: [], developmentDependencies: [] };
}

const get = (
  path: string,
  of = 'services/shop',
): { readonly method: string; readonly path: string; readonly component: string } => ({
  method: 'GET',
  path,
  component: of,
});

function joined(
  facts: readonly Fact[],
  components: readonly Component[],
  operations = [get('/orders')],
): readonly string[] {
  return joinGateway(operations, components, facts).map(
    join =>
      `${join.route.route} ${join.externalPath} → ${join.operation.component}${join.operation.path} (${join.joinedBy})`,
  );
}

test('an upstream is found by folder, by package name without scope, and by the compose service that builds it', () => {
  const built: Fact = {
    ...stamp,
    kind: 'artefact',
    artefact: 'service-exposure',
    at: startOf('compose.yaml'),
    what: 'container',
    name: 'front',
    builds: 'services/shop',
  };
  expect(joined([route('r', '/orders')], [component('services/shop')])).toEqual([
    'r /orders → services/shop/orders (upstream)',
  ]);
  expect(
    joined(
      [route('r', '/orders', { upstream: 'till.default.svc:80' })],
      [component('services/shop', '@org/till'), component('b')],
    ),
  ).toEqual(['r /orders → services/shop/orders (upstream)']);
  expect(
    joined([built, route('r', '/orders', { upstream: 'front' })], [component('services/shop'), component('b')]),
  ).toEqual(['r /orders → services/shop/orders (upstream)']);
});

test('a word for the role of a service is no part of its name, unless two components differ by it', () => {
  expect(
    joined([route('r', '/orders', { upstream: 'shop-service' })], [component('services/shop'), component('b')]),
  ).toEqual(['r /orders → services/shop/orders (upstream)']);
  expect(
    joined(
      [route('r', '/orders', { upstream: 'shop' })],
      [component('services/shop-api'), component('services/shop-app')],
      [get('/orders', 'services/shop-api')],
    ),
  ).toEqual([]);
});

test('an unknown upstream is the only component, unless there are several upstreams or components', () => {
  const other = route('o', '/other', { upstream: 'other' });
  expect(joined([route('r', '/orders', { upstream: 'x' })], [component('services/shop')])).toEqual([
    'r /orders → services/shop/orders (only-component)',
  ]);
  expect(joined([route('r', '/orders', { upstream: 'x' }), other], [component('services/shop')])).toEqual([]);
  expect(
    joined(
      [route('r', '/orders', { upstream: 'x' })],
      [component('services/shop'), component('b')],
      [get('/orders'), get('/orders', 'b')],
    ),
  ).toEqual([]);
});

test('a more specific route of the same file takes the path away from a wider one', () => {
  const facts = [route('all', '/'), route('orders', '/orders')];
  expect(joined(facts, [component('services/shop')], [get('/orders'), get('/carts')])).toEqual([
    'all /carts → services/shop/carts (upstream)',
    'orders /orders → services/shop/orders (upstream)',
  ]);
});

test('a route for one host does not take a path away from a route for all hosts; a method that is not listed is not let through', () => {
  const facts = [
    route('all', '/'),
    route('admin', '/orders', { hosts: ['admin.test'] }),
    route('post', '/orders', { methods: ['POST'] }),
  ];
  expect(joined(facts, [component('services/shop')])).toEqual([
    'all /orders → services/shop/orders (upstream)',
    'admin /orders → services/shop/orders (upstream)',
  ]);
});

test('routes of examples and operations of unknown path are not joined', () => {
  expect(joined([route('r', '/orders', { fileRole: 'example' })], [component('services/shop')])).toEqual([]);
  expect(joined([route('r', '/')], [component('services/shop')], [get('/{?}/orders')])).toEqual([]);
});

test('policies act by name of the route, from other files by the name that the route attaches, and globally', () => {
  const other = { ...startOf('plugins.yaml') };
  const attached = policy([], { at: other, control: 'rate-limit', name: 'limit' });
  const r = route('r', '/orders', { attaches: ['limit'] });
  expect(policiesOn(r, [policy(['r']), policy(['s']), policy([]), attached, policy('all', { at: other })])).toEqual([
    policy(['r']),
    attached,
  ]);
  const global = policy('all', { at: other, control: 'cors', name: 'cors' });
  expect(policiesOn(r, [global, policy('all', { at: other, control: 'rate-limit', name: 'wide' }), attached])).toEqual([
    attached,
    global,
  ]);
});

test('a policy name that several environments define is unresolved unless one stands beside the route', () => {
  const dev = policy([], { at: startOf('dev/p.yaml'), name: 'auth', mode: 'disabled' });
  const prod = policy([], { at: startOf('prod/p.yaml'), name: 'auth' });
  const inProd = route('r', '/', { at: startOf('prod/i.yaml'), attaches: ['auth'] });
  expect(policiesOn(inProd, [dev, prod])).toEqual([prod]);
  expect(policiesOn(route('r', '/', { attaches: ['auth'] }), [dev, prod]).map(({ mode }) => mode)).toEqual([
    'unresolved',
    'unresolved',
  ]);
});
