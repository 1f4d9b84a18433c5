import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { kubernetesIngress } from './kubernetes-ingress.ts';

const head = (name: string, annotations: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  annotations: {${annotations}}
spec:`;

test('paths give routes by host; a certificate without a known controller leaves the redirect open', () =>
  checkFacts(
    kubernetesIngress,
    'k8s/ingress.yaml',
    `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  tls: [{ hosts: [shop.test], secretName: tls }]
  rules:
    - host: shop.test
      http:
        paths:
          - { path: /v1/users, pathType: Prefix, backend: { service: { name: users, port: { number: 80 } } } }
          - { path: /health, pathType: Exact, backend: { service: { name: users } } }
    - http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web } } }] }
`,
    [
      '6:3 gateway-policy | product kubernetes-ingress; control tls; routes ["shop shop.test/v1/users","shop shop.test/health"]; mode unresolved; notes ["whether clear text is redirected depends on the controller"]',
      '11:21 gateway-route | product kubernetes-ingress; route shop shop.test/v1/users; hosts ["shop.test"]; methods ["ANY"]; path /v1/users; match prefix-segment; upstream users; isCatchAll false',
      '12:21 gateway-route | product kubernetes-ingress; route shop shop.test/health; hosts ["shop.test"]; methods ["ANY"]; path /health; match exact; upstream users; isCatchAll false',
      '13:31 gateway-route | product kubernetes-ingress; route shop */; hosts []; methods ["ANY"]; path /; match prefix-segment; upstream web; isCatchAll true',
    ],
  ));

test('a rewrite to the last group strips the prefix; a constant rewrite drops the rest', () =>
  checkFacts(
    kubernetesIngress,
    'ingress.yaml',
    `${head('a', 'nginx.ingress.kubernetes.io/rewrite-target: /v2/$2')}
  rules: [{ http: { paths: [{ path: "/api(/|$)(.*)", pathType: ImplementationSpecific, backend: { service: { name: api } } }] } }]
---
${head('b', 'nginx.ingress.kubernetes.io/rewrite-target: /')}
  rules: [{ http: { paths: [{ path: /old, pathType: Prefix, backend: { service: { name: api } } }] } }]
---
${head('c', 'nginx.ingress.kubernetes.io/rewrite-target: "/$1/$3"')}
  rules: [{ http: { paths: [{ path: "/(a)/(b)/(.*)", backend: { service: { name: api } } }] } }]
`,
    [
      '7:37 gateway-route | product ingress-nginx; route a */api(/|$)(.*); hosts []; methods ["ANY"]; path /api(/|$)(.*); match regex; upstream api; upstreamPrefix /v2; isCatchAll false',
      '15:37 gateway-route | product ingress-nginx; route b */old; hosts []; methods ["ANY"]; path /old; match prefix-string; upstream api; upstreamPrefix ; dropsRest true; isCatchAll false',
      '23:37 unresolved | reason computed-prefix; what rewrite of Ingress c',
    ],
  ));

test('ingress-nginx annotations are policies of every path of their Ingress', () =>
  checkFacts(
    kubernetesIngress,
    'ingress.yaml',
    `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
  annotations:
    nginx.ingress.kubernetes.io/auth-url: https://auth.test/verify
    nginx.ingress.kubernetes.io/limit-rps: "5"
    nginx.ingress.kubernetes.io/limit-rpm: "\${RPM}"
    nginx.ingress.kubernetes.io/auth-tls-secret: default/ca
    nginx.ingress.kubernetes.io/auth-tls-verify-client: optional_no_ca
    nginx.ingress.kubernetes.io/enable-modsecurity: "true"
    nginx.ingress.kubernetes.io/enable-cors: "true"
    nginx.ingress.kubernetes.io/ssl-redirect: "false"
    nginx.ingress.kubernetes.io/proxy-body-size: "0"
spec:
  ingressClassName: nginx
  tls: [{ secretName: tls }]
  defaultBackend: { service: { name: api } }
