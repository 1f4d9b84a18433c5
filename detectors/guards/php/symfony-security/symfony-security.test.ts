import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { symfonySecurity } from './symfony-security.ts';

test('rules in their order, behind the firewalls that are switched off', () =>
  checkFacts(
    symfonySecurity,
    'config/packages/security.yaml',
    `
security:
  firewalls:
    dev: { pattern: ^/_profiler, security: false }
    main: { form_login: ~ }
  access_control:
    - { path: ^/login$, roles: PUBLIC_ACCESS }
    - { path: ^/admin, methods: [POST], roles: [ROLE_ADMIN] }
    - { path: ^/inner, roles: ROLE_USER, ips: [127.0.0.1] }
    - { path: ^/vote, allow_if: "request.isSecure()" }
    - { path: ^/both, allow_if: "is_granted('read') and is_authenticated()" }
    - { path: ^/not, allow_if: "not (is_granted('read') and is_authenticated())" }
    - { path: ^/one, allow_if: "is_granted('read') or is_authenticated()" }
`,
    [
      '2:1 access-list open',
      '2:1 access-rule required | session',
      '4:21 access-rule open /_profiler.* as expression',
      '7:9 access-rule open /login as expression',
      '8:9 access-rule required POST /admin.* as expression | scopes ROLE_ADMIN',
      '9:9 access-rule required path as expression | scopes ROLE_USER',
      '10:9 access-rule unknown /vote.* as expression',
      '11:9 access-rule required /both.* as expression',
      '12:9 access-rule unknown /not.* as expression',
      '13:9 access-rule unknown /one.* as expression',
    ],
  ));

test('settings of something else are none', () =>
  checkFacts(symfonySecurity, 'config/packages/security.yaml', 'other:\n  access_control: []\n', []));
