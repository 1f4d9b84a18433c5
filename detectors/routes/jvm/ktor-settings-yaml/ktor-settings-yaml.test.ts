import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { ktorSettingsYaml } from './ktor-settings-yaml.ts';

test('the root path of a deployment stands before everything', () =>
  check(
    ktorSettingsYaml,
    'application.yaml',
    `
ktor:
  deployment:
    rootPath: /shop
#             ^^^^^ base-path /shop
`,
  ));

test('what the environment says is not known, but what holds without it', () =>
  check(
    ktorSettingsYaml,
    'application.yaml',
    `
ktor:
  deployment:
    rootPath: "$ROOT_PATH:/api"
#             ^^^^^^^^^^^^^^^^^ base-path /api
`,
  ));

test('other keys say nothing', () =>
  check(
    ktorSettingsYaml,
    'application.yml',
    `
rootPath: /no
spring: { deployment: { rootPath: /no } }
`,
  ));
