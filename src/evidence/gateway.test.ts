import { expect, test } from 'vitest';
import { kubernetes } from '../../detectors/architecture/kubernetes/kubernetes.ts';
import { kong } from '../../detectors/gateways/kong/kong.ts';
import { kubernetesIngress } from '../../detectors/gateways/kubernetes-ingress/kubernetes-ingress.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import { gatewayDerivers } from './gateway.ts';

const detectors = [kong, kubernetesIngress, kubernetes];
const operations = { orders: ['GET /orders', 'POST /login'] };

function behind(text: string, more: Readonly<Record<string, string>> = {}): Promise<EvidenceInput> {
  return inputOf({ detectors, operations, files: { 'kong.yaml': `_format_version: "3.0"\n${text}`, ...more } });
}

const services = (routes: string): string => `services: [{ name: o, url: "http://orders:80", routes: ${routes} }]\n`;
const two = services(
  '[{ name: all, paths: [/], strip_path: false }, { name: login, paths: [/login], strip_path: false }]',
);

function say(input: EvidenceInput, signal: string): readonly string[] {
  return answers(gatewayDerivers, signal, input);
}

test('a policy that is bound and refuses is E4; one that is switched off on a route contradicts there', async () => {
  const input = await behind(
    `${two}plugins: [{ name: jwt, config: { claims_to_verify: [exp] } }, { name: jwt, route: login, enabled: false }]\n`,
  );
  expect(say(input, 'gateway.auth.enforced')).toEqual([
    '+E4 operation GET /orders: A credential is demanded on all (/orders).',
    '-E3 operation POST /login: Authentication is switched off on login (/login).',
  ]);
  expect(say(input, 'gateway.jwt.claims-checked')).toEqual([
    '-E3 operation GET /orders: Tokens are verified, but not their audience on all (/orders).',
  ]);
  expect(say(input, 'gateway.policy.nonblocking')).toEqual([
    '-E3 operation POST /login: The jwt policy on login (/login) does not block: the plugin is switched off here.',
  ]);
});

test('an anonymous consumer contradicts, a policy without a route is shown and not counted, a variable settles nothing', async () => {
  const anonymous = await behind(`${two}plugins: [{ name: key-auth, config: { anonymous: guest } }]\n`);
  expect(say(anonymous, 'gateway.auth.enforced')).toEqual([
    '-E3 operation GET /orders: Authentication is optional on all (/orders).',
    '-E3 operation POST /login: Authentication is optional on login (/login).',
  ]);
  const unbound = await behind(`${two}plugins: [{ name: jwt, service: gone }]\n`);
  expect(say(unbound, 'gateway.auth.enforced')).toEqual([
    '+E2 repository acme/shop: A jwt policy is defined and bound to no route. [rejected by G10]',
  ]);
  const variable = await behind(
    `${services('[{ name: all, paths: [/orders], strip_path: false }]')}plugins: [{ name: jwt, enabled: "\${AUTH}", config: { claims_to_verify: [exp] } }]\n`,
  );
  expect(say(variable, 'gateway.auth.enforced')).toEqual([
    '+E2 operation GET /orders: A jwt policy stands on all (/orders) and does not block. [nullified: G9: mode unresolved: whether it is enabled is not in the tree]',
  ]);
});

test('a firewall, a certificate and a log that no route refers to are shown and not counted (G10)', async () => {
  const input = await behind(
    `${two}plugins: [{ name: injection-protection, service: gone }, { name: mtls-auth, route: gone }, { name: http-log, route: gone }]\n`,
  );
  expect(['gateway.waf.attached', 'gateway.mtls', 'gateway.log-export'].flatMap(signal => say(input, signal))).toEqual([
    '+E2 repository acme/shop: A waf policy is defined and bound to no route. [rejected by G10]',
    '+E2 repository acme/shop: A mtls policy is defined and bound to no route. [rejected by G10]',
    '+E2 repository acme/shop: A log-export policy is defined and bound to no route. [rejected by G10]',
  ]);
});

