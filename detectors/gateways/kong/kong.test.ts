import { expect, test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { kong } from './kong.ts';

test('a route-level instance replaces the one of its service, also when it is switched off', () =>
  checkFacts(
    kong,
    'kong.yaml',
    `_format_version: "3.0"
services:
  - name: orders
    url: http://orders:8080/base
    plugins: [{ name: jwt, config: { claims_to_verify: [exp] } }]
    routes:
      - { name: all, paths: [/orders] }
      - name: pub
        paths: ["~/pub/.*"]
        methods: [GET]
        plugins: [{ name: jwt, enabled: false }]
`,
    [
      '5:23 gateway-policy | product kong; routes ["all"]; control jwt; mode enforce; notes []; claims ["exp","iss"]',
      '7:30 gateway-route | product kong; route all; hosts []; methods ["ANY"]; path /orders; match prefix-string; upstream orders; upstreamPrefix /base; isCatchAll false',
      '9:17 gateway-route | product kong; route pub; hosts []; methods ["GET"]; path /pub/.*; match regex; upstream orders; upstreamPrefix /base; dropsRest true; isCatchAll false',
      '11:27 gateway-policy | product kong; routes ["pub"]; control jwt; mode disabled; notes ["exp is not verified, so tokens never expire","the plugin is switched off here"]; claims ["iss"]',
    ],
  ));

test('an anonymous consumer makes authentication optional', () =>
  checkFacts(
    kong,
    'deploy/kong.yml',
    `_format_version: "3.0"
services:
  - name: users
    host: users
    routes: [{ name: users, paths: [/users], strip_path: false }]
plugins:
  - name: key-auth
    config: { anonymous: guest }
consumers:
  - username: guest
`,
    [
      '5:37 gateway-route | product kong; route users; hosts []; methods ["ANY"]; path /users; match prefix-string; upstream users; isCatchAll false',
      '7:11 gateway-policy | product kong; routes all; control api-key; mode optional; notes ["requests without a credential pass as the anonymous consumer guest"]',
    ],
  ));

test('an anonymous consumer whose requests are all refused leaves authentication enforced', () =>
  checkFacts(
    kong,
    'kong.yml',
    `_format_version: "3.0"
routes: [{ name: r, paths: [/a] }]
plugins:
  - name: jwt
    config: { anonymous: guest, claims_to_verify: [exp] }
consumers:
  - username: guest
    plugins: [{ name: request-termination }]
`,
    [
      '2:29 gateway-route | product kong; route r; hosts []; methods ["ANY"]; path /a; match prefix-string; upstream ; upstreamPrefix ; isCatchAll false',
      '4:11 gateway-policy | product kong; routes all; control jwt; mode enforce; notes ["the anonymous consumer guest is refused by request-termination"]; claims ["exp","iss"]',
      '8:23 gateway-policy | product kong; routes all; control request-termination; mode optional; notes ["it acts for guest alone"]',
    ],
  ));

test('a plugin that refers to a route the file does not have is bound to nothing', () =>
  checkFacts(
    kong,
    'kong.yml',
    `_format_version: "3.0"
routes: [{ name: r, paths: [/], protocols: [https] }]
plugins:
  - { name: rate-limiting, route: gone, config: { minute: 5, limit_by: ip, policy: redis } }
`,
    [
      '2:29 gateway-route | product kong; route r; hosts []; methods ["ANY"]; path /; match prefix-string; upstream ; upstreamPrefix ; isCatchAll true',
      '2:33 gateway-policy | product kong; control tls; routes ["r"]; mode enforce; notes []',
      '4:13 gateway-policy | product kong; routes []; control rate-limit; mode enforce; notes ["fault_tolerant: requests pass when the counter cannot be reached","it refers to route gone, which the file does not have"]; perMinute 5; keyedBy address; failsOpen true',
    ],
  ));

test('what a variable fills in is unresolved, never absent', () =>
  checkFacts(
    kong,
    'kong.yml',
    `_format_version: "3.0"
services:
  - name: a
    url: \${{ env "DECK_URL" }}
    routes: [{ name: r, paths: [/a] }]
plugins:
  - { name: rate-limiting, config: { minute: "\${{ env \\"LIMIT\\" }}" } }
  - { name: key-auth, enabled: "\${{ env \\"AUTH\\" }}" }
`,
    [
      '5:33 unresolved | reason computed-prefix; what path of Kong route r',
      '7:13 gateway-policy | product kong; routes all; control rate-limit; mode unresolved; notes ["the limit is not a number in the tree","each node counts for itself"]; keyedBy consumer',
      '8:13 gateway-policy | product kong; routes all; control api-key; mode unresolved; notes ["whether it is enabled is not in the tree"]',
    ],
  ));

test('windows of a day and more are a quota; a host that names an upstream leads to its single target', () =>
  checkFacts(
    kong,
    'kong.json',
    JSON.stringify(
      {
        _format_version: '3.0',
        upstreams: [{ name: 'pool', targets: [{ target: 'cart:3000' }] }],
        services: [
          {
            name: 's',
            host: 'pool',
            routes: [{ name: 'r', expression: 'http.path ^= "/cart" && http.method == "POST"' }],
            plugins: [{ name: 'rate-limiting', config: { second: 2, day: 1440 } }],
          },
        ],
      },
      null,
      1,
    ),
    [
      '20:20 gateway-route | product kong; route r; hosts []; methods ["POST"]; path /cart; match prefix-string; upstream cart; upstreamPrefix ; isCatchAll false',
      '25:14 gateway-policy | product kong; routes ["r"]; control rate-limit; mode enforce; notes ["each node counts for itself"]; perMinute 120; keyedBy consumer',
      '25:14 gateway-policy | product kong; routes ["r"]; control quota; mode enforce; notes ["each node counts for itself"]; perMinute 1; keyedBy consumer',
    ],
  ));

test.each([
  ['a file without the version key', 'services: [{ name: a, routes: [{ paths: [/a] }] }]\n'],
  [
    'input of deck file add-plugins',
    '_format_version: "3.0"\nadd-plugins: [{ selectors: ["$.services"] }]\nplugins: []\n',
  ],
  ['an empty document', '_format_version: "3.0"\n'],
])('%s is no gateway configuration', async (_title, text) => {
  await checkFacts(kong, 'kong.yml', text, []);
  expect.assertions(1);
});