`,
    [
      '6:43 gateway-policy | product ingress-nginx; routes ["api */"]; control external-auth; mode enforce; notes []',
      '7:44 gateway-policy | product ingress-nginx; routes ["api */"]; control rate-limit; mode enforce; notes ["each node counts for itself"]; perMinute 300; keyedBy address',
      '8:44 gateway-policy | product ingress-nginx; routes ["api */"]; control rate-limit; mode unresolved; notes ["the limit is not a number in the tree","its value is not in the tree"]; keyedBy address',
      '9:50 gateway-policy | product ingress-nginx; routes ["api */"]; control mtls; mode optional; notes ["auth-tls-verify-client is optional_no_ca"]',
      '11:53 gateway-policy | product ingress-nginx; routes ["api */"]; control waf; mode monitor; notes ["the rule engine detects and does not block","the core rule set is not switched on here"]',
      '12:46 gateway-policy | product ingress-nginx; routes ["api */"]; control cors; mode enforce; notes ["every origin is allowed, with credentials"]',
      '13:47 gateway-policy | product ingress-nginx; control tls; routes ["api */"]; mode optional; notes ["ssl-redirect is off: clear text is answered too"]',
      '14:50 gateway-policy | product ingress-nginx; routes ["api */"]; control size-limit; mode disabled; notes ["0 means no limit"]',
      '18:3 gateway-route | product ingress-nginx; route api */; hosts []; methods ["ANY"]; path /; match prefix-segment; upstream api; isCatchAll true',
    ],
  ));

test('annotations of another controller have no effect', () =>
  checkFacts(
    kubernetesIngress,
    'ingress.yaml',
    `${head('a', 'kubernetes.io/ingress.class: alb, nginx.ingress.kubernetes.io/auth-url: "https://auth.test"')}
  rules: [{ http: { paths: [{ path: /api/*, pathType: ImplementationSpecific, backend: { service: { name: api } } }] } }]
`,
    [
      '7:37 gateway-route | product kubernetes-ingress; route a */api; hosts []; methods ["ANY"]; path /api; match prefix-string; upstream api; isCatchAll false',
    ],
  ));

test('a KongPlugin acts where an annotation names it; one that nobody names is bound to nothing', () =>
  checkFacts(
    kubernetesIngress,
    'kong.yaml',
    `${head('a', 'konghq.com/plugins: "need-key, elsewhere", konghq.com/strip-path: "true"')}
  ingressClassName: kong
  rules: [{ http: { paths: [{ path: /a, pathType: Prefix, backend: { service: { name: api } } }] } }]
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: { name: need-key }
plugin: key-auth
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: { name: unused }
plugin: jwt
disabled: true
config: { claims_to_verify: [exp] }
`,
    [
      '8:37 gateway-route | product kong-ingress; route a */a; hosts []; methods ["ANY"]; path /a; match prefix-segment; upstream api; upstreamPrefix ; isCatchAll false; attaches ["elsewhere"]',
      '13:9 gateway-policy | product kong-ingress; routes ["a */a"]; control api-key; mode enforce; notes []; name need-key',
      '18:9 gateway-policy | product kong-ingress; routes []; control jwt; mode disabled; notes ["the plugin is switched off here"]; claims ["exp","iss"]; name unused',
    ],
  ));

test('items of a List are resources; a KongRoute is a route', () =>
  checkFacts(
    kubernetesIngress,
    'list.yaml',
    `apiVersion: v1
kind: List
items:
  - apiVersion: configuration.konghq.com/v1alpha1
    kind: KongRoute
    metadata: { name: orders }
    spec: { paths: [/v1/orders], methods: [GET, POST], hosts: [api.test] }
`,
    [
      '7:21 gateway-route | product kong-ingress; route orders; hosts ["api.test"]; methods ["GET","POST"]; path /v1/orders; match prefix-string; upstream ; upstreamPrefix ; isCatchAll false',
    ],
  ));

test('a resource of another group that is called Ingress is none', () =>
  checkFacts(
    kubernetesIngress,
    'config.yaml',
    'apiVersion: config.openshift.io/v1\nkind: Ingress\nmetadata: { name: cluster }\nspec: { rules: [{ http: { paths: [{ path: / }] } }] }\n',
    [],
  ));