test('every nullifier has its place', async () => {
  const input = await behind(
    `${two}plugins: [{ name: oas-validation, config: { notify_only_request_validation_failure: true } }, { name: injection-protection, config: { enforcement_mode: log_only } }]\n`,
  );
  const nullifiers = gatewayDerivers.flatMap(({ derive }) => derive(input)).flatMap(draft => draft.nullifiedBy ?? []);
  expect(new Set(nullifiers.map(({ kind, at }) => `${kind} ${at?.file}:${at?.line}`))).toEqual(
    new Set(['effect kong.yaml:3']),
  );
});

test('a configuration among tests, and a route for a host that nobody has, are shown and not counted (G2, G16)', async () => {
  const text = (host: string): string =>
    `_format_version: "3.0"\n${services(`[{ name: r, paths: [/orders], strip_path: false${host} }]`)}plugins: [{ name: key-auth }]\n`;
  const outside = await inputOf({ detectors, operations, files: { 'tests/kong.yaml': text('') } });
  expect(say(outside, 'gateway.config-in-git')).toEqual([
    '+E2 repository acme/shop: tests/kong.yaml configures a gateway, and is no part of the product. [rejected by G2]',
  ]);
  expect(say(outside, 'gateway.auth.enforced')).toEqual([]);
  const host = async (name: string): Promise<readonly string[]> =>
    say(
      await inputOf({ detectors, operations, files: { 'kong.yaml': text(`, hosts: [${name}]`) } }),
      'gateway.auth.enforced',
    );
  expect(await host('api.example.com')).toEqual([
    '+E4 operation GET /orders: A credential is demanded on r (/orders). [rejected by G16]',
  ]);
  expect(await host('my-api.acme.com')).toEqual([
    '+E4 operation GET /orders: A credential is demanded on r (/orders).',
  ]);
});

test('no policy is no evidence, and without a gateway in the tree nothing was looked at', async () => {
  const input = await behind(two);
  expect(say(input, 'gateway.auth.enforced')).toEqual([]);
  expect(gatewayDerivers.map(({ looks }) => looks(input).join())).toEqual(gatewayDerivers.map(() => 'kong.yaml'));
  const none = await inputOf({ detectors, operations, files: {} });
  expect(gatewayDerivers.flatMap(({ derive, looks }) => [...derive(none), ...looks(none)])).toEqual([]);
});

test('a limit that nobody reaches is rejected; one by node and one that fails open are weaker', async () => {
  const limit = (config: string): Promise<EvidenceInput> =>
    behind(
      `${services('[{ name: r, paths: [/orders], strip_path: false }]')}plugins: [{ name: rate-limiting, config: ${config} }]\n`,
    );
  const rate = async (config: string): Promise<readonly string[]> => say(await limit(config), 'gateway.rate-limit');
  expect(await rate('{ minute: 2000000 }')).toEqual([
    '+E3 operation GET /orders: A limit stands on r (/orders) that nobody reaches. [rejected by G23]',
  ]);
  expect(await rate('{ minute: 60 }')).toEqual([
    '+E3 operation GET /orders: At most 60 requests a minute pass by consumer on r (/orders).',
  ]);
  expect(await rate('{ minute: 60, limit_by: ip, policy: redis, fault_tolerant: false }')).toEqual([
    '+E4 operation GET /orders: At most 60 requests a minute pass by address on r (/orders).',
  ]);
  // Keyed on nothing, it has no effect on one caller; §D.4.
  expect(await rate('{ minute: 60, limit_by: service, policy: redis, fault_tolerant: false }')).toEqual([
    '+E2 operation GET /orders: A limit stands on r (/orders) that tells no callers apart. [nullified: it counts all callers together: one of them uses up what the others may send]',
  ]);
  expect(say(await limit('{ day: 1000000000, policy: redis, fault_tolerant: false }'), 'gateway.rate-limit')).toEqual([
    '+E3 operation GET /orders: A limit stands on r (/orders) that nobody reaches. [rejected by G23]',
  ]);
  expect(say(await limit('{ day: 1000000000, policy: redis }'), 'gateway.quota-per-consumer')).toEqual([
    '+E3 operation GET /orders: Each consumer has a quota on r (/orders). [rejected by G23, no-consumer]',
  ]);
  expect(say(await limit('{ minute: 60, policy: redis }'), 'gateway.fail-open')).toEqual([
    '-E3 operation GET /orders: The rate-limit policy on r (/orders) lets requests pass when it fails.',
  ]);
  expect(say(await limit('{ day: 60, policy: redis }'), 'gateway.quota-per-consumer')).toEqual([
    '+E3 operation GET /orders: Each consumer has a quota on r (/orders). [rejected by no-consumer]',
  ]);
});

