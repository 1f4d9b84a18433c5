import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { ktorSettings } from './ktor-settings.ts';

test('the root path is found in blocks', () =>
  check(
    ktorSettings,
    'src/main/resources/application.conf',
    `
ktor {
    deployment {
        port = 8080
        port = \${?PORT}
        rootPath = "/shop"
//                 ^^^^^^^ base-path /shop
        rootPath = \${?ROOT_PATH}
    }
    application { modules = [ com.shop.AppKt.module ] }
}
`,
  ));

test('the root path is found behind dotted keys', () =>
  check(
    ktorSettings,
    'application.conf',
    `
ktor.deployment { rootPath = shop }
//                           ^^^^ base-path shop
`,
  ));

test('other blocks, comments and substitutions say nothing', () =>
  check(
    ktorSettings,
    'application.conf',
    `
other { deployment { rootPath = "/no" } }
# ktor.deployment.rootPath = "/no"
ktor { deployment { rootPath = \${ROOT_PATH} } }
ktor { security { rootPath = "/no" } }
`,
  ));
