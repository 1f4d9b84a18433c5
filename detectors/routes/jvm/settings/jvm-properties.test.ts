import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { jvmProperties } from './jvm-properties.ts';

test('paths of Quarkus, with defaults and without those of other profiles', () =>
  checkFacts(
    jvmProperties,
    'application.properties',
    `# quarkus.http.root-path=/comment
quarkus.http.root-path=\${ROOT:/shop}
%dev.quarkus.http.root-path=/dev
quarkus.rest.path = /api
`,
    ['2:24 base-path /shop', '2:24 base-path /shop', '4:21 base-path /api'],
  ));

test('permissions of Quarkus, the narrowest first', () =>
  checkFacts(
    jvmProperties,
    'application.properties',
    `quarkus.http.auth.permission.all.paths=/*
quarkus.http.auth.permission.all.policy=authenticated
quarkus.http.auth.permission.open.paths=/health,/public/*
quarkus.http.auth.permission.open.policy=permit
quarkus.http.auth.permission.open.methods=GET
quarkus.http.auth.permission.off.paths=/off
quarkus.http.auth.permission.off.policy=deny
quarkus.http.auth.permission.off.enabled=false
quarkus.http.auth.permission.roles.paths=/admin/*
quarkus.http.auth.permission.roles.policy=admins
quarkus.http.auth.policy.admins.roles-allowed=admin,owner
quarkus.http.auth.permission.custom.paths=/x
quarkus.http.auth.permission.custom.policy=mine
`,
    [
      '1:40 access-annotations enforced',
      '1:40 access-list open',
      '1:40 access-rule required /**',
      '3:41 access-rule open GET /health',
      '3:41 access-rule open GET /public/**',
      '9:42 access-rule required /admin/** | scopes admin, owner',
      '12:43 access-rule unknown /x',
    ],
  ));

test('Micronaut: where it serves, and security that is switched off', () =>
  checkFacts(
    jvmProperties,
    'application.properties',
    'micronaut.server.context-path=/mn\nmicronaut.security.enabled=false\n',
    ['1:31 base-path /mn', '2:28 access-annotations off', '2:28 access-list open | order 0'],
  ));

test('settings of something else are none', () =>
  checkFacts(jvmProperties, 'application.properties', 'spring.application.name=quarkus.http.root-path\n', []));