test('a login is throttled by a limit of its own that is stricter than the others', async () => {
  const own =
    'plugins: [{ name: rate-limiting, config: { minute: 600, policy: redis, fault_tolerant: false } }, { name: rate-limiting, route: login, config: { minute: 5, limit_by: ip, policy: redis, fault_tolerant: false } }]\n';
  expect(say(await behind(two + own), 'gateway.login-throttle')).toEqual([
    '+E4 operation POST /login: Attempts are limited on login (/login).',
  ]);
  const one = 'plugins: [{ name: rate-limiting, config: { minute: 600, policy: redis, fault_tolerant: false } }]\n';
  expect(say(await behind(two + one), 'gateway.login-throttle')).toEqual([
    '+E4 operation POST /login: Attempts are limited on login (/login). [rejected by one-limit]',
  ]);
});

test('a catch-all maps and lets every path through; listed paths with methods let through nothing else', async () => {
  const input = await behind(two);
  expect(say(input, 'gateway.route.mapped')).toEqual([
    '+E3 operation GET /orders: kong leads /orders to it. [rejected by catch-all]',
    '+E3 operation POST /login: kong leads /login to it.',
  ]);
  expect(say(input, 'gateway.unknown-path-denied')).toEqual([
    '-E3 api api:orders: A route of orders takes every path.',
  ]);
  const exact = await behind(
    services(`[{ name: r, expression: 'http.path == "/orders" && http.method == "GET"', strip_path: false }]`),
  );
  expect(say(exact, 'gateway.unknown-path-denied')).toEqual([
    '+E4 api api:orders: Only listed paths and methods of orders pass.',
  ]);
  expect(say(input, 'gateway.config-in-git')).toEqual([
    '+E2 repository acme/shop: 1 gateway file(s) are versioned; that they are what runs is not shown.',
  ]);
});

const ingress = (annotations: string, more = ''): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, annotations: { ${annotations} } }
spec:
  ingressClassName: nginx
  ${more}
  rules: [{ host: shop.test, http: { paths: [{ path: /orders, pathType: Prefix, backend: { service: { name: orders } } }] } }]
