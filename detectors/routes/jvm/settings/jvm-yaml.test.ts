import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { jvmYaml } from './jvm-yaml.ts';

test('the paths of a Dropwizard server, together', () =>
  checkFacts(jvmYaml, 'config.yml', 'server:\n  applicationContextPath: /service\n  rootPath: /api/*\n', [
    '3:13 base-path /service/api',
  ]));

test('the map of Micronaut, in its order', () =>
  checkFacts(
    jvmYaml,
    'src/main/resources/application.yml',
    `micronaut:
  security:
    authentication: bearer
    intercept-url-map:
      - pattern: /public/**
        access: isAnonymous()
      - pattern: /admin/**
        http-method: POST
        access:
          - ROLE_ADMIN
`,
    [
      '3:21 access-annotations enforced | bearer',
      '3:21 access-list denied | order 0; bearer',
      '5:18 access-rule open /public/**',
      '7:18 access-rule required POST /admin/** | scopes ROLE_ADMIN',
    ],
  ));

test('a file of another kind is none', () =>
  checkFacts(jvmYaml, 'config.yml', 'proxy:\n  rootPath: /api\nserver: [1]\n', []));