`;

test('a Service that is reachable beside the Ingress is a bypass, and nothing behind it is E4', async () => {
  const node =
    'apiVersion: v1\nkind: Service\nmetadata: { name: orders-direct }\nspec: { type: NodePort, selector: { app: orders } }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: orders }\nspec: { selector: { app: orders } }\n';
  const files = {
    'k8s/ingress.yaml': ingress('nginx.ingress.kubernetes.io/auth-url: "https://auth.test"'),
    'k8s/service.yaml': node,
  };
  const input = await inputOf({ detectors, operations, files });
  expect(say(input, 'gateway.bypass-exposure')).toEqual([
    '-E3 api api:orders: orders can be reached beside the gateway through Service orders-direct.',
  ]);
  expect(say(input, 'gateway.auth.enforced')).toEqual([
    '+E3 operation GET /orders: A credential is demanded on shop shop.test/orders (/orders); the backend is also reachable through Service orders-direct.',
  ]);
});

test('an Ingress without policy only routes; TLS counts when clear text is turned away; a firewall that detects is nullified', async () => {
  const plain = await inputOf({ detectors, operations, files: { 'ingress.yaml': ingress('') } });
  expect(say(plain, 'gateway.route.mapped')).toEqual(['+E2 operation GET /orders: ingress-nginx leads /orders to it.']);
  expect(say(plain, 'gateway.tls')).toEqual([]);
  const secure = await inputOf({
    detectors,
    operations,
    files: {
      'ingress.yaml': ingress('nginx.ingress.kubernetes.io/enable-modsecurity: "true"', 'tls: [{ secretName: t }]'),
    },
  });
  expect(say(secure, 'gateway.tls')).toEqual([
    '+E3 api api:orders: All routes of orders demand TLS; its least version is not stated here.',
  ]);
  expect(say(secure, 'gateway.waf.attached')).toEqual([
    '+E2 api api:orders: A web application firewall is bound on some routes of orders only, or without blocking. [nullified: G9: the rule engine detects and does not block]',
  ]);
  const dry = (snippet: string): Promise<EvidenceInput> =>
    inputOf({
      detectors,
      operations,
      files: {
        'ingress.yaml': ingress(
          `nginx.ingress.kubernetes.io/limit-rpm: "5", nginx.ingress.kubernetes.io/configuration-snippet: "${snippet}"`,
        ),
      },
    });
  expect(say(await dry('limit_req_dry_run on;'), 'gateway.rate-limit')[0]).toMatch(
    /^\+E2 .*\[nullified: G9: mode monitor: /,
  );
  expect(say(await dry('limit_req_dry_run off;'), 'gateway.rate-limit')[0]).toMatch(/^\+E3 .*by address on shop/);
  const clear = await inputOf({
    detectors,
    operations,
    files: { 'ingress.yaml': ingress('nginx.ingress.kubernetes.io/ssl-redirect: "false"', 'tls: [{ secretName: t }]') },
  });
  expect(say(clear, 'gateway.tls')).toEqual(['-E3 api api:orders: Routes of orders also answer in clear text.']);
});

test('what a development overlay says is not counted while the tree has another configuration', async () => {
  const base = `_format_version: "3.0"\n${services('[{ name: r, paths: [/orders], strip_path: false }]')}`;
  const files = {
    'gateway/kong.yaml': `${base}plugins: [{ name: key-auth }]\n`,
    'gateway/overlays/dev/kong.yaml': `${base}plugins: [{ name: key-auth, enabled: false }]\n`,
  };
  const input = await inputOf({ detectors, operations, files });
  expect(say(input, 'gateway.auth.enforced')).toEqual([
    '+E4 operation GET /orders: A credential is demanded on r (/orders).',
    '-E3 operation GET /orders: Authentication is switched off on r (/orders). [rejected by other-environment]',
  ]);
});

test('schemas and filters count where they block; logs where they leave the machine', async () => {
  const input = await behind(`${services('[{ name: r, paths: [/orders], strip_path: false }]')}plugins:
  - { name: oas-validation, config: { api_spec: x, notify_only_request_validation_failure: true, validate_response_body: true } }
  - { name: http-log, config: { http_endpoint: "https://siem.test" } }
`);
  expect(say(input, 'gateway.schema.request')).toEqual([
    '+E2 operation GET /orders: A request-schema policy stands on r (/orders) and does not block. [nullified: G9: mode monitor: notify_only_request_validation_failure is on: violations are only reported]',
  ]);
  expect(say(input, 'gateway.schema.response')).toEqual([
    '+E4 operation GET /orders: Answers are validated or filtered on r (/orders).',
  ]);
  expect(say(input, 'gateway.log-export')).toEqual([
    '+E3 api api:orders: Access logs of orders are sent to another system.',
  ]);
});
